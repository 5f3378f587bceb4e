//! Consent: versions of the wording, what each participant has signed of it, and taking it back (study R5 to R7, RET-4).
//!
//! A version is never changed; new words make a new one. What somebody signs is added, never overwritten: the newest line is
//! what holds. Names and addresses are sealed and stand apart from the pseudonymous rows, which know a random id only.

mod contact;
mod gate;
mod invitation;
mod invite_page;
mod list_page;
mod own_pages;
mod store;
mod version;
mod withdrawals;
mod wording_page;

pub(crate) use contact::names;
pub(crate) use contact::of as contact_of;
pub(crate) use contact::{all_kept as contacts, put_back as put_contact_back};
pub use gate::{Refused, refused};
pub(crate) use invitation::CAPACITY;
pub use invitation::{ask_about_words, fresh_link, jobs};
pub(crate) use own_pages::day;
pub use own_pages::me;
pub use store::{
    Consent, add_version, all_signed, consents, covers, covers_interview, erase_contact,
    erase_contacts, is_out, newest_of, reached, sign, versions,
};
pub use version::{Rule, Scope, Use, Version};
pub use withdrawals::{Withdrawn, withdraw, withdrawals};

use platform::storage::Migration;
use platform::web::Routes;

/// The tables of consent.
pub const MIGRATION: Migration = Migration {
    name: "0020 consent",
    sql: include_str!("schema.sql"),
    append_only: &["consent_versions", "consents", "withdrawals"],
};

/// The pages of consent.
pub fn routes() -> Routes {
    Routes::new()
        .merge(list_page::routes())
        .merge(wording_page::routes())
        .merge(invite_page::routes())
        .merge(own_pages::routes())
}
