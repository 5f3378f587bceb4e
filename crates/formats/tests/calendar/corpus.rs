//! Calendars of other programs against counts made with another reader (python icalendar 7.3.2 with
//! recurring-ical-events 3.8.2): occurrences from 2000 to 2035 in Europe/London, and the sum over them of three times
//! the start and once the end in seconds since 1970, so that a moved time shows as well as a missing one.

use crate::corpus_lists::{AGREED, ALONE, DIFFERENT, REFUSED};
use formats::calendar::{Error, read};
use jiff::civil::date;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("ENID_SHARED_DATA").map_or_else(beside, PathBuf::from);
    let folder = data.join("corpora/ics");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: shared data not found");
    None
}

/// The files of the folder with their paths within it.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let Some(folder) = folder() else {
        return Vec::new();
    };
    let mut files = Vec::new();
    collect(&folder, &folder, &mut files);
    files.sort();
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "ics") {
            let name = path.strip_prefix(root).expect("within");
            let name = name.to_string_lossy().replace('\\', "/");
            files.push((name, std::fs::read(&path).expect("a file")));
        }
    }
}

fn counted(bytes: &[u8]) -> Result<(usize, i64), Error> {
    let zone = TimeZone::get("Europe/London").expect("bundled");
    let calendar = read(bytes)?;
    let (found, _) = calendar.occurrences(date(2000, 1, 1), date(2035, 12, 31), &zone, 100_000);
    let sum = found
        .iter()
        .map(|one| one.start.as_second() * 3 + one.end.as_second());
    Ok((found.len(), sum.sum()))
}

#[test]
fn calendars_of_other_programs_take_place_when_another_reader_says() {
    for (name, bytes) in files() {
        let known = AGREED.iter().find(|(known, ..)| *known == name);
        if let Some(&(_, count, sum)) = known {
            assert_eq!(counted(&bytes), Ok((count, sum)), "{name}");
        }
    }
}

#[test]
fn where_readers_differ_the_reason_is_known() {
    for (name, bytes) in files() {
        let different = DIFFERENT.iter().find(|(known, ..)| *known == name);
        if let Some((_, count, _, reason)) = different {
            assert_eq!(
                counted(&bytes).map(|found| found.0),
                Ok(*count),
                "{name}: {reason}"
            );
        }
        if let Some((_, count)) = ALONE.iter().find(|(known, _)| *known == name) {
            assert_eq!(counted(&bytes).map(|found| found.0), Ok(*count), "{name}");
        }
    }
}

#[test]
fn what_is_no_calendar_is_refused_by_name() {
    for (name, bytes) in files() {
        if let Some((_, reason)) = REFUSED.iter().find(|(known, _)| *known == name) {
            let error = read(&bytes).expect_err(&name).to_string();
            assert!(error.contains(reason), "{name}: {error}");
        }
    }
}

#[test]
fn every_calendar_of_the_folder_is_in_one_of_the_lists() {
    let files = files();
    let lists = AGREED.len() + DIFFERENT.len() + ALONE.len() + REFUSED.len();
    assert!(
        files.is_empty() || files.len() == lists,
        "{} files",
        files.len()
    );
}
