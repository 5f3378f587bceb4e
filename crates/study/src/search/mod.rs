//! Words and patterns in what analysts read (study R53).
//!
//! An index finds the turns in which words can stand; one function, [`Wanted::hits`], says whether they do and where, so that both
//! databases give the same. The index holds the text of `turns` and nothing else: what is sealed is in no index.

mod snippet;
mod store;
mod wanted;
mod words;

pub use snippet::{Part, Snippet};
pub use store::{MIGRATION, catch_up, lookup, put_missing};
pub(crate) use store::{drop_study, drop_turns, put_turns};
pub use wanted::Wanted;
pub use words::folded;

#[cfg(test)]
mod tests;
