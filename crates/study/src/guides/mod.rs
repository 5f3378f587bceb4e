//! Interview guides: what one cohort is asked, in versions (study R3).
//!
//! A version can be rewritten until an interview has used it. From then on it is what was asked, and new words make a new
//! version.

mod compare;
mod guide;
mod store;

pub use compare::{Compared, compare};
pub use guide::{GuideError, GuideQuestion, parse, to_text};
pub use store::{GuideVersion, find, mark_used, save, versions};

#[cfg(test)]
mod tests;
