//! The tables of the two schemas: what each type holds, in which order, and with which attributes.

use super::super::names::{Attribute, Element};

use Attribute as A;
use Element as E;

/// What the characters of an attribute or a leaf must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lexical {
    Text,
    Guid,
    Colour,
    DateTime,
    Date,
    Integer,
    Decimal,
    Boolean,
    Direction,
    VariableType,
    Shape,
    Line,
}

/// A type of the schema; several elements may be of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Project,
    Codebook,
    Users,
    User,
    CodeBook,
    Codes,
    Code,
    BareCodes,
    BareCode,
    BareSets,
    BareSet,
    Member,
    Variables,
    Variable,
    VariableValue,
    Cases,
    Case,
    Sources,
    Text,
    TextSelection,
    Picture,
    PictureSelection,
    Pdf,
    PdfSelection,
    Audio,
    Video,
    MediaSelection,
    Transcript,
    SyncPoint,
    TranscriptSelection,
    Coding,
    Notes,
    Links,
    Link,
    Sets,
    Set,
    Graphs,
    Graph,
    Vertex,
    Edge,
    Reference,
    Leaf(Lexical),
}

/// How often a child may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Times {
    /// At most once.
    Option,
    /// Exactly once.
    One,
    /// Any number.
    Any,
    /// At least once.
    Some,
}

use Times::{Any, One, Option as Opt, Some as Least};

/// A child: its place in the order (those of one place exclude each other, or mix), its name, its type, how often.
pub(super) type Child = (u8, Element, Type, Times);
pub(super) type Wanted = (Attribute, Lexical, bool);

const LEAF: Type = Type::Leaf(Lexical::Text);
const GUID: Wanted = (A::Guid, Lexical::Guid, true);
const NAME: Wanted = (A::Name, Lexical::Text, false);
const NEEDED_NAME: Wanted = (A::Name, Lexical::Text, true);
const COLOUR: Wanted = (A::Color, Lexical::Colour, false);
const STAMPS: [Wanted; 4] = [
    (A::CreatingUser, Lexical::Guid, false),
    (A::CreationDateTime, Lexical::DateTime, false),
    (A::ModifyingUser, Lexical::Guid, false),
    (A::ModifiedDateTime, Lexical::DateTime, false),
];

