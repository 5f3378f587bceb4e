//! One VEVENT from its lines. What cannot be told leaves the event out with a warning; nothing is guessed.

use super::lines::Line;
use super::model::{Replaces, Stamp, Stretch};
use super::rule::{Rule, rule};
use super::unroll::{DAY, seconds};
use super::value::{Moment, length, moment, text};
use super::zone::{Placed, Zone, Zones};
use super::{Event, Warning};
use jiff::tz::TimeZone;

/// More letters than a summary or UID needs; each occurrence carries both.
const MOST_LETTERS: usize = 500;

/// A VEVENT as its lines.
pub(super) struct Draft {
    pub line: u32,
    pub lines: Vec<Line>,
    /// The X-WR-TIMEZONE of its calendar and the line of that.
    pub floating: Option<(String, u32)>,
}

impl Draft {
    pub(super) fn new(line: u32) -> Self {
        Draft {
            line,
            lines: Vec::new(),
            floating: None,
        }
    }

    fn first(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name)
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }
}

/// Reads an event; warnings without a line of their own belong to its first.
pub(super) fn event(draft: Draft, zones: &Zones, warnings: &mut Vec<Warning>) -> Option<Event> {
    let mut reader = EventReader {
        zones,
        floating: Zone::Floating,
        warnings,
    };
    if let Some((name, line)) = &draft.floating {
        reader.floating = zones.find(name).unwrap_or_else(|| {
            let message = format!(
                "The time zone \"{}\" of the calendar is not known; times without a zone are read as local ones.",
                short(name)
            );
            reader.warn(*line, message);
            Zone::Floating
        });
    }
    reader.event(&draft)
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

struct EventReader<'a> {
    zones: &'a Zones,
    floating: Zone,
    warnings: &'a mut Vec<Warning>,
}

