//! Where all residents of a programme stand, for the organiser's pages.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use jiff::tz::TimeZone;
use platform::access::Viewer;
use platform::web::{Shell, page};
use platform::{App, Result};

use super::interest::Interest;
use super::state::State;
use super::store::Standing;
use super::{act, lottery, offer, posting, store};
use crate::addresses::base;
use crate::people::{self, StoredResident};
use crate::planning;
use crate::wording::{count_first, full_date};

/// Everything the pages count and list.
pub(super) struct Overview {
    pub base: String,
    pub interest: Option<Interest>,
    /// Whether somebody can say yes today.
    pub open: bool,
    pub people: Vec<Person>,
    /// How many places are neither taken nor offered.
    pub free: u32,
    /// Whether an order was drawn in which places are offered.
    pub has_drawn: bool,
    pub zone: TimeZone,
}

/// A listed resident with where they stand.
pub(super) struct Person {
    pub stored: StoredResident,
    pub hospital: String,
    pub standing: Option<Standing>,
    /// Their number on the waiting list, from 1.
    pub in_line: Option<usize>,
    /// Whether it is their turn to be offered a place.
    pub is_next: bool,
    /// Whether their letter waits to leave for the first time.
    pub is_on_its_way: bool,
}

impl Person {
    /// The state, or nothing for somebody who was not asked.
    pub(super) fn state(&self) -> Option<State> {
        self.standing.as_ref().map(|standing| standing.state)
    }

    /// Whether a letter waits to be written again because the last one was not taken.
    pub(super) fn not_reached(&self) -> bool {
        let awaited = |one: &Standing| matches!(one.state, State::Invited | State::Offered);
        self.standing
            .as_ref()
            .is_some_and(|one| awaited(one) && !one.mailed && !self.is_on_its_way)
    }
}

impl Overview {
    /// Looks everything up; offers that have run out are written down first.
    pub(super) async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        let scope = viewer.scope()?;
        act::settle(app, scope.id, &scope.slug).await?;
        let interest = store::interest(app.db.read(), scope.id).await?;
        let mut standings = store::standings(app.db.read(), scope.id).await?;
        let given = offer::given(standings.values());
        let line = lottery::line(app.db.read(), scope.id, &standings).await?;
        let waiting = line.of(&standings, State::Waiting);
        let next = offer::next(app, scope.id).await?;
        let on_their_way = posting::on_their_way(app, &standings).await?;
        let hospitals = people::hospitals_now(app, scope.id).await?;
        let today = planning::today(app)?;
        let people = people::listed(app, scope.id)
            .await?
            .into_iter()
            .map(|stored| Person {
                hospital: hospitals
                    .get(&stored.id.to_string())
                    .cloned()
                    .unwrap_or_else(|| "No hospital".into()),
                standing: standings.remove(&stored.id),
                in_line: waiting.get(&stored.id).copied(),
                is_next: next.contains(&stored.id),
                is_on_its_way: on_their_way.contains(&stored.id),
                stored,
            })
            .collect();
        Ok(Self {
            base: base(viewer)?,
            open: interest.is_some_and(|interest| interest.is_open(today)),
            free: interest.map_or(0, |interest| interest.places.saturating_sub(given)),
            has_drawn: line.drawn > 0,
            interest,
            people,
            zone: planning::zone()?,
        })
    }

    /// How many stand in one of these states.
    pub(super) fn count(&self, states: &[Option<State>]) -> usize {
        let within = self
            .people
            .iter()
            .filter(|one| states.contains(&one.state()));
        within.count()
    }

    /// Whom an invitation should go to: who was not asked, and whose letter was not taken.
    pub(super) fn to_write(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| {
            let state = person.state();
            state.is_none() || (state == Some(State::Invited) && person.not_reached())
        })
    }

    /// What the answers come to, as a heading.
    pub(super) fn heading(&self) -> String {
        let Some(interest) = self.interest else {
            return "Ask who would like a place".into();
        };
        let asked = self.people.len() - self.count(&[None]);
        if asked == 0 {
            return "Nobody has been invited yet".into();
        }
        let no = [
            Some(State::Invited),
            Some(State::Declined),
            Some(State::Left),
        ];
        let wants = asked - self.count(&no);
        let places = match interest.places {
            1 => "the one place".to_owned(),
            many => format!("one of {many} places"),
        };
        let wants = count_first(wants, "doctor wants", "doctors want");
        format!("{wants} {places}")
    }

    /// Until when answers are taken and how many places are left, in sentences.
    pub(super) fn lead(&self) -> String {
        let Some(interest) = self.interest else {
            return "An expression of interest says until when you take answers and how many places there are.".into();
        };
        let until = full_date(interest.closes_on);
        let until = if self.open {
            format!("Answers are taken until {until}.")
        } else {
            format!("Answers were taken until {until}.")
        };
        let free = count_first(self.free as usize, "place is", "places are");
        format!(
            "{until} {free} free. Nobody is asked why they say no or leave, and no reason is shown."
        )
    }
}

#[derive(Template)]
#[template(path = "joining/counts.html")]
struct CountsPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    states: Vec<&'static str>,
    tables: Vec<Table>,
    total: usize,
}

struct Table {
    title: &'static str,
    first: &'static str,
    rows: Vec<Row>,
    sums: Row,
}

struct Row {
    name: String,
    counts: Vec<usize>,
    total: usize,
}

/// Counts of each state by hospital and by whole-time equivalent.
pub(super) async fn counts(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let overview = Overview::of(&app, &viewer).await?;
    let states: Vec<Option<State>> = [None]
        .into_iter()
        .chain(State::ALL.iter().copied().map(Some))
        .filter(|state| overview.count(&[*state]) > 0)
        .collect();
    let hospital = |one: &Person| one.hospital.clone();
    let band = |one: &Person| {
        let upper = one.stored.resident.wte_hundredths >= lottery::BAND;
        if upper {
            "0.80 or more"
        } else {
            "Less than 0.80"
        }
        .to_owned()
    };
    let tables = vec![
        table("By hospital", "Hospital", &overview, &states, hospital),
        table("By whole-time equivalent", "WTE", &overview, &states, band),
    ];
    let heading = overview.heading();
    page(CountsPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        lead: overview.lead(),
        states: states.iter().copied().map(label).collect(),
        tables,
        total: overview.people.len(),
        base: overview.base,
        heading,
    })
}

fn table(
    title: &'static str,
    first: &'static str,
    overview: &Overview,
    states: &[Option<State>],
    name: impl Fn(&Person) -> String,
) -> Table {
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut sums = vec![0; states.len()];
    for person in &overview.people {
        let counts = rows
            .entry(name(person))
            .or_insert_with(|| vec![0; states.len()]);
        if let Some(at) = states.iter().position(|state| *state == person.state()) {
            counts[at] += 1;
            sums[at] += 1;
        }
    }
    let row = |(name, counts): (String, Vec<usize>)| Row {
        name,
        total: counts.iter().sum(),
        counts,
    };
    Table {
        title,
        first,
        rows: rows.into_iter().map(row).collect(),
        sums: row(("All".to_owned(), sums)),
    }
}

/// A state, or that somebody was not asked, in words.
pub(super) fn label(state: Option<State>) -> &'static str {
    state.map_or("Not asked", State::label)
}
