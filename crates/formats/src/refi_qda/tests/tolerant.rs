//! Departures from the standard that real programs make: read, and named (Q19).

use super::super::model::{Anchor, Colour, Source};
use super::{id, packed, project, whole};

fn rules(reading: &super::Reading) -> Vec<&'static str> {
    reading
        .report
        .findings
        .iter()
        .map(|finding| finding.rule)
        .collect()
}

fn coded() -> String {
    format!(
        "<PlainTextSelection guid=\"{}\" name=\"word\" startPosition=\"0\" endPosition=\"4\"><Coding guid=\"{}\" creatingUser=\"{}\"><CodeRef targetGUID=\"{{{}}}\"/></Coding></PlainTextSelection>",
        id(5),
        id(6),
        id(1),
        id(2)
    )
}

#[test]
fn sources_before_users_and_codes_are_read_as_those_after_them() {
    let right = project("x", &coded());
    let sources = &right[right.find("<Sources>").unwrap()..right.find("</Project>").unwrap()];
    let wrong = right
        .replace(sources, "")
        .replace("<Users>", &format!("{sources}<Users>"));
    let read = |xml: &str| {
        whole(&packed(&[
            ("Trial.qde", xml.as_bytes()),
            ("Sources/", b""),
            ("Sources/T.TXT", b"word word"),
            ("sources/.root", b""),
        ]))
    };
    let (right, wrong) = (read(&right), read(&wrong));
    assert!(right.report.schema.valid && !wrong.report.schema.valid);
    assert_eq!(right.project, wrong.project);
    assert_eq!(right.report.counts, wrong.report.counts);
    let Source::Text(text) = &wrong.project.sources[0] else {
        panic!("a text")
    };
    assert_eq!(text.selections[0].codings.len(), 1);
    assert!(text.selections[0].codings[0].created.user.is_some());
}

#[test]
fn a_bare_name_is_internal_and_a_path_outside_is_never_followed() {
    let bare = project("x", "").replace("internal://", "");
    let reading = whole(&packed(&[
        ("project.qde", bare.as_bytes()),
        ("sources/t.txt", b"word"),
    ]));
    assert_eq!(rules(&reading), ["Q19c"]);
    let Source::Text(text) = &reading.project.sources[0] else {
        panic!("a text")
    };
    assert_eq!(text.text.as_ref().unwrap().content, "word");
    let outside = project("x", "").replace("internal://t.txt", "absolute:///etc/passwd");
    assert_eq!(rules(&whole(outside.as_bytes())), ["Q7"]);
}

#[test]
fn tokens_doubles_and_references_to_nothing_are_named() {
    let xml = project("x", &coded().replace(&id(6), "c001"))
        .replace(&format!("{{{}}}", id(2)), &id(99))
        .replace(&id(5), &id(3));
    let reading = whole(&packed(&[
        ("project.qde", xml.as_bytes()),
        ("sources/t.txt", b"word word"),
    ]));
    let Source::Text(text) = &reading.project.sources[0] else {
        panic!("a text")
    };
    assert!(text.selections[0].codings.is_empty());
    assert_eq!(reading.report.count("Coding").dropped, 1);
    assert_ne!(text.selections[0].about.guid, text.about.guid);
    assert_eq!(rules(&reading), ["Q19h"; 3]);
}

#[test]
fn colours_users_and_unknown_elements_stop_nothing() {
    let xml = project("x", &coded().replace(&id(1), &id(77)))
        .replace(
            "isCodable=\"true\"",
            "isCodable=\"true\" color=\"rgba(255,0,0,0.5)\" weight=\"3\"",
        )
        .replace("<Sources>", "<Wishes><Wish/></Wishes><Sources>");
    let reading = whole(&packed(&[
        ("project.qde", xml.as_bytes()),
        ("sources/t.txt", b"word word"),
    ]));
    assert_eq!(reading.project.codes[0].colour, Some(Colour(255, 0, 0)));
    let mut rules = rules(&reading);
    rules.sort_unstable();
    assert_eq!(rules, ["Q19g", "Q19g", "Q19m", "Q19p"]);
    let text = reading.report.to_text();
    assert!(text.contains("Q19p <Users>: changed: the user"), "{text}");
    assert!(reading.report.to_json().contains("\"rule\": \"Q19m\""));
}

#[test]
fn sources_of_one_name_get_numbers() {
    let again = format!(
        "<TextSource guid=\"{}\" name=\"t\"><PlainTextContent>a&#13;\nb</PlainTextContent></TextSource></Sources>",
        id(9)
    );
    let reading = whole(project("x", "").replace("</Sources>", &again).as_bytes());
    let names: Vec<_> = reading
        .project
        .sources
        .iter()
        .map(|one| one.about().name.as_deref())
        .collect();
    assert_eq!(names, [Some("t"), Some("t (2)")]);
    let Source::Text(text) = &reading.project.sources[1] else {
        panic!("a text")
    };
    assert_eq!(text.text.as_ref().unwrap().content, "a\nb");
}