impl Type {
    pub(super) fn children(self) -> &'static [Child] {
        const DESCRIPTION: Child = (0, E::Description, LEAF, Opt);
        const CODING: Child = (5, E::Coding, Type::Coding, Any);
        const NOTE_REF: Child = (6, E::NoteRef, Type::Reference, Any);
        const VALUE: Child = (7, E::VariableValue, Type::VariableValue, Any);
        match self {
            Self::Project => &[
                (0, E::Users, Self::Users, Opt),
                (1, E::CodeBook, Self::CodeBook, Opt),
                (2, E::Variables, Self::Variables, Opt),
                (3, E::Cases, Self::Cases, Opt),
                (4, E::Sources, Self::Sources, Opt),
                (5, E::Notes, Self::Notes, Opt),
                (6, E::Links, Self::Links, Opt),
                (7, E::Sets, Self::Sets, Opt),
                (8, E::Graphs, Self::Graphs, Opt),
                (9, E::Description, LEAF, Opt),
                (10, E::NoteRef, Self::Reference, Any),
            ],
            Self::Codebook => &[
                (0, E::Codes, Self::BareCodes, One),
                (1, E::Sets, Self::BareSets, Opt),
            ],
            Self::Users => &[(0, E::User, Self::User, Least)],
            Self::CodeBook => &[(0, E::Codes, Self::Codes, One)],
            Self::Codes => &[(0, E::Code, Self::Code, Least)],
            Self::Code => &[DESCRIPTION, NOTE_REF, (7, E::Code, Self::Code, Any)],
            Self::BareCodes => &[(0, E::Code, Self::BareCode, Least)],
            Self::BareCode => &[DESCRIPTION, (1, E::Code, Self::BareCode, Any)],
            Self::BareSets => &[(0, E::Set, Self::BareSet, Least)],
            Self::BareSet => &[DESCRIPTION, (1, E::MemberCode, Self::Member, Any)],
            Self::Variables => &[(0, E::Variable, Self::Variable, Least)],
            Self::Variable => &[DESCRIPTION],
            Self::VariableValue => &[
                (0, E::VariableRef, Self::Reference, One),
                (1, E::TextValue, LEAF, Opt),
                (1, E::BooleanValue, Self::Leaf(Lexical::Boolean), Opt),
                (1, E::IntegerValue, Self::Leaf(Lexical::Integer), Opt),
                (1, E::FloatValue, Self::Leaf(Lexical::Decimal), Opt),
                (1, E::DateValue, Self::Leaf(Lexical::Date), Opt),
                (1, E::DateTimeValue, Self::Leaf(Lexical::DateTime), Opt),
            ],
            Self::Cases => &[(0, E::Case, Self::Case, Least)],
            Self::Case => &[
                DESCRIPTION,
                (1, E::CodeRef, Self::Reference, Any),
                (2, E::VariableValue, Self::VariableValue, Any),
                (3, E::SourceRef, Self::Reference, Any),
                (4, E::SelectionRef, Self::Reference, Any),
            ],
            Self::Sources => &[
                (0, E::TextSource, Self::Text, Least),
                (0, E::PictureSource, Self::Picture, Least),
                (0, E::PdfSource, Self::Pdf, Least),
                (0, E::AudioSource, Self::Audio, Least),
                (0, E::VideoSource, Self::Video, Least),
            ],
            Self::Text => &[
                DESCRIPTION,
                (1, E::PlainTextContent, LEAF, Opt),
                (2, E::PlainTextSelection, Self::TextSelection, Any),
                CODING,
                NOTE_REF,
                VALUE,
            ],
            Self::TextSelection | Self::PictureSelection | Self::MediaSelection => {
                &[DESCRIPTION, CODING, NOTE_REF]
            }
            Self::TranscriptSelection => &[DESCRIPTION, CODING, NOTE_REF],
            Self::Picture => &[
                DESCRIPTION,
                (1, E::TextDescription, Self::Text, Opt),
                (2, E::PictureSelection, Self::PictureSelection, Any),
                CODING,
                NOTE_REF,
                VALUE,
            ],
            Self::Pdf => &[
                DESCRIPTION,
                (1, E::PdfSelection, Self::PdfSelection, Any),
                (2, E::Representation, Self::Text, Opt),
                CODING,
                NOTE_REF,
                VALUE,
            ],
            Self::PdfSelection => &[
                DESCRIPTION,
                (1, E::Representation, Self::Text, Opt),
                CODING,
                NOTE_REF,
            ],
            Self::Audio => &[
                DESCRIPTION,
                (1, E::Transcript, Self::Transcript, Any),
                (2, E::AudioSelection, Self::MediaSelection, Any),
                CODING,
                NOTE_REF,
                VALUE,
            ],
            Self::Video => &[
                DESCRIPTION,
                (1, E::Transcript, Self::Transcript, Any),
                (2, E::VideoSelection, Self::MediaSelection, Any),
                CODING,
                NOTE_REF,
                VALUE,
            ],
            Self::Transcript => &[
                DESCRIPTION,
                (1, E::PlainTextContent, LEAF, Opt),
                (2, E::SyncPoint, Self::SyncPoint, Any),
                (3, E::TranscriptSelection, Self::TranscriptSelection, Any),
                NOTE_REF,
            ],
            Self::Coding => &[(0, E::CodeRef, Self::Reference, One), NOTE_REF],
            Self::Notes => &[(0, E::Note, Self::Text, Least)],
            Self::Links => &[(0, E::Link, Self::Link, Least)],
            Self::Link => &[NOTE_REF],
            Self::Sets => &[(0, E::Set, Self::Set, Least)],
            Self::Set => &[
                DESCRIPTION,
                (1, E::MemberCode, Self::Reference, Any),
                (2, E::MemberSource, Self::Reference, Any),
                (3, E::MemberNote, Self::Reference, Any),
            ],
            Self::Graphs => &[(0, E::Graph, Self::Graph, Least)],
            Self::Graph => &[
                (0, E::Vertex, Self::Vertex, Any),
                (1, E::Edge, Self::Edge, Any),
            ],
            Self::User
            | Self::Member
            | Self::SyncPoint
            | Self::Vertex
            | Self::Edge
            | Self::Reference
            | Self::Leaf(_) => &[],
        }
    }

    /// Attributes in addition to user and time, which most have.
    pub(super) fn attributes(self) -> &'static [Wanted] {
        match self {
            Self::Project => &[
                NEEDED_NAME,
                (A::Origin, Lexical::Text, false),
                (A::CreatingUserGuid, Lexical::Guid, false),
                (A::CreationDateTime, Lexical::DateTime, false),
                (A::ModifyingUserGuid, Lexical::Guid, false),
                (A::ModifiedDateTime, Lexical::DateTime, false),
                (A::BasePath, Lexical::Text, false),
            ],
            Self::Codebook => &[(A::Origin, Lexical::Text, false)],
            Self::User => &[GUID, NAME, (A::Id, Lexical::Text, false)],
            Self::Code | Self::BareCode => &[
                GUID,
                NEEDED_NAME,
                (A::IsCodable, Lexical::Boolean, true),
                COLOUR,
            ],
            Self::Variable => &[
                GUID,
                NEEDED_NAME,
                (A::TypeOfVariable, Lexical::VariableType, true),
            ],
            Self::Case | Self::Graph => &[GUID, NAME],
            Self::Set | Self::BareSet => &[GUID, NEEDED_NAME],
            Self::Member => &[GUID],
            Self::Text | Self::Transcript => &[
                GUID,
                NAME,
                (A::RichTextPath, Lexical::Text, false),
                (A::PlainTextPath, Lexical::Text, false),
            ],
            Self::TextSelection => &[
                GUID,
                NAME,
                (A::StartPosition, Lexical::Integer, true),
                (A::EndPosition, Lexical::Integer, true),
            ],
            Self::Picture | Self::Pdf | Self::Audio | Self::Video => &[
                GUID,
                NAME,
                (A::Path, Lexical::Text, false),
                (A::CurrentPath, Lexical::Text, false),
            ],
            Self::PictureSelection => &[
                GUID,
                NAME,
                (A::FirstX, Lexical::Integer, true),
                (A::FirstY, Lexical::Integer, true),
                (A::SecondX, Lexical::Integer, true),
                (A::SecondY, Lexical::Integer, true),
            ],
            Self::PdfSelection => &[
                GUID,
                NAME,
                (A::Page, Lexical::Integer, true),
                (A::FirstX, Lexical::Integer, true),
                (A::FirstY, Lexical::Integer, true),
                (A::SecondX, Lexical::Integer, true),
                (A::SecondY, Lexical::Integer, true),
            ],
            Self::MediaSelection => &[
                GUID,
                NAME,
                (A::Begin, Lexical::Integer, true),
                (A::End, Lexical::Integer, true),
            ],
            Self::TranscriptSelection => &[
                GUID,
                NAME,
                (A::FromSyncPoint, Lexical::Guid, false),
                (A::ToSyncPoint, Lexical::Guid, false),
            ],
            Self::SyncPoint => &[
                GUID,
                (A::TimeStamp, Lexical::Integer, false),
                (A::Position, Lexical::Integer, false),
            ],
            Self::Coding => &[
                GUID,
                (A::CreatingUser, Lexical::Guid, false),
                (A::CreationDateTime, Lexical::DateTime, false),
            ],
            Self::Link => &[
                GUID,
                NAME,
                (A::Direction, Lexical::Direction, false),
                COLOUR,
                (A::OriginGuid, Lexical::Guid, false),
                (A::TargetGuid, Lexical::Guid, false),
            ],
            Self::Vertex => &[
                GUID,
                (A::RepresentedGuid, Lexical::Guid, false),
                NAME,
                (A::FirstX, Lexical::Integer, true),
                (A::FirstY, Lexical::Integer, true),
                (A::SecondX, Lexical::Integer, false),
                (A::SecondY, Lexical::Integer, false),
                (A::Shape, Lexical::Shape, false),
                COLOUR,
            ],
            Self::Edge => &[
                GUID,
                (A::RepresentedGuid, Lexical::Guid, false),
                NAME,
                (A::SourceVertex, Lexical::Guid, true),
                (A::TargetVertex, Lexical::Guid, true),
                COLOUR,
                (A::Direction, Lexical::Direction, false),
                (A::LineStyle, Lexical::Line, false),
            ],
            Self::Reference => &[(A::TargetGuid, Lexical::Guid, true)],
            _ => &[],
        }
    }

    pub(super) fn stamps(self) -> &'static [Wanted] {
        match self {
            Self::Text
            | Self::Transcript
            | Self::TextSelection
            | Self::Picture
            | Self::PictureSelection
            | Self::Pdf
            | Self::PdfSelection
            | Self::Audio
            | Self::Video
            | Self::MediaSelection
            | Self::TranscriptSelection => &STAMPS,
            _ => &[],
        }
    }
}
