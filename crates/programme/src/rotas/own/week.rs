//! The week of a resident, and for each session whether they can come, in words.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan as _};
use platform::access::Viewer;
use platform::web::{Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::me;
use crate::addresses::base;
use crate::exchange;
use crate::planning::{self, Attendance};
use crate::rotas::import::{ImportRow, imports_of_resident, may_undo};
use crate::rotas::resolve::Day;
use crate::rotas::store::{Wanted, as_shifts, days};
use crate::rotas::words::{Chip, kind_words, verdict_chip};
use crate::rotas::{Source, StoredShift};
use crate::wording::{clock, count, full_date, moment, short_date};
use crate::{columns, sites};

#[derive(Deserialize)]
pub(super) struct Asked {
    week: Option<String>,
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
    may_report: bool,
    answers: Vec<Answer>,
    days: Vec<DayRow>,
    imports: Vec<Handed>,
}

struct Answer {
    chip: Chip,
    sentence: String,
    when: String,
    margin: String,
    is_own: bool,
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
    let heading = heading(&answers, monday);
    let lead = match unknown {
        0 => format!(
            "{} to {}. Every day is known.",
            full_date(monday),
            full_date(week.sunday())
        ),
        some => format!(
            "{} to {}. {} not known, so you do not count as free on {}.",
            full_date(monday),
            full_date(week.sunday()),
            count(some, "day is", "days are"),
            if some == 1 { "it" } else { "them" }
        ),
    };
    let here = format!("{}/my-rota", base(&viewer)?);
    let today = planning::today(&app)?;
    let days = week
        .dates()
        .map(|date| day_row(date, week.days.get(&date), &week))
        .collect();
    page(WeekPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        here,
        heading,
        lead,
        monday: monday.to_string(),
        before: (monday - 7.days()).to_string(),
        after: (monday + 7.days()).to_string(),
        may_report: week.sunday() >= today && !week.days.is_empty(),
        answers,
        days,
        imports: handed(&app, resident, &week.zone).await?,
    })
}

/// What the page is about: the answer where there is one, else the week.
fn heading(answers: &[Answer], monday: Date) -> String {
    match answers {
        [one] => one.sentence.clone(),
        _ => match answers.iter().find(|one| one.is_own) {
            Some(own) => own.sentence.clone(),
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
    now: jiff::Timestamp,
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
        let site = homes.on(resident, monday);
        let sites = sites::listed(app, programme).await?;
        let pack = sites
            .iter()
            .find(|stored| Some(stored.id) == site)
            .and_then(|stored| rest::Pack::named(&stored.site.rule_pack));
        Ok(Self {
            monday,
            zone: planning::zone()?,
            days,
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
    let name = full_date(date);
    let Some(day) = day else {
        return DayRow {
            name,
            marks: Vec::new(),
            is_known: false,
            unknown: "Nobody has told us",
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
        source: day.facts.first().map_or_else(String::new, |fact| {
            format!("From {}, {}", fact.source.words(), age(fact, week.now))
        }),
        others: day
            .others
            .iter()
            .map(|fact| {
                format!(
                    "{} says otherwise: {}",
                    capital(fact.source.words()),
                    fact_words(fact, &week.zone)
                )
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

/// How long ago a fact was learnt.
fn age(fact: &StoredShift, now: jiff::Timestamp) -> String {
    match now.duration_since(fact.imported_at).as_hours() / 24 {
        ..=0 => "told today".into(),
        1 => "told yesterday".into(),
        days => format!("told {days} days ago"),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// For each session of the week whether the resident can come: of the own group where there is one.
async fn answers(app: &App, programme: Uuid, resident: Uuid, week: &Week) -> Result<Vec<Answer>> {
    let codes = sites::codes(app, programme).await?;
    let wanted = Wanted {
        residents: Some(vec![resident]),
        dates: None,
    };
    let known = days(app, programme, &wanted).await?;
    let mut folder = exchange::facts_but_rotas(app, programme).await?;
    let id = resident.to_string();
    folder.residents.retain(|one| one.reference == id);
    folder.placements.retain(|one| one.resident == id);
    folder.shifts = as_shifts(known.values(), &codes);
    let attendance = Attendance::new(&folder, &week.zone, week.now);
    let plan = planning::newest(app, programme, true).await?;
    let group = plan.as_ref().and_then(|plan| plan.document.group_of(&id));
    let mut answers = Vec::new();
    for slot in &folder.slots {
        let is_own = group.is_some_and(|group| {
            group.weekday == columns::weekday_word(slot.weekday)
                && group.start == columns::time_text(slot.start)
        });
        if group.is_some() && !is_own {
            continue;
        }
        let dates = planning::dates(slot);
        for date in dates
            .into_iter()
            .filter(|date| week.dates().any(|day| day == *date))
        {
            let start = planning::instant(date, slot.start, &week.zone)?;
            let end = start + SignedDuration::from_mins(i64::from(slot.minutes));
            let session = rest::Session { start, end };
            let venue = group.map(|group| group.venue.as_str());
            let way = planning::way_to(&folder, &id, date, venue);
            if let Some(finding) = attendance.finding(&id, session, way) {
                answers.push(Answer {
                    chip: verdict_chip(&finding),
                    sentence: rest::own_answer(&finding, session, &week.zone),
                    when: moment(start, &week.zone),
                    margin: margin(&finding),
                    is_own,
                });
            }
        }
    }
    Ok(answers)
}

/// How far a kind verdict is from a rest rule, where one is near.
fn margin(finding: &rest::Finding) -> String {
    let spare = finding
        .margin
        .filter(|_| finding.verdict > rest::Verdict::Unknown);
    let way = if finding.travel_assumed {
        "the way is not known and counted as an hour each direction"
    } else {
        ""
    };
    let margin = match spare {
        Some(minutes) => {
            let (hours, minutes) = (minutes / 60, minutes % 60);
            format!("{hours} h {minutes:02} min to spare")
        }
        None => String::new(),
    };
    [margin.as_str(), way]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
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
