//! The organiser's list of facilitators: level, load, supervision, training in words, and whom to pair. It says nothing
//! of how anybody leads (programme A9).

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use uuid::Uuid;

use super::requirements::{Earliest, Needed, earliest, still_needed};
use super::training::{Record, documents_of, records, set_of};
use super::{Facilitator, Level, StoredFacilitator, listed, statements};
use crate::addresses::base;
use crate::wording::{count, count_first, day_name, full_date, listed as in_words};
use crate::{planning, sites};

pub(super) fn routes() -> Routes {
    Routes::new().get(
        "/programmes/{programme}/facilitators",
        Action("facilitators.read"),
        list,
    )
}

#[derive(Template)]
#[template(path = "facilitators/overview.html")]
struct ListPage {
    shell: Shell,
    base: String,
    heading: String,
    rows: Vec<Row>,
    pairs: Vec<Pair>,
    /// Facilitators with a declared conflict that fits nobody on the list.
    unmatched: Vec<String>,
}

struct Row {
    name: String,
    profession: String,
    level: &'static str,
    days: String,
    load: String,
    until: String,
    supervised: bool,
    training: String,
}

struct Pair {
    lead: String,
    beside: String,
    days: String,
}

/// A pair that programme A1 prefers: by place in the list, with the days on which both can lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Preferred {
    pub(super) lead: usize,
    pub(super) beside: usize,
    pub(super) days: Vec<jiff::civil::Weekday>,
}

/// Somebody experienced with psychodynamic training beside somebody of the residents' own profession, who share a day.
pub(super) fn preferred_pairs(list: &[&Facilitator]) -> Vec<Preferred> {
    let leads = |one: &Facilitator| one.level == Level::Experienced && one.psychodynamic;
    let mut pairs = Vec::new();
    for (lead, first) in list.iter().enumerate().filter(|(_, one)| leads(one)) {
        for (beside, second) in list.iter().enumerate() {
            // Two who could change places stand once, in the order of the list.
            let mirrored = leads(second) && first.is_of_residents_profession() && beside < lead;
            if beside == lead || !second.is_of_residents_profession() || mirrored {
                continue;
            }
            let shared = |day: &&jiff::civil::Weekday| second.weekdays.contains(day);
            let days: Vec<_> = first.weekdays.iter().filter(shared).copied().collect();
            if !days.is_empty() {
                pairs.push(Preferred { lead, beside, days });
            }
        }
    }
    pairs
}

async fn list(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let today = planning::today(&app)?;
    let stored = listed(&app, programme, &sites::codes(&app, programme).await?).await?;
    let mut records = records(&app, programme, None).await?;
    let plan = planning::newest(&app, programme, true).await?;
    let groups = plan.map(|plan| plan.document.groups).unwrap_or_default();
    let loads = loads(groups.iter().flat_map(|group| &group.facilitators));
    let rows: Vec<Row> = stored
        .iter()
        .map(|one| {
            let record = records.remove(&one.id).unwrap_or_default();
            row(
                one,
                &record,
                loads.get(&one.id).copied().unwrap_or(0),
                today,
            )
        })
        .collect();
    let facilitators: Vec<&Facilitator> = stored.iter().map(|one| &one.facilitator).collect();
    let name = |at: usize| stored[at].facilitator.full_name.clone();
    let pairs = preferred_pairs(&facilitators)
        .into_iter()
        .map(|pair| Pair {
            lead: name(pair.lead),
            beside: name(pair.beside),
            days: days(&pair.days),
        })
        .collect();
    let unmatched = statements::fits_nobody(&app, programme).await?;
    let heading = heading(&facilitators, groups.len());
    page(ListPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Hospitals", Some(base(&viewer)? + "/sites"))
            .crumb("Facilitators", None),
        base: base(&viewer)?,
        unmatched: stored
            .iter()
            .filter(|one| unmatched.contains_key(&one.id))
            .map(|one| one.facilitator.full_name.clone())
            .collect(),
        heading,
        rows,
        pairs,
    })
}

/// How many groups each facilitator leads.
fn loads<'a>(leaders: impl Iterator<Item = &'a String>) -> BTreeMap<Uuid, usize> {
    let mut loads = BTreeMap::new();
    for id in leaders.filter_map(|id| id.parse().ok()) {
        *loads.entry(id).or_default() += 1;
    }
    loads
}

