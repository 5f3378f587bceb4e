//! Files made to do harm get a named error, or are read with what is wrong in them left out (Q32).

use std::io::Cursor;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use proptest::prelude::*;

use super::super::model::{Anchor, Source};
use super::super::{Error, Limits, read, read_whole, validate};
use super::{id, packed, project, refusal, whole};
use crate::cost::{Clock, Cost, Overrun};
use crate::zipped;

fn one(xml: &[u8]) -> Vec<u8> {
    packed(&[("project.qde", xml)])
}

#[test]
fn a_bomb_is_refused_while_it_unfolds() {
    let mut xml = b"<Project name='x' xmlns='urn:QDA-XML:project:1.0'>".to_vec();
    xml.resize(64 << 20, b' ');
    assert!(matches!(
        refusal(&one(&xml)),
        Error::File(zipped::Error::TooLarge { .. })
    ));
}

#[test]
fn names_that_lead_out_of_the_archive_and_doubles_are_refused() {
    for name in [
        "../x",
        "a/../../x",
        "/etc/x",
        "C:x",
        "sources\\x",
        "PROJECT.QDE",
    ] {
        let bytes = packed(&[("project.qde", b"<Project/>"), (name, b"x")]);
        assert!(
            matches!(refusal(&bytes), Error::File(zipped::Error::Refused { .. })),
            "{name}"
        );
    }
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let bytes = one(project("x", "").as_bytes());
    let list = bytes
        .windows(4)
        .position(|sign| sign == b"PK\x01\x02")
        .unwrap();
    let end = bytes
        .windows(4)
        .position(|sign| sign == b"PK\x05\x06")
        .unwrap();
    // The list names the one entry twice, the second time by another name.
    let again = bytes[list..end].to_vec();
    let named = again
        .windows(11)
        .position(|name| name == b"project.qde")
        .unwrap();
    let mut shared = bytes[..end].to_vec();
    shared.extend_from_slice(&again);
    shared[end + named] = b'q';
    let mut tail = bytes[end..].to_vec();
    (tail[8], tail[10]) = (2, 2);
    tail[12..16].copy_from_slice(&u32::try_from(2 * again.len()).unwrap().to_le_bytes());
    shared.extend(tail);
    assert_eq!(
        refusal(&shared).to_string(),
        "the project is refused, the list of its files: two entries share bytes; export it again as .qdpx from the program that \
         wrote it"
    );
}

#[test]
fn a_code_that_is_its_own_ancestor_is_two_codes() {
    let code = "<Code guid=\"c\" name=\"c\" isCodable=\"true\"><Code guid=\"c\" name=\"d\" isCodable=\"true\"/></Code>";
    let xml = format!(
        "<Project name='x' xmlns='urn:QDA-XML:project:1.0'><CodeBook><Codes>{code}</Codes></CodeBook></Project>"
    );
    let reading = whole(xml.as_bytes());
    let codes = &reading.project.codes;
    assert_eq!(super::super::model::Code::count(codes), 2);
    assert_ne!(codes[0].guid, codes[0].children[0].guid);
}

#[test]
fn more_entries_than_a_project_has_are_refused() {
    let names: Vec<String> = (0..2_001).map(|at| format!("sources/{at}.txt")).collect();
    let entries: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &b"x"[..]))
        .collect();
    assert_eq!(
        refusal(&packed(&entries)).to_string(),
        "the archive has more than 2000 entries"
    );
}

