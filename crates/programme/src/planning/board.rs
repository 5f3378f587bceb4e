//! The plan drawn as a week: a card for each group, the chance of a quorum by week, the hours each hospital gives.

use std::collections::BTreeMap;

use jiff::civil::Weekday;
use platform::{App, Result};
use uuid::Uuid;

use super::burden;
use super::document::{Document, PlannedGroup};
use super::names::{Names, group_name};
use super::wishes::{Wish, Wishes};
use crate::columns;
use crate::wording::{count, count_first, day_name};

const WORKING_DAYS: [Weekday; 5] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
];

pub(super) struct Day {
    pub(super) name: &'static str,
    pub(super) groups: Vec<Card>,
    pub(super) unused: Vec<String>,
}

pub(super) struct Card {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) time: String,
    pub(super) room: String,
    pub(super) facilitators: Vec<String>,
    pub(super) seats: usize,
    pub(super) members: usize,
    pub(super) strip: Strip,
    /// What of it is locked, in a sentence; empty where nothing is.
    pub(super) lock: String,
}

/// The chances of a quorum, week by week.
pub(super) struct Strip {
    pub(super) bars: Vec<Bar>,
    pub(super) label: String,
    pub(super) sentence: String,
    pub(super) weeks: usize,
    pub(super) width: usize,
}

pub(super) struct Bar {
    pub(super) x: usize,
    pub(super) y: String,
    pub(super) height: String,
    pub(super) weak: bool,
}

pub(super) struct Hours {
    pub(super) site: String,
    pub(super) hours: String,
    pub(super) share: String,
    /// None where nobody there is eligible.
    pub(super) ratio: Option<String>,
    pub(super) width: String,
    /// Where the mark of the fair share stands.
    pub(super) mark: String,
    pub(super) is_much: bool,
}

/// What stands beside the week: name, what of it is used, whether any is.
pub(super) struct Side {
    pub(super) facilitators: Vec<(String, String, bool)>,
    pub(super) rooms: Vec<(String, String, bool)>,
}

pub(super) fn days(document: &Document, names: &Names, wishes: &Wishes) -> Vec<Day> {
    WORKING_DAYS
        .iter()
        .map(|day| {
            let word = columns::weekday_word(*day);
            Day {
                name: day_name(*day),
                groups: document
                    .groups
                    .iter()
                    .filter(|group| group.weekday == word)
                    .map(|group| card(group, document, names, wishes))
                    .collect(),
                unused: unused(document, word),
            }
        })
        .collect()
}

/// The times of a day that no group uses, a line each: how many could come, in the room where most could.
fn unused(document: &Document, weekday: &str) -> Vec<String> {
    let mut times: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for option in document
        .unused
        .iter()
        .filter(|option| option.weekday == weekday)
    {
        let time = option.label.split(',').next().unwrap_or_default();
        let (rooms, most) = times.entry(time).or_default();
        *rooms += 1;
        *most = option.could_come.max(*most);
    }
    times
        .into_iter()
        .map(|(time, (rooms, most))| {
            let rooms = count(rooms, "room", "rooms");
            match most {
                0 => format!("{time}, {rooms}: nobody is free often enough"),
                _ => format!("{time}, {rooms} not used: up to {most} could come often enough"),
            }
        })
        .collect()
}

fn lock(group: &PlannedGroup, names: &Names, wishes: &Wishes) -> String {
    let place = group.place();
    let keeps = wishes
        .locks
        .iter()
        .find(|wish| matches!(wish, Wish::Keep { .. }) && *wish.place() == place);
    keeps.map_or_else(String::new, |wish| names.wish(wish))
}

fn card(group: &PlannedGroup, document: &Document, names: &Names, wishes: &Wishes) -> Card {
    Card {
        number: group.number,
        name: group_name(group),
        time: time_of(group),
        room: names.venue(&group.venue),
        facilitators: names.leaders(group),
        seats: group.seats,
        members: group.members.len(),
        strip: strip(group, document.quorum),
        lock: lock(group, names, wishes),
    }
}

fn strip(group: &PlannedGroup, quorum: usize) -> Strip {
    const TALL: f64 = 48.0;
    let bars: Vec<Bar> = group
        .chances
        .iter()
        .enumerate()
        .map(|(week, chance)| Bar {
            x: 1 + week * 8,
            y: format!("{:.1}", 50.0 - TALL * chance),
            height: format!("{:.1}", TALL * chance),
            weak: *chance < 0.8,
        })
        .collect();
    let weak = bars.iter().filter(|bar| bar.weak).count();
    let lowest = group
        .chances
        .iter()
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(b.1))
        .map_or((0, 0.0), |(week, chance)| (week + 1, *chance));
    let sentence = match weak {
        0 => format!(
            "Every week at 0.80 or more; lowest {:.2}, week {}",
            lowest.1, lowest.0
        ),
        _ => format!(
            "{} under 0.80; lowest {:.2}, week {}",
            count_first(weak, "week", "weeks"),
            lowest.1,
            lowest.0
        ),
    };
    Strip {
        label: format!(
            "Chance of at least {quorum} present, by week: {} weeks, lowest {:.2} in week {}, {weak} below 0.80",
            bars.len(),
            lowest.1,
            lowest.0
        ),
        weeks: bars.len(),
        width: (bars.len() * 8).max(8),
        sentence,
        bars,
    }
}

/// Hours away that each hospital would give over the run, ways included, beside its share (programme 7.5).
pub(super) async fn hours(app: &App, programme: Uuid, document: &Document) -> Result<Vec<Hours>> {
    const WIDE: f64 = 170.0;
    let rows = burden::burden(app, programme, document).await?;
    let most = rows
        .iter()
        .map(|row| row.share.max(row.given as f64))
        .fold(1.0, f64::max);
    let whole = |minutes: f64| format!("{:.0}", minutes / 60.0);
    Ok(rows
        .into_iter()
        .map(|row| Hours {
            hours: whole(row.given as f64),
            share: whole(row.share),
            ratio: row.ratio().map(|ratio| format!("{ratio:.2}")),
            width: format!("{:.0}", row.given as f64 * WIDE / most),
            mark: format!("{:.0}", row.share * WIDE / most),
            is_much: row.is_much(),
            site: row.site,
        })
        .collect())
}

/// People, rooms and facilitators beside the week: each with what the plan makes of them.
pub(super) fn side(document: &Document, names: &Names) -> Side {
    let mut led: BTreeMap<&str, usize> = BTreeMap::new();
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    for group in &document.groups {
        *used.entry(&group.venue).or_default() += 1;
        for leader in &group.facilitators {
            *led.entry(leader).or_default() += 1;
        }
    }
    let groups = |number: usize| match number {
        0 => "not needed".to_owned(),
        number => count(number, "group", "groups"),
    };
    Side {
        facilitators: names
            .all_facilitators()
            .map(|(id, name)| {
                let number = led.get(id).copied().unwrap_or(0);
                (name, groups(number), number > 0)
            })
            .collect(),
        rooms: names
            .all_venues()
            .map(|(code, name)| {
                let number = used.get(code).copied().unwrap_or(0);
                (name, groups(number), number > 0)
            })
            .collect(),
    }
}

pub(super) fn time_of(group: &PlannedGroup) -> String {
    let Ok(start) = columns::time(&group.start) else {
        return group.start.clone();
    };
    let end = start.wrapping_add(jiff::SignedDuration::from_mins(i64::from(group.minutes)));
    format!("{}–{}", group.start, columns::time_text(end))
}
