//! Codings: a code, a stretch of a document, an analyst.

mod material;

pub use material::{Coded, Coding, Material, Stretch};
