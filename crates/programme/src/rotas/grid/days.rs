//! Which date each place of a line is.

use formats::table::RawCell;
use jiff::civil::Date;

use super::headings::{self, Heading, Says, Title};
use super::weekdays;
use super::written::{self, Day, Weekdays, Written};
use super::{DateOrder, View};

/// A line of days as it is written, before the order of figures and a missing year are settled.
pub(super) struct DayLine {
    line: usize,
    marks: Vec<Mark>,
    headings: Vec<Heading>,
    weekday_line: Option<usize>,
    title: Title,
}

/// What one place of the line says.
struct Mark {
    place: usize,
    says: Say,
}

enum Say {
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
        let mut walk = Walk {
            line: self,
            order,
            year,
            near,
            last: None,
            month: Title::default(),
            week: None,
            is_fresh: false,
            days: Days {
                line: self.line,
                weekday_line: self.weekday_line,
                ..Days::default()
            },
        };
        walk.all();
        let mut days = walk.days;
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
        while let [first, second, _, ..] = days.days[..] {
            let is_stray =
                second.place > first.place + 1 && !(0..=7).contains(&step(&[first, second]));
            if !is_stray {
                break;
            }
            days.days.remove(0);
        }
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

/// The way along a line, from one day to the next.
struct Walk<'a> {
    line: &'a DayLine,
    order: DateOrder,
    year: Option<i16>,
    near: Option<Date>,
    last: Option<Date>,
    /// The month above this place.
    month: Title,
    /// The day above this place, until a day below it is settled.
    week: Option<Date>,
    /// Whether `month` began after the last day.
    is_fresh: bool,
    days: Days,
}

impl Walk<'_> {
    fn all(&mut self) {
        self.month = self.line.title;
        let mut headings = self.line.headings.iter().peekable();
        let from_first = self.line.marks.first().zip(headings.peek());
        // Where the name of a month is centred by hand, its first days stand left of it.
        if let Some((mark, heading)) = from_first
            && heading.place > mark.place
            && self.month.month.is_none()
            && matches!(heading.says, Says::Title(_))
        {
            self.enter(heading);
        }
        for mark in &self.line.marks {
            while let Some(heading) = headings.next_if(|heading| heading.place <= mark.place) {
                self.enter(heading);
            }
            self.take(mark);
        }
    }

    fn enter(&mut self, heading: &Heading) {
        match heading.says {
            Says::Title(title) => self.begin(title),
            Says::Day(written) => {
                // Over days of the month, "Aug-26" is the month and its year.
                if let Some(Day::Named {
                    day,
                    month,
                    month_first: true,
                }) = written.day
                    && (20..=40).contains(&day)
                    && self.stands_over_other_number(heading.place, day)
                {
                    self.begin(Title {
                        month: Some(month),
                        year: Some(2000 + i16::from(day)),
                    });
                    return;
                }
                let date = written.day.and_then(|day| self.date(day));
                if let Some(date) = date {
                    self.week = Some(date);
                    self.begin(Title {
                        month: Some(date.month()),
                        year: Some(date.year()),
                    });
                }
            }
        }
    }

    fn begin(&mut self, title: Title) {
        self.month = Title {
            month: title.month.or(self.month.month),
            year: title.year,
        };
        self.is_fresh = title.month.is_some();
    }

    fn stands_over_other_number(&self, place: usize, day: i8) -> bool {
        let below = self.line.marks.iter().find(|mark| mark.place >= place);
        below.is_some_and(
            |mark| matches!(mark.says, Say::Day(Day::Number(number), _) if number != day),
        )
    }

    fn take(&mut self, mark: &Mark) {
        let (date, weekdays, is_filled_in) = match &mark.says {
            Say::Month(title) => return self.begin(*title),
            Say::Day(day, weekdays) => {
                let date = match day {
                    Day::Number(number) => {
                        self.days.has_numbers = true;
                        self.numbered(*number)
                    }
                    day => self.date(*day),
                };
                (date, *weekdays, false)
            }
            Say::Weekday(weekdays) => match self.next_on(*weekdays) {
                Some(date) => (Some(date), *weekdays, true),
                None => return,
            },
            Say::Same => (self.last, Weekdays::default(), false),
            Say::NextOfWeek => {
                let next = self.last.and_then(|last| last.tomorrow().ok());
                (next, Weekdays::default(), true)
            }
        };
        let Some(date) = date else {
            return self.days.unreadable.push(mark.place);
        };
        if !weekdays.is_empty() && !weekdays.allows(date.weekday()) {
            self.days.wrong.push(Wrong {
                place: mark.place,
                date,
            });
        }
        (self.last, self.week, self.is_fresh) = (Some(date), None, false);
        self.days.days.push(DayAt {
            place: mark.place,
            date,
            is_filled_in,
        });
    }

    /// The first such weekday after the last day; below the heading of a week, the day of the heading itself.
    fn next_on(&self, weekdays: Weekdays) -> Option<Date> {
        if self.week.is_some() {
            return self.week;
        }
        let mut date = self.last?;
        for _ in 0..7 {
            date = date.tomorrow().ok()?;
            if weekdays.allows(date.weekday()) {
                return Some(date);
            }
        }
        None
    }

    /// A day of the month: in the month above it, or in the one of the day before until the numbers begin again.
    fn numbered(&mut self, number: i8) -> Option<Date> {
        if let Some(week) = self.week {
            return following(week, number);
        }
        match (self.last, self.month.month) {
            (Some(last), _) if !self.is_fresh => following(last, number),
            (_, Some(month)) => self.in_year(month, number),
            _ => {
                self.days.needs_month = true;
                None
            }
        }
    }

    fn date(&mut self, day: Day) -> Option<Date> {
        match day {
            Day::Full(date) | Day::Serial(date) => Some(date),
            Day::Named { day, month, .. } => self.in_year(month, day),
            Day::Figures {
                first,
                second,
                year,
            } => {
                self.days.is_open = true;
                let (day, month) = match self.order {
                    DateOrder::DayFirst => (first, second),
                    DateOrder::MonthFirst => (second, first),
                };
                match year {
                    Some(year) => Date::new(year, month, day).ok(),
                    None if month <= 12 => self.in_year(month, day),
                    None => None,
                }
            }
            Day::Number(_) | Day::Month { .. } => None,
        }
    }

    fn in_year(&mut self, month: i8, day: i8) -> Option<Date> {
        let is_of_heading = self.month.month.is_some() && self.month != self.line.title;
        if let Some(year) = self.month.year.filter(|_| is_of_heading && self.is_fresh) {
            return Date::new(year, month, day).ok();
        }
        if let Some(last) = self.last {
            return nearest(last, month, day);
        }
        if let Some(near) = self.near {
            return nearest(near, month, day);
        }
        self.days.needs_year = true;
        Date::new(self.year?, month, day).ok()
    }
}

/// The day with this number in the month of `last`, or in the next if the numbers began again.
fn following(last: Date, number: i8) -> Option<Date> {
    let month = if number >= last.day() {
        last.first_of_month()
    } else {
        last.last_of_month().tomorrow().ok()?
    };
    Date::new(month.year(), month.month(), number).ok()
}

fn nearest(to: Date, month: i8, day: i8) -> Option<Date> {
    let years = to.year() - 1..=to.year() + 1;
    let dates = years.filter_map(|year| Date::new(year, month, day).ok());
    dates.min_by_key(|date| (*date - to).get_days().abs())
}
