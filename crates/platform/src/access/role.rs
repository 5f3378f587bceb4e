//! The nine roles.

use std::fmt;
use std::str::FromStr;

/// What somebody is in one scope (trust AC-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Plans groups and wins release.
    Organiser,
    /// A doctor in training who may join a group.
    Resident,
    /// Leads a group.
    Facilitator,
    /// A site's rota desk.
    Coordinator,
    /// Interviews, checks or analyses.
    Researcher,
    /// Holds the key and releases outputs.
    ResearchLead,
    /// Is interviewed.
    Participant,
    /// Installs, backs up, upgrades; sees no content.
    Administrator,
    /// Reads the record and the policy; sees no content.
    Auditor,
}

impl Role {
    /// All roles, in the order in which they are listed.
    pub const ALL: [Self; 9] = [
        Self::Organiser,
        Self::Resident,
        Self::Facilitator,
        Self::Coordinator,
        Self::Researcher,
        Self::ResearchLead,
        Self::Participant,
        Self::Administrator,
        Self::Auditor,
    ];

    /// The word that is stored and that `enid user grant` takes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Organiser => "organiser",
            Self::Resident => "resident",
            Self::Facilitator => "facilitator",
            Self::Coordinator => "coordinator",
            Self::Researcher => "researcher",
            Self::ResearchLead => "research-lead",
            Self::Participant => "participant",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ResearchLead => "research lead",
            other => other.word(),
        })
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.word() == word)
            .ok_or_else(|| {
                let words: Vec<_> = Self::ALL.iter().map(|role| role.word()).collect();
                format!(
                    "there is no role \"{word}\"; the roles are {}",
                    words.join(", ")
                )
            })
    }
}
