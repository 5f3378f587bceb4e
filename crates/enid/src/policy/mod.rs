//! The policy: who may do what. This table is the only place that decides (trust AC-1).
//!
//! A route, a job or a command names its line; what has no line is denied. `enid` shows the table to
//! auditors and the access matrix tests every cell of it.

mod house;
mod programme;
mod study;

use platform::access::Policy;

/// The table.
pub const POLICY: Policy = Policy(&[house::HOUSE, programme::PROGRAMME, study::STUDY]);