fn heading(list: &[&Facilitator], planned: usize) -> String {
    if list.is_empty() {
        return "No facilitator is listed yet".into();
    }
    let experienced = list.iter().filter(|one| one.level == Level::Experienced);
    let places: usize = experienced.map(|one| one.max_groups as usize).sum();
    let can = format!(
        "Experienced facilitators can lead {}",
        count(places, "group", "groups")
    );
    match planned {
        0 => can,
        1 => format!("{can}; one is planned"),
        some => format!("{can}; {some} are planned"),
    }
}

fn row(stored: &StoredFacilitator, record: &Record, load: usize, today: Date) -> Row {
    let one = &stored.facilitator;
    Row {
        name: one.full_name.clone(),
        profession: one.profession.clone(),
        level: match one.level {
            Level::Experienced => "Experienced",
            Level::Novice => "Novice",
        },
        days: days(&one.weekdays),
        load: format!("Leads {load}, at most {}", one.max_groups),
        until: match one.to {
            Some(to) => format!("Until {}", full_date(to)),
            None => String::new(),
        },
        supervised: one.supervisor.is_some(),
        training: training(one, record, today),
    }
}

/// The state of somebody's training in words.
fn training(one: &Facilitator, record: &Record, today: Date) -> String {
    let Some(set) = set_of(record.pathway.as_ref(), one.requirement_set.as_deref()) else {
        return "Not known: no list of a society is named".into();
    };
    let documents = documents_of(&record.documents, one.psychodynamic.then_some(today));
    let (log, supervision) = (record.log(), record.supervisions());
    let needed = still_needed(set, &log, &supervision, &documents, today);
    let when = match (
        &needed,
        earliest(set, &log, &supervision, &documents, today),
    ) {
        (Needed::NotKnown, _) | (_, Earliest::Met | Earliest::NotKnown) => String::new(),
        (_, Earliest::On(day)) => format!(" At this pace by {} at the earliest.", full_date(day)),
        (_, Earliest::NotInSight) => " At this pace not within two years.".into(),
    };
    format!("{}.{when}", needed.words())
}

fn days(days: &[jiff::civil::Weekday]) -> String {
    if days.len() == 7 {
        return "Every day".into();
    }
    let names: Vec<String> = days.iter().map(|day| day_name(*day).to_owned()).collect();
    match names.is_empty() {
        true => "No day".into(),
        false => in_words(&names),
    }
}

impl ListPage {
    fn pairs_heading(&self) -> String {
        format!(
            "{} would be the preferred kind",
            count_first(self.pairs.len(), "pair", "pairs")
        )
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};

    use super::*;

    fn facilitator(profession: &str, level: Level, psychodynamic: bool) -> Facilitator {
        Facilitator {
            reference: String::new(),
            full_name: String::new(),
            email: String::new(),
            profession: profession.into(),
            level,
            psychodynamic,
            work_site: None,
            requirement_set: None,
            max_groups: 1,
            weekdays: vec![Weekday::Tuesday, Weekday::Thursday],
            from: date(2026, 9, 1),
            to: None,
            supervisor: None,
        }
    }

    #[test]
    fn a1_the_preferred_pair_is_somebody_experienced_and_trained_beside_the_residents_own_profession()
     {
        let psychiatrist = facilitator("psychiatrist", Level::Experienced, true);
        let colleague = facilitator("emergency physician", Level::Novice, false);
        let untrained = facilitator("psychiatrist", Level::Experienced, false);
        let mut elsewhere = facilitator("emergency physician", Level::Novice, false);
        elsewhere.weekdays = vec![Weekday::Monday];
        let list = [&psychiatrist, &colleague, &untrained, &elsewhere];
        let days = vec![Weekday::Tuesday, Weekday::Thursday];
        let pair = Preferred {
            lead: 0,
            beside: 1,
            days,
        };
        assert_eq!(preferred_pairs(&list), [pair]);
    }

    #[test]
    fn two_who_could_change_places_are_one_pair() {
        let one = facilitator("emergency physician", Level::Experienced, true);
        let other = one.clone();
        assert_eq!(preferred_pairs(&[&one, &other]).len(), 1);
    }
}
