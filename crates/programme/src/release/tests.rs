//! The table of events against every pair of state, event and actor.

use proptest::prelude::*;
use rest::Verdict;

use super::event::{Actor, Conditions, Event, Refused};
use super::state::{RefusalCode, State};

/// Conditions under which every event may happen.
const FINE: Conditions = Conditions {
    verdict: Some(Verdict::NeedsRelease),
    cap_holds: true,
    refused_for: None,
    is_over: false,
    is_replaced: true,
};

/// The table of programme 7.1 as it stands there: event, from, who, to.
fn table() -> Vec<(Event, Vec<State>, Vec<Actor>, State)> {
    use Actor::{Clock, Coordinator, Director, Facilitator, Organiser, Resident, System, Tutor};
    use State::{
        AlternativeOffered, Approved, ApprovedWithCover, Cancelled, Draft, Escalated, Locked,
        NotTaken, Refused, Requested, Taken, WithdrawnRule, WithdrawnSafety,
    };
    let agreed = vec![Approved, ApprovedWithCover];
    let agreed_or_locked = vec![Approved, ApprovedWithCover, Locked];
    let open_or_locked = vec![
        Draft,
        Requested,
        AlternativeOffered,
        Escalated,
        Approved,
        ApprovedWithCover,
        Locked,
    ];
    let mut before_taken = open_or_locked.clone();
    before_taken.push(Refused);
    let answers = vec![Coordinator, Tutor, Director];
    let asked = vec![Requested, Escalated, Refused];
    vec![
        (Event::Send, vec![Draft], vec![Organiser], Requested),
        (Event::Approve, asked.clone(), answers.clone(), Approved),
        (
            Event::ApproveWithCover,
            asked,
            answers.clone(),
            ApprovedWithCover,
        ),
        (
            Event::OfferAlternative,
            vec![Requested, Escalated],
            vec![Coordinator],
            AlternativeOffered,
        ),
        (
            Event::AcceptAlternative,
            vec![AlternativeOffered],
            vec![Organiser],
            Cancelled,
        ),
        (
            Event::RejectAlternative,
            vec![AlternativeOffered],
            vec![Organiser],
            Requested,
        ),
        (Event::Refuse, vec![Requested, Escalated], answers, Refused),
        (Event::Remind, vec![Requested], vec![Clock], Requested),
        (
            Event::Escalate,
            vec![Requested, Refused],
            vec![Organiser, Clock],
            Escalated,
        ),
        (Event::Lock, agreed, vec![Organiser, Clock], Locked),
        (
            Event::Change,
            agreed_or_locked.clone(),
            vec![Organiser],
            Cancelled,
        ),
        (
            Event::WithdrawSafety,
            agreed_or_locked,
            vec![Coordinator],
            WithdrawnSafety,
        ),
        (
            Event::RuleFail,
            open_or_locked.clone(),
            vec![System],
            WithdrawnRule,
        ),
        (
            Event::ResidentWithdraws,
            before_taken,
            vec![Resident],
            Cancelled,
        ),
        (
            Event::SessionCancelled,
            open_or_locked,
            vec![Organiser, Facilitator],
            Cancelled,
        ),
        (Event::OutcomeTaken, vec![Locked], vec![Facilitator], Taken),
        (
            Event::OutcomeNotTaken,
            vec![Locked],
            vec![Facilitator],
            NotTaken,
        ),
    ]
}

