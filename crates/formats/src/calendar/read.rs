//! Content lines to events and zones.

use super::event::{Draft, event};
use super::lines::{Line, Lines, lines};
use super::rule::rule;
use super::unroll::Steps;
use super::value::{Moment, moment, offset};
use super::zone::{Observance, OwnZone, Zones};
use super::{Calendar, Error, Warning};

/// Components within components. Real files nest three deep.
const MOST_LEVELS: usize = 32;
/// Warnings beyond these say nothing new.
pub(super) const MOST_WARNINGS: usize = 500;
/// Work for all the zones of a file together.
const ZONE_STEPS: u64 = 2_000_000;

pub(super) fn calendar(bytes: &[u8]) -> Result<Calendar, Error> {
    let Lines {
        lines,
        unreadable,
        guessed,
    } = lines(bytes)?;
    let mut reader = Reader::default();
    if let Some(encoding) = guessed {
        let message =
            format!("The file is not UTF-8. It is read as {encoding}; look at names with accents.");
        reader.warn(1, message);
    }
    for line in unreadable {
        reader.warn(line, "This is no line of a calendar; it is passed over.");
    }
    for line in lines {
        reader.line(line)?;
    }
    reader.finish()
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    /// The open components, outermost first, with the lines in which they begin.
    open: Vec<(String, u32)>,
    any_calendar: bool,
    first_line: Option<u32>,
    drafts: Vec<Draft>,
    event: Option<Draft>,
    zone: Block,
    observance: Option<Observance>,
    blocks: Vec<Block>,
    /// The X-WR-TIMEZONE of the calendar that is read, and the number of its first draft.
    floating: Option<(String, u32)>,
    first_draft: usize,
    warnings: Vec<Warning>,
}

/// A VTIMEZONE.
#[derive(Default)]
struct Block {
    line: u32,
    name: Option<String>,
    location: Option<String>,
    observances: Vec<Observance>,
}

impl Reader {
    fn warn(&mut self, line: u32, message: impl Into<String>) {
        if self.warnings.len() < MOST_WARNINGS {
            let message = message.into();
            self.warnings.push(Warning { line, message });
        }
    }

