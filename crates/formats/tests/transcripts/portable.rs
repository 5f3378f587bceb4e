//! PDF built here: how lines become paragraphs, what is left out, and what is refused.

use std::fmt::Write as _;

use formats::transcript::pdf::{self, Pages};
use formats::transcript::{Error, Limits, Settings, read, read_with};

use crate::{codes, said};

/// A file of numbered objects; the first is the catalogue.
pub fn file(objects: &[String]) -> Vec<u8> {
    let mut text = String::from("%PDF-1.4\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(table, "{:010} 00000 n ", text.len());
        let _ = writeln!(text, "{number} 0 obj\n{object}\nendobj");
    }
    let start = text.len();
    let _ = write!(
        text,
        "{table}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    text.into_bytes()
}

pub fn stream(entries: &str, content: &str) -> String {
    format!(
        "<< {entries} /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// Pages that draw these contents with a font `F` of letters half as wide as high.
pub fn drawn(contents: &[String]) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len())
        .map(|page| format!("{} 0 R", 4 + 2 * page))
        .collect();
    let widths = "500 ".repeat(224);
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Count {} /Kids [{}] /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> >>",
            contents.len(),
            kids.join(" ")
        ),
        format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Any /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [{widths}] >>"
        ),
    ];
    for (page, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /Contents {} 0 R >>",
            5 + 2 * page
        ));
        objects.push(stream("", content));
    }
    file(&objects)
}

/// Text in letters of 10 points from a place on.
pub fn at(x: i32, y: i32, text: &str) -> String {
    format!("BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n")
}

/// Lines of a page from the top, 12 points apart.
fn page(lines: &[&str]) -> String {
    (0..)
        .zip(lines)
        .map(|(number, line)| at(50, 700 - 12 * number, line))
        .collect()
}

fn paragraphs(contents: &[String]) -> Pages {
    pdf::pages(&drawn(contents), &Limits::default()).unwrap()
}

const FULL: &str = "words that fill the whole line of the page";

#[test]
fn full_lines_join_and_a_line_with_room_ends_its_paragraph() {
    let pages = paragraphs(&[page(&[FULL, "and go on below until", FULL, "the end"])]);
    assert_eq!(
        pages.paragraphs,
        [
            format!("{FULL} and go on below until"),
            format!("{FULL} the end")
        ]
    );
}

#[test]
fn a_wider_gap_and_a_name_begin_paragraphs() {
    let text = at(50, 700, FULL)
        + &at(50, 688, FULL)
        + &at(50, 660, FULL)
        + &at(50, 648, "Otto: so it is here and there and then");
    let found = paragraphs(&[text]).paragraphs;
    assert_eq!(
        found,
        [
            format!("{FULL} {FULL}"),
            FULL.to_owned(),
            "Otto: so it is here and there and then".to_owned()
        ]
    );
}

#[test]
fn a_paragraph_goes_on_over_the_page_and_past_heads_and_feet() {
    let framed = |number: usize, lines: &[&str]| {
        at(50, 770, "Interview 12, printed 4 March")
            + &page(lines)
            + &at(500, 20, &format!("{number}/3"))
    };
    let pages = paragraphs(&[
        framed(1, &[FULL, FULL]),
        framed(2, &["which ended on the next page.", FULL]),
        framed(3, &["Ilse: Yes."]),
    ]);
    assert_eq!(
        pages.paragraphs,
        [
            format!("{FULL} {FULL} which ended on the next page."),
            FULL.to_owned(),
            "Ilse: Yes.".to_owned()
        ]
    );
    assert_eq!((pages.pages, pages.running_lines), (3, 6));
}

#[test]
fn a_page_number_alone_is_left_out_and_a_spoken_number_stays() {
    let pages = paragraphs(&[page(&["How many?", "12"]) + &at(300, 20, "- 1 -")]);
    assert_eq!(
        (
            pages.paragraphs.last().map(String::as_str),
            pages.running_lines
        ),
        (Some("12"), 1)
    );
}

#[test]
fn numbers_in_the_margin_are_left_out() {
    let lines: String = (0..8)
        .map(|line| {
            at(20, 700 - 24 * line, &format!("{}", line + 9))
                + &at(50, 700 - 24 * line, "Ilse: Some words")
        })
        .collect();
    let pages = paragraphs(&[lines]);
    assert_eq!(pages.paragraphs, vec!["Ilse: Some words"; 8]);
    assert_eq!(pages.running_lines, 8);
}

