//! Who was invited to interview and what came of it, by cohort (study R4; the counts are what COREQ 10 to 13 ask for).
//!
//! What participants do here is counted from their states and signatures. What nobody does here, such as a mail to a whole
//! list or a no on the telephone, the research lead enters.

mod count;
mod pages;
mod store;

pub use count::{Counts, Entry, EntryKind, Method, count};
pub use pages::routes;
pub use store::{NewEntry, counts, enter, entries, forget};
