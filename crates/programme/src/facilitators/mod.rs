//! Who leads groups, and whom they must not lead.

mod store;

use jiff::civil::{Date, Weekday};

use crate::words::words;
pub use store::StoredFacilitator;
pub(crate) use store::{listed, replace, replace_ties, ties, unnamed};

words! {
    /// How much a facilitator has led before (programme A1).
    Level accepts "experienced, novice" {
        /// May lead alone or beside a novice.
        Experienced = "experienced",
        /// Leads only beside somebody experienced.
        Novice = "novice",
    }
}

words! {
    /// Why two people must not share a group (programme A3).
    TieKind accepts "supervises, assesses, manages, panel, keep_apart, declared" {
        /// The first supervises the second.
        Supervises = "supervises",
        /// The first assesses the second.
        Assesses = "assesses",
        /// The first is the second's line manager.
        Manages = "manages",
        /// The first sits on the second's progression panel.
        Panel = "panel",
        /// The two are kept apart.
        KeepApart = "keep_apart",
        /// A conflict that was declared; its reason is kept nowhere.
        Declared = "declared",
    }
}

/// A person who leads a group (programme glossary "Facilitator").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facilitator {
    /// The opaque reference that the other files use.
    pub reference: String,
    /// The name as members see it.
    pub full_name: String,
    /// The address that links are sent to, as written.
    pub email: String,
    /// The profession, for example psychiatrist.
    pub profession: String,
    /// Experienced or novice.
    pub level: Level,
    /// Whether they have psychodynamic training.
    pub psychodynamic: bool,
    /// The code of the site where they work, if they work at one.
    pub work_site: Option<String>,
    /// The name of the list of counts that their accrediting body asks of them.
    pub requirement_set: Option<String>,
    /// The most groups they lead in one run.
    pub max_groups: u32,
    /// Days of the week on which they can lead, from Monday on, each once.
    pub weekdays: Vec<Weekday>,
    /// The first day on which they can lead.
    pub from: Date,
    /// The last day on which they can lead; none means until further notice.
    pub to: Option<Date>,
    /// Who supervises them, where that is arranged.
    pub supervisor: Option<String>,
}

/// A reason why two people must not share a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// A facilitator or a resident, by reference.
    pub from: String,
    /// A resident, by reference.
    pub to: String,
    /// What ties them.
    pub kind: TieKind,
    /// The first day on which it holds; none means it always did.
    pub from_date: Option<Date>,
    /// The last day on which it holds; none means until further notice.
    pub to_date: Option<Date>,
}
