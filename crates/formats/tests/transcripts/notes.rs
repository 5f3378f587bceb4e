//! Footnotes and endnotes: at the end of the turn that refers to them, each once.

use formats::transcript::{Limits, Output, Settings, Transcript, read, read_with, write};

use crate::documents::{NAMESPACES, archive, p, word, xml};
use crate::open_documents::open_document;
use crate::{codes, dense, said};

/// A paragraph with a reference to a footnote, or an endnote, behind its words.
fn refers(words: &str, kind: &str, attributes: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r><w:r><w:{kind}Reference {attributes}/></w:r></w:p>")
}

fn notes(kind: &str, notes: &[(&str, String)]) -> String {
    let notes: String = notes
        .iter()
        .map(|(id, inner)| format!("<w:{kind} w:id=\"{id}\">{inner}</w:{kind}>"))
        .collect();
    format!("<w:{kind}s {NAMESPACES}>{notes}</w:{kind}s>")
}

fn with_footnotes(body: &str, footnotes: &[(&str, String)]) -> Vec<u8> {
    archive(&[
        ("word/document.xml", &xml(body)),
        ("word/footnotes.xml", &notes("footnote", footnotes)),
    ])
}

fn texts(transcript: &Transcript) -> Vec<&str> {
    transcript.turns.iter().map(|t| t.text.as_str()).collect()
}

#[test]
fn a_note_of_a_word_document_ends_the_turn_that_refers_to_it() {
    let body = [
        p("Ilse: One"),
        refers("two", "footnote", "w:id=\"7\""),
        p("three"),
        refers("Otto: Four", "endnote", "w:id=\"7\""),
        refers("Ilse: Five", "footnote", "w:id=\"2\""),
        p("Otto: Six"),
    ];
    let separator = ("-1", "<w:p><w:r><w:separator/></w:r></w:p>".to_owned());
    let note = "<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> A ward: </w:t></w:r>\
                <w:ins><w:r><w:t>of six</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
        .to_owned();
    let footnotes = [separator, ("2", p("laughs")), ("7", note + &p("beds"))];
    let bytes = archive(&[
        ("word/document.xml", &xml(&body.concat())),
        ("word/footnotes.xml", &notes("footnote", &footnotes)),
        (
            "word/endnotes.xml",
            &notes("endnote", &[("7", p("see Ilse: so"))]),
        ),
    ]);
    let transcript = read("x.docx", &bytes).unwrap();
    assert_eq!(
        said(&transcript),
        [
            (
                Some("Ilse"),
                "One\ntwo\nthree\n[Note 1: A ward: of six beds]"
            ),
            (Some("Otto"), "Four\n[Endnote 1: see Ilse: so]"),
            (Some("Ilse"), "Five\n[Note 2: laughs]"),
            (Some("Otto"), "Six"),
        ]
    );
    assert_eq!(
        codes(&transcript),
        [
            ("notes_kept", None),
            ("deletions_ignored", None),
            ("insertions_kept", None)
        ]
    );
    assert!(transcript.warnings[0].message.starts_with("3 footnotes"));
}

#[test]
fn parts_with_notes_are_found_by_their_relationships() {
    let relationships = "<Relationships><Relationship Type=\"http://x/relationships/footnotes\" Target=\"notes2.xml\"/>\
                         <Relationship Type=\"http://x/relationships/endnotes\" Target=\"/other/ends.xml\"/></Relationships>";
    let body = refers("a", "footnote", "w:id=\"1\"") + &refers("b", "endnote", "w:id=\"1\"");
    let bytes = archive(&[
        ("word/_rels/document.xml.rels", relationships),
        ("word/document.xml", &xml(&body)),
        ("word/notes2.xml", &notes("footnote", &[("1", p("foot"))])),
        ("other/ends.xml", &notes("endnote", &[("1", p("end"))])),
    ]);
    let transcript = read("x.docx", &bytes).unwrap();
    assert_eq!(
        texts(&transcript),
        ["a\nb\n[Note 1: foot]\n[Endnote 1: end]"]
    );
}

#[test]
fn a_note_with_a_sign_of_its_own_has_no_number_and_counts_for_none() {
    let body = refers("a", "footnote", "w:id=\"1\" w:customMarkFollows=\"1\"")
        + &refers("b", "footnote", "w:id=\"2\"");
    let bytes = with_footnotes(&body, &[("1", p("* sign")), ("2", p("number"))]);
    assert_eq!(
        texts(&read("x.docx", &bytes).unwrap()),
        ["a\nb\n[Note: * sign]\n[Note 1: number]"]
    );
}

#[test]
fn a_note_is_read_once_and_a_missing_one_is_said() {
    let body = [
        refers("a", "footnote", "w:id=\"1\""),
        refers("b", "footnote", "w:id=\"1\""),
        refers("c", "footnote", "w:id=\"9\""),
        format!(
            "<w:p><w:del>{}</w:del></w:p>",
            "<w:r><w:footnoteReference w:id=\"3\"/></w:r>"
        ),
    ];
    let bytes = with_footnotes(&body.concat(), &[("1", p("once")), ("3", p("deleted"))]);
    let transcript = read("x.docx", &bytes).unwrap();
    assert_eq!(texts(&transcript), ["a\nb\nc\n[Note 1: once]"]);
    let counted: Vec<_> = transcript
        .warnings
        .iter()
        .map(|w| (w.code, &w.message[..2]))
        .collect();
    assert_eq!(
        counted[..2],
        [("notes_kept", "1 "), ("notes_left_out", "2 ")]
    );
}

