//! Which date each place of a line is.

use formats::table::RawCell;
use jiff::civil::Date;

use super::headings::{self, Heading, Title};
use super::walk::Walk;
use super::weekdays;
use super::written::{self, Day, Weekdays, Written};
use super::{DateOrder, View};

/// A line of days as it is written, before the order of figures and a missing year are settled.
pub(super) struct DayLine {
    pub(super) line: usize,
    pub(super) marks: Vec<Mark>,
    pub(super) headings: Vec<Heading>,
    pub(super) weekday_line: Option<usize>,
    pub(super) title: Title,
}

/// What one place of the line says.
pub(super) struct Mark {
    pub place: usize,
    pub says: Say,
}

/// What a place says, with what its merge and the weekdays beside it add.
pub(super) enum Say {
    /// A day, and its weekday if that is named.
    Day(Day, Weekdays),
    /// A weekday alone, on the line itself or beside it.
    Weekday(Weekdays),
    /// Covered by the merge of the day before, as mornings and afternoons are.
    Same,
    /// Covered by the seven places of a week.
    NextOfWeek,
    Month(Title),
}

/// The dates of a line.
#[derive(Debug, Default)]
pub(super) struct Days {
    /// The line.
    pub line: usize,
    /// Each place that is a day, in order.
    pub days: Vec<DayAt>,
    /// Places that name a day which cannot be told.
    pub unreadable: Vec<usize>,
    /// Places whose weekday is another than that of their date.
    pub wrong: Vec<Wrong>,
    /// Places whose date is before the one to their left.
    pub backwards: Vec<usize>,
    /// Steps from one day to the next that are longer or shorter than a day.
    pub breaks: usize,
    /// Whether a year had to be added to the first day.
    pub needs_year: bool,
    /// Whether a day of the month stands there and nothing says which month.
    pub needs_month: bool,
    /// Whether days of the month stand there without it. Many other lines of numbers look like that.
    pub has_numbers: bool,
    /// Whether a different order of day and month could give other dates.
    pub is_open: bool,
    /// The line of weekday names beside it.
    pub weekday_line: Option<usize>,
    /// The highest line of the headings above it.
    pub top: usize,
}

/// One day of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DayAt {
    /// Its place.
    pub place: usize,
    /// The date.
    pub date: Date,
    /// Whether the place itself names a weekday only.
    pub is_filled_in: bool,
}

/// A weekday that contradicts its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Its place.
    pub place: usize,
    /// The date.
    pub date: Date,
}

impl Days {
    /// Whether the line can stand above a grid: at least two days that go forward, each on few places.
    pub fn is_usable(&self) -> bool {
        let (changes, next_days) = self.steps();
        changes >= 1
            && (changes + 1) * 4 >= self.days.len()
            && self.backwards.len() * 4 < self.days.len()
            && (!self.has_numbers || next_days * 10 >= changes * 6)
    }

    /// Whether most days follow each other, as in a repeated header; no line of codes or totals does.
    pub fn is_calendar(&self) -> bool {
        let (changes, next_days) = self.steps();
        changes >= 2 && next_days * 10 >= changes * 6 && self.is_usable()
    }

    /// How often one date follows another, and how often it is the next day.
    fn steps(&self) -> (usize, usize) {
        let steps = || self.days.windows(2).map(|pair| pair[1].date - pair[0].date);
        let changes = steps().filter(|step| step.get_days() != 0).count();
        let next_days = steps().filter(|step| step.get_days() == 1).count();
        (changes, next_days)
    }

    /// The first and the last place.
    pub fn reach(&self) -> Option<(usize, usize)> {
        Some((self.days.first()?.place, self.days.last()?.place))
    }
}

