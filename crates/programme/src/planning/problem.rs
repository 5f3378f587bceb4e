//! From the facts of a programme to the planner's problem (programme 8.1): for every resident, option and
//! week whether they could come, lawfully and within their hospital's caps.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use planner::{Facts, MeetingOption, Policy, Site};
use platform::{Error, Result};

use super::calendar::{dates, instant, zone};
use super::document::{Held, Place};
use super::pairs::{exclusive, keep_apart, overlaps, ties};
use super::presence::{Presences, When};
use crate::columns::{time_text, weekday_word};
use crate::exchange::Folder;
use crate::facilitators::{Facilitator, Level};
use crate::people::{Placement, Resident};
use crate::wording::day_name;

/// A planner's problem with the way back to the facts.
pub struct Built {
    /// What the planner is given.
    pub facts: Facts,
    /// For each option its slot and venue, by position in the folder.
    pub options: Vec<(usize, usize)>,
    /// For each slot when its sessions begin.
    pub sessions: Vec<Vec<Timestamp>>,
}

impl Built {
    /// The option of a place, if the folder still offers it.
    pub fn option_at(&self, folder: &Folder, place: &Place) -> Option<usize> {
        self.options.iter().position(|&(slot, venue)| {
            weekday_word(folder.slots[slot].weekday) == place.weekday
                && time_text(folder.slots[slot].start) == place.start
                && folder.venues[venue].code == place.venue
        })
    }

    /// A place of before in the planner's numbers, if the facts still have both.
    pub(super) fn held(&self, folder: &Folder, held: &Held) -> Option<(usize, usize)> {
        let mut residents = self.facts.residents.iter();
        let resident = residents.position(|one| one.reference == held.resident)?;
        Some((resident, self.option_at(folder, &held.place)?))
    }

    /// The place of an option.
    pub fn place_of(&self, folder: &Folder, option: usize) -> Place {
        let (slot, venue) = self.options[option];
        Place {
            weekday: weekday_word(folder.slots[slot].weekday).into(),
            start: time_text(folder.slots[slot].start),
            venue: folder.venues[venue].code.clone(),
        }
    }
}

/// Builds the problem. `as_of` is when the facts are looked at: a rota that was learnt too long before is
/// unknown.
pub fn build(folder: &Folder, as_of: Timestamp) -> Result<Built> {
    let zone = zone()?;
    let calendar: Vec<Vec<Date>> = folder.slots.iter().map(dates).collect();
    let weeks = calendar.iter().map(Vec::len).max().unwrap_or(0);
    let sessions = folder
        .slots
        .iter()
        .zip(&calendar)
        .map(|(slot, dates)| {
            dates
                .iter()
                .map(|date| instant(*date, slot.start, &zone))
                .collect::<Result<Vec<_>>>()
        })
        .collect::<Result<Vec<_>>>()?;
    let options: Vec<(usize, usize)> = (0..folder.slots.len())
        .flat_map(|slot| (0..folder.venues.len()).map(move |venue| (slot, venue)))
        .collect();
    let posts = posts(folder, &run_days(&calendar));
    let mut residents = Vec::with_capacity(folder.residents.len());
    let mut presences = Presences::new(folder, &zone, as_of, &sessions);
    for (resident, posts) in folder.residents.iter().zip(&posts) {
        let choices = options
            .iter()
            .map(|&(slot, venue)| {
                let when = When {
                    slot: &folder.slots[slot],
                    dates: &calendar[slot],
                    starts: &sessions[slot],
                    weeks,
                };
                presences.choice(resident, &when, &folder.venues[venue])
            })
            .collect();
        residents.push(planner::Resident {
            reference: resident.reference.clone(),
            site: home(posts),
            weight: 1,
            choices,
        });
    }
    let run = run_dates(&calendar);
    let facts = Facts {
        policy: if weeks == 0 {
            Policy::default()
        } else {
            Policy::for_weeks(weeks)
        },
        residents,
        options: options
            .iter()
            .map(|&(slot, venue)| option(folder, slot, venue, &calendar[slot], weeks))
            .collect(),
        facilitators: folder
            .facilitators
            .iter()
            .map(|facilitator| leader(facilitator, folder, &options, &calendar))
            .collect(),
        caps: presences.into_caps(),
        overlaps: overlaps(folder, &options),
        exclusive: exclusive(folder, &options),
        ties: ties(folder, run),
        keep_apart: keep_apart(folder, run),
        sites: sites(folder, &posts),
        ..Facts::default()
    };
    Ok(Built {
        facts,
        options,
        sessions,
    })
}

