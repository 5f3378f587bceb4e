//! Dual roles: who is two things in one study (study R11).

use std::fmt;

use platform::clock::Instant;
use uuid::Uuid;

/// What somebody is beside a member of the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DualRole {
    /// Takes part in what is studied, and writes about it.
    ParticipantResearcher,
    /// Interviews, and is a resident.
    Resident,
    /// Organises the programme.
    Organiser,
    /// Supervises a participant.
    Supervisor,
}

/// A declaration of a dual role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Of whom.
    pub member: Uuid,
    /// What.
    pub role: DualRole,
    /// What it means for the study, and what is done about it; may be empty.
    pub explanation: String,
    /// Of a participant-researcher, who supports the writing, such as an ethnographer outside the team; may be empty.
    pub support: String,
    /// Since when.
    pub declared_at: Instant,
}

impl DualRole {
    /// Each, in the order in which they are listed.
    pub const ALL: [Self; 4] = [
        Self::ParticipantResearcher,
        Self::Resident,
        Self::Organiser,
        Self::Supervisor,
    ];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::ParticipantResearcher => "participant_researcher",
            Self::Resident => "resident",
            Self::Organiser => "organiser",
            Self::Supervisor => "supervisor",
        }
    }

    /// The question on one's own page.
    pub fn question(self) -> &'static str {
        match self {
            Self::ParticipantResearcher => "I take part in what is studied, and write about it",
            Self::Resident => "I interview, and am a resident myself",
            Self::Organiser => "I organise the programme that is studied",
            Self::Supervisor => "I supervise somebody who takes part",
        }
    }
}

impl fmt::Display for DualRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ParticipantResearcher => "participant-researcher",
            Self::Resident => "interviewer who is a resident",
            Self::Organiser => "organiser in the team",
            Self::Supervisor => "supervisor of a participant",
        })
    }
}

read_by_word!(DualRole);
