//! What a person is told about a reading.

use formats::table::RawBook;

use super::days::Days;
use super::lines::{Block, Line, Role, one_line};
use super::notes::{Notes, quoted};
use super::view::Span;
use super::{Layout, NoteKind, View};
use crate::wording::{capital, count, count_first, listed};

/// What the reader of the file says, and a guessed encoding.
pub(super) fn of_book(book: &RawBook, notes: &mut Notes) {
    for warning in &book.warnings {
        notes.add(NoteKind::File, (None, None), warning.clone());
    }
    if let Some(encoding) = book.encoding {
        let text = format!(
            "The file is not UTF-8; it was read as {encoding}. Look at the names with accents."
        );
        notes.add(NoteKind::Encoding, (None, None), text);
    }
}

/// How the dates of a block were read.
pub(super) fn of_days(view: &View<'_>, block: &Block, notes: &mut Notes) {
    let days = &block.days;
    if let Some(refusal) = &block.refusal {
        notes.add(NoteKind::LeftOut, view.line_address(days.line), refusal);
        return;
    }
    let filled = days.days.iter().filter(|day| day.is_filled_in).count();
    if let Some(first) = days.days.iter().find(|day| day.is_filled_in) {
        let (dates, are) = match filled {
            1 => ("One date".to_owned(), "was"),
            many => (format!("{many} dates"), "were"),
        };
        let text = format!(
            "{dates} in {} {are} filled in from the weekdays; the first is {} in {}.",
            view.line_name(days.line),
            first.date.strftime("%A %-d %B %Y"),
            view.name(days.line, first.place)
        );
        notes.add(NoteKind::DateFilledIn, view.line_address(days.line), text);
    }
    for pair in days.days.windows(2) {
        let (one, next) = (pair[0], pair[1]);
        let cell = view.name(days.line, next.place);
        let address = address(view, days.line, next.place);
        if next.date == one.date {
            let text = format!(
                "{} stands in {} and in {cell}; both are read.",
                one.date.strftime("%-d %B %Y"),
                view.name(days.line, one.place)
            );
            notes.add(NoteKind::DateTwice, address, text);
        } else if next.date < one.date {
            let text = format!(
                "{cell} says {} after {}; it is read as written. Correct it if it is a slip.",
                next.date.strftime("%-d %B %Y"),
                one.date.strftime("%-d %B %Y")
            );
            notes.add(NoteKind::DateBackwards, address, text);
        }
    }
    let is_weekly = |pair: &[super::days::DayAt]| (pair[1].date - pair[0].date).get_days() == 7;
    if days.days.len() >= 3 && days.days.windows(2).all(is_weekly) {
        let text = format!(
            "The dates in {} are a week apart. Each entry is read for that one day; if it stands for the whole week, \
             give each day its own place.",
            view.line_name(days.line)
        );
        notes.add(NoteKind::WeekApart, view.line_address(days.line), text);
    }
}

fn address(view: &View<'_>, line: usize, place: usize) -> (Option<usize>, Option<String>) {
    (Some(view.row(line, place)), Some(view.column(line, place)))
}

/// Places among and behind the days that are none.
pub(super) fn of_places(view: &View<'_>, days: &Days, people: &[&Line], notes: &mut Notes) {
    let Some((first, _)) = days.reach() else {
        return;
    };
    let mut next = days.days.iter().map(|day| day.place).peekable();
    for place in first..view.places() {
        if next.next_if_eq(&place).is_some() {
            continue;
        }
        let (cell, _) = view.seen(days.line, place);
        let text = cell.map_or("", |cell| cell.text.trim());
        let is_day = days.unreadable.binary_search(&place).is_ok()
            || next.peek().is_some() && text.contains(|c: char| c.is_ascii_digit());
        let filled = people
            .iter()
            .filter(|line| !view.text(line.at, place).is_empty())
            .count();
        let where_it_is = view.place_name(place);
        if is_day {
            let text = format!(
                "{} in {} is no date that can be read, so {where_it_is} is left out. Write it like 5 August 2026.",
                quoted(text),
                view.name(days.line, place)
            );
            notes.add(
                NoteKind::DateUnreadable,
                address(view, days.line, place),
                text,
            );
        } else if filled > 0 && text.is_empty() && next.peek().is_some() {
            let text = format!(
                "{} has no date in {}, so {} left out.",
                capital(&where_it_is),
                view.line_name(days.line),
                count(filled, "filled cell is", "filled cells are")
            );
            notes.add(NoteKind::DateUnreadable, view.place_address(place), text);
        } else if filled > 0 {
            let called = match text {
                "" => String::new(),
                text => format!(" ({})", quoted(text)),
            };
            let text = format!(
                "{}{called} is no day and is left out.",
                capital(&where_it_is)
            );
            notes.add(NoteKind::LeftOut, view.place_address(place), text);
        }
    }
}