#[test]
fn a_note_belongs_to_the_line_that_refers_to_it() {
    let body = "<w:p><w:r><w:t>Ilse: One</w:t><w:footnoteReference w:id=\"1\"/><w:br/><w:t>Otto: Two</w:t>\
                <w:footnoteReference w:id=\"2\"/><w:br/><w:t>Ilse:</w:t><w:footnoteReference w:id=\"3\"/><w:br/>\
                <w:t>Otto: Three</w:t></w:r></w:p>";
    let named = ["first", "second", "alone"];
    let footnotes: Vec<_> = ["1", "2", "3"].into_iter().zip(named.map(p)).collect();
    assert_eq!(
        said(&read("x.docx", &with_footnotes(body, &footnotes)).unwrap()),
        [
            (Some("Ilse"), "One\n[Note 1: first]"),
            (Some("Otto"), "Two\n[Note 2: second]"),
            (Some("Ilse"), "[Note 3: alone]"),
            (Some("Otto"), "Three"),
        ]
    );
}

#[test]
fn notes_of_an_open_document_keep_the_number_that_is_shown() {
    let note = |class: &str, mark: &str, inner: &str| {
        format!(
            "<text:note text:note-class=\"{class}\"><text:note-citation>{mark}</text:note-citation>\
             <text:note-body>{inner}</text:note-body></text:note>"
        )
    };
    let foot = note(
        "footnote",
        "4",
        "<text:p>A  ward:<text:s/>of<office:annotation><text:p>no</text:p></office:annotation> six</text:p>\n\
         <text:list><text:list-item><text:p>beds</text:p></text:list-item></text:list>",
    );
    let end = note("endnote", "ii", "<text:p>Ilse: later</text:p>");
    let body = format!(
        "<text:p>Ilse: One{foot} two </text:p><text:p>and</text:p><text:p>Otto: Three{end}</text:p>\
         <text:p>Ilse: Four{}</text:p><text:p>Otto: Five</text:p>",
        note("footnote", "5", "<text:p/>")
    );
    let transcript = read("x.odt", &open_document(&body)).unwrap();
    assert_eq!(
        said(&transcript),
        [
            (Some("Ilse"), "One two \nand\n[Note 4: A ward: of six beds]"),
            (Some("Otto"), "Three\n[Endnote ii: Ilse: later]"),
            (Some("Ilse"), "Four"),
            (Some("Otto"), "Five"),
        ]
    );
    assert_eq!(
        codes(&transcript),
        [("notes_kept", None), ("comments_left_out", None)]
    );
}

#[test]
fn notes_of_a_rich_text_are_numbered_in_their_order() {
    let file = br"{\rtf1 Ilse: One{\super\chftn{\footnote\pard\chftn{\b A} ward\par of {\deleted old}six}} two\par{\footnote alone}\par
Otto: Three{\deleted{\footnote gone}}\par Ilse: Four\par Otto: Five\par}";
    assert_eq!(
        said(&read("x.rtf", file).unwrap()),
        [
            (
                Some("Ilse"),
                "One two\n[Note 1: A ward of six]\n[Note 2: alone]"
            ),
            (Some("Otto"), "Three"),
            (Some("Ilse"), "Four"),
            (Some("Otto"), "Five"),
        ]
    );
}

#[test]
fn what_was_read_with_notes_is_read_back_from_its_text() {
    let body = [
        p("Ilse: One"),
        refers("Otto: Two", "footnote", "w:id=\"1\""),
        refers("Ilse: Three", "footnote", "w:id=\"2\""),
        p("Otto: Four"),
    ];
    let bytes = with_footnotes(&body.concat(), &[("1", p("a: b")), ("2", p("c: d"))]);
    let first = read("x.docx", &bytes).unwrap();
    let text = write(&first, "x", Output::Txt).unwrap();
    let again = read("x.txt", text.as_bytes()).unwrap();
    assert_eq!(said(&again), said(&first));
    for word in ["One", "Two", "Three", "Four", "a:b", "c:d"] {
        assert_eq!(dense(&text).matches(word).count(), 1, "{word}");
    }
}

#[test]
fn many_references_cost_no_more_than_the_limit_of_the_text() {
    let empty = "<text:note><text:note-body><text:p>x</text:p></text:note-body></text:note>";
    let body = format!("<text:p>{}</text:p>", empty.repeat(1_000));
    let limits = Limits {
        text: 10_000,
        ratio: 10_000,
        ..Limits::default()
    };
    let settings = Settings {
        limits,
        ..Settings::default()
    };
    let refused = read_with("x.odt", &open_document(&body), &settings).unwrap_err();
    assert_eq!(refused.to_string(), "the text has more than 10000 bytes");
    let broken = archive(&[
        ("word/document.xml", &xml(&p("a"))),
        ("word/footnotes.xml", "<x"),
    ]);
    let message = read("x.docx", &broken).unwrap_err().to_string();
    assert!(
        message.starts_with("broken docx file, word/footnotes.xml, byte "),
        "{message}"
    );
    assert_eq!(texts(&read("x.docx", &word(&p("a"))).unwrap()), ["a"]);
}
