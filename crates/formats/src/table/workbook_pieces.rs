//! XLSX out row by row, for a table that is too long to be held whole (Office Open XML, ECMA-376).
//!
//! Written by hand over `zip`: rust_xlsxwriter holds all cells until the end, or puts them into a file beside the program, where
//! words of people would lie readable. Text stands in its cell as typed text, so that none of it becomes a formula (trust INP-3).

use super::{Error, SheetCell};
use crate::report::escaped;
use crate::taken::Taken;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{Seek, Write};
use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Most UTF-16 units of a cell.
const LONGEST: usize = 32_767;
/// Most rows of a sheet, the header among them.
const MOST_ROWS: u32 = 1_048_576;
/// How hard cells are packed: half the time of the usual 6 for a file a sixth longer.
const LEVEL: i64 = 2;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPES: &str = concat!(
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>",
    "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>",
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>",
    "<Override PartName=\"/xl/worksheets/sheet2.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>",
    "</Types>",
);
const RELATIONS: &str = concat!(
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" ",
    "Target=\"xl/workbook.xml\"/></Relationships>",
);
const BOOK_RELATIONS: &str = concat!(
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet2.xml\"/>",
    "<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>",
    "</Relationships>",
);
/// 0 is plain, 1 wraps, 2 is the header.
const STYLES: &str = concat!(
    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>",
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>",
    "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>",
    "<border><left/><right/><top/><bottom style=\"thin\"/><diagonal/></border></borders>",
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>",
    "<cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>",
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>",
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"1\" xfId=\"0\" applyFont=\"1\" applyBorder=\"1\" applyAlignment=\"1\">",
    "<alignment vertical=\"top\" wrapText=\"1\"/></xf></cellXfs></styleSheet>",
);

/// A workbook of one long sheet, and one that says what it is.
pub struct XlsxPieces {
    package: ZipWriter<StreamWriter<Taken>>,
    written: Taken,
    row: u32,
}

impl XlsxPieces {
    /// A workbook whose first sheet has this name and these columns, each as wide as so many letters, its header kept in sight and
    /// repeated on each page; the sheet `about` has a line for each text.
    ///
    /// # Errors
    /// `Unreadable` when the file cannot be packed.
    pub fn begin(name: &str, columns: &[(&str, u32)], about: &[String]) -> Result<Self, Error> {
        let written = Taken::default();
        let mut book = Self {
            package: ZipWriter::new_stream(written.clone()),
            written,
            row: 1,
        };
        book.before_rows(name, columns, about)
            .map_err(|error| failed(&error))?;
        Ok(book)
    }

    fn before_rows(
        &mut self,
        name: &str,
        columns: &[(&str, u32)],
        about: &[String],
    ) -> ZipResult<()> {
        let name = escaped(name);
        let quoted = name.replace('\'', "''");
        let book = format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
             <sheets><sheet name=\"{name}\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"about\" sheetId=\"2\" r:id=\"rId2\"/></sheets>\
             <definedNames><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'{quoted}'!$1:$1</definedName></definedNames></workbook>"
        );
        let mut lines = format!(
            "<worksheet xmlns=\"{MAIN}\"><cols><col min=\"1\" max=\"1\" width=\"90\" customWidth=\"1\"/></cols><sheetData>"
        );
        for (row, text) in (1..).zip(about) {
            let cell = SheetCell::Text(text.clone());
            line(&mut lines, row, std::slice::from_ref(&cell), 1);
        }
        lines.push_str("</sheetData></worksheet>");
        for (part, content) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("xl/workbook.xml", book.as_str()),
            ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
            ("xl/styles.xml", STYLES),
            ("xl/worksheets/sheet2.xml", lines.as_str()),
        ] {
            start(&mut self.package, part)?;
            self.package.write_all(HEAD.as_bytes())?;
            self.package.write_all(content.as_bytes())?;
        }
        start(&mut self.package, "xl/worksheets/sheet1.xml")?;
        let mut sheet = format!(
            "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\">\
             <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>"
        );
        for (number, (_, width)) in (1..).zip(columns) {
            put(
                &mut sheet,
                format_args!(
                    "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>"
                ),
            );
        }
        sheet.push_str("</cols><sheetData>");
        let heads = columns
            .iter()
            .map(|(head, _)| SheetCell::Text((*head).to_owned()));
        line(&mut sheet, 1, &heads.collect::<Vec<_>>(), 2);
        self.package.write_all(sheet.as_bytes())?;
        Ok(())
    }

    /// The next rows. A text that is longer than a cell holds is cut, and ends with how long it was.
    ///
    /// # Errors
    /// `Unreadable` for more rows than a sheet holds, for a number that is none, and when the file cannot be packed.
    pub fn rows<'a>(
        &mut self,
        rows: impl IntoIterator<Item = &'a [SheetCell]>,
    ) -> Result<(), Error> {
        let mut xml = String::new();
        for cells in rows {
            if self.row == MOST_ROWS {
                return Err(Error::Unreadable {
                    what: format!("a sheet holds {MOST_ROWS} rows, and there are more"),
                });
            }
            self.row += 1;
            line(&mut xml, self.row, cells, 1);
        }
        let done = self.package.write_all(xml.as_bytes());
        done.map_err(|error| failed(&error))
    }

    /// What was written since this was asked last.
    pub fn take(&mut self) -> Vec<u8> {
        self.written.take()
    }

    /// The last bytes of the file.
    ///
    /// # Errors
    /// `Unreadable` when the file cannot be packed.
    pub fn end(mut self) -> Result<Vec<u8>, Error> {
        let done = self.package.write_all(b"</sheetData></worksheet>");
        done.map_err(|error| failed(&error))?;
        self.package.finish().map_err(|error| failed(&error))?;
        Ok(self.written.take())
    }
}

