//! From the facts of a programme to the planner's problem (programme 8.1): for every resident, option and
//! week whether they could come, lawfully and within their hospital's caps.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use planner::{Absence, CapCell, Choice, Facts, MeetingOption, Policy, Presence};
use platform::{Error, Result};

use super::calendar::{dates, instant, zone};
use super::{Attendance, Slot};
use crate::columns::{time_text, weekday_word};
use crate::exchange::Folder;
use crate::facilitators::{Facilitator, Level, TieKind};
use crate::people::{Placement, Resident};
use crate::rotas::{Kind, Shift};
use crate::sites::Cap;
use crate::venues::Venue;
use crate::wording::day_name;

/// The chance that a doctor with a locked release comes (programme 8.2: a prior of 8.5 to 1.5). A plan is
/// made before any release is asked for, and shows what it would be worth if all were agreed.
const CHANCE_IF_RELEASED: f64 = 0.85;
/// Minutes of a way that nobody has told, each direction (programme 5.1).
pub(super) const UNKNOWN_WAY: i64 = 60;

/// A planner's problem with the way back to the facts.
pub struct Built {
    /// What the planner is given.
    pub facts: Facts,
    /// For each option its slot and venue, by position in the folder.
    pub options: Vec<(usize, usize)>,
    /// For each slot when its sessions begin.
    pub sessions: Vec<Vec<Timestamp>>,
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
    let mut cells = Cells::default();
    let mut residents = Vec::with_capacity(folder.residents.len());
    let world = World::new(folder, &zone, as_of);
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
                world.choice(resident, &when, &folder.venues[venue], &mut cells)
            })
            .collect();
        residents.push(planner::Resident {
            reference: resident.reference.clone(),
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
        caps: cells.list,
        overlaps: overlaps(folder, &options, UNKNOWN_WAY),
        exclusive: exclusive(folder, &options),
        ties: ties(folder, run),
        keep_apart: keep_apart(folder, run),
    };
    Ok(Built {
        facts,
        options,
        sessions,
    })
}

/// The dates of a slot beside the instants at which its sessions begin.
struct When<'a> {
    slot: &'a Slot,
    dates: &'a [Date],
    starts: &'a [Timestamp],
    weeks: usize,
}

/// Caps cells by site, cap row and week, each made once.
#[derive(Default)]
struct Cells {
    list: Vec<CapCell>,
    known: BTreeMap<(usize, usize, usize, usize), usize>,
}

/// The facts in the order in which they are asked for.
struct World<'a> {
    folder: &'a Folder,
    zone: &'a TimeZone,
    site_numbers: BTreeMap<&'a str, usize>,
    placements: BTreeMap<&'a str, Vec<&'a Placement>>,
    attendance: Attendance<'a>,
    shifts_by_site: BTreeMap<(&'a str, Date), Vec<&'a Shift>>,
}

impl<'a> World<'a> {
    fn new(folder: &'a Folder, zone: &'a TimeZone, as_of: Timestamp) -> Self {
        let site_numbers = folder
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
        let mut shifts_by_site: BTreeMap<(&str, Date), Vec<&Shift>> = BTreeMap::new();
        for shift in &folder.shifts {
            if shift.kind == Kind::Clinical {
                let list = shifts_by_site
                    .entry((shift.site.as_str(), shift.date))
                    .or_default();
                list.push(shift);
            }
        }
        Self {
            folder,
            zone,
            site_numbers,
            placements,
            attendance: Attendance::new(folder, zone, as_of),
            shifts_by_site,
        }
    }

