//! What a resident reports of a week: as shown, or day by day.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::{Shell, only, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::me;
use super::week::{Week, is_understood, monday};
use crate::addresses::base;
use crate::columns::time_text;
use crate::people::Homes;
use crate::rotas::import::{Report, keep_report, said_again};
use crate::rotas::words::{kind_choices, kind_words};
use crate::rotas::{Dictionary, Hours, Kind, Shift, ShiftCode, Status, codes_store, whole_day};
use crate::sites;
use crate::wording::{full_date, short_date};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WeekField {
    week: String,
}

/// One tap: every day that is shown is so. Days that nobody knows stay unknown.
pub(super) async fn as_shown(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(field): Form<WeekField>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let resident = me(&viewer)?;
    let monday = monday(&app, Some(&field.week))?;
    let week = Week::of(&app, programme, resident, monday).await?;
    let facts: Vec<(Uuid, Shift)> = week
        .days
        .values()
        .filter(|day| is_understood(day))
        .flat_map(|day| &day.facts)
        .map(|fact| (fact.site, said_again(fact)))
        .collect();
    if facts.is_empty() {
        return Err(Error::refused(
            "I7",
            "No day of this week is known yet, so there is nothing to confirm.",
            "Say what each day is instead.",
        ));
    }
    keep_report(&app, &viewer, &Report { resident, facts }).await?;
    back(&viewer, monday)
}

#[derive(Template)]
#[template(path = "rotas/own/change.html")]
struct ChangePage {
    shell: Shell,
    here: String,
    heading: String,
    monday: String,
    days: Vec<DayField>,
}

struct DayField {
    name: String,
    field: String,
    choices: Vec<(String, String, bool)>,
}

/// The form with a choice for each day.
pub(super) async fn form(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(field): Query<WeekField>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let resident = me(&viewer)?;
    let monday = monday(&app, Some(&field.week))?;
    let week = Week::of(&app, programme, resident, monday).await?;
    let codes = Codes::of(&app, programme, resident).await?;
    let days = week
        .dates()
        .filter_map(|date| {
            let (_, list) = codes.on(date)?;
            let shown = week.days.get(&date).and_then(|day| day.facts.first());
            Some(DayField {
                name: full_date(date),
                field: date.to_string(),
                choices: choices(
                    list,
                    date,
                    shown.map(|fact| (fact.code.as_str(), fact.kind)),
                ),
            })
        })
        .collect();
    let heading = format!("What changed in the week from {}?", short_date(monday));
    let here = format!("{}/my-rota", base(&viewer)?);
    page(ChangePage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("My rota", Some(format!("{here}?week={monday}")))
            .crumb("Change", None),
        here,
        heading,
        monday: monday.to_string(),
        days,
    })
}

/// Keeps what the resident chose for each day.
pub(super) async fn changed(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let resident = me(&viewer)?;
    let monday = monday(&app, fields.get("week").map(String::as_str))?;
    let week = Week::of(&app, programme, resident, monday).await?;
    let dates: Vec<String> = week.dates().map(|date| date.to_string()).collect();
    let mut known = vec!["week"];
    known.extend(dates.iter().map(String::as_str));
    only(fields.keys().map(String::as_str), &known)?;
    let codes = Codes::of(&app, programme, resident).await?;
    let mut facts = Vec::new();
    for date in week.dates() {
        let (Some(chosen), Some((site, list))) = (fields.get(&date.to_string()), codes.on(date))
        else {
            continue;
        };
        facts.push((site, said(resident, date, chosen, list, &week)?));
    }
    if facts.is_empty() {
        return Err(Error::refused(
            "I7",
            "You work at no hospital of this programme in that week.",
            "Nothing was changed.",
        ));
    }
    keep_report(&app, &viewer, &Report { resident, facts }).await?;
    back(&viewer, monday)
}

fn back(viewer: &Viewer, monday: Date) -> Result<Response> {
    let to = format!("{}/my-rota?week={monday}&kept=yes", base(viewer)?);
    Ok(Redirect::to(&to).into_response())
}

