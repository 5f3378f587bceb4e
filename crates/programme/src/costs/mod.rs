//! What a programme costs: a ledger to which lines are added and in which none is ever changed. A correction is a line
//! that replaces another. Every figure of a page or a file is counted from these lines again (programme R10).
//!
//! Other slices write lines inside their own transaction: [`attended`] and [`held`] when a register is closed, [`covered`]
//! when a hospital says how an absence is covered. Each takes the whole of what it is about, so that calling it again
//! with something else corrects what was entered before, and calling it again with the same changes nothing.

mod download;
mod entry;
mod ledger;
mod pages;
mod rates;
mod rates_page;
mod store;
#[cfg(test)]
mod tests;
mod totals;

use platform::storage::Migration;
use platform::web::Routes;

use crate::words::words;
pub use entry::{Attended, attended, covered, held};
pub use ledger::{Kind, Line};
pub use rates::{Rate, Subject, enter_rate};
pub use totals::{Memo, Sum, Totals, count, totals};

/// Rates and the ledger.
pub const MIGRATION: Migration = Migration {
    name: "0014 costs",
    sql: include_str!("schema.sql"),
    append_only: &["cost_lines", "cost_rates"],
};

words! {
    /// Whose time an attendance takes (programme glossary "TimeSource").
    TimeSource accepts "released_from_shift, edt, toil, own_day_off, study_leave" {
        /// Clinical time, released.
        ReleasedFromShift = "released_from_shift",
        /// Educational development time of the rota.
        Edt = "edt",
        /// Own time that is given back.
        Toil = "toil",
        /// A day off of one's own.
        OwnDayOff = "own_day_off",
        /// Study leave.
        StudyLeave = "study_leave",
    }
}

words! {
    /// How a released interval is covered (programme glossary "Cover").
    Cover accepts "absorbed, internal_swap, bank_or_locum, consultant_acting_down, cancelled" {
        /// The others take the work on.
        Absorbed = "absorbed",
        /// Somebody of the same hospital changes shifts.
        InternalSwap = "internal_swap",
        /// Somebody is paid for it, of the bank or as a locum.
        BankOrLocum = "bank_or_locum",
        /// A consultant does the work.
        ConsultantActingDown = "consultant_acting_down",
        /// The work is called off.
        Cancelled = "cancelled",
    }
}

impl TimeSource {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::ReleasedFromShift => "Released from a shift",
            Self::Edt => "Educational development time",
            Self::Toil => "Time in lieu",
            Self::OwnDayOff => "A day off",
            Self::StudyLeave => "Study leave",
        }
    }
}

impl Cover {
    /// What a site can choose when it approves.
    pub const CHOICES: [Self; 4] = [
        Self::Absorbed,
        Self::InternalSwap,
        Self::BankOrLocum,
        Self::ConsultantActingDown,
    ];

    /// The cover as pages say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Absorbed => "Absorbed by the team",
            Self::InternalSwap => "Swapped within the hospital",
            Self::BankOrLocum => "Bank or locum",
            Self::ConsultantActingDown => "Consultant acting down",
            Self::Cancelled => "Work called off",
        }
    }

    /// Whether somebody is paid for the covered hours. Then they count in the place of the doctor's own time, never
    /// beside it (programme R10). Where nobody is paid the hospital gives up the doctor's time, and that is what counts.
    pub fn is_paid(self) -> bool {
        matches!(self, Self::BankOrLocum | Self::ConsultantActingDown)
    }
}

/// The organiser's pages of costs.
pub fn routes() -> Routes {
    Routes::new()
        .merge(pages::routes())
        .merge(rates_page::routes())
}
