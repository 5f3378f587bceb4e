//! A report as a word-processor file (Office Open XML, ECMA-376).
//!
//! Written by hand over `zip`: docx-rs 0.4 can neither repeat a table's header row on each page nor set the language,
//! and stamps no fixed time on the parts of the package.

mod body;

use super::text::escape;
use super::{Block, Error, Report};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes a report as DOCX: A4, British English, headings and captions in the styles of the program, header rows
/// repeated on each page, the footer with page numbers, no author and no time of writing.
///
/// # Errors
/// `Packing` when the file would be larger than a package can be.
pub fn docx(report: &Report) -> Result<Vec<u8>, Error> {
    let page = Page::of(report);
    let parts = [
        (
            "[Content_Types].xml",
            include_str!("content_types.xml").to_owned(),
        ),
        ("_rels/.rels", include_str!("package.rels").to_owned()),
        ("docProps/core.xml", properties(report)),
        ("word/document.xml", body::document(report, &page)),
        (
            "word/_rels/document.xml.rels",
            include_str!("document.rels").to_owned(),
        ),
        ("word/styles.xml", include_str!("styles.xml").to_owned()),
        ("word/settings.xml", include_str!("settings.xml").to_owned()),
        ("word/footer1.xml", body::footer(report, &page)),
    ];
    pack(&parts).map_err(|error| Error::Packing {
        what: error.to_string(),
    })
}

/// The size of a page in twentieths of a point.
struct Page {
    width: u32,
    height: u32,
    landscape: bool,
}

impl Page {
    /// 2 cm on every side.
    const MARGIN: u32 = 1134;
    const A4: (u32, u32) = (11_906, 16_838);

    fn of(report: &Report) -> Self {
        let wide = |block: &Block| matches!(block, Block::Table(table) if table.landscape);
        let (short, long) = Page::A4;
        if report.blocks.iter().any(wide) {
            Page {
                width: long,
                height: short,
                landscape: true,
            }
        } else {
            Page {
                width: short,
                height: long,
                landscape: false,
            }
        }
    }

    fn text_width(&self) -> u32 {
        self.width - 2 * Page::MARGIN
    }
}

fn properties(report: &Report) -> String {
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            "\n",
            r#"<cp:coreProperties "#,
            r#"xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/">"#,
            "<dc:title>{}</dc:title><dc:language>en-GB</dc:language></cp:coreProperties>",
        ),
        escape(&report.title)
    )
}

fn pack(parts: &[(&str, String)]) -> zip::result::ZipResult<Vec<u8>> {
    // The packer would stamp the time of writing; a fixed one keeps the file the same for the same report.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        package.start_file(*name, options)?;
        package.write_all(content.as_bytes())?;
    }
    Ok(package.finish()?.into_inner())
}
