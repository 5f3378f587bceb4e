//! Calendars, letters and lists of a plan in a file, where no hospital has answered yet and there is no database.
//!
//! The folder that the plan was made from gives names, hospitals, shifts, ways and limits. Without it people and rooms
//! are called by their references.

use std::collections::{BTreeMap, BTreeSet};

use formats::calendar::{self, Entry, Method, Status};
use formats::report::{Report, pdf};
use jiff::Timestamp;
use platform::{Error, Result};
use sha2::{Digest as _, Sha256};

use super::letters::{
    Doctor, Hospital, Line, POLICY_LINE, ResidentLetter, SiteLetter, resident_letter, site_letter,
};
use super::list::{CoordinatorList, coordinator_list};
use crate::exchange::Folder;
use crate::planning::{self, Absence, Document, PlannedGroup, absences};
use crate::wording::clock;

/// The title of every entry, which says nothing to whoever looks over a shoulder (programme G10).
pub const SUMMARY: &str = "Protected teaching";
/// Files by name.
pub type Files = Vec<(String, Vec<u8>)>;

/// A calendar for each group and each doctor. Every entry is tentative: the plan holds no hospital's answer. `sequence`
/// is to grow with every plan sent after the first, so that calendar programs take the later one.
///
/// # Errors
/// A clock time of the facts has no instant.
pub fn calendars(document: &Document, folder: &Folder, sequence: u32) -> Result<Files> {
    let absences = absences(document, folder)?;
    let mut files = Vec::new();
    for group in &document.groups {
        let entries: Vec<Entry> = (0..group.sessions.len())
            .map(|week| session(document, folder, group, week, sequence))
            .collect();
        let text = calendar::write(Method::Publish, SUMMARY, &entries);
        files.push((format!("group-{}.ics", group.number), text.into_bytes()));
    }
    let names = stems(absences.iter().map(|one| one.resident.as_str()));
    for (resident, stem) in names {
        let own = absences.iter().filter(|one| one.resident == resident);
        let entries: Result<Vec<Entry>> = own
            .map(|absence| attendance(document, folder, absence, sequence))
            .collect();
        let text = calendar::write(Method::Publish, SUMMARY, &entries?);
        files.push((format!("doctor-{stem}.ics"), text.into_bytes()));
    }
    Ok(files)
}

/// For each hospital its letter and its coordinator's list, and for each doctor the letter of their hospital.
///
/// # Errors
/// A document cannot be set as PDF, a text is too long for a workbook, or a clock time of the facts has no instant.
pub fn letters(document: &Document, folder: &Folder) -> Result<Files> {
    let absences = absences(document, folder)?;
    let reference = format!(
        "Plan made by Enid {}, seed {}",
        document.version, document.seed
    );
    let sites = stems(absences.iter().map(|one| one.site.as_str()));
    let doctors = stems(absences.iter().map(|one| one.resident.as_str()));
    let mut files = Vec::new();
    for (site, stem) in &sites {
        let hospital = hospital(folder, site);
        let own = absences.iter().filter(|one| one.site == *site);
        let lines: Vec<Line> = own.map(|absence| line(folder, absence)).collect();
        let letter = site_letter(&SiteLetter {
            sender: Vec::new(),
            date: None,
            hospital: hospital.clone(),
            agreed: false,
            lines: lines.clone(),
            reference: reference.clone(),
        })?;
        let (list, workbook) = coordinator_list(&CoordinatorList {
            hospital: hospital.clone(),
            lines: lines.clone(),
            reference: reference.clone(),
        })?;
        files.push((format!("letter-site-{stem}.pdf"), set(&letter)?));
        files.push((format!("list-site-{stem}.pdf"), set(&list)?));
        files.push((format!("list-site-{stem}.xlsx"), workbook));
        let mut by_doctor: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
        for line in lines {
            let (name, _) = doctors
                .iter()
                .find(|(name, _)| **name == line.doctor.reference)
                .ok_or(Error::NotFound)?;
            by_doctor.entry(name).or_default().push(line);
        }
        for (doctor, lines) in by_doctor {
            let letter = resident_letter(&ResidentLetter {
                hospital: hospital.clone(),
                date: None,
                doctor: lines[0].doctor.clone(),
                lines,
                reference: reference.clone(),
            })?;
            let name = format!("letter-doctor-{}-{stem}.pdf", doctors[doctor]);
            files.push((name, set(&letter)?));
        }
    }
    Ok(files)
}

fn set(report: &Report) -> Result<Vec<u8>> {
    pdf(report).map_err(Error::internal)
}

