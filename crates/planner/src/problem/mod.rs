//! The facts a plan is made from (programme 8.1).
//!
//! [`Facts`] is filled in by the caller; [`Problem::new`] checks it once, so that the search, the
//! checker and the explanations can index without doubt. Everybody and everything is named by its
//! position in the list it stands in.

mod facts;
mod lock;
mod validate;

pub use facts::{
    Absence, CapCell, Choice, Facilitator, Facts, MeetingOption, Policy, Presence, Resident, Site,
};
pub use lock::Lock;
pub use validate::{Problem, ProblemError};
