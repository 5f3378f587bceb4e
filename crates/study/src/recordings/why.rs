//! Why a recording was removed: a closed list, since words about it could say who spoke.

/// Why a recording was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its transcript is checked.
    Checked,
    /// Its period is over.
    Period,
    /// Its participant has withdrawn, from all or from being recorded.
    Withdrawal,
    /// It is not the interview that it was handed in as.
    WrongFile,
    /// Its participant asked for it.
    Asked,
    /// Nobody needs it any more.
    NotNeeded,
}

impl Why {
    /// All of them.
    const ALL: [Self; 6] = [
        Self::Checked,
        Self::Period,
        Self::Withdrawal,
        Self::WrongFile,
        Self::Asked,
        Self::NotNeeded,
    ];

    /// Those from which a research lead chooses.
    pub const CHOICES: [Self; 3] = [Self::WrongFile, Self::Asked, Self::NotNeeded];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Period => "period",
            Self::Withdrawal => "withdrawal",
            Self::WrongFile => "wrong_file",
            Self::Asked => "asked",
            Self::NotNeeded => "not_needed",
        }
    }

    /// The reason of a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// As it follows a date.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Checked => "the transcript was checked",
            Self::Period => "its time was over",
            Self::Withdrawal => "the participant withdrew",
            Self::WrongFile => "it was the wrong file",
            Self::Asked => "the participant asked for it",
            Self::NotNeeded => "it was not needed any more",
        }
    }

    /// As the ledger of erasures says it.
    pub(super) fn erasure(self) -> &'static str {
        match self {
            Self::Checked | Self::Period => "period",
            Self::Withdrawal => "withdrawal",
            Self::WrongFile | Self::Asked | Self::NotNeeded => "order",
        }
    }
}
