//! Who meets where and when: a problem goes in, a plan with reasons and a proof of quality comes out.
//!
//! - [`problem`]: the facts of one group run (programme 8.1), validated.
//! - [`plan`]: the answer, and the objective by level.
//! - [`settings`]: how hard to search, when to stop, whom to tell.
//! - [`quorum`]: the chance that enough members come.

pub mod plan;
pub mod problem;
pub mod quorum;
pub mod settings;

pub use plan::{Group, Member, Objective, Plan};
pub use problem::{
    Absence, CapCell, Choice, Facilitator, Facts, MeetingOption, Policy, Presence, Problem,
    ProblemError, Resident,
};
pub use settings::{Progress, Settings};
