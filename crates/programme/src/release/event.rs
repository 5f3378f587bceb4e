//! What can happen to a release: the table of programme 7.1, with who may do it and on what condition.

use rest::Verdict;

use super::state::{RefusalCode, State};
use crate::words::words;

words! {
    /// Who acts on a release.
    Actor accepts "organiser, coordinator, tutor, director, resident, facilitator, clock, system" {
        /// The organiser of the programme.
        Organiser = "organiser",
        /// The rota desk of the site.
        Coordinator = "coordinator",
        /// The college tutor of the site.
        Tutor = "tutor",
        /// The training programme director.
        Director = "director",
        /// The doctor.
        Resident = "resident",
        /// Who leads the group.
        Facilitator = "facilitator",
        /// Time went by.
        Clock = "clock",
        /// Enid, on new facts.
        System = "system",
    }
}

words! {
    /// What happens (programme 7.1, RE2 to RE16; RE1 is the draft itself).
    Event accepts "send, approve, approve_with_cover, offer_alternative, accept_alternative, reject_alternative, refuse, remind, escalate, lock, change, withdraw_safety, rule_fail, resident_withdraws, session_cancelled, outcome_taken, outcome_not_taken" {
        /// RE2: the site is asked.
        Send = "send",
        /// RE3.
        Approve = "approve",
        /// RE4.
        ApproveWithCover = "approve_with_cover",
        /// RE5: other hours or another doctor of the site.
        OfferAlternative = "offer_alternative",
        /// RE6: the offer is taken as a new request, and this one goes.
        AcceptAlternative = "accept_alternative",
        /// RE6: the offer is not taken, and the request stands.
        RejectAlternative = "reject_alternative",
        /// RE7.
        Refuse = "refuse",
        /// RE8.
        Remind = "remind",
        /// RE9: passed on to the tutor.
        Escalate = "escalate",
        /// RE10.
        Lock = "lock",
        /// RE11: another release takes its place.
        Change = "change",
        /// RE12.
        WithdrawSafety = "withdraw_safety",
        /// RE13.
        RuleFail = "rule_fail",
        /// RE14.
        ResidentWithdraws = "resident_withdraws",
        /// RE15.
        SessionCancelled = "session_cancelled",
        /// RE16: the doctor came.
        OutcomeTaken = "outcome_taken",
        /// RE16: the doctor did not come.
        OutcomeNotTaken = "outcome_not_taken",
    }
}

/// What the conditions ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditions {
    /// What the rest rules say now; none where nobody knows, which counts as unknown.
    pub verdict: Option<Verdict>,
    /// Whether the site's cap holds with this release among the agreed ones.
    pub cap_holds: bool,
    /// Why it was refused, where it was.
    pub refused_for: Option<RefusalCode>,
    /// Whether the session has ended.
    pub is_over: bool,
    /// Whether another request that takes its place was approved.
    pub is_replaced: bool,
}

/// Why an event changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The event has no meaning in this state.
    NotFromHere,
    /// Somebody else decides this.
    NotYours,
    /// The cap of the site would be passed.
    Cap,
    /// The rest rules say never.
    Never,
    /// The rest rules cannot say.
    Unknown,
    /// No release is needed any more.
    NotNeeded,
    /// A refusal for rest is not passed on by itself.
    RestStands,
    /// The session is over.
    Over,
    /// The new request is not approved yet.
    NotReplaced,
}

impl State {
    /// The state after an event, or why there is none; nothing else changes a state.
    pub fn after(self, event: Event, by: Actor, given: &Conditions) -> Result<Self, Refused> {
        let to = self.target(event).ok_or(Refused::NotFromHere)?;
        if !actors(event).contains(&by) {
            return Err(Refused::NotYours);
        }
        condition(event, by, self, given)?;
        Ok(to)
    }

