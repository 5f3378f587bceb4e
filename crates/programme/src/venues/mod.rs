//! Rooms, and how long it takes to reach them.

mod store;

use jiff::civil::{Date, Weekday};
pub(crate) use store::{listed, replace, travels};

/// A room where a group may meet (programme glossary "Venue").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    /// The opaque code that the other files use.
    pub code: String,
    /// The name of the room.
    pub name: String,
    /// The postal address.
    pub address: String,
    /// How many people it holds, facilitators included.
    pub capacity: u32,
    /// The code of the site that owns the room; none means neutral ground.
    pub owner_site: Option<String>,
    /// Whether it can be reached without a step.
    pub step_free: bool,
    /// Whether a session there is left undisturbed.
    pub interruption_free: bool,
    /// What one session costs, in hundredths of the currency.
    pub cost_pence: Option<u64>,
    /// The currency in three capital letters; GBP where none was given.
    pub currency: String,
    /// Days of the week on which the room can be had, from Monday on, each once; all seven where none was given.
    pub weekdays: Vec<Weekday>,
    /// The first day on which it can be had, where there is one.
    pub from: Option<Date>,
    /// The last day on which it can be had, where there is one.
    pub to: Option<Date>,
}

/// Minutes between a site and a venue (programme glossary "TravelTime").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Travel {
    /// The code of the site.
    pub site: String,
    /// The code of the venue.
    pub venue: String,
    /// Minutes from the site to the venue.
    pub out_minutes: u32,
    /// Minutes from the venue back to the site.
    pub back_minutes: u32,
}
