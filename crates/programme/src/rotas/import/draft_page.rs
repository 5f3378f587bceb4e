//! The dry run as a page.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Shell, page_with};
use platform::{App, Result};
use uuid::Uuid;

use super::pages::doctors;
use super::prepare::{Ground, Prepared, prepare};
use super::store::Draft;
use super::verdicts::VerdictChange;
use crate::addresses::base;
use crate::columns::time_text;
use crate::rotas::difference::{Change, Said};
use crate::rotas::facts::Contradiction;
use crate::rotas::grid::{DateOrder, Layout, People};
use crate::rotas::reading::{Label, RotaReading};
use crate::rotas::remark::Remark;
use crate::rotas::words::{Chip, kind_choices, kind_words, verdict_chip};
use crate::rotas::{Kind, Proposal, names, propose};
use crate::wording::{clock, count, count_first, full_date, moment};

/// Most lines of one list that a page shows; the counts are whole.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "rotas/import/draft.html")]
struct DraftPage {
    shell: Shell,
    here: String,
    heading: String,
    lead: String,
    may_apply: bool,
    readable: bool,
    faults: Vec<Remark>,
    fault_count: usize,
    warnings: Vec<Remark>,
    warning_count: usize,
    codes_heading: String,
    proposals: Vec<ProposalRow>,
    names_heading: String,
    unmatched: Vec<LabelRow>,
    doctors: Vec<(Uuid, String)>,
    contradictions: Vec<ContradictionRow>,
    contradiction_count: String,
    change_heading: String,
    change_words: String,
    change_count: usize,
    changes: Vec<ChangeRow>,
    verdict_heading: String,
    verdict_count: usize,
    verdicts: Vec<VerdictRow>,
    layout: Option<LayoutForm>,
    notes: Vec<(String, String)>,
}

struct ProposalRow {
    code: String,
    spoken: String,
    why: String,
    count: usize,
    share: usize,
    kinds: Vec<(&'static str, &'static str, bool)>,
    start: String,
    end: String,
}

struct LabelRow {
    label: String,
    place: String,
    near: Vec<(Uuid, String)>,
    is_none: bool,
}

struct ContradictionRow {
    name: String,
    date: String,
    said: String,
    is_unknown: bool,
}

struct ChangeRow {
    name: String,
    date: String,
    before: String,
    after: String,
}

struct VerdictRow {
    name: String,
    when: String,
    is_member: bool,
    before: Chip,
    after: Chip,
    sentence: String,
}

struct LayoutForm {
    sentence: String,
    sheet: String,
    sheets: Vec<String>,
    in_rows: bool,
    names: String,
    dates: String,
    first: String,
    last: String,
    day_first: bool,
    year: String,
}

/// Shows a draft.
pub(super) async fn show(
    app: &App,
    viewer: &Viewer,
    ground: &Ground,
    draft: &Draft,
) -> Result<Response> {
    let prepared = prepare(app, viewer.scope()?.id, ground, draft).await?;
    let base = base(viewer)?;
    let site = &ground.site;
    let heading = heading(&prepared);
    let shell = Shell::new(app, viewer, heading.clone())
        .crumb("Hospitals", Some(format!("{base}/sites")))
        .crumb(
            site.site.name.clone(),
            Some(format!("{base}/sites/{}/rota", site.id)),
        )
        .crumb(
            "Bring in",
            Some(format!("{base}/sites/{}/rota/import", site.id)),
        )
        .crumb("What was read", None);
    let status = if prepared.reading.is_ok() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let empty = RotaReading::default();
    let reading = prepared.reading.as_ref().unwrap_or(&empty);
    let (faults, warnings) = remarks(&prepared);
    let proposals = propose(&reading.codes, &reading.key);
    let unmatched = unmatched(ground, &prepared, &reading.labels);
    let asked = unmatched.iter().filter(|one| !one.is_none).count();
    let difference = &prepared.difference;
    let changed = [&difference.added, &difference.removed, &difference.changed];
    let change_count = changed.iter().map(|list| list.len()).sum();
    page_with(
        status,
        DraftPage {
            shell,
            here: format!("{base}/rota-drafts/{}", draft.id),
            heading,
            lead: lead(draft, reading),
            may_apply: prepared.may_apply(),
            readable: prepared.reading.is_ok(),
            fault_count: faults.len(),
            faults: faults.into_iter().take(MOST).collect(),
            warning_count: warnings.len(),
            warnings: warnings.into_iter().take(MOST).collect(),
            codes_heading: match proposals.len() {
                1 => "One code has no meaning yet".into(),
                many => format!("{many} codes have no meaning yet"),
            },
            proposals: proposals.into_iter().take(MOST).map(proposal_row).collect(),
            names_heading: match asked {
                0 => "The others on the rota are left out, as you said".into(),
                1 => "One name fits nobody".into(),
                many => format!("{many} names fit nobody"),
            },
            unmatched,
            doctors: doctors(ground),
            contradiction_count: count(reading.contradictions.len(), "day", "days"),
            contradictions: reading
                .contradictions
                .iter()
                .take(MOST)
                .map(|one| contradiction_row(ground, one))
                .collect(),
            change_heading: match change_count {
                0 => "Nothing changes".into(),
                some => format!("{} change", count_first(some, "day", "days")),
            },
            change_words: change_words(&prepared),
            change_count,
            changes: changed
                .into_iter()
                .flatten()
                .take(MOST)
                .map(|change| change_row(ground, change))
                .collect(),
            verdict_heading: match prepared.verdicts.len() {
                0 => "Who can come stays as it is".into(),
                some => format!(
                    "{} of who can come become others",
                    count_first(some, "answer", "answers")
                ),
            },
            verdict_count: prepared.verdicts.len(),
            verdicts: prepared
                .verdicts
                .iter()
                .take(MOST)
                .map(|change| verdict_row(ground, change))
                .collect(),
            layout: layout_form(draft, reading, prepared.sheets.clone()),
            notes: reading.notes.iter().map(note).collect(),
        },
    )
}

