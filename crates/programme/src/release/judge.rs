//! What the rest rules and the caps of a site say of releases now.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::clock::Instant;
use platform::{App, Result};
use rest::{Finding, Verdict};
use uuid::Uuid;

use super::event::Conditions;
use super::store::Release;
use crate::exchange::{self, Folder};
use crate::people::Homes;
use crate::planning::{self, Attendance};
use crate::rotas::{self, Wanted};
use crate::sessions::Session;
use crate::sites;

/// The facts about the doctors of some sites, read once.
pub(super) struct Judge {
    folder: Folder,
    zone: TimeZone,
    now: jiff::Timestamp,
}

/// What is true of one release.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    /// What the rest rules say; none for somebody who works nowhere then.
    pub finding: Option<Finding>,
    /// The caps that it counts against.
    pub caps: Vec<Count>,
}

/// One cap and who counts against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Count {
    /// Role, band and week, in words.
    pub label: String,
    /// How many may go.
    pub cap: usize,
    /// How many go by agreement, this one left out.
    pub agreed: usize,
    /// How many are asked for or agreed, this one included where it is.
    pub together: usize,
}

impl Judged {
    /// Whether one more may be agreed to.
    pub(super) fn cap_holds(&self) -> bool {
        self.caps.iter().all(|count| count.agreed < count.cap)
    }

    /// The cap that is nearest to its limit.
    pub(super) fn tightest(&self) -> Option<&Count> {
        self.caps
            .iter()
            .max_by_key(|count| (count.together as i64) - (count.cap as i64))
    }

    /// What the rest rules say.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        self.finding.as_ref().map(|finding| finding.verdict)
    }

    /// What the table of events asks for.
    pub(super) fn conditions(&self, release: &Release, is_over: bool) -> Conditions {
        Conditions {
            verdict: self.verdict(),
            cap_holds: self.cap_holds(),
            refused_for: release.code,
            is_over,
            is_replaced: false,
        }
    }
}

impl Judge {
    /// Reads the facts about everybody who works at these sites around the times of these releases.
    pub(super) async fn of(app: &App, programme: Uuid, releases: &[Release]) -> Result<Self> {
        let zone = planning::zone()?;
        let date = |at: Instant| at.to_jiff().to_zoned_datetime(zone.clone()).date();
        let first = releases.iter().map(|one| date(one.leaves_at)).min();
        let last = releases.iter().map(|one| date(one.returns_at)).max();
        let mut folder = exchange::facts_but_rotas(app, programme).await?;
        if let (Some(first), Some(last)) = (first, last) {
            let wanted = Wanted {
                residents: Some(doctors(app, programme, releases, (first, last)).await?),
                dates: None,
            };
            let codes = sites::codes(app, programme).await?;
            let days = rotas::days(app, programme, &wanted).await?;
            folder.shifts = rotas::as_shifts(days.values(), &codes);
        }
        Ok(Self {
            folder,
            zone,
            now: app.now().to_jiff(),
        })
    }

    /// What is true of each of these releases, counted among `all` of their sites.
    pub(super) fn judge(
        &self,
        releases: &[Release],
        all: &[Release],
        sessions: &BTreeMap<Uuid, Session>,
    ) -> Result<BTreeMap<Uuid, Judged>> {
        let attendance = Attendance::new(&self.folder, &self.zone, self.now);
        let counted: Vec<&Release> = all.iter().filter(|one| one.state.is_open()).collect();
        let times = |list: &mut dyn Iterator<Item = &Release>| -> Vec<planning::Time> {
            list.map(|one| self.time(one, sessions)).collect()
        };
        let mut wanted = times(&mut releases.iter());
        wanted.extend(times(&mut counted.iter().copied()));
        let (numbers, caps) = planning::caps_of(&self.folder, &self.zone, &wanted)?;
        let (own, others) = numbers.split_at(releases.len());
        let mut against: BTreeMap<usize, Vec<&Release>> = BTreeMap::new();
        for (one, numbers) in counted.iter().zip(others) {
            for number in numbers {
                against.entry(*number).or_default().push(one);
            }
        }
        let judged = releases.iter().zip(own).map(|(release, numbers)| {
            let counts = numbers.iter().map(|number| {
                let rivals = against.get(number).map_or(&[][..], Vec::as_slice);
                let agreed = rivals
                    .iter()
                    .filter(|one| one.id != release.id && one.state.is_agreed());
                let asked = rivals.iter().filter(|one| one.state != super::State::Draft);
                Count {
                    label: caps[*number].label.clone(),
                    cap: caps[*number].cap,
                    agreed: agreed.count(),
                    together: asked.count(),
                }
            });
            let judged = Judged {
                finding: self.finding(&attendance, release, sessions),
                caps: counts.collect(),
            };
            (release.id, judged)
        });
        Ok(judged.collect())
    }

