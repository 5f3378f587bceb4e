//! How many residents each site lets go at once, as cells that the planner counts against (programme 7.4).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
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
    pub(super) fn new(folder: &'a Folder, zone: &'a TimeZone) -> Self {
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
                let spare = self.rostered(release).saturating_sub(cap.minimum as usize);
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
        let last = if cap.to > cap.from {
            date
        } else {
            date.tomorrow().unwrap_or(date)
        };
        let from = instant(date, cap.from, self.zone);
        let to = instant(last, cap.to, self.zone);
        matches!((from, to), (Ok(from), Ok(to)) if from < release.returns && release.leaves < to)
    }

    /// Doctors of the role on clinical duty at the site while the released one would be away.
    fn rostered(&self, release: &Release<'_>) -> usize {
        let yesterday = release.date.yesterday().unwrap_or(release.date);
        [release.date, yesterday]
            .into_iter()
            .filter_map(|day| self.on_duty.get(&(release.placement.site.as_str(), day)))
            .flatten()
            .filter(|shift| shift.meets(release.leaves, release.returns))
            .filter(|shift| match &shift.role {
                Some(role) => *role == release.placement.role,
                None => true,
            })
            .count()
    }
}
