//! A finding as the page shows it.

use super::marked::{class, in_manuscript};
use crate::reporting_audit::{Audit, Finding, Place, Severity};
use platform::words::capital;

/// One finding.
pub(super) struct Card {
    /// From 1, in the order of the checks; what links lead to.
    pub(super) number: usize,
    pub(super) class: &'static str,
    /// Kind, icon and word of its chip.
    pub(super) chip: (&'static str, &'static str, &'static str),
    /// The check and where in the manuscript.
    pub(super) place: String,
    pub(super) title: String,
    pub(super) message: String,
    /// Which and words, of what differs.
    pub(super) difference: Vec<(&'static str, String)>,
    /// The other places: words and, where it opens, an address.
    pub(super) places: Vec<(String, String)>,
    pub(super) settle: String,
    /// Who set it aside, and why.
    pub(super) aside: Option<(String, String)>,
    pub(super) fingerprint: String,
    /// The reason that somebody was writing when something else needed another look.
    pub(super) writing: Option<String>,
}

/// Places of the study with the end of their address, and whether they open for the research lead alone.
const PAGES: [(&str, &str, bool); 10] = [
    ("quotes", "/quotes", false),
    ("participants", "/participants", true),
    ("research questions", "/questions", false),
    ("interviewers", "/interviewers", true),
    ("themes", "/themes", false),
    ("set-up", "/set-up", false),
    ("consents", "/consent", true),
    ("roles", "/team", false),
    ("saturation stance", "/saturation", false),
    ("transcripts", "/transcripts", false),
];

/// Where the pages of the study begin, and whether whoever reads leads it.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) base: &'a str,
    pub(super) leads: bool,
}

/// All findings, in their order.
pub(super) fn cards(
    audit: &Audit,
    fingerprints: &[String],
    (reader, writing): (Reader<'_>, Option<&(String, String)>),
) -> Vec<Card> {
    let all = audit.findings.iter().zip(fingerprints).enumerate();
    let cards = all.map(|(index, (finding, fingerprint))| {
        let own = writing.filter(|(one, _)| one == fingerprint);
        Card {
            number: index + 1,
            class: class(finding),
            chip: chip(finding),
            place: place_of(finding),
            title: capital(&finding.subject),
            message: message(finding),
            difference: finding
                .difference
                .iter()
                .map(|part| (part.which, part.words.clone()))
                .collect(),
            places: others(finding, reader),
            settle: finding.settle.clone(),
            aside: finding
                .set_aside
                .as_ref()
                .map(|aside| (aside.by.clone(), aside.why.clone())),
            fingerprint: fingerprint.clone(),
            writing: own.map(|(_, reason)| reason.clone()),
        }
    });
    cards.collect()
}

fn chip(finding: &Finding) -> (&'static str, &'static str, &'static str) {
    match (&finding.set_aside, finding.severity) {
        (Some(_), _) => ("unknown", "note", "Set aside"),
        (None, Severity::Error) => ("no", "stop", "Error"),
        (None, Severity::Warning) => ("wait", "warn", "Warning"),
        (None, Severity::Notice) => ("info", "info", "To consider"),
    }
}

fn place_of(finding: &Finding) -> String {
    let first = in_manuscript(finding).next();
    let place = first.and_then(|number| {
        let mut places = finding.places.iter();
        places.find(|place| place.paragraph == Some(number))
    });
    match place {
        Some(place) => format!("{}, {}", finding.check, in_text(place)),
        None => format!("{}, the whole", finding.check),
    }
}

fn in_text(place: &Place) -> String {
    let number = place.paragraph.unwrap_or_default();
    match &place.section {
        Some(section) => format!("paragraph {number}, {section}"),
        None => format!("paragraph {number}"),
    }
}

/// Where the difference says both, only how much differs.
fn message(finding: &Finding) -> String {
    if finding.difference.is_empty() {
        return finding.message.clone();
    }
    let how = finding.message.rsplit_once(": ").map(|(_, how)| how);
    how.map_or_else(|| finding.message.clone(), capital)
}

fn others(finding: &Finding, reader: Reader<'_>) -> Vec<(String, String)> {
    let first = in_manuscript(finding).next();
    let others = finding.places.iter().filter(|place| {
        place.source != "manuscript" || place.paragraph.is_none() || place.paragraph != first
    });
    let others = others.map(|place| {
        let words = match (place.turn, place.row, place.paragraph) {
            (Some(turn), _, _) => format!("{}, turn {turn}", place.source),
            (_, Some(row), _) if place.source == "quotes" => format!("quote {row}"),
            (_, _, Some(_)) => in_text(place),
            _ => place.source.clone(),
        };
        let is_told = !finding.difference.is_empty()
            || place.text.is_empty()
            || finding.message.contains(&place.text);
        let words = match is_told {
            true => capital(&words),
            false => format!("{}: {}", capital(&words), place.text),
        };
        (words, address(place, reader))
    });
    let mut others: Vec<(String, String)> = others.collect();
    others.dedup();
    others
}

fn address(place: &Place, reader: Reader<'_>) -> String {
    let base = reader.base;
    if let Some(turn) = place.turn {
        return format!("{base}/documents/{}#turn-{turn}", place.source);
    }
    if let Some(number) = place.paragraph {
        return format!("#p{number}");
    }
    let mut pages = PAGES.iter();
    let page = pages.find(|(source, _, leads)| *source == place.source && (reader.leads || !leads));
    page.map_or_else(String::new, |(_, end, _)| format!("{base}{end}"))
}
