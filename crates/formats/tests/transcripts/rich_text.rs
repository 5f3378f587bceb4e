//! RTF built here: what is text, in which code page, and what is refused.

use formats::transcript::document::Within;
use formats::transcript::{Error, Limits, Settings, read, read_with, rtf};

use crate::{codes, said};

fn texts(file: &[u8]) -> Vec<String> {
    let document = rtf::document(file, &Limits::default()).unwrap();
    document
        .paragraphs
        .into_iter()
        .map(|paragraph| paragraph.text)
        .collect()
}

#[test]
fn words_symbols_and_escapes_make_paragraphs() {
    let file = br"{\rtf1\ansi{\fonttbl{\f0\froman Times;}}{\colortbl;\red0;}{\info{\author Nobody}}{\*\generator x;}
{\header Page head\par}\pard\f0 Ilse:\tab One\~two\line three \b bold\b0 .\par Otto: \ldblquote Yes\rdblquote\emdash\{ok\}\\ \'e9t\u233?\par\par}";
    assert_eq!(
        texts(file),
        [
            "Ilse:\tOne\u{a0}two\nthree bold.",
            "Otto: “Yes”—{ok}\\ été",
            ""
        ]
    );
}

#[test]
fn a_font_names_the_code_page_of_its_bytes() {
    let file = br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset134 C;}}\f0 \'e9 {\f1 \'ef\'f0\'e8\'e2\'e5\'f2} {\f2 \'c4\'e3\'ba\'c3} \'fc\par}";
    assert_eq!(texts(file), ["é привет 你好 ü"]);
}

#[test]
fn characters_of_unicode_replace_what_stands_in_for_them() {
    let file =
        br"{\rtf1\uc1 \u8212?x{\uc2\u20320 ab\u22909\'a3\'a3}y\u-10179?\u-8704?z\uc0\u228 !\par}";
    assert_eq!(texts(file), ["—x你好y😀zä!"]);
}

#[test]
fn comments_deletions_and_pictures_are_left_out_and_counted() {
    let file = br"{\rtf1 Ab{\*\annotation comment}{\deleted gone}{\revised new}{\v hidden}{\pict\bin3 {}}}\par c\par}";
    let transcript = read("x.rtf", file).unwrap();
    assert_eq!(transcript.turns[0].text, "Abnew\nc");
    assert_eq!(
        codes(&transcript),
        [
            ("comments_left_out", None),
            ("deletions_ignored", None),
            ("insertions_kept", None),
            ("no_speakers", None)
        ]
    );
}

#[test]
fn links_show_their_text_and_cells_are_read_row_by_row() {
    let file = br#"{\rtf1{\field{\*\fldinst HYPERLINK "x"}{\fldrslt link}}\par\trowd\intbl Ilse:\cell One\cell\row\trowd\intbl Ilse:\cell Two\cell\row\pard end\par}"#;
    let document = rtf::document(file, &Limits::default()).unwrap();
    let found: Vec<_> = document
        .paragraphs
        .iter()
        .map(|p| (p.within, p.text.as_str()))
        .collect();
    let cell = |text| (Within::Cell, text);
    assert_eq!(
        found,
        [
            (Within::Body, "link"),
            cell("Ilse:"),
            cell("One"),
            cell("Ilse:"),
            cell("Two"),
            (Within::Body, "end")
        ]
    );
    assert_eq!(document.tables, 1);
    let transcript = read("x.rtf", file).unwrap();
    assert_eq!(
        said(&transcript)[1..],
        [(Some("Ilse"), "One"), (Some("Ilse"), "Two\nend")]
    );
}

#[test]
fn what_is_no_rtf_ends_early_or_nests_too_deep_is_refused_by_name() {
    let refusal = |file: &[u8]| read("x.rtf", file).unwrap_err().to_string();
    assert_eq!(
        refusal(b"plain"),
        "broken rtf file, byte 0: the file does not begin with {\\rtf"
    );
    assert_eq!(
        refusal(br"{\rtf1 {\b Ilse"),
        "broken rtf file, byte 15: the end is missing"
    );
    let deep = [&br"{\rtf1 "[..], &b"{".repeat(1_000_000)].concat();
    assert_eq!(
        refusal(&deep),
        "the nesting of groups has more than 64 levels"
    );
    let limits = Limits {
        text: 5,
        ..Limits::default()
    };
    let settings = Settings {
        limits,
        ..Settings::default()
    };
    let long = read_with("x.rtf", br"{\rtf1 too long}", &settings);
    assert!(matches!(long, Err(Error::TooLarge { .. })));
}
