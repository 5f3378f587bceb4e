//! Memos, journals and statements of position in one place: to search, and to take away with the same filters (study R34).

pub mod console;
mod export;
mod gather;
mod pages;

pub use pages::routes;
