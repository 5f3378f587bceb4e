//! What a rota says about a resident's day, and the codes it is written in.
//!
//! Facts come from several sources ([`Source`]): a programme folder, a hospital's spreadsheet or list, a rotating
//! pattern, a resident's own calendar, and what a resident reports. [`resolve`] decides what stands; whatever nobody
//! knows is unknown, and nobody counts as free on it.

mod books;
mod breaches;
mod codes;
mod codes_form;
mod codes_store;
mod completeness;
mod dictionary;
pub mod difference;
mod events;
pub mod facts;
pub mod grid;
mod import;
mod names;
mod own;
mod pages;
mod proposals;
pub mod reading;
mod remark;
mod reread;
mod resolve;
mod source;
mod store;
mod times;
mod told;
mod words;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use platform::storage::Migration;
use platform::web::Routes;
pub use rest::Kind;

use crate::words::words;
pub use breaches::{breaches, by_resident, timeline};
pub(crate) use codes_store::replace as replace_codes;
pub(crate) use completeness::{Bar, completeness};
pub use dictionary::Dictionary;
pub(crate) use import::{FolderRota, keep_folder, last_imported_at};
pub use import::{Handed, Pattern, bring_in, source_of};
pub use proposals::{Proposal, propose};
pub use remark::Remark;
pub use resolve::{Day, resolve};
pub use source::{Source, Standing};
pub use store::StoredShift;
pub(crate) use store::{Wanted, as_shifts, days, extent_of};
pub(crate) use times::{Hours, whole_day};
pub(crate) use words::verdict_why;

/// The tables of imports, drafts and what is remembered of files.
pub const MIGRATION: Migration = Migration {
    name: "0006 rotas",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

/// The facts of rotas by doctor and import, in place of a row a day.
pub const LINES: Migration = Migration {
    name: "0007 rota lines",
    sql: include_str!("lines.sql"),
    append_only: &[],
};

/// Every page of rotas.
pub fn routes() -> Routes {
    Routes::new()
        .merge(pages::routes())
        .merge(import::routes())
        .merge(codes::routes())
        .merge(own::routes())
}

words! {
    /// How binding a line of the rota is.
    Status accepts "published, draft" {
        /// The site stands by it.
        Published = "published",
        /// It may still change, so its kind is unknown.
        Draft = "draft",
    }
}

/// One line of a rota: what one resident does from one instant to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Whose shift it is, by reference.
    pub resident: String,
    /// The code of the site whose rota says so.
    pub site: String,
    /// The local date on which it starts.
    pub date: Date,
    /// The site's own code, trimmed; empty where none was given.
    pub code: String,
    /// The first instant. The reader of a folder always fills it in.
    pub start: Option<Timestamp>,
    /// The instant at which it is over. The reader of a folder always fills it in.
    pub end: Option<Timestamp>,
    /// Whether it runs from local midnight to midnight because no times were given.
    pub whole_day: bool,
    /// What the resident does. Draft lines, unknown codes and lines outside a placement are `Unknown` here.
    pub kind: Kind,
    /// Whether the site stands by the line.
    pub status: Status,
    /// The role, from the line or else from the code.
    pub role: Option<String>,
    /// The day on which the rota was published, where it says so.
    pub published_on: Option<Date>,
    /// The line of the file it came from.
    pub line: usize,
    /// When Enid learnt of it; none while a file is being read.
    pub imported_at: Option<Timestamp>,
}

impl Shift {
    /// Whether it lies, in part at least, between two instants.
    pub(crate) fn meets(&self, from: Timestamp, to: Timestamp) -> bool {
        self.start.is_some_and(|start| start < to) && self.end.is_some_and(|end| from < end)
    }
}

/// What a code means at one site for a time (programme I8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftCode {
    /// The code of the site.
    pub site: String,
    /// The code as the site writes it, trimmed; compared without regard to case.
    pub code: String,
    /// What it means.
    pub kind: Kind,
    /// The local start, given whenever there is an end.
    pub start: Option<Time>,
    /// The local end; not after the start means on the next day.
    pub end: Option<Time>,
    /// The role that works it, where the code says so.
    pub role: Option<String>,
    /// The first day on which it means this.
    pub valid_from: Date,
    /// The last day on which it means this; none means until further notice.
    pub valid_to: Option<Date>,
}

impl ShiftCode {
    /// Whether the code means this on that day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// The form in which two spellings of one code are the same (programme I8).
pub fn folded(code: &str) -> String {
    code.trim().to_lowercase()
}

/// How many whole days ago a fact was learnt.
fn age(fact: &StoredShift, now: Timestamp) -> i64 {
    now.duration_since(fact.imported_at).as_hours() / 24
}
