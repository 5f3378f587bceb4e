//! What titles, tabs and the lines above the days say about month and year.

use std::collections::HashSet;

use formats::table::RawCell;

use super::View;
use super::written::{self, Day, Written, YEARS};

/// A longer text is no title.
const LONGEST: usize = 120;

/// How far above its days a heading may stand.
const REACH: usize = 4;

/// The part of a sheet in which a title may stand.
const TITLE_ROWS: usize = 12;
const TITLE_COLUMNS: usize = 60;

/// A month and a year, as far as something names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Title {
    /// The month.
    pub month: Option<i8>,
    /// The year, of that month where there is one.
    pub year: Option<i16>,
}

/// What stands above some of the days of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading {
    /// The place from which it holds, until the next heading.
    pub place: usize,
    /// The line it stands on.
    pub line: usize,
    /// What it says.
    pub says: Says,
}

/// What a heading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// A day, as a rule the first of the week below.
    Day(Written),
    /// A month or a year.
    Title(Title),
}

/// The headings above a line of days, by place. The nearest line wins where two stand above one place.
///
/// A month that stands alone in its line may also stand over the names.
pub(super) fn above(view: &View<'_>, line: usize, names: Option<usize>) -> Vec<Heading> {
    let from = names.map_or(0, |names| names + 1);
    let mut found: Vec<Heading> = Vec::new();
    let mut taken = HashSet::new();
    for above in (line.saturating_sub(REACH)..line).rev() {
        // A line of codes or names parts these days from what stands above it.
        let texts = (from..view.places()).filter(|place| !view.text(above, *place).is_empty());
        let foreign = texts.filter(|place| {
            let cell = view.cell(above, *place);
            cell.is_some_and(|cell| {
                written::written(cell).is_none() && mention(&cell.text) == Title::default()
            })
        });
        if foreign.count() > 2 {
            break;
        }
        let filled: Vec<usize> = (0..view.places())
            .filter(|place| !view.text(above, *place).is_empty())
            .collect();
        for place in filled.iter().copied() {
            let Some(cell) = view
                .cell(above, place)
                .filter(|_| place >= from || filled.len() == 1)
            else {
                continue;
            };
            let is_merged = view.span(above, place).is_some();
            if let Some(says) = says(cell, is_merged)
                && taken.insert(place)
            {
                found.push(Heading {
                    place,
                    line: above,
                    says,
                });
            }
        }
    }
    found.sort_by_key(|heading| heading.place);
    found
}

fn says(cell: &RawCell, is_merged: bool) -> Option<Says> {
    if cell.text.trim().is_empty() && cell.day.is_none() {
        return None;
    }
    match written::written(cell) {
        Some(written) => match written.day? {
            Day::Month { month, year } => Some(Says::Title(Title {
                month: Some(month),
                year,
            })),
            Day::Full(_) | Day::Named { .. } => Some(Says::Day(written)),
            Day::Figures { .. } => (written.is_week || is_merged).then_some(Says::Day(written)),
            Day::Number(_) | Day::Serial(_) => None,
        },
        None => {
            let title = mention(&cell.text);
            (title != Title::default()).then_some(Says::Title(title))
        }
    }
}

/// What the tab and the title of a sheet say. The title stands above row `below`, counted from 0.
pub(super) fn title(view: &View<'_>, below: usize) -> Title {
    let sheet = view.sheet();
    let tab = mention_on_tab(&sheet.name);
    let rows = sheet.rows.iter().take(below.min(TITLE_ROWS));
    let cells = rows.flat_map(|row| row.iter().take(TITLE_COLUMNS));
    // A cell that is a day is one of the days, or tells when the sheet was made.
    let is_day = |cell: &&RawCell| {
        let written = written::written(cell).and_then(|written| written.day);
        !matches!(written, None | Some(Day::Month { .. }))
    };
    let titles: Vec<Title> = cells
        .filter(|cell| !is_day(cell) && !is_stamp(&cell.text))
        .map(|cell| mention(&cell.text))
        .collect();
    let found = titles
        .iter()
        .find(|title| title.month.is_some() && title.year.is_some())
        .or_else(|| titles.iter().find(|title| title.year.is_some()))
        .or_else(|| titles.iter().find(|title| title.month.is_some()));
    let found = found.copied().unwrap_or_default();
    match (tab.month, tab.year) {
        (Some(_), Some(_)) => tab,
        (Some(month), None) => Title {
            month: Some(month),
            year: found
                .year
                .filter(|_| found.month.is_none_or(|m| m == month)),
        },
        (None, year) => Title {
            month: found.month,
            year: found.year.or(year),
        },
    }
}

