/// A header and the rows below it, every row as wide as the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns, trimmed. They may repeat or be empty: whoever knows the columns judges that.
    pub header: Vec<String>,
    /// The rows that hold any text, in the order of the file. Blank lines are left out.
    pub rows: Vec<Row>,
}

/// One row and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file in which the row starts, counted from 1; in a spreadsheet the number of its row.
    pub line: u32,
    /// The cells, one for each column of the header, as written: not trimmed.
    pub cells: Vec<String>,
}

/// How much a reader takes before it refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file in bytes. A workbook may unfold to ten times as much.
    pub bytes: usize,
    /// The largest number of rows below the header, in a workbook of all sheets together.
    pub rows: usize,
}

impl Limits {
    /// Study files: 50 MiB (study section 6, E10).
    pub const STUDY: Limits = Limits {
        bytes: 50 * 1024 * 1024,
        rows: 500_000,
    };
    /// Programme files: 20 MB and 500,000 rows (programme I6).
    pub const PROGRAMME: Limits = Limits {
        bytes: 20_000_000,
        rows: 500_000,
    };
}
