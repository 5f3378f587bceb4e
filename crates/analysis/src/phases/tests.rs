//! How courses follow from the trail.

use platform::clock::Instant;
use uuid::Uuid;

use super::timeline::draw;
use super::*;
use crate::trail::{Acts, Event};

/// One analyst who states phases, an hour apart.
#[derive(Default)]
struct History {
    events: Vec<Event>,
    state: PhaseState,
}

impl History {
    fn push(&mut self, kind: &str, after: PhaseState, reverts: Option<Uuid>) -> Uuid {
        let seq = self.events.len() as i64 + 1;
        let act = Uuid::from_u128(1000 + seq as u128);
        let written = |state: &PhaseState| serde_json::to_string(state).unwrap();
        let before = (seq > 1).then(|| written(&self.state));
        self.events.push(Event {
            study: Uuid::from_u128(7),
            seq,
            at: Instant(seq * 3_600_000_000),
            member: Some(Uuid::from_u128(1)),
            phase: None,
            act,
            kind: kind.to_owned(),
            subject: (PHASE.to_owned(), Uuid::from_u128(1)),
            before,
            after: Some(written(&after)),
            why: None,
            reverts,
            hash: Vec::new(),
        });
        self.state = after;
        act
    }

    fn enter(&mut self, phase: Phase) -> Uuid {
        self.push("phase.enter", self.state.entered(phase), None)
    }

    fn leave(&mut self, phase: Phase) -> Uuid {
        self.push("phase.leave", self.state.left(phase), None)
    }

    fn course(&self) -> Course {
        let acts = Acts::of(&self.events);
        courses(&self.events, &acts).remove(0)
    }
}

fn hour(number: i64) -> Instant {
    Instant(number * 3_600_000_000)
}

#[test]
fn coming_back_to_an_earlier_phase_is_a_return_and_going_on_is_none() {
    let mut history = History::default();
    history.enter(Phase::Familiarise);
    history.enter(Phase::Code);
    history.enter(Phase::Generate);
    history.enter(Phase::Code);
    history.enter(Phase::Generate);
    history.enter(Phase::Familiarise);
    let course = history.course();
    assert_eq!(course.returns(), 2);
    let told: Vec<(Phase, bool, bool)> = course
        .stretches
        .iter()
        .map(|one| (one.phase, one.is_first, one.is_return))
        .collect();
    assert_eq!(
        told,
        [
            (Phase::Familiarise, true, false),
            (Phase::Code, true, false),
            (Phase::Generate, true, false),
            (Phase::Code, false, true),
            (Phase::Generate, false, false),
            (Phase::Familiarise, false, true),
        ]
    );
}

#[test]
fn an_earlier_phase_that_was_never_visited_is_no_return() {
    let mut history = History::default();
    history.enter(Phase::Generate);
    history.enter(Phase::Code);
    assert_eq!(history.course().returns(), 0);
}

#[test]
fn several_phases_are_open_at_once_until_they_are_closed() {
    let mut history = History::default();
    history.enter(Phase::Code);
    history.enter(Phase::Generate);
    assert_eq!(history.state.open, [Phase::Code, Phase::Generate]);
    assert_eq!(history.state.now(), Some(Phase::Generate));
    history.leave(Phase::Generate);
    assert_eq!(history.state.now(), Some(Phase::Code));
    let course = history.course();
    assert_eq!(course.stretches[0].until, None);
    assert_eq!(course.stretches[1].until, Some(hour(3)));
}

#[test]
fn a_phase_that_was_taken_back_was_never_stated() {
    let mut history = History::default();
    history.enter(Phase::Code);
    history.enter(Phase::Generate);
    let before = history.state.clone();
    let wrong = history.enter(Phase::Code);
    history.push("undo", before, Some(wrong));
    let course = history.course();
    assert_eq!(course.returns(), 0);
    assert_eq!(course.stretches.len(), 2);
    assert_eq!(course.stretches[0].until, None);
}

#[test]
fn the_drawing_has_a_bar_for_each_stretch_filled_the_first_time() {
    let mut history = History::default();
    history.enter(Phase::Code);
    history.enter(Phase::Generate);
    history.enter(Phase::Code);
    let drawn = draw(&[("R1".to_owned(), history.course())], hour(5));
    let bars: Vec<(i64, i64, bool)> = drawn
        .bars
        .iter()
        .map(|bar| (bar.x, bar.width, bar.is_first))
        .collect();
    assert_eq!(
        bars,
        [(200, 245, true), (445, 245, false), (322, 368, true)],
        "490 units for four hours"
    );
    assert_eq!(draw(&[], hour(1)).height, 0);
}
