//! A document from which somebody may quote.

use std::collections::BTreeSet;

use platform::access::Viewer;
use platform::{App, Error, Result};
use study::documents::{self, Kind, Listed, Turn};
use study::rights::Rights;
use study::{consent, transcripts};
use uuid::Uuid;

use super::place::Found;
use super::{Piece, Words, shown, version_of};

/// A document with its turns.
pub struct Source {
    /// The document.
    pub document: Listed,
    /// Its turns.
    pub turns: Vec<Turn>,
}

/// The documents of a study from which whoever asks may quote.
///
/// # Errors
/// The database cannot be read.
pub async fn sources(app: &App, viewer: &Viewer) -> Result<Vec<Listed>> {
    let study = viewer.scope()?.id;
    let connection = app.db.read();
    let rights = Rights::of(connection, viewer).await?;
    let refused = consent::refused(connection, study).await?;
    let withdrawn = consent::withdrawals(connection, study).await?.into_iter();
    let withdrawn: BTreeSet<Uuid> = withdrawn
        .filter(|one| one.removed && one.scope != consent::Scope::Recording)
        .map(|one| one.participant)
        .collect();
    let own = transcripts::store::all(connection, study).await?;
    let mut all = documents::all(connection, study).await?;
    all.retain(|one| {
        let refuses = one.participant.is_some_and(|participant| {
            refused.quotation.contains(&participant)
                || refused.analysis.contains(&participant)
                || withdrawn.contains(&participant)
        });
        let is_unread = own
            .get(&one.id)
            .is_some_and(|own| own.read_version.is_none());
        let is_open = one.kind == Kind::Transcript || rights.reads_note(one);
        !refuses && !is_unread && is_open
    });
    Ok(all)
}

impl Source {
    /// Opens the document of this handle.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none from which whoever asks may quote.
    pub async fn open(app: &App, viewer: &Viewer, handle: &str) -> Result<Self> {
        let all = sources(app, viewer).await?;
        let document = all.into_iter().find(|one| one.handle == handle);
        let document = document.ok_or(Error::NotFound)?;
        let turns = documents::turns(app.db.read(), document.id).await?;
        Ok(Self { document, turns })
    }

    /// What these pieces show.
    pub fn shown(&self, pieces: &[Piece]) -> String {
        shown(&version_of(&self.turns), pieces)
    }

    /// What words say that are unchanged: their own pieces.
    pub fn same(&self, words: &Words, text: &str) -> Option<Found> {
        let is_same = words.are_found() && words.text == text;
        is_same.then(|| Found {
            turn: words
                .turn
                .and_then(|turn| usize::try_from(turn - 1).ok())
                .unwrap_or(0),
            pieces: words.pieces.clone(),
        })
    }
}
