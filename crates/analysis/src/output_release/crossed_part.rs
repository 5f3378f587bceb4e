//! Participants by cohort and gender: what of it may be shown (study P5).

use std::collections::{BTreeMap, BTreeSet};

use measures::disclosure::{
    Cells, Crossed, RELEASE_THRESHOLD, Released, Withheld, release_crossed,
};
use uuid::Uuid;

use super::judge::{Earlier, Facts, gender};
use super::report::{Grid, Part};

pub(super) fn cross(
    facts: &Facts,
    told: &mut Earlier,
    crossed: &mut Option<Released<Crossed>>,
) -> Part {
    let mut part = Part::new("Participants by cohort and gender");
    let cells: Cells<Uuid> = facts
        .interviewed()
        .map(|(id, one)| (*id, (one.cohort.clone(), gender(one))))
        .collect();
    let before: Vec<&Cells<Uuid>> = facts.earlier.iter().map(|one| &one.cells).collect();
    let before: Vec<&Cells<Uuid>> = before
        .into_iter()
        .filter(|cells| !cells.is_empty())
        .collect();
    let now = Earlier {
        cohorts: facts.cohorts(),
        ..told.clone()
    };
    let known: Vec<BTreeSet<&Uuid>> = facts
        .earlier
        .iter()
        .chain([&now])
        .flat_map(told_plainly)
        .collect();
    match release_crossed(&cells, &before, &known) {
        Ok(shown) => {
            part.says(format!(
                "Figures about fewer than {RELEASE_THRESHOLD} people are not shown, nor those from which they could be computed, alone, with the cohorts of Table 1 or with every release before. For each hidden figure the least and the most that it can be are at least five apart."
            ));
            part.grid = Some(crossed_grid(&cells, shown.get()));
            told.cells = cells;
            *crossed = Some(shown);
        }
        Err(Withheld::Before) => part.refuse("Nothing of this table can be shown: with the cohorts of Table 1, or with what was released before, hidden figures could be computed. Leave it out."),
        Err(_) => part.refuse("Nothing of this table can be shown: every figure is about too few people, alone or by what can be computed from it. Leave it out."),
    }
    part
}

/// The people whose numbers a release tells without the threshold of ten: of each cohort, and of each gender where its totals are told.
fn told_plainly(release: &Earlier) -> Vec<BTreeSet<&Uuid>> {
    let mut sets: BTreeMap<(bool, &str), BTreeSet<&Uuid>> = BTreeMap::new();
    for (person, cohort) in &release.cohorts {
        sets.entry((false, cohort)).or_default().insert(person);
    }
    for (person, gender) in &release.told.totals {
        sets.entry((true, gender)).or_default().insert(person);
    }
    sets.into_values().collect()
}

fn crossed_grid(cells: &Cells<Uuid>, shown: &Crossed) -> Grid {
    let people = |row: Option<&String>, column: Option<&String>| {
        let is_in = |(one, other): &&(String, String)| {
            row.is_none_or(|row| row == one) && column.is_none_or(|column| column == other)
        };
        cells.values().filter(is_in).count()
    };
    let threshold = RELEASE_THRESHOLD as usize;
    let names = |names: &[String]| -> Vec<String> {
        names.iter().cloned().chain(["All".to_owned()]).collect()
    };
    let columns = names(&shown.columns);
    let row = |(name, at): (String, usize)| {
        let figure = |column: usize| match shown.at(at, column) {
            Some(figure) => figure.to_string(),
            None => match people(shown.rows.get(at), shown.columns.get(column)) < threshold {
                true => "not shown: fewer than ten".to_owned(),
                false => "not shown: complement".to_owned(),
            },
        };
        let figures = (0..columns.len()).map(figure);
        [name].into_iter().chain(figures).collect()
    };
    Grid {
        caption: "What is shown, and what is hidden with its complements".to_owned(),
        header: ["Cohort".to_owned()]
            .into_iter()
            .chain(columns.clone())
            .collect(),
        rows: names(&shown.rows).into_iter().zip(0..).map(row).collect(),
    }
}
