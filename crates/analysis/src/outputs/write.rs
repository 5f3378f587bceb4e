//! Outputs to files.

use super::output::{Output, in_csv, text_cell};
use super::{
    TableOptions, question_theme_matrix, table1_journal, table1_summary, table2, themes_svg,
};
use crate::folder::StudyFolder;
use formats::report::{self, Block, docx, html};
use formats::table::{self, Sheet, write_csv, write_xlsx};
use std::str::FromStr;

/// A format of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutputFormat {
    /// For a manuscript.
    Docx,
    /// Not written yet; see [`Error::Pdf`].
    Pdf,
    /// For a browser.
    Html,
    /// For machines.
    Csv,
    /// For spreadsheet programs.
    Xlsx,
}

/// Why tables could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// PDF was asked for.
    #[error("PDF is not written yet; write docx and print it from your word processor")]
    Pdf,
    /// A format that does not exist.
    #[error("no such format: {0}; there are docx, html, csv and xlsx")]
    UnknownFormat(String),
    /// A workbook cannot hold the table, for instance a quote of more than 32,767 characters.
    #[error("{file}: {error}")]
    Workbook {
        /// Name of the file.
        file: String,
        /// What it cannot hold, with the row.
        error: table::Error,
    },
    /// A document cannot be packed.
    #[error("{file}: {error}")]
    Document {
        /// Name of the file.
        file: String,
        /// What the packer met.
        error: report::Error,
    },
}

impl OutputFormat {
    /// Every format that is written unless others are named.
    pub const DEFAULT: [OutputFormat; 4] = [
        OutputFormat::Docx,
        OutputFormat::Html,
        OutputFormat::Csv,
        OutputFormat::Xlsx,
    ];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            OutputFormat::Docx => "docx",
            OutputFormat::Pdf => "pdf",
            OutputFormat::Html => "html",
            OutputFormat::Csv => "csv",
            OutputFormat::Xlsx => "xlsx",
        }
    }
}

impl FromStr for OutputFormat {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        use OutputFormat::{Csv, Docx, Html, Pdf, Xlsx};
        [Docx, Pdf, Html, Csv, Xlsx]
            .into_iter()
            .find(|format| format.ending() == text)
            .ok_or_else(|| Error::UnknownFormat(text.to_owned()))
    }
}

/// Writes `table1-summary`, `table1-journal`, `table2` and `question-theme-matrix` in each format
/// once, and `themes.svg`; returns file names and bytes. Equal folders and options give equal bytes.
///
/// # Errors
/// PDF is asked for, or a file cannot hold what it should.
pub fn tables(
    folder: &StudyFolder,
    formats: &[OutputFormat],
    options: &TableOptions,
) -> Result<Vec<(String, Vec<u8>)>, Error> {
    if formats.contains(&OutputFormat::Pdf) {
        return Err(Error::Pdf);
    }
    let mut formats = formats.to_vec();
    formats.sort();
    formats.dedup();
    let outputs = [
        table1_summary(folder, options),
        table1_journal(folder, options),
        table2(folder),
        question_theme_matrix(folder),
    ];
    let mut files = Vec::new();
    for output in &outputs {
        for format in &formats {
            files.push(output.write(*format)?);
        }
    }
    files.push(("themes.svg".to_owned(), themes_svg(folder).into_bytes()));
    Ok(files)
}

impl Output {
    /// Writes one file; returns its name and its bytes.
    ///
    /// # Errors
    /// PDF is asked for, or the file cannot hold what it should.
    pub fn write(&self, format: OutputFormat) -> Result<(String, Vec<u8>), Error> {
        let file = format!("{}.{}", self.stem, format.ending());
        let bytes = match format {
            OutputFormat::Pdf => return Err(Error::Pdf),
            OutputFormat::Docx => docx(&self.report).map_err(|error| Error::Document {
                file: file.clone(),
                error,
            })?,
            OutputFormat::Html => html(&self.report).into_bytes(),
            OutputFormat::Csv => self.csv().into_bytes(),
            OutputFormat::Xlsx => write_xlsx(&self.sheets()).map_err(|error| Error::Workbook {
                file: file.clone(),
                error,
            })?,
        };
        Ok((file, bytes))
    }

    fn csv(&self) -> String {
        let header: Vec<&str> = self.sheet.header.iter().map(String::as_str).collect();
        let rows = self.sheet.rows.iter();
        let rows: Vec<Vec<String>> = rows.map(|row| row.iter().map(in_csv).collect()).collect();
        write_csv(&header, &rows)
    }

    /// The table, and a sheet with what stands around it on a page.
    fn sheets(&self) -> [Sheet; 2] {
        let notes = self.report.blocks.iter().filter_map(|block| match block {
            Block::Note(text) => Some(text),
            Block::Heading(_) | Block::Paragraph(_) | Block::Table(_) | Block::Signature(_) => None,
        });
        let lead = self.report.lead.iter();
        let about = lead.chain(notes).chain([&self.report.footer]);
        let about = Sheet {
            name: "about".to_owned(),
            header: vec![self.report.title.clone()],
            rows: about.map(|text| vec![text_cell(text)]).collect(),
        };
        [self.sheet.clone(), about]
    }
}
