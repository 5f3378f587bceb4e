//! The text of an interview between the file it comes as and its coding.

pub mod anchors;
pub mod deidentify;
pub mod desk;
mod intake;
pub mod listening;
mod schema;
pub mod store;

pub use intake::keep_if_certain;
pub use schema::MIGRATION;

use platform::web::Routes;

/// The pages of transcripts that were brought in here.
pub fn routes() -> Routes {
    Routes::new().merge(intake::routes()).merge(desk::routes())
}
