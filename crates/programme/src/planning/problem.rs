//! From the facts of a programme to the planner's problem (programme 8.1): for every resident, option and
//! week whether they could come, lawfully and within their hospital's caps.

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
    let run_days = run_days(&calendar);
    let mut residents = Vec::with_capacity(folder.residents.len());
    let mut presences = Presences::new(folder, &zone, as_of, &sessions);
    for resident in &folder.residents {
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
            site: home(folder, &resident.reference, &run_days),
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
        sites: sites(folder),
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

/// The number of the site where a resident works in most weeks of the run, the first among equals.
fn home(folder: &Folder, resident: &str, run_days: &[Date]) -> Option<usize> {
    let mut weeks = vec![0usize; folder.sites.len()];
    for date in run_days {
        let placement = folder.placement_on(resident, *date);
        let site = placement.and_then(|placement| number_of(folder, &placement.site));
        if let Some(site) = site {
            weeks[site] += 1;
        }
    }
    let most = weeks.iter().copied().max().filter(|most| *most > 0)?;
    weeks.iter().position(|count| *count == most)
}

fn number_of(folder: &Folder, code: &str) -> Option<usize> {
    folder.sites.iter().position(|site| site.code == code)
}

/// What each site's share of the burden rests on (programme 7.5): hundredths of a WTE times weeks of the
/// residents who ask for a place. All sessions are taken as equally long, so their length cancels out.
fn sites(folder: &Folder) -> Vec<Site> {
    let site = |(number, eligible)| Site {
        number,
        name: folder.sites[number].name.clone(),
        eligible,
    };
    eligible(folder).into_iter().enumerate().map(site).collect()
}

/// Hundredths of a WTE times weeks of the residents of each site, in the order of the folder.
pub(super) fn eligible(folder: &Folder) -> Vec<u64> {
    let calendar: Vec<Vec<Date>> = folder.slots.iter().map(dates).collect();
    let run_days = run_days(&calendar);
    let mut eligible = vec![0u64; folder.sites.len()];
    for resident in &folder.residents {
        for date in &run_days {
            let Some(placement) = folder.placement_on(&resident.reference, *date) else {
                continue;
            };
            let wte = placement.wte_hundredths.unwrap_or(resident.wte_hundredths);
            if let Some(site) = number_of(folder, &placement.site) {
                eligible[site] += u64::from(wte);
            }
        }
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
        same_profession: facilitator.profession.to_lowercase().contains("emergency"),
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
