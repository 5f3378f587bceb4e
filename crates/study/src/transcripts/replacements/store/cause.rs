//! Why a sealed map is opened.

/// Why a map is opened; the record has this word, and the sealed map the sentence beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A surrogate may be wrong.
    Mistake,
    /// Somebody withdraws, and what is theirs is looked for.
    Withdrawal,
    /// Somebody may come to harm.
    Safety,
    /// Somebody checks the work.
    Check,
    /// Something else.
    Other,
}

impl Cause {
    /// In the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Mistake,
        Self::Withdrawal,
        Self::Safety,
        Self::Check,
        Self::Other,
    ];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mistake => "mistake",
            Self::Withdrawal => "withdrawal",
            Self::Safety => "safety",
            Self::Check => "check",
            Self::Other => "other",
        }
    }

    /// For readers.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Mistake => "A surrogate may be wrong",
            Self::Withdrawal => "Somebody withdraws",
            Self::Safety => "Somebody may come to harm",
            Self::Check => "The work is checked",
            Self::Other => "Something else",
        }
    }

    /// Reads the word that is stored.
    pub fn of_word(word: &str) -> Self {
        let known = Self::ALL.into_iter().find(|cause| cause.word() == word);
        known.unwrap_or(Self::Other)
    }
}