fn heading(prepared: &Prepared) -> String {
    let Ok(reading) = &prepared.reading else {
        return "This file cannot be read yet".into();
    };
    let faults = reading.faults().count();
    if faults > 0 {
        return format!(
            "{} to mend in the file",
            count_first(faults, "thing", "things")
        );
    }
    let people: BTreeSet<&str> = reading
        .shifts
        .iter()
        .map(|shift| shift.resident.as_str())
        .collect();
    if people.is_empty() {
        return "Nobody in this file is known".into();
    }
    let days: BTreeSet<_> = reading
        .shifts
        .iter()
        .map(|shift| (shift.resident.as_str(), shift.date))
        .collect();
    format!(
        "{} of {} can be put in place",
        count_first(days.len(), "day", "days"),
        count(people.len(), "doctor", "doctors")
    )
}

fn lead(draft: &Draft, reading: &RotaReading) -> String {
    let unknown: BTreeSet<_> = reading
        .shifts
        .iter()
        .filter(|shift| shift.kind == Kind::Unknown)
        .map(|shift| (shift.resident.as_str(), shift.date))
        .collect();
    let dates = match reading.dates {
        Some((first, last)) => format!(", {} to {}", full_date(first), full_date(last)),
        None => String::new(),
    };
    let known = match unknown.len() {
        0 => String::new(),
        some => format!(
            " {} not known; nobody counts as free on {}.",
            count_first(some, "day is", "days are"),
            if some == 1 { "it" } else { "them" }
        ),
    };
    format!(
        "{} ({}){dates}. Nothing is stored yet.{known}",
        draft.content.name(),
        draft.source.words()
    )
}

fn remarks(prepared: &Prepared) -> (Vec<Remark>, Vec<Remark>) {
    match &prepared.reading {
        Err(remark) => (vec![remark.clone()], Vec::new()),
        Ok(reading) => reading.remarks.iter().cloned().partition(Remark::is_fault),
    }
}

fn proposal_row(proposal: Proposal) -> ProposalRow {
    let (start, end) = proposal.hours.unzip();
    ProposalRow {
        spoken: if proposal.code.is_empty() {
            "an empty cell".into()
        } else {
            proposal.code.clone()
        },
        why: proposal.why,
        count: proposal.count,
        share: proposal.share,
        kinds: kind_choices(proposal.kind),
        start: start.map(time_text).unwrap_or_default(),
        end: end.map(time_text).unwrap_or_default(),
        code: proposal.code,
    }
}

fn unmatched(ground: &Ground, prepared: &Prepared, labels: &[Label]) -> Vec<LabelRow> {
    let mut rows: Vec<LabelRow> = labels
        .iter()
        .filter(|label| label.resident.is_none())
        .map(|label| {
            let lines: Vec<String> = label.lines.iter().map(ToString::to_string).collect();
            let said = prepared.names.get(&names::plain(&label.text));
            LabelRow {
                near: ground
                    .near(&label.text)
                    .into_iter()
                    .map(|id| (id, ground.name(id)))
                    .collect(),
                place: format!("line {}", lines.join(", ")),
                is_none: said.is_some_and(Option::is_none),
                label: label.text.clone(),
            }
        })
        .collect();
    rows.sort_by_key(|row| row.is_none);
    rows
}

