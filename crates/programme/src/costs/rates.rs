//! What an hour costs: dated data that the organiser enters with their source. No price is shipped (measures 6.1).

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use platform::audit::Event;
use platform::clock::Instant;
use platform::{App, Result};
use uuid::Uuid;

use super::Cover;
use super::ledger::{Line, price, standing};
use super::store;
use crate::{planning, sessions};

/// What an hour is an hour of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A doctor of this grade.
    Member(String),
    /// A facilitator.
    Facilitator,
    /// Cover of this kind.
    Cover(Cover),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(grade) => write!(f, "member:{grade}"),
            Self::Facilitator => f.write_str("facilitator"),
            Self::Cover(cover) => write!(f, "cover:{}", cover.word()),
        }
    }
}

impl FromStr for Subject {
    type Err = crate::UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = crate::UnknownWord {
            accepted: "member:GRADE, facilitator, cover:KIND",
        };
        match text.split_once(':') {
            Some(("member", grade)) if !grade.is_empty() => Ok(Self::Member(grade.to_owned())),
            Some(("cover", kind)) => Ok(Self::Cover(kind.parse()?)),
            None if text == "facilitator" => Ok(Self::Facilitator),
            _ => Err(unknown),
        }
    }
}

impl Subject {
    /// The subject as pages say it.
    pub fn label(&self) -> String {
        match self {
            Self::Member(grade) => format!("A doctor, {grade}"),
            Self::Facilitator => "A facilitator".into(),
            Self::Cover(cover) => format!("Cover: {}", cover.label().to_lowercase()),
        }
    }
}

/// What an hour of something costs from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Its identifier.
    pub id: Uuid,
    /// What it is for.
    pub subject: Subject,
    /// Pence for an hour.
    pub pence_per_hour: i64,
    /// The year of the prices.
    pub price_year: i64,
    /// Whether the cost of training somebody is part of it.
    pub with_qualifications: bool,
    /// The first day of which it is true.
    pub valid_from: Date,
    /// Where it was taken from.
    pub source: String,
    /// When it was entered.
    pub entered_at: Instant,
    /// Who entered it.
    pub entered_by: Option<Uuid>,
}

/// The rate that holds on a day: the one that began last, and of two that began together the one entered last.
pub(super) fn in_force<'a>(rates: &'a [Rate], subject: &Subject, day: Date) -> Option<&'a Rate> {
    rates
        .iter()
        .filter(|rate| rate.subject == *subject && rate.valid_from <= day)
        .max_by_key(|rate| (rate.valid_from, rate.entered_at, rate.id))
}

/// The same line, priced by the rate of its day; a line that no rate fits stays without a price.
pub(super) fn priced(line: Line, rates: &[Rate], day: Date) -> Line {
    let Some(subject) = &line.subject else {
        return line;
    };
    let rate = in_force(rates, subject, day);
    Line {
        pence: match rate {
            _ if line.minutes == 0 => Some(0),
            Some(rate) => Some(price(line.minutes, rate.pence_per_hour)),
            None => None,
        },
        rate: rate.map(|rate| rate.id),
        ..line
    }
}

/// Lines that take the place of those which a new rate prices otherwise. `day` tells when a session was.
pub(super) fn repriced(
    lines: &[Line],
    rates: &[Rate],
    day: impl Fn(Uuid) -> Option<Date>,
) -> Vec<Line> {
    standing(lines)
        .into_iter()
        .filter(|line| !line.is_nothing())
        .filter_map(|line| {
            let new = priced(line.clone(), rates, day(line.session)?);
            (new.rate != line.rate || new.pence != line.pence).then_some(Line {
                replaces: Some(line.id),
                ..new
            })
        })
        .collect()
}

/// Enters a rate; lines that it prices are corrected in the same transaction.
pub async fn enter_rate(app: &App, programme: Uuid, rate: Rate, event: Event) -> Result<()> {
    let tx = app.db.write().await?;
    let rate = Rate {
        id: app.new_id(),
        entered_at: app.now(),
        entered_by: event.actor,
        ..rate
    };
    store::add_rate(&tx, programme, &rate).await?;
    let rates = store::rates(tx.connection(), programme).await?;
    let lines = store::lines(tx.connection(), programme, None).await?;
    let starts = sessions::starts(tx.connection(), programme).await?;
    let zone = planning::zone()?;
    let day = |session: Uuid| {
        let at = starts.get(&session)?.to_jiff();
        Some(at.to_zoned_datetime(zone.clone()).date())
    };
    let corrected = repriced(&lines, &rates, day);
    store::add_lines(&tx, app, programme, corrected).await?;
    let event = Event {
        subject: rate.subject.to_string(),
        ..event
    };
    tx.commit(app, event).await
}
