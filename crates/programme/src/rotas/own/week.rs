//! The week of a resident, and for each session whether they can come, in words.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::access::Viewer;
use platform::web::{Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::answers::{Answer, answers};
use super::me;
use crate::addresses::base;
use crate::planning;
use crate::rotas::import::{ImportRow, imports_of_resident, may_undo};
use crate::rotas::resolve::Day;
use crate::rotas::store::{Wanted, days};
use crate::rotas::words::{age_words, kind_words};
use crate::rotas::{Kind, Source, StoredShift, age};
use crate::sites;
use crate::wording::{capital, clock, count_first, day_name, full_date, moment, short_date};

#[derive(Deserialize)]
pub(super) struct Asked {
    week: Option<String>,
    /// Something was kept just now.
    kept: Option<String>,
}

#[derive(Template)]
#[template(path = "rotas/own/week.html")]
struct WeekPage {
    shell: Shell,
    here: String,
    heading: String,
    lead: String,
    monday: String,
    before: String,
    after: String,
    kept: bool,
    may_confirm: bool,
    may_say: bool,
    is_placed: bool,
    is_silent: bool,
    told: String,
    answers: Vec<Answer>,
    days: Vec<DayRow>,
    imports: Vec<Handed>,
}

struct DayRow {
    name: String,
    marks: Vec<Mark>,
    is_known: bool,
    unknown: &'static str,
    source: String,
    others: Vec<String>,
}

struct Mark {
    words: String,
    is_night: bool,
}

struct Handed {
    id: Uuid,
    what: &'static str,
    when: String,
    undone: bool,
    may_undo: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let resident = me(&viewer)?;
    let monday = monday(&app, asked.week.as_deref())?;
    let week = Week::of(&app, programme, resident, monday).await?;
    let answers = answers(&app, programme, resident, &week).await?;
    let unknown = week.dates().filter(|date| !week.is_known(*date)).count();
    let heading = heading(&answers, monday, week.days.is_empty());
    let dates = format!("{} to {}", short_date(monday), full_date(week.sunday()));
    let lead = match unknown {
        0 => format!("{dates}. Every day is known."),
        7 => format!("{dates}. No day is known, so you do not count as free."),
        some => format!(
            "{dates}. {} not known, so you do not count as free on {}.",
            count_first(some, "day is", "days are"),
            if some == 1 { "it" } else { "them" }
        ),
    };
    let here = format!("{}/my-rota", base(&viewer)?);
    let today = planning::today(&app)?;
    let mut days: Vec<DayRow> = week
        .dates()
        .map(|date| day_row(date, week.days.get(&date), &week))
        .collect();
    let told = told_once(&mut days);
    let is_ahead = week.sunday() >= today;
    page(WeekPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        here,
        heading,
        lead,
        monday: monday.to_string(),
        before: (monday - 7.days()).to_string(),
        after: (monday + 7.days()).to_string(),
        kept: asked.kept.is_some(),
        may_confirm: is_ahead && week.days.values().any(is_understood),
        may_say: is_ahead && week.is_placed,
        is_placed: week.is_placed,
        is_silent: week.days.is_empty(),
        told,
        answers,
        days,
        imports: handed(&app, resident, &week.zone).await?,
    })
}

/// What the page is about: the answer where there is one, else the week.
fn heading(answers: &[Answer], monday: Date, is_silent: bool) -> String {
    match answers {
        [one] => one.sentence.clone(),
        _ => match answers.iter().find(|one| one.is_own) {
            Some(own) => own.sentence.clone(),
            None if is_silent => format!("We do not know your week from {}", short_date(monday)),
            None => format!("Your week from {}", short_date(monday)),
        },
    }
}

/// A week of one resident.
pub(super) struct Week {
    pub monday: Date,
    pub zone: TimeZone,
    /// What stands, for the days of which anything is said.
    pub days: BTreeMap<Date, Day>,
    /// Whether the resident works at a hospital of the programme on any of its days.
    is_placed: bool,
    pub now: jiff::Timestamp,
    pack: Option<rest::Pack>,
}

impl Week {
    /// Collects it.
    pub async fn of(app: &App, programme: Uuid, resident: Uuid, monday: Date) -> Result<Self> {
        let sunday = monday.checked_add(6.days()).map_err(Error::internal)?;
        let wanted = Wanted {
            residents: Some(vec![resident]),
            dates: Some((monday, sunday)),
        };
        let days: BTreeMap<Date, Day> = days(app, programme, &wanted)
            .await?
            .into_iter()
            .map(|((_, date), day)| (date, day))
            .collect();
        let homes = crate::people::Homes::of(app, programme).await?;
        let mut dates = (0..7).filter_map(|day| monday.checked_add(day.days()).ok());
        let site = dates.find_map(|date| homes.on(resident, date));
        let sites = sites::listed(app, programme).await?;
        let pack = sites
            .iter()
            .find(|stored| Some(stored.id) == site)
            .and_then(|stored| rest::Pack::named(&stored.site.rule_pack));
        Ok(Self {
            monday,
            zone: planning::zone()?,
            days,
            is_placed: site.is_some(),
            now: app.now().to_jiff(),
            pack,
        })
    }

