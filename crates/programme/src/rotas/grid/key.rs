//! The key of a rota: what its codes stand for, as far as the sheet says so.

use std::collections::HashSet;

use formats::table::{RawBook, RawSheet};
use jiff::civil::Time;

use super::hours::{hours, hours_within};
use super::labels::{Label, label};
use super::lines::{Block, Line, one_line};
use super::{Entry, KeyLine, People, View};

const MOST_LINES: usize = 500;
const LONGEST_CODE: usize = 12;
const LONGEST_TEXT: usize = 500;
/// A text up to this length beside some hours is the next code and no explanation.
const SHORTEST_WORDS: usize = 3;
/// How many empty rows end a key.
const GAP: usize = 2;

/// Every line of a key on the sheet, and on sheets that are called one.
pub(super) fn lines(
    book: &RawBook,
    view: &View<'_>,
    blocks: &[Block],
    people: &[&Line],
    entries: &[Entry],
) -> Vec<KeyLine> {
    let area = Area::of(view, blocks, people);
    let mut found = candidates(view.sheet(), false, |row, column| {
        area.holds(view, row, column)
    });
    for sheet in &book.sheets {
        if sheet.name != view.sheet().name && is_key_sheet(&sheet.name) {
            found.extend(candidates(sheet, true, |_, _| false));
        }
    }
    let doubtful: HashSet<String> = found
        .iter()
        .filter(|candidate| !candidate.is_certain)
        .map(|candidate| candidate.line.code.to_lowercase())
        .collect();
    let used = used(&doubtful, entries);
    let mut met = HashSet::new();
    found.retain(|candidate| {
        let line = &candidate.line;
        let holds = candidate.is_certain || used.contains(&line.code.to_lowercase());
        holds && met.insert((line.sheet.clone(), line.row, line.code.clone()))
    });
    let lines = found.into_iter().map(|candidate| candidate.line);
    lines.take(MOST_LINES).collect()
}

fn is_key_sheet(name: &str) -> bool {
    let name = name.to_lowercase();
    let words = name.split(|c: char| !c.is_alphabetic());
    let mut words = words.filter(|word| !word.is_empty());
    words.any(|word| {
        matches!(
            word,
            "key" | "legend" | "code" | "codes" | "abbreviations" | "shifts"
        )
    })
}

/// Which of the doubtful codes stand in the grid.
fn used(doubtful: &HashSet<String>, entries: &[Entry]) -> HashSet<String> {
    let mut used = HashSet::new();
    let Some(longest) = doubtful.iter().map(String::len).max() else {
        return used;
    };
    for entry in entries {
        if !entry.text.is_empty() && entry.text.len() <= longest {
            let text = entry.text.to_lowercase();
            if doubtful.contains(&text) {
                used.insert(text);
            }
        }
    }
    used
}

/// Where the grid itself stands, which is no key.
struct Area {
    /// For each line whether it belongs to the grid.
    lines: Vec<bool>,
    last_place: usize,
}

impl Area {
    fn of(view: &View<'_>, blocks: &[Block], people: &[&Line]) -> Area {
        let mut lines = vec![false; view.lines()];
        for block in blocks {
            let days = &block.days;
            let end = days
                .weekday_line
                .map_or(days.line, |line| line.max(days.line));
            lines[days.top..=end].fill(true);
        }
        for line in people {
            lines[line.at] = true;
        }
        if view.people() == People::InColumns {
            // The columns before the doctors hold weekdays and weeks beside the dates.
            let first = people.iter().map(|line| line.at).min().unwrap_or(0);
            lines[..first].fill(true);
        }
        let ends = blocks.iter().filter_map(|block| block.days.reach());
        Area {
            lines,
            last_place: ends.map(|(_, last)| last).max().unwrap_or(0),
        }
    }

    fn holds(&self, view: &View<'_>, row: usize, column: usize) -> bool {
        let (line, place) = match view.people() {
            People::InRows => (row, column),
            People::InColumns => (column, row),
        };
        place <= self.last_place && self.lines[line]
    }
}

/// A line of a key; one that is not certain counts only if the grid uses its code.
struct Candidate {
    line: KeyLine,
    is_certain: bool,
}

fn candidates(
    sheet: &RawSheet,
    is_key: bool,
    is_grid: impl Fn(usize, usize) -> bool,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut head: Option<(usize, usize)> = is_key.then_some((0, 0));
    for (row, cells) in sheet.rows.iter().enumerate() {
        let texts: Vec<(usize, &str)> = cells
            .iter()
            .enumerate()
            .map(|(column, cell)| (column, cell.text.trim()))
            .filter(|(_, text)| !text.is_empty() && text.len() <= LONGEST_TEXT)
            .filter(|(column, _)| !is_grid(row, *column))
            .collect();
        head = head.filter(|(last, _)| is_key || row - last <= GAP);
        let mut used_to = None;
        for (at, (column, text)) in texts.iter().enumerate() {
            if used_to.is_some_and(|used| at <= used) {
                continue;
            }
            if label(text) == Label::Key {
                head = Some((row, *column));
            }
            let pieces = pieces(text);
            if !pieces.is_empty() {
                found.extend(pieces.into_iter().map(|piece| piece.on(sheet, row)));
                continue;
            }
            let is_below_head = head.is_some_and(|(_, first)| (first..=first + 1).contains(column));
            if let Some((piece, taken)) = across(&texts[at..], is_below_head) {
                found.push(piece.on(sheet, row));
                used_to = Some(at + taken);
            }
        }
        if let Some((last, first)) = &mut head
            && texts.iter().any(|(column, _)| column >= first)
        {
            *last = row;
        }
        if found.len() > MOST_LINES * 20 {
            break;
        }
    }
    found
}