#[test]
fn words_split_at_a_line_end_are_joined_unless_their_hyphen_is_written_elsewhere() {
    let pages = paragraphs(&[page(&[
        "the well-known people of the whole hospi-",
        "tal came, and among them were many well-",
        "known ones, who went home - and that was",
        "all",
    ])]);
    assert_eq!(
        pages.paragraphs,
        [
            "the well-known people of the whole hospital came, and among them were many well-known ones, who went home - and that was all"
        ]
    );
    assert_eq!(pages.joined_words, 1);
}

#[test]
fn gaps_within_a_line_are_blanks_and_kerning_is_not() {
    let content = "BT /F 10 Tf 50 700 Td [(Il) 20 (se:) -400 (so)] TJ 100 0 Td (far) Tj ET";
    assert_eq!(
        paragraphs(&[content.to_owned()]).paragraphs,
        ["Ilse: so\tfar"]
    );
}

#[test]
fn letters_drawn_twice_are_read_once() {
    let content = at(50, 700, "Bold:") + &at(50, 700, "Bold:") + &at(100, 700, "thin");
    assert_eq!(paragraphs(&[content]).paragraphs, ["Bold:\tthin"]);
}

#[test]
fn text_aslant_and_text_beyond_the_sheet_are_left_out() {
    let content = page(&["Seen."])
        + "BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 100 Tm (DRAFT) Tj ET\n"
        + &at(50, -20, "cut off");
    let bytes = drawn(&[content]);
    let transcript = read("x.pdf", &bytes).unwrap();
    assert_eq!(said(&transcript), [(None, "Seen.")]);
    assert_eq!(
        codes(&transcript),
        [("rotated_left_out", None), ("no_speakers", None)]
    );
}

#[test]
fn a_page_turned_on_its_side_is_read() {
    let content = "BT /F 10 Tf 0 1 -1 0 300 50 Tm (Turned) Tj 0 -12 Td (twice) Tj ET".to_owned();
    assert_eq!(paragraphs(&[content]).paragraphs, ["Turned", "twice"]);
}

#[test]
fn forms_are_drawn_where_they_stand() {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [4 0 R] >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Any /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R /Resources << /XObject << /X 6 0 R >> >> >>".to_owned(),
        stream("", "q 1 0 0 1 10 20 cm /X Do Q"),
    ];
    objects.push(stream(
        "/Type /XObject /Subtype /Form /Resources << /Font << /F 3 0 R >> >>",
        "BT /F 10 Tf 50 700 Td (In a form: f\\374r) Tj ET",
    ));
    let pages = pdf::pages(&file(&objects), &Limits::default()).unwrap();
    assert_eq!(pages.paragraphs, ["In a form: für"]);
}

#[test]
fn pages_without_text_are_refused_with_advice() {
    let error = read("scan.pdf", &drawn(&["0 0 m 10 10 l S".to_owned()])).unwrap_err();
    assert_eq!(error, Error::NoTextLayer);
    assert!(error.to_string().contains("recognise the text"));
}

#[test]
fn letters_that_name_no_character_are_no_text() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [4 0 R] >>".to_owned(),
        "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 >>] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R /Resources << /Font << /F 3 0 R >> >> >>".to_owned(),
        stream("", "BT /F 10 Tf 50 700 Td <00010002> Tj ET"),
    ];
    assert_eq!(
        pdf::pages(&file(&objects), &Limits::default()),
        Err(Error::NoTextLayer)
    );
}

#[test]
fn each_limit_of_a_pdf_is_named_when_exceeded() {
    let bytes = drawn(&[page(&["one"]), page(&["two"])]);
    let refusal = |limits: Limits| {
        let settings = Settings {
            limits,
            ..Settings::default()
        };
        read_with("x.pdf", &bytes, &settings)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    let standard = Limits::default;
    assert_eq!(refusal(standard()), Ok(()));
    let refused = |limits, message: &str| assert_eq!(refusal(limits), Err(message.to_owned()));
    refused(
        Limits {
            pages: 1,
            ..standard()
        },
        "the PDF has more than 1 pages",
    );
    refused(
        Limits {
            operations: 9,
            ..standard()
        },
        "the PDF has more than 9 operations",
    );
    refused(
        Limits {
            text: 5,
            ..standard()
        },
        "the text has more than 5 bytes",
    );
    refused(
        Limits {
            unpacked: 30,
            ..standard()
        },
        "the unpacked PDF has more than 30 bytes",
    );
}

#[test]
fn what_is_no_pdf_is_refused_by_name() {
    for bytes in [
        &b"plain words"[..],
        b"%PDF-1.7",
        b"%PDF-1.7\ntrailer << /Root 1 0 R >>",
    ] {
        let error = read("x.pdf", bytes).unwrap_err().to_string();
        assert!(error.starts_with("broken pdf file, the file: "), "{error}");
    }
}
