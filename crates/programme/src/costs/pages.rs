//! The organiser's page of what the sessions have cost so far, and what of it is not known.

use std::collections::BTreeSet;

use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use uuid::Uuid;

use super::totals::{Sum, Totals, totals};
use super::{Kind, Subject, download};
use crate::addresses::base;
use crate::sites;
use crate::wording::{count, count_first};

pub(super) fn routes() -> Routes {
    let read = Action("costs.read");
    Routes::new()
        .get("/programmes/{programme}/costs", read, show)
        .get("/programmes/{programme}/costs.csv", read, download::csv)
        .get("/programmes/{programme}/costs.xlsx", read, download::xlsx)
}

#[derive(Template)]
#[template(path = "costs/page.html")]
struct CostsPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    is_empty: bool,
    kinds: Vec<Row>,
    /// The kinds that hospitals bear.
    site_kinds: Vec<&'static str>,
    sites: Vec<SiteRow>,
    unknown: Vec<Unknown>,
    memo: Vec<String>,
}

struct Row {
    name: String,
    hours: String,
    cost: Cost,
}

struct SiteRow {
    name: String,
    /// A cell for each kind in the order of [`CostsPage::site_kinds`]; none where the site has nothing of it.
    cells: Vec<(&'static str, Option<Cost>)>,
    all: Cost,
}

/// An amount as a table says it.
struct Cost {
    amount: String,
    /// What is missing in it; empty where nothing is.
    missing: String,
    /// Whether no part of it is known.
    is_unknown: bool,
}

struct Unknown {
    what: String,
    how_much: String,
    /// The field of the page of rates to begin with; empty for a room.
    subject: String,
}

async fn show(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let totals = totals(&app, programme).await?;
    let names = sites::names(&app, programme).await?;
    let mut names: Vec<(Uuid, String)> = names.into_iter().collect();
    names.sort_by(|a, b| a.1.cmp(&b.1));
    let kinds = site_kinds(&totals);
    let heading = heading(&totals);
    page(CostsPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Sessions", Some(base(&viewer)? + "/sessions"))
            .crumb("Costs", None),
        base: base(&viewer)?,
        lead: lead(&totals),
        is_empty: totals == Totals::default(),
        kinds: totals
            .by_kind
            .iter()
            .map(|(kind, sum)| row(*kind, sum))
            .collect(),
        sites: names
            .iter()
            .filter_map(|(site, name)| site_row(&totals, &kinds, (*site, name)))
            .collect(),
        site_kinds: kinds.iter().map(|kind| kind.label()).collect(),
        unknown: totals.unknown.iter().map(unknown).collect(),
        memo: memo(&totals),
        heading,
    })
}

fn heading(totals: &Totals) -> String {
    let all = &totals.all;
    match (all.pence, all.is_whole()) {
        (0, true) => "Nothing has been entered yet".into(),
        (0, false) => "What the sessions have cost is not known".into(),
        (pence, true) => format!("The sessions have cost {} so far", pounds(pence)),
        (pence, false) => format!("{} so far, and a part is not known", pounds(pence)),
    }
}

fn lead(totals: &Totals) -> String {
    let held = count_first(totals.sessions, "held session", "held sessions");
    let came = count(totals.attendances, "attendance", "attendances");
    let each = match (totals.all.is_whole(), i64::try_from(totals.attendances)) {
        (true, Ok(came)) if came > 0 && totals.all.pence > 0 => {
            let each = super::ledger::part(totals.all.pence, 1, came);
            format!(" That is {} for each attendance.", pounds(each))
        }
        // A cost for each attendance of which a part is missing would be read as the whole.
        _ => String::new(),
    };
    format!(
        "{held}, {came}.{each} For a released hour either the doctor’s time or its cover counts, never both."
    )
}

fn row(kind: Kind, sum: &Sum) -> Row {
    Row {
        name: kind.label().into(),
        hours: match kind {
            Kind::Room => "–".into(),
            _ => hours(sum.minutes),
        },
        cost: cost(sum),
    }
}

/// The kinds of which some hospital bears something.
fn site_kinds(totals: &Totals) -> Vec<Kind> {
    let borne = totals.by_site_and_kind.keys();
    let borne = borne.filter(|(site, _)| site.is_some());
    let kinds: BTreeSet<Kind> = borne.map(|(_, kind)| *kind).collect();
    kinds.into_iter().collect()
}

fn site_row(totals: &Totals, kinds: &[Kind], (site, name): (Uuid, &str)) -> Option<SiteRow> {
    let all = totals.by_site.get(&Some(site))?;
    let cell = |kind: &Kind| {
        let sum = totals.by_site_and_kind.get(&(Some(site), *kind));
        (kind.label(), sum.map(cost))
    };
    Some(SiteRow {
        name: name.to_owned(),
        cells: kinds.iter().map(cell).collect(),
        all: cost(all),
    })
}

fn cost(sum: &Sum) -> Cost {
    let missing = match (sum.is_whole(), sum.unknown_minutes) {
        (true, _) => String::new(),
        (false, 0) => format!("{} without a price", count(sum.unknown, "line", "lines")),
        (false, minutes) => format!("{} h without a price", hours(minutes)),
    };
    Cost {
        amount: pounds(sum.pence),
        missing,
        is_unknown: sum.pence == 0 && !sum.is_whole(),
    }
}

fn unknown(((kind, subject), sum): (&(Kind, Option<Subject>), &Sum)) -> Unknown {
    Unknown {
        what: match subject {
            Some(Subject::Cover(cover)) => {
                format!("{}: {}", kind.label(), cover.label().to_lowercase())
            }
            Some(subject) => format!("{}: {}", kind.label(), subject.label()),
            None => kind.label().into(),
        },
        how_much: match sum.unknown_minutes {
            0 => count_first(sum.unknown, "session", "sessions"),
            minutes => format!("{} h", hours(minutes)),
        },
        subject: subject.as_ref().map(Subject::to_string).unwrap_or_default(),
    }
}

fn memo(totals: &Totals) -> Vec<String> {
    let memo = &totals.memo;
    let covered = &memo.covered_member_time;
    let mut lines = Vec::new();
    if covered.minutes > 0 {
        let worth = match covered.is_whole() {
            true => format!(" It would have come to {}.", pounds(covered.pence)),
            false => String::new(),
        };
        lines.push(format!(
            "{} of doctors’ time were covered by somebody who is paid for it, and the cover counts in their place.{worth}",
            in_words(covered.minutes)
        ));
    }
    if memo.other_time_minutes > 0 {
        lines.push(format!(
            "{} were not released from a shift: educational time, time in lieu, days off or study leave.",
            in_words(memo.other_time_minutes)
        ));
    }
    if memo.agreed_cover_minutes > 0 {
        lines.push(format!(
            "{} of cover are agreed for sessions that were not held so far.",
            in_words(memo.agreed_cover_minutes)
        ));
    }
    lines
}

/// Hours as a sentence says them: 3 h 15 min.
fn in_words(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (whole, 0) => format!("{} h", thousands(whole)),
        (whole, rest) => format!("{} h {rest} min", thousands(whole)),
    }
}

/// Hours as a table says them: 3.25.
pub(super) fn hours(minutes: i64) -> String {
    let hundredths = super::ledger::part(minutes, 100, 60);
    format!("{}.{:02}", thousands(hundredths / 100), hundredths % 100)
}

/// An amount such as £1,234.50.
pub(super) fn pounds(pence: i64) -> String {
    format!("£{}.{:02}", thousands(pence / 100), pence % 100)
}

fn thousands(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
