//! The saturation kit (study R56): how many codes each interview brought that no earlier one had, whose voices stand behind
//! a theme, and when the structure last changed.
//!
//! These are facts beside which people write where they stand. Nothing here gives a verdict, and there is no threshold: a
//! flat end of a curve may mean that all was said, or that nobody asked anything new.

mod chart;
pub mod console;
mod curve;
mod facts;
mod matrix;
mod order;
mod page;
mod stance;
mod store;
mod voices;

#[cfg(test)]
mod tests;

pub use curve::{Step, curve};
pub use matrix::{Fault, Interviewed, read_matrix};
pub use order::{Interview, Ordered, after, interviews, ordered};
pub use page::routes;
pub use stance::{Stance, Stated};
pub(crate) use store::{repeated, take_out};
pub use store::{stances, state};
pub use voices::{Contribution, contributions, one_voice};
