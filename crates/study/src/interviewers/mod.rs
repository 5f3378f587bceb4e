//! Who interviews whom (study R12 to R15).
//!
//! Participants say how they know each interviewer, on their own pages. From that, from the room of interviewers and from the
//! pairs that stand the engine (`matching`) proposes pairs; the research lead accepts them, or matches by hand. An interviewer
//! sees nothing of anybody who is not theirs (P13). Both sides can say at which times of a usual week they can (`times`).

pub mod acquaintance;
mod act;
mod exchange;
mod list_page;
pub mod matching;
mod own_page;
mod shown;
mod standing;
pub(crate) mod store;
pub mod times;

pub use act::{accept, answer, free, pair};
pub use standing::{Proposal, Standing};
pub use store::{Match, Overridden, declare, declared, match_of, match_up, matches};

use platform::storage::Migration;
use platform::web::Routes;

/// What participants declare, who is matched with whom, and the interviews that come of it.
pub const MIGRATION: Migration = Migration {
    name: "0022 interviews",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

/// The research lead's page, and the participant's.
pub fn routes() -> Routes {
    Routes::new()
        .merge(list_page::routes())
        .merge(exchange::routes())
        .merge(own_page::routes())
        .merge(times::routes())
}
