//! `enid rest …`: whether one doctor can come to one session.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use programme::rotas::{Kind, Shift, by_resident, timeline};
use serde_json::{Value, json};

use super::plan::Format;
use super::rota::{self, Reading, pack, stamp, zone};
use super::{Outcome, note, say};

/// Most minutes of a session or a way: a day.
const MOST_MINUTES: i64 = 24 * 60;

/// What `enid rest` takes.
#[derive(Args)]
pub(super) struct Rest {
    /// The rota, in any kind that enid rota reads; may be given several times
    #[arg(long, required = true, value_name = "FILE")]
    rota: Vec<PathBuf>,
    /// Whose rota: a reference, or a name as the rota writes it
    #[arg(long, value_name = "ID")]
    resident: String,
    /// When the session begins, on the clock in London unless an offset is given
    #[arg(long, value_name = "2031-03-04T14:00")]
    start: String,
    /// How long it lasts
    #[arg(
        long,
        value_name = "MINUTES",
        default_value_t = 90,
        allow_negative_numbers = true
    )]
    minutes: i64,
    /// Minutes to the session; not given: 60, and said so
    #[arg(long, value_name = "MINUTES", allow_negative_numbers = true)]
    travel_in: Option<i64>,
    /// Minutes back; not given: 60, and said so
    #[arg(long, value_name = "MINUTES", allow_negative_numbers = true)]
    travel_out: Option<i64>,
    /// The working-time rules
    #[arg(long, value_name = "PACK", default_value = "england-2019")]
    rules: String,
    /// The hospital, where the rota is a grid or speaks of several
    #[arg(long, value_name = "ID", default_value = "")]
    site: String,
    /// What the codes of a grid mean, in the form of shift_codes.csv
    #[arg(long, value_name = "FILE")]
    codes: Option<PathBuf>,
    /// How results are printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(rest: Rest) -> Result<Outcome> {
    let zone = zone()?;
    let pack = pack(&rest.rules)?;
    let session = session(&rest, &zone)?;
    for (option, minutes) in [
        ("--travel-in", rest.travel_in),
        ("--travel-out", rest.travel_out),
    ] {
        if minutes.is_some_and(|minutes| !(0..=MOST_MINUTES).contains(&minutes)) {
            bail!("{option}: write whole minutes from 0 to {MOST_MINUTES}");
        }
    }
    let day = session.start.to_zoned_datetime(zone.clone()).date();
    let how = Reading {
        site: &rest.site,
        codes: rest.codes.as_deref(),
        resident: Some(&rest.resident),
        near: Some(day),
    };
    let shifts = shifts(&rest, &how)?;
    let own: Vec<&Shift> = by_resident(&shifts)
        .remove(rest.resident.as_str())
        .with_context(|| nobody(&rest, &shifts))?;
    let timeline = timeline(&own, &pack, &zone);
    let travel = rest::Travel {
        inward: rest.travel_in,
        back: rest.travel_out,
    };
    let finding = rest::feasible(session, &timeline, travel);
    match rest.format {
        Format::Json => {
            let near = near(&own, day, &zone);
            say(&serde_json::to_string_pretty(&as_json(
                &finding,
                &rest.rules,
                near,
                &zone,
            ))?)?;
        }
        Format::Text => {
            say(&rest::sentence(&finding, &zone))?;
            say(&details(&finding))?;
        }
    }
    Ok(Outcome::Done)
}

fn session(rest: &Rest, zone: &TimeZone) -> Result<rest::Session> {
    let text = rest.start.trim();
    let wrong = || format!("--start {text}: write a date and a time, such as 2031-03-04T14:00");
    let start = match text.parse::<Timestamp>() {
        Ok(instant) => instant,
        Err(_) => {
            let local: DateTime = text.parse().with_context(wrong)?;
            if text.len() < "2031-03-04T14:00".len() {
                bail!(wrong());
            }
            let at = zone.to_ambiguous_timestamp(local);
            if matches!(at.offset(), jiff::tz::AmbiguousOffset::Gap { .. }) {
                bail!(
                    "--start {text}: the clocks go forward over this time, so it does not exist; write a time an hour later"
                );
            }
            at.earlier().with_context(wrong)?
        }
    };
    if !(1..=MOST_MINUTES).contains(&rest.minutes) {
        bail!(
            "--minutes {}: write whole minutes from 1 to {MOST_MINUTES}",
            rest.minutes
        );
    }
    let end = start
        .checked_add(SignedDuration::from_mins(rest.minutes))
        .with_context(wrong)?;
    Ok(rest::Session { start, end })
}