/// The codes of the hospitals where a resident works.
struct Codes {
    homes: Homes,
    resident: Uuid,
    by_site: BTreeMap<Uuid, Vec<ShiftCode>>,
}

impl Codes {
    async fn of(app: &App, programme: Uuid, resident: Uuid) -> Result<Self> {
        let mut by_site = BTreeMap::new();
        for (site, code) in sites::codes(app, programme).await? {
            by_site.insert(site, codes_store::of_site(app, site, &code).await?);
        }
        Ok(Self {
            homes: Homes::of(app, programme).await?,
            resident,
            by_site,
        })
    }

    /// Where the resident works on a date, and what codes are used there.
    fn on(&self, date: Date) -> Option<(Uuid, &[ShiftCode])> {
        let site = self.homes.on(self.resident, date)?;
        Some((site, self.by_site.get(&site)?))
    }
}

/// What a day may be: the hospital's codes, then what needs no hours, then not known.
fn choices(
    codes: &[ShiftCode],
    date: Date,
    shown: Option<(&str, Kind)>,
) -> Vec<(String, String, bool)> {
    let mut choices: Vec<(String, String, bool)> = codes
        .iter()
        .filter(|code| code.holds_on(date) && !code.code.is_empty())
        .map(|code| {
            let hours = match (code.start, code.end) {
                (Some(start), Some(end)) => {
                    format!(", {} to {}", time_text(start), time_text(end))
                }
                _ => String::new(),
            };
            let is_shown = shown.is_some_and(|(shown, _)| {
                super::super::folded(shown) == super::super::folded(&code.code)
            });
            (
                format!("code:{}", code.code),
                format!("{}: {}{hours}", code.code, kind_words(code.kind)),
                is_shown,
            )
        })
        .collect();
    let has_shown = choices.iter().any(|(_, _, chosen)| *chosen);
    for (word, words, _) in kind_choices(None) {
        let kind: Option<Kind> = word.parse().ok();
        if kind.is_some_and(|kind| !kind.needs_times()) {
            let is_shown = !has_shown && shown.map(|(_, kind)| kind) == kind;
            choices.push((format!("kind:{word}"), words.to_owned(), is_shown));
        }
    }
    let has_shown = choices.iter().any(|(_, _, chosen)| *chosen);
    choices.push(("unknown".into(), "I do not know yet".into(), !has_shown));
    choices
}

fn said(
    resident: Uuid,
    date: Date,
    chosen: &str,
    codes: &[ShiftCode],
    week: &Week,
) -> Result<Shift> {
    let dictionary = Dictionary::new(codes);
    let meaning = chosen
        .strip_prefix("code:")
        .map(|code| dictionary.meaning(code, date).ok_or(Error::NotFound))
        .transpose()?;
    let kind = match (meaning, chosen.strip_prefix("kind:")) {
        (Some(meaning), _) => meaning.kind,
        (None, Some(word)) => word.parse().map_err(|_| Error::NotFound)?,
        (None, None) => Kind::Unknown,
    };
    let clock = meaning.and_then(|code| code.start.zip(code.end));
    let hours = clock.and_then(|(start, end)| Hours::of(start, end).on(date, &week.zone).instants);
    if kind.needs_times() && hours.is_none() {
        return Err(Error::NotFound);
    }
    let (start, end) = hours
        .or_else(|| whole_day(date, &week.zone))
        .ok_or(Error::NotFound)?;
    Ok(Shift {
        resident: resident.to_string(),
        site: String::new(),
        date,
        code: meaning.map(|code| code.code.clone()).unwrap_or_default(),
        start: Some(start),
        end: Some(end),
        whole_day: hours.is_none(),
        kind,
        status: Status::Published,
        role: meaning.and_then(|code| code.role.clone()),
        published_on: None,
        line: 0,
        imported_at: None,
    })
}
