//! One entry.

use jiff::civil::Date;
use platform::clock::Instant;
use uuid::Uuid;

/// Who may read an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Visibility {
    /// Whoever wrote it, and nobody else.
    Private,
    /// The team of the study.
    Team,
    /// The team, and readers of what is published.
    Publishable,
}

impl Visibility {
    /// Each, the narrowest first.
    pub const ALL: [Self; 3] = [Self::Private, Self::Team, Self::Publishable];

    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Team => "team",
            Self::Publishable => "publishable",
        }
    }

    /// For readers.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Private => "For me alone",
            Self::Team => "For the team",
            Self::Publishable => "May be published",
        }
    }
}

read_by_word!(Visibility);

/// An entry of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Random.
    pub id: Uuid,
    /// Whose.
    pub member: Uuid,
    /// The day it is about.
    pub dated: Date,
    /// Who may read it.
    pub visibility: Visibility,
    /// The act of the trail that it was written about.
    pub about: Option<Uuid>,
    /// What it says, lines parted by LF.
    pub text: String,
    /// When it was written or changed last.
    pub written_at: Instant,
}
