//! Field notes that are written here: by a participant-researcher about what they take part in (autoethnography), or by an
//! interviewer about an interview (study R57).
//!
//! A note is a document like any other and carries its kind wherever it is shown. It is written only while the person it is
//! about agrees to analysis, and goes with them when they withdraw. Each change keeps the text before it.

mod pages;
mod store;

use platform::jobs::BoxFuture;
use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

use crate::documents::Turn;

pub use pages::routes;
pub(crate) use store::remove;
pub use store::{
    Note, NoteText, NoteVersion, change, find, of_participant, refused, versions, write, written,
};

/// Lets what points into a document of a study follow it from the turns as they were to the turns as they are. Whoever puts the
/// house together gives it, since what points into a text is no business of the study.
pub type Follow =
    for<'a> fn(&'a Tx, &'a App, (Uuid, Uuid), (Vec<Turn>, Vec<Turn>)) -> BoxFuture<'a, Result<()>>;
