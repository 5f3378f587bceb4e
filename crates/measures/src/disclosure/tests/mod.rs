mod always;
mod brute_force;
mod rows;
mod sets;
mod worked;

use super::*;

/// A wave and the table of two ways over its groups, one group a cell, row by row.
fn grid(rows: &[Vec<u32>]) -> (Wave, Table) {
    let columns = rows[0].len();
    let cells =
        (0..rows.len()).map(|row| (0..columns).map(|at| vec![row * columns + at]).collect());
    let table = Table::two_way(cells.collect()).unwrap();
    (Wave::new(rows.concat()), table)
}

/// A wave and the table of one way over its groups.
fn row(people: &[u32]) -> (Wave, Table) {
    let cells = (0..people.len()).map(|at| vec![at]).collect();
    (Wave::new(people.to_vec()), Table::one_way(cells).unwrap())
}

/// The figures that are shown, a point for each that is hidden.
fn shown(table: &ShownTable, figures: usize) -> String {
    let figure = |at| {
        table
            .figure(at)
            .map_or(".".to_owned(), |figure| figure.to_string())
    };
    (0..figures).map(figure).collect::<Vec<_>>().join(" ")
}

fn released(wave: &mut Wave, table: &Table, figures: usize) -> Result<String, Withheld> {
    wave.release(table)
        .map(|released| shown(released.get(), figures))
}
