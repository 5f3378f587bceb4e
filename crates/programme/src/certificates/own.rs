//! A resident's own certificate.

use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::{IntoResponse as _, Redirect, Response};
use formats::report::pdf;
use jiff::civil::Date;
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, download, page};
use platform::{App, Error, Result};

use super::paper::{address, certificate, days, sessions};
use super::store::{self, Certificate};
use crate::addresses::base;
use crate::planning;
use crate::wording::{capital, full_date};

pub(super) fn routes() -> Routes {
    let own = Action("certificate.own");
    Routes::new()
        .get("/programmes/{programme}/certificate", own, show)
        .get("/programmes/{programme}/certificate.pdf", own, take)
}

#[derive(Template)]
#[template(path = "certificates/own.html")]
struct OwnPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    facts: Vec<(&'static str, String)>,
    outcomes: Vec<String>,
    address: String,
}

async fn show(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let own = own(&app, &viewer).await?;
    let (heading, lead) = match &own {
        Some(own) => (
            format!("{} attended", capital(&sessions(&own.content))),
            "Your certificate says this much and no more. Whoever gets the code can check it.",
        ),
        None => (
            "You have no certificate yet".to_owned(),
            "It is issued when every session of your group is over, or when you leave.",
        ),
    };
    let mut page_of = OwnPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        base: base(&viewer)?,
        heading,
        lead: lead.to_owned(),
        facts: Vec::new(),
        outcomes: Vec::new(),
        address: String::new(),
    };
    if let Some(own) = own {
        page_of.address = address(&app.base_url, &own.content.code);
        page_of.facts = vec![
            ("Name", own.content.name.clone()),
            ("Programme", own.content.programme.clone()),
            ("Dates", days(&own.content)),
            ("Hours in sessions", own.content.tally.hours()),
            ("Issued", full_date(issued_on(&own)?)),
            ("Code", own.content.code.clone()),
        ];
        page_of.outcomes = own.content.outcomes;
    }
    page(page_of)
}

async fn take(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let Some(own) = own(&app, &viewer).await? else {
        let page = format!("{}/certificate", base(&viewer)?);
        return Ok(Redirect::to(&page).into_response());
    };
    let report = certificate(&own.content, issued_on(&own)?, &app.base_url);
    // Setting a page takes long enough to keep others waiting.
    let bytes = tokio::task::spawn_blocking(move || pdf(&report))
        .await
        .map_err(Error::internal)?
        .map_err(Error::internal)?;
    download("certificate.pdf", "application/pdf", bytes)
}

async fn own(app: &App, viewer: &Viewer) -> Result<Option<Certificate>> {
    let Some(me) = viewer.subject(Role::Resident) else {
        return Ok(None);
    };
    let mut valid = store::valid(app.db.read(), app, viewer.scope()?.id).await?;
    Ok(valid.remove(&me))
}

pub(super) fn issued_on(certificate: &Certificate) -> Result<Date> {
    let at = certificate.issued_at.to_jiff();
    Ok(at.to_zoned_datetime(planning::zone()?).date())
}
