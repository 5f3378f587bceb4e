use jiff::tz::TimeZone;

use super::own::window;
use super::{length, moment};
use crate::{Breach, Limit};

/// What a rota breaks, in words for its site: what it is, when, and what is allowed.
pub fn breach_sentence(breach: &Breach, zone: &TimeZone) -> String {
    let [first, last] = breach.between;
    let date = breach.date.strftime("%A %-d %B").to_string();
    let allowed = breach.allowed;
    let lasted = length((last.as_second() - first.as_second()) / 60);
    let began = moment(first, zone);
    // A row's margin counts a day as an hour.
    let row = number(allowed + breach.margin.abs() / 60);
    let most = number(allowed).to_lowercase();
    match breach.limit {
        Limit::ShiftMost => format!("A shift of {lasted} on {date}: at most {allowed} hours"),
        Limit::RestBetween => {
            format!("Only {lasted} of rest before the shift on {date}: at least {allowed}")
        }
        Limit::RestAfterNights => {
            format!(
                "Only {lasted} after the nights that ended at {began}: at least {allowed} hours"
            )
        }
        Limit::NightsRun => format!("{row} nights in a row from {began}: at most {most}"),
        Limit::LongRun => format!("{row} long shifts in a row from {began}: at most {most}"),
        Limit::LateLongRun => {
            format!("{row} late long shifts in a row from {began}: at most {most}")
        }
        Limit::DutiesRun => format!("{row} days of work in a row from {began}: at most {most}"),
        Limit::RestAfterRun => format!(
            "Only {lasted} after the run of shifts that ended at {began}: at least {allowed} hours"
        ),
        Limit::WindowMost => format!(
            "{} of work in the {} from {began}: at most {allowed} hours",
            length(allowed * 60 - breach.margin),
            window(Some(breach.between))
        ),
        Limit::Average => {
            format!("More than {allowed} hours a week on average up to {date}")
        }
    }
}

/// A number as a sentence begins with it.
fn number(count: i64) -> String {
    const WORDS: [&str; 13] = [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
        "Eleven", "Twelve",
    ];
    let word = usize::try_from(count).ok().and_then(|at| WORDS.get(at));
    word.map_or_else(|| count.to_string(), |word| (*word).to_owned())
}
