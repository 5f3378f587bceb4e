//! What a study found: themes, quotes and the outputs printed from them.

pub mod account;
pub mod acts;
pub mod agreement;
pub mod anchoring;
pub mod archive;
pub mod checklists;
pub mod codes;
pub mod codings;
pub mod console;
pub mod conversation;
pub mod exchange;
pub mod folder;
mod import;
pub mod journal;
pub mod manuscript_audit;
mod matrix;
pub mod memos;
pub mod narratives;
pub mod notes;
mod outline;
pub mod output_release;
pub mod outputs;
pub mod phases;
pub mod printing;
pub mod queries;
pub mod quotes;
pub mod reading;
pub mod reading_cost;
pub mod reporting_audit;
pub mod retention;
pub mod saturation;
mod schema;
pub mod thematic_map;
pub mod themes;
mod today;
pub mod trail;
pub mod withdrawal;
mod write_up;

pub use import::{
    ImportError, Imported, ImportedProject, ImportedRefi, Offered, Place, ProjectFile, RefiFile,
    Review, Source, Takes, check, check_project, check_refi, import, import_project, import_refi,
};
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
        .merge(memos::routes())
        .merge(notes::routes())
        .merge(journal::routes())
        .merge(reading::routes())
        .merge(phases::routes())
        .merge(themes::routes())
        .merge(thematic_map::routes())
        .merge(matrix::routes())
        .merge(quotes::routes())
        .merge(account::routes())
        .merge(narratives::routes())
        .merge(checklists::routes())
        .merge(write_up::routes())
        .merge(import::routes())
        .merge(exchange::routes())
        .merge(archive::routes())
        .merge(withdrawal::routes())
        .merge(anchoring::routes())
        .merge(saturation::routes())
        .merge(conversation::routes())
        .merge(agreement::routes())
        .merge(manuscript_audit::routes())
        .merge(output_release::routes())
        .merge(printing::routes())
}