#[test]
fn exactly_the_pairs_of_the_table_change_a_state() {
    let table = table();
    assert_eq!(table.len(), Event::ALL.len());
    let mut tried = 0;
    for state in State::ALL {
        for event in Event::ALL {
            for actor in Actor::ALL {
                let (_, from, who, to) = table.iter().find(|row| row.0 == *event).unwrap();
                let given = match event {
                    Event::RuleFail => Conditions {
                        verdict: Some(Verdict::Never),
                        ..FINE
                    },
                    _ => FINE,
                };
                let found = state.after(*event, *actor, &given);
                match from.contains(state) && who.contains(actor) {
                    true => assert_eq!(found, Ok(*to), "{state:?} {event:?} {actor:?}"),
                    false => assert!(found.is_err(), "{state:?} {event:?} {actor:?}"),
                }
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 13 * 17 * 8);
}

#[test]
fn r1_nothing_passes_a_never_verdict_and_unknown_is_not_free() {
    for (verdict, refused) in [
        (Some(Verdict::Never), Refused::Never),
        (Some(Verdict::Unknown), Refused::Unknown),
        (None, Refused::Unknown),
        (Some(Verdict::OwnChoice), Refused::NotNeeded),
        (Some(Verdict::MayAttend), Refused::NotNeeded),
    ] {
        let given = Conditions { verdict, ..FINE };
        for (state, event, actors) in [
            (State::Draft, Event::Send, &[Actor::Organiser][..]),
            (
                State::Requested,
                Event::Approve,
                &[Actor::Coordinator, Actor::Tutor, Actor::Director][..],
            ),
            (
                State::Escalated,
                Event::ApproveWithCover,
                &[Actor::Tutor, Actor::Director][..],
            ),
            (
                State::Approved,
                Event::Lock,
                &[Actor::Clock, Actor::Organiser][..],
            ),
            (
                State::AlternativeOffered,
                Event::AcceptAlternative,
                &[Actor::Organiser][..],
            ),
        ] {
            for actor in actors {
                assert_eq!(
                    state.after(event, *actor, &given),
                    Err(refused),
                    "{event:?} {verdict:?}"
                );
            }
        }
    }
}

#[test]
fn r2_nobody_is_agreed_to_above_a_cap_and_safety_always_wins() {
    let full = Conditions {
        cap_holds: false,
        ..FINE
    };
    for (state, event, actor) in [
        (State::Draft, Event::Send, Actor::Organiser),
        (State::Requested, Event::Approve, Actor::Coordinator),
        (State::Escalated, Event::Approve, Actor::Director),
        (State::Approved, Event::Lock, Actor::Clock),
    ] {
        assert_eq!(state.after(event, actor, &full), Err(Refused::Cap));
    }
    for state in [State::Approved, State::ApprovedWithCover, State::Locked] {
        let after = state.after(Event::WithdrawSafety, Actor::Coordinator, &full);
        assert_eq!(after, Ok(State::WithdrawnSafety));
    }
}

#[test]
fn a_release_can_be_withdrawn_for_safety_until_the_session_ends() {
    let over = Conditions {
        is_over: true,
        ..FINE
    };
    let after = State::Locked.after(Event::WithdrawSafety, Actor::Coordinator, &over);
    assert_eq!(after, Err(Refused::Over));
}

#[test]
fn a_refusal_for_rest_is_passed_on_by_an_organiser_and_never_by_the_clock() {
    let rest = Conditions {
        refused_for: Some(RefusalCode::Rest),
        ..FINE
    };
    let staffing = Conditions {
        refused_for: Some(RefusalCode::Staffing),
        ..FINE
    };
    let pass_on = |actor, given| State::Refused.after(Event::Escalate, actor, given);
    assert_eq!(pass_on(Actor::Clock, &rest), Err(Refused::RestStands));
    assert_eq!(pass_on(Actor::Organiser, &rest), Ok(State::Escalated));
    assert_eq!(pass_on(Actor::Clock, &staffing), Ok(State::Escalated));
}

#[test]
fn r9_an_agreed_release_is_given_up_only_once_another_is_agreed_to() {
    let alone = Conditions {
        is_replaced: false,
        ..FINE
    };
    let after = State::Locked.after(Event::Change, Actor::Organiser, &alone);
    assert_eq!(after, Err(Refused::NotReplaced));
}

#[test]
fn a_rule_takes_back_only_what_rest_forbids_or_nobody_knows() {
    for (verdict, taken_back) in [
        (Some(Verdict::Never), true),
        (Some(Verdict::Unknown), true),
        (None, true),
        (Some(Verdict::NeedsRelease), false),
        (Some(Verdict::OwnChoice), false),
        (Some(Verdict::MayAttend), false),
    ] {
        let given = Conditions { verdict, ..FINE };
        let after = State::Locked.after(Event::RuleFail, Actor::System, &given);
        assert_eq!(after.is_ok(), taken_back, "{verdict:?}");
    }
}

fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    (0..all.len()).prop_map(move |at| all[at])
}

proptest! {
    #[test]
    fn no_way_leads_from_never_to_agreed(
        steps in proptest::collection::vec((any_of(Event::ALL), any_of(Actor::ALL), any::<bool>()), 0..40)
    ) {
        let mut state = State::Draft;
        for (event, actor, cap_holds) in steps {
            let given = Conditions { verdict: Some(Verdict::Never), cap_holds, ..FINE };
            if let Ok(next) = state.after(event, actor, &given) {
                state = next;
            }
            prop_assert!(!state.is_agreed());
        }
    }

    #[test]
    fn what_has_ended_stays_as_it_is(
        steps in proptest::collection::vec((any_of(Event::ALL), any_of(Actor::ALL)), 0..40),
        end in any_of(&[State::Taken, State::NotTaken, State::Cancelled, State::WithdrawnSafety, State::WithdrawnRule])
    ) {
        for (event, actor) in steps {
            prop_assert!(end.after(event, actor, &FINE).is_err());
        }
    }
}