fn session(
    document: &Document,
    folder: &Folder,
    group: &PlannedGroup,
    week: usize,
    sequence: u32,
) -> Entry {
    let starts = group.sessions[week];
    Entry {
        uid: uid("ses", &[&group.place().to_string(), &starts.to_string()]),
        starts,
        ends: group.ends_at(week),
        location: Some(room(folder, &group.venue)),
        ..blank(document, sequence)
    }
}

fn attendance(
    document: &Document,
    folder: &Folder,
    absence: &Absence,
    sequence: u32,
) -> Result<Entry> {
    let zone = planning::zone()?;
    let group = document
        .groups
        .iter()
        .find(|group| group.number == absence.group);
    let way = if absence.way_known {
        format!(
            "You leave your hospital at {} and are back by {}, the way included. ",
            clock(absence.leaves, &zone),
            clock(absence.returns, &zone)
        )
    } else {
        String::new()
    };
    Ok(Entry {
        uid: uid("rel", &[&absence.resident, &absence.starts.to_string()]),
        starts: absence.starts,
        ends: absence.ends,
        location: group.map(|group| room(folder, &group.venue)),
        description: Some(format!(
            "{way}{POLICY_LINE}. Your hospital has not been asked yet."
        )),
        ..blank(document, sequence)
    })
}

/// What all entries of a plan share. A plan does not say when it was made, so the stamp is its first session.
fn blank(document: &Document, sequence: u32) -> Entry {
    let sessions = document.groups.iter().flat_map(|group| &group.sessions);
    Entry {
        uid: String::new(),
        sequence,
        stamp: sessions.min().copied().unwrap_or(Timestamp::UNIX_EPOCH),
        starts: Timestamp::UNIX_EPOCH,
        ends: Timestamp::UNIX_EPOCH,
        status: Status::Tentative,
        summary: SUMMARY.to_owned(),
        location: None,
        description: None,
        organiser: None,
        attendee: None,
    }
}

/// The same for the same parts, and like no other (programme 7.2).
fn uid(kind: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    let id = uuid::Builder::from_custom_bytes(bytes).into_uuid();
    format!("{kind}-{id}@plan.enid.invalid")
}

fn room(folder: &Folder, code: &str) -> String {
    let venue = folder.venues.iter().find(|venue| venue.code == code);
    match venue {
        Some(venue) if venue.address.is_empty() => venue.name.clone(),
        Some(venue) => format!("{}, {}", venue.name, venue.address),
        None => format!("Room {code}"),
    }
}

fn hospital(folder: &Folder, code: &str) -> Hospital {
    let site = folder.sites.iter().find(|site| site.code == code);
    match site {
        Some(site) => Hospital {
            name: site.name.clone(),
            organisation: site.organisation.clone(),
            coordinator: site.coordinator_name.clone(),
        },
        None => Hospital::default(),
    }
}

fn line(folder: &Folder, absence: &Absence) -> Line {
    let resident = folder
        .residents
        .iter()
        .find(|one| one.reference == absence.resident);
    Line {
        doctor: Doctor {
            name: resident.map_or_else(|| absence.resident.clone(), |one| one.full_name.clone()),
            reference: absence.resident.clone(),
        },
        shift: absence.shift.clone(),
        leaves: absence.leaves,
        returns: absence.returns,
        at_once: absence.at_once,
        cover: None,
    }
}

/// For each reference the part of a file's name that stands for it: plain letters, and different for different
/// references also where letter case does not count.
fn stems<'a>(references: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, String> {
    let references: BTreeSet<&str> = references.collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut stems = BTreeMap::new();
    for reference in references {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let mut stem: String = reference.chars().map(plain).take(60).collect();
        if stem.is_empty() {
            stem = "unknown".to_owned();
        }
        let mut name = stem.clone();
        let mut number = 1;
        while !taken.insert(name.to_ascii_lowercase()) {
            number += 1;
            name = format!("{stem}-{number}");
        }
        stems.insert(reference, name);
    }
    stems
}

#[cfg(test)]
mod tests {
    use super::stems;

    #[test]
    fn a_reference_is_never_a_path_and_two_never_share_a_file() {
        let stems = stems(["../../etc/passwd", "R1", "r1", "R 1", "R-1", ""].into_iter());
        let names: Vec<&str> = stems.values().map(String::as_str).collect();
        assert_eq!(
            names,
            ["unknown", "------etc-passwd", "R-1", "R-1-2", "R1", "r1-2"]
        );
    }
}