fn start<W: Write + Seek>(package: &mut ZipWriter<W>, part: &str) -> ZipResult<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(DateTime::default());
    package.start_file(part, options)
}

/// One row; `style` is the place of its style in the sheet of styles.
fn line(xml: &mut String, row: u32, cells: &[SheetCell], style: u8) {
    put(xml, format_args!("<row r=\"{row}\">"));
    for (column, cell) in ('A'..='Z').zip(cells) {
        match cell {
            SheetCell::Empty => {}
            SheetCell::Text(text) => {
                put(
                    xml,
                    format_args!(
                        "<c r=\"{column}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                        escaped(&unescaping(&cut(text)))
                    ),
                );
            }
            SheetCell::Number(number) => {
                put(
                    xml,
                    format_args!("<c r=\"{column}{row}\" s=\"{style}\"><v>{number}</v></c>"),
                );
            }
            SheetCell::Date { year, month, day } => {
                put(
                    xml,
                    format_args!(
                        "<c r=\"{column}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t>{year:04}-{month:02}-{day:02}</t></is></c>"
                    ),
                );
            }
        }
    }
    xml.push_str("</row>");
}

/// The text as a cell holds it.
fn cut(text: &str) -> Cow<'_, str> {
    // Nothing has more UTF-16 units than bytes.
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let told = format!(
        " … [cut: {} characters in all; CSV and HTML have them]",
        text.chars().count()
    );
    let mut room = LONGEST - told.encode_utf16().count();
    let kept: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    Cow::Owned(kept + &told)
}

/// Spreadsheet programs read `_x0041_` as the letter A; an underscore that would begin such a word is written as one itself.
fn unescaping(text: &str) -> Cow<'_, str> {
    match text.contains("_x") {
        true => Cow::Owned(text.replace("_x", "_x005F_x")),
        false => Cow::Borrowed(text),
    }
}

fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("memory takes every write");
}

fn failed(error: &dyn std::fmt::Display) -> Error {
    Error::Unreadable {
        what: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Limits, read_xlsx};

    fn text(words: &str) -> SheetCell {
        SheetCell::Text(words.to_owned())
    }

    fn written(rows: &[Vec<SheetCell>]) -> Vec<u8> {
        let mut book =
            XlsxPieces::begin("it's", &[("a", 9), ("b", 9)], &["What it is".to_owned()]).unwrap();
        let mut bytes = book.take();
        for row in rows {
            book.rows([row.as_slice()]).unwrap();
            bytes.extend(book.take());
        }
        bytes.extend(book.end().unwrap());
        bytes
    }

    #[test]
    fn rows_that_were_written_one_by_one_are_read_as_they_were_and_none_is_a_formula() {
        let rows = [
            vec![text("=1+1"), SheetCell::Number(12.0)],
            vec![text(" two\nlines & <tags> _x0041_ \u{7}"), SheetCell::Empty],
            vec![text("\u{1f98a}"), text("-")],
        ];
        let bytes = written(&rows);
        assert_eq!(bytes, written(&rows), "the same rows are the same bytes");
        let sheets = read_xlsx(&bytes, Limits::STUDY).unwrap();
        assert_eq!(sheets[0].0, "it's");
        assert_eq!(sheets[0].1.header, ["a", "b"]);
        let cells: Vec<&[String]> = sheets[0].1.rows.iter().map(|row| &row.cells[..]).collect();
        assert_eq!(
            cells,
            [
                ["=1+1", "12"],
                [" two\nlines & <tags> _x0041_ \u{fffd}", ""],
                ["\u{1f98a}", "-"]
            ]
        );
        assert_eq!(sheets[1].1.header, ["What it is"]);
    }

    #[test]
    fn a_text_that_no_cell_holds_is_cut_and_says_so() {
        let long = "\u{1f98a}".repeat(20_000);
        let bytes = written(&[vec![text(&long), SheetCell::Empty]]);
        let sheets = read_xlsx(&bytes, Limits::STUDY).unwrap();
        let cell = &sheets[0].1.rows[0].cells[0];
        assert!(cell.encode_utf16().count() <= LONGEST);
        assert!(
            cell.ends_with("[cut: 20000 characters in all; CSV and HTML have them]"),
            "{cell}"
        );
    }
}
