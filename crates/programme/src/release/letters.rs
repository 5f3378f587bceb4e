//! The letters and lists of a release (programme 7.6): facts in, documents out.
//!
//! A hospital's letter and list hold its own doctors, dates and hours and no group, no room and no other hospital
//! (trust AC-5). No name stands in a title, because titles become the properties of the files.

use formats::report::{Block, Cell, Report, ReportRow, ReportTable};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::Result;

use crate::planning::{self, AtOnce};
use crate::wording::{clock, count, full_date};

/// What each letter says of the time it takes (programme 7.6).
pub const POLICY_LINE: &str = "This is clinical time, not study leave";

/// A doctor as letters name them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doctor {
    /// The name, as "Dr Sam Example".
    pub name: String,
    /// The hospital's own reference for them.
    pub reference: String,
}

/// A hospital as letters name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hospital {
    /// Its name.
    pub name: String,
    /// The trust it belongs to; empty where nobody told.
    pub organisation: String,
    /// Who the letter goes to; empty where nobody told.
    pub coordinator: String,
}

/// One release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who.
    pub doctor: Doctor,
    /// The shift in the hospital's own code; empty where no rota is known.
    pub shift: String,
    /// When they leave, the way included.
    pub leaves: Timestamp,
    /// When they are back.
    pub returns: Timestamp,
    /// How many are away at once, and how many may be.
    pub at_once: Option<AtOnce>,
    /// How the time is covered, in words; none where it is not agreed yet.
    pub cover: Option<String>,
}

/// The letter of the head of school to a hospital.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteLetter {
    /// Who writes, line by line; empty leaves room for a letterhead.
    pub sender: Vec<String>,
    /// The day of the letter; none leaves room to write it.
    pub date: Option<Date>,
    /// To whom.
    pub hospital: Hospital,
    /// Whether the hospital has agreed; otherwise it is asked.
    pub agreed: bool,
    /// The releases of this hospital alone, in any order.
    pub lines: Vec<Line>,
    /// What the foot of each page says, as the plan or the ids that the letter rests on.
    pub reference: String,
}

/// The letter of a hospital to one of its doctors. It holds once it is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidentLetter {
    /// Who writes.
    pub hospital: Hospital,
    /// The day of the letter; none leaves room to write it.
    pub date: Option<Date>,
    /// To whom.
    pub doctor: Doctor,
    /// The releases of this doctor alone, in any order.
    pub lines: Vec<Line>,
    /// As of [`SiteLetter`].
    pub reference: String,
}

/// The letter of the head of school to a hospital.
///
/// # Errors
/// The zone of the programme is not known, which its data rule out.
pub fn site_letter(letter: &SiteLetter) -> Result<Report> {
    let zone = planning::zone()?;
    let lines = by_time(&letter.lines);
    let mut doctors: Vec<&Doctor> = lines.iter().map(|line| &line.doctor).collect();
    doctors.sort();
    doctors.dedup();
    let doctors = count(doctors.len(), "doctor", "doctors");
    let hospital = &letter.hospital;
    let mut blocks = head(&letter.sender, hospital, letter.date);
    blocks.push(paragraph(if letter.agreed {
        "You have agreed to release the doctors below from clinical work for a Balint group. These dates are fixed now: \
         a change is agreed with you first."
            .to_owned()
    } else {
        "We ask you to release the doctors below from clinical work for a Balint group. Nobody is expected until you \
         have agreed."
            .to_owned()
    }));
    blocks.push(paragraph(format!(
        "{POLICY_LINE}: it uses no leave and no time of their own, and the hours count as work, the way included."
    )));
    if lines.iter().any(|line| line.at_once.is_some()) {
        blocks.push(paragraph(
            "You set how many may be away at once. Each line says how many of one role would be, and your limit.",
        ));
    }
    blocks.push(paragraph(
        "Your rota and its safety come first. You can withdraw a release for safety at any time, also on the day, and \
         nobody asks why.",
    ));
    blocks.push(site_table(&lines, &zone));
    blocks.push(Block::Signature(vec![
        "Head of school".into(),
        "Date".into(),
    ]));
    Ok(Report {
        title: format!("Release from clinical work: {}", named(hospital)),
        lead: Some(format!("{doctors}, {}.", span(&lines, &zone))),
        blocks,
        footer: letter.reference.clone(),
    })
}

