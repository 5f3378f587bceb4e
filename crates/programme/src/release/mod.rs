//! Release from duty: one request for one resident and one session, and the site's answer.

pub mod from_plan;
pub mod letters;
mod list;
mod pages;
mod store;

use std::fmt;

pub use list::{CoordinatorList, coordinator_list, surname_first};
pub use pages::routes;
pub(crate) use pages::{own_words, waiting};
pub use store::{Release, add, answer, go_on, of_plan};

/// Where a release stands (programme 7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not sent yet.
    Draft,
    /// Sent to the site.
    Requested,
    /// The site offers another date or person.
    AlternativeOffered,
    /// Passed on to the tutor or director.
    Escalated,
    /// Agreed.
    Approved,
    /// Agreed, and somebody covers.
    ApprovedWithCover,
    /// Not agreed.
    Refused,
    /// Agreed and fixed.
    Locked,
    /// Taken back by the site for safety.
    WithdrawnSafety,
    /// Taken back by Enid because a rule says no.
    WithdrawnRule,
    /// Called off.
    Cancelled,
    /// The doctor came.
    Taken,
    /// The doctor did not come.
    NotTaken,
}

impl State {
    /// Every state, in the order of the workflow.
    pub const ALL: [Self; 13] = [
        Self::Draft,
        Self::Requested,
        Self::AlternativeOffered,
        Self::Escalated,
        Self::Approved,
        Self::ApprovedWithCover,
        Self::Refused,
        Self::Locked,
        Self::WithdrawnSafety,
        Self::WithdrawnRule,
        Self::Cancelled,
        Self::Taken,
        Self::NotTaken,
    ];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Requested => "requested",
            Self::AlternativeOffered => "alternative_offered",
            Self::Escalated => "escalated",
            Self::Approved => "approved",
            Self::ApprovedWithCover => "approved_with_cover",
            Self::Refused => "refused",
            Self::Locked => "locked",
            Self::WithdrawnSafety => "withdrawn_safety",
            Self::WithdrawnRule => "withdrawn_rule",
            Self::Cancelled => "cancelled",
            Self::Taken => "taken",
            Self::NotTaken => "not_taken",
        }
    }

    /// Whether the site has agreed.
    pub fn is_agreed(self) -> bool {
        matches!(
            self,
            Self::Approved | Self::ApprovedWithCover | Self::Locked
        )
    }

    /// Whether it can still come about.
    pub fn is_open(self) -> bool {
        let asked = matches!(
            self,
            Self::Draft | Self::Requested | Self::AlternativeOffered | Self::Escalated
        );
        asked || self.is_agreed()
    }

    /// The kind and the icon of its mark.
    pub(crate) fn mark(self) -> (&'static str, &'static str) {
        match self {
            Self::Draft => ("unknown", "note"),
            Self::Requested | Self::AlternativeOffered | Self::Escalated => ("wait", "clock"),
            Self::Approved | Self::ApprovedWithCover | Self::Taken => ("ok", "check"),
            Self::Locked => ("ok", "lock"),
            Self::Refused | Self::NotTaken => ("no", "cross"),
            Self::WithdrawnSafety | Self::WithdrawnRule => ("no", "stop"),
            Self::Cancelled => ("unknown", "cross"),
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Draft => "Draft",
            Self::Requested => "Asked",
            Self::AlternativeOffered => "Other date offered",
            Self::Escalated => "Passed on",
            Self::Approved => "Approved",
            Self::ApprovedWithCover => "Approved with cover",
            Self::Refused => "Refused",
            Self::Locked => "Locked",
            Self::WithdrawnSafety => "Withdrawn for safety",
            Self::WithdrawnRule => "Taken back by Enid (a rule)",
            Self::Cancelled => "Cancelled",
            Self::Taken => "Taken",
            Self::NotTaken => "Not taken",
        })
    }
}
