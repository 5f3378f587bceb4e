//! Withdrawing from a study: shown before it is done, then done in one transaction (study R7, P6).
//!
//! What somebody signed says what goes. Codes, themes and stories stay; words of the person inside them are blanked.

mod act;
mod pages;
mod passages;

pub use act::{Preview, apply, preview};
pub use pages::routes;
pub(crate) use passages::Passages;
