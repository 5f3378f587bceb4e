//! The page on which anybody can check a code. A code that is unknown, mistyped or of somebody who was erased gives the
//! same bytes.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};

use super::Code;
use super::own::issued_on;
use super::paper::{days, sessions};
use super::store::{self, Found};
use crate::planning;
use crate::wording::{capital, full_date};

pub(super) fn routes() -> Routes {
    Routes::new().get("/certificates/{code}", Action("certificate.check"), check)
}

#[derive(Template)]
#[template(path = "certificates/check.html")]
struct CheckPage {
    shell: Shell,
    heading: String,
    lead: String,
    kind: &'static str,
    icon: &'static str,
    state: &'static str,
    facts: Vec<(&'static str, String)>,
}

async fn check(Shared(app): Shared<App>, Path(code): Path<String>) -> Result<Response> {
    let found = match Code::parse(&code) {
        Some(code) => store::by_code(&app, &code).await?,
        None => None,
    };
    let mut facts = Vec::new();
    let (heading, lead, mark) = match found {
        Some(Found::Valid(one)) => {
            facts = vec![
                ("Name", one.content.name.clone()),
                ("Programme", one.content.programme.clone()),
                ("Dates", days(&one.content)),
                ("Attended", capital(&sessions(&one.content))),
                ("Hours in sessions", one.content.tally.hours()),
                ("Issued", full_date(issued_on(&one)?)),
            ];
            (
                "This certificate is valid",
                "Compare it with the paper: it says the same.".to_owned(),
                ("ok", "check", "Valid"),
            )
        }
        Some(Found::Withdrawn(at)) => {
            let day = at.to_jiff().to_zoned_datetime(planning::zone()?).date();
            (
                "This certificate was withdrawn",
                format!(
                    "Another one took its place on {}. Ask its holder for the one that is valid.",
                    full_date(day)
                ),
                ("no", "stop", "Withdrawn"),
            )
        }
        None => (
            "No certificate has this code",
            "Look at the code once more. It has twenty signs; there is no I, L, O or U in it."
                .to_owned(),
            ("unknown", "ask", "Not known"),
        ),
    };
    let mut response = page(CheckPage {
        shell: Shell::open(&app, heading),
        heading: heading.to_owned(),
        lead,
        kind: mark.0,
        icon: mark.1,
        state: mark.2,
        facts,
    })?;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