/// A code and what it stands for.
struct Piece {
    code: String,
    words: String,
    hours: Option<(Time, Time)>,
    is_certain: bool,
}

impl Piece {
    fn on(self, sheet: &RawSheet, row: usize) -> Candidate {
        let (start, end) = self.hours.unzip();
        Candidate {
            line: KeyLine {
                code: self.code,
                words: self.words,
                start,
                end,
                sheet: sheet.name.clone(),
                row: row + 1,
            },
            is_certain: self.is_certain,
        }
    }
}

/// `LD = Long day 08:00-20:30; N = Night` in one cell.
fn pieces(text: &str) -> Vec<Piece> {
    let text = match text.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("key:") => &text[4..],
        _ => text,
    };
    let many = text.matches('=').count() > 1;
    let parts = text.split(|c| matches!(c, '\n' | '\r' | ';' | '|') || many && c == ',');
    parts.filter_map(piece).collect()
}

fn piece(text: &str) -> Option<Piece> {
    let (code, rest, is_sure) = if let Some((code, rest)) = text.split_once('=') {
        (code, rest, true)
    } else if let Some((code, rest)) = text.split_once(':') {
        (code, rest, false)
    } else {
        let dash = [" - ", " \u{2013} "];
        let (code, rest) = dash.iter().find_map(|dash| text.split_once(dash))?;
        (code, rest, false)
    };
    let (code, rest) = (code.trim(), rest.trim());
    let most_words = if is_sure { 3 } else { 1 };
    let is_code = (1..=LONGEST_CODE).contains(&code.len())
        && code.split_whitespace().count() <= most_words
        && label(code) != Label::Footer
        && label(code) != Label::Key;
    // 08:00-20:30 alone is no code 08.
    let is_time = code.bytes().all(|b| b.is_ascii_digit()) && !is_sure;
    if !is_code || is_time || rest.is_empty() {
        return None;
    }
    let (words, hours) = words_and_hours(rest);
    Some(Piece {
        code: code.to_owned(),
        words,
        hours,
        is_certain: is_sure || hours.is_some(),
    })
}

/// `LD | Long day | 08:00-20:30` or `LD | Long day | 08:00 | 20:30` in neighbouring cells, and how many of them
/// besides the code were taken.
fn across(texts: &[(usize, &str)], is_below_head: bool) -> Option<(Piece, usize)> {
    let (column, code) = texts.first()?;
    let (next, words) = texts.get(1)?;
    let is_code = code.len() <= LONGEST_CODE
        && !code.contains('\n')
        && !matches!(
            label(code),
            Label::Footer | Label::Key | Label::NameHeading | Label::Name
        );
    if !is_code || next - column > 3 || words.parse::<f64>().is_ok() {
        return None;
    }
    if is_below_head && is_heading(words) {
        return None;
    }
    let (mut words, mut hours) = words_and_hours(words);
    let mut taken = 1;
    let mut rest = texts[2..].iter().map(|(_, text)| *text);
    if hours.is_none()
        && let Some(third) = rest.next()
    {
        let fourth = rest.next();
        if let Some((found, _)) = hours_within(third) {
            (hours, taken) = (Some(found), 2);
        } else if let Some(found) = fourth.and_then(|end| super::hours(&format!("{third}-{end}"))) {
            (hours, taken) = (Some(found), 3);
        }
    } else if words.is_empty()
        && let Some(third) = rest.next()
        && third.len() > SHORTEST_WORDS
    {
        words = one_line(third);
        taken = 2;
    }
    let piece = Piece {
        code: (*code).to_owned(),
        words,
        hours,
        is_certain: is_below_head,
    };
    Some((piece, taken))
}

/// The heading of a key: `Code | Meaning | Hours`.
fn is_heading(text: &str) -> bool {
    let text = text.to_lowercase();
    matches!(
        text.as_str(),
        "meaning" | "description" | "shift" | "shift type" | "hours" | "times" | "time" | "name"
    )
}

fn words_and_hours(text: &str) -> (String, Option<(Time, Time)>) {
    let text = one_line(text);
    if let Some(found) = hours(&text) {
        return (String::new(), Some(found));
    }
    let Some((found, place)) = hours_within(&text) else {
        return (text, None);
    };
    let edges = |c: char| c.is_whitespace() || "(),:;-\u{2013}".contains(c);
    let before = text[..place.start].trim_end_matches(edges);
    let after = text[place.end..].trim_matches(edges);
    let words = [before, after].join(" ");
    (words.trim().to_owned(), Some(found))
}
