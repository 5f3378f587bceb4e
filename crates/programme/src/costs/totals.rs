//! The reading side: what the lines come to. Pure but for [`totals`].
//!
//! For each released hour either the doctor's time or its cover counts, never both (programme R10). Where somebody is
//! paid to cover (bank, locum, consultant acting down), the cover counts, and as many minutes of the doctor's own time
//! are told beside the total as a memo. Where nobody is paid, the doctor's time counts. Time that was not released
//! from a shift (educational time, time in lieu, a day off, study leave) is told as a memo and costs nothing here.
//! Cover counts once its session was held; until then it is only agreed.

use std::collections::{BTreeMap, BTreeSet};

use platform::{App, Result};
use uuid::Uuid;

use super::ledger::{Kind, Line, part, standing};
use super::{Cover, TimeSource, store};

/// What some lines come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Minutes of people.
    pub minutes: i64,
    /// Pence, of what has a price.
    pub pence: i64,
    /// How many lines have no price.
    pub unknown: usize,
    /// Minutes of those.
    pub unknown_minutes: i64,
}

impl Sum {
    fn add(&mut self, minutes: i64, pence: Option<i64>) {
        self.minutes += minutes;
        match pence {
            Some(pence) => self.pence += pence,
            None => {
                self.unknown += 1;
                self.unknown_minutes += minutes;
            }
        }
    }

    /// Whether everything in it has a price.
    pub fn is_whole(&self) -> bool {
        self.unknown == 0
    }
}

/// What is told beside the total and is no part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memo {
    /// Doctors' released time in whose place cover counts.
    pub covered_member_time: Sum,
    /// Minutes that doctors gave from time that was not released.
    pub other_time_minutes: i64,
    /// Minutes of cover that is agreed for sessions that were not held.
    pub agreed_cover_minutes: i64,
}

/// What a run has cost so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Everything.
    pub all: Sum,
    /// By kind.
    pub by_kind: BTreeMap<Kind, Sum>,
    /// By the site that bears it; none is the programme itself.
    pub by_site: BTreeMap<Option<Uuid>, Sum>,
    /// By site and kind.
    pub by_site_and_kind: BTreeMap<(Option<Uuid>, Kind), Sum>,
    /// What is not known: kind and what an hour of it would be priced as.
    pub unknown: BTreeMap<(Kind, Option<super::Subject>), Sum>,
    /// What is told beside it.
    pub memo: Memo,
    /// How many sessions were held.
    pub sessions: usize,
    /// How many attendances there were.
    pub attendances: usize,
}

/// Counts the ledger of a programme.
pub async fn totals(app: &App, programme: Uuid) -> Result<Totals> {
    let lines = store::lines(app.db.read(), programme, None).await?;
    Ok(count(&lines))
}

/// Counts lines, whatever their order.
pub fn count(lines: &[Line]) -> Totals {
    let standing: Vec<&Line> = standing(lines)
        .into_iter()
        .filter(|line| !line.is_nothing())
        .collect();
    let held: BTreeSet<Uuid> = standing
        .iter()
        .filter(|line| line.kind == Kind::Room)
        .map(|line| line.session)
        .collect();
    let mut totals = Totals {
        sessions: held.len(),
        ..Totals::default()
    };
    let mut covered = covered_minutes(&standing, &held);
    // A doctor's minutes in the session are covered before those on the way.
    for kind in [Kind::Attendance, Kind::Travel] {
        for line in standing.iter().filter(|line| line.kind == kind) {
            let cover = covered.entry((line.session, line.resident)).or_default();
            totals.add_member_time(line, cover);
        }
    }
    for line in standing.iter().filter(|line| !line.kind.is_member_time()) {
        match line.kind {
            Kind::Cover if !held.contains(&line.session) => {
                totals.memo.agreed_cover_minutes += line.minutes;
            }
            Kind::Cover if !line.cover.is_some_and(Cover::is_paid) => {}
            _ => totals.add(line, line.minutes, line.pence),
        }
    }
    totals
}

/// For how many minutes somebody is paid to cover, by session and doctor.
fn covered_minutes(
    standing: &[&Line],
    held: &BTreeSet<Uuid>,
) -> BTreeMap<(Uuid, Option<Uuid>), i64> {
    let mut covered = BTreeMap::new();
    for line in standing {
        let is_paid = line.cover.is_some_and(Cover::is_paid);
        if line.kind == Kind::Cover && is_paid && held.contains(&line.session) {
            *covered.entry((line.session, line.resident)).or_default() += line.minutes;
        }
    }
    covered
}

impl Totals {
    /// Counts a doctor's own time, less what is covered of it; takes that off `cover`.
    fn add_member_time(&mut self, line: &Line, cover: &mut i64) {
        if line.kind == Kind::Attendance {
            self.attendances += 1;
        }
        if line.time_source != Some(TimeSource::ReleasedFromShift) {
            self.memo.other_time_minutes += line.minutes;
            return;
        }
        let away = line.minutes.min(*cover);
        *cover -= away;
        if away == 0 {
            self.add(line, line.minutes, line.pence);
            return;
        }
        let kept = line.minutes - away;
        let share = line.pence.map(|pence| part(pence, kept, line.minutes));
        let rest = line.pence.zip(share).map(|(all, share)| all - share);
        self.memo.covered_member_time.add(away, rest);
        if kept > 0 {
            self.add(line, kept, share);
        }
    }

    fn add(&mut self, line: &Line, minutes: i64, pence: Option<i64>) {
        let site_and_kind = (line.site, line.kind);
        self.all.add(minutes, pence);
        self.by_kind
            .entry(line.kind)
            .or_default()
            .add(minutes, pence);
        self.by_site
            .entry(line.site)
            .or_default()
            .add(minutes, pence);
        let both = self.by_site_and_kind.entry(site_and_kind).or_default();
        both.add(minutes, pence);
        if pence.is_none() {
            let what = (line.kind, line.subject.clone());
            self.unknown.entry(what).or_default().add(minutes, pence);
        }
    }
}