/// Lines below the days that are no doctors.
pub(super) fn of_lines(view: &View<'_>, layout: &Layout, lines: &[Line], notes: &mut Notes) {
    for line in lines {
        let shown = match line.label.as_str() {
            "" => first_text(view, line.at),
            label => label.to_owned(),
        };
        let place = capital(&view.line_name(line.at));
        let (kind, text) = match line.role {
            Role::Person if line.at > layout.last && line.has_entries() => (
                NoteKind::LeftOut,
                format!(
                    "{place} ({}) lies behind the last doctor of the layout and is left out.",
                    quoted(&shown)
                ),
            ),
            Role::Nameless => (
                NoteKind::EmptyPerson,
                format!("{place} has entries and no name, so it is left out. Write the name."),
            ),
            Role::Group => (
                NoteKind::LeftOut,
                format!(
                    "{place} ({}) has no entries and is taken for a heading.",
                    quoted(&shown)
                ),
            ),
            Role::Footer => (
                NoteKind::LeftOut,
                format!(
                    "{place} ({}) is taken for a total or a note and is left out.",
                    quoted(&shown)
                ),
            ),
            Role::Heading => (
                NoteKind::LeftOut,
                format!(
                    "{place} ({}) repeats the heading and is left out.",
                    quoted(&shown)
                ),
            ),
            _ => continue,
        };
        notes.add(kind, view.line_address(line.at), text);
    }
}

fn first_text(view: &View<'_>, line: usize) -> String {
    let texts = (0..view.places()).map(|place| view.text(line, place));
    let mut texts = texts.filter(|text| !text.is_empty());
    one_line(texts.next().unwrap_or_default())
}

/// One text for several cells.
pub(super) fn of_merge(view: &View<'_>, span: Span, days: usize, people: usize, notes: &mut Notes) {
    let (cell, _) = view.seen(span.first_line, span.first_place);
    let whose = match people {
        1 => String::new(),
        _ => format!(" and {}", count(people, "doctor", "doctors")),
    };
    let text = format!(
        "{} in {} is merged over {}{whose} and is read for each.",
        quoted(cell.map_or("", |cell| &cell.text)),
        view.name(span.first_line, span.first_place),
        count(days, "day", "days")
    );
    let address = address(view, span.first_line, span.first_place);
    notes.add(NoteKind::MergedCell, address, text);
}

/// Entries and names that are struck through.
pub(super) fn of_struck(view: &View<'_>, people: &[&Line], cells: &[String], notes: &mut Notes) {
    if !cells.is_empty() {
        let text = format!(
            "{} struck through ({}), so what it says is not taken for valid. Write the code that holds.",
            count_first(cells.len(), "entry is", "entries are"),
            listed(cells)
        );
        notes.add(NoteKind::StruckThrough, (None, None), text);
    }
    for line in people {
        if line.is_struck {
            let text = format!(
                "{} in {} is struck through; the line is read all the same.",
                quoted(&line.label),
                view.line_name(line.at)
            );
            notes.add(NoteKind::StruckThrough, view.line_address(line.at), text);
        }
    }
}

/// Doctors and days that are hidden from view.
pub(super) fn of_hidden(view: &View<'_>, blocks: &[Block], people: &[&Line], notes: &mut Notes) {
    let (lines, places) = view.hidden();
    let is_hidden = |hidden: &[usize], at: usize| hidden.binary_search(&at).is_ok();
    let doctors = people.iter().filter(|line| is_hidden(lines, line.at));
    let days = blocks[0].days.days.iter();
    let days = days.filter(|day| is_hidden(places, day.place)).count();
    let doctors = doctors.count();
    if doctors + days > 0 {
        let text = format!(
            "{} and {} are hidden on the sheet and were read too.",
            count_first(doctors, "doctor", "doctors"),
            count(days, "day", "days")
        );
        notes.add(NoteKind::Hidden, (None, None), text);
    }
}
