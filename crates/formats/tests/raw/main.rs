//! What raw sheets promise: every cell in its place, whatever the kind of file.

mod corpus;
mod hostile;
mod ods;
mod text;
mod xlsx;

use formats::table::{Limits, RawBook, RawCell, RawSheet, read_raw};
use std::io::Write;
use zip::write::SimpleFileOptions;

fn read(bytes: &[u8]) -> RawBook {
    read_raw(bytes, Limits::PROGRAMME).expect("a book")
}

/// The text of each cell, row by row.
fn texts(sheet: &RawSheet) -> Vec<Vec<&str>> {
    fn text(cell: &RawCell) -> &str {
        &cell.text
    }
    sheet
        .rows
        .iter()
        .map(|cells| cells.iter().map(text).collect())
        .collect()
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(content.as_bytes()).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}