/// The letter of a hospital to one of its doctors.
///
/// # Errors
/// As [`site_letter`].
pub fn resident_letter(letter: &ResidentLetter) -> Result<Report> {
    let zone = planning::zone()?;
    let lines = by_time(&letter.lines);
    let hospital = &letter.hospital;
    let sender = [&hospital.name, &hospital.organisation];
    let sender: Vec<String> = sender
        .into_iter()
        .filter(|one| !one.is_empty())
        .cloned()
        .collect();
    let mut blocks = Vec::new();
    if !sender.is_empty() {
        blocks.push(Block::Paragraph(sender.join("\n")));
    }
    blocks.push(Block::Paragraph(match letter.doctor.reference.as_str() {
        "" => letter.doctor.name.clone(),
        reference if reference == letter.doctor.name => reference.to_owned(),
        reference => format!("{}\n{reference}", letter.doctor.name),
    }));
    blocks.extend(letter.date.map(|date| Block::Paragraph(full_date(date))));
    let who = match hospital.name.as_str() {
        "" => "Your hospital",
        name => name,
    };
    blocks.push(paragraph(format!(
        "{who} releases you from clinical work at the times below for a Balint group. {POLICY_LINE}: it uses no leave \
         and no time of your own, and the hours count as work, the way included."
    )));
    blocks.extend(limits(&lines).map(|words| {
        paragraph(format!(
            "The hospital lets {words} of your role be away at once, and these dates keep to that."
        ))
    }));
    blocks.push(paragraph(
        "If your shift cannot do without you on the day, your coordinator can take a release back for safety. You need \
         not explain it to anybody, and you keep your place.",
    ));
    blocks.push(resident_table(&lines, &zone));
    blocks.push(Block::Note(
        "This letter holds once it is signed for the hospital.".into(),
    ));
    blocks.push(Block::Signature(vec![
        match hospital.name.as_str() {
            "" => "For the hospital".to_owned(),
            name => format!("For {name}"),
        },
        "Date".into(),
    ]));
    Ok(Report {
        title: "Your release from clinical work".into(),
        lead: Some(format!("{}.", capital_span(&lines, &zone))),
        blocks,
        footer: letter.reference.clone(),
    })
}

/// The releases by time and doctor.
pub(super) fn by_time(lines: &[Line]) -> Vec<&Line> {
    let mut sorted: Vec<&Line> = lines.iter().collect();
    sorted.sort_by_key(|line| (line.leaves, &line.doctor));
    sorted
}

/// Hours as tables say them: "3.25".
pub(super) fn hours(line: &Line) -> f64 {
    line.returns.duration_since(line.leaves).as_secs_f64() / 3600.0
}

/// "2 of 3" or a dash.
pub(super) fn together(line: &Line) -> String {
    match line.at_once {
        Some(one) => format!("{} of {}", one.away, one.limit),
        None => "–".to_owned(),
    }
}

/// The clock from leaving to being back.
pub(super) fn away(line: &Line, zone: &TimeZone) -> String {
    format!(
        "{} to {}",
        clock(line.leaves, zone),
        clock(line.returns, zone)
    )
}

pub(super) fn day(line: &Line, zone: &TimeZone) -> Date {
    line.leaves.to_zoned_datetime(zone.clone()).date()
}

pub(super) fn or_dash(text: &str) -> String {
    if text.is_empty() { "–" } else { text }.to_owned()
}

/// What a hospital is called in a title.
pub(super) fn named(hospital: &Hospital) -> &str {
    match hospital.name.as_str() {
        "" => "hospital not known",
        name => name,
    }
}

