//! What came of talking about a passage.

/// An outcome (study R50). None of them says who was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The readings stand beside each other.
    BothStay,
    /// Somebody revises what they coded.
    Revised,
    /// The codebook gets another code.
    NewCode,
    /// It was not settled.
    LeftOpen,
}

impl Outcome {
    /// Each, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::BothStay, Self::Revised, Self::NewCode, Self::LeftOpen];

    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::BothStay => "both_stay",
            Self::Revised => "revised",
            Self::NewCode => "new_code",
            Self::LeftOpen => "left_open",
        }
    }

    /// For readers.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::BothStay => "Both stay",
            Self::Revised => "Revised",
            Self::NewCode => "New code",
            Self::LeftOpen => "Left open",
        }
    }

    /// Reads the word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}