#[test]
fn users_and_codes_are_known_when_the_first_source_comes() {
    let right = project("x", "");
    let sources = &right[right.find("<Sources>").unwrap()..right.find("</Project>").unwrap()];
    let wrong = right
        .replace(sources, "")
        .replace("<Users>", &format!("{sources}<Users>"));
    for xml in [right.as_str(), wrong.as_str()] {
        let mut seen = Vec::new();
        let limits = super::Limits::default();
        let read = super::super::read(std::io::Cursor::new(xml), &limits, |known, _| {
            seen.push((known.users.len(), known.codes.len()));
            Ok(())
        });
        assert!(read.is_ok());
        assert_eq!(seen, [(1, 1)]);
    }
}

#[test]
fn a_span_that_two_ways_of_counting_put_elsewhere_is_unverified() {
    let selection = format!(
        "<PlainTextSelection guid=\"{}\" startPosition=\"4\" endPosition=\"5\"/>",
        id(5)
    );
    let anchor = |origin: &str| {
        let xml = project(origin, &selection);
        let text = "你好\r\n吗我他她".as_bytes();
        let reading = whole(&packed(&[
            ("project.qde", xml.as_bytes()),
            ("sources/t.txt", text),
        ]));
        let Source::Text(text) = &reading.project.sources[0] else {
            panic!("a text")
        };
        (
            text.selections[0].place.start,
            text.selections[0].place.anchor,
        )
    };
    assert_eq!(anchor("some program"), (4, Anchor::Unverified));
    assert_eq!(anchor("NVivo for Windows 12.6"), (3, Anchor::Placed));
}

#[test]
fn a_case_that_holds_a_case_loses_that_alone() {
    let case = format!(
        "<Cases><Case guid=\"{0}\" name=\"k\"><CodeRef targetGUID=\"{0}\"/></Case></Cases><Sources>",
        id(20)
    );
    let xml = project("x", &coded().replace(&format!("{{{}}}", id(2)), &id(20)))
        .replace("<Sources>", &case);
    let reading = whole(&packed(&[
        ("project.qde", xml.as_bytes()),
        ("sources/t.txt", b"word word"),
    ]));
    assert!(reading.project.cases[0].code_refs.is_empty());
    let Source::Text(text) = &reading.project.sources[0] else {
        panic!("a text")
    };
    // A case may be coded with; only a case's own code may not be one (Q19i).
    assert_eq!(text.selections[0].codings.len(), 1);
    assert_eq!(reading.report.count("Coding").dropped, 0);
}

#[test]
fn in_our_own_files_a_name_moves_neither_a_point_nor_what_stands_beside_a_place_in_doubt() {
    let point = format!(
        "<PlainTextSelection guid=\"{}\" name=\"w\" startPosition=\"5\" endPosition=\"5\"/>",
        id(5)
    );
    let xml = project("Enid 1", &point);
    let reading = whole(&packed(&[
        ("project.qde", xml.as_bytes()),
        ("sources/t.txt", b"word word"),
    ]));
    let Source::Text(text) = &reading.project.sources[0] else {
        panic!("a text")
    };
    let place = text.selections[0].place;
    assert_eq!(
        (place.start, place.end, place.anchor),
        (5, 5, Anchor::Placed)
    );

    // In UTF-16 units the two positions would hold "ab", which the name of the first selection quotes.
    let selection = |own: u32, more: &str| {
        format!(
            "<TranscriptSelection guid=\"{}\" fromSyncPoint=\"{}\" toSyncPoint=\"{}\"{more}</TranscriptSelection>",
            id(own),
            id(11),
            id(12)
        )
    };
    let audio = format!(
        "<AudioSource guid=\"{}\" name=\"m\"><Transcript guid=\"{}\"><PlainTextContent>😀 ab cd</PlainTextContent>\
         <SyncPoint guid=\"{}\" position=\"3\"/><SyncPoint guid=\"{}\" position=\"5\"/>{}{}</Transcript></AudioSource></Sources>",
        id(13),
        id(14),
        id(11),
        id(12),
        selection(
            15,
            " name=\"ab\"><Description>[enid: anchor unverified]</Description>"
        ),
        selection(16, ">"),
    );
    let xml = project("Enid 1", "").replace("</Sources>", &audio);
    let reading = whole(xml.as_bytes());
    let Source::Audio(audio) = &reading.project.sources[1] else {
        panic!("a recording")
    };
    let spans = audio.transcripts[0].selections.iter();
    let spans: Vec<_> = spans.filter_map(|one| one.place.span).collect();
    let spans: Vec<_> = spans
        .iter()
        .map(|span| (span.start, span.end, span.anchor))
        .collect();
    assert_eq!(spans, [(3, 5, Anchor::Unverified), (3, 5, Anchor::Placed)]);
}
