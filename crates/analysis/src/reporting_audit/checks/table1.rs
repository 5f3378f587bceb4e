//! A12: rows of Table 1 that are the only ones of their kind.

use std::collections::BTreeMap;

use study::participants::Participant;

use super::{NO_PARTICIPANTS, Outcome, PARTICIPANTS, counted, finding, listed, not_run};
use crate::reporting_audit::context::Context;
use crate::reporting_audit::findings::{Place, Severity};

/// What a row shows in one column.
type Column = (&'static str, fn(&Participant) -> String);

const COLUMNS: [Column; 4] = [
    ("cohort", |one| one.cohort.clone()),
    ("gender", |one| one.gender.clone().unwrap_or_default()),
    ("month of the interview", |one| {
        one.date
            .map_or_else(String::new, |date| date.coarsened().to_string())
    }),
    ("length", |one| {
        one.length
            .map_or_else(String::new, |length| length.to_string())
    }),
];

/// A12: k for each row, for each cohort and for each subset of the columns that are shown. Table 1 shows months, and only
/// those who were interviewed have more than a cohort.
pub(in crate::reporting_audit) fn unique(context: &Context) -> Outcome {
    if context.facts.participants.is_none() {
        return not_run(NO_PARTICIPANTS);
    }
    let rows: Vec<&Participant> = context.completed().collect();
    if rows.is_empty() {
        return not_run("nobody was interviewed");
    }
    let shown: Vec<Column> = COLUMNS
        .into_iter()
        .filter(|(_, cell)| rows.iter().any(|row| !cell(row).is_empty()))
        .collect();
    let alone: Vec<&Participant> = rows
        .iter()
        .copied()
        .filter(|row| k(&rows, &shown, row) == 1)
        .collect();
    if alone.is_empty() {
        return Outcome::Ran(Vec::new());
    }
    let severity = if context.facts.is_release {
        Severity::Error
    } else {
        Severity::Warning
    };
    let message = format!(
        "{} of Table 1 {} the only one of its kind. Smallest group by columns: {}. Smallest group by cohort: {}.",
        counted(alone.len(), "row", "rows"),
        if alone.len() == 1 { "is" } else { "are each" },
        by_columns(&rows, &shown),
        by_cohort(&rows, &shown),
    );
    let settle = "Leave a column out, coarsen it, or print the summary in the place of rows.";
    let mut found = finding(("A12", severity), "Table 1", message, settle);
    for row in alone {
        let names = least(&rows, &shown, row);
        let values: Vec<String> = names.iter().map(|(_, cell)| cell(row)).collect();
        let text = format!("the only ({})", values.join(", "));
        found
            .places
            .push(Place::row(PARTICIPANTS, row.row, "participant", text));
    }
    Outcome::Ran(vec![found])
}

/// How many rows show the same as this one in these columns.
fn k(rows: &[&Participant], columns: &[Column], row: &Participant) -> usize {
    let same = |other: &&&Participant| columns.iter().all(|(_, cell)| cell(other) == cell(row));
    rows.iter().filter(same).count()
}

/// Every subset of columns with a column in it, smaller ones first.
fn subsets(columns: &[Column]) -> Vec<Vec<Column>> {
    let mut subsets: Vec<Vec<Column>> = (1..1_usize << columns.len())
        .map(|mask| {
            let chosen = columns
                .iter()
                .enumerate()
                .filter(|(at, _)| mask >> at & 1 == 1);
            chosen.map(|(_, column)| *column).collect()
        })
        .collect();
    subsets.sort_by_key(Vec::len);
    subsets
}

fn by_columns(rows: &[&Participant], shown: &[Column]) -> String {
    let parts = subsets(shown).into_iter().map(|columns| {
        let least = rows
            .iter()
            .map(|row| k(rows, &columns, row))
            .min()
            .unwrap_or(0);
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        format!("{} {least}", names.join(" + "))
    });
    parts.collect::<Vec<_>>().join("; ")
}

fn by_cohort(rows: &[&Participant], shown: &[Column]) -> String {
    let mut cohorts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        let k = k(rows, shown, row);
        let least = cohorts.entry(row.cohort.as_str()).or_insert(k);
        *least = k.min(*least);
    }
    let parts: Vec<String> = cohorts
        .into_iter()
        .map(|(cohort, k)| format!("{cohort} {k}"))
        .collect();
    listed(&parts)
}

/// The fewest columns that make a row the only one.
fn least(rows: &[&Participant], shown: &[Column], row: &Participant) -> Vec<Column> {
    let mut subsets = subsets(shown).into_iter();
    subsets
        .find(|columns| k(rows, columns, row) == 1)
        .unwrap_or_default()
}
