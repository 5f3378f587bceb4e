//! The invented region and the invented study that `enid demo` fills a new data folder with. No person, place or
//! interview in it exists.

mod codebook;
mod coded;
mod consent;
mod desks;
mod fill;
mod interviews;
mod joining;
mod manuscript;
mod memos;
mod quotes;
mod recordings;
pub mod region;
mod replacements;
mod rotas;
pub mod study;
mod study_design;
#[cfg(test)]
mod study_tests;
mod team_talk;
mod themes;
mod tour;
mod training;
mod transcripts;

pub use fill::{Person, fill};
pub use tour::{Visit, visit_all};

/// The short name of the invented programme.
pub const PROGRAMME: &str = "marrowdale";
/// The short name of the invented study.
pub const STUDY: &str = "marrowdale-study";
