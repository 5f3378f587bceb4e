//! What is known of a study when people write where it stands on saturation.

use std::collections::BTreeMap;
use std::sync::Arc;

use platform::access::Viewer;
use platform::{App, Result};
use study::dates::{InterviewDate, day_in_words, day_of};
use study::documents::Kind;
use study::{participants, team};
use uuid::Uuid;

use super::{Contribution, Interview, after, contributions, interviews};
use crate::acts::{Saying, read_trail};
use crate::codings::{self, Material};
use crate::folder::stored;
use crate::trail::{self, Acts, STRUCTURAL, Trail};

/// The facts, as one reader may see them.
pub(super) struct Facts {
    pub(super) material: Arc<Material>,
    /// In the order of their list; what is not coded at all is among them.
    pub(super) interviews: Vec<Interview>,
    /// When each participant was interviewed.
    dates: BTreeMap<Uuid, InterviewDate>,
    /// In the order of the trail: the place of the first event of what is coded in each document now.
    coded: BTreeMap<Uuid, i64>,
    pub(super) contributions: Vec<Contribution>,
    pub(super) change: Option<LastChange>,
}

/// The last structural change that was not taken back.
pub(super) struct LastChange {
    /// What was done, by whom, on which day.
    pub(super) what: String,
    pub(super) who: String,
    pub(super) day: String,
    /// Interviews that were held on a later day, by handle.
    pub(super) held_after: Vec<String>,
    /// Those of which it is not known.
    pub(super) unknown: Vec<String>,
    /// Interviews in which something was coded first after it.
    pub(super) coded_after: Vec<String>,
}

impl Facts {
    pub(super) async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        let study = viewer.scope()?.id;
        let connection = app.db.read();
        let (material, _) = codings::material_of(app, viewer).await?;
        let people = participants::all(connection, study).await?;
        let dates = people
            .iter()
            .filter_map(|one| Some((one.id, one.participant.date?)));
        let firsts = trail::first_of_codings(connection, study).await?;
        let mut coded: BTreeMap<Uuid, i64> = BTreeMap::new();
        for document in &material.documents {
            let of = document.codings.iter();
            let first = of.filter_map(|one| firsts.get(&one.id)).min();
            coded.extend(first.map(|first| (document.id, *first)));
        }
        let mut facts = Self {
            interviews: interviews(&material),
            dates: dates.collect(),
            coded,
            contributions: voices(app, study, &material).await?,
            change: None,
            material,
        };
        let trail = read_trail(app, study).await?;
        let members = team::all(connection, study).await?;
        facts.change = facts.last_change(&trail, &members)?;
        Ok(facts)
    }

    /// When an interview was held, for sorting: where only the month is known, at its end.
    pub(super) fn held(&self, interview: &Interview) -> Option<(String, bool, String)> {
        let date = self.date(interview)?;
        let is_month = matches!(date, InterviewDate::Month(_));
        Some((date.month().to_string(), is_month, date.to_string()))
    }

    /// The place of its first coding in the trail.
    pub(super) fn first_coded(&self, interview: &Interview) -> Option<i64> {
        self.coded.get(&interview.document).copied()
    }

    fn date(&self, interview: &Interview) -> Option<InterviewDate> {
        self.dates.get(&interview.participant?).copied()
    }

    fn last_change(&self, trail: &Trail, members: &[team::Member]) -> Result<Option<LastChange>> {
        let acts = Acts::of(&trail.events);
        let saying = Saying::of(trail, &acts, members)?;
        let last = trail.events.iter().rev().find(|event| {
            STRUCTURAL.contains(&event.kind.as_str()) && !acts.is_taken_back(event.act)
        });
        let Some(last) = last else { return Ok(None) };
        let day = day_of(last.at);
        let after = |interview: &Interview| self.date(interview).and_then(|held| after(held, day));
        let handles = |keep: &dyn Fn(&Interview) -> bool| -> Vec<String> {
            let kept = self.interviews.iter().filter(|one| keep(one));
            kept.map(|one| one.handle.clone()).collect()
        };
        Ok(Some(LastChange {
            what: saying.act(last.act),
            who: saying.who(last.member),
            day: day_in_words(last.at),
            held_after: handles(&|one| after(one) == Some(true)),
            unknown: handles(&|one| after(one).is_none()),
            coded_after: handles(&|one| self.first_coded(one).is_some_and(|seq| seq > last.seq)),
        }))
    }
}

/// Who is quoted under each place; what field notes say is not counted (study R57).
async fn voices(app: &App, study: Uuid, material: &Material) -> Result<Vec<Contribution>> {
    let (folder, quotes, places) = stored(app.db.read(), study).await?;
    let documents = material.documents.iter();
    let documents: BTreeMap<&str, (Kind, Option<Uuid>)> = documents
        .map(|one| (one.handle.as_str(), (one.kind, one.participant)))
        .collect();
    let people = participants::all(app.db.read(), study).await?;
    let handles: BTreeMap<Uuid, String> = people
        .into_iter()
        .map(|one| (one.id, one.participant.participant))
        .collect();
    let standing = quotes.iter().map(|one| &one.quote);
    let standing = standing.filter(|quote| !folder.is_given_up(&quote.path()));
    let spoken = standing.filter_map(|quote| {
        let document = quote.document.as_deref().and_then(|one| documents.get(one));
        if document.is_some_and(|(kind, _)| *kind == Kind::FieldNote) {
            return None;
        }
        let of_document = document.and_then(|(_, participant)| *participant);
        let of_document = of_document
            .and_then(|id| handles.get(&id))
            .map(String::as_str);
        Some((quote.path(), quote.participant.as_deref().or(of_document)))
    });
    let spoken: Vec<(Vec<String>, Option<&str>)> = spoken.collect();
    let outline = crate::themes::outline(folder.standing_quotes());
    let said = places.into_iter().map(|place| place.about);
    let said: Vec<_> = said
        .filter(|about| !folder.is_given_up(&about.path))
        .collect();
    let places = crate::themes::places(&outline, &said);
    Ok(contributions(
        places.into_iter().map(|about| about.path),
        &spoken,
    ))
}
