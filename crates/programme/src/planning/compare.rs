//! Two versions of a plan side by side: who moves, what opens and closes, and who must be told (programme M4).
//!
//! The planner compares plans in numbers; here the people, places and times of both versions get numbers of their own, so
//! that versions can be compared whatever the facts are now.

use std::collections::BTreeMap;

use jiff::Timestamp;
use planner::{Group, Member, Plan};

use super::document::{Document, Place, PlannedGroup};

/// What differs between two plans. People are named as the plans name them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// Who has another place: from where to where.
    pub moved: Vec<(String, Place, Place)>,
    /// Who has no place any more, and where it was.
    pub lost: Vec<(String, Place)>,
    /// Who has a place now.
    pub gained: Vec<(String, Place)>,
    /// Who keeps the place in other weeks: how many weeks are new, how many are dropped.
    pub weeks: Vec<(String, Place, usize, usize)>,
    /// Groups that are new.
    pub opened: Vec<Place>,
    /// Groups that do not meet any more.
    pub closed: Vec<Place>,
    /// Groups that stay with other facilitators: before and now.
    pub led: Vec<(Place, Vec<String>, Vec<String>)>,
    /// How many keep their place and their weeks.
    pub same: usize,
    /// The residents who must be told.
    pub residents: Vec<String>,
    /// The facilitators who must be told.
    pub facilitators: Vec<String>,
    /// The sites that must be told, as numbers of the caller's.
    pub sites: Vec<usize>,
}

impl Difference {
    /// From one plan to another. `site_of` names the site that answers for a resident's attendance at a time.
    pub(super) fn of(
        before: &Document,
        now: &Document,
        site_of: &dyn Fn(&str, Timestamp) -> Option<usize>,
    ) -> Self {
        let numbers = Numbers::of([before, now]);
        let (was, is) = (numbers.plan(before), numbers.plan(now));
        let site = |resident: usize, _: usize, week: usize| {
            site_of(numbers.residents[resident], numbers.times[week])
        };
        let found = planner::difference(&was, &is, &site);
        let who = |resident: usize| numbers.residents[resident].to_owned();
        let leader = |facilitator: &usize| numbers.facilitators[*facilitator].to_owned();
        let place = |option: usize| numbers.places[option].clone();
        let mut weeks: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
        for change in &found.weeks {
            let (new, dropped) = weeks.entry((change.resident, change.option)).or_default();
            *(if change.planned { new } else { dropped }) += 1;
        }
        let stays = |option: &usize| {
            was.groups.iter().any(|group| group.option == *option)
                && is.groups.iter().any(|group| group.option == *option)
        };
        let mut led: Vec<usize> = found
            .led
            .iter()
            .map(|one| one.option)
            .filter(stays)
            .collect();
        led.sort_unstable();
        led.dedup();
        let leaders = |plan: &Plan, option: usize| {
            let group = plan.groups.iter().find(|group| group.option == option);
            group.map_or_else(Vec::new, |group| {
                group.facilitators.iter().map(leader).collect()
            })
        };
        let kept: usize = was.groups.iter().map(|group| group.members.len()).sum();
        Self {
            same: kept - found.moved.len() - found.lost.len() - weeks.len(),
            moved: found
                .moved
                .iter()
                .map(|one| (who(one.resident), place(one.from), place(one.to)))
                .collect(),
            lost: found
                .lost
                .iter()
                .map(|one| (who(one.resident), place(one.option)))
                .collect(),
            gained: found
                .gained
                .iter()
                .map(|one| (who(one.resident), place(one.option)))
                .collect(),
            weeks: weeks
                .into_iter()
                .map(|((resident, option), (new, dropped))| {
                    (who(resident), place(option), new, dropped)
                })
                .collect(),
            opened: found.opened.iter().map(|option| place(*option)).collect(),
            closed: found.closed.iter().map(|option| place(*option)).collect(),
            led: led
                .into_iter()
                .map(|option| (place(option), leaders(&was, option), leaders(&is, option)))
                .collect(),
            residents: found.tell.residents.iter().map(|one| who(*one)).collect(),
            facilitators: found.tell.facilitators.iter().map(leader).collect(),
            sites: found.tell.sites,
        }
    }

    /// Whether nothing differs.
    pub(super) fn is_empty(&self) -> bool {
        let same = self.same;
        *self
            == Self {
                same,
                ..Self::default()
            }
    }
}

/// The people, places and times of two versions, each with a number.
struct Numbers<'a> {
    residents: Vec<&'a str>,
    facilitators: Vec<&'a str>,
    places: Vec<Place>,
    times: Vec<Timestamp>,
}

