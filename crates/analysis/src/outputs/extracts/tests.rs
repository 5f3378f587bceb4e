use super::*;
use formats::table::{Limits, read_csv, read_xlsx};
use jiff::civil::Date;
use proptest::prelude::*;

fn stamp() -> Stamp {
    Stamp::new("The north study", Date::constant(2031, 3, 4))
}

fn extract(words: &str) -> Extract<'_> {
    Extract {
        turns: (2, 3),
        span: (14, 19),
        code: "Leaving > Asking",
        analyst: "R1",
        words,
    }
}

/// A file of one extract from an interview and one from a field note.
fn written(format: OutputFormat) -> Vec<u8> {
    let report = stamp().sealed_over("extracts", ["x"], about(&[], (&[], false)));
    let mut encoder = Encoder::new(format, report).unwrap();
    let mut bytes = encoder.take();
    for (handle, kind, cohort, words) in [
        (
            "K1",
            Kind::Transcript,
            Some("members"),
            "=by the \"door\",\nand <late>",
        ),
        ("note-1", Kind::FieldNote, None, "I left late."),
    ] {
        let found = Extracted {
            handle,
            kind,
            cohort,
            extracts: vec![extract(words)],
        };
        encoder.document(&found).unwrap();
        bytes.extend(encoder.take());
    }
    bytes.extend(encoder.end().unwrap());
    bytes
}

#[test]
fn extracts_stand_in_a_table_of_cells_that_are_no_formulas() {
    let header = [
        "document",
        "kind",
        "cohort",
        "turn",
        "until_turn",
        "start",
        "end",
        "code",
        "analyst",
        "text",
    ];
    let words = "=by the \"door\",\nand <late>";
    let row = [
        "K1",
        "transcript",
        "members",
        "2",
        "3",
        "14",
        "19",
        "Leaving > Asking",
        "R1",
        words,
    ];
    let csv = read_csv(&written(OutputFormat::Csv), Limits::STUDY).unwrap();
    assert_eq!(
        (csv.header.as_slice(), csv.rows[0].cells.as_slice()),
        (&header.map(str::to_owned)[..], &row.map(str::to_owned)[..])
    );
    assert_eq!(
        csv.rows[1].cells[1..3],
        ["field-note".to_owned(), String::new()]
    );
    let sheets = read_xlsx(&written(OutputFormat::Xlsx), Limits::STUDY).unwrap();
    assert_eq!(sheets[0].1.rows[0].cells, row);
    let about = &sheets[1].1;
    assert!(
        about
            .rows
            .iter()
            .any(|row| row.cells[0].contains("as of 4 March 2031")),
        "{about:?}"
    );
}

#[test]
fn a_page_of_extracts_names_each_document_its_kind_and_its_heads() {
    let page = String::from_utf8(written(OutputFormat::Html)).unwrap();
    for words in [
        "<h2>K1, members</h2>",
        "<h2>note-1, field note</h2>",
        "<th scope=\"col\">Extract</th>",
        "<td>2–3</td><th scope=\"row\">Leaving &gt; Asking</th><td>R1</td>",
        "and &lt;late&gt;",
        "The north study, as of 4 March 2031. Enid ",
        "For the team alone",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for format in FORMATS {
        assert!(written(format) == written(format), "{format:?}");
    }
}

proptest! {
    #[test]
    fn a_passage_is_cut_where_its_code_points_are(text in "[a-z\u{e9}\u{1f98a}\n]{0,40}", start in 0u32..50, length in 0u32..50) {
        let end = start + length;
        let slow: String = text.chars().skip(start as usize).take(length as usize).collect();
        let cutter = Cutter::new(&text);
        prop_assert_eq!(cutter.cut(start, end), slow);
        prop_assert_eq!(cutter.length(), text.chars().count());
    }
}
