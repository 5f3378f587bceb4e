//! The table of units and raters.

use super::Problem;

/// What raters gave to units: a row a unit, a column a rater, an empty cell where a rater did not rate a unit.
///
/// Values are kept as places in the sorted list of different values, which is all that three of the four measures look at;
/// numbers are kept beside them for the levels of [`alpha`](super::alpha) that need distances.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    pub(super) rows: Vec<Vec<Option<usize>>>,
    /// How many different values there are.
    pub(super) categories: usize,
    /// The different values in ascending order, where they are numbers.
    pub(super) numbers: Option<Vec<f64>>,
    raters: usize,
}

impl Ratings {
    /// Ratings by name. Names are compared as they are, letter by letter.
    ///
    /// # Errors
    /// [`Problem::Ragged`].
    pub fn words<V: Ord>(rows: &[Vec<Option<V>>]) -> Result<Self, Problem> {
        let raters = raters(rows)?;
        let mut values: Vec<&V> = rows.iter().flatten().flatten().collect();
        values.sort_unstable();
        values.dedup();
        let place = |cell: &Option<V>| {
            let value = cell.as_ref()?;
            values.binary_search(&value).ok()
        };
        Ok(Self {
            rows: rows
                .iter()
                .map(|row| row.iter().map(place).collect())
                .collect(),
            categories: values.len(),
            numbers: None,
            raters,
        })
    }

    /// Ratings by number. For the nominal level numbers are names; -0 is 0.
    ///
    /// # Errors
    /// [`Problem::Ragged`], [`Problem::NotFinite`].
    pub fn numbers(rows: &[Vec<Option<f64>>]) -> Result<Self, Problem> {
        let raters = raters(rows)?;
        for (row, cells) in (1..).zip(rows) {
            for (column, cell) in (1..).zip(cells) {
                if cell.is_some_and(|number| !number.is_finite()) {
                    return Err(Problem::NotFinite { row, column });
                }
            }
        }
        // Adding 0 turns -0 into 0, which orders and compares as one number afterwards.
        let mut values: Vec<f64> = rows.iter().flatten().flatten().map(|n| n + 0.0).collect();
        values.sort_unstable_by(f64::total_cmp);
        values.dedup();
        let place = |cell: &Option<f64>| {
            let value = (*cell)? + 0.0;
            values.binary_search_by(|one| one.total_cmp(&value)).ok()
        };
        Ok(Self {
            rows: rows
                .iter()
                .map(|row| row.iter().map(place).collect())
                .collect(),
            categories: values.len(),
            numbers: Some(values),
            raters,
        })
    }

    /// How many units there are, those without ratings too.
    pub fn units(&self) -> usize {
        self.rows.len()
    }

    /// How many raters there are.
    pub fn raters(&self) -> usize {
        self.raters
    }

    /// The ratings of each unit that has at least `least` of them.
    pub(super) fn rated(&self, least: usize) -> Vec<Vec<usize>> {
        let rows = self.rows.iter();
        let given = rows.map(|row| row.iter().flatten().copied().collect::<Vec<usize>>());
        given.filter(|given| given.len() >= least).collect()
    }

    /// How often each value stands in these units.
    pub(super) fn counts(&self, units: &[Vec<usize>]) -> Vec<usize> {
        let mut counts = vec![0; self.categories];
        for value in units.iter().flatten() {
            counts[*value] += 1;
        }
        counts
    }
}

fn raters<V>(rows: &[Vec<V>]) -> Result<usize, Problem> {
    let expected = rows.first().map_or(0, Vec::len);
    let ragged = (1..).zip(rows).find(|(_, row)| row.len() != expected);
    match ragged {
        Some((row, cells)) => Err(Problem::Ragged {
            row,
            expected,
            found: cells.len(),
        }),
        None => Ok(expected),
    }
}
