//! A report as a word-processor file (Office Open XML, ECMA-376).
//!
//! Written by hand over `zip`: docx-rs 0.4 can neither repeat a table's header row on each page nor set the language,
//! and stamps no fixed time on the parts of the package.

mod body;

use super::text::escape;
use super::{Block, Error, Report};
use crate::picture::png;
use crate::taken::Taken;
use std::io::{Cursor, Seek, Write};
use zip::result::{ZipError, ZipResult};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes a report as DOCX: A4, British English, headings and captions in the styles of the program, header rows
/// repeated on each page, the footer with page numbers, no author and no time of writing.
///
/// # Errors
/// `Packing` when the file would be larger than a package can be, `Picture` for a drawing that cannot be drawn.
pub fn docx(report: &Report) -> Result<Vec<u8>, Error> {
    let page = Page::of(report);
    let pictures = pictures(report)?;
    let mut document = body::opening(report);
    body::blocks(&mut document, &report.blocks, &page);
    document.push_str(&body::closing(&page));
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = around(&mut package, report, (&page, pictures.len()))
        .and_then(|()| add(&mut package, DOCUMENT, document.as_bytes()))
        .and_then(|()| {
            let mut numbered = (1..).zip(&pictures);
            numbered.try_for_each(|(number, picture)| {
                add(
                    &mut package,
                    &format!("word/media/picture{number}.png"),
                    picture,
                )
            })
        })
        .and_then(|()| package.finish());
    packed
        .map(Cursor::into_inner)
        .map_err(|error| failed(&error))
}

/// A report as DOCX, piece by piece, for one that is too long to be held whole. It has no drawings.
pub struct DocxPieces {
    package: ZipWriter<StreamWriter<Taken>>,
    written: Taken,
    page: Page,
}

impl DocxPieces {
    /// A document with everything before the blocks: title, lead and footer of `report`. What `report` has of blocks is not
    /// written.
    ///
    /// # Errors
    /// As [`docx`].
    pub fn begin(report: &Report) -> Result<Self, Error> {
        let written = Taken::default();
        let mut package = ZipWriter::new_stream(written.clone());
        let page = Page::upright();
        around(&mut package, report, (&page, 0))
            .and_then(|()| add(&mut package, DOCUMENT, body::opening(report).as_bytes()))
            .map_err(|error| failed(&error))?;
        Ok(Self {
            package,
            written,
            page,
        })
    }

    /// The next blocks.
    ///
    /// # Errors
    /// As [`docx`].
    pub fn blocks(&mut self, some: &[Block]) -> Result<(), Error> {
        let mut xml = String::new();
        body::blocks(&mut xml, some, &self.page);
        let done = self.package.write_all(xml.as_bytes());
        done.map_err(|error| failed(&error.into()))
    }

    /// What was written since this was asked last.
    pub fn take(&mut self) -> Vec<u8> {
        self.written.take()
    }

    /// The last bytes of the file.
    ///
    /// # Errors
    /// As [`docx`].
    pub fn end(mut self) -> Result<Vec<u8>, Error> {
        let done = self.package.write_all(body::closing(&self.page).as_bytes());
        done.map_err(|error| failed(&error.into()))?;
        self.package.finish().map_err(|error| failed(&error))?;
        Ok(self.written.take())
    }
}

const DOCUMENT: &str = "word/document.xml";

/// The parts of the package but the document itself and its drawings.
fn around<W: Write + Seek>(
    package: &mut ZipWriter<W>,
    report: &Report,
    (page, pictures): (&Page, usize),
) -> ZipResult<()> {
    let mut types = include_str!("content_types.xml").to_owned();
    let mut relations = include_str!("document.rels").to_owned();
    if pictures > 0 {
        let png = "  <Default Extension=\"png\" ContentType=\"image/png\"/>\n  <Override";
        types = types.replacen("  <Override", png, 1);
        let links: String = (1..=pictures)
            .map(|number| {
                format!(
                    "  <Relationship Id=\"rIdPicture{number}\" \
                     Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" \
                     Target=\"media/picture{number}.png\"/>\n"
                )
            })
            .collect();
        relations = relations.replacen("</Relationships>", &format!("{links}</Relationships>"), 1);
    }
    let parts = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", include_str!("package.rels").to_owned()),
        ("docProps/core.xml", properties(report)),
        ("word/_rels/document.xml.rels", relations),
        ("word/styles.xml", include_str!("styles.xml").to_owned()),
        ("word/settings.xml", include_str!("settings.xml").to_owned()),
        ("word/footer1.xml", body::footer(report, page)),
    ];
    let mut parts = parts.iter();
    parts.try_for_each(|(name, content)| add(package, name, content.as_bytes()))
}

fn add<W: Write + Seek>(package: &mut ZipWriter<W>, name: &str, content: &[u8]) -> ZipResult<()> {
    // The packer would stamp the time of writing; a fixed one keeps the file the same for the same report.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    package.start_file(name, options)?;
    package.write_all(content)?;
    Ok(())
}

fn pictures(report: &Report) -> Result<Vec<Vec<u8>>, Error> {
    let pictures = report.blocks.iter().filter_map(|block| match block {
        Block::Picture(picture) => Some(picture),
        _ => None,
    });
    pictures
        .map(|picture| {
            let drawn = png(&picture.svg, (&report.title, &picture.alt));
            drawn.map_err(|error| Error::Picture {
                what: error.to_string(),
            })
        })
        .collect()
}

fn failed(error: &ZipError) -> Error {
    Error::Packing {
        what: error.to_string(),
    }
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
        let (short, long) = Page::A4;
        if report.blocks.iter().any(Block::is_wide) {
            Page {
                width: long,
                height: short,
                landscape: true,
            }
        } else {
            Page::upright()
        }
    }

    fn upright() -> Self {
        let (width, height) = Page::A4;
        Page {
            width,
            height,
            landscape: false,
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
