//! For what somebody is asked.

use std::collections::BTreeSet;

use platform::clock::Instant;
use uuid::Uuid;

use super::prompts::prompts;
use crate::phases::{Phase, PhaseState};
use crate::trail::Event;

fn event(seq: i64, member: u128, kind: &str, states: (Option<String>, Option<String>)) -> Event {
    let subject = kind.split('.').next().unwrap().to_owned();
    Event {
        study: Uuid::from_u128(7),
        seq,
        at: Instant(seq),
        member: Some(Uuid::from_u128(member)),
        phase: None,
        act: Uuid::from_u128(1000 + seq as u128),
        kind: kind.to_owned(),
        subject: (subject, Uuid::from_u128(member)),
        before: states.0,
        after: states.1,
        why: None,
        reverts: None,
        hash: Vec::new(),
    }
}

/// Phases 2, 3 and 2 again, then a merge and a drop of themes, by one; a merge by another.
fn events() -> Vec<Event> {
    let mut state = PhaseState::default();
    let mut events = Vec::new();
    for phase in [Phase::Code, Phase::Generate, Phase::Code] {
        let next = state.entered(phase);
        let written = |state: &PhaseState| serde_json::to_string(state).ok();
        let seq = events.len() as i64 + 1;
        events.push(event(
            seq,
            1,
            "phase.enter",
            (written(&state), written(&next)),
        ));
        state = next;
    }
    let some = || (Some("{}".to_owned()), Some("{\"a\":1}".to_owned()));
    events.push(event(4, 1, "theme.merge", some()));
    events.push(event(5, 1, "theme.drop", some()));
    events.push(event(6, 2, "theme.merge", some()));
    events.push(event(7, 1, "theme.rename", some()));
    events
}

fn kinds(dismissed: &[&str], written: &[i64]) -> Vec<&'static str> {
    let dismissed = dismissed.iter().map(|one| (*one).to_owned()).collect();
    let act = |seq: &i64| Uuid::from_u128(1000 + *seq as u128);
    let written: BTreeSet<Uuid> = written.iter().map(act).collect();
    let found = prompts(&events(), Uuid::from_u128(1), (&dismissed, &written));
    found.iter().map(|one| one.kind).collect()
}

#[test]
fn a_return_a_merge_and_a_drop_ask_whoever_did_them() {
    assert_eq!(
        kinds(&[], &[]),
        ["theme.drop", "theme.merge", "phase.return"]
    );
}

#[test]
fn a_prompt_goes_once_it_is_dismissed_or_written_about() {
    assert_eq!(kinds(&["theme.drop"], &[]), ["theme.merge", "phase.return"]);
    let act = Uuid::from_u128(1004).to_string();
    assert_eq!(kinds(&[&act], &[]), ["theme.drop", "phase.return"]);
    assert_eq!(kinds(&[], &[3, 5]), ["theme.merge"]);
}
