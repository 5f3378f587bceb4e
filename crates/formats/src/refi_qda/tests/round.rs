//! What is written is read again as it was, and written again as the same bytes (Q30).

use std::io::{Cursor, Write};

use proptest::prelude::*;

use super::super::model::{Anchor, Project, Source, TextDocument};
use super::super::{
    Error, Form, Limits, MediaFiles, NoMedia, Profile, Report, Settings, read_whole, validate,
    write_whole,
};
use super::random::projects;

/// One picture, and a twin that is a document of Word by its look.
struct Photo;

impl MediaFiles for Photo {
    fn copy(&mut self, file: &str, output: &mut dyn Write) -> Result<Option<u64>, Error> {
        let bytes: &[u8] = match file {
            "twin.docx" => b"PK\x03\x04 word/document.xml",
            name if name.to_ascii_lowercase().ends_with(".jpg") => b"\xff\xd8\xff photo",
            name if name.ends_with(".docx") => b"PK\x03\x04 word/document.xml",
            _ => return Ok(None),
        };
        output.write_all(bytes).map_err(|_| Error::Stopped)?;
        Ok(Some(bytes.len() as u64))
    }
}

fn written(project: &Project, settings: &Settings) -> (Vec<u8>, Report) {
    let output = Cursor::new(Vec::new());
    let (output, report) = write_whole(output, settings, project, &mut Photo).unwrap();
    (output.into_inner(), report)
}

fn every_form() -> [Settings; 3] {
    let of = |form, profile| Settings {
        form,
        profile,
        ..Settings::default()
    };
    [
        of(Form::Archive, Profile::Standard),
        of(Form::Archive, Profile::Nvivo),
        of(Form::Bare, Profile::Standard),
    ]
}

/// All texts of a project, in their order.
fn texts(project: &Project) -> Vec<&TextDocument> {
    let mut all = Vec::new();
    for source in &project.sources {
        match source {
            Source::Text(text) => all.push(text),
            Source::Picture(picture) => all.extend(picture.text.as_deref()),
            Source::Pdf(pdf) => {
                let parts = pdf.selections.iter();
                all.extend(parts.filter_map(|part| part.place.representation.as_deref()));
                all.extend(pdf.representation.as_deref());
            }
            Source::Audio(_) | Source::Video(_) => {}
        }
    }
    all.extend(&project.notes);
    all
}

/// What selections show, with the codes on it; U+FFFD for what XML cannot hold, and numbers where the place is in doubt.
fn slices(project: &Project) -> Vec<(String, Vec<uuid::Uuid>)> {
    let texts = texts(project);
    let selections = texts.iter().flat_map(|text| {
        let content = text.text.as_ref().map(|text| text.content.as_str());
        text.selections.iter().map(move |one| (content, one))
    });
    let shown = selections.map(|(content, one)| {
        let place = one.place;
        let slice = match (place.anchor, content) {
            (Anchor::Placed, Some(content)) => {
                let characters = content.chars().skip(place.start as usize);
                let slice = characters.take((place.end - place.start) as usize);
                slice
                    .map(|c| {
                        if super::super::lexical::is_xml(c) {
                            c
                        } else {
                            '\u{fffd}'
                        }
                    })
                    .collect()
            }
            _ => format!("{} to {}", place.start, place.end),
        };
        (
            slice,
            one.codings.iter().map(|coding| coding.code).collect(),
        )
    });
    shown.collect()
}

