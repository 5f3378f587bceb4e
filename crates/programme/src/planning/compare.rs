//! Two versions of a plan side by side: who moves, what opens and closes, and who must be told (programme M4).

use std::collections::{BTreeMap, BTreeSet};

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
    /// Groups with other facilitators: before and now.
    pub led: Vec<(Place, Vec<String>, Vec<String>)>,
    /// How many keep their place and their weeks.
    pub same: usize,
}

impl Difference {
    /// From one plan to another.
    pub(super) fn of(before: &Document, now: &Document) -> Self {
        let (was, is) = (members(before), members(now));
        let mut difference = Self::default();
        for (resident, (place, attends)) in &was {
            let who = (*resident).to_owned();
            match is.get(resident) {
                None => difference.lost.push((who, place.clone())),
                Some((to, _)) if to != place => {
                    difference.moved.push((who, place.clone(), to.clone()));
                }
                Some((_, later)) => {
                    let differ = |a: &[bool], b: &[bool]| {
                        let weeks = (0..a.len()).filter(|week| a[*week]);
                        weeks.filter(|week| b.get(*week) != Some(&true)).count()
                    };
                    match (differ(later, attends), differ(attends, later)) {
                        (0, 0) => difference.same += 1,
                        (new, dropped) => {
                            difference.weeks.push((who, place.clone(), new, dropped));
                        }
                    }
                }
            }
        }
        let gained = is
            .iter()
            .filter(|(resident, _)| !was.contains_key(*resident));
        difference.gained = gained
            .map(|(who, (place, _))| ((*who).to_owned(), place.clone()))
            .collect();
        let (was, is) = (groups(before), groups(now));
        difference.opened = is
            .keys()
            .filter(|place| !was.contains_key(*place))
            .cloned()
            .collect();
        difference.closed = was
            .keys()
            .filter(|place| !is.contains_key(*place))
            .cloned()
            .collect();
        for (place, group) in &is {
            if let Some(old) = was.get(place)
                && old.facilitators != group.facilitators
            {
                let (old, new) = (old.facilitators.clone(), group.facilitators.clone());
                difference.led.push((place.clone(), old, new));
            }
        }
        difference
    }

    /// Whether nothing differs.
    pub(super) fn is_empty(&self) -> bool {
        let Self {
            moved,
            lost,
            gained,
            weeks,
            opened,
            closed,
            led,
            same: _,
        } = self;
        moved.is_empty()
            && lost.is_empty()
            && gained.is_empty()
            && weeks.is_empty()
            && opened.is_empty()
            && closed.is_empty()
            && led.is_empty()
    }

    /// The residents who must be told: everybody to whom something changes.
    pub(super) fn residents(&self) -> BTreeSet<&str> {
        let moved = self.moved.iter().map(|(who, ..)| who);
        let lost = self.lost.iter().map(|(who, _)| who);
        let gained = self.gained.iter().map(|(who, _)| who);
        let weeks = self.weeks.iter().map(|(who, ..)| who);
        moved
            .chain(lost)
            .chain(gained)
            .chain(weeks)
            .map(String::as_str)
            .collect()
    }
}

/// The facilitators who must be told: whose group is new, gone, led otherwise, or has other members.
pub(super) fn facilitators<'a>(before: &'a Document, now: &'a Document) -> BTreeSet<&'a str> {
    let (was, is) = (groups(before), groups(now));
    let places: BTreeSet<&Place> = was.keys().chain(is.keys()).collect();
    let mut told = BTreeSet::new();
    for place in places {
        let (old, new) = (was.get(place), is.get(place));
        let who = |group: Option<&&'a PlannedGroup>| -> BTreeSet<&'a str> {
            let members = group.into_iter().flat_map(|group| &group.members);
            members.map(|member| member.resident.as_str()).collect()
        };
        let leaders = |group: Option<&&'a PlannedGroup>| -> BTreeSet<&'a str> {
            let leaders = group.into_iter().flat_map(|group| &group.facilitators);
            leaders.map(String::as_str).collect()
        };
        if who(old) != who(new) || leaders(old) != leaders(new) {
            told.extend(leaders(old).union(&leaders(new)));
        }
    }
    told
}

fn groups(document: &Document) -> BTreeMap<Place, &PlannedGroup> {
    document
        .groups
        .iter()
        .map(|group| (group.place(), group))
        .collect()
}

fn members(document: &Document) -> BTreeMap<&str, (Place, &[bool])> {
    let mut members = BTreeMap::new();
    for group in &document.groups {
        for one in &group.members {
            let weeks = one.attends.as_slice();
            members.insert(one.resident.as_str(), (group.place(), weeks));
        }
    }
    members
}

#[cfg(test)]
mod tests {
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
            sessions: Vec::new(),
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
        let found = Difference::of(&before, &now);
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
        assert_eq!(
            found.residents().into_iter().collect::<Vec<_>>(),
            ["B", "C", "D", "E", "G"]
        );
        assert_eq!(
            facilitators(&before, &now).into_iter().collect::<Vec<_>>(),
            ["F1", "F2"]
        );
    }

    #[test]
    fn a_plan_does_not_differ_from_itself_and_nobody_is_told() {
        let one = plan(vec![group("Tue", "F1", &[("A", BOTH)])]);
        let found = Difference::of(&one, &one);
        assert!(found.is_empty() && found.same == 1);
        assert!(facilitators(&one, &one).is_empty() && found.residents().is_empty());
    }

    #[test]
    fn another_leader_is_told_and_so_is_the_one_of_before() {
        let before = plan(vec![group("Tue", "F1", &[("A", BOTH)])]);
        let now = plan(vec![group("Tue", "F2", &[("A", BOTH)])]);
        let found = Difference::of(&before, &now);
        assert_eq!((found.led.len(), found.same), (1, 1));
        assert_eq!(facilitators(&before, &now).len(), 2);
    }
}
