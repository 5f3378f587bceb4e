//! Sound files, changed by dice: what the targets of `fuzz/` promise, without a nightly compiler. Each round is made from its number
//! alone, so that one that fails is found again. `ENID_MUTATIONS` says how many rounds there are, and `ENID_MUTATIONS_FROM` the first.
#![allow(
    clippy::unwrap_used,
    reason = "the methods of a test's seeds are not seen as test code, and a seed that cannot be made ends the test"
)]

#[path = "../../src/sqlite/tests/made.rs"]
mod made;
mod mutate;
mod seeds;

use std::io::Cursor;

use formats::coded_project;
use formats::cost::Cost;
use formats::manuscript;
use formats::refi_qda::model::Project;
use formats::refi_qda::{Limits, NoMedia, Profile, Settings, read_whole, validate, write_whole};
use formats::study_archive;

use mutate::Dice;

/// Rounds of a usual run.
const ROUNDS: u64 = 300;

fn number(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |given| given.parse().expect("a number"))
}

/// Does something with each round, and names the round in which it fails.
fn rounds(mut act: impl FnMut(&mut Dice)) {
    let first = number("ENID_MUTATIONS_FROM", 0);
    for round in first..first + number("ENID_MUTATIONS", ROUNDS) {
        let mut dice = Dice::of(round);
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| act(&mut dice)));
        assert!(
            done.is_ok(),
            "round {round}: ENID_MUTATIONS_FROM={round} finds it again"
        );
    }
}

#[test]
fn a_changed_manuscript_is_read_or_refused() {
    let seeds = seeds::manuscripts();
    rounds(|dice| {
        let (name, bytes) = dice.one(&seeds);
        let _ = manuscript::read(name, &dice.changed(bytes));
    });
}

#[test]
fn a_changed_project_of_taguette_or_qualcoder_is_read_or_refused() {
    let seeds = seeds::databases();
    rounds(|dice| {
        let bytes = dice.one(&seeds);
        let _ = coded_project::read(&dice.changed(bytes), None, &Cost::default());
    });
}

#[test]
fn a_changed_archive_of_a_study_is_refused_or_written_again_as_the_same() {
    let seed = seeds::archive();
    let limits = study_archive::Limits::default();
    rounds(|dice| {
        // Now the file as it lies there, now what is in it, as somebody writes who can count.
        let bytes = match dice.below(2) {
            0 => dice.changed(&seeds::written(&seed)),
            _ => {
                let mut parts = seed.parts.clone();
                let part = dice.below(parts.len());
                parts[part].bytes = dice.changed(&parts[part].bytes);
                let study = seed.manifest.study.clone();
                let left_out = seed.manifest.left_out.clone();
                seeds::written(&study_archive::Archive::of(
                    (study, 1, "Enid"),
                    left_out,
                    parts,
                ))
            }
        };
        if let Ok(read) = study_archive::read(Cursor::new(bytes), &limits) {
            let again = study_archive::read(Cursor::new(seeds::written(&read)), &limits);
            assert_eq!(again.unwrap(), read);
        }
    });
}

#[test]
fn a_changed_project_of_refi_qda_is_refused_or_written_keeps_to_the_schema_and_is_then_the_same_bytes()
 {
    let (xml, text) = seeds::project();
    let limits = Limits::default();
    rounds(|dice| {
        let bytes = match dice.below(4) {
            0 => dice.changed(&seeds::packed(&xml, &text)),
            1 => seeds::packed(&xml, &dice.changed(&text)),
            2 => seeds::packed(&dice.changed(&xml), &text),
            _ => dice.changed(&xml),
        };
        let _ = validate(Cursor::new(&bytes), &limits);
        let Ok(reading) = read_whole(Cursor::new(&bytes), &limits) else {
            return;
        };
        for profile in [Profile::Standard, Profile::Nvivo] {
            let written = project_as(&reading.project, profile);
            // What is spelt longer than it was may pass a limit.
            if let Ok(again) = read_whole(Cursor::new(&written), &limits) {
                assert!(again.report.schema.valid, "{:?}", again.report.schema);
                assert!(
                    written == project_as(&again.project, profile),
                    "other bytes"
                );
            }
        }
    });
}

fn project_as(project: &Project, profile: Profile) -> Vec<u8> {
    let settings = Settings {
        profile,
        ..Settings::default()
    };
    let output = Cursor::new(Vec::new());
    let written = write_whole(output, &settings, project, &mut NoMedia);
    written.expect("what was read is sound").0.into_inner()
}
