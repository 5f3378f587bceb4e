//! Phases: in which of the six somebody works, as they state it. A tag on events, never a gate (study R39).
//!
//! Stating a phase is an event of the trail whose subject is the analyst; several may be open at once, and the one that was
//! stated last is the one later events carry. What came of it over time is a [`Course`].

pub mod console;
mod course;
mod desk;
mod pages;
mod phase;
mod timeline;

#[cfg(test)]
mod tests;

pub(crate) use course::said;
pub use course::{Course, Stretch, courses};
pub use desk::{Statement, state};
pub(crate) use desk::{subject_of, word_of};
pub use phase::{PHASE, Phase, PhaseState};

pub use pages::routes;
pub(crate) use pages::stretches;
