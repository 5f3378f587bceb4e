//! Every event in every state.

use super::state::{Actor, Event, State};

/// The pairs that move, each with where they lead. What does not stand here is refused.
const MOVES: &[(Option<State>, Event, State)] = {
    use Event::*;
    use State::*;
    &[
        (None, Invite, Invited),
        (Some(Invited), ExpressInterest, Interested),
        (Some(Declined), ExpressInterest, Interested),
        (Some(Left), ExpressInterest, Interested),
        (Some(Interested), DecideEligible, Eligible),
        (Some(Interested), DecideIneligible, Ineligible),
        (Some(Eligible), TakeBack, Interested),
        (Some(Ineligible), TakeBack, Interested),
        (Some(Eligible), EnterDraw, InDraw),
        (Some(InDraw), Offer, Offered),
        (Some(Waiting), Offer, Offered),
        (Some(Offered), Accept, Active),
        (Some(Offered), Expire, Expired),
        (Some(Expired), Wait, Waiting),
        (Some(InDraw), Wait, Waiting),
        (Some(Active), Complete, Completed),
        (Some(Invited), Decline, Declined),
        (Some(Interested), Decline, Declined),
        (Some(Eligible), Decline, Declined),
        (Some(Ineligible), Decline, Declined),
        (Some(InDraw), Decline, Declined),
        (Some(Offered), Decline, Declined),
        (Some(Expired), Decline, Declined),
        (Some(Waiting), Decline, Declined),
        (Some(Active), Leave, Left),
        (Some(Completed), Leave, Left),
    ]
};

#[test]
fn every_event_in_every_state_moves_as_the_table_says_or_not_at_all() {
    let states = State::ALL.iter().copied().map(Some);
    let mut pairs = 0;
    for from in states.chain([None]) {
        for event in Event::ALL.iter().copied() {
            let expected = MOVES
                .iter()
                .find(|(state, by, _)| (*state, *by) == (from, event))
                .map(|(.., to)| *to);
            assert_eq!(State::after(from, event), expected, "{event:?} in {from:?}");
            pairs += 1;
        }
    }
    assert_eq!(pairs, 13 * 13);
}

/// Programme R7: no state holds anybody.
#[test]
fn from_every_state_there_is_a_way_out_by_ones_own_act() {
    for from in State::ALL {
        let out = [Event::Decline, Event::Leave]
            .into_iter()
            .filter(|event| event.actor() == Actor::Resident)
            .any(|event| State::after(Some(*from), event).is_some());
        let is_out = matches!(from, State::Declined | State::Left);
        assert_eq!(out, !is_out, "{from:?}");
    }
}

#[test]
fn nobody_but_the_resident_says_yes_or_no_for_them() {
    for event in [
        Event::ExpressInterest,
        Event::Accept,
        Event::Decline,
        Event::Leave,
    ] {
        assert_eq!(event.actor(), Actor::Resident, "{event:?}");
    }
}