fn head(sender: &[String], hospital: &Hospital, date: Option<Date>) -> Vec<Block> {
    let to = [
        &hospital.coordinator,
        &hospital.name,
        &hospital.organisation,
    ];
    let to: Vec<&str> = to
        .into_iter()
        .map(String::as_str)
        .filter(|one| !one.is_empty())
        .collect();
    let mut blocks = Vec::new();
    if !sender.is_empty() {
        blocks.push(Block::Paragraph(sender.join("\n")));
    }
    if !to.is_empty() {
        blocks.push(Block::Paragraph(to.join("\n")));
    }
    blocks.extend(date.map(|date| Block::Paragraph(full_date(date))));
    blocks
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(text.into())
}

/// How many releases from when to when, and how long.
fn span(lines: &[&Line], zone: &TimeZone) -> String {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return "no release".to_owned();
    };
    let releases = count(lines.len(), "release", "releases");
    let minutes: i64 = lines
        .iter()
        .map(|line| line.returns.duration_since(line.leaves).as_mins())
        .sum();
    let (from, to) = (day(first, zone), day(last, zone));
    let when = if from == to {
        format!("on {}", full_date(from))
    } else {
        format!("from {} to {}", full_date(from), full_date(to))
    };
    format!(
        "{releases} {when}, {} in all with the way",
        in_words(minutes)
    )
}

fn capital_span(lines: &[&Line], zone: &TimeZone) -> String {
    crate::wording::capital(&span(lines, zone))
}

/// A length as sentences say it.
fn in_words(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// The hospital's limit over these releases, in words.
fn limits(lines: &[&Line]) -> Option<String> {
    let known: Option<Vec<AtOnce>> = lines.iter().map(|line| line.at_once).collect();
    let known = known.filter(|known| known.iter().all(|one| one.away <= one.limit))?;
    let least = known.iter().map(|one| one.limit).min()?;
    let most = known.iter().map(|one| one.limit).max()?;
    Some(if least == most {
        format!("at most {}", count(most, "doctor", "doctors"))
    } else {
        format!("at most {least} to {most} doctors, as the day allows,")
    })
}

fn site_table(lines: &[&Line], zone: &TimeZone) -> Block {
    let mut rows = Vec::new();
    let mut last = None;
    for line in lines {
        let date = day(line, zone);
        if last != Some(date) {
            last = Some(date);
            rows.push(ReportRow::Group(full_date(date)));
        }
        rows.push(ReportRow::Cells(vec![
            Cell::row_head(line.doctor.name.clone()),
            Cell::text(or_dash(&line.shift)),
            Cell::text(away(line, zone)),
            Cell::number(format!("{:.2}", hours(line))),
            Cell::number(together(line)),
            Cell::text(
                line.cover
                    .as_deref()
                    .map_or_else(|| "to be agreed".to_owned(), or_dash),
            ),
        ]));
    }
    table(
        "Who, when and for how long",
        &["Doctor", "Shift", "Away", "Hours", "Away at once", "Cover"],
        &[5, 2, 3, 2, 2, 3],
        rows,
    )
}

fn resident_table(lines: &[&Line], zone: &TimeZone) -> Block {
    let row = |line: &&Line| {
        ReportRow::Cells(vec![
            Cell::row_head(full_date(day(line, zone))),
            Cell::text(or_dash(&line.shift)),
            Cell::text(clock(line.leaves, zone)),
            Cell::text(clock(line.returns, zone)),
            Cell::number(format!("{:.2}", hours(line))),
            Cell::text(
                line.cover
                    .as_deref()
                    .map_or_else(|| "by the hospital".to_owned(), or_dash),
            ),
        ])
    };
    table(
        "When you are released",
        &["Day", "Shift", "You leave at", "Back by", "Hours", "Cover"],
        &[6, 2, 3, 2, 2, 3],
        lines.iter().map(row).collect(),
    )
}

fn table(caption: &str, header: &[&str], widths: &[u32], rows: Vec<ReportRow>) -> Block {
    Block::Table(ReportTable {
        caption: caption.to_owned(),
        header: header.iter().map(|name| (*name).to_owned()).collect(),
        widths: widths.to_vec(),
        rows,
        landscape: false,
    })
}
