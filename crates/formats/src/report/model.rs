/// What a reader gets: a title, what it says in short, then the blocks in their order.
///
/// Texts are plain. A line feed inside one starts a new line in the same paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The title, also the title in the properties of the file.
    pub title: String,
    /// One or two sentences below the title.
    pub lead: Option<String>,
    /// The content.
    pub blocks: Vec<Block>,
    /// What stands at the foot of each page beside its number: version, date and release of the study.
    pub footer: String,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The heading of a section.
    Heading(String),
    /// A paragraph of running text.
    Paragraph(String),
    /// A paragraph some of whose words lead to where they come from; in print they are as the others.
    Sourced(Vec<Words>),
    /// The sources that [`Block::Sourced`] names, numbered from 1 in their order. A report has one such list.
    Sources(Vec<String>),
    /// A remark in small type, as below a table.
    Note(String),
    /// A table with its caption.
    Table(ReportTable),
    /// Room to sign: a line for each label, which stands below it.
    Signature(Vec<String>),
    /// A drawing.
    Picture(ReportPicture),
}

/// Words of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The words.
    pub text: String,
    /// The number of their source in the list of sources, from 1.
    pub source: Option<usize>,
}

/// A drawing in a report, as wide as the page allows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportPicture {
    /// The drawing as SVG with its width and height in pixels, and without anything from outside the file.
    pub svg: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// What it says to whoever does not see it, in short.
    pub alt: String,
    /// Whether it needs a wide page. One such drawing turns all pages of the report.
    pub landscape: bool,
}

impl Block {
    /// Whether it turns the pages of its report.
    pub(super) fn is_wide(&self) -> bool {
        match self {
            Block::Table(table) => table.landscape,
            Block::Picture(picture) => picture.landscape,
            _ => false,
        }
    }
}

/// A table. Its columns are as many as its widest row needs; what a shorter row or the header lacks is blank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportTable {
    /// Number and title, as "Table 1. Interviews by cohort".
    pub caption: String,
    /// The heads of the columns, repeated on each page.
    pub header: Vec<String>,
    /// The widths of the columns relative to each other; a missing or zero width counts as 1.
    pub widths: Vec<u32>,
    /// The rows below the header.
    pub rows: Vec<ReportRow>,
    /// Whether the table needs a wide page. One such table turns all pages of the report.
    pub landscape: bool,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportRow {
    /// A heading across all columns, for the rows up to the next one.
    Group(String),
    /// The cells from the left, without the columns that a cell further up still covers.
    Cells(Vec<Cell>),
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// The paragraphs.
    pub text: Vec<String>,
    /// Whether the cell names its row.
    pub row_head: bool,
    /// How many rows the cell covers; 0 counts as 1, and the last row or the next group ends it.
    pub row_span: usize,
    /// Whether the cell is a number, set to the right.
    pub number: bool,
    /// Whether each paragraph is a quotation.
    pub quote: bool,
    /// Whether there is room to write by hand.
    pub room: bool,
}

impl Cell {
    /// A cell of one paragraph.
    pub fn text(text: impl Into<String>) -> Self {
        Cell {
            text: vec![text.into()],
            ..Cell::default()
        }
    }

    /// A cell of one paragraph that is a number.
    pub fn number(text: impl Into<String>) -> Self {
        Cell {
            number: true,
            ..Cell::text(text)
        }
    }

    /// A cell that names its row.
    pub fn row_head(text: impl Into<String>) -> Self {
        Cell {
            row_head: true,
            ..Cell::text(text)
        }
    }

    /// A cell of quotations, a paragraph each.
    pub fn quotes(text: Vec<String>) -> Self {
        Cell {
            text,
            quote: true,
            ..Cell::default()
        }
    }

    /// An empty cell with room to write by hand.
    pub fn room() -> Self {
        Cell {
            room: true,
            ..Cell::default()
        }
    }

    /// The same cell covering `rows` rows.
    pub fn spanning(self, rows: usize) -> Self {
        Cell {
            row_span: rows,
            ..self
        }
    }
}
