//! How far the analysts of a study agree about documents that several of them coded (study R51).
//!
//! Whether the figures are shown at all follows from the design of the study: in reflexive work analysts do not aim at
//! agreement, and the page does not exist.

mod page;
mod turns;

#[cfg(test)]
mod tests;

pub use page::routes;
pub use turns::{DoubleCoded, Figures, double_coded};
