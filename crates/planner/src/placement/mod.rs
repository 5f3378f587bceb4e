//! The placement problem `balint-plan/1` on its own: groups in slots and venues, residents in groups.
//!
//! - [`parse`] and [`parse_solution`] read files; a bad one is a named error with its place.
//! - [`solve`] searches, and proves what no plan can exceed.
//! - [`replan`] mends a plan after a change and moves as few as possible.
//! - [`check`] recomputes every rule and the objective, and shares nothing with the search but the types.
//!
//! All values are whole numbers, money-like ones in hundredths of one expected attendance.

mod check;
mod parse;
mod problem;
mod search;
mod settings;
mod solution;
#[cfg(test)]
mod tests;

pub use check::{Verdict, Violation, check};
pub use parse::{PlacementError, parse, parse_solution};
pub use problem::{Facilitator, PROBLEM_SCHEMA, Problem, Resident, Site, Slot};
pub use search::{Change, LeaderChange, Repair, Replanned, Seat, replan, solve};
pub use settings::Settings;
pub use solution::{Group, SOLUTION_SCHEMA, Solution};
