//! The names that a plan leaves out.

use std::collections::BTreeMap;

use platform::{App, Result};
use uuid::Uuid;

use super::document::PlannedGroup;
use crate::columns;
use crate::wording::day_name;
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
}
