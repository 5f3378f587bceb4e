//! Calendars and workbooks of other programs and real people's tables: each is read to its end or refused in words.

use std::path::{Path, PathBuf};

use super::arbitrary::{is_sound, read_all};

/// The files of a folder of the shared data with one of these endings; none, and that said, where it is missing.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("ENID_SHARED_DATA").map_or_else(beside, PathBuf::from);
    let folder = data.join(folder);
    if !folder.is_dir() {
        eprintln!("skipped: shared data not found");
        return Vec::new();
    }
    let mut files = Vec::new();
    collect(&folder, endings, &mut files);
    files.sort();
    assert!(!files.is_empty(), "{}", folder.display());
    files
}

fn collect(folder: &Path, endings: &[&str], files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let ending = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            collect(&path, endings, files);
        } else if endings.contains(&ending.as_str()) {
            files.push(path);
        }
    }
}

fn each_is_read(folder: &str, endings: &[&str]) {
    for path in files(folder, endings) {
        let bytes = std::fs::read(&path).unwrap();
        for read in read_all(&bytes) {
            assert!(is_sound(&read), "{}", path.display());
        }
    }
}

#[test]
fn calendars_of_other_programs_are_read_or_refused_in_words() {
    each_is_read("corpora/ics", &["ics"]);
}

#[test]
fn workbooks_of_other_programs_are_read_or_refused_in_words() {
    each_is_read("corpora/xlsx", &["xlsx", "ods", "xls", "xlsm", "xlsb"]);
}

#[test]
fn tables_about_rotas_that_people_made_are_read_or_refused_in_words() {
    each_is_read("rostering/rota", &["xlsx", "csv"]);
}
