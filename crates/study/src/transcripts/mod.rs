//! The text of an interview between the file it comes as and its coding.

pub mod anchors;
pub mod correcting;
pub mod deidentify;
pub mod desk;
mod intake;
pub mod listening;
pub mod removal;
pub mod replacements;
mod schema;
pub mod store;

pub use intake::Certain;
pub use schema::MIGRATION;

use platform::web::Routes;

/// The pages of transcripts that were brought in here.
pub fn routes() -> Routes {
    Routes::new().merge(intake::routes()).merge(desk::routes())
}
