//! Promises of the measures of agreement: small vectors worked by hand, and data whose answers are published.

mod always;
mod real_files;
mod uses;
mod worked;

use super::*;

/// Rows of words, parted by spaces; `.` is a cell without a rating.
fn words(rows: &[&str]) -> Ratings {
    Ratings::words(&cells(rows)).unwrap()
}

/// Rows of numbers, parted by spaces; `.` is a cell without a rating.
fn numbers(rows: &[&str]) -> Ratings {
    let number = |cell: Option<&str>| cell.map(|text| text.parse::<f64>().unwrap());
    let rows = cells(rows).into_iter();
    let rows: Vec<Vec<Option<f64>>> = rows
        .map(|row| row.into_iter().map(number).collect())
        .collect();
    Ratings::numbers(&rows).unwrap()
}

fn cells<'a>(rows: &[&'a str]) -> Vec<Vec<Option<&'a str>>> {
    let cell = |text: &'a str| (text != ".").then_some(text);
    let rows = rows.iter();
    rows.map(|row| row.split(' ').map(cell).collect()).collect()
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 5e-5,
        "{found}, expected {expected}"
    );
}