#[test]
fn document_types_entities_and_other_encodings_are_refused_with_line_and_column() {
    let laughs = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>\n<Project name='&b;'/>";
    let message = refusal(&one(laughs)).to_string();
    assert!(
        message.starts_with("project.qde, line 1, column "),
        "{message}"
    );
    assert!(message.ends_with("a DOCTYPE is refused"), "{message}");
    let outside = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>\n<Project name='&a;'/>";
    assert!(
        refusal(&one(outside))
            .to_string()
            .ends_with("a DOCTYPE is refused")
    );
    let undefined = b"<Project name='x'>\n  <Description>&file;</Description></Project>";
    let message = refusal(&one(undefined)).to_string();
    assert!(
        message.starts_with("project.qde, line 2, column "),
        "{message}"
    );
    let mut wide = vec![0xff, 0xfe];
    wide.extend("<Project/>".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(refusal(&wide).to_string().contains("UTF-16"));
    assert!(matches!(
        refusal(b"<Project name='\xff\xff'/>"),
        Error::Xml { .. }
    ));
    assert!(matches!(refusal(b"<Project name='x'>"), Error::Xml { .. }));
}

#[test]
fn what_is_no_project_says_what_it_is() {
    assert!(matches!(
        refusal(b"%PDF-1.7"),
        Error::Foreign {
            found: "a PDF file"
        }
    ));
    assert!(matches!(refusal(b""), Error::Foreign { .. }));
    assert!(matches!(refusal(b"<html/>"), Error::Root { .. }));
    let several = packed(&[("a.qde", b"<Project/>"), ("b.qde", b"<Project/>")]);
    assert_eq!(
        refusal(&several).to_string(),
        "the archive holds several project files: a.qde, b.qde"
    );
}

#[test]
fn nesting_without_end_is_refused() {
    let mut xml =
        String::from("<Project name='x' xmlns='urn:QDA-XML:project:1.0'><CodeBook><Codes>");
    xml.push_str(&"<Code guid='a' name='c' isCodable='true'>".repeat(1_000_000));
    assert!(
        refusal(xml.as_bytes())
            .to_string()
            .contains("more than 64 levels")
    );
}

#[test]
fn half_a_character_becomes_a_replacement_and_is_said() {
    let xml = project("x", "").replace("name=\"t\"", "name=\"a&#xD83D;b\"");
    let reading = whole(&packed(&[
        ("project.qde", xml.as_bytes()),
        ("sources/t.txt", b"x"),
    ]));
    assert_eq!(
        reading.project.sources[0].about().name.as_deref(),
        Some("a\u{fffd}b")
    );
    assert!(
        reading
            .report
            .findings
            .iter()
            .any(|finding| finding.rule == "Q19n")
    );
}

#[test]
fn positions_that_no_text_has_stay_unverified() {
    for (start, end) in [
        ("9223372036854775808", "9"),
        ("-3", "2"),
        ("3", "1"),
        ("0", "99"),
        ("x", "2"),
    ] {
        let selection = format!(
            "<PlainTextSelection guid=\"{}\" startPosition=\"{start}\" endPosition=\"{end}\"><Coding guid=\"{}\"><CodeRef targetGUID=\"{}\"/></Coding></PlainTextSelection>",
            id(5),
            id(6),
            id(2)
        );
        let xml = project("NVivo", &selection);
        let reading = whole(&packed(&[
            ("project.qde", xml.as_bytes()),
            ("sources/t.txt", b"word word"),
        ]));
        let Source::Text(text) = &reading.project.sources[0] else {
            panic!("a text")
        };
        assert_eq!(
            text.selections[0].place.anchor,
            Anchor::Unverified,
            "{start} {end}"
        );
        assert_eq!(text.selections[0].codings.len(), 1, "the coding is kept");
    }
}

#[test]
fn lines_without_a_vertex_and_links_in_a_ring_stop_nothing() {
    let rest = format!(
        "<Links><Link guid=\"{0}\" originGUID=\"{1}\" targetGUID=\"{1}\"/><Link guid=\"{1}\" originGUID=\"{0}\" targetGUID=\"{0}\"/></Links>\
         <Graphs><Graph guid=\"{2}\"><Vertex guid=\"{3}\" firstX=\"1\" firstY=\"1\"/><Edge guid=\"{4}\" sourceVertex=\"{3}\" targetVertex=\"{5}\"/></Graph></Graphs></Project>",
        id(10),
        id(11),
        id(12),
        id(13),
        id(14),
        id(15)
    );
    let xml = project("x", "").replace("</Project>", &rest);
    let reading = whole(xml.as_bytes());
    assert_eq!(reading.project.links.len(), 2);
    assert!(reading.project.graphs[0].edges.is_empty());
    assert_eq!(reading.report.count("Edge").dropped, 2 - 1);
}

/// A project of as many codes, and then as many texts, each with a coded stretch.
fn of_size(number: u32) -> String {
    let codes: String = (0..number)
        .map(|at| {
            format!(
                "<Code guid=\"{}\" name=\"c{at}\" isCodable=\"true\"/>",
                id(100 + at)
            )
        })
        .collect();
    let texts: String = (0..number)
        .map(|at| {
            format!(
                "<TextSource guid=\"{}\" name=\"t{at}\"><PlainTextContent>word word</PlainTextContent></TextSource>",
                id(1_000_000 + at)
            )
        })
        .collect();
    format!(
        "<Project xmlns='urn:QDA-XML:project:1.0' name='p'><CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{texts}</Sources></Project>"
    )
}

fn costing(cost: Cost) -> Limits {
    Limits {
        cost,
        ..Limits::default()
    }
}

/// A clock that goes on by a second whenever somebody looks at it.
fn ticking() -> Clock {
    let seconds = AtomicU64::new(0);
    Clock::new(move || Duration::from_secs(seconds.fetch_add(1, Ordering::Relaxed)))
}

#[test]
fn q32_reading_that_takes_too_long_is_given_up_wherever_it_is() {
    let packed = one(of_size(2_000).as_bytes());
    for seconds in [1, 2, 10, 60] {
        let limits = costing(Cost {
            time: Duration::from_secs(seconds),
            clock: ticking(),
            ..Cost::default()
        });
        let limit = limits.cost.time;
        let late = Error::File(zipped::Error::Overrun(Overrun::Time { limit }));
        let read = read(Cursor::new(&packed), &limits, |_, _| Ok(()));
        assert_eq!(read.unwrap_err(), late, "{seconds}");
        let limits = costing(Cost {
            clock: ticking(),
            ..limits.cost
        });
        let checked = validate(Cursor::new(&packed), &limits);
        assert_eq!(checked.unwrap_err(), late, "{seconds}");
    }
    let said = Error::File(zipped::Error::Overrun(Overrun::Time {
        limit: Duration::from_secs(30),
    }));
    assert_eq!(
        said.to_string(),
        "reading it takes longer than 30 seconds, and was given up: a smaller file is read, and `enid` takes ten times as much with \
         --large"
    );
}

#[test]
fn q32_reading_that_holds_too_much_is_given_up_and_sources_that_are_let_go_cost_little() {
    let xml = of_size(2_000);
    let tight = |memory: u64| {
        costing(Cost {
            memory,
            ..Cost::default()
        })
    };
    let least = |keeps: bool| {
        (1..100)
            .map(|times| times * 100_000)
            .find(|memory| match keeps {
                true => read_whole(Cursor::new(&xml), &tight(*memory)).is_ok(),
                false => read(Cursor::new(&xml), &tight(*memory), |_, _| Ok(())).is_ok(),
            })
            .unwrap()
    };
    let (kept, let_go) = (least(true), least(false));
    assert!(let_go * 2 < kept, "{let_go} of {kept} bytes");
    let memory = let_go - 100_000;
    assert_eq!(
        read(Cursor::new(&xml), &tight(memory), |_, _| Ok(())).unwrap_err(),
        Error::File(zipped::Error::Overrun(Overrun::Memory { limit: memory }))
    );
    // A text beside the XML counts as well.
    let text = vec![b'x'; 1 << 20];
    let bytes = packed(&[
        ("project.qde", project("x", "").as_bytes()),
        ("sources/t.txt", &text),
    ]);
    let limits = Limits {
        zip: zipped::Limits {
            ratio: 10_000,
            ..zipped::Limits::default()
        },
        ..tight(2 << 20)
    };
    assert!(matches!(
        read_whole(Cursor::new(&bytes), &limits),
        Err(Error::File(zipped::Error::Overrun(Overrun::Memory { .. })))
    ));
}

#[test]
fn an_element_costs_as_much_memory_as_is_counted_for_it() {
    use super::super::model::{Case, Code, Coding, Edge, Link, Set, TextSelection, Vertex};
    // A list that grows has room for twice what stands in it; a selection holds the first list of its codings.
    let selection = 2 * size_of::<TextSelection>() + 4 * size_of::<Coding>();
    let with_its_children = 3 * super::super::read::ELEMENT;
    assert!(selection <= with_its_children, "{selection}");
    let alone = [
        size_of::<Code>(),
        size_of::<Case>(),
        size_of::<Coding>(),
        size_of::<Link>(),
        size_of::<Set>(),
        size_of::<Vertex>(),
        size_of::<Edge>(),
    ];
    for size in alone {
        assert!(2 * size <= super::super::read::ELEMENT, "{size}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_whole(Cursor::new(&bytes), &Limits::default());
        let mut xml = b"<Project xmlns='urn:QDA-XML:project:1.0' name='p'>".to_vec();
        xml.extend(&bytes);
        let _ = read_whole(Cursor::new(&one(&xml)), &Limits::default());
    }

    #[test]
    fn a_project_with_a_byte_changed_is_read_or_refused(at in 0_usize..2_000, byte in any::<u8>()) {
        let selection = format!("<PlainTextSelection guid=\"{}\" name=\"word\" startPosition=\"0\" endPosition=\"4\"/>", id(5));
        let mut bytes = packed(&[("project.qde", project("x", &selection).as_bytes()), ("sources/t.txt", b"word word")]);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read_whole(Cursor::new(&bytes), &Limits::default());
    }
}