impl<'a> Numbers<'a> {
    fn of(documents: [&'a Document; 2]) -> Self {
        let groups = || documents.iter().flat_map(|document| &document.groups);
        let members = groups().flat_map(|group| &group.members);
        let leaders = groups().flat_map(|group| &group.facilitators);
        Self {
            residents: once_each(members.map(|member| member.resident.as_str())),
            facilitators: once_each(leaders.map(String::as_str)),
            places: once_each(groups().map(PlannedGroup::place)),
            times: once_each(groups().flat_map(|group| group.sessions.iter().copied())),
        }
    }

    /// A version in these numbers; its weeks are the times of both.
    fn plan(&self, document: &Document) -> Plan {
        let groups = document.groups.iter().map(|group| {
            let members = group.members.iter().map(|member| {
                let mut attends = vec![false; self.times.len()];
                for (at, comes) in group.sessions.iter().zip(&member.attends) {
                    attends[number(&self.times, at)] |= comes;
                }
                Member {
                    resident: number(&self.residents, &member.resident.as_str()),
                    attends,
                }
            });
            let leaders = group.facilitators.iter();
            Group {
                option: number(&self.places, &group.place()),
                facilitators: leaders
                    .map(|one| number(&self.facilitators, &one.as_str()))
                    .collect(),
                members: members.collect(),
            }
        });
        Plan {
            groups: groups.collect(),
            ..Plan::default()
        }
    }
}

fn once_each<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = all.collect();
    list.sort();
    list.dedup();
    list
}

/// Where something stands in the list that was made with it.
fn number<T: Ord>(list: &[T], one: &T) -> usize {
    list.binary_search(one).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::planning::PlannedMember;

    fn group(weekday: &str, leader: &str, members: &[(&str, &[bool])]) -> PlannedGroup {
        PlannedGroup {
            number: 1,
            weekday: weekday.into(),
            start: "14:00".into(),
            minutes: 90,
            venue: "U1".into(),
            facilitators: vec![leader.into()],
            seats: 12,
            members: members
                .iter()
                .map(|(who, attends)| PlannedMember {
                    resident: (*who).into(),
                    attends: attends.to_vec(),
                })
                .collect(),
            sessions: vec![
                Timestamp::UNIX_EPOCH,
                Timestamp::UNIX_EPOCH + SignedDuration::from_hours(168),
            ],
            chances: Vec::new(),
            expected: Vec::new(),
            moves: Vec::new(),
            weak: Vec::new(),
        }
    }

    fn plan(groups: Vec<PlannedGroup>) -> Document {
        Document {
            groups,
            ..Document::default()
        }
    }

    const BOTH: &[bool] = &[true, true];

    #[test]
    fn everything_that_changes_is_named_once_and_what_stays_is_counted() {
        let before = plan(vec![
            group("Tue", "F1", &[("A", BOTH), ("B", BOTH), ("C", BOTH)]),
            group("Wed", "F2", &[("D", BOTH), ("E", BOTH)]),
        ]);
        let now = plan(vec![
            group(
                "Tue",
                "F1",
                &[("A", BOTH), ("C", &[false, true]), ("D", BOTH)],
            ),
            group("Thu", "F2", &[("B", BOTH), ("G", BOTH)]),
        ]);
        let found = Difference::of(&before, &now, &|_, _| Some(0));
        let who = |list: &[(String, Place, Place)]| {
            list.iter().map(|one| one.0.clone()).collect::<Vec<_>>()
        };
        assert_eq!(who(&found.moved), ["B", "D"]);
        assert_eq!(found.lost[0].0, "E");
        assert_eq!(found.gained[0].0, "G");
        assert_eq!(
            (
                found.weeks[0].0.as_str(),
                found.weeks[0].2,
                found.weeks[0].3
            ),
            ("C", 0, 1)
        );
        assert_eq!(
            (found.opened.len(), found.closed.len(), found.same),
            (1, 1, 1)
        );
        assert_eq!(found.residents, ["B", "C", "D", "E", "G"]);
        assert_eq!(found.facilitators, ["F1", "F2"]);
    }

    #[test]
    fn a_plan_does_not_differ_from_itself_and_nobody_is_told() {
        let one = plan(vec![group("Tue", "F1", &[("A", BOTH)])]);
        let found = Difference::of(&one, &one, &|_, _| Some(0));
        assert!(found.is_empty() && found.same == 1);
        assert!(found.facilitators.is_empty() && found.residents.is_empty());
    }

    #[test]
    fn another_leader_is_told_and_so_is_the_one_of_before() {
        let before = plan(vec![group("Tue", "F1", &[("A", BOTH)])]);
        let now = plan(vec![group("Tue", "F2", &[("A", BOTH)])]);
        let found = Difference::of(&before, &now, &|_, _| Some(0));
        assert_eq!((found.led.len(), found.same), (1, 1));
        assert_eq!(found.facilitators.len(), 2);
    }

    #[test]
    fn a_hospital_is_told_whose_doctor_is_away_at_other_times_and_no_other() {
        let before = plan(vec![group("Tue", "F1", &[("A", BOTH), ("B", BOTH)])]);
        let now = plan(vec![group(
            "Tue",
            "F1",
            &[("A", BOTH), ("B", &[true, false])],
        )]);
        let site_of = |who: &str, _: Timestamp| Some(usize::from(who == "B"));
        let found = Difference::of(&before, &now, &site_of);
        assert_eq!(
            (found.residents, found.sites),
            (vec!["B".to_owned()], vec![1])
        );
        assert_eq!(found.facilitators, [""; 0], "whose group keeps its members");
    }
}
