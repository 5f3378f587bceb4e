//! Running a Balint group programme: people, sites, rotas, rooms, facilitators, the plan, release and
//! sessions.
//!
//! Facts come in as a folder of files ([`exchange`]), are judged by the rest rules and the planner
//! ([`planning`]), and are shown on pages. Nothing here has a place for what is said in a group.

mod addresses;
mod columns;
mod form;
mod identity;
mod wording;
mod words;

pub mod certificates;
pub mod costs;
pub mod exchange;
pub mod facilitators;
pub mod feeds;
pub mod joining;
pub mod people;
pub mod planning;
pub mod release;
pub mod retention;
pub mod rotas;
pub mod sessions;
pub mod sites;
pub mod texts;
mod today;
pub mod venues;

use platform::jobs::Kind;
use platform::storage::Migration;
use platform::web::Routes;
pub use words::UnknownWord;

/// The tables of a programme.
pub const MIGRATION: Migration = Migration {
    name: "0002 programme",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

/// Every page of a programme.
pub fn routes() -> Routes {
    Routes::new()
        .merge(exchange::routes())
        .merge(people::routes())
        .merge(sites::routes())
        .merge(facilitators::routes())
        .merge(costs::routes())
        .merge(rotas::routes())
        .merge(planning::routes())
        .merge(release::routes())
        .merge(sessions::routes())
        .merge(joining::routes())
        .merge(feeds::routes())
        .merge(texts::routes())
        .merge(certificates::routes())
        .merge(today::routes())
}

/// Everything a programme does later.
pub fn jobs() -> Vec<Kind> {
    let slices = [joining::jobs(), release::jobs()];
    slices.into_iter().flatten().collect()
}
