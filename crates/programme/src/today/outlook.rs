//! The weeks ahead: which sessions meet this week, and which of them may fall short (programme 8.2).

use std::collections::BTreeMap;

use planner::quorum::{ReleaseState, chance_of_quorum};
use platform::clock::Instant;
use platform::{App, Result};
use uuid::Uuid;

use crate::planning::{self, PlanVersion, PlannedGroup};
use crate::release::{self, Release, State};
use crate::sessions::{self, Session};
use crate::wording::{capital, count, moment, short_date};
use crate::{joining, venues};

/// How far ahead warnings look, in seconds: six weeks, the notice of a rota.
const HORIZON: i64 = 42 * 24 * 60 * 60;
/// This week, in seconds.
const WEEK: i64 = 7 * 24 * 60 * 60;
/// A session with less than this chance of enough members is warned of (programme 8.2: amber).
const AMBER: f64 = 0.80;
/// One with less than this needs something done (red).
const RED: f64 = 0.60;

/// A session of the coming seven days.
pub(super) struct ThisWeek {
    pub when: String,
    pub group: String,
    pub room: String,
    pub expected: String,
    pub mark: (&'static str, &'static str, String),
    pub href: String,
}

/// A session that may fall short.
pub(super) struct Warning {
    pub words: String,
    pub mark: (&'static str, &'static str, &'static str),
    /// The smallest step that helps: what it is called and where it is done.
    pub step: (String, String),
}

/// Both lists.
#[derive(Default)]
pub(super) struct Outlook {
    pub this_week: Vec<ThisWeek>,
    pub warnings: Vec<Warning>,
    /// The sessions of this week that nobody has confirmed yet, by their pages.
    pub to_confirm: Vec<String>,
}

impl Outlook {
    pub(super) async fn of(
        app: &App,
        base: &str,
        programme: Uuid,
        plan: &PlanVersion,
    ) -> Result<Self> {
        let now = app.now();
        let ahead: Vec<Session> = sessions::all(app, plan.id)
            .await?
            .into_iter()
            .filter(|one| one.state.is_open() && one.ends_at > now)
            .filter(|one| one.starts_at < now.plus_seconds(HORIZON))
            .collect();
        let releases = release::of_plan(app, plan.id, None, None).await?;
        let gone = joining::gone(app, programme).await?;
        let past = history(&releases, now);
        let rooms: BTreeMap<String, String> = venues::listed(app, programme, &BTreeMap::new())
            .await?
            .into_iter()
            .map(|venue| (venue.code, venue.name))
            .collect();
        let zone = planning::zone()?;
        let mut outlook = Self::default();
        for session in &ahead {
            let groups = plan.document.groups.iter();
            let Some(group) = groups.clone().find(|group| group.number == session.group) else {
                continue;
            };
            let own: BTreeMap<Uuid, &Release> = releases
                .iter()
                .filter(|one| one.session == session.id && !gone.contains(&one.resident))
                .map(|one| (one.resident, one))
                .collect();
            let chances = chances(group, session.week, &own, &past);
            let expected: f64 = chances.iter().sum();
            let href = format!("{base}/sessions/{}", session.id);
            let when = moment(session.starts_at.to_jiff(), &zone);
            let name = planning::group_name(group);
            if session.starts_at < now.plus_seconds(WEEK) {
                if session.state == sessions::State::Planned && session.starts_at > now {
                    outlook.to_confirm.push(href.clone());
                }
                outlook.this_week.push(ThisWeek {
                    when: when.clone(),
                    group: name.clone(),
                    room: rooms.get(&group.venue).cloned().unwrap_or_default(),
                    expected: format!("about {expected:.0} of {}", group.members.len()),
                    mark: session.mark(now),
                    href,
                });
            }
            let chance = chance_of_quorum(&chances, plan.document.quorum);
            if chance < AMBER && session.starts_at > now {
                let waiting = own.values().filter(|one| one.state.awaits_answer()).count();
                let drafts = own.values().filter(|one| one.state == State::Draft).count();
                outlook.warnings.push(Warning {
                    words: format!(
                        "{name} on {}: about {expected:.0} come, {} are needed. {}",
                        short_date(
                            session
                                .starts_at
                                .to_jiff()
                                .to_zoned_datetime(zone.clone())
                                .date()
                        ),
                        plan.document.quorum,
                        often(chance)
                    ),
                    mark: match chance < RED {
                        true => ("no", "warn", "Likely too few"),
                        false => ("wait", "warn", "May be too few"),
                    },
                    step: step(base, group, (drafts, waiting)),
                });
            }
        }
        Ok(outlook)
    }
}

/// How often a chance comes true, in words.
fn often(chance: f64) -> String {
    match (chance * 100.0).round() {
        0.0 => "Enough would hardly ever come.".to_owned(),
        of => format!("Enough would come {of:.0} times in 100."),
    }
}

/// The smallest step that helps: send what is not sent, press for what waits, else look for another place or member.
fn step(base: &str, group: &PlannedGroup, (drafts, waiting): (usize, usize)) -> (String, String) {
    let board = format!("{base}/release");
    match (drafts, waiting) {
        (0, 0) if group.members.len() < group.seats => {
            ("Offer a place".to_owned(), format!("{base}/joining"))
        }
        (0, 0) => (
            "See the group".to_owned(),
            format!("{base}/plan/groups/{}", group.number),
        ),
        (0, some) => (
            capital(&format!(
                "{} open",
                count(some, "request is", "requests are")
            )),
            board,
        ),
        (some, _) => (
            capital(&format!(
                "{} not sent",
                count(some, "request is", "requests are")
            )),
            board,
        ),
    }
}

/// For each doctor how often they came, of the held sessions for which they were released.
fn history(releases: &[Release], now: Instant) -> BTreeMap<Uuid, (u32, u32)> {
    let mut past: BTreeMap<Uuid, (u32, u32)> = BTreeMap::new();
    for release in releases.iter().filter(|one| one.leaves_at < now) {
        let came = match release.state {
            State::Taken => 1,
            State::NotTaken => 0,
            _ => continue,
        };
        let entry = past.entry(release.resident).or_default();
        *entry = (entry.0 + came, entry.1 + 1);
    }
    past
}

/// How likely each planned member is to come, as their release stands.
fn chances(
    group: &PlannedGroup,
    week: usize,
    own: &BTreeMap<Uuid, &Release>,
    past: &BTreeMap<Uuid, (u32, u32)>,
) -> Vec<f64> {
    let planned = group
        .members
        .iter()
        .filter(|member| member.attends.get(week.saturating_sub(1)).copied() == Some(true));
    planned
        .filter_map(|member| member.resident.parse::<Uuid>().ok())
        .filter_map(|resident| own.get(&resident).map(|release| (resident, release.state)))
        .filter_map(|(resident, state)| Some((resident, standing(state)?)))
        .map(|(resident, state)| {
            let (came, of) = past.get(&resident).copied().unwrap_or_default();
            state.prior().chance(came, of)
        })
        .collect()
}

/// What the state of a release says of coming; none where nobody is expected.
fn standing(state: State) -> Option<ReleaseState> {
    match state {
        State::Locked => Some(ReleaseState::Locked),
        State::Approved | State::ApprovedWithCover => Some(ReleaseState::Approved),
        State::Draft | State::Requested | State::Escalated | State::AlternativeOffered => {
            Some(ReleaseState::Requested)
        }
        State::Refused
        | State::WithdrawnSafety
        | State::WithdrawnRule
        | State::Cancelled
        | State::Taken
        | State::NotTaken => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_refused_or_taken_back_is_not_counted_on() {
        for state in [
            State::Refused,
            State::WithdrawnSafety,
            State::WithdrawnRule,
            State::Cancelled,
        ] {
            assert_eq!(standing(state), None, "{state}");
        }
        assert_eq!(standing(State::Locked), Some(ReleaseState::Locked));
    }

    #[test]
    fn a_chance_is_said_as_so_many_times_in_a_hundred() {
        assert_eq!(often(0.262), "Enough would come 26 times in 100.");
        assert_eq!(often(0.002), "Enough would hardly ever come.");
    }

    #[test]
    fn the_step_that_helps_is_the_smallest_one() {
        let group = PlannedGroup {
            seats: 2,
            ..PlannedGroup::default()
        };
        assert_eq!(step("", &group, (2, 1)).0, "2 requests are not sent");
        assert_eq!(step("", &group, (0, 1)).0, "One request is open");
        assert_eq!(step("", &group, (0, 0)).0, "Offer a place");
        let full = PlannedGroup { seats: 0, ..group };
        assert_eq!(step("", &full, (0, 0)).0, "See the group");
    }
}
