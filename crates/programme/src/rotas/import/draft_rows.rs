//! The lists of the dry run, line by line.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::prepare::{Ground, Understood};
use super::verdicts::VerdictChange;
use crate::columns::time_text;
use crate::rotas::codes_form::Row;
use crate::rotas::difference::{Change, Said};
use crate::rotas::facts::Contradiction;
use crate::rotas::reading::Label;
use crate::rotas::words::{Chip, kind_choices, kind_words, verdict_chip, verdict_why};
use crate::rotas::{Kind, Proposal, names};
use crate::wording::{clock, full_date, moment};

/// A code without a meaning, and what it may mean.
pub(super) struct ProposalRow {
    pub(super) code: String,
    pub(super) spoken: String,
    pub(super) why: String,
    pub(super) count: usize,
    pub(super) share: usize,
    pub(super) kinds: Vec<(&'static str, &'static str, bool)>,
    pub(super) start: String,
    pub(super) end: String,
    pub(super) problem: String,
}

/// A name on the rota, and who it may be.
pub(super) struct LabelRow {
    pub(super) label: String,
    pub(super) place: String,
    pub(super) near: Vec<(Uuid, String)>,
    pub(super) is_none: bool,
}

/// A day that the file tells in two ways.
pub(super) struct ContradictionRow {
    pub(super) name: String,
    pub(super) date: String,
    pub(super) said: String,
    pub(super) is_unknown: bool,
}

/// A day before and now.
pub(super) struct ChangeRow {
    pub(super) name: String,
    pub(super) date: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// An answer before and now.
pub(super) struct VerdictRow {
    pub(super) name: String,
    pub(super) when: String,
    pub(super) is_member: bool,
    pub(super) before: Chip,
    pub(super) after: Chip,
    pub(super) sentence: String,
}

/// A line of the list of codes: what is proposed, or what was typed.
pub(super) fn proposal_row(proposal: Proposal, typed: &[Row]) -> ProposalRow {
    let (start, end) = proposal.hours.unzip();
    let row = ProposalRow {
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
        problem: String::new(),
        code: proposal.code,
    };
    match typed.iter().find(|typed| typed.code == row.code) {
        Some(typed) => ProposalRow {
            kinds: typed.kinds.clone(),
            start: typed.start.clone(),
            end: typed.end.clone(),
            problem: typed.problem.clone(),
            ..row
        },
        None => row,
    }
}

/// The names that fit nobody, those without an answer first.
pub(super) fn unmatched(
    ground: &Ground,
    understood: &Understood,
    labels: &[Label],
) -> Vec<LabelRow> {
    let mut rows: Vec<LabelRow> = labels
        .iter()
        .filter(|label| label.resident.is_none())
        .map(|label| {
            let lines: Vec<String> = label.lines.iter().map(ToString::to_string).collect();
            let said = understood.names.get(&names::plain(&label.text));
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

/// A line of the list of contradictions.
pub(super) fn contradiction_row(ground: &Ground, one: &Contradiction) -> ContradictionRow {
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

/// A line of the list of days.
pub(super) fn change_row(ground: &Ground, change: &Change<Uuid>) -> ChangeRow {
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

/// A line of the list of answers.
pub(super) fn verdict_row(ground: &Ground, change: &VerdictChange) -> VerdictRow {
    VerdictRow {
        name: ground.name(change.resident),
        when: moment(change.starts_at, &ground.zone),
        is_member: change.is_member,
        before: verdict_chip(&change.before),
        after: verdict_chip(&change.after),
        sentence: verdict_why(&change.after, &ground.zone),
    }
}

/// What was noted while the sheet was read, and where.
pub(super) fn note(note: &crate::rotas::grid::Note) -> (String, String) {
    let place = match (note.row, &note.column) {
        (Some(row), Some(column)) => format!("{column}{row}"),
        (Some(row), None) => format!("row {row}"),
        (None, Some(column)) => format!("column {column}"),
        (None, None) => String::new(),
    };
    (place, note.text.clone())
}
