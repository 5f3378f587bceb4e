//! T4: replay, snapshots, undo and the chain, over random histories.

use std::collections::{BTreeMap, BTreeSet};

use platform::clock::Instant;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

/// What somebody does next: sets a subject to a value, or takes it away, in one or two steps; takes back; redoes.
#[derive(Clone, Debug)]
enum Step {
    Do(u128, Vec<(u128, Option<u8>)>),
    Undo(u128),
    Redo(u128),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let change = (0..3u128, proptest::option::weighted(0.8, 0..4u8));
    let step = prop_oneof![
        3 => (0..2u128, proptest::collection::vec(change, 1..3)).prop_map(|(who, what)| Step::Do(who, what)),
        2 => (0..2u128).prop_map(Step::Undo),
        1 => (0..2u128).prop_map(Step::Redo),
    ];
    proptest::collection::vec(step, 0..24)
}

fn subject(number: u128) -> Subject {
    ("thing".to_owned(), Uuid::from_u128(number + 1))
}

/// A trail under way, with the state as it was kept beside it.
#[derive(Default)]
struct History {
    events: Vec<Event>,
    kept: State,
    snapshots: Vec<State>,
    acts: u128,
}

impl History {
    fn push(&mut self, who: u128, what: Subject, to: Option<String>, reverts: Option<Uuid>) {
        let seq = self.events.len() as i64 + 1;
        let before = self.kept.get(&what).cloned();
        match &to {
            Some(to) => self.kept.insert(what.clone(), to.clone()),
            None => self.kept.remove(&what),
        };
        let mut event = Event {
            study: Uuid::from_u128(7),
            seq,
            at: Instant(seq),
            member: Some(Uuid::from_u128(who + 100)),
            phase: None,
            act: Uuid::from_u128(1000 + self.acts),
            kind: "thing.set".to_owned(),
            subject: what,
            before,
            after: to,
            why: None,
            reverts,
            hash: Vec::new(),
        };
        let previous = self
            .events
            .last()
            .map_or(Vec::new(), |last| last.hash.clone());
        event.hash = event.digest(&previous);
        self.events.push(event);
        self.snapshots.push(self.kept.clone());
    }

    /// Takes an act back with all that depends on it; tells whether it could be.
    fn take_back(&mut self, who: u128, act: Uuid) -> bool {
        let events = self.events.clone();
        let acts = Acts::of(&events);
        let Ok(chain) = acts.chain(act, &|_| BTreeSet::new()) else {
            return false;
        };
        self.acts += 1;
        for (reverted, what, to) in acts.steps(&chain) {
            self.push(who, what.clone(), to.cloned(), Some(reverted));
        }
        true
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Do(who, what) => {
                self.acts += 1;
                for (number, to) in what {
                    let what = subject(*number);
                    let to = to.map(|to| to.to_string());
                    if self.kept.get(&what) != to.as_ref() {
                        self.push(*who, what, to, None);
                    }
                }
            }
            // Where several people have gone back and forth over one subject it may be refused, never done wrongly.
            Step::Undo(who) => {
                let act = Acts::of(&self.events).undoes(Some(Uuid::from_u128(who + 100)));
                if act.is_some_and(|act| self.take_back(*who, act)) {
                    assert!(Acts::of(&self.events).is_taken_back(act.unwrap()));
                }
            }
            Step::Redo(who) => {
                let act = Acts::of(&self.events).redoes(Some(Uuid::from_u128(who + 100)));
                if act.is_some_and(|act| self.take_back(*who, act)) {
                    assert!(Acts::of(&self.events).is_taken_back(act.unwrap()));
                }
            }
        }
    }

    fn of(steps: &[Step]) -> Self {
        let mut history = Self::default();
        for step in steps {
            history.step(step);
        }
        history
    }

    fn end(&self) -> (i64, &[u8]) {
        self.events
            .last()
            .map_or((0, &[][..]), |last| (last.seq, &last.hash))
    }
}

