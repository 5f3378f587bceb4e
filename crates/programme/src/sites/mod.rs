//! Hospitals that decide on release, and how many they let go at once.

mod limits;
mod pages;
mod stated;
mod store;

use jiff::civil::{Date, Time, Weekday};

use platform::storage::Migration;

use crate::words::words;
pub use pages::routes;
pub use store::StoredSite;
pub(crate) use store::{
    Moved, by_code, caps, codes, forget_contacts, listed, names, person_of, replace,
};

/// What desks state themselves, and where they could be reached before.
pub const DESKS: Migration = Migration {
    name: "0018 desks",
    sql: include_str!("desks.sql"),
    append_only: &[],
};

words! {
    /// The nation whose working-time rules hold at a site.
    Nation accepts "eng, sco, wal, nir" {
        /// England.
        England = "eng",
        /// Scotland.
        Scotland = "sco",
        /// Wales.
        Wales = "wal",
        /// Northern Ireland.
        NorthernIreland = "nir",
    }
}

impl Nation {
    /// The IANA name of the time zone in which the nation's rotas are written (programme 5.1).
    pub fn zone(self) -> &'static str {
        match self {
            Nation::England | Nation::Scotland | Nation::Wales | Nation::NorthernIreland => {
                "Europe/London"
            }
        }
    }
}

/// A hospital that employs or hosts residents (programme glossary "Site").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The opaque code that the other files use.
    pub code: String,
    /// The name of the hospital.
    pub name: String,
    /// The employer or trust it belongs to.
    pub organisation: String,
    /// The nation it lies in.
    pub nation: Nation,
    /// The stratum of sites it belongs to.
    pub block: String,
    /// The name of the working-time rules that hold there, for example `england-2019`.
    pub rule_pack: String,
    /// Who answers release requests.
    pub coordinator_name: String,
    /// Where release requests go.
    pub coordinator_email: String,
    /// Where they go while the coordinator is away.
    pub deputy_email: Option<String>,
    /// The college tutor, who is asked first when a request is escalated.
    pub tutor_email: String,
    /// The training programme director, who is asked next.
    pub escalation_email: String,
}

/// The most residents a site lets go from one role and time band (programme 7.4). Set by the site only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// The code of the site.
    pub site: String,
    /// The role, as in placements.
    pub role: String,
    /// The day of the week.
    pub weekday: Weekday,
    /// The start of the time band, local.
    pub from: Time,
    /// The end of the time band, local; not after the start means on the next day.
    pub to: Time,
    /// How many must stay.
    pub minimum: u32,
    /// How many may go, however many are rostered.
    pub max_released: u32,
    /// The first day on which the cap holds.
    pub valid_from: Date,
    /// The last day on which it holds; none means until further notice.
    pub valid_to: Option<Date>,
}
