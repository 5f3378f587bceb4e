//! The first page of the study team: what is here, and the next step.

mod pages;

pub use pages::routes;