/// Whether a cell tells when the sheet was made and not what it is about.
fn is_stamp(text: &str) -> bool {
    const WORDS: [&str; 7] = [
        "updated", "printed", "version", "issued", "draft", "created", "correct",
    ];
    text.len() > LONGEST || {
        let text = text.to_lowercase();
        WORDS.iter().any(|word| text.contains(word))
    }
}

/// The first month and the year in a text such as "SHO rota August 2026".
///
/// Two years, as in "2026/27", leave the year open.
pub(super) fn mention(text: &str) -> Title {
    if text.len() > LONGEST {
        return Title::default();
    }
    let parts = parts(text);
    let month_at = parts
        .iter()
        .enumerate()
        .find_map(|(at, part)| Some((at, month_of(&parts, at, part)?)));
    let years: Vec<(usize, i16)> = parts
        .iter()
        .enumerate()
        .filter_map(|(at, part)| Some((at, year_of(part)?)))
        .collect();
    let spans_two = years
        .iter()
        .any(|(at, year)| parts.get(at + 1).is_some_and(|next| follows(next, *year)));
    let year = years.first().filter(|_| !spans_two).map(|(_, year)| *year);
    Title {
        month: month_at.map(|(_, month)| month),
        year,
    }
}

/// On a tab "Aug 26" is a month and its year.
fn mention_on_tab(name: &str) -> Title {
    let said = mention(name);
    let parts = parts(name);
    let mut numbers = parts
        .iter()
        .filter(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    let short = match (numbers.next(), numbers.next()) {
        (Some(number), None) if number.len() == 2 => number.parse::<i16>().ok(),
        _ => None,
    };
    let short = short.filter(|year| (20..=40).contains(year) && said.month.is_some());
    Title {
        month: said.month,
        year: said.year.or(short.map(|year| 2000 + year)),
    }
}

/// Runs of letters and runs of digits.
fn parts(text: &str) -> Vec<&str> {
    let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before = (false, false);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if kind(c) != before {
            if before != (false, false) {
                parts.push(&text[start..at]);
            }
            (start, before) = (at, kind(c));
        }
    }
    parts
}

/// "May" is a month only beside a number, "March" and the others anywhere.
fn month_of(parts: &[&str], at: usize, part: &str) -> Option<i8> {
    let month = written::month(part)?;
    let is_number = |part: &&str| part.starts_with(|c: char| c.is_ascii_digit());
    let beside = parts.get(at + 1).is_some_and(is_number)
        || at.checked_sub(1).is_some_and(|at| is_number(&parts[at]));
    (month != 5 || beside || parts.len() == 1).then_some(month)
}

fn year_of(part: &str) -> Option<i16> {
    let year = part.parse().ok().filter(|_| part.len() == 4)?;
    YEARS.contains(&year).then_some(year)
}

fn follows(next: &str, year: i16) -> bool {
    let short = format!("{:02}", (year + 1) % 100);
    next == short || year_of(next) == Some(year + 1)
}

#[cfg(test)]
mod tests {
    use super::{Title, mention, mention_on_tab};

    fn title(month: Option<i8>, year: Option<i16>) -> Title {
        Title { month, year }
    }

    #[test]
    fn a_title_names_its_first_month_and_its_year() {
        let expected = title(Some(8), Some(2026));
        for text in [
            "AUGUST 2026",
            "SHO rota, 3 August to 30 August 2026",
            "Rota Aug-Nov 2026",
            "August 2026 - February 2027",
        ] {
            assert_eq!(mention(text), expected, "{text}");
        }
        assert_eq!(mention("Rota 2026"), title(None, Some(2026)));
    }

    #[test]
    fn an_academic_year_leaves_the_year_of_its_months_open() {
        assert_eq!(mention("Rota 2026/27"), title(None, None));
        assert_eq!(mention("Rota 2026-2027"), title(None, None));
    }

    #[test]
    fn may_is_a_month_only_beside_a_number() {
        assert_eq!(mention("Swaps may be asked for"), title(None, None));
        assert_eq!(mention("May 2026"), title(Some(5), Some(2026)));
    }

    #[test]
    fn a_tab_may_shorten_its_year() {
        assert_eq!(mention_on_tab("Aug 26"), title(Some(8), Some(2026)));
        assert_eq!(mention_on_tab("Aug26"), title(Some(8), Some(2026)));
        assert_eq!(mention_on_tab("3-30 Aug"), title(Some(8), None));
    }
}
