//! What a study found: themes, quotes and the outputs printed from them.

pub mod acts;
pub mod agreement;
pub mod anchoring;
pub mod codes;
pub mod codings;
pub mod conversation;
pub mod folder;
mod import;
mod journal;
mod matrix;
pub mod memos;
mod notes;
pub mod outputs;
mod paths;
pub mod phases;
pub mod quotes;
pub mod reading;
pub mod retention;
pub mod saturation;
mod schema;
pub mod themes;
mod today;
pub mod trail;
pub mod withdrawal;
mod write_up;

pub use import::{ImportError, Imported, Source, check, import};
pub use schema::MIGRATION;

use platform::web::Routes;

/// The pages of the analysis.
pub fn routes() -> Routes {
    Routes::new()
        .merge(today::routes())
        .merge(codes::routes())
        .merge(codings::routes())
        .merge(trail::routes())
        .merge(memos::routes())
        .merge(notes::routes())
        .merge(journal::routes())
        .merge(reading::routes())
        .merge(phases::routes())
        .merge(themes::routes())
        .merge(matrix::routes())
        .merge(write_up::routes())
        .merge(import::routes())
        .merge(withdrawal::routes())
        .merge(anchoring::routes())
        .merge(saturation::routes())
        .merge(conversation::routes())
        .merge(agreement::routes())
}
