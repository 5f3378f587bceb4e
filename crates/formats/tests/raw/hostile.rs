//! What a stranger may send: an error or a book, never a panic.

use crate::{ods, packed};
use formats::table::{Limits, read_ods, read_raw, read_xlsx};
use proptest::collection::vec;
use proptest::prelude::*;
use rust_xlsxwriter::{Color, Format, Workbook};
use std::sync::OnceLock;

fn read_all(bytes: &[u8]) {
    let limits = Limits {
        bytes: 400_000,
        rows: 5_000,
    };
    let _ = read_raw(bytes, limits);
    let _ = read_ods(bytes, limits);
    let _ = read_xlsx(bytes, limits);
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("a name").to_string();
        let mut text = String::new();
        if std::io::Read::read_to_string(&mut part, &mut text).is_ok() {
            parts.push((name, text));
        }
    }
    parts
}

fn xlsx() -> Vec<u8> {
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    MADE.get_or_init(make_xlsx).clone()
}

fn make_xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let leave = Format::new().set_background_color(Color::Yellow);
    page.merge_range(0, 1, 0, 3, "Week", &leave)
        .expect("a merge");
    page.write_number_with_format(1, 1, 47_000, &Format::new().set_num_format("dd/mm"))
        .expect("a cell");
    page.set_row_hidden(1).expect("a row");
    book.save_to_buffer().expect("a workbook")
}

/// Replaces a stretch of one part, so that the damage lies in the XML and not in the packing.
fn damage(parts: &[(String, String)], which: usize, at: usize, length: usize, by: &str) -> Vec<u8> {
    let which = which % parts.len();
    let damaged: Vec<(String, String)> = parts
        .iter()
        .enumerate()
        .map(|(index, (name, text))| {
            let mut text = text.clone();
            if index == which && !text.is_empty() {
                let floor = |place: usize| {
                    (0..=place)
                        .rev()
                        .find(|&p| text.is_char_boundary(p))
                        .unwrap_or(0)
                };
                let from = floor(at % text.len());
                let to = floor((from + length).min(text.len()));
                text.replace_range(from..to.max(from), by);
            }
            (name.clone(), text)
        })
        .collect();
    let borrowed: Vec<(&str, &str)> = damaged
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    packed(&borrowed)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a;,\t\"\n\r 'é]{0,60}") {
        read_all(text.as_bytes());
    }

    #[test]
    fn damaged_packing_is_read_or_refused(flips in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), which in any::<bool>()) {
        let mut bytes = if which { xlsx() } else { ods::ods("<table:table-row><table:table-cell/></table:table-row>") };
        for (place, byte) in flips {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        read_all(&bytes);
    }

    #[test]
    fn damaged_sheets_are_read_or_refused(
        which in 0_usize..20,
        at in 0_usize..10_000,
        length in 0_usize..12,
        by in "(<[a-z:]{0,9}|\"|9999999999|A1048577|-1|&x;|/>|\u{0})?",
        ods_kind in any::<bool>(),
    ) {
        let table = "<table:table-column table:number-columns-repeated=\"3\"/><table:table-row \
            table:number-rows-repeated=\"2\"><table:table-cell table:style-name=\"ce1\" \
            table:number-columns-spanned=\"2\" table:number-rows-spanned=\"3\"><text:p>x</text:p></table:table-cell>\
            <table:table-cell office:value-type=\"date\" office:date-value=\"2031-03-09\"/></table:table-row>";
        let bytes = if ods_kind { ods::ods(table) } else { xlsx() };
        read_all(&damage(&parts(&bytes), which, at, length, &by));
    }
}

#[test]
fn damaged_workbooks_of_other_programs_are_read_or_refused() {
    let Some(folder) = crate::corpus::folder() else {
        return;
    };
    for name in [
        "issues.ods",
        "merged_range.xlsx",
        "errors.xlsx",
        "multi-empty.ods",
    ] {
        let bytes = std::fs::read(folder.join(name)).expect(name);
        let parts = parts(&bytes);
        for step in 0..60 {
            read_all(&damage(&parts, step, step * 977, step % 7, "<9"));
        }
    }
}
