use jiff::tz::TimeZone;

use super::moment;
use crate::span::HOUR;
use crate::{Finding, Rule};

/// A verdict in words for a tired reader: what it is, why, and until when.
pub fn sentence(finding: &Finding, zone: &TimeZone) -> String {
    let bound = finding.bound.map(|at| moment(at, zone));
    let bound = bound.as_deref().unwrap_or("a time not known");
    let first = finding.between.map(|[first, _]| moment(first, zone));
    let second = finding.between.map(|[_, second]| moment(second, zone));
    let first = first.as_deref().unwrap_or("a time not known");
    let second = second.as_deref().unwrap_or("a time not known");
    match finding.rule {
        Rule::F01 => "Cannot attend: leave or other time away is entered".to_owned(),
        Rule::F02 => format!(
            "Rest comes first: the {} of rest after your nights last until {bound}",
            rest(finding, 0)
        ),
        Rule::F03 => format!(
            "Rest comes first: you need {} of rest before the night that starts at {second}, so you would have to be back by {bound}",
            rest(finding, 1)
        ),
        Rule::F04 => format!(
            "Rest comes first: the {} of rest after your run of shifts last until {bound}",
            rest(finding, 0)
        ),
        Rule::F05 if finding.earliest.is_some() => {
            format!("Rest comes first: too little rest after a shift; earliest {bound}")
        }
        Rule::F05 if finding.bound.is_some() => {
            format!(
                "Rest comes first: too little rest before a shift; a session must be over by {bound}"
            )
        }
        Rule::F05 => format!("Rest comes first: work would go on from {first} to {second}"),
        Rule::F06 => {
            format!("Rest comes first: too many hours of work between {first} and {second}")
        }
        Rule::F07 => "Rest comes first: too many days of work in a row".to_owned(),
        Rule::F08 => "Rest comes first: the average week would be too long".to_owned(),
        Rule::F09 if finding.rules_missing => {
            "Not known: not all rest rules of this site are known, so you are not counted as free"
                .to_owned()
        }
        Rule::F09 => {
            "Not known: the rota around this day is not known, so you are not counted as free"
                .to_owned()
        }
        Rule::F10 => "Not known: on call from home, whose limits are not settled".to_owned(),
        Rule::F11 => "Needs release: the session and the way lie within a shift".to_owned(),
        Rule::F12 => {
            "Needs release: the session overlaps a shift; the rest of it is time owed".to_owned()
        }
        Rule::F13 => "Free to attend: rostered educational time".to_owned(),
        Rule::F14 => "Own choice: not a working day".to_owned(),
        Rule::F15 => "Own choice: before or after a shift, in your own time".to_owned(),
        Rule::F16 => "Own choice: a day off".to_owned(),
    }
}

/// The length of a rest, from one of the two instants that decided to the bound.
fn rest(finding: &Finding, which: usize) -> String {
    match (finding.between, finding.bound) {
        (Some(between), Some(bound)) => {
            let seconds = (bound.as_second() - between[which].as_second()).abs();
            format!("{} hours", seconds / HOUR)
        }
        _ => "hours".to_owned(),
    }
}
