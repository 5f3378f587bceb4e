//! What a study found: themes, quotes and the outputs printed from them.

pub mod acts;
pub mod agreement;
pub mod anchoring;
pub mod codes;
pub mod codings;
pub mod conversation;
pub mod folder;
mod import;
mod matrix;
pub mod outputs;
mod paths;
pub mod queries;
pub mod quotes;
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
        .merge(queries::routes())
        .merge(codings::routes())
        .merge(trail::routes())
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