impl EventReader<'_> {
    fn warn(&mut self, line: u32, message: impl Into<String>) {
        let message = message.into();
        self.warnings.push(Warning { line, message });
    }

    fn event(&mut self, draft: &Draft) -> Option<Event> {
        let Some(line) = draft.first("DTSTART") else {
            self.warn(draft.line, "The event has no DTSTART; it is left out.");
            return None;
        };
        let start = self.stamp_or_leave_out(line)?;
        let stretch = self.stretch(draft, &start)?;
        let rules = self.rules(draft, "RRULE", "only its first time is kept");
        self.warn_of_early_ends(draft, &start, &rules);
        let excluded_rules = self.rules(draft, "EXRULE", "nothing is taken away by it");
        let replaces = self.replaces(draft)?;
        let status = draft.first("STATUS");
        let cancelled =
            status.is_some_and(|line| line.value.trim().eq_ignore_ascii_case("CANCELLED"));
        let sequence = draft.first("SEQUENCE");
        let dates = self.dates(draft);
        Some(Event {
            uid: self.shortened(draft, "UID"),
            summary: self.shortened(draft, "SUMMARY"),
            line: draft.line,
            all_day: start.moment.is_day(),
            repeats: !rules.is_empty(),
            endless: rules
                .iter()
                .any(|rule| rule.count.is_none() && rule.until.is_none()),
            cancelled,
            sequence: sequence
                .and_then(|line| line.value.trim().parse().ok())
                .unwrap_or(0),
            start,
            stretch,
            rules,
            excluded_rules,
            dates,
            excluded: self.excluded(draft),
            replaces,
        })
    }

    fn shortened(&mut self, draft: &Draft, name: &str) -> String {
        let Some(line) = draft.first(name) else {
            return String::new();
        };
        let whole = text(line.value.trim());
        if whole.chars().nth(MOST_LETTERS).is_none() {
            return whole;
        }
        let message =
            format!("The {name} has more than {MOST_LETTERS} letters; the rest is cut off.");
        self.warn(line.number, message);
        whole.chars().take(MOST_LETTERS).collect()
    }

    /// A moment with the zone that its line names, or what hinders.
    fn stamp(&self, line: &Line, value: &str) -> Result<Stamp, String> {
        let Some(moment) = moment(value) else {
            return Err(format!("\"{}\" is no date or time", short(value)));
        };
        let zone = match (moment, line.parameter("TZID")) {
            (Moment::Day(_), _) => Zone::Floating,
            (Moment::Utc(_), _) => Zone::utc(),
            (Moment::Local(_), Some(name)) => self
                .zones
                .find(name)
                .ok_or_else(|| format!("the time zone \"{}\" is not known", short(name)))?,
            (Moment::Local(_), None) => self.floating.clone(),
        };
        Ok(Stamp { moment, zone })
    }

    fn stamp_or_leave_out(&mut self, line: &Line) -> Option<Stamp> {
        let stamp = self.stamp(line, &line.value);
        stamp
            .map_err(|what| {
                self.warn(
                    line.number,
                    format!("{}: {what}; the event is left out.", line.name),
                )
            })
            .ok()
    }

    fn stretch(&mut self, draft: &Draft, start: &Stamp) -> Option<Stretch> {
        let day = start.moment.is_day();
        if let Some(line) = draft.first("DTEND") {
            let end = self.stamp_or_leave_out(line)?;
            return self.stretch_to(line, start, &end);
        }
        if let Some(line) = draft.first("DURATION") {
            let Some(length) = length(&line.value) else {
                self.warn(
                    line.number,
                    "The DURATION cannot be read; the event is left out.",
                );
                return None;
            };
            if length.days < 0 || length.seconds < 0 {
                self.warn(
                    line.number,
                    "The event ends before it starts; it is left out.",
                );
                return None;
            }
            if day {
                let days = i64::from(length.days) + length.seconds / DAY;
                return Some(Stretch::Wall(days.max(1) * DAY));
            }
            return Some(Stretch::Length(length));
        }
        if day {
            return Some(Stretch::Wall(DAY));
        }
        self.warn(
            draft.line,
            "The event has no end; it is read as a moment without length.",
        );
        Some(Stretch::Wall(0))
    }

    fn stretch_to(&mut self, line: &Line, start: &Stamp, end: &Stamp) -> Option<Stretch> {
        let wall = seconds(end.moment.civil()) - seconds(start.moment.civil());
        let stretch = match (start.moment.is_day(), end.moment.is_day()) {
            (true, true) if wall == 0 => {
                let message = "The event ends on the day on which it starts, and the end does not belong to it; \
                               it is read as that one day.";
                self.warn(line.number, message);
                return Some(Stretch::Wall(DAY));
            }
            (true, true) => Stretch::Wall(wall),
            (true, false) if wall % DAY == 0 && wall > 0 => {
                let message =
                    "The event starts with a day and ends at a midnight; it is read as whole days.";
                self.warn(line.number, message);
                Stretch::Wall(wall)
            }
            (one, other) if one != other => {
                let message =
                    "One of start and end is a day and the other a time; the event is left out.";
                self.warn(line.number, message);
                return None;
            }
            _ if start.zone.same(&end.zone) => Stretch::Wall(wall),
            _ => match (instant(start), instant(end)) {
                (Some(from), Some(to)) => Stretch::Real(to - from),
                _ => {
                    let message = "Start and end lie in different time zones and cannot be compared; \
                                   the event is left out.";
                    self.warn(line.number, message);
                    return None;
                }
            },
        };
        if matches!(stretch, Stretch::Wall(length) | Stretch::Real(length) if length < 0) {
            self.warn(
                line.number,
                "The event ends before it starts; it is left out.",
            );
            return None;
        }
        Some(stretch)
    }

    fn rules(&mut self, draft: &Draft, name: &str, instead: &str) -> Vec<Rule> {
        let mut rules = Vec::new();
        for line in draft.all(name) {
            match rule(&line.value) {
                Ok(rule) => rules.push(rule),
                Err(what) => {
                    let message =
                        format!("The {name} of the event cannot be read: {what}; {instead}.");
                    self.warn(line.number, message);
                }
            }
        }
        rules
    }

    /// Programs write such a rule when all of a series is deleted from its first occurrence on.
    fn warn_of_early_ends(&mut self, draft: &Draft, start: &Stamp, rules: &[Rule]) {
        let start = start.moment.civil().date();
        let early = |rule: &Rule| rule.until.is_some_and(|until| until.civil().date() < start);
        if rules.iter().any(early) {
            let message =
                "The rule of the event ends before the event starts; it has no occurrences.";
            self.warn(draft.line, message);
        }
    }

    /// `None` where the event stands for an occurrence that cannot be told.
    fn replaces(&mut self, draft: &Draft) -> Option<Option<Replaces>> {
        let Some(line) = draft.first("RECURRENCE-ID") else {
            return Some(None);
        };
        let at = self.stamp_or_leave_out(line)?;
        let range = line.parameter("RANGE").unwrap_or_default();
        Some(Some(Replaces {
            at,
            following: range.eq_ignore_ascii_case("THISANDFUTURE"),
        }))
    }

    fn dates(&mut self, draft: &Draft) -> Vec<(Stamp, Option<Stretch>)> {
        let mut dates = Vec::new();
        for line in draft.all("RDATE") {
            for value in line
                .value
                .split(',')
                .filter(|value| !value.trim().is_empty())
            {
                match self.date(line, value) {
                    Ok(date) => dates.push(date),
                    Err(what) => {
                        self.warn(line.number, format!("RDATE: {what}; it is passed over."))
                    }
                }
            }
        }
        dates
    }

    fn date(&self, line: &Line, value: &str) -> Result<(Stamp, Option<Stretch>), String> {
        let Some((start, end)) = value.split_once('/') else {
            return Ok((self.stamp(line, value)?, None));
        };
        let start = self.stamp(line, start)?;
        if let Some(length) = length(end).filter(|length| length.days >= 0 && length.seconds >= 0) {
            return Ok((start, Some(Stretch::Length(length))));
        }
        let end = self.stamp(line, end)?;
        let stretch = if start.zone.same(&end.zone) {
            Stretch::Wall(seconds(end.moment.civil()) - seconds(start.moment.civil()))
        } else {
            let length = instant(&end)
                .zip(instant(&start))
                .map(|(end, start)| end - start);
            Stretch::Real(length.ok_or("the period cannot be told")?)
        };
        if matches!(stretch, Stretch::Wall(length) | Stretch::Real(length) if length < 0) {
            return Err("the period ends before it starts".to_owned());
        }
        Ok((start, Some(stretch)))
    }

    fn excluded(&mut self, draft: &Draft) -> Vec<Stamp> {
        let mut excluded = Vec::new();
        for line in draft.all("EXDATE") {
            for value in line
                .value
                .split(',')
                .filter(|value| !value.trim().is_empty())
            {
                match self.stamp(line, value) {
                    Ok(stamp) => excluded.push(stamp),
                    Err(what) => {
                        let message = format!("EXDATE: {what}; nothing is taken away by it.");
                        self.warn(line.number, message);
                    }
                }
            }
        }
        excluded
    }
}

/// The instant of a moment that does not depend on where the reader is.
fn instant(stamp: &Stamp) -> Option<i64> {
    if matches!(stamp.zone, Zone::Floating) {
        return None;
    }
    match stamp
        .zone
        .place(seconds(stamp.moment.civil()), &TimeZone::UTC)
    {
        Placed::Once(instant) | Placed::Twice(instant, _) => Some(instant.as_second()),
        Placed::Never => None,
    }
}
