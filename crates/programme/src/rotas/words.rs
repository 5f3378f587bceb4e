//! Verdicts and kinds as pages say them (look section 4).

use jiff::tz::TimeZone;

use super::Kind;
use super::difference::Difference;
use crate::wording::capital;

/// A chip: its kind, its icon and its word.
pub(crate) type Chip = (&'static str, &'static str, &'static str);

/// The short form of a verdict.
pub(crate) fn verdict_chip(finding: &rest::Finding) -> Chip {
    let (kind, icon) = match finding.verdict {
        rest::Verdict::MayAttend => ("ok", "check"),
        rest::Verdict::NeedsRelease => ("wait", "clock"),
        rest::Verdict::OwnChoice => ("info", "person"),
        rest::Verdict::Unknown => ("unknown", "ask"),
        rest::Verdict::Never if finding.rule == rest::Rule::F01 => ("no", "cross"),
        rest::Verdict::Never => ("no", "moon"),
    };
    (kind, icon, rest::chip(finding))
}

/// What a kind of day is called.
pub(crate) fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Clinical => "Clinical shift",
        Kind::Nroc => "On call from home",
        Kind::Edt => "Educational time",
        Kind::Teaching => "Teaching",
        Kind::Off => "Day off",
        Kind::Rest => "Rest day",
        Kind::AnnualLeave => "Annual leave",
        Kind::Sick => "Sick leave",
        Kind::Parental => "Parental leave",
        Kind::StudyLeave => "Study leave",
        Kind::Exam => "Exam",
        Kind::Strike => "Strike day",
        Kind::OutOfProgramme => "Out of programme",
        Kind::LtftOff => "Not a working day (less than full time)",
        Kind::Unknown => "Not known",
    }
}

/// The kinds that somebody may choose, as word, words and whether it is the one that is chosen.
pub(crate) fn kind_choices(chosen: Option<Kind>) -> Vec<(&'static str, &'static str, bool)> {
    Kind::WORDS
        .iter()
        .filter_map(|word| word.parse::<Kind>().ok())
        .filter(|kind| *kind != Kind::Unknown)
        .map(|kind| (kind.word(), kind_words(kind), chosen == Some(kind)))
        .collect()
}

/// Why a verdict on somebody else is so, without the word of its chip.
pub(crate) fn verdict_why(finding: &rest::Finding, zone: &TimeZone) -> String {
    let sentence = rest::sentence(finding, zone);
    let why = sentence
        .split_once(": ")
        .map_or(sentence.as_str(), |(_, why)| why);
    let why = why.split(", so you are").next().unwrap_or(why);
    let why = why.replace("you need", "they need");
    capital(
        &why.replace("you would", "they would")
            .replace("your", "their"),
    )
}

/// How much differs, such as "70 new, 114 different, 26 as they were".
pub(crate) fn difference_words<P>(difference: &Difference<P>) -> String {
    let parts = [
        (difference.added.len(), "new"),
        (difference.changed.len(), "different"),
        (difference.removed.len(), "gone"),
        (difference.same, "as they were"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(days, _)| *days > 0)
        .map(|(days, what)| format!("{days} {what}"))
        .collect();
    said.join(", ")
}

/// How long ago in days, as a page says it.
pub(super) fn age_words(days: i64) -> String {
    match days {
        ..=0 => "today".into(),
        1 => "yesterday".into(),
        days => format!("{days} days ago"),
    }
}
