//! What the account is made from, and what stands in it.

use std::collections::BTreeMap;

use platform::access::Viewer;
use platform::{App, Result};
use study::documents::{self, AuthorRole};
use study::team;
use uuid::Uuid;

use super::desk::subject;
use super::output::{Extract, Shown};
use super::state::AccountState;
use crate::acts::{read_trail, written};
use crate::quotes::{Visible, visible};
use crate::trail::Trail;

/// An account with everything it shows.
pub(super) struct Account {
    trail: Trail,
    pub(super) state: AccountState,
    pub(super) seen: i64,
    /// The quotes from notes of participant-researchers, with the month of the note.
    pub(super) extracts: BTreeMap<Uuid, (Visible, String)>,
}

impl Account {
    pub(super) async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        let study = viewer.scope()?.id;
        let trail = read_trail(app, study).await?;
        let (state, seen) = written(&trail, &subject(study))?;
        let notes = documents::all(app.db.read(), study).await?.into_iter();
        let notes: BTreeMap<String, String> = notes
            .filter(|note| {
                let role = note.author.as_ref().map(|author| author.role);
                role == Some(AuthorRole::ParticipantResearcher)
            })
            .map(|note| {
                let month = note.dated.map(|date| date.month().in_words());
                (note.handle, month.unwrap_or_default())
            })
            .collect();
        let quotes = visible(app.db.read(), study).await?.into_iter();
        let extracts = quotes.filter_map(|quote| {
            let month = notes.get(quote.document.as_ref()?)?.clone();
            Some((quote.id, (quote, month)))
        });
        Ok(Self {
            extracts: extracts.collect(),
            state: state.unwrap_or_default(),
            trail,
            seen,
        })
    }

    /// The title that was given; empty where none was.
    pub(super) fn name(&self) -> &str {
        self.trail.words(self.state.name.as_ref())
    }

    fn title(&self) -> &str {
        match self.name() {
            "" => "An account from field notes",
            title => title,
        }
    }

    /// What of each panel is still there.
    pub(super) fn panels(&self) -> Vec<Vec<&(Visible, String)>> {
        let panels = self.state.panels().into_iter();
        let panels = panels.map(|panel| {
            let found = panel.iter().filter_map(|id| self.extracts.get(id));
            found.collect::<Vec<_>>()
        });
        panels.filter(|panel| !panel.is_empty()).collect()
    }
}

pub(super) fn themes(quote: &Visible) -> Vec<String> {
    let places = quote.places.iter();
    places
        .map(|place| match place.path.is_empty() {
            true => "Other findings".to_owned(),
            false => place.path.join(" – "),
        })
        .collect()
}

/// The account as it leaves the study.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn leaving(app: &App, viewer: &Viewer) -> Result<Shown> {
    let account = Account::of(app, viewer).await?;
    let declared = team::dual_roles(app.db.read(), viewer.scope()?.id).await?;
    let supports = declared.iter().map(|one| one.support.as_str());
    let supported = supports.filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let extract = |(quote, month): &(Visible, String)| Extract {
        dated: month.clone(),
        words: quote.words.text.clone(),
        themes: themes(quote),
    };
    let panels = account.panels().into_iter();
    Ok(Shown {
        title: account.title().to_owned(),
        supported: supported.join("; "),
        panels: panels
            .map(|panel| panel.into_iter().map(extract).collect())
            .collect(),
    })
}
