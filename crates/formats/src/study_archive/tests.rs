use std::io::Cursor;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::cost::{Clock, Cost, Overrun};
use crate::zipped;

fn study() -> StudyName {
    StudyName {
        id: Uuid::from_u128(7),
        slug: "north-study".to_owned(),
        name: "The north study".to_owned(),
        made_at: 1_930_000_000_000_000,
        beside: Beside::new(),
    }
}

fn archive(parts: Vec<Part>) -> Archive {
    let why = "Nobody needs it".to_owned();
    let left_out = vec![LeftOut {
        what: vec!["keys".to_owned()],
        why,
        beside: Beside::new(),
    }];
    Archive::of((study(), 1, "Enid 0.0.0"), left_out, parts)
}

fn part(name: &str, text: &str) -> Part {
    Part {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn written(archive: &Archive) -> Vec<u8> {
    let written = write(Cursor::new(Vec::new()), archive).unwrap();
    written.into_inner()
}

fn two() -> Archive {
    archive(vec![
        part("events.jsonl", "{}\n"),
        part("state/codes.jsonl", "{\"id\":1}\n"),
    ])
}

fn error(archive: &Archive) -> String {
    let read = read(Cursor::new(written(archive)), &Limits::default());
    read.unwrap_err().to_string()
}

#[test]
fn what_is_written_is_read_back_and_written_again_as_the_same_bytes() {
    let first = written(&two());
    assert!(may_be(&first));
    let read = read(Cursor::new(&first), &Limits::default()).unwrap();
    assert_eq!(read, two());
    assert!(written(&read) == first);
}

#[test]
fn an_entry_that_was_changed_moved_added_or_taken_out_refuses_the_whole() {
    let mut changed = two();
    changed.parts[1].bytes[6] = b'2';
    assert!(error(&changed).starts_with("state/codes.jsonl: its bytes are not"));
    let mut moved = two();
    moved.parts.swap(0, 1);
    assert!(error(&moved).starts_with("events.jsonl: it is missing or in another place"));
    let mut added = two();
    added.parts.push(part("state/extra.jsonl", ""));
    assert!(error(&added).starts_with("state/extra.jsonl: the manifest does not name it"));
    let mut out = two();
    out.parts.pop();
    assert!(error(&out).starts_with("state/codes.jsonl: it is missing"));
    let mut another = two();
    another.manifest.fingerprint = "0".repeat(64);
    assert!(error(&another).starts_with("manifest.json: the fingerprint"));
}

#[test]
fn a_later_form_is_refused_by_saying_which_program_wrote_it() {
    let mut later = two();
    later.manifest.enid_archive = FORMAT + 1;
    later.manifest.program = "Enid 9.1".to_owned();
    let said = error(&later);
    assert!(said.contains("the Enid that wrote it (Enid 9.1)"), "{said}");
}

#[test]
fn q26_fields_of_a_manifest_that_are_not_known_are_read_and_written_again() {
    let beside = |name: &str| Beside::from([(name.to_owned(), serde_json::json!([1, "a"]))]);
    let mut more = two();
    more.manifest.beside = beside("colours");
    more.manifest.study.beside = beside("language");
    more.manifest.files[1].beside = beside("media_type");
    more.manifest.left_out[0].beside = beside("until");
    let first = written(&more);
    let read = read(Cursor::new(&first), &Limits::default()).unwrap();
    assert_eq!(read, more);
    assert!(written(&read) == first);
}

#[test]
fn an_archive_costs_no_more_than_its_limits() {
    let long = archive(vec![part("state/long.jsonl", &"a".repeat(1 << 20))]);
    let bytes = written(&long);
    let read = |limits: Limits| super::read(Cursor::new(&bytes), &limits).unwrap_err();
    let usual = Limits::default();
    let zip = |zip: zipped::Limits| Limits {
        zip,
        ..Limits::default()
    };
    let small = zip(zipped::Limits {
        unpacked: 1 << 19,
        ..usual.zip
    });
    assert!(read(small).to_string().contains("bytes"));
    let tight = zip(zipped::Limits {
        ratio: 2,
        ..usual.zip
    });
    assert!(read(tight).to_string().contains("bytes"));
    let few = zip(zipped::Limits {
        entries: 1,
        ..usual.zip
    });
    assert!(read(few).to_string().contains("1 entries"));
    let packed = zip(zipped::Limits {
        packed: 10,
        ..usual.zip
    });
    assert!(read(packed).to_string().contains("10 bytes"));
}

#[test]
fn q32_an_archive_that_costs_too_much_time_or_memory_is_given_up() {
    let long = archive(vec![part("state/long.jsonl", &"a".repeat(1 << 20))]);
    let bytes = written(&long);
    let read = |cost: Cost| {
        let limits = Limits {
            zip: zipped::Limits {
                ratio: u64::MAX,
                ..Limits::default().zip
            },
            cost,
        };
        super::read(Cursor::new(&bytes), &limits)
    };
    let enough = Cost {
        memory: 2 << 20,
        ..Cost::default()
    };
    assert_eq!(read(enough.clone()).unwrap(), long);
    let memory = Cost {
        memory: 1 << 20,
        ..Cost::default()
    };
    let overrun = |overrun: Overrun| Err(Error::Zip(overrun.into()));
    assert_eq!(read(memory), overrun(Overrun::Memory { limit: 1 << 20 }));
    let limit = Duration::from_secs(1);
    let late = Cost {
        time: limit,
        clock: Clock::new({
            let looks = AtomicU64::new(0);
            move || Duration::from_secs(looks.fetch_add(1, Ordering::Relaxed))
        }),
        ..enough
    };
    assert_eq!(read(late), overrun(Overrun::Time { limit }));
}

#[test]
fn what_is_no_zip_is_refused_with_how_it_begins_and_what_to_send() {
    let read = read(Cursor::new(b"%PDF-1.7\n"), &Limits::default());
    assert_eq!(
        read.unwrap_err().to_string(),
        "the archive of a study is not a ZIP file: it begins with “%PDF-1.7”, as a PDF file does; send the .enid as Enid wrote it, or \
         take it again with enid study export --format enid"
    );
}

#[test]
fn a_name_that_leads_out_of_the_archive_is_refused() {
    let out = archive(vec![part("../etc/passwd", "x")]);
    assert!(error(&out).contains("leads out of the archive"));
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = may_be(&bytes);
        let _ = read(Cursor::new(&bytes), &Limits::default());
    }

    #[test]
    fn an_archive_of_which_any_byte_was_changed_is_refused_or_the_same(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = written(&two());
        let at = at.index(bytes.len());
        bytes[at] = to;
        if let Ok(read) = read(Cursor::new(&bytes), &Limits::default()) {
            prop_assert_eq!(read.parts, two().parts);
        }
    }
}
