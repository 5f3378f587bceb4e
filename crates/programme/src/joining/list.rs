//! The organiser's list: everybody with their state and the next act, and what can be done to many at once.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Extension;
use axum::extract::{Query, RawQuery, State as Shared};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Shell, page};
use platform::{App, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::groups;
use super::overview::{Overview, Person, label};
use super::state::State;
use crate::wording::{count, count_first, full_date, hundredths, moment};

#[derive(Template)]
#[template(path = "joining/list.html")]
struct ListPage {
    shell: Shell,
    base: String,
    /// Where acts lead back to: this list, with what was searched.
    back: String,
    heading: String,
    lead: String,
    has_interest: bool,
    open: bool,
    /// How many an invitation would go to.
    to_write: usize,
    not_reached: Vec<String>,
    many: ManyActs,
    search: Search,
    states: Vec<Choice>,
    hospitals: Vec<Choice>,
    grades: Vec<Choice>,
    rows: Vec<Row>,
    total: usize,
}

/// A choice of a filter.
struct Choice {
    value: String,
    words: String,
    chosen: bool,
}

/// What can be done to several at once; nothing of it is shown where there is nobody.
struct ManyActs {
    /// Grades of those who are interested, each with how many.
    interested: Vec<(String, String)>,
    draw: Option<String>,
    offer: Option<String>,
    too_many: Option<String>,
    wait: Option<String>,
    complete: Option<String>,
}

impl ManyActs {
    fn any(&self) -> bool {
        !self.interested.is_empty()
            || [
                &self.draw,
                &self.offer,
                &self.too_many,
                &self.wait,
                &self.complete,
            ]
            .iter()
            .any(|act| act.is_some())
    }
}

/// Somebody in the list.
struct Row {
    id: Uuid,
    name: String,
    reference: String,
    hospital: String,
    post: String,
    mark: Mark,
    acts: Acts,
}

/// A state as a chip, and what goes with it as a line below.
pub(super) struct Mark {
    pub kind: &'static str,
    pub icon: &'static str,
    pub word: String,
    pub under: String,
}

/// What the organiser can do next about one resident.
#[derive(Clone, Copy, Default)]
pub(super) struct Acts {
    pub invite: bool,
    pub again: bool,
    pub decide: bool,
    pub draw: bool,
    pub take_back: bool,
    pub offer: bool,
}

impl Acts {
    /// Whether there is any.
    pub(super) fn any(self) -> bool {
        self.waits() || self.again || self.take_back
    }

    /// Whether it is the organiser whom the next step waits for.
    fn waits(self) -> bool {
        self.invite || self.decide || self.draw || self.offer
    }
}

#[derive(Default, Deserialize)]
pub(super) struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    hospital: String,
    #[serde(default)]
    grade: String,
}

pub(super) async fn list(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    RawQuery(query): RawQuery,
    Query(search): Query<Search>,
) -> Result<Response> {
    let overview = Overview::of(&app, &viewer).await?;
    let over = groups::run_is_over(&app, viewer.scope()?.id).await?;
    let heading = overview.heading();
    let back = match query {
        Some(query) if !query.is_empty() => format!("{}/joining?{query}", overview.base),
        _ => format!("{}/joining", overview.base),
    };
    let mut shown: Vec<&Person> = overview
        .people
        .iter()
        .filter(|person| search.finds(person))
        .collect();
    if search.state == State::Waiting.word() {
        shown.sort_by_key(|person| person.in_line);
    } else {
        shown.sort_by_key(|person| !(acts(person, &overview).waits() || person.not_reached()));
    }
    page(ListPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        back,
        lead: overview.lead(),
        has_interest: overview.interest.is_some(),
        open: overview.open,
        to_write: overview.to_write().count(),
        not_reached: overview
            .people
            .iter()
            .filter(|person| person.not_reached())
            .map(|person| person.stored.resident.full_name.clone())
            .collect(),
        many: many(&overview, over),
        states: states(&overview, &search.state),
        hospitals: choices(&overview, &search.hospital, |one| one.hospital.clone()),
        grades: choices(&overview, &search.grade, |one| {
            one.stored.resident.grade.clone()
        }),
        rows: shown
            .into_iter()
            .map(|person| row(person, &overview))
            .collect(),
        total: overview.people.len(),
        base: overview.base,
        search,
        heading,
    })
}

impl Search {
    fn finds(&self, person: &Person) -> bool {
        let resident = &person.stored.resident;
        let text = format!("{} {}", resident.full_name, resident.reference).to_lowercase();
        let state = person.state().map_or("not_asked", State::word);
        text.contains(&self.q.trim().to_lowercase())
            && (self.state.is_empty() || self.state == state)
            && (self.hospital.is_empty() || self.hospital == person.hospital)
            && (self.grade.is_empty() || self.grade == resident.grade)
    }
}

