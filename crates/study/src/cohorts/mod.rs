//! What is aimed at in each cohort, and what it is called in print (study section 1, `Cohort`).
//!
//! Both go by the cohort's name, so that they stay when a folder is brought in again.

mod page;
mod store;

pub use page::routes;
pub use store::{Aim, aims, keep, names};