proptest! {
    #[test]
    fn a_project_is_written_read_and_written_again_as_the_same_bytes(project in projects()) {
        for settings in every_form() {
            let (first, report) = written(&project, &settings);
            let reading = read_whole(Cursor::new(&first), &Limits::default()).unwrap();
            prop_assert!(reading.report.schema.valid, "{:?}", reading.report.schema);
            prop_assert!(reading.dangling.is_empty());
            let dropped: u64 = reading.report.counts.values().map(|count| count.dropped).sum();
            prop_assert_eq!(dropped, 0);
            for (element, count) in &report.counts {
                prop_assert_eq!(count.written, reading.report.count(element).read, "{}", element);
            }
            prop_assert_eq!(slices(&reading.project), slices(&project));
            let (second, _) = written(&reading.project, &settings);
            prop_assert!(first == second, "{:?}: {}", settings.form, differing(&first, &second));
        }
    }

    #[test]
    fn what_is_written_breaks_no_rule_of_the_schema_nor_any_beyond_it(project in projects()) {
        for settings in every_form() {
            let (bytes, _) = written(&project, &settings);
            let found = validate(Cursor::new(bytes), &Limits::default()).unwrap();
            prop_assert!(found.valid(), "{:?}", found.errors);
            // A text may be missing in the project itself.
            let missing = |what: &str| what.starts_with("it has no text");
            prop_assert!(found.warnings.iter().all(|one| missing(&one.what)), "{:?}", found.warnings);
        }
    }

    #[test]
    fn a_codebook_keeps_every_code_and_counts_what_it_leaves(project in projects()) {
        let settings = Settings { form: Form::Codebook, ..Settings::default() };
        let output = write_whole(Cursor::new(Vec::new()), &settings, &project, &mut NoMedia);
        if project.codes.is_empty() {
            prop_assert!(matches!(output, Err(Error::NoCode)));
            return Ok(());
        }
        let (bytes, report) = output.unwrap();
        let found = validate(Cursor::new(bytes.get_ref()), &Limits::default()).unwrap();
        prop_assert!(found.valid() && found.warnings.is_empty(), "{:?}", found);
        let reading = read_whole(Cursor::new(bytes.get_ref()), &Limits::default()).unwrap();
        prop_assert!(reading.codebook);
        let (whole, _) = written(&project, &Settings::default());
        let whole = read_whole(Cursor::new(whole), &Limits::default()).unwrap();
        for (element, read) in whole.report.counts {
            if element == "CodeBook" || element == "Project" {
                continue;
            }
            let count = report.count(element);
            // A text that stood in a file stands in the XML otherwise.
            if element != "PlainTextContent" {
                prop_assert_eq!(count.written + count.dropped, read.read, "{}", element);
            }
        }
        let (again, _) = write_whole(Cursor::new(Vec::new()), &settings, &reading.project, &mut NoMedia).unwrap();
        prop_assert_eq!(bytes.get_ref(), again.get_ref());
    }
}

proptest! {
    #[test]
    fn whatever_can_be_read_can_be_written(project in projects(), changes in proptest::collection::vec((any::<u16>(), 0..6_u8), 1..12)) {
        let bare = Settings { form: Form::Bare, ..Settings::default() };
        let (xml, _) = written(&project, &bare);
        let mut lines: Vec<String> = String::from_utf8(xml).unwrap().lines().map(str::to_owned).collect();
        for (at, way) in changes {
            // The root stays, and other programs count otherwise.
            let (at, last) = (2 + usize::from(at) % (lines.len() - 2), lines.len() - 2);
            match way {
                0 if lines.len() > 4 => drop(lines.remove(at)),
                1 => lines.insert(at, lines[at].clone()),
                2 => lines.swap(at, last),
                3 => lines[at] = lines[at].replace("e71d0000", "e71d"),
                4 => lines[at] = lines[at].replacen("0000000", "0000001", 1),
                _ => lines[1] = lines[1].replace("origin=\"Enid\"", "origin=\"Other\""),
            }
        }
        let Ok(reading) = read_whole(Cursor::new(lines.join("\n")), &Limits::default()) else {
            return Ok(());
        };
        for settings in every_form() {
            let (first, _) = written(&reading.project, &settings);
            let again = read_whole(Cursor::new(&first), &Limits::default()).unwrap();
            prop_assert!(again.report.schema.valid, "{:?}", again.report.schema);
            let (second, _) = written(&again.project, &settings);
            prop_assert!(first == second, "{:?}: {}", settings.form, differing(&first, &second));
        }
    }
}

/// The first place at which two files differ, unpacked.
fn differing(first: &[u8], second: &[u8]) -> String {
    let xml = |bytes: &[u8]| {
        let mut content = String::new();
        match zip::ZipArchive::new(Cursor::new(bytes.to_vec())) {
            Ok(mut zip) => {
                let mut entry = zip.by_name("project.qde").unwrap();
                std::io::Read::read_to_string(&mut entry, &mut content).unwrap();
            }
            Err(_) => content = String::from_utf8(bytes.to_vec()).unwrap(),
        }
        content
    };
    let (first, second) = (xml(first), xml(second));
    let lines = first.lines().zip(second.lines());
    let mut other = lines.filter(|(one, two)| one != two);
    other
        .next()
        .map_or("the files beside the XML".to_owned(), |(one, two)| {
            format!("\n{one}\n{two}")
        })
}
