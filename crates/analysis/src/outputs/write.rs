//! Outputs to files.

use super::output::{Output, in_csv, text_cell};
use super::{
    OutputFormat, TableOptions, What, question_theme_matrix, table1_journal, table1_summary,
    table2, themes_svg,
};
use crate::folder::StudyFolder;
use formats::report::{self, Block, docx, html, pdf};
use formats::table::{self, Sheet, write_csv, write_xlsx};

/// Why tables could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A format that does not exist.
    #[error("no such format: {0}; a table is docx, pdf, html, csv or xlsx")]
    UnknownFormat(String),
    /// An output that does not exist.
    #[error("no such output: {0}; there are {known}", known = words())]
    UnknownOutput(String),
    /// A format that this output has not.
    #[error("{output} is not written as {ending}; it is written as {known}")]
    NotThisFormat {
        /// The output.
        output: &'static str,
        /// The ending of the format.
        ending: &'static str,
        /// Those that it has.
        known: String,
    },
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

/// Writes `table1-summary`, `table1-journal`, `table2` and `question-theme-matrix` in each format
/// once, and `themes.svg`; returns file names and bytes. Equal folders and options give equal bytes.
///
/// # Errors
/// A format is none of a table, or a file cannot hold what it should.
pub fn tables(
    folder: &StudyFolder,
    formats: &[OutputFormat],
    options: &TableOptions,
) -> Result<Vec<(String, Vec<u8>)>, Error> {
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

/// The words of everything that can leave a study.
fn words() -> String {
    What::ALL.map(What::word).join(", ")
}

/// Says that an output has no such format, and which it has.
pub(super) fn not_this(
    output: &'static str,
    format: OutputFormat,
    known: &[OutputFormat],
) -> Error {
    let known: Vec<&str> = known.iter().map(|format| format.ending()).collect();
    Error::NotThisFormat {
        output,
        ending: format.ending(),
        known: known.join(", "),
    }
}

impl Output {
    /// Writes one file; returns its name and its bytes.
    ///
    /// # Errors
    /// The format is none of a table, or the file cannot hold what it should.
    pub fn write(&self, format: OutputFormat) -> Result<(String, Vec<u8>), Error> {
        let file = format!("{}.{}", self.stem, format.ending());
        let failed = |error| Error::Document {
            file: file.clone(),
            error,
        };
        let bytes = match format {
            OutputFormat::Docx => docx(&self.report).map_err(failed)?,
            OutputFormat::Pdf => pdf(&self.report).map_err(failed)?,
            OutputFormat::Html => html(&self.report).into_bytes(),
            OutputFormat::Csv => self.csv().into_bytes(),
            OutputFormat::Xlsx => write_xlsx(&self.sheets()).map_err(|error| Error::Workbook {
                file: file.clone(),
                error,
            })?,
            OutputFormat::Qdc | OutputFormat::JsonLines | OutputFormat::Svg | OutputFormat::Png => {
                return Err(not_this(self.stem, format, &OutputFormat::OF_TABLES));
            }
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
            _ => None,
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
