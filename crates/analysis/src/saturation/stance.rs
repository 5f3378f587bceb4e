//! Where a study stands on saturation, as people write it (study R56).

use platform::clock::Instant;
use uuid::Uuid;

/// What is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Saturation is claimed.
    Claimed,
    /// It is not claimed.
    NotClaimed,
    /// The number of interviews rests on information power.
    InformationPower,
    /// Something else.
    Other,
}

impl Stance {
    /// Each, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Claimed,
        Self::NotClaimed,
        Self::InformationPower,
        Self::Other,
    ];

    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::NotClaimed => "not_claimed",
            Self::InformationPower => "information_power",
            Self::Other => "other",
        }
    }

    /// For readers.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Claimed => "Saturation is claimed",
            Self::NotClaimed => "Saturation is not claimed",
            Self::InformationPower => "The number of interviews rests on information power",
            Self::Other => "Something else",
        }
    }

    /// Reads the word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// What is stated.
    pub stance: Stance,
    /// On what grounds, or why not, in the team's own words.
    pub grounds: String,
    /// When.
    pub made_at: Instant,
    /// By which member; none for a research lead who is not of the team.
    pub made_by: Option<Uuid>,
}
