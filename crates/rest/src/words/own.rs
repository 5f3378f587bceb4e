use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{length, local};
use crate::{Finding, Rule, Session};

/// What a verdict says to the doctor whom it concerns: one sentence for their own page. Days near the session
/// are named by their weekday alone.
pub fn own_answer(finding: &Finding, session: Session, zone: &TimeZone) -> String {
    let told = Told {
        finding,
        session,
        zone,
    };
    let day = local(session.start, zone, "%A");
    match finding.rule {
        Rule::F01 => format!("Not {day}: leave or other time away is in your rota then"),
        Rule::F02 | Rule::F03 | Rule::F04 | Rule::F05 => told.rest(&day),
        Rule::F06 => format!(
            "Not {day}: it would take you {} over the hours allowed in {}",
            told.beyond(),
            told.window()
        ),
        Rule::F07 => {
            format!("Not {day}: it would make too many days of work without a longer rest")
        }
        Rule::F08 => format!("Not {day}: it would take your average week over the limit"),
        Rule::F09 if finding.rules_missing => {
            format!("Not known for {day}: not all rest rules of your hospital are known")
        }
        Rule::F09 => format!(
            "Not known for {day}: part of your rota from 10 days before to 2 days after is missing or too old"
        ),
        Rule::F10 => format!(
            "Not known for {day}: you are on call from home then, and its rest rules are not settled"
        ),
        Rule::F11 => format!("{day} needs release: you are on a shift at that time"),
        Rule::F12 => format!(
            "{day} needs release: part of it lies in your rostered time; you are owed time for the rest"
        ),
        Rule::F13 => format!(
            "Free to attend on {day}: it lies in your rostered teaching or educational time"
        ),
        Rule::F14 => format!("{day} is not one of your working days: your choice, never expected"),
        Rule::F15 => format!(
            "{day} is your choice: it lies before or after your shift, and you are owed time if you come"
        ),
        Rule::F16 => {
            format!("{day} is your day off: your choice, and you are owed time if you come")
        }
    }
}

struct Told<'a> {
    finding: &'a Finding,
    session: Session,
    zone: &'a TimeZone,
}

impl Told<'_> {
    /// Rest before or after what the rota holds (F02 to F05).
    fn rest(&self, day: &str) -> String {
        let (Some([first, second]), bound) = (self.finding.between, self.finding.bound) else {
            return format!("Not {day}: rest comes first");
        };
        let Some(bound) = bound else {
            let (from, to) = (self.when(first), self.when(second));
            return format!("Not {day}: you would be at work from {from} to {to}");
        };
        let date = |at: Timestamp| at.to_zoned_datetime(self.zone.clone()).date();
        let not = if date(bound) == date(self.session.start) {
            format!("Not at this time on {day}")
        } else {
            format!("Not {day}")
        };
        let (from, until) = (self.when(first), self.when(bound));
        match self.finding.rule {
            Rule::F02 => format!("{not}: you finish nights at {from}; rest until {until}"),
            Rule::F03 if first > second => {
                format!("{not}: you work a night from {}", self.when(second))
            }
            Rule::F03 => {
                let night = self.when(second);
                format!("{not}: your night starts at {night}; rest from {until}")
            }
            Rule::F04 => format!("{not}: your run of shifts ends at {from}; rest until {until}"),
            _ if self.finding.earliest.is_some() => {
                format!("{not}: you need rest after your shift until {until}")
            }
            _ => format!("{not}: you need rest before your shift from {until}"),
        }
    }

    /// `07:00 on Thursday`, with the date where a weekday alone could be another week's.
    fn when(&self, at: Timestamp) -> String {
        const DAYS_APART: i64 = 6;
        let date = |at: Timestamp| at.to_zoned_datetime(self.zone.clone()).date();
        let apart = date(at).duration_since(date(self.session.start)).as_hours() / 24;
        let format = if apart.abs() < DAYS_APART {
            "%H:%M on %A"
        } else {
            "%H:%M on %A %-d %B"
        };
        local(at, self.zone, format)
    }

    /// How far beyond a limit.
    fn beyond(&self) -> String {
        length(self.finding.margin.map_or(0, i64::abs))
    }

    fn window(&self) -> String {
        window(self.finding.between)
    }
}

/// `seven days`, or so many hours.
pub(super) fn window(between: Option<[Timestamp; 2]>) -> String {
    let hours = between.map_or(0, |[first, last]| last.duration_since(first).as_hours());
    match hours {
        168 => "seven days".to_owned(),
        hours => format!("{hours} hours"),
    }
}
