use super::*;
use crate::outputs::OutputFormat;
use crate::trail::Phrase;
use formats::refi_qda::{Limits, read_whole, validate};
use formats::table::{Limits as TableLimits, read_csv};
use platform::clock::Instant;
use std::io::Cursor;

const DAY: i64 = 86_400_000_000;

fn phrase(id: u128) -> Phrase {
    Phrase {
        id: Uuid::from_u128(id),
        seal: String::new(),
    }
}

/// `=Leaving`, which is defined, with Asking under it; and Going, which was merged into it.
fn book() -> Book {
    let state = |name: u128, definition: Option<u128>, parent: Option<u128>| CodeState {
        name: phrase(name),
        definition: definition.map(phrase),
        parent: parent.map(Uuid::from_u128),
        position: i64::try_from(name).unwrap(),
        level: "latent".to_owned(),
        origin: String::new(),
        status: CodeStatus::Active,
        merged_into: None,
        colour: Some(Colour::Teal),
        is_heading: false,
    };
    let mut going = state(3, None, None);
    going.status = CodeStatus::Retired;
    going.merged_into = Some(Uuid::from_u128(1));
    let nodes = [
        (1, state(1, Some(11), None)),
        (2, state(2, None, Some(1))),
        (3, going),
    ];
    let texts = [
        (1, "=Leaving"),
        (2, "Asking"),
        (3, "Going"),
        (11, "To go,\nor to be sent"),
    ];
    Book::new(
        nodes.map(|(id, node)| (Uuid::from_u128(id), node)).into(),
        texts
            .map(|(id, text)| (Uuid::from_u128(id), text.to_owned()))
            .into(),
    )
}

/// Both codes were added on the second day of 1970, and the second was changed on the tenth.
fn events() -> Vec<Event> {
    let event = |seq: i64, code: u128, day: i64| Event {
        study: Uuid::nil(),
        seq,
        at: Instant(day * DAY),
        member: None,
        phase: None,
        act: Uuid::from_u128(seq.unsigned_abs().into()),
        kind: "code.create".to_owned(),
        subject: (CODE.to_owned(), Uuid::from_u128(code)),
        before: None,
        after: Some("{}".to_owned()),
        why: None,
        reverts: None,
        hash: Vec::new(),
    };
    vec![event(1, 1, 1), event(2, 2, 1), event(3, 2, 9)]
}

fn stamp() -> Stamp {
    Stamp::new("The north study", Date::constant(2031, 3, 4))
}

fn written(rows: &[Row], format: OutputFormat) -> Vec<u8> {
    output(rows, &[], &stamp()).write(format).unwrap().1
}

#[test]
fn a_codebook_has_its_hierarchy_its_days_and_what_is_missing() {
    let page = String::from_utf8(written(&rows(&book(), &events(), None), OutputFormat::Html));
    let page = page.unwrap();
    for words in [
        "2 codes are in use, and 1 out of use.",
        "<td>1.1</td><th scope=\"row\"><p>Asking</p><p>latent</p></th>",
        "Out of use: merged into =Leaving.",
        "2 Jan 1970",
        "10 Jan 1970",
        "One code in use has no definition.",
        "The north study, as of 4 March 2031.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("Codings"), "{page}");
    let none = written(&[], OutputFormat::Html);
    assert!(
        String::from_utf8(none)
            .unwrap()
            .contains("There is no code yet.")
    );
}

#[test]
fn counts_are_there_where_they_are_asked_for_and_cells_are_no_formulas() {
    let counts = [(Uuid::from_u128(2), 7)].into();
    let rows = rows(&book(), &events(), Some(&counts));
    let csv = read_csv(&written(&rows, OutputFormat::Csv), TableLimits::STUDY).unwrap();
    let column = |name: &str| {
        let at = csv.header.iter().position(|head| head == name).unwrap();
        let cells = csv.rows.iter().map(|row| row.cells[at].as_str());
        cells.collect::<Vec<_>>()
    };
    assert_eq!(column("code"), ["=Leaving", "=Leaving > Asking", "Going"]);
    assert_eq!(column("codings"), ["0", "7", "0"]);
    assert_eq!(column("status"), ["active", "active", "merged"]);
    assert_eq!(column("changed"), ["1970-01-02", "1970-01-10", ""]);
    let raw = String::from_utf8(written(&rows, OutputFormat::Csv)).unwrap();
    assert!(raw.contains(",'=Leaving,"), "{raw}");
}

#[test]
fn the_same_codebook_is_the_same_bytes_in_every_format() {
    let rows = rows(&book(), &events(), None);
    for format in OutputFormat::DEFAULT {
        assert!(
            written(&rows, format) == written(&rows, format),
            "{format:?}"
        );
    }
    assert_eq!(qdc(&rows).unwrap(), qdc(&rows).unwrap());
}

#[test]
fn p14_other_programs_read_the_codebook_and_no_identifier_of_the_study_is_in_it() {
    let before = rows(&book(), &events(), None);
    let file = qdc(&before).unwrap().unwrap();
    let valid = validate(Cursor::new(&file), &Limits::default()).unwrap();
    assert!(valid.valid(), "{valid:?}");
    let read = read_whole(Cursor::new(&file), &Limits::default()).unwrap();
    let codes = &read.project.codes;
    assert_eq!(codes.len(), 2);
    assert_eq!(
        (codes[0].name.as_str(), codes[0].children[0].name.as_str()),
        ("=Leaving", "Asking")
    );
    let said = codes[0].description.as_deref();
    assert_eq!(said, Some("To go,\nor to be sent\nlatent"));
    assert_eq!(
        codes[0].colour,
        Some(formats::refi_qda::model::Colour(0x1f, 0x63, 0x74))
    );
    let said = codes[1].description.as_deref();
    assert_eq!(said, Some("Out of use: merged into =Leaving.\nlatent"));
    let guids = |codes: &[formats::refi_qda::model::Code]| {
        codes.iter().map(|code| code.guid).collect::<Vec<_>>()
    };
    assert!(!guids(codes).contains(&Uuid::from_u128(1)));
    let mut after = before;
    after[1].definition = "Otherwise".to_owned();
    let other = qdc(&after).unwrap().unwrap();
    let other = read_whole(Cursor::new(&other), &Limits::default()).unwrap();
    assert_ne!(
        guids(codes),
        guids(&other.project.codes),
        "nothing joins two files"
    );
    assert_eq!(qdc(&[]).unwrap(), None);
}
