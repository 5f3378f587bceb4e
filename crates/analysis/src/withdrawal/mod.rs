//! Withdrawing from a study: shown before it is done, then done in one transaction (study R7, P6).
//!
//! What somebody signed says what goes. Codes, themes and stories stay; words of the person inside them are blanked.

mod act;
mod pages;
mod passages;
mod passages_store;

pub use act::{Preview, apply, preview};
pub use pages::routes;
pub(crate) use passages::Passages;
pub(crate) use passages_store::take_out_of;
