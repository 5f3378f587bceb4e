//! Memos: typed notes on a span, a coding, a code, a theme, a document, a participant or the study (study R34).
//!
//! What memos there are follows from the trail; nothing else holds them. `places` says what a memo is on, and whether a reader may
//! know of it; `desk` writes, changes and removes.

mod brought;
pub mod console;
mod desk;
mod form;
mod listed;
mod memo;
mod pages;
mod places;
mod store;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use brought::{Brought, bring_in};
pub use desk::{Target, Wish, act};
pub(crate) use listed::{Listed, listed};
pub use memo::{Kind, MEMO, Memo, MemoState, On, is_hidden, of};
pub use pages::routes;
pub(crate) use places::{Places, in_sight, passage};
pub use store::all;
pub(crate) use store::{about, follow_document, follow_import, noted_texts, take_out};
pub(crate) use words::said;
