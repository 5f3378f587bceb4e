//! The states of joining and the one table of what leads from which to which (programme 2.2).

use crate::words::words;

words! {
    /// Where a resident stands.
    State accepts "invited, interested, eligible, ineligible, in_draw, offered, active, completed, declined, left, expired, waiting" {
        /// Asked, and has not answered.
        Invited = "invited",
        /// Would like a place.
        Interested = "interested",
        /// May have a place.
        Eligible = "eligible",
        /// May not have one in this run, for the reason of a [`Code`].
        Ineligible = "ineligible",
        /// Waits for places to be given out.
        InDraw = "in_draw",
        /// Has been offered a place, for so long.
        Offered = "offered",
        /// Has a place.
        Active = "active",
        /// Had a place to the end of the run.
        Completed = "completed",
        /// Said no before having a place.
        Declined = "declined",
        /// Gave up a place they had.
        Left = "left",
        /// Did not answer an offer in time; only passed through, on the way to the waiting list.
        Expired = "expired",
        /// Is asked again when a place is free.
        Waiting = "waiting",
    }
}

words! {
    /// Why somebody cannot have a place in this run.
    Code accepts "grade, no_placement, away_all_run, other_programme, other" {
        /// The grade is not one of the programme's.
        Grade = "grade",
        /// No hospital of the programme employs them during the run.
        NoPlacement = "no_placement",
        /// On leave for the whole run.
        AwayAllRun = "away_all_run",
        /// Has a place in another programme.
        OtherProgramme = "other_programme",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// Whose act an event is.
    Actor accepts "organiser, resident, clock" {
        /// The organiser of the programme.
        Organiser = "organiser",
        /// The resident whose place it is.
        Resident = "resident",
        /// Nobody: time has passed.
        Clock = "clock",
    }
}

words! {
    /// What happens to a resident's place.
    Event accepts "invite, express_interest, decide_eligible, decide_ineligible, take_back, enter_draw, offer, accept, decline, expire, wait, complete, leave" {
        /// They are asked whether they want one.
        Invite = "invite",
        /// They say yes.
        ExpressInterest = "express_interest",
        /// They may have one.
        DecideEligible = "decide_eligible",
        /// They may not.
        DecideIneligible = "decide_ineligible",
        /// The decision is taken back.
        TakeBack = "take_back",
        /// They go into the draw.
        EnterDraw = "enter_draw",
        /// A place is offered.
        Offer = "offer",
        /// They take it.
        Accept = "accept",
        /// They say no.
        Decline = "decline",
        /// The offer has run out.
        Expire = "expire",
        /// They go onto the waiting list.
        Wait = "wait",
        /// The run is over.
        Complete = "complete",
        /// They give their place up.
        Leave = "leave",
    }
}

impl State {
    /// Where an event leads, or `None` where it has no meaning. Nobody stands anywhere before the invitation.
    pub fn after(from: Option<State>, event: Event) -> Option<State> {
        use State::*;
        let to = match (from, event) {
            (None, Event::Invite) => Invited,
            // Whoever said no or left may come back by their own act: nobody asks them again, and nobody
            // holds it against them. Whether the expression of interest is still open is asked by the act.
            (Some(Invited | Declined | Left), Event::ExpressInterest) => Interested,
            (Some(Interested), Event::DecideEligible) => Eligible,
            (Some(Interested), Event::DecideIneligible) => Ineligible,
            // A decision can be taken back until the draw.
            (Some(Eligible | Ineligible), Event::TakeBack) => Interested,
            (Some(Eligible), Event::EnterDraw) => InDraw,
            (Some(InDraw | Waiting), Event::Offer) => Offered,
            (Some(Offered), Event::Accept) => Active,
            (Some(Offered), Event::Expire) => Expired,
            // Also whoever the draw left without a place.
            (Some(Expired | InDraw), Event::Wait) => Waiting,
            (Some(Active), Event::Complete) => Completed,
            (
                Some(
                    Invited | Interested | Eligible | Ineligible | InDraw | Offered | Expired
                    | Waiting,
                ),
                Event::Decline,
            ) => Declined,
            (Some(Active | Completed), Event::Leave) => Left,
            _ => return None,
        };
        Some(to)
    }

    /// The state as the organiser's pages name it.
    pub fn label(self) -> &'static str {
        match self {
            State::Invited => "Invited",
            State::Interested => "Interested",
            State::Eligible => "Eligible",
            State::Ineligible => "Not eligible",
            State::InDraw => "In the draw",
            State::Offered => "Place offered",
            State::Active => "Has a place",
            State::Completed => "Run completed",
            State::Declined => "Not joining",
            State::Left => "Has left",
            State::Expired => "Offer ran out",
            State::Waiting => "Waiting list",
        }
    }

    /// The kind and the icon of its mark.
    pub(crate) fn mark(self) -> (&'static str, &'static str) {
        match self {
            State::Invited | State::Offered | State::Waiting => ("wait", "clock"),
            State::Interested => ("info", "person"),
            State::Eligible => ("info", "check"),
            State::InDraw => ("info", "swap"),
            State::Ineligible => ("no", "cross"),
            State::Active | State::Completed => ("ok", "check"),
            State::Declined | State::Left => ("unknown", "cross"),
            State::Expired => ("unknown", "clock"),
        }
    }
}

impl Event {
    /// Whose act it is.
    pub fn actor(self) -> Actor {
        match self {
            Event::ExpressInterest | Event::Accept | Event::Decline | Event::Leave => {
                Actor::Resident
            }
            Event::Expire => Actor::Clock,
            _ => Actor::Organiser,
        }
    }
}

impl Code {
    /// The reason as pages name it.
    pub fn label(self) -> &'static str {
        match self {
            Code::Grade => "Grade outside the programme",
            Code::NoPlacement => "No placement during the run",
            Code::AwayAllRun => "Away for the whole run",
            Code::OtherProgramme => "In another programme",
            Code::Other => "Another reason",
        }
    }

    /// The reason as the resident reads it.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Code::Grade => "This run is for doctors of another grade.",
            Code::NoPlacement => {
                "You have no placement at a hospital of the programme during this run."
            }
            Code::AwayAllRun => "You are away for the whole of this run.",
            Code::OtherProgramme => "You have a place in another programme.",
            Code::Other => "The organiser of the programme can tell you why.",
        }
    }
}
