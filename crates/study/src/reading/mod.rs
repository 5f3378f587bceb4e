//! How far members have read (study R36): the furthest turn of each document, and when.

mod pages;
mod store;

pub use pages::routes;
pub use store::{Reached, forget, forget_missing, keep, of_member, of_study};
