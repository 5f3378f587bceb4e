//! Table 1 with a row a person: who can be told apart in it (study O2, A12).

use platform::words::count_first;
use std::collections::BTreeMap;

use measures::disclosure::{RELEASE_THRESHOLD, Refusal, k_report};
use uuid::Uuid;

use super::choice::{Choice, CohortLevel};
use super::judge::{Earlier, Facts};
use super::report::{Grid, Part};
use super::rows::{columns, rows};

pub(super) fn people(facts: &Facts, choice: &Choice, told: &mut Earlier) -> Part {
    let mut part = Part::new("Table 1 with a row a person");
    facts.named(&choice.people_words, &mut part);
    let rows = rows(&facts.people, choice);
    if rows.is_empty() {
        part.refuse("Nobody was interviewed yet.");
        return part;
    }
    let cohorts = (choice.cohort == CohortLevel::Each).then_some("Cohort");
    let names: Vec<&str> = cohorts.into_iter().chain(columns(choice)).collect();
    told.told.rows.clone_from(&rows);
    for refusal in told.told.refusals(&facts.before()) {
        match refusal {
            Refusal::Alone(people) => {
                part.refuse(format!(
                    "{} shared by nobody else: whoever knows what stands in it of somebody knows whose it is, and reads the rest of it. Make a column coarser, or leave one out.",
                    count_first(people.len(), "row is", "rows are")
                ));
            }
            Refusal::AloneWithEarlier(people) => part.refuse(format!(
                "With the tables that were released before, {} told apart from all others. Make this table as coarse as those, or leave it out.",
                count_first(people.len(), "person can be", "people can be").to_lowercase()
            )),
            // Of totals, which stand in another table.
            Refusal::FewInTotals | Refusal::FewSince(_) => {}
        }
    }
    singling(&rows, &names, &mut part);
    let few = few_grid(&rows, &names);
    if !few.rows.is_empty() {
        part.ask(format!(
            "{} shared by fewer than {RELEASE_THRESHOLD}: each stands below with how many share it.",
            count_first(few.rows.len(), "kind of row is", "kinds of row are")
        ));
        part.grid = Some(few);
    }
    part.says("Rows stand in random order under random labels of this table alone. Of whoever was not interviewed nothing is told but that.");
    part
}

/// The fewest columns that tell somebody apart, in words.
fn singling(rows: &BTreeMap<Uuid, Vec<String>>, names: &[&str], part: &mut Part) {
    let cells: Vec<(String, Vec<String>)> = rows
        .values()
        .map(|row| (String::new(), row.clone()))
        .collect();
    let report = k_report(&cells);
    let unique = report.subsets.iter().filter(|subset| subset.unique > 0);
    let Some(fewest) = unique.clone().map(|subset| subset.columns.len()).min() else {
        return;
    };
    for subset in unique.filter(|subset| subset.columns.len() == fewest) {
        let known: Vec<String> = subset
            .columns
            .iter()
            .map(|column| names[*column].to_lowercase())
            .collect();
        part.says(format!(
            "Whoever knows the {} of somebody finds {}.",
            known.join(" and "),
            match subset.unique {
                1 => "one row that can only be theirs".to_owned(),
                count => format!("one of {count} rows that can each be of one person only"),
            }
        ));
    }
}

/// Every kind of row that fewer than ten share, the rarest first.
fn few_grid(rows: &BTreeMap<Uuid, Vec<String>>, names: &[&str]) -> Grid {
    let mut counts: BTreeMap<&Vec<String>, usize> = BTreeMap::new();
    for row in rows.values() {
        *counts.entry(row).or_default() += 1;
    }
    let mut few: Vec<(usize, &Vec<String>)> = counts
        .into_iter()
        .map(|(row, count)| (count, row))
        .collect();
    few.retain(|(count, _)| *count < RELEASE_THRESHOLD as usize);
    few.sort();
    let row = |(count, row): (usize, &Vec<String>)| {
        let shared = match count {
            1 => "nobody else".to_owned(),
            2 => "one other".to_owned(),
            count => format!("{} others", count - 1),
        };
        row.iter().cloned().chain([shared]).collect()
    };
    Grid {
        caption: "Rows that few share".to_owned(),
        header: names
            .iter()
            .map(|name| (*name).to_owned())
            .chain(["Shared with".to_owned()])
            .collect(),
        rows: few.into_iter().map(row).collect(),
    }
}