    fn choice(
        &self,
        resident: &Resident,
        when: &When<'_>,
        venue: &Venue,
        cells: &mut Cells,
    ) -> Choice {
        let empty = Vec::new();
        let placements = self
            .placements
            .get(resident.reference.as_str())
            .unwrap_or(&empty);
        let first = when.dates.first();
        let last = when.dates.last();
        let at_run = |placement: &&&Placement| {
            first.is_none_or(|first| placement.end >= *first)
                && last.is_none_or(|last| placement.start <= *last)
        };
        let venue_allowed = !placements
            .iter()
            .filter(at_run)
            .any(|placement| Some(&placement.site) == venue.owner_site.as_ref());
        let travel_minutes = placements
            .iter()
            .find(at_run)
            .and_then(|placement| self.way(&placement.site, venue))
            .map_or(UNKNOWN_WAY, |(out, _)| out);
        let weeks = (0..when.weeks)
            .map(|week| match (when.dates.get(week), when.starts.get(week)) {
                (Some(date), Some(start)) => self.presence(
                    resident, placements, when, week, *date, *start, venue, cells,
                ),
                _ => Presence::Absent(Absence::Away),
            })
            .collect();
        Choice {
            venue_allowed,
            travel_minutes: u32::try_from(travel_minutes).unwrap_or(0),
            weeks,
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one resident, one session, one room"
    )]
    fn presence(
        &self,
        resident: &Resident,
        placements: &[&Placement],
        when: &When<'_>,
        week: usize,
        date: Date,
        start: Timestamp,
        venue: &Venue,
        cells: &mut Cells,
    ) -> Presence {
        let placement = placements
            .iter()
            .find(|placement| placement.start <= date && date <= placement.end);
        let Some(placement) = placement else {
            return Presence::Absent(Absence::Away);
        };
        let way = self.way(&placement.site, venue);
        let end = start + SignedDuration::from_mins(i64::from(when.slot.minutes));
        let travel = rest::Travel {
            inward: way.map(|(out, _)| out),
            back: way.map(|(_, back)| back),
        };
        let session = rest::Session { start, end };
        let reference = resident.reference.as_str();
        let Some(finding) = self.attendance.finding(reference, session, travel) else {
            return Presence::Absent(Absence::Away);
        };
        match finding.verdict {
            rest::Verdict::NeedsRelease => {
                let (out, back) = way.unwrap_or((UNKNOWN_WAY, UNKNOWN_WAY));
                let leaves = start - SignedDuration::from_mins(out);
                let returns = end + SignedDuration::from_mins(back);
                let caps = self.cells(placement, date, week, leaves, returns, cells);
                Presence::Released {
                    chance: CHANCE_IF_RELEASED,
                    caps,
                }
            }
            rest::Verdict::MayAttend | rest::Verdict::OwnChoice => {
                Presence::Absent(Absence::OwnTime)
            }
            rest::Verdict::Unknown => Presence::Absent(Absence::RotaUnknown),
            rest::Verdict::Never if finding.rule == rest::Rule::F01 => {
                Presence::Absent(Absence::Away)
            }
            rest::Verdict::Never => Presence::Absent(Absence::Rest),
        }
    }

    /// Minutes to the room and back.
    fn way(&self, site: &str, venue: &Venue) -> Option<(i64, i64)> {
        self.folder
            .travel
            .iter()
            .find(|way| way.site == site && way.venue == venue.code)
            .map(|way| (i64::from(way.out_minutes), i64::from(way.back_minutes)))
    }

    /// The cap cells that a release touches (programme 7.4). A site that states no cap for the time lets
    /// nobody go.
    fn cells(
        &self,
        placement: &Placement,
        date: Date,
        week: usize,
        leaves: Timestamp,
        returns: Timestamp,
        cells: &mut Cells,
    ) -> Vec<usize> {
        let site = self
            .site_numbers
            .get(placement.site.as_str())
            .copied()
            .unwrap_or(usize::MAX);
        let day = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        let mut found: Vec<usize> = self
            .folder
            .caps
            .iter()
            .enumerate()
            .filter(|(_, cap)| self.touches(cap, placement, date, leaves, returns))
            .map(|(row, cap)| {
                let key = (site, row, week, day);
                *cells.known.entry(key).or_insert_with(|| {
                    let rostered = self.rostered(placement, date, leaves, returns);
                    let spare = rostered.saturating_sub(cap.minimum as usize);
                    cells.list.push(CapCell {
                        label: format!(
                            "{}, {}, {} {}–{}, week {}",
                            placement.site,
                            cap.role,
                            weekday_word(cap.weekday),
                            time_text(cap.from),
                            time_text(cap.to),
                            week + 1
                        ),
                        site,
                        week,
                        cap: spare.min(cap.max_released as usize),
                    });
                    cells.list.len() - 1
                })
            })
            .collect();
        if found.is_empty() {
            let key = (site, usize::MAX, week, day);
            found.push(*cells.known.entry(key).or_insert_with(|| {
                cells.list.push(CapCell {
                    label: format!(
                        "{}, no cap stated, {}, week {}",
                        placement.site,
                        weekday_word(date.weekday()),
                        week + 1
                    ),
                    site,
                    week,
                    cap: 0,
                });
                cells.list.len() - 1
            }));
        }
        found
    }

    fn touches(
        &self,
        cap: &Cap,
        placement: &Placement,
        date: Date,
        leaves: Timestamp,
        returns: Timestamp,
    ) -> bool {
        let valid = cap.valid_from <= date && cap.valid_to.is_none_or(|to| date <= to);
        let same = cap.site == placement.site
            && cap.role == placement.role
            && cap.weekday == date.weekday();
        if !valid || !same {
            return false;
        }
        let last = if cap.to > cap.from {
            date
        } else {
            date.tomorrow().unwrap_or(date)
        };
        let from = instant(date, cap.from, self.zone);
        let to = instant(last, cap.to, self.zone);
        matches!((from, to), (Ok(from), Ok(to)) if from < returns && leaves < to)
    }

