//! Who leads groups, whom they must not lead, how they are trained, and whether there will be enough of them
//! (programme 4). Nothing here says how well somebody leads (programme A9).

mod forget_store;
mod overview;
mod requirements;
mod statements;
mod store;
mod succession;
pub mod training;

use jiff::civil::{Date, Weekday};
use platform::access::Viewer;
use platform::storage::Migration;
use platform::web::Routes;
use platform::{App, Error, Result};

use crate::sites;
use crate::words::words;
pub(crate) use forget_store::forget;
pub use requirements::{
    Earliest, Missing, Needed, RequirementSet, earliest, named as requirement_set,
    sets as requirement_sets, still_needed,
};
pub use statements::{Statement, declare_to_facilitator, state};
pub(crate) use statements::{last_changed_at, match_conflicts};
pub use store::StoredFacilitator;
pub(crate) use store::{listed, replace, replace_ties, ties, unnamed};
pub use succession::{Month, Outlook, Seat, outlook};

/// Training logs, statements and declared conflicts.
pub const TRAINING: Migration = Migration {
    name: "0013 training",
    sql: include_str!("training.sql"),
    append_only: &[],
};

/// The pages of facilitators, and of the organiser about them.
pub fn routes() -> Routes {
    Routes::new()
        .merge(training::routes())
        .merge(statements::routes())
        .merge(overview::routes())
        .merge(succession::routes())
}

/// The facilitator that the viewer is. Of one who is no longer listed nothing is shown.
async fn own(app: &App, viewer: &Viewer) -> Result<StoredFacilitator> {
    let scope = viewer.scope()?;
    let codes = sites::codes(app, scope.id).await?;
    let me = viewer.subject(platform::access::Role::Facilitator);
    let mut listed = listed(app, scope.id, &codes).await?.into_iter();
    listed.find(|one| Some(one.id) == me).ok_or_else(|| {
        Error::refused(
            "AC-3",
            "Your account is not tied to a facilitator whom this programme lists.",
            "Ask the organiser to put you on the list, and for a link of your own.",
        )
    })
}

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

impl Facilitator {
    /// Whether they belong to the profession of the residents (programme A1).
    pub fn is_of_residents_profession(&self) -> bool {
        self.profession.to_lowercase().contains("emergency")
    }
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
