//! The page on which the organiser enters what an hour costs.

use std::collections::BTreeSet;

use askama::Template;
use axum::Extension;
use axum::extract::{Form as Fields, Query, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::clock::Instant;
use platform::web::{Action, Routes, Shell, page, page_with};
use platform::{App, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::pages::pounds;
use super::rates::{Rate, Subject, enter_rate, in_force};
use super::{Cover, store};
use crate::addresses::base;
use crate::exchange::has_nhs_number;
use crate::form::Form;
use crate::wording::{count_first, full_date};
use crate::{people, planning};

/// Longest source.
const LONGEST_SOURCE: usize = 200;

pub(super) fn routes() -> Routes {
    let rates = Action("costs.rates");
    Routes::new()
        .get("/programmes/{programme}/costs/rates", rates, show)
        .post("/programmes/{programme}/costs/rates", rates, enter)
}

#[derive(Template)]
#[template(path = "costs/rates.html")]
struct RatesPage {
    shell: Shell,
    base: String,
    heading: String,
    form: Form,
    subjects: Vec<(String, String)>,
    rates: Vec<Row>,
}

struct Row {
    what: String,
    amount: String,
    from: String,
    year: i64,
    training: &'static str,
    source: String,
    holds: bool,
}

#[derive(Deserialize, Default)]
struct Wanted {
    /// What a price is to be entered for.
    #[serde(default, rename = "for")]
    subject: String,
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let year = planning::today(&app)?.year().to_string();
    let form = Form::filled(&[("subject", wanted.subject), ("price_year", year)]);
    page(draw(&app, &viewer, form).await?)
}

async fn draw(app: &App, viewer: &Viewer, form: Form) -> Result<RatesPage> {
    let programme = viewer.scope()?.id;
    let rates = store::rates(app.db.read(), programme).await?;
    let today = planning::today(app)?;
    let holds = |rate: &Rate| in_force(&rates, &rate.subject, today) == Some(rate);
    let now = rates.iter().filter(|rate| holds(rate)).count();
    let heading = match now {
        0 => "Nobody has said what an hour costs".to_owned(),
        some => count_first(some, "price holds today", "prices hold today"),
    };
    let row = |rate: &Rate| Row {
        what: rate.subject.label(),
        amount: pounds(rate.pence_per_hour),
        from: full_date(rate.valid_from),
        year: rate.price_year,
        training: if rate.with_qualifications {
            "With the cost of training"
        } else {
            "Without the cost of training"
        },
        source: rate.source.clone(),
        holds: holds(rate),
    };
    Ok(RatesPage {
        shell: Shell::new(app, viewer, heading.clone())
            .crumb("Costs", Some(base(viewer)? + "/costs"))
            .crumb("What an hour costs", None),
        base: base(viewer)?,
        subjects: subjects(app, programme)
            .await?
            .iter()
            .map(|subject| (subject.to_string(), subject.label()))
            .collect(),
        rates: rates.iter().rev().map(row).collect(),
        heading,
        form,
    })
}

/// What can have a price: the grades of the residents and of the ledger, facilitators, and cover that is paid.
async fn subjects(app: &App, programme: Uuid) -> Result<BTreeSet<Subject>> {
    let residents = people::unnamed(app, programme).await?;
    let grades = residents.into_iter().map(|one| Subject::Member(one.grade));
    let lines = store::lines(app.db.read(), programme, None).await?;
    let entered = lines.into_iter().filter_map(|line| line.subject);
    let paid = Cover::ALL.iter().filter(|cover| cover.is_paid());
    let cover = paid.map(|cover| Subject::Cover(*cover));
    let all = grades.chain(entered).chain(cover);
    Ok(all.chain([Subject::Facilitator]).collect())
}

async fn enter(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let known = [
        "subject",
        "pounds",
        "with_qualifications",
        "valid_from",
        "price_year",
        "source",
    ];
    let mut form = Form::sent(fields, &known)?;
    let subjects = subjects(&app, programme).await?;
    let Some(rate) = read(&mut form, &subjects) else {
        let again = draw(&app, &viewer, form).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, again);
    };
    let event = viewer.event("costs.rates", "");
    enter_rate(&app, programme, rate, event).await?;
    Ok(Redirect::to(&(base(&viewer)? + "/costs/rates")).into_response())
}

fn read(form: &mut Form, subjects: &BTreeSet<Subject>) -> Option<Rate> {
    let subject: Option<Subject> = form.word("subject");
    let subject = subject.filter(|one| subjects.contains(one));
    if subject.is_none() && form.error("subject").is_empty() {
        form.wrong("subject", "Choose one of the list.");
    }
    let pence_per_hour = pence(form.value("pounds"));
    if pence_per_hour.is_none() {
        form.wrong(
            "pounds",
            "Write pounds and pence for an hour, such as 48.20.",
        );
    }
    let valid_from = form.any_day("valid_from", false);
    let price_year = form.whole("price_year", 2000..=2100);
    let source = form.value("source").to_owned();
    if source.is_empty() {
        form.wrong(
            "source",
            "Write where the price is taken from: a pay circular, an invoice, a reference.",
        );
    } else if source.chars().count() > LONGEST_SOURCE || source.chars().any(char::is_control) {
        form.wrong("source", "Write one line of at most 200 characters.");
    } else if has_nhs_number(&source) {
        form.wrong("source", "This holds an NHS number. Leave it out.");
    }
    if !form.errors().is_empty() {
        return None;
    }
    Some(Rate {
        id: Uuid::nil(),
        subject: subject?,
        pence_per_hour: pence_per_hour?,
        price_year: price_year?,
        with_qualifications: form.ticked("with_qualifications"),
        valid_from: valid_from?,
        source,
        entered_at: Instant(0),
        entered_by: None,
    })
}

/// Pounds and pence as they are written: 48, 48.2, 48.20, with or without £ and commas.
fn pence(text: &str) -> Option<i64> {
    let plain = text.trim_start_matches('£').replace(',', "");
    let (pounds, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if pounds.is_empty() || pounds.len() > 5 || rest.len() > 2 || !digits(pounds) || !digits(rest) {
        return None;
    }
    let rest = format!("{rest:0<2}");
    Some(pounds.parse::<i64>().ok()? * 100 + rest.parse::<i64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::pence;

    #[test]
    fn pounds_are_read_as_they_are_written_and_nothing_else_is() {
        for (text, value) in [
            ("48", 4800),
            ("48.2", 4820),
            ("£1,048.20", 104_820),
            ("0", 0),
        ] {
            assert_eq!(pence(text), Some(value), "{text}");
        }
        for text in ["", "-1", "48.201", "4e3", "48,20 €", "999999"] {
            assert_eq!(pence(text), None, "{text}");
        }
    }
}