impl DayLine {
    /// Gathers what the line and its surroundings say. The place of the names holds no day.
    pub fn gather(view: &View<'_>, line: usize, names: Option<usize>) -> DayLine {
        let beside = weekdays::beside(view, line);
        let (weekday_line, beside) = beside.unzip();
        let headings = headings::above(view, line, names);
        let marks: Vec<Mark> = (0..view.places())
            .filter(|place| Some(*place) != names)
            .filter_map(|place| {
                let beside = beside
                    .as_ref()
                    .map_or(Weekdays::default(), |all| all[place]);
                let says = say(view, line, place, beside)?;
                Some(Mark { place, says })
            })
            .collect();
        let first = marks.first().map_or(0, |mark| mark.place);
        let below = match view.people() {
            super::People::InRows => line,
            super::People::InColumns => first,
        };
        DayLine {
            line,
            marks,
            headings,
            weekday_line,
            title: headings::title(view, below),
        }
    }

    /// The same for days further down, which the title of the sheet does not date.
    pub fn gather_below(view: &View<'_>, line: usize, names: usize) -> DayLine {
        DayLine {
            title: Title::default(),
            ..DayLine::gather(view, line, Some(names))
        }
    }

    /// The year that the title or the tab gives.
    pub fn title_year(&self) -> Option<i16> {
        self.title.year
    }

    /// Settles every date. A year is added where none is named: that of `year`, or else of the day nearest to `near`.
    pub fn settle(&self, order: DateOrder, year: Option<i16>, near: Option<Date>) -> Days {
        let mut days = Walk::along(self, order, year, near);
        let tops = self.headings.iter().map(|heading| heading.line);
        let tops = tops.chain(self.weekday_line).chain([self.line]);
        days.top = tops.min().unwrap_or(self.line);
        self.drop_strays(&mut days);
        days
    }

    /// A date left of the others, with something between, tells when the sheet was made. Serial numbers are dates
    /// only if the whole line is (a number of hours looks the same).
    fn drop_strays(&self, days: &mut Days) {
        let step = |pair: &[DayAt]| (pair[1].date - pair[0].date).get_days();
        let is_stray =
            |pair: &&[DayAt]| pair[1].place > pair[0].place + 1 && !(0..=7).contains(&step(pair));
        let most = days.days.len().saturating_sub(2);
        let strays = days.days.windows(2).take(most).take_while(is_stray).count();
        days.days.drain(..strays);
        let has_serials = self
            .marks
            .iter()
            .any(|mark| matches!(mark.says, Say::Day(Day::Serial(_), _)));
        let fits = |pair: &[DayAt]| (0..=4).contains(&step(pair));
        if has_serials && !days.days.windows(2).all(fits) {
            days.days.clear();
        }
        days.breaks = days
            .days
            .windows(2)
            .filter(|pair| !(0..=1).contains(&step(pair)))
            .count();
        let back = days.days.windows(2).filter(|pair| step(pair) < 0);
        days.backwards = back.map(|pair| pair[1].place).collect();
    }
}

fn say(view: &View<'_>, line: usize, place: usize, beside: Weekdays) -> Option<Say> {
    let span = view.span(line, place);
    let is_under = span.is_some_and(|span| span.first_place < place);
    if let Some(span) = span.filter(|_| is_under) {
        let anchor = view.cell(span.first_line, span.first_place)?;
        let written = written::written(anchor).filter(|written| written.day.is_some())?;
        if matches!(written.day, Some(Day::Month { .. })) {
            return None;
        }
        let is_whole_week = written.is_week && span.last_place - span.first_place == 6;
        return Some(match (beside.is_empty(), is_whole_week) {
            (false, _) => Say::Weekday(beside),
            (true, true) => Say::NextOfWeek,
            (true, false) => Say::Same,
        });
    }
    let (cell, _) = view.seen(line, place);
    let is_bare = |cell: &RawCell| cell.text.trim().is_empty() && cell.day.is_none();
    match cell.filter(|cell| !is_bare(cell)) {
        None => (!beside.is_empty()).then_some(Say::Weekday(beside)),
        Some(cell) => Some(spoken(written::written(cell)?, beside)),
    }
}

fn spoken(written: Written, beside: Weekdays) -> Say {
    match written.day {
        Some(Day::Month { month, year }) => Say::Month(Title {
            month: Some(month),
            year,
        }),
        Some(day) if written.weekdays.is_empty() => Say::Day(day, beside),
        Some(day) => Say::Day(day, written.weekdays),
        None => Say::Weekday(written.weekdays),
    }
}
