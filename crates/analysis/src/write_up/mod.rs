//! The tables and the drawing of a study, to look at and to take away.
//!
//! Table 1 in the form of a row a person is a page of its own with its own line in the policy, since
//! whoever reads quotes need not read it (study P3).

mod pages;

pub use pages::routes;