fn option(
    folder: &Folder,
    slot: usize,
    venue: usize,
    dates: &[Date],
    weeks: usize,
) -> MeetingOption {
    let (when, room) = (&folder.slots[slot], &folder.venues[venue]);
    let open_on = |date: &Date| {
        (room.weekdays.is_empty() || room.weekdays.contains(&date.weekday()))
            && room.from.is_none_or(|from| from <= *date)
            && room.to.is_none_or(|to| *date <= to)
    };
    MeetingOption {
        label: format!(
            "{} {}, {}",
            day_name(when.weekday),
            time_text(when.start),
            room.name
        ),
        slot,
        venue,
        capacity: room.capacity as usize,
        room_free: (0..weeks)
            .map(|week| dates.get(week).is_none_or(open_on))
            .collect(),
        offered: true,
    }
}

/// One day of every week of the run.
fn run_days(calendar: &[Vec<Date>]) -> Vec<Date> {
    let longest = calendar.iter().max_by_key(|dates| dates.len());
    longest.cloned().unwrap_or_default()
}

/// Where a resident works in each week of the run in which they work: the number of the site and
/// hundredths of a WTE.
type Posts = Vec<(usize, u16)>;

/// The posts of every resident, in the order of the folder.
fn posts(folder: &Folder, run_days: &[Date]) -> Vec<Posts> {
    let sites: BTreeMap<&str, usize> = folder
        .sites
        .iter()
        .enumerate()
        .map(|(number, site)| (site.code.as_str(), number))
        .collect();
    let mut placements: BTreeMap<&str, Vec<&Placement>> = BTreeMap::new();
    for placement in &folder.placements {
        let list = placements.entry(placement.resident.as_str()).or_default();
        list.push(placement);
    }
    let of = |resident: &Resident| {
        let own = placements.get(resident.reference.as_str());
        let on = |date: &Date| {
            let placement = own?.iter().find(|placement| placement.covers(*date))?;
            let wte = placement.wte_hundredths.unwrap_or(resident.wte_hundredths);
            Some((*sites.get(placement.site.as_str())?, wte))
        };
        run_days.iter().filter_map(on).collect()
    };
    folder.residents.iter().map(of).collect()
}

/// The site where somebody works in most weeks of the run, the first in the folder among equals.
fn home(posts: &Posts) -> Option<usize> {
    let mut weeks: BTreeMap<usize, usize> = BTreeMap::new();
    for (site, _) in posts {
        *weeks.entry(*site).or_default() += 1;
    }
    let most = weeks
        .iter()
        .max_by_key(|(site, weeks)| (**weeks, Reverse(**site)));
    most.map(|(site, _)| *site)
}

/// What each site's share of the burden rests on (programme 7.5): hundredths of a WTE times weeks of the
/// residents who ask for a place. All sessions are taken as equally long, so their length cancels out.
fn sites(folder: &Folder, posts: &[Posts]) -> Vec<Site> {
    let site = |(number, eligible)| Site {
        number,
        name: folder.sites[number].name.clone(),
        eligible,
    };
    of_sites(folder, posts)
        .into_iter()
        .enumerate()
        .map(site)
        .collect()
}

/// Hundredths of a WTE times weeks of the residents of each site, in the order of the folder.
pub(super) fn eligible(folder: &Folder) -> Vec<u64> {
    let calendar: Vec<Vec<Date>> = folder.slots.iter().map(dates).collect();
    of_sites(folder, &posts(folder, &run_days(&calendar)))
}

fn of_sites(folder: &Folder, posts: &[Posts]) -> Vec<u64> {
    let mut eligible = vec![0u64; folder.sites.len()];
    for (site, wte) in posts.iter().flatten() {
        eligible[*site] += u64::from(*wte);
    }
    eligible
}

fn leader(
    facilitator: &Facilitator,
    folder: &Folder,
    options: &[(usize, usize)],
    calendar: &[Vec<Date>],
) -> planner::Facilitator {
    let free = |slot: usize| {
        let when = &folder.slots[slot];
        let dates = &calendar[slot];
        facilitator.weekdays.contains(&when.weekday)
            && dates.first().is_none_or(|first| facilitator.from <= *first)
            && (facilitator.to).is_none_or(|to| dates.last().is_none_or(|last| *last <= to))
    };
    planner::Facilitator {
        reference: facilitator.reference.clone(),
        experienced: facilitator.level == Level::Experienced,
        supervised: facilitator.supervisor.is_some(),
        psychodynamic: facilitator.psychodynamic,
        same_profession: facilitator.is_of_residents_profession(),
        max_groups: facilitator.max_groups as usize,
        available: options.iter().map(|&(slot, _)| free(slot)).collect(),
    }
}

fn run_dates(calendar: &[Vec<Date>]) -> Option<(Date, Date)> {
    let first = calendar.iter().filter_map(|dates| dates.first()).min()?;
    let last = calendar.iter().filter_map(|dates| dates.last()).max()?;
    Some((*first, *last))
}

/// What a problem cannot be built from.
pub(crate) fn checked(facts: Facts) -> Result<planner::Problem> {
    planner::Problem::new(facts).map_err(Error::internal)
}
