//! Means and standard deviations, which are shown where the number of people behind them is.

use super::{Released, Table, Wave, Withheld};

/// A mean with its standard deviation. The least and the greatest value are never released (trust PRI-3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub deviation: f64,
}

/// How many people a mean is of, and the mean.
pub type MeanOf = (u64, Mean);

impl Wave {
    /// Releases means over the cells of a table and its totals, in the order of the cells: each where the count behind it may be
    /// told, together with everything that was published before (trust PRI-3). `None` stands for a mean that is hidden.
    ///
    /// # Errors
    /// Nothing of the table may be told, or there are more or fewer means than cells and totals.
    pub fn release_means(
        &mut self,
        table: &Table,
        means: &[Mean],
    ) -> Result<Released<Vec<Option<MeanOf>>>, Withheld> {
        if means.len() != table.cells.len() {
            return Err(Withheld::OtherLength);
        }
        let counts = self.release(table)?;
        let shown = counts.get().figures.iter().zip(means);
        let shown = shown.map(|(count, mean)| count.map(|count| (count, *mean)));
        Ok(Released::through(shown.collect()))
    }
}
