//! The list of a hospital's coordinator: surname first, own codes, room to sign (look section 11).

use formats::report::{Block, Cell, Report, ReportRow, ReportTable};
use formats::table::{Sheet, SheetCell, write_xlsx};
use platform::{Error, Result};

use super::letters::{Hospital, Line, away, by_time, day, hours, named, or_dash, together};
use crate::planning;
use crate::wording::{clock, count_first, full_date};

/// The releases of one hospital as its coordinator works with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoordinatorList {
    /// Whose doctors they are.
    pub hospital: Hospital,
    /// The releases of this hospital alone, in any order.
    pub lines: Vec<Line>,
    /// What the foot of each page says, as the plan or the ids that the list rests on.
    pub reference: String,
}

/// The list as a document, and the same rows as a workbook (XLSX) with dates and numbers as such.
///
/// # Errors
/// A text is longer than a cell of a workbook holds.
pub fn coordinator_list(list: &CoordinatorList) -> Result<(Report, Vec<u8>)> {
    let mut lines: Vec<(String, &Line)> = by_time(&list.lines)
        .into_iter()
        .map(|line| (surname_first(&line.doctor.name), line))
        .collect();
    let zone = planning::zone()?;
    lines.sort_by_cached_key(|(name, line)| (day(line, &zone), name.to_lowercase(), line.leaves));
    Ok((report(list, &lines)?, workbook(&lines)?))
}

/// A name as lists sort it: "Example, Sam (Dr)". The surname is the last word with the small words before it, as in
/// "van der Berg"; a name with a comma is left as it is.
pub fn surname_first(name: &str) -> String {
    const TITLES: [&str; 8] = ["Dr", "Prof", "Professor", "Mr", "Mrs", "Ms", "Miss", "Mx"];
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let title = words
        .first()
        .filter(|word| words.len() > 1 && TITLES.contains(&word.trim_end_matches('.')))
        .copied();
    if title.is_some() {
        words.remove(0);
    }
    if name.contains(',') || words.is_empty() {
        return name.to_owned();
    }
    let small = |word: &&&str| word.chars().next().is_some_and(char::is_lowercase);
    let before = &words[..words.len() - 1];
    let given = before.len() - before.iter().rev().take_while(small).count();
    let (given, surname) = words.split_at(given);
    let mut turned = surname.join(" ");
    if !given.is_empty() {
        turned = format!("{turned}, {}", given.join(" "));
    }
    match title {
        Some(title) => format!("{turned} ({title})"),
        None => turned,
    }
}

fn report(list: &CoordinatorList, lines: &[(String, &Line)]) -> Result<Report> {
    let zone = planning::zone()?;
    let mut rows = Vec::new();
    let mut last = None;
    for (name, line) in lines {
        let date = day(line, &zone);
        if last != Some(date) {
            last = Some(date);
            rows.push(ReportRow::Group(full_date(date)));
        }
        rows.push(ReportRow::Cells(vec![
            Cell::row_head(name.clone()),
            Cell::text(or_dash(&line.doctor.reference)),
            Cell::text(or_dash(&line.shift)),
            Cell::text(away(line, &zone)),
            Cell::number(format!("{:.2}", hours(line))),
            Cell::number(together(line)),
            Cell::text(line.cover.clone().unwrap_or_default()),
            Cell::room(),
        ]));
    }
    let header = [
        "Doctor",
        "Reference",
        "Shift",
        "Away",
        "Hours",
        "Away at once",
        "Cover",
        "Signed",
    ];
    Ok(Report {
        title: format!("Doctors to release: {}", named(&list.hospital)),
        lead: Some(format!(
            "{} of clinical time, the way included. Away at once: how many of one role, of how many you let go.",
            count_first(lines.len(), "release", "releases")
        )),
        blocks: vec![Block::Table(ReportTable {
            caption: "By day and surname".into(),
            header: header.map(String::from).to_vec(),
            widths: vec![6, 3, 2, 4, 2, 3, 4, 5],
            rows,
            landscape: true,
        })],
        footer: list.reference.clone(),
    })
}

fn workbook(lines: &[(String, &Line)]) -> Result<Vec<u8>> {
    let zone = planning::zone()?;
    let header = [
        "Doctor",
        "Reference",
        "Date",
        "Shift",
        "Leaves",
        "Back by",
        "Hours",
        "Away at once",
        "Limit",
        "Cover",
    ];
    let text = |text: &str| match text {
        "" => SheetCell::Empty,
        text => SheetCell::Text(text.to_owned()),
    };
    let number = |number: Option<usize>| match number {
        Some(number) => SheetCell::Number(number as f64),
        None => SheetCell::Empty,
    };
    let row = |(name, line): &(String, &Line)| {
        let date = day(line, &zone);
        vec![
            text(name),
            text(&line.doctor.reference),
            SheetCell::Date {
                year: date.year().unsigned_abs(),
                month: date.month().unsigned_abs(),
                day: date.day().unsigned_abs(),
            },
            text(&line.shift),
            text(&clock(line.leaves, &zone)),
            text(&clock(line.returns, &zone)),
            SheetCell::Number(hours(line)),
            number(line.at_once.map(|one| one.away)),
            number(line.at_once.map(|one| one.limit)),
            text(line.cover.as_deref().unwrap_or_default()),
        ]
    };
    let sheet = Sheet {
        name: "Release".into(),
        header: header.map(String::from).to_vec(),
        rows: lines.iter().map(row).collect(),
    };
    write_xlsx(&[sheet]).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::surname_first;

    #[test]
    fn a_list_names_the_surname_first_and_keeps_every_word() {
        for (name, turned) in [
            ("Dr Sam Example", "Example, Sam (Dr)"),
            ("Prof. Ada de la Cruz", "de la Cruz, Ada (Prof.)"),
            ("Zoë Farr-Whitcombe", "Farr-Whitcombe, Zoë"),
            ("Example, Sam", "Example, Sam"),
            ("Dr Quayle", "Quayle (Dr)"),
            ("R017", "R017"),
            ("Dr", "Dr"),
            ("", ""),
        ] {
            assert_eq!(surname_first(name), turned);
        }
    }
}