    fn target(self, event: Event) -> Option<Self> {
        use State::{
            AlternativeOffered, Approved, ApprovedWithCover, Cancelled, Draft, Escalated, Locked,
            NotTaken, Refused, Requested, Taken, WithdrawnRule, WithdrawnSafety,
        };
        let agreed_not_locked = matches!(self, Approved | ApprovedWithCover);
        let to = match (event, self) {
            (Event::Send, Draft) => Requested,
            (Event::Approve, Requested | Escalated | Refused) => Approved,
            (Event::ApproveWithCover, Requested | Escalated | Refused) => ApprovedWithCover,
            (Event::OfferAlternative, Requested | Escalated) => AlternativeOffered,
            (Event::AcceptAlternative, AlternativeOffered) => Cancelled,
            (Event::RejectAlternative, AlternativeOffered) => Requested,
            (Event::Refuse, Requested | Escalated) => Refused,
            (Event::Remind, Requested) => Requested,
            (Event::Escalate, Requested | Refused) => Escalated,
            (Event::Lock, _) if agreed_not_locked => Locked,
            (Event::Change, _) if self.is_agreed() => Cancelled,
            (Event::WithdrawSafety, _) if self.is_agreed() => WithdrawnSafety,
            (Event::RuleFail, _) if self.is_open() => WithdrawnRule,
            (Event::ResidentWithdraws, _) if self.is_open() || self == Refused => Cancelled,
            (Event::SessionCancelled, _) if self.is_open() => Cancelled,
            (Event::OutcomeTaken, Locked) => Taken,
            (Event::OutcomeNotTaken, Locked) => NotTaken,
            _ => return None,
        };
        Some(to)
    }
}

fn actors(event: Event) -> &'static [Actor] {
    use Actor::{Clock, Coordinator, Director, Facilitator, Organiser, Resident, System, Tutor};
    match event {
        Event::Send | Event::AcceptAlternative | Event::RejectAlternative | Event::Change => {
            &[Organiser]
        }
        Event::Approve | Event::ApproveWithCover | Event::Refuse => &[Coordinator, Tutor, Director],
        Event::OfferAlternative | Event::WithdrawSafety => &[Coordinator],
        Event::Remind => &[Clock],
        Event::Escalate | Event::Lock => &[Organiser, Clock],
        Event::RuleFail => &[System],
        Event::ResidentWithdraws => &[Resident],
        Event::SessionCancelled => &[Organiser, Facilitator],
        Event::OutcomeTaken | Event::OutcomeNotTaken => &[Facilitator],
    }
}

fn condition(event: Event, by: Actor, from: State, given: &Conditions) -> Result<(), Refused> {
    match event {
        Event::Send | Event::Approve | Event::ApproveWithCover | Event::Lock => {
            rest_allows(given.verdict)?;
            holds(given.cap_holds, Refused::Cap)
        }
        Event::AcceptAlternative => rest_allows(given.verdict),
        Event::Escalate => {
            let for_rest = from == State::Refused && given.refused_for == Some(RefusalCode::Rest);
            holds(!(by == Actor::Clock && for_rest), Refused::RestStands)
        }
        Event::Change => holds(given.is_replaced, Refused::NotReplaced),
        Event::WithdrawSafety => holds(!given.is_over, Refused::Over),
        Event::RuleFail => match given.verdict {
            Some(Verdict::Never | Verdict::Unknown) | None => Ok(()),
            Some(_) => Err(Refused::NotFromHere),
        },
        _ => Ok(()),
    }
}

/// A release is only asked for, agreed to and fixed where the rest rules say that it is needed (R1).
fn rest_allows(verdict: Option<Verdict>) -> Result<(), Refused> {
    match verdict {
        Some(Verdict::NeedsRelease) => Ok(()),
        Some(Verdict::Never) => Err(Refused::Never),
        Some(Verdict::MayAttend | Verdict::OwnChoice) => Err(Refused::NotNeeded),
        Some(Verdict::Unknown) | None => Err(Refused::Unknown),
    }
}

fn holds(condition: bool, otherwise: Refused) -> Result<(), Refused> {
    if condition { Ok(()) } else { Err(otherwise) }
}