    /// Doctors of the role on clinical duty at the site while the released one would be away.
    fn rostered(
        &self,
        placement: &Placement,
        date: Date,
        leaves: Timestamp,
        returns: Timestamp,
    ) -> usize {
        let yesterday = date.yesterday().unwrap_or(date);
        [date, yesterday]
            .into_iter()
            .filter_map(|day| self.shifts_by_site.get(&(placement.site.as_str(), day)))
            .flatten()
            .filter(|shift| {
                shift.start.is_some_and(|start| start < returns)
                    && shift.end.is_some_and(|end| leaves < end)
            })
            .filter(|shift| match &shift.role {
                Some(role) => *role == placement.role,
                None => true,
            })
            .count()
    }
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
    }
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

/// Options that one person cannot both lead: the times overlap once the way between is counted.
fn overlaps(folder: &Folder, options: &[(usize, usize)], way: i64) -> Vec<(usize, usize)> {
    pairs(options, |a, b| {
        let between = if a.1 == b.1 { 0 } else { way };
        meet(&folder.slots[a.0], &folder.slots[b.0], between)
    })
}

/// Options that need one room at the same time.
fn exclusive(folder: &Folder, options: &[(usize, usize)]) -> Vec<(usize, usize)> {
    pairs(options, |a, b| {
        a.1 == b.1 && meet(&folder.slots[a.0], &folder.slots[b.0], 0)
    })
}

fn pairs(
    options: &[(usize, usize)],
    touch: impl Fn((usize, usize), (usize, usize)) -> bool,
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (left, a) in options.iter().enumerate() {
        for (right, b) in options.iter().enumerate().skip(left + 1) {
            if touch(*a, *b) {
                found.push((left, right));
            }
        }
    }
    found
}

/// Whether two slots of one weekday lie less than `way` minutes apart.
fn meet(a: &Slot, b: &Slot, way: i64) -> bool {
    let minute = |slot: &Slot| i64::from(slot.start.hour()) * 60 + i64::from(slot.start.minute());
    let (start_a, start_b) = (minute(a), minute(b));
    let end_a = start_a + i64::from(a.minutes);
    let end_b = start_b + i64::from(b.minutes);
    a.weekday == b.weekday && start_a < end_b + way && start_b < end_a + way
}

fn ties(folder: &Folder, run: Option<(Date, Date)>) -> Vec<(usize, usize)> {
    let facilitators = positions(folder.facilitators.iter().map(|one| one.reference.as_str()));
    let residents = positions(folder.residents.iter().map(|one| one.reference.as_str()));
    let mut found: Vec<_> = in_run(folder, run)
        .filter_map(|(from, to, _)| Some((*facilitators.get(from)?, *residents.get(to)?)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn keep_apart(folder: &Folder, run: Option<(Date, Date)>) -> Vec<(usize, usize)> {
    let residents = positions(folder.residents.iter().map(|one| one.reference.as_str()));
    let mut found: Vec<_> = in_run(folder, run)
        .filter_map(|(from, to, _)| Some((*residents.get(from)?, *residents.get(to)?)))
        .filter(|(from, to)| from != to)
        .map(|(from, to)| (from.min(to), from.max(to)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn in_run(
    folder: &Folder,
    run: Option<(Date, Date)>,
) -> impl Iterator<Item = (&str, &str, TieKind)> {
    folder
        .ties
        .iter()
        .filter(move |tie| match run {
            Some((first, last)) => {
                tie.from_date.is_none_or(|from| from <= last)
                    && tie.to_date.is_none_or(|to| to >= first)
            }
            None => true,
        })
        .map(|tie| (tie.from.as_str(), tie.to.as_str(), tie.kind))
}

fn run_dates(calendar: &[Vec<Date>]) -> Option<(Date, Date)> {
    let first = calendar.iter().filter_map(|dates| dates.first()).min()?;
    let last = calendar.iter().filter_map(|dates| dates.last()).max()?;
    Some((*first, *last))
}

fn positions<'a>(references: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    references
        .enumerate()
        .map(|(position, reference)| (reference, position))
        .collect()
}

/// What a problem cannot be built from.
pub(crate) fn checked(facts: Facts) -> Result<planner::Problem> {
    planner::Problem::new(facts).map_err(Error::internal)
}
