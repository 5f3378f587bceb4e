//! The plan: which groups meet where and when, with whom, and why somebody has no place.

mod absences;
mod attendance;
mod away;
mod board;
mod burden;
mod calendar;
mod cap_book;
mod caps;
mod compare;
mod decide;
mod document;
mod group_page;
mod limits;
mod locks;
mod make;
mod moving;
mod names;
mod numbers;
mod pages;
mod pairs;
mod presence;
mod problem;
mod publish;
mod reasons;
mod run;
mod search_page;
mod searches;
mod searches_store;
mod since;
mod slot;
mod store;
mod versions;
mod why;
mod why_page;
mod wishes;
mod wishes_store;

pub use absences::{Absence, AtOnce, absences};
pub use attendance::Attendance;
pub(crate) use away::way_to;
pub(crate) use calendar::{dates, instant, today, zone};
pub(crate) use cap_book::{Time, caps_of};
pub use document::{
    Document, Gain, Place, PlannedGroup, PlannedMember, Reason, SCHEMA, Unplaced, UnusedOption,
};
pub use make::make;
pub(crate) use names::group_name;
pub use pages::routes;
pub use problem::{Built, build};
pub use publish::publish_newest;
pub use run::{Approved, Ask, Checked, check, mend, solve};
pub use slot::Slot;
pub use store::{PlanVersion, first_broken};
pub(crate) use store::{ever_published, newest, replace_slots, slots, version_of};
pub use why::Why;
pub use wishes::{Effort, Wish, Wishes};

use platform::storage::Migration;

/// What versions of a plan, searches and decisions need beside the first tables.
pub const MIGRATION: Migration = Migration {
    name: "0009 plans",
    sql: include_str!("schema.sql"),
    append_only: &[],
};
