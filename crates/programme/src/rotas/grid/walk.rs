//! The way along a line of days, on which each of them gets the month and the year it lacks.

use jiff::civil::Date;

use super::DateOrder;
use super::days::{DayAt, DayLine, Days, Mark, Say, Wrong};
use super::headings::{Heading, Says, Title};
use super::written::{Day, Weekdays};

/// The way along a line, from one day to the next.
pub(super) struct Walk<'a> {
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

impl<'a> Walk<'a> {
    /// The dates of the whole line.
    pub fn along(
        line: &'a DayLine,
        order: DateOrder,
        year: Option<i16>,
        near: Option<Date>,
    ) -> Days {
        let mut walk = Walk {
            line,
            order,
            year,
            near,
            last: None,
            month: Title::default(),
            week: None,
            is_fresh: false,
            days: Days {
                line: line.line,
                weekday_line: line.weekday_line,
                ..Days::default()
            },
        };
        walk.all();
        walk.days
    }

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
