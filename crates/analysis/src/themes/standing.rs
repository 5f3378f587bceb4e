//! What stands under themes now: quotes, as they are stored, and whoever was interviewed.

use std::collections::BTreeMap;

use platform::Result;
use sea_orm::ConnectionTrait;
use study::documents::{self, Kind};
use study::participants::Status;
use uuid::Uuid;

use super::moment::Themes;
use super::voices::Voices;
use crate::folder::stored;
use crate::quotes::Stored;

/// The quotes of a study, each with its theme, and the people they can be from.
#[derive(Default)]
pub(super) struct Standing {
    /// In the order of Table 2.
    pub(super) quotes: Vec<(Uuid, Stored)>,
    /// Cohort and working pseudonym of everybody who was interviewed.
    people: Vec<(String, String)>,
    /// The field notes: no interviews, and of no cohort (R57).
    notes: Vec<String>,
}

impl Standing {
    /// What stands there now.
    pub(super) async fn of(connection: &impl ConnectionTrait, study: Uuid) -> Result<Self> {
        let (folder, quotes, placed) = stored(connection, study).await?;
        let ids: BTreeMap<&[String], Uuid> = placed
            .iter()
            .map(|place| (place.about.path.as_slice(), place.id))
            .collect();
        let standing = |stored: Stored| Some((*ids.get(stored.quote.path().as_slice())?, stored));
        let documents = documents::all(connection, study).await?.into_iter();
        let notes = documents.filter(|one| one.kind == Kind::FieldNote);
        let interviewed = folder.participants.into_iter();
        let interviewed = interviewed.filter(|one| one.status == Status::Completed);
        Ok(Self {
            quotes: quotes.into_iter().filter_map(standing).collect(),
            people: interviewed
                .map(|one| (one.cohort, one.participant))
                .collect(),
            notes: notes.map(|one| one.handle).collect(),
        })
    }

    /// The quotes of a theme and of what stands under it.
    fn under<'a>(
        &'a self,
        themes: &'a Themes,
        id: Uuid,
    ) -> impl Iterator<Item = &'a Stored> + use<'a> {
        let here = self.quotes.iter();
        let here = here.filter(move |(at, _)| themes.up(*at).contains(&id));
        here.map(|(_, stored)| stored)
    }

    /// How many there are.
    pub(super) fn count(&self, themes: &Themes, id: Uuid) -> usize {
        self.under(themes, id).count()
    }

    /// Whose voices they are.
    pub(super) fn voices(&self, themes: &Themes, id: Uuid) -> Voices {
        let is_spoken = |stored: &&Stored| {
            let document = stored.quote.document.as_ref();
            document.is_none_or(|document| !self.notes.contains(document))
        };
        let quoted = self.under(themes, id).filter(is_spoken);
        let quoted: Vec<String> = quoted
            .filter_map(|stored| stored.quote.participant.clone())
            .collect();
        Voices::of(&self.people, &quoted)
    }
}
