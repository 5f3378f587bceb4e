//! Who meets where and when: a problem goes in, a plan with reasons and a proof of quality comes out.
//!
//! - [`problem`]: the facts of one group run (programme 8.1), validated.
//! - [`plan`]: the answer, and the objective by level.
//! - [`solve`]: the search. Proved on small problems, a good plan with an honest bound on large ones.
//! - [`settings`]: how hard to search, when to stop, whom to tell.
//! - [`check`](mod@check): every hard rule and the objective again, sharing nothing with the search
//!   but the types.
//! - [`reasons`]: why a resident has no place, option by option, and why another is where they are.
//! - [`relax`]: what one change would place more.
//! - [`replan`](mod@replan): a published plan under new facts, with as little moved as possible.
//! - [`placement`]: the placement problem `balint-plan/1` on its own, with its reader, search and checker.
//! - [`quorum`]: the chance that enough members come, and what mends a weak session.

#[cfg(test)]
mod baseline;
pub mod check;
pub mod placement;
pub mod plan;
pub mod problem;
pub mod quorum;
pub mod reasons;
pub mod relax;
pub mod replan;
#[cfg(test)]
mod sample;
mod search;
pub mod settings;

pub use check::{Rule, Violation, check};
pub use plan::{Group, Level, Member, Objective, Plan};
pub use problem::{
    Absence, CapCell, Choice, Facilitator, Facts, Lock, MeetingOption, Policy, Presence, Problem,
    ProblemError, Resident, Site,
};
pub use quorum::weak_sessions;
pub use reasons::{Decided, Obstacle, OptionReason, WhyHere, why_here, why_not};
pub use relax::{Gain, Relaxation, what_would_place_more};
pub use replan::{Approval, Difference, Replan, difference, replan};
pub use search::solve;
pub use settings::{Progress, Settings};
