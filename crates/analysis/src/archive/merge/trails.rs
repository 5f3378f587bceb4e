//! Two trails of one study as one: events are told by what they are, wherever they stand, and every subject gets what both know of it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Keep;
use crate::trail::{Event, State, Subject, replay};

/// The only kind of subject whose fields belong together: where a coding begins goes with where it ends.
const WHOLE: &str = crate::codings::CODING;

/// What is to come of two trails.
#[derive(Debug)]
pub(super) struct Joined {
    /// The events of the other that are not here, in their order.
    pub(super) new: Vec<Event>,
    /// What stands where both have gone.
    pub(super) state: State,
    /// What was changed in both, each in other fields, so that all changes stand.
    pub(super) combined: Vec<Subject>,
    /// What was changed in both, differently.
    pub(super) conflicts: Vec<Conflict>,
}

/// A subject that was changed here and there, and not to the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    /// What it is.
    pub(super) subject: Subject,
    /// Its state here as JSON; none where it is gone.
    pub(super) here: Option<String>,
    /// Its state there.
    pub(super) there: Option<String>,
}

/// Joins the trail of another to the one that is here.
pub(super) fn join(here: &[Event], there: &[Event], keep: Keep) -> Joined {
    let (own, theirs) = (identities(here), identities(there));
    let (mine, yours): (BTreeSet<_>, BTreeSet<_>) = (own.iter().collect(), theirs.iter().collect());
    let (known, alone): (Vec<_>, Vec<_>) = here
        .iter()
        .zip(&own)
        .partition(|(_, identity)| yours.contains(identity));
    let new = there
        .iter()
        .zip(&theirs)
        .filter(|(_, identity)| !mine.contains(identity));
    let new: Vec<Event> = new.map(|(event, _)| event.clone()).collect();
    let changed_here: BTreeSet<&Subject> = alone
        .into_iter()
        .filter(|(event, _)| event.is_change())
        .map(|(event, _)| &event.subject)
        .collect();
    let changed_there: BTreeSet<&Subject> = new
        .iter()
        .filter(|event| event.is_change())
        .map(|event| &event.subject)
        .collect();
    let before = replay(known.into_iter().map(|(event, _)| event));
    let (mut state, other) = (replay(here), replay(there));
    let (mut combined, mut conflicts) = (Vec::new(), Vec::new());
    for subject in changed_there {
        let (mine, yours) = (state.get(subject), other.get(subject));
        if mine == yours {
            continue;
        }
        let now = match changed_here.contains(subject) {
            false => yours.cloned(),
            true => match both(subject, before.get(subject), (mine, yours)) {
                Some(both) => {
                    combined.push(subject.clone());
                    Some(both)
                }
                None => {
                    let kept = match keep {
                        Keep::Here => mine.cloned(),
                        Keep::There => yours.cloned(),
                    };
                    conflicts.push(Conflict {
                        subject: subject.clone(),
                        here: mine.cloned(),
                        there: yours.cloned(),
                    });
                    kept
                }
            },
        };
        match now {
            Some(now) => state.insert(subject.clone(), now),
            None => state.remove(subject),
        };
    }
    Joined {
        new,
        state,
        combined,
        conflicts,
    }
}

fn identities(events: &[Event]) -> Vec<Vec<u8>> {
    events.iter().map(Event::identity).collect()
}

/// A state with the changes of both, if no field was changed by both to something else.
fn both(
    subject: &Subject,
    before: Option<&String>,
    (mine, yours): (Option<&String>, Option<&String>),
) -> Option<String> {
    if subject.0 == WHOLE {
        return None;
    }
    let (before, mine, yours) = (fields(before)?, fields(mine)?, fields(yours)?);
    let names: BTreeSet<&String> = before
        .keys()
        .chain(mine.keys())
        .chain(yours.keys())
        .collect();
    let mut both = Map::new();
    for name in names {
        let (old, one, other) = (before.get(name), mine.get(name), yours.get(name));
        let now = match (one == old, other == old) {
            (true, _) => other,
            (_, true) => one,
            _ if one == other => one,
            _ => return None,
        };
        if let Some(now) = now {
            both.insert(name.clone(), now.clone());
        }
    }
    Some(Value::Object(both).to_string())
}

/// The fields of a state.
pub(super) fn fields(state: Option<&String>) -> Option<Map<String, Value>> {
    serde_json::from_str(state?).ok()
}

#[cfg(test)]
mod tests {
    use platform::clock::Instant;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn event(at: i64, (subject, before, after): (u128, Option<&str>, Option<&str>)) -> Event {
        Event {
            study: Uuid::from_u128(1),
            seq: at,
            at: Instant(at),
            member: None,
            phase: None,
            act: Uuid::from_u128(1000 + at as u128),
            kind: "code.change".to_owned(),
            subject: ("code".to_owned(), Uuid::from_u128(subject)),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
            why: None,
            reverts: None,
            hash: Vec::new(),
        }
    }

    fn subject(id: u128) -> Subject {
        ("code".to_owned(), Uuid::from_u128(id))
    }

    /// Appends what is new, as the store does, and what it takes to stand where the join says.
    fn merged(here: &[Event], there: &[Event], keep: Keep) -> (Vec<Event>, Joined) {
        let joined = join(here, there, keep);
        let mut events = here.to_vec();
        events.extend(joined.new.iter().cloned());
        let stands = replay(&events);
        let all: BTreeSet<Subject> = stands.keys().chain(joined.state.keys()).cloned().collect();
        for about in all {
            let (now, then) = (stands.get(&about), joined.state.get(&about));
            if now != then {
                let at = 10_000 + events.len() as i64 + here.len() as i64 * 1000;
                let mut event = event(at, (0, now.map(String::as_str), then.map(String::as_str)));
                event.subject = about;
                events.push(event);
            }
        }
        for (place, event) in (1..).zip(&mut events) {
            event.seq = place;
        }
        (events, joined)
    }

