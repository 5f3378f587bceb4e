//! Where names and dates of a sheet stand, as a sentence and as a form that reads it otherwise.

use super::draft_store::Draft;
use crate::rotas::grid::{DateOrder, Layout, People};
use crate::rotas::reading::RotaReading;
use crate::wording::count_first;

/// The form as it is filled.
pub(super) struct LayoutForm {
    pub(super) sentence: String,
    pub(super) sheet: String,
    pub(super) sheets: Vec<String>,
    pub(super) in_rows: bool,
    pub(super) names: String,
    pub(super) dates: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) day_first: bool,
    pub(super) year: String,
}

/// The form of a grid; none for what has no layout.
pub(super) fn layout_form(
    draft: &Draft,
    reading: &RotaReading,
    sheets: Vec<String>,
) -> Option<LayoutForm> {
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
