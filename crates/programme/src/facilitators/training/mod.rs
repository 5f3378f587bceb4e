//! What facilitators log of their own way to accreditation (programme A4). There is no field for remarks.

pub(super) mod store;

mod add;
mod download;
mod page;
mod pages;
mod proposals;
mod rows;

use jiff::civil::Date;
use uuid::Uuid;

use super::requirements::{self, RequirementSet};
use crate::words::words;
pub(super) use pages::routes;
pub use store::{
    Entry, Pathway, Record, Supervised, add_document, add_entries, add_supervision, keep_pathway,
    records,
};

/// The most cases of one entry: an intensive lasts several days.
pub(super) const MOST_CASES: u32 = 20;
/// The longest supervision of one day, in minutes.
pub(super) const LONGEST_SUPERVISION: i64 = 480;

words! {
    /// As what somebody took part in a group (programme A4).
    Role accepts "member, co_lead, lead, observer" {
        /// As a member.
        Member = "member",
        /// Beside another facilitator.
        CoLead = "co_lead",
        /// Alone.
        Lead = "lead",
        /// Without a part in the work.
        Observer = "observer",
    }
}

impl Role {
    /// The role as pages say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::CoLead => "Co-facilitator",
            Self::Lead => "Facilitator, alone",
            Self::Observer => "Observer",
        }
    }
}

words! {
    /// Where and how a group met (programme A4).
    Setting accepts "in_person, online, weekend, intensive" {
        /// In one room.
        InPerson = "in_person",
        /// On screens.
        Online = "online",
        /// A weekend of groups.
        Weekend = "weekend",
        /// Several days of groups.
        Intensive = "intensive",
    }
}

impl Setting {
    /// The setting as pages say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::InPerson => "In person",
            Self::Online => "Online",
            Self::Weekend => "Weekend",
            Self::Intensive => "Intensive",
        }
    }
}

words! {
    /// A paper that somebody holds. The paper itself is never stored.
    DocumentKind accepts "membership, written_report, psychodynamic_training, application_form, co_leading_report, competencies" {
        /// Membership of the accrediting society.
        Membership = "membership",
        /// The report of a facilitator who supervised.
        WrittenReport = "written_report",
        /// A training in psychodynamic work.
        PsychodynamicTraining = "psychodynamic_training",
        /// The form of the society.
        ApplicationForm = "application_form",
        /// The report on leading beside an accredited facilitator.
        CoLeadingReport = "co_leading_report",
        /// The competencies, signed.
        Competencies = "competencies",
    }
}

impl DocumentKind {
    /// The paper as pages say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Membership => "Membership of the society",
            Self::WrittenReport => "Written report of a supervisor",
            Self::PsychodynamicTraining => "Psychodynamic training",
            Self::ApplicationForm => "Application form",
            Self::CoLeadingReport => "Report on leading beside an accredited facilitator",
            Self::Competencies => "Competencies, signed",
        }
    }
}

/// One line of a training log: a session, or a weekend or intensive as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// As what somebody took part.
    pub role: Role,
    /// The day; of a weekend or intensive the first.
    pub on: Date,
    /// How many cases were discussed. Nothing else of them is kept.
    pub cases: u32,
    /// Whether the other facilitator was accredited.
    pub partner_accredited: bool,
    /// Where and how.
    pub setting: Setting,
}

/// One supervision: when and how long, never what about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supervision {
    /// The day.
    pub on: Date,
    /// Minutes.
    pub minutes: i64,
}

/// A paper that somebody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Document {
    /// Which.
    pub kind: DocumentKind,
    /// Since when.
    pub on: Date,
}

/// The set that counts for somebody: the one they started under, or else the one that the import names (A5).
pub(super) fn set_of(
    pathway: Option<&Pathway>,
    imported: Option<&str>,
) -> Option<&'static RequirementSet> {
    requirements::named(pathway.map_or(imported, |kept| Some(kept.set.as_str()))?)
}

/// The papers that count: those that were entered, and the psychodynamic training that the import states.
pub(super) fn documents_of(entered: &[Document], trained: Option<Date>) -> Vec<Document> {
    let stated = trained.map(|on| Document {
        kind: DocumentKind::PsychodynamicTraining,
        on,
    });
    entered.iter().copied().chain(stated).collect()
}

/// What a new entry came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The held session of this programme that it is about, none for what was elsewhere.
    pub session: Option<Uuid>,
    /// What is logged.
    pub entry: LogEntry,
}
