//! Meetings of groups: when they are, whether they were held, and who was there. Nothing else: no field here
//! could hold what was said (programme 3.3).

mod clock_pages;
mod close_page;
mod course;
mod leading;
mod looks;
mod meeting;
mod minutes_page;
mod minutes_store;
mod my_record;
mod pages;
mod past_store;
pub mod protocol;
mod register;
mod register_page;
mod register_store;
mod session;
mod session_page;
mod settle;
mod store;

use platform::storage::Migration;
use platform::web::Routes;

pub(crate) use settle::DEBRIEF_MINUTES;

pub use looks::{Look, Purpose, who_looked};
pub(crate) use past_store::{held, starts};
pub use register::{Entry, Mark, TimeSource, attended};
pub use register_store::{attend, counts};
pub use session::{
    BoundaryCode, BoundaryEvent, CancelCode, Course, Outcome, Session, State, programme_topic,
    topic,
};
pub use store::{add, all, close, go_on, keep_course};

/// What is kept of sessions that were held, beside the first tables.
pub const MIGRATION: Migration = Migration {
    name: "0012 sessions held",
    sql: include_str!("schema.sql"),
    append_only: &["register_changes", "register_views"],
};

/// The pages of sessions.
pub fn routes() -> Routes {
    Routes::new()
        .merge(pages::routes())
        .merge(clock_pages::routes())
        .merge(register_page::routes())
        .merge(close_page::routes())
        .merge(session_page::routes())
        .merge(minutes_page::routes())
        .merge(leading::routes())
        .merge(my_record::routes())
}