    #[test]
    fn q27_what_only_one_has_changed_stands_as_that_one_left_it() {
        let common = event(1, (1, None, Some("{\"a\":1}")));
        let here = [
            common.clone(),
            event(2, (1, Some("{\"a\":1}"), Some("{\"a\":2}"))),
        ];
        let there = [common, event(3, (2, None, Some("{\"a\":5}")))];
        for (one, other) in [(&here, &there), (&there, &here)] {
            let joined = join(one, other, Keep::Here);
            assert_eq!(joined.new.len(), 1);
            assert!(joined.conflicts.is_empty() && joined.combined.is_empty());
            assert_eq!(joined.state[&subject(1)], "{\"a\":2}");
            assert_eq!(joined.state[&subject(2)], "{\"a\":5}");
        }
    }

    #[test]
    fn q27_changes_of_other_fields_both_stand_and_of_one_field_are_a_conflict() {
        let made = event(1, (1, None, Some("{\"a\":1,\"b\":1}")));
        let change = |at, to| event(at, (1, Some("{\"a\":1,\"b\":1}"), Some(to)));
        let here = [made.clone(), change(2, "{\"a\":2,\"b\":1}")];
        let there = [made.clone(), change(3, "{\"a\":1,\"b\":3}")];
        let joined = join(&here, &there, Keep::Here);
        assert_eq!(joined.combined, [subject(1)]);
        assert_eq!(joined.state[&subject(1)], "{\"a\":2,\"b\":3}");
        let there = [made, change(3, "{\"a\":3,\"b\":3}")];
        for (keep, stands) in [
            (Keep::Here, "{\"a\":2,\"b\":1}"),
            (Keep::There, "{\"a\":3,\"b\":3}"),
        ] {
            let joined = join(&here, &there, keep);
            assert_eq!(joined.conflicts.len(), 1);
            assert_eq!(joined.state[&subject(1)], stands);
        }
    }

    #[test]
    fn q27_what_is_gone_in_one_and_changed_in_the_other_is_a_conflict() {
        let made = event(1, (1, None, Some("{\"a\":1}")));
        let here = [made.clone(), event(2, (1, Some("{\"a\":1}"), None))];
        let there = [made, event(3, (1, Some("{\"a\":1}"), Some("{\"a\":2}")))];
        let joined = join(&here, &there, Keep::Here);
        assert_eq!(joined.conflicts.len(), 1);
        assert!(!joined.state.contains_key(&subject(1)));
        let joined = join(&here, &there, Keep::There);
        assert_eq!(joined.state[&subject(1)], "{\"a\":2}");
    }

    #[test]
    fn q27_where_a_coding_begins_and_where_it_ends_are_not_joined_from_two() {
        let about = |mut event: Event| {
            event.subject.0 = WHOLE.to_owned();
            event
        };
        let made = about(event(1, (1, None, Some("{\"end\":9,\"start\":1}"))));
        let change = |at, to| about(event(at, (1, Some("{\"end\":9,\"start\":1}"), Some(to))));
        let here = [made.clone(), change(2, "{\"end\":9,\"start\":7}")];
        let there = [made, change(3, "{\"end\":4,\"start\":1}")];
        assert_eq!(join(&here, &there, Keep::Here).conflicts.len(), 1);
    }

    /// A history of changes of four subjects with two fields each, each event from what the one before it left.
    fn history(from: &[Event], (first, changes): (i64, Vec<(u128, u8, u8)>)) -> Vec<Event> {
        let mut events = from.to_vec();
        for (at, (id, field, value)) in changes.into_iter().enumerate() {
            let state = replay(&events);
            let before = state.get(&subject(id)).map(String::as_str);
            let fields: Map<String, Value> =
                serde_json::from_str(before.unwrap_or("{\"a\":0,\"b\":0}")).unwrap();
            let after = (value > 0).then(|| {
                let mut fields = fields;
                let name = ["a", "b"][usize::from(field) % 2];
                fields.insert(name.to_owned(), value.into());
                Value::Object(fields).to_string()
            });
            if before.is_some() || after.is_some() {
                events.push(event(first + at as i64, (id, before, after.as_deref())));
            }
        }
        events
    }

    fn changes() -> impl Strategy<Value = Vec<(u128, u8, u8)>> {
        prop::collection::vec((1..5u128, 0..2u8, 0..4u8), 0..9)
    }

    proptest! {
        #[test]
        fn q27_after_each_has_taken_the_other_in_both_stand_the_same_and_nothing_is_left_to_take(
            common in changes(), mine in changes(), yours in changes(), is_here in any::<bool>(),
        ) {
            let common = history(&[], (1, common));
            let here = history(&common, (100, mine));
            let there = history(&common, (200, yours));
            let keep = if is_here { Keep::Here } else { Keep::There };
            let (one, joined) = merged(&here, &there, keep);
            prop_assert_eq!(&replay(&one), &joined.state);
            // The other takes what was decided, without being asked again.
            let (other, back) = merged(&there, &one, Keep::Here);
            prop_assert!(back.conflicts.is_empty(), "{:?}", back.conflicts);
            prop_assert_eq!(replay(&other), replay(&one));
            let (again, nothing) = merged(&one, &there, keep);
            prop_assert!(nothing.new.is_empty() && nothing.conflicts.is_empty());
            prop_assert_eq!(again.len(), one.len());
        }
    }
}
