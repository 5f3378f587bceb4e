//! Field notes that are written here: by a participant-researcher about what they take part in (autoethnography), or by an
//! interviewer about an interview (study R57).
//!
//! A note is a document like any other and carries its kind wherever it is shown. It is written only while the person it is
//! about agrees to analysis, and goes with them when they withdraw. Each change keeps the text before it.

mod pages;
mod store;

pub use pages::routes;
pub(crate) use store::remove;
pub use store::{
    Note, NoteText, NoteVersion, change, find, of_participant, refused, versions, write, written,
};
