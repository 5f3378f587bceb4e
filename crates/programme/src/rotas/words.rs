//! Verdicts and kinds as pages say them (look section 4).

use super::Kind;

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
