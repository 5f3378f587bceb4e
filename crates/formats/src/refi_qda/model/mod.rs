//! A project of qualitative data analysis as plain structs.
//!
//! The structs follow the elements of REFI-QDA 1.0; fields that the schema leaves open are options. A codebook file is a
//! project of codes and sets alone.

mod source;
mod terms;

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

pub use source::{
    Anchor, Area, Coding, Interval, Media, MediaSelection, MediaSource, Original, PdfPlace,
    PdfSelection, PdfSource, PictureSelection, PictureSource, Selection, Source, SyncPoint, Text,
    TextDocument, TextPlace, TextSelection, Transcript, TranscriptPlace, TranscriptSelection,
};
pub use terms::{Colour, Direction, LineStyle, Shape, VariableType};

/// Who did something, and when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    /// A [`User`]; absent where the file names none, or one that it does not hold (Q19p).
    pub user: Option<Uuid>,
    /// The instant; a file's time without a zone is read as UTC.
    pub at: Option<Timestamp>,
}

/// What documents, sources and selections have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Unique in the project.
    pub guid: Uuid,
    /// The name as given; absent where it is empty.
    pub name: Option<String>,
    /// A comment; absent where it is empty.
    pub description: Option<String>,
    /// Who made it.
    pub created: Stamp,
    /// Who changed it last.
    pub modified: Stamp,
    /// Notes about it: the `about.guid` of entries of [`Project::notes`].
    pub note_refs: Vec<Uuid>,
}

/// A project, or a codebook alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Project {
    /// The name; empty where the file has none.
    pub name: String,
    /// The program that wrote the file, as it calls itself.
    pub origin: Option<String>,
    /// Who began the project.
    pub created: Stamp,
    /// Who changed it last.
    pub modified: Stamp,
    /// A comment on the whole.
    pub description: Option<String>,
    /// Notes about the project as a whole.
    pub note_refs: Vec<Uuid>,
    /// Analysts.
    pub users: Vec<User>,
    /// The codes at the top, each with those below it.
    pub codes: Vec<Code>,
    /// What is known of cases and sources.
    pub variables: Vec<Variable>,
    /// People, places or whatever else material is about.
    pub cases: Vec<Case>,
    /// The material. Empty while sources are handed over one by one.
    pub sources: Vec<Source>,
    /// Memos.
    pub notes: Vec<TextDocument>,
    /// What is linked with what.
    pub links: Vec<Link>,
    /// Groups of codes, sources and notes.
    pub sets: Vec<Set>,
    /// Drawings.
    pub graphs: Vec<Graph>,
}

/// An analyst.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct User {
    /// Unique in the project.
    pub guid: Uuid,
    /// The name.
    pub name: Option<String>,
    /// Initials or an account.
    pub id: Option<String>,
}

/// A code with the codes below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Code {
    /// Unique in the project.
    pub guid: Uuid,
    /// The name as given.
    pub name: String,
    /// Whether material can be coded with it; a category is not.
    pub codable: bool,
    /// Its colour.
    pub colour: Option<Colour>,
    /// What it means.
    pub description: Option<String>,
    /// Notes about it; a codebook file has none.
    pub note_refs: Vec<Uuid>,
    /// The codes below it, in their order.
    pub children: Vec<Code>,
}

impl Code {
    /// How many codes these are, those below them included.
    #[must_use]
    pub fn count(codes: &[Code]) -> usize {
        let below = codes.iter().map(|code| Self::count(&code.children));
        codes.len() + below.sum::<usize>()
    }

    /// How many levels these are, those below them included.
    #[must_use]
    pub fn depth(codes: &[Code]) -> usize {
        let levels = codes.iter().map(|code| 1 + Self::depth(&code.children));
        levels.max().unwrap_or(0)
    }
}

/// Something that is known of cases and sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Unique in the project.
    pub guid: Uuid,
    /// The name as given.
    pub name: String,
    /// What its values are.
    pub kind: VariableType,
    /// What it means.
    pub description: Option<String>,
}

/// The value of a variable for a case or a source.
#[derive(Debug, Clone, PartialEq)]
pub struct VariableValue {
    /// A [`Variable`].
    pub variable: Uuid,
    /// The value; absent where it is not known.
    pub value: Option<Value>,
}

/// A value of a variable.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, or a value that is none of its kind.
    Text(String),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number; never infinite, never NaN.
    Float(f64),
    /// A day.
    Date(Date),
    /// An instant.
    DateTime(Timestamp),
}

/// A person, place or whatever else material is about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Case {
    /// Unique in the project.
    pub guid: Uuid,
    /// The name; "Case n" where the file gives none (Q19j).
    pub name: Option<String>,
    /// A comment.
    pub description: Option<String>,
    /// Codes of the case.
    pub code_refs: Vec<Uuid>,
    /// What is known of it.
    pub values: Vec<VariableValue>,
    /// Sources about it.
    pub source_refs: Vec<Uuid>,
    /// Selections about it.
    pub selection_refs: Vec<Uuid>,
}

/// A link between any two things that have a GUID.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Unique in the project.
    pub guid: Uuid,
    /// What the link says.
    pub name: Option<String>,
    /// Which way it goes.
    pub direction: Option<Direction>,
    /// Its colour.
    pub colour: Option<Colour>,
    /// Where it starts.
    pub origin: Option<Uuid>,
    /// Where it leads.
    pub target: Option<Uuid>,
    /// Notes about it.
    pub note_refs: Vec<Uuid>,
}

/// A group of codes, sources and notes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Set {
    /// Unique in the project.
    pub guid: Uuid,
    /// The name as given; `a::b` may mean that one set is within another (Q19o).
    pub name: String,
    /// A comment.
    pub description: Option<String>,
    /// Codes in it.
    pub codes: Vec<Uuid>,
    /// Sources in it.
    pub sources: Vec<Uuid>,
    /// Notes in it.
    pub notes: Vec<Uuid>,
}

/// A drawing of things and what is between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// Unique in the project.
    pub guid: Uuid,
    /// The name.
    pub name: Option<String>,
    /// What is drawn.
    pub vertices: Vec<Vertex>,
    /// Lines between vertices.
    pub edges: Vec<Edge>,
}

/// A thing in a drawing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vertex {
    /// Unique in the project.
    pub guid: Uuid,
    /// What it stands for.
    pub represents: Option<Uuid>,
    /// The name.
    pub name: Option<String>,
    /// Upper left corner, in the drawing's own units.
    pub first: (i64, i64),
    /// Lower right corner.
    pub second: (Option<i64>, Option<i64>),
    /// Its shape.
    pub shape: Option<Shape>,
    /// Its colour.
    pub colour: Option<Colour>,
}

/// A line between two vertices of the same drawing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edge {
    /// Unique in the project.
    pub guid: Uuid,
    /// What it stands for.
    pub represents: Option<Uuid>,
    /// The name.
    pub name: Option<String>,
    /// The vertex at which it starts.
    pub source: Uuid,
    /// The vertex to which it leads.
    pub target: Uuid,
    /// Its colour.
    pub colour: Option<Colour>,
    /// Which way it goes.
    pub direction: Option<Direction>,
    /// How it is drawn.
    pub line: Option<LineStyle>,
}