    fn line(&mut self, line: Line) -> Result<(), Error> {
        self.first_line.get_or_insert(line.number);
        match line.name.as_str() {
            "BEGIN" => return self.begin(&line),
            "END" => self.end(&line),
            _ => {}
        }
        let inside = self.open.last().map(|(name, _)| name.as_str());
        match inside {
            Some("VEVENT") => {
                if let Some(event) = &mut self.event {
                    event.lines.push(line);
                }
            }
            Some("VCALENDAR") if line.name == "X-WR-TIMEZONE" => {
                self.floating = Some((line.value, line.number));
            }
            Some("VTIMEZONE") => match line.name.as_str() {
                "TZID" => self.zone.name = Some(line.value.trim().to_owned()),
                "X-LIC-LOCATION" => self.zone.location = Some(line.value.trim().to_owned()),
                _ => {}
            },
            Some("STANDARD" | "DAYLIGHT") => self.observe(&line),
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, line: &Line) -> Result<(), Error> {
        let name = line.value.trim().to_ascii_uppercase();
        if self.open.len() == MOST_LEVELS {
            return Err(Error::TooDeep {
                line: line.number,
                limit: MOST_LEVELS,
            });
        }
        let in_calendar = self.is_open("VCALENDAR");
        match name.as_str() {
            "VCALENDAR" => {
                self.any_calendar = true;
                if in_calendar {
                    self.warn(
                        line.number,
                        "A calendar begins within another; both are read.",
                    );
                } else {
                    self.first_draft = self.drafts.len();
                    self.floating = None;
                }
            }
            "VEVENT" if self.event.is_none() => {
                if !in_calendar {
                    let message = "This event lies outside a calendar; it is read all the same.";
                    self.warn(line.number, message);
                }
                self.any_calendar = true;
                self.event = Some(Draft::new(line.number));
            }
            "VTIMEZONE" => {
                self.zone = Block {
                    line: line.number,
                    ..Block::default()
                };
            }
            "STANDARD" | "DAYLIGHT" => self.observance = Some(Observance::default()),
            _ => {}
        }
        self.open.push((name, line.number));
        Ok(())
    }

    fn end(&mut self, line: &Line) {
        let name = line.value.trim().to_ascii_uppercase();
        let Some(place) = self.open.iter().rposition(|(open, _)| *open == name) else {
            self.warn(
                line.number,
                "This ends what has not begun; it is passed over.",
            );
            return;
        };
        while self.open.len() > place + 1 {
            if let Some((open, begun)) = self.open.pop() {
                self.cut(&open, begun);
            }
        }
        self.open.pop();
        match name.as_str() {
            // An event within another is part of that one and ends with it.
            "VEVENT" if !self.is_open("VEVENT") => self.drafts.extend(self.event.take()),
            "VTIMEZONE" => self.blocks.push(std::mem::take(&mut self.zone)),
            "STANDARD" | "DAYLIGHT" => self.zone.observances.extend(self.observance.take()),
            "VCALENDAR" => self.settle_floating(),
            _ => {}
        }
    }

    fn is_open(&self, name: &str) -> bool {
        self.open.iter().any(|(open, _)| open == name)
    }

    /// A component that nobody ended: an event without its end may lack lines, so it is left out.
    fn cut(&mut self, name: &str, begun: u32) {
        let lost = match name {
            "VEVENT" => {
                self.event = None;
                "the event is left out"
            }
            "STANDARD" | "DAYLIGHT" => {
                self.observance = None;
                "it is left out"
            }
            "VCALENDAR" => {
                self.settle_floating();
                "what it holds is read all the same"
            }
            _ => "it is left out",
        };
        let name: String = name.chars().take(40).collect();
        self.warn(
            begun,
            format!("The {name} that begins here has no end; {lost}."),
        );
    }

    fn settle_floating(&mut self) {
        let from = self.first_draft.min(self.drafts.len());
        for draft in &mut self.drafts[from..] {
            draft.floating.clone_from(&self.floating);
        }
        self.first_draft = self.drafts.len();
    }

    fn observe(&mut self, line: &Line) {
        let mut wrong = None;
        let Some(observance) = &mut self.observance else {
            return;
        };
        match line.name.as_str() {
            "DTSTART" => observance.start = moment(&line.value).map(Moment::civil),
            "TZOFFSETFROM" => observance.before = offset(&line.value),
            "TZOFFSETTO" => observance.after = offset(&line.value),
            "RRULE" => match rule(&line.value) {
                Ok(rule) => observance.rules.push(rule),
                Err(what) => wrong = Some(what),
            },
            "RDATE" => {
                let dates = line.value.split(',').filter_map(moment);
                observance.dates.extend(dates.map(Moment::civil));
            }
            _ => {}
        }
        if let Some(what) = wrong {
            let message =
                format!("The rule of this time zone cannot be read: {what}; it is passed over.");
            self.warn(line.number, message);
        }
    }

    fn finish(mut self) -> Result<Calendar, Error> {
        while let Some((open, begun)) = self.open.pop() {
            self.cut(&open, begun);
        }
        if !self.any_calendar {
            return Err(Error::NotACalendar {
                line: self.first_line.unwrap_or(1),
                what: "it has no BEGIN:VCALENDAR; export the calendar again as .ics".to_owned(),
            });
        }
        let zones = self.zones();
        let mut events = Vec::new();
        for draft in std::mem::take(&mut self.drafts) {
            let line = draft.line;
            let mut warnings = Vec::new();
            events.extend(event(draft, &zones, &mut warnings));
            for Warning { line: at, message } in warnings {
                self.warn(if at == 0 { line } else { at }, message);
            }
        }
        self.warnings.sort_by_key(|warning| warning.line);
        Ok(Calendar {
            events,
            warnings: self.warnings,
        })
    }

    fn zones(&mut self) -> Zones {
        let mut zones = Zones::default();
        let mut steps = Steps::new(ZONE_STEPS);
        for block in std::mem::take(&mut self.blocks) {
            let Some(name) = block.name else {
                self.warn(block.line, "This time zone has no name; it is passed over.");
                continue;
            };
            match OwnZone::new(&block.observances, &mut steps) {
                Some(zone) => zones.add(name, zone, block.location),
                // A name that everybody knows needs no rules beside it.
                None if zones.find(&name).is_some() => {}
                None => self.warn(
                    block.line,
                    "This time zone does not say when its clocks change; it is passed over.",
                ),
            }
        }
        zones
    }
}
