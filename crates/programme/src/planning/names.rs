//! The names that a plan leaves out.

use std::collections::BTreeMap;

use platform::{App, Result};
use uuid::Uuid;

use super::document::{Place, PlannedGroup};
use super::wishes::Wish;
use crate::columns;
use crate::wording::{day_name, listed};
use crate::{facilitators, people, venues};

/// What a group is called: its weekday, and its time where a day has two.
pub(crate) fn group_name(group: &PlannedGroup) -> String {
    let day = columns::weekday(&group.weekday).map_or("", day_name);
    format!("{day} group, {}", group.start)
}

/// Who and where the identifiers of a plan are.
pub(super) struct Names {
    pub(super) residents: BTreeMap<String, String>,
    facilitators: BTreeMap<String, (String, &'static str)>,
    venues: BTreeMap<String, String>,
}

impl Names {
    pub(super) async fn of(app: &App, programme: Uuid) -> Result<Self> {
        let none = BTreeMap::new();
        Ok(Self {
            residents: people::listed(app, programme)
                .await?
                .into_iter()
                .map(|one| (one.id.to_string(), one.resident.full_name))
                .collect(),
            facilitators: facilitators::listed(app, programme, &none)
                .await?
                .into_iter()
                .map(|one| {
                    let level = one.facilitator.level.word();
                    (one.id.to_string(), (one.facilitator.full_name, level))
                })
                .collect(),
            venues: venues::listed(app, programme, &none)
                .await?
                .into_iter()
                .map(|venue| (venue.code, venue.name))
                .collect(),
        })
    }

    pub(super) fn resident(&self, id: &str) -> String {
        let name = self.residents.get(id).cloned();
        name.unwrap_or_else(|| "A doctor who is no longer listed".into())
    }

    /// The identifier of somebody who has a page: none for whoever is no longer listed.
    pub(super) fn listed(&self, id: &str) -> Option<String> {
        self.residents.contains_key(id).then(|| id.to_owned())
    }

    pub(super) fn venue(&self, code: &str) -> String {
        let name = self.venues.get(code).cloned();
        name.unwrap_or_else(|| code.to_owned())
    }

    pub(super) fn leaders(&self, group: &PlannedGroup) -> Vec<String> {
        let name = |id: &String| match self.facilitators.get(id) {
            Some((name, "novice")) => format!("{name}, novice"),
            Some((name, _)) => name.clone(),
            None => "A facilitator who is no longer listed".into(),
        };
        group.facilitators.iter().map(name).collect()
    }

    /// Every facilitator, by name.
    pub(super) fn all_facilitators(&self) -> impl Iterator<Item = (&str, String)> {
        let mut all: Vec<(&str, String)> = self
            .facilitators
            .iter()
            .map(|(id, (name, level))| (id.as_str(), format!("{name}, {level}")))
            .collect();
        all.sort_by(|a, b| a.1.cmp(&b.1));
        all.into_iter()
    }

    /// Every room, by name.
    pub(super) fn all_venues(&self) -> impl Iterator<Item = (&str, String)> {
        let mut all: Vec<(&str, String)> = self
            .venues
            .iter()
            .map(|(code, name)| (code.as_str(), name.clone()))
            .collect();
        all.sort_by(|a, b| a.1.cmp(&b.1));
        all.into_iter()
    }

    pub(super) fn facilitator(&self, id: &str) -> String {
        let known = self.facilitators.get(id).map(|(name, _)| name.clone());
        known.unwrap_or_else(|| "A facilitator who is no longer listed".into())
    }

    /// A sentence of the engine, with names in place of identifiers.
    pub(super) fn in_words(&self, sentence: &str) -> String {
        let mut words = sentence.to_owned();
        let doctors = self.residents.iter();
        let leaders = self.facilitators.iter().map(|(id, (name, _))| (id, name));
        for (id, name) in doctors.chain(leaders) {
            if words.contains(id.as_str()) {
                words = words.replace(id.as_str(), name);
            }
        }
        words
    }

    /// When and where, such as "Tuesday 14:00, Quay House".
    pub(super) fn place(&self, place: &Place) -> String {
        let day = columns::weekday(&place.weekday).map_or("", day_name);
        format!("{day} {}, {}", place.start, self.venue(&place.venue))
    }

    /// A decision as a sentence.
    pub(super) fn wish(&self, wish: &Wish) -> String {
        let place = self.place(wish.place());
        match wish {
            Wish::Keep {
                facilitators,
                members,
                ..
            } => {
                let led: Vec<String> = facilitators
                    .iter()
                    .map(|one| self.facilitator(one))
                    .collect();
                let led = match led.is_empty() {
                    true => String::new(),
                    false => format!(", led by {}", listed(&led)),
                };
                let with = match members.len() {
                    0 => String::new(),
                    1 => ", with its member".to_owned(),
                    many => format!(", with its {many} members"),
                };
                format!("{place}: a group meets{led}{with}")
            }
            Wish::Closed { .. } => format!("{place}: no group meets"),
            Wish::In { resident, .. } => {
                format!("{place}: {} is a member", self.resident(resident))
            }
            Wish::NotIn { resident, .. } => {
                format!("{place}: {} is no member", self.resident(resident))
            }
        }
    }
}
