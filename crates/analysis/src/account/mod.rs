//! The autoethnographic account: extracts of field notes in an order, with links to themes, as one or two figure panels
//! (study R57, O9).
//!
//! An extract is a quote from a field note, so that what is changed in it for the sake of anonymity is an edit that everybody
//! sees and the trail keeps. The account itself stands in the trail alone.

pub mod console;
mod desk;
mod drawn;
mod material;
mod output;
mod pages;
mod state;

pub use desk::{Part, change};
pub(crate) use material::leaving;
pub use pages::routes;
pub use state::Step;
pub(crate) use state::{ACCOUNT, said};
