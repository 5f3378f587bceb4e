//! Rows about people, and with how many others each shares what is shown of them (study A12, P4).

use std::collections::BTreeMap;

use super::RELEASE_THRESHOLD;

/// Most columns of which every subset is looked at.
const MOST_COLUMNS: usize = 12;

/// How far the rows of a table can be told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KReport {
    /// For each row, how many rows have the same in all columns, itself among them.
    pub rows: Vec<usize>,
    /// For each cohort in the order of names, the least of its rows when only rows of that cohort are compared.
    pub cohorts: Vec<(String, usize)>,
    /// For each set of columns, fewest columns first.
    pub subsets: Vec<Subset>,
}

/// A set of columns on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subset {
    /// The columns, by their places.
    pub columns: Vec<usize>,
    /// The fewest rows that share what they have in these columns.
    pub k: usize,
    /// How many rows have it alone.
    pub unique: usize,
}

/// Counts for a table of rows with one cell for each column, the cohort of each row beside it. What is compared is what is shown: the
/// caller folds spaces and case. Subsets are counted for at most 12 columns; with more there is none.
///
/// A row that is shorter than others is taken as empty at its end.
pub fn k_report(rows: &[(String, Vec<String>)]) -> KReport {
    let columns = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let every: Vec<usize> = (0..columns).collect();
    let mut cohorts: BTreeMap<&str, Vec<&[String]>> = BTreeMap::new();
    for (cohort, cells) in rows {
        cohorts.entry(cohort).or_default().push(cells);
    }
    let all: Vec<&[String]> = rows.iter().map(|(_, cells)| cells.as_slice()).collect();
    let least = |rows: &[&[String]]| shared(rows, &every).into_iter().min().unwrap_or(0);
    KReport {
        rows: shared(&all, &every),
        cohorts: cohorts
            .into_iter()
            .map(|(cohort, rows)| (cohort.to_owned(), least(&rows)))
            .collect(),
        subsets: subsets(columns)
            .into_iter()
            .map(|columns| {
                let shared = shared(&all, &columns);
                Subset {
                    k: shared.iter().copied().min().unwrap_or(0),
                    unique: shared.iter().filter(|k| **k == 1).count(),
                    columns,
                }
            })
            .collect(),
    }
}

/// Whether a combination of attributes may stand beside somebody's words (study P4): at least 10 of the people share all of it.
/// `people` are the attributes of everybody who takes part, one cell for each column.
pub fn may_be_named(people: &[Vec<String>], columns: &[usize], of: &[String]) -> bool {
    let wanted = key(of, columns);
    let sharing = people
        .iter()
        .filter(|one| key(one, columns) == wanted)
        .count();
    columns.is_empty() || sharing >= RELEASE_THRESHOLD as usize
}

fn key<'a>(cells: &'a [String], columns: &[usize]) -> Vec<&'a str> {
    let cell = |column: &usize| cells.get(*column).map_or("", String::as_str);
    columns.iter().map(cell).collect()
}

/// For each row how many have the same in these columns.
fn shared(rows: &[&[String]], columns: &[usize]) -> Vec<usize> {
    let mut counts: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(key(row, columns)).or_default() += 1;
    }
    let count = |row: &&[String]| counts.get(&key(row, columns)).copied().unwrap_or(0);
    rows.iter().map(count).collect()
}

/// Every set of columns but the empty one, fewest columns first.
fn subsets(columns: usize) -> Vec<Vec<usize>> {
    if columns > MOST_COLUMNS {
        return Vec::new();
    }
    let of = |bits: usize| {
        (0..columns)
            .filter(|column| bits >> column & 1 == 1)
            .collect()
    };
    let mut sets: Vec<Vec<usize>> = (1..1 << columns).map(of).collect();
    sets.sort_by_key(|set| (set.len(), set.clone()));
    sets
}
