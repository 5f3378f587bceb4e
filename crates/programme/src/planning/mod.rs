//! The plan: which groups meet where and when, with whom, and why somebody has no place.

mod attendance;
mod away;
mod board;
mod calendar;
mod caps;
mod document;
mod make;
mod names;
mod pages;
mod pairs;
mod presence;
mod problem;
mod run;
mod slot;
mod store;

pub use attendance::Attendance;
pub(crate) use away::way_to;
pub(crate) use calendar::{dates, instant, today, zone};
pub use document::{Document, PlannedGroup, PlannedMember, Reason, SCHEMA, Unplaced, UnusedOption};
pub(crate) use make::minutes_given;
pub use make::{make, publish_newest};
pub(crate) use names::group_name;
pub use pages::routes;
pub use problem::{Built, build};
pub use run::{Checked, check, solve};
pub use slot::Slot;
pub use store::PlanVersion;
pub(crate) use store::{newest, replace_slots, slots};
