//! Releases: frozen sets of outputs that leave the team, each with its disclosure report and whoever approved it (study section 4, P2
//! to P5, P14; trust PRI-1 to PRI-7).
//!
//! `choice` says what is in one and how coarse; `facts` reads what the study can tell; `judge` holds both against the rules and against
//! every release before, purely, and asks what whoever is quoted says (`crate::printing`); `make` makes the files, once. What was approved is kept as it was (`store`): nothing of the study
//! changes it, and only what `measures::disclosure` has let pass is handed out (`hand_out`).

mod act;
mod choice;
mod crossed_part;
mod facts;
mod hand_out;
mod judge;
mod make;
mod page;
mod people_part;
mod quoted_part;
mod report;
mod rows;
mod store;
#[cfg(test)]
mod tests;
mod words_page;
mod written_part;

pub use act::{choose, discard, prepare};
pub use choice::{Choice, CohortLevel, GenderLevel, LengthLevel, TimeLevel};
pub use hand_out::project;
pub use report::{Grid, Part, Report, Verdict};
pub(crate) use store::forget;
pub use store::{Frozen, Kept, all, find};

use platform::storage::Migration;
use platform::web::Routes;

/// The tables of releases.
pub const MIGRATION: Migration = Migration {
    name: "0045 releases of outputs",
    sql: include_str!("schema.sql"),
    append_only: &["output_release_files"],
};

/// The pages of releases, their acts and their files.
pub fn routes() -> Routes {
    Routes::new()
        .merge(page::routes())
        .merge(words_page::routes())
        .merge(hand_out::routes())
}