fn states(overview: &Overview, chosen: &str) -> Vec<Choice> {
    let all = State::ALL.iter().copied().map(Some);
    [None]
        .into_iter()
        .chain(all)
        .map(|state| (state, overview.count(&[state])))
        .map(|(state, count)| {
            let value = state.map_or("not_asked", State::word);
            Choice {
                value: value.to_owned(),
                words: format!("{}: {count}", label(state)),
                chosen: value == chosen,
            }
        })
        .filter(|choice| choice.chosen || !choice.words.ends_with(": 0"))
        .collect()
}

fn choices(overview: &Overview, chosen: &str, of: impl Fn(&Person) -> String) -> Vec<Choice> {
    let values: BTreeSet<String> = overview.people.iter().map(of).collect();
    values
        .into_iter()
        .map(|value| Choice {
            words: value.clone(),
            chosen: value == chosen,
            value,
        })
        .collect()
}

fn many(overview: &Overview, over: bool) -> ManyActs {
    let number = |state| overview.count(&[Some(state)]);
    let some = |number: usize, words: String| (number > 0).then_some(words);
    let mut grades: BTreeMap<&str, usize> = BTreeMap::new();
    for person in &overview.people {
        if person.state() == Some(State::Interested) {
            *grades.entry(&person.stored.resident.grade).or_default() += 1;
        }
    }
    let (eligible, drawn, active) = (
        number(State::Eligible),
        number(State::InDraw),
        number(State::Active),
    );
    let next = overview.people.iter().filter(|one| one.is_next).count();
    let enough = next > 0;
    let doctors = |number| count(number, "doctor", "doctors");
    ManyActs {
        interested: grades
            .into_iter()
            .map(|(grade, number)| (grade.to_owned(), format!("{grade} ({number})")))
            .collect(),
        draw: some(eligible, format!("Put {} into the draw", doctors(eligible))),
        offer: some(
            next,
            match (overview.has_drawn, next) {
                (true, 1) => "Offer a place to the next doctor".to_owned(),
                (true, _) => format!("Offer a place to the next {}", doctors(next)),
                (false, _) => format!("Offer a place to {}", doctors(next)),
            },
        ),
        too_many: some(
            drawn,
            format!(
                "{} in the draw and {} free: draw lots, or offer places one by one.",
                count_first(drawn, "doctor is", "doctors are"),
                count(overview.free as usize, "place is", "places are"),
            ),
        )
        .filter(|_| !enough && overview.free > 0),
        wait: some(
            drawn,
            format!("Put {} onto the waiting list", doctors(drawn)),
        )
        .filter(|_| overview.free == 0),
        complete: some(active, format!("The run is over for {}", doctors(active))).filter(|_| over),
    }
}

fn row(person: &Person, overview: &Overview) -> Row {
    let resident = &person.stored.resident;
    Row {
        id: person.stored.id,
        name: resident.full_name.clone(),
        reference: resident.reference.clone(),
        hospital: person.hospital.clone(),
        post: format!(
            "{}, {}",
            resident.grade,
            hundredths(resident.wte_hundredths)
        ),
        mark: mark(person, overview),
        acts: acts(person, overview),
    }
}

/// Where somebody stands, as the list and their own page show it.
pub(super) fn mark(person: &Person, overview: &Overview) -> Mark {
    let Some(standing) = &person.standing else {
        return Mark {
            kind: "unknown",
            icon: "ask",
            word: label(None).into(),
            under: String::new(),
        };
    };
    let (kind, icon) = standing.state.mark();
    let since = full_date(
        standing
            .since
            .to_jiff()
            .to_zoned_datetime(overview.zone.clone())
            .date(),
    );
    let under = match (standing.state, person.in_line, standing.expires_at) {
        _ if person.not_reached() => "Not reached by mail".to_owned(),
        (State::Offered, _, Some(until)) => {
            format!("Until {}", moment(until.to_jiff(), &overview.zone))
        }
        (State::Waiting, Some(number), _) => format!("Number {number} in line"),
        (State::Ineligible, ..) => standing
            .code
            .map_or_else(String::new, |code| code.label().into()),
        _ => format!("Since {since}"),
    };
    Mark {
        kind,
        icon,
        word: standing.state.label().into(),
        under,
    }
}

/// What the organiser can do next.
pub(super) fn acts(person: &Person, overview: &Overview) -> Acts {
    // Whoever has drawn a lot comes in that order; the others one by one.
    let may_offer = overview.free > 0 && (!overview.has_drawn || person.is_next);
    let none = Acts::default();
    match person.state() {
        None => Acts {
            invite: overview.open,
            ..none
        },
        Some(State::Invited) => Acts {
            again: overview.open,
            ..none
        },
        Some(State::Interested) => Acts {
            decide: true,
            ..none
        },
        Some(State::Eligible) => Acts {
            draw: true,
            take_back: true,
            ..none
        },
        Some(State::Ineligible) => Acts {
            take_back: true,
            ..none
        },
        Some(State::InDraw | State::Waiting) => Acts {
            offer: may_offer,
            ..none
        },
        Some(State::Offered) => Acts {
            again: true,
            ..none
        },
        _ => none,
    }
}
