//! How a study is laid out: stance, design, period, ethics reference, freeze date (study R1).
//!
//! What was set is never overwritten: each change is a line of its own with who made it, when and why, and the newest holds.

mod change_page;
mod design;
mod pages;
mod store;

pub use design::{Design, Reasoning, consequences};
pub use pages::routes;
pub(crate) use pages::{Tab, leads, tabs};
pub use store::{Setup, add, current, history};