proptest! {
    #[test]
    fn replaying_some_events_gives_what_stood_when_the_last_of_them_was_written(steps in steps()) {
        let history = History::of(&steps);
        prop_assert_eq!(replay(&history.events), history.kept.clone());
        for (at, snapshot) in history.snapshots.iter().enumerate() {
            prop_assert_eq!(&replay(&history.events[..=at]), snapshot);
            let moment = Instant(at as i64 + 2);
            prop_assert_eq!(&replay(until(&history.events, moment)), snapshot);
        }
    }

    #[test]
    fn taking_back_what_was_just_done_changes_nothing_and_redo_does_it_again(
        steps in steps(),
        what in proptest::collection::vec((0..3u128, proptest::option::of(4..8u8)), 1..4),
    ) {
        let mut history = History::of(&steps);
        let before = history.kept.clone();
        let long = history.events.len();
        history.step(&Step::Do(0, what));
        let after = history.kept.clone();
        if history.events.len() > long {
            history.step(&Step::Undo(0));
            prop_assert_eq!(&history.kept, &before);
            history.step(&Step::Redo(0));
            prop_assert_eq!(&history.kept, &after);
            history.step(&Step::Undo(0));
            prop_assert_eq!(&history.kept, &before);
        }
    }

    #[test]
    fn an_event_that_was_altered_removed_or_swapped_is_found(
        steps in steps().prop_filter("some events", |steps| History::of(steps).events.len() > 1),
        place in any::<prop::sample::Index>(),
        how in 0..9u8,
    ) {
        let history = History::of(&steps);
        let end = (history.end().0, history.end().1.to_vec());
        let whole = (end.0, end.1.as_slice());
        prop_assert_eq!(first_break(&history.events, whole), None);
        let mut events = history.events.clone();
        let at = place.index(events.len());
        match how {
            0 => { events.remove(at); }
            1 => { let other = (at + 1) % events.len(); events.swap(at, other); }
            2 => events[at].at = Instant(events[at].at.0 + 1),
            3 => events[at].member = None,
            4 => events[at].after = Some("\"other\"".to_owned()),
            5 => events[at].kind.push('s'),
            6 => events[at].reverts = Some(Uuid::from_u128(1)),
            7 => events[at].subject.1 = Uuid::from_u128(99),
            _ => events[at].why = Some(Phrase { id: Uuid::nil(), seal: String::new() }),
        }
        prop_assert!(first_break(&events, whole).is_some());
        // Whoever also renews every hash after it is found by the end that is kept beside the trail.
        let mut previous = Vec::new();
        for (at, event) in events.iter_mut().enumerate() {
            event.seq = at as i64 + 1;
            event.hash = event.digest(&previous);
            previous.clone_from(&event.hash);
        }
        prop_assert!(first_break(&events, whole).is_some());
    }
}

#[test]
fn no_two_events_are_written_alike_by_moving_a_border_between_their_fields() {
    let mut history = History::default();
    history.push(0, subject(0), Some("ab".to_owned()), None);
    let plain = history.events[0].clone();
    let mut seen = BTreeMap::new();
    let moved = [
        plain.clone(),
        Event {
            kind: "thing.setthing".into(),
            subject: (String::new(), plain.subject.1),
            ..plain.clone()
        },
        Event {
            kind: "thing.se".into(),
            subject: ("tthing".into(), plain.subject.1),
            ..plain.clone()
        },
        Event {
            before: Some("a".into()),
            after: Some("b".into()),
            ..plain.clone()
        },
        Event {
            before: Some("ab".into()),
            after: None,
            ..plain.clone()
        },
        Event {
            before: Some(String::new()),
            ..plain.clone()
        },
        Event {
            phase: Some(String::new()),
            ..plain.clone()
        },
        Event {
            member: None,
            reverts: plain.member,
            ..plain.clone()
        },
    ];
    for event in moved {
        let bytes = event.canonical(&[]);
        assert!(seen.insert(bytes, event.clone()).is_none(), "{event:?}");
    }
}

#[test]
fn what_depends_on_an_act_is_named_with_it_newest_first() {
    let mut history = History::default();
    for (who, number, to) in [(0, 0, "a"), (1, 0, "b"), (1, 1, "c"), (0, 0, "d")] {
        history.acts += 1;
        history.push(who, subject(number), Some(to.to_owned()), None);
    }
    let act = |number: u128| Uuid::from_u128(1000 + number);
    let acts = Acts::of(&history.events);
    let none = |_: &State| BTreeSet::new();
    assert_eq!(acts.chain(act(1), &none), Ok(vec![act(4), act(2), act(1)]));
    assert_eq!(acts.chain(act(3), &none), Ok(vec![act(3)]));
    assert_eq!(acts.chain(act(9), &none), Err(Blocked::Gone));
    let needs_first = |state: &State| match state.get(&subject(0)) {
        None if state.contains_key(&subject(1)) => BTreeSet::from([subject(1)]),
        _ => BTreeSet::new(),
    };
    let all = vec![act(4), act(3), act(2), act(1)];
    assert_eq!(acts.chain(act(1), &needs_first), Ok(all));
}

#[test]
fn a_folder_that_was_brought_in_is_never_taken_back() {
    let mut history = History::default();
    history.acts += 1;
    history.push(0, subject(0), Some("a".to_owned()), None);
    history.acts += 1;
    history.push(0, subject(0), Some("b".to_owned()), None);
    history.events[1].kind = "import".to_owned();
    let acts = Acts::of(&history.events);
    let none = |_: &State| BTreeSet::new();
    let folder = Uuid::from_u128(1002);
    assert_eq!(
        acts.chain(Uuid::from_u128(1001), &none),
        Err(Blocked::Final(folder))
    );
    assert_eq!(
        acts.undoes(Some(Uuid::from_u128(100))),
        Some(Uuid::from_u128(1001))
    );
}

#[test]
fn two_codes_of_a_theme_are_not_taken_for_words() {
    let seal = "00".repeat(32);
    let id = Uuid::from_u128(1).to_string();
    let phrase = serde_json::json!({ "id": id, "seal": seal });
    assert_eq!(Phrase::of_field(&phrase).map(|one| one.seal), Some(seal));
    let codes = serde_json::json!([id, Uuid::from_u128(2).to_string()]);
    assert_eq!(Phrase::of_field(&codes), None);
    assert_eq!(Phrase::of_field(&serde_json::Value::Null), None);
}
