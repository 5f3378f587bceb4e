//! Resident doctors and where they are placed.

mod erase;
mod forget_store;
mod homes;
mod pages;
mod store;

pub(crate) use forget_store::forget;
pub(crate) use homes::Homes;
use jiff::civil::{Date, Weekday};
pub(crate) use pages::current as hospitals_now;
pub use pages::routes;
pub use store::StoredResident;
pub(crate) use store::{listed, one, placements, replace, replace_placements, unnamed};

/// Why somebody is erased, as the ledger of erasures keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// An organiser ordered it.
    Order,
    /// Their period is over.
    Period,
}

impl Reason {
    fn word(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Period => "period",
        }
    }
}

/// A doctor in training who may join a group (programme glossary "ResidentDoctor").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resident {
    /// The opaque reference that the other files use.
    pub reference: String,
    /// The name as written on letters.
    pub full_name: String,
    /// The address that links are sent to, as written.
    pub email: String,
    /// The grade, for example ST3.
    pub grade: String,
    /// Whole-time equivalent in hundredths, 10 to 100.
    pub wte_hundredths: u16,
    /// Days of the week on which a less-than-full-time doctor does not work, from Monday on, each once.
    pub non_working_days: Vec<Weekday>,
    /// A telephone number for short notice, where one was given.
    pub mobile: Option<String>,
    /// Minutes from home to the venue; the venue's own figure holds where there is none.
    pub home_travel_minutes: Option<u32>,
    /// The group that the published priority order knows, where there is one.
    pub priority_group: Option<String>,
    /// Whether the doctor has opted out of the average of 48 hours a week.
    pub opt_out_48: bool,
    /// Whether sessions in the doctor's own time may be booked without asking each time.
    pub standing_opt_in: bool,
}

/// One rotation of a resident (programme glossary "Placement").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// Whose placement it is, by reference.
    pub resident: String,
    /// The code of the site.
    pub site: String,
    /// The first day.
    pub start: Date,
    /// The last day, which still belongs to the placement.
    pub end: Date,
    /// What the resident works as there, as the caps of the site name it.
    pub role: String,
    /// Whole-time equivalent in hundredths where it differs from the resident's own.
    pub wte_hundredths: Option<u16>,
}

impl Placement {
    /// Whether the placement holds on this day.
    pub fn covers(&self, day: Date) -> bool {
        self.start <= day && day <= self.end
    }
}