    /// What the rest rules would say to other hours, or to another doctor, for the same session.
    pub(super) fn verdict_on(
        &self,
        release: &Release,
        sessions: &BTreeMap<Uuid, Session>,
    ) -> Option<Finding> {
        let attendance = Attendance::new(&self.folder, &self.zone, self.now);
        self.finding(&attendance, release, sessions)
    }

    /// Doctors of the same site and role who are off duty while somebody is away and may lawfully work then: whom the
    /// site could ask to swap.
    pub(super) fn swaps(&self, release: &Release) -> Vec<Uuid> {
        let (leaves, returns) = (release.leaves_at.to_jiff(), release.returns_at.to_jiff());
        let date = leaves.to_zoned_datetime(self.zone.clone()).date();
        let id = release.resident.to_string();
        let Some(own) = self.folder.placement_on(&id, date) else {
            return Vec::new();
        };
        let attendance = Attendance::new(&self.folder, &self.zone, self.now);
        let shift = rest::Session {
            start: leaves,
            end: returns,
        };
        let at_hand = rest::Travel {
            inward: Some(0),
            back: Some(0),
        };
        let alike = self.folder.placements.iter().filter(|placement| {
            placement.covers(date)
                && placement.site == own.site
                && placement.role == own.role
                && placement.resident != id
        });
        alike
            .filter(|placement| {
                attendance
                    .finding(&placement.resident, shift, at_hand)
                    .is_some_and(|finding| finding.verdict == Verdict::OwnChoice)
            })
            .filter_map(|placement| placement.resident.parse().ok())
            .collect()
    }

    /// The hours of the shift that somebody is released from, where the rota has them.
    pub(super) fn shift_of(&self, release: &Release) -> Option<(jiff::Timestamp, jiff::Timestamp)> {
        let (leaves, returns) = (release.leaves_at.to_jiff(), release.returns_at.to_jiff());
        let id = release.resident.to_string();
        let shift = self.folder.shifts.iter().find(|shift| {
            shift.resident == id && !shift.whole_day && shift.meets(leaves, returns)
        })?;
        Some((shift.start?, shift.end?))
    }

    /// The code of that shift in the site's own words; empty where the rota has none.
    pub(super) fn code_of(&self, release: &Release) -> String {
        let (leaves, returns) = (release.leaves_at.to_jiff(), release.returns_at.to_jiff());
        let id = release.resident.to_string();
        let mut shifts = self.folder.shifts.iter();
        let shift = shifts.find(|shift| shift.resident == id && shift.meets(leaves, returns));
        shift.map_or_else(String::new, |shift| shift.code.clone())
    }

    fn time(&self, release: &Release, sessions: &BTreeMap<Uuid, Session>) -> planning::Time {
        let week = sessions.get(&release.session).map_or(1, |one| one.week);
        planning::Time {
            resident: release.resident.to_string(),
            week: week.saturating_sub(1),
            leaves: release.leaves_at.to_jiff(),
            returns: release.returns_at.to_jiff(),
        }
    }

    fn finding(
        &self,
        attendance: &Attendance<'_>,
        release: &Release,
        sessions: &BTreeMap<Uuid, Session>,
    ) -> Option<Finding> {
        let session = sessions.get(&release.session)?;
        let (start, end) = (session.starts_at.to_jiff(), session.ends_at.to_jiff());
        let way = rest::Travel {
            inward: Some(start.duration_since(release.leaves_at.to_jiff()).as_mins()),
            back: Some(release.returns_at.to_jiff().duration_since(end).as_mins()),
        };
        let session = rest::Session { start, end };
        attendance.finding(&release.resident.to_string(), session, way)
    }
}

/// Everybody who works at the sites of these releases in these days: whom caps count and who could swap.
async fn doctors(
    app: &App,
    programme: Uuid,
    releases: &[Release],
    (first, last): (Date, Date),
) -> Result<Vec<Uuid>> {
    let homes = Homes::of(app, programme).await?;
    let sites: BTreeSet<Uuid> = releases.iter().map(|one| one.site).collect();
    let mut doctors: BTreeSet<Uuid> = releases.iter().map(|one| one.resident).collect();
    for site in sites {
        doctors.extend(homes.at(site, first, last).into_keys());
    }
    Ok(doctors.into_iter().collect())
}
