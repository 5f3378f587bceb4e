/// Why a table could not be read or written: what is wrong, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The file, or what a workbook unfolds to, is larger than the limit (study E10, programme I6).
    #[error("the file has {found} bytes and at most {limit} are read; split it into smaller files")]
    TooLarge {
        /// The most bytes that are read.
        limit: usize,
        /// The size found, or the size at which reading stopped.
        found: usize,
    },
    /// The text is in another encoding (study E10, programme X03).
    #[error("line {line} is not UTF-8; save the file again as \"CSV UTF-8\"")]
    NotUtf8 {
        /// The line of the first byte that is not UTF-8.
        line: u32,
    },
    /// The file is something else than a table (programme X03).
    #[error("this is not a table: {what}")]
    NotATable {
        /// What the file is instead, and what to do.
        what: String,
    },
    /// A row is narrower or wider than the header (study E12).
    #[error(
        "line {line} has {found} cells where the header has {expected}; give every row as many cells as the header \
         (in CSV, put a cell that contains a separator in double quotes)"
    )]
    Ragged {
        /// The line in which the row starts, in a spreadsheet the row.
        line: u32,
        /// The number of columns in the header.
        expected: usize,
        /// The number of cells in the row.
        found: usize,
    },
    /// A quoted cell does not end (study E12).
    #[error(
        "the double quote opened in line {line} is never closed; close it, or write it twice if it is part of the text"
    )]
    UnclosedQuote {
        /// The line of the opening quote.
        line: u32,
    },
    /// There is not even a header.
    #[error("the file is empty; its first line must name the columns")]
    Empty,
    /// There are more rows than the limit (programme I6).
    #[error("the file has more than {limit} rows; split it into smaller files")]
    TooManyRows {
        /// The most rows that are read.
        limit: usize,
    },
    /// A workbook is damaged, locked, or could not be written.
    #[error("the workbook cannot be used: {what}")]
    Unreadable {
        /// What the reader or writer met.
        what: String,
    },
    /// One sheet of a workbook cannot be read.
    #[error("sheet \"{sheet}\": {error}")]
    Sheet {
        /// The name of the sheet.
        sheet: String,
        /// What is wrong in it.
        error: Box<Error>,
    },
}
