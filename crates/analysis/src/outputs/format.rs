//! The kinds of files in which something leaves a study.

use super::Error;
use std::str::FromStr;

/// A format of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutputFormat {
    /// For a manuscript.
    Docx,
    /// For print.
    Pdf,
    /// For a browser.
    Html,
    /// For machines.
    Csv,
    /// For spreadsheet programs.
    Xlsx,
    /// A codebook for other programs of analysis (REFI-QDA).
    Qdc,
    /// One JSON object a line.
    JsonLines,
    /// A drawing.
    Svg,
    /// A picture.
    Png,
}

impl OutputFormat {
    /// Every format that is written of a table unless others are named.
    pub const DEFAULT: [OutputFormat; 4] = [
        OutputFormat::Docx,
        OutputFormat::Html,
        OutputFormat::Csv,
        OutputFormat::Xlsx,
    ];

    /// The formats of a table.
    pub const OF_TABLES: [OutputFormat; 5] = [
        OutputFormat::Docx,
        OutputFormat::Pdf,
        OutputFormat::Html,
        OutputFormat::Csv,
        OutputFormat::Xlsx,
    ];

    const ALL: [OutputFormat; 9] = [
        OutputFormat::Docx,
        OutputFormat::Pdf,
        OutputFormat::Html,
        OutputFormat::Csv,
        OutputFormat::Xlsx,
        OutputFormat::Qdc,
        OutputFormat::JsonLines,
        OutputFormat::Svg,
        OutputFormat::Png,
    ];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            OutputFormat::Docx => "docx",
            OutputFormat::Pdf => "pdf",
            OutputFormat::Html => "html",
            OutputFormat::Csv => "csv",
            OutputFormat::Xlsx => "xlsx",
            OutputFormat::Qdc => "qdc",
            OutputFormat::JsonLines => "jsonl",
            OutputFormat::Svg => "svg",
            OutputFormat::Png => "png",
        }
    }

    /// What a browser is told that it is.
    pub fn media_type(self) -> &'static str {
        match self {
            OutputFormat::Docx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            OutputFormat::Pdf => "application/pdf",
            OutputFormat::Html => "text/html; charset=utf-8",
            OutputFormat::Csv => "text/csv; charset=utf-8",
            OutputFormat::Xlsx => {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
            OutputFormat::Qdc => "application/xml",
            OutputFormat::JsonLines => "application/x-ndjson; charset=utf-8",
            OutputFormat::Svg => "image/svg+xml",
            OutputFormat::Png => "image/png",
        }
    }

    /// What stands on its button.
    pub fn label(self) -> &'static str {
        match self {
            OutputFormat::Docx => "Word (DOCX)",
            OutputFormat::Pdf => "PDF",
            OutputFormat::Html => "Web page",
            OutputFormat::Csv => "CSV",
            OutputFormat::Xlsx => "Excel",
            OutputFormat::Qdc => "Other programs (QDC)",
            OutputFormat::JsonLines => "JSON lines",
            OutputFormat::Svg => "SVG",
            OutputFormat::Png => "Picture (PNG)",
        }
    }
}

impl FromStr for OutputFormat {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|format| format.ending() == text)
            .ok_or_else(|| Error::UnknownFormat(text.to_owned()))
    }
}
