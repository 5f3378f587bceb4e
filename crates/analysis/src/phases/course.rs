//! How analysts went through the phases: stretches of work, the first in each phase and those after it (study R39).

use std::collections::BTreeMap;

use platform::clock::Instant;
use uuid::Uuid;

use super::phase::{PHASE, Phase, PhaseState};
use crate::trail::{Acts, Event};

/// A time in which an analyst worked in a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Which phase.
    pub phase: Phase,
    /// Since when.
    pub from: Instant,
    /// Until when; none while it is open.
    pub until: Option<Instant>,
    /// Whether it was the first in this phase.
    pub is_first: bool,
    /// Whether the analyst came back here from a later phase.
    pub is_return: bool,
    /// The act that began it.
    pub act: Uuid,
}

/// The stretches of one analyst, in the order in which they began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Whose; none for a research lead who is no member.
    pub member: Option<Uuid>,
    /// In their order.
    pub stretches: Vec<Stretch>,
}

impl Course {
    /// How often the analyst returned to an earlier phase.
    pub fn returns(&self) -> usize {
        self.stretches.iter().filter(|one| one.is_return).count()
    }

    fn last_in(&mut self, phase: Phase) -> Option<&mut Stretch> {
        let mut of_phase = self.stretches.iter_mut().rev();
        of_phase.find(|one| one.phase == phase)
    }

    fn end(&mut self, phase: Phase, at: Instant) {
        if let Some(last) = self.last_in(phase) {
            last.until.get_or_insert(at);
        }
    }

    fn begin(&mut self, phase: Phase, event: &Event) {
        self.end(phase, event.at);
        let was_here = self.stretches.iter().any(|one| one.phase == phase);
        let was_later = self.stretches.iter().any(|one| one.phase > phase);
        self.stretches.push(Stretch {
            phase,
            from: event.at,
            until: None,
            is_first: !was_here,
            is_return: was_here && was_later,
            act: event.act,
        });
    }
}

/// The courses of all analysts who have stated a phase. What was taken back did not happen.
pub fn courses(events: &[Event], acts: &Acts<'_>) -> Vec<Course> {
    let mut found: BTreeMap<Option<Uuid>, Course> = BTreeMap::new();
    let of_phases = events.iter().filter(|event| event.subject.0 == PHASE);
    for event in of_phases.filter(|event| !acts.is_taken_back(event.act)) {
        let course = found.entry(event.member).or_insert_with(|| Course {
            member: event.member,
            stretches: Vec::new(),
        });
        let (before, after) = (stated(event.before.as_ref()), stated(event.after.as_ref()));
        match event.kind.as_str() {
            "phase.enter" => {
                if let Some(phase) = after.now() {
                    course.begin(phase, event);
                }
            }
            "phase.leave" => {
                let closed = before.open.iter().filter(|one| !after.open.contains(one));
                for phase in closed {
                    course.end(*phase, event.at);
                }
            }
            // Taking back and doing again count by what they bring back.
            _ => {}
        }
    }
    found.into_values().collect()
}

fn stated(state: Option<&String>) -> PhaseState {
    let read = state.and_then(|state| serde_json::from_str(state).ok());
    read.unwrap_or_default()
}

/// What stating a phase did, as a sentence goes on after who did it.
pub(crate) fn said(event: &Event) -> String {
    let (before, after) = (stated(event.before.as_ref()), stated(event.after.as_ref()));
    let named = |phase: Option<Phase>| {
        phase.map_or_else(String::new, |one| {
            format!("phase {}, {}", one.number(), one.in_words().to_lowercase())
        })
    };
    match event.kind.as_str() {
        "phase.enter" => format!("went to {}", named(after.now())),
        "phase.leave" => {
            let mut closed = before.open.iter().filter(|one| !after.open.contains(one));
            format!("closed {}", named(closed.next().copied()))
        }
        other => other.to_owned(),
    }
}