    /// Monday to Sunday.
    pub fn dates(&self) -> impl Iterator<Item = Date> {
        let monday = self.monday;
        (0..7).filter_map(move |day| monday.checked_add(day.days()).ok())
    }

    fn sunday(&self) -> Date {
        self.monday + 6.days()
    }

    fn is_known(&self, date: Date) -> bool {
        self.days.get(&date).is_some_and(Day::is_known)
    }
}

/// Whether a day is said in words that are understood, however old.
pub(super) fn is_understood(day: &Day) -> bool {
    day.facts.iter().all(|fact| fact.kind != Kind::Unknown)
}

/// The Monday of the week that is asked for, or of this week.
pub(super) fn monday(app: &App, asked: Option<&str>) -> Result<Date> {
    let date = match asked {
        Some(text) => text.parse::<Date>().map_err(|_| Error::NotFound)?,
        None => planning::today(app)?,
    };
    if !(2000..2100).contains(&date.year()) {
        return Err(Error::NotFound);
    }
    let back = i64::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(back.days()).map_err(Error::internal)
}

fn day_row(date: Date, day: Option<&Day>, week: &Week) -> DayRow {
    let name = format!("{} {}", day_name(date.weekday()), short_date(date));
    let Some(day) = day else {
        return DayRow {
            name,
            marks: Vec::new(),
            is_known: false,
            unknown: "Not known",
            source: String::new(),
            others: Vec::new(),
        };
    };
    let marks = day
        .facts
        .iter()
        .map(|fact| Mark {
            words: fact_words(fact, &week.zone),
            is_night: week
                .pack
                .as_ref()
                .is_some_and(|pack| fact.fact().is_night(&week.zone, pack)),
        })
        .collect();
    DayRow {
        name,
        marks,
        is_known: day.is_known(),
        unknown: if day.is_stale {
            "Too old to count"
        } else {
            "Not known"
        },
        source: day
            .facts
            .first()
            .map_or_else(String::new, |fact| told(fact, week.now)),
        others: day
            .others
            .iter()
            .filter(|fact| fact.kind != Kind::Unknown)
            .map(|fact| {
                let who = match fact.source {
                    Source::SelfReport => "You say".to_owned(),
                    Source::Calendar => "Your calendar says".to_owned(),
                    other => format!("{} says", capital(other.words())),
                };
                format!("{who} otherwise: {}", fact_words(fact, &week.zone))
            })
            .collect(),
    }
}

/// A fact such as "LD, clinical shift, 08:00 to 20:30".
pub(in crate::rotas) fn fact_words(fact: &StoredShift, zone: &TimeZone) -> String {
    let mut words = String::new();
    if !fact.code.is_empty() {
        words.push_str(&fact.code);
        words.push_str(": ");
    }
    words.push_str(kind_words(fact.kind));
    if !fact.whole_day {
        words.push_str(&format!(
            ", {} to {}",
            clock(fact.start, zone),
            clock(fact.end, zone)
        ));
    }
    words
}

/// Who said a fact, and how long ago.
fn told(fact: &StoredShift, now: jiff::Timestamp) -> String {
    let age = age_words(age(fact, now));
    match fact.source {
        Source::SelfReport => format!("You told us {age}"),
        Source::Calendar => format!("From your calendar, handed in {age}"),
        other => format!("From {}, brought in {age}", other.words()),
    }
}

/// The source of most days is said once for the week, and at a day only where it is another.
fn told_once(days: &mut [DayRow]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for day in days.iter().filter(|day| !day.source.is_empty()) {
        *counts.entry(&day.source).or_default() += 1;
    }
    let is_only = counts.len() == 1;
    let most = counts.into_iter().max_by_key(|(_, days)| *days);
    let Some((most, _)) = most.filter(|(_, count)| is_only || *count > 2) else {
        return String::new();
    };
    let most = most.to_owned();
    for day in days.iter_mut().filter(|day| day.source == most) {
        day.source.clear();
    }
    if is_only {
        most
    } else {
        format!("{most}, unless it is said otherwise below")
    }
}

async fn handed(app: &App, resident: Uuid, zone: &TimeZone) -> Result<Vec<Handed>> {
    let mut list = Vec::new();
    for row in imports_of_resident(app, resident)
        .await?
        .into_iter()
        .take(8)
    {
        list.push(Handed {
            id: row.id,
            what: source(&row)?,
            when: moment(row.imported_at.to_jiff(), zone),
            undone: row.undone_at.is_some(),
            may_undo: may_undo(app, &row).await?,
        });
    }
    Ok(list)
}

fn source(row: &ImportRow) -> Result<&'static str> {
    let source: Source = row.source.parse().map_err(Error::internal)?;
    Ok(match source {
        Source::Calendar => "Calendar",
        _ => "What you said of a week",
    })
}