fn contradiction_row(ground: &Ground, one: &Contradiction) -> ContradictionRow {
    let said: Vec<String> = one
        .said
        .iter()
        .map(|(code, row, column)| {
            let code = if code.is_empty() { "empty" } else { code };
            match column {
                Some(column) => format!("{code} in {column}{row}"),
                None => format!("{code} in row {row}"),
            }
        })
        .collect();
    ContradictionRow {
        name: name(ground, &one.resident),
        date: full_date(one.date),
        said: said.join(" and "),
        is_unknown: one.stands == Kind::Unknown,
    }
}

fn name(ground: &Ground, resident: &str) -> String {
    resident
        .parse()
        .map_or_else(|_| resident.to_owned(), |id| ground.name(id))
}

fn change_words(prepared: &Prepared) -> String {
    let difference = &prepared.difference;
    format!(
        "Against the rota before: {} new, {} other than before, {} gone, {} as they were.",
        difference.added.len(),
        difference.changed.len(),
        difference.removed.len(),
        difference.same
    )
}

fn change_row(ground: &Ground, change: &Change<Uuid>) -> ChangeRow {
    let words = |said: &BTreeSet<Said>| {
        let all: Vec<String> = said.iter().map(|one| said_words(ground, one)).collect();
        if all.is_empty() {
            "nothing".to_owned()
        } else {
            all.join("; ")
        }
    };
    ChangeRow {
        name: ground.name(change.person),
        date: full_date(change.date),
        before: words(&change.before),
        after: words(&change.after),
    }
}

fn said_words(ground: &Ground, said: &Said) -> String {
    let code = said.code.to_uppercase();
    let what = kind_words(said.kind);
    match said.hours {
        Some((start, end)) => format!(
            "{code} {what}, {} to {}",
            clock(start, &ground.zone),
            clock(end, &ground.zone)
        ),
        None => format!("{code} {what}"),
    }
    .trim()
    .to_owned()
}

fn verdict_row(ground: &Ground, change: &VerdictChange) -> VerdictRow {
    VerdictRow {
        name: ground.name(change.resident),
        when: moment(change.starts_at, &ground.zone),
        is_member: change.is_member,
        before: verdict_chip(&change.before),
        after: verdict_chip(&change.after),
        sentence: rest::sentence(&change.after, &ground.zone),
    }
}

fn note(note: &crate::rotas::grid::Note) -> (String, String) {
    let place = match (note.row, &note.column) {
        (Some(row), Some(column)) => format!("{column}{row}"),
        (Some(row), None) => format!("row {row}"),
        (None, Some(column)) => format!("column {column}"),
        (None, None) => String::new(),
    };
    (place, note.text.clone())
}

fn layout_form(draft: &Draft, reading: &RotaReading, sheets: Vec<String>) -> Option<LayoutForm> {
    if draft.source != crate::rotas::Source::Grid {
        return None;
    }
    let layout = reading.layout.clone().or_else(|| draft.layout.clone());
    let Some(layout) = layout else {
        return Some(LayoutForm {
            sentence: "No dates and names were found. Say where they stand.".into(),
            sheet: String::new(),
            sheets,
            in_rows: true,
            names: "A".into(),
            dates: "1".into(),
            first: "2".into(),
            last: String::new(),
            day_first: true,
            year: String::new(),
        });
    };
    let in_rows = layout.people == People::InRows;
    let across = |index: usize| letters(index);
    let down = |index: usize| (index + 1).to_string();
    let (names, dates, first, last) = if in_rows {
        (
            across(layout.names),
            down(layout.dates),
            down(layout.first),
            down(layout.last),
        )
    } else {
        (
            down(layout.names),
            across(layout.dates),
            across(layout.first),
            across(layout.last),
        )
    };
    Some(LayoutForm {
        sentence: sentence(&layout, &names, &dates, &first, &last, reading.labels.len()),
        sheet: layout.sheet,
        sheets,
        in_rows,
        names,
        dates,
        first,
        last,
        day_first: layout.order == DateOrder::DayFirst,
        year: layout.year.map(|year| year.to_string()).unwrap_or_default(),
    })
}

fn sentence(
    layout: &Layout,
    names: &str,
    dates: &str,
    first: &str,
    last: &str,
    labels: usize,
) -> String {
    let sheet = if layout.sheet.is_empty() {
        String::new()
    } else {
        format!("Sheet \"{}\": ", layout.sheet)
    };
    let (names_in, dates_in, lines) = match layout.people {
        People::InRows => ("column", "row", "rows"),
        People::InColumns => ("row", "column", "columns"),
    };
    format!(
        "{sheet}{} in {names_in} {names}, {lines} {first} to {last}; dates in {dates_in} {dates}.",
        count_first(labels, "name", "names"),
    )
}

/// The letters of a column from 0.
fn letters(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(index % 26).unwrap_or(0)));
        match (index / 26).checked_sub(1) {
            Some(rest) => index = rest,
            None => return letters.into_iter().rev().collect(),
        }
    }
}