/// The shifts of all files. A row that has to be mended could hide a night, so there is no verdict beside one.
fn shifts(rest: &Rest, how: &Reading<'_>) -> Result<Vec<Shift>> {
    let mut shifts = Vec::new();
    let mut faults = 0;
    for file in rota::read(&rest.rota, how)? {
        for remark in file.reading.faults() {
            note(&format!("{}{remark}", file.name));
            faults += 1;
        }
        shifts.extend(file.reading.shifts);
    }
    if faults > 0 {
        bail!("{faults} thing(s) to mend above; there is no verdict on a rota with faults");
    }
    Ok(shifts)
}

fn nobody(rest: &Rest, shifts: &[Shift]) -> String {
    let known: Vec<&str> = by_resident(shifts).into_keys().take(5).collect();
    format!(
        "--resident {}: the rota has nobody of this name; it has {}",
        rest.resident,
        if known.is_empty() {
            "nobody at all".to_owned()
        } else {
            known.join(", ")
        }
    )
}

/// The facts that a verdict looks at first: from ten days before to two days after.
fn near(own: &[&Shift], day: Date, zone: &TimeZone) -> Vec<Value> {
    own.iter()
        .filter(|shift| {
            let days = shift
                .date
                .since(day)
                .map_or(i32::MAX, |span| span.get_days());
            (-10..=2).contains(&days)
        })
        .map(|shift| {
            json!({
                "date": shift.date,
                "code": shift.code,
                "kind": shift.kind.word(),
                "start": shift.start.filter(|_| !shift.whole_day).map(|at| stamp(at, zone)),
                "end": shift.end.filter(|_| !shift.whole_day).map(|at| stamp(at, zone)),
                "row": shift.line,
                "known": shift.kind != Kind::Unknown,
            })
        })
        .collect()
}

fn as_json(finding: &rest::Finding, pack: &str, near: Vec<Value>, zone: &TimeZone) -> Value {
    let between: Vec<String> = finding
        .between
        .iter()
        .flatten()
        .map(|at| stamp(*at, zone))
        .collect();
    let also: Vec<String> = finding
        .also
        .iter()
        .map(|rule| format!("{rule:?}"))
        .collect();
    json!({
        "verdict": finding.verdict.word(),
        "rule": format!("{:?}", finding.rule),
        "margin_minutes": finding.margin,
        "between": between,
        "earliest": finding.earliest.map(|at| stamp(at, zone)),
        "bound": finding.bound.map(|at| stamp(at, zone)),
        "also": also,
        "travel_assumed": finding.travel_assumed,
        "average_not_proven": finding.average_not_proven,
        "pack": pack,
        "facts": near,
        "facts_age": 0,
        "sentence": rest::sentence(finding, zone),
    })
}

fn details(finding: &rest::Finding) -> String {
    let mut parts = vec![format!("{} by {:?}", finding.verdict.word(), finding.rule)];
    if let Some(minutes) = finding.margin {
        // Hours with two decimals, half away from zero (programme 5.3).
        let hundredths = (minutes.abs() * 100 + 30) / 60 * minutes.signum();
        let sign = if hundredths < 0 { "-" } else { "" };
        let hours = hundredths.abs();
        parts.push(format!("margin {sign}{}.{:02} h", hours / 100, hours % 100));
    }
    if !finding.also.is_empty() {
        let also: Vec<String> = finding
            .also
            .iter()
            .map(|rule| format!("{rule:?}"))
            .collect();
        parts.push(format!("also {}", also.join(", ")));
    }
    if finding.travel_assumed {
        parts.push("the way is not known and counted as 60 minutes each direction".into());
    }
    if finding.average_not_proven {
        parts.push("the average week cannot be proved from this rota".into());
    }
    parts.join("; ")
}
