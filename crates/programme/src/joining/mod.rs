//! How a resident comes into a group and out of it again: the expression of interest, the draw, the offer,
//! the place (programme 2.2).
//!
//! What always holds: a state moves only by an event of [`state::Event`], each by the actor it belongs to;
//! every move leaves a row that is never altered; saying no or leaving needs no reason, and a reason that
//! somebody gives all the same is sealed under their own key and read by nobody but themselves (R7).

mod act;
mod decide;
mod groups;
mod interest;
mod invite;
mod leave;
mod list;
pub mod lottery;
mod mails;
mod offer;
mod opening;
mod overview;
mod own;
mod own_words;
mod pages;
mod person;
mod posting;
mod standing;
mod state;
mod store;
#[cfg(test)]
mod tests;

pub use act::{Move, record};
pub(crate) use groups::{Question, asking, gone, question, undecided};
pub use interest::{Interest, open};
pub use invite::{Invited, invite};
pub use pages::routes;
pub use state::{Actor, Code, Event, State};
pub use store::{converse, mailed};

use platform::jobs::Kind;
use platform::storage::Migration;

/// What joining does later.
pub(crate) fn jobs() -> Vec<Kind> {
    posting::jobs()
}

/// The tables of joining.
pub const MIGRATION: Migration = Migration {
    name: "0005 joining",
    sql: include_str!("schema.sql"),
    append_only: &["joining_events"],
};
