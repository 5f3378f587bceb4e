//! How many residents each site lets go at once, as cells that the planner counts against (programme 7.4).

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use planner::CapCell;

use super::calendar::instant;
use crate::columns::{time_text, weekday_word};
use crate::exchange::Folder;
use crate::people::Placement;
use crate::rotas::{Kind, Shift};
use crate::sites::Cap;

/// The cells by site, line of `caps.csv`, week and weekday, each made once.
pub(super) struct Cells<'a> {
    folder: &'a Folder,
    zone: &'a TimeZone,
    site_numbers: BTreeMap<&'a str, usize>,
    on_duty: BTreeMap<(&'a str, Date), Vec<&'a Shift>>,
    /// For each slot when its sessions begin.
    sessions: &'a [Vec<Timestamp>],
    list: Vec<CapCell>,
    known: BTreeMap<(usize, Option<usize>, usize, i8), usize>,
}

/// One release that is to be counted.
#[derive(Clone, Copy)]
pub(super) struct Release<'a> {
    pub(super) placement: &'a Placement,
    pub(super) date: Date,
    pub(super) week: usize,
    pub(super) leaves: Timestamp,
    pub(super) returns: Timestamp,
}

impl<'a> Cells<'a> {
    pub(super) fn new(
        folder: &'a Folder,
        zone: &'a TimeZone,
        sessions: &'a [Vec<Timestamp>],
    ) -> Self {
        let mut on_duty: BTreeMap<(&str, Date), Vec<&Shift>> = BTreeMap::new();
        for shift in &folder.shifts {
            if shift.kind == Kind::Clinical {
                let list = on_duty
                    .entry((shift.site.as_str(), shift.date))
                    .or_default();
                list.push(shift);
            }
        }
        Self {
            folder,
            zone,
            site_numbers: folder
                .sites
                .iter()
                .enumerate()
                .map(|(number, site)| (site.code.as_str(), number))
                .collect(),
            on_duty,
            sessions,
            list: Vec::new(),
            known: BTreeMap::new(),
        }
    }

    /// The cells in the order of their numbers.
    pub(super) fn into_list(self) -> Vec<CapCell> {
        self.list
    }

    /// The cells that a release counts against. A site that states no cap for the time lets nobody go.
    pub(super) fn of(&mut self, release: &Release<'_>) -> Vec<usize> {
        let caps = &self.folder.caps;
        let touched: Vec<usize> = (0..caps.len())
            .filter(|&row| self.touches(&caps[row], release))
            .collect();
        if touched.is_empty() {
            return vec![self.cell(release, None)];
        }
        touched
            .into_iter()
            .map(|row| self.cell(release, Some(row)))
            .collect()
    }

    fn cell(&mut self, release: &Release<'_>, row: Option<usize>) -> usize {
        let site = self
            .site_numbers
            .get(release.placement.site.as_str())
            .copied()
            .unwrap_or(usize::MAX);
        let weekday = release.date.weekday();
        let key = (site, row, release.week, weekday.to_monday_zero_offset());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let (code, week) = (&release.placement.site, release.week + 1);
        let (label, cap) = match row.map(|row| &self.folder.caps[row]) {
            Some(cap) => {
                let band = format!("{}–{}", time_text(cap.from), time_text(cap.to));
                let day = weekday_word(cap.weekday);
                let spare = self
                    .fewest(cap, release)
                    .saturating_sub(cap.minimum as usize);
                (
                    format!("{code}, {}, {day} {band}, week {week}", cap.role),
                    spare.min(cap.max_released as usize),
                )
            }
            None => {
                let day = weekday_word(weekday);
                (format!("{code}, no cap stated, {day}, week {week}"), 0)
            }
        };
        self.list.push(CapCell {
            label,
            site,
            week: release.week,
            cap,
        });
        self.known.insert(key, self.list.len() - 1);
        self.list.len() - 1
    }

    fn touches(&self, cap: &Cap, release: &Release<'_>) -> bool {
        let date = release.date;
        let valid = cap.valid_from <= date && cap.valid_to.is_none_or(|to| date <= to);
        let same = cap.site == release.placement.site
            && cap.role == release.placement.role
            && cap.weekday == date.weekday();
        if !valid || !same {
            return false;
        }
        self.band(cap, date)
            .is_some_and(|(from, to)| from < release.returns && release.leaves < to)
    }

    /// The time band of a cap on a date.
    fn band(&self, cap: &Cap, date: Date) -> Option<(Timestamp, Timestamp)> {
        let last = if cap.to > cap.from {
            date
        } else {
            date.tomorrow().ok()?
        };
        let from = instant(date, cap.from, self.zone).ok()?;
        let to = instant(last, cap.to, self.zone).ok()?;
        Some((from, to))
    }

    /// Doctors of the role on clinical duty at the site, at the session within the band that has the fewest. All
    /// sessions of a band share one cell, so it is the same whichever is asked for first.
    fn fewest(&self, cap: &Cap, release: &Release<'_>) -> usize {
        let Some((from, to)) = self.band(cap, release.date) else {
            return 0;
        };
        let day = |at: Timestamp| at.to_zoned_datetime(self.zone.clone()).date();
        self.folder
            .slots
            .iter()
            .zip(self.sessions)
            .filter_map(|(slot, starts)| {
                let start = *starts.get(release.week)?;
                let end = start + SignedDuration::from_mins(i64::from(slot.minutes));
                let counts = day(start) == release.date && from < end && start < to;
                counts.then(|| self.rostered(release, start, end))
            })
            .min()
            .unwrap_or(0)
    }

    fn rostered(&self, release: &Release<'_>, start: Timestamp, end: Timestamp) -> usize {
        let yesterday = release.date.yesterday().unwrap_or(release.date);
        [release.date, yesterday]
            .into_iter()
            .filter_map(|day| self.on_duty.get(&(release.placement.site.as_str(), day)))
            .flatten()
            .filter(|shift| shift.meets(start, end))
            .filter(|shift| match &shift.role {
                Some(role) => *role == release.placement.role,
                None => true,
            })
            .count()
    }
}
