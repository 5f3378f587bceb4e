//! Narratives: what is written about each theme, with quotes that stand live in the text (study R49).
//!
//! A text names a quote by a mark; what is shown is the quote as it is now. Writing a quote into the text of a theme places it
//! there, and moving it on in the text moves it in the matrix; what is placed elsewhere leaves the text by itself. A narrative
//! stands in the trail alone.

pub mod console;
mod desk;
mod material;
mod pages;
mod text;

pub(crate) use desk::{NARRATIVE, said};
pub use desk::{No, transfer, write};
pub use pages::routes;
pub use text::{Segment, mark, segments};
