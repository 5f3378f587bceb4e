//! The page of the research lead in words: what is proposed, what stands, what is in the way.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::act::breach_in_words;
use super::matching::Way;
use super::standing::{Proposal, Standing, named, room};
use super::store::Match;
use crate::consent::day;
use crate::team::Member;

/// A pair in a table.
pub(super) struct Row {
    pub(super) participant: Uuid,
    pub(super) handle: String,
    pub(super) cohort: String,
    pub(super) interviewer: Uuid,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) icon: &'static str,
    pub(super) state: &'static str,
    /// What else there is to say; may be empty.
    pub(super) detail: String,
    pub(super) may_free: bool,
}

/// How many an interviewer has, and when they can.
pub(super) struct Load {
    pub(super) member: Uuid,
    pub(super) name: String,
    pub(super) handle: String,
    pub(super) can: String,
    pub(super) now: usize,
    pub(super) proposed: u32,
    pub(super) room: u32,
}

/// A pair against a rule, as A15 reports it.
pub(super) struct Against {
    pub(super) handle: String,
    pub(super) name: String,
    pub(super) breach: String,
    pub(super) reason: String,
    pub(super) since: String,
    pub(super) is_over: bool,
}

/// Names of interviewers, by member; the handle of somebody who has no account any more.
pub(super) struct Names(BTreeMap<Uuid, String>);

impl Names {
    pub(super) fn of(standing: &Standing, names: &BTreeMap<Uuid, String>) -> Self {
        let name = |member: &Member| {
            let name = names.get(&member.id).unwrap_or(&member.handle);
            (member.id, name.clone())
        };
        Self(standing.interviewers.iter().map(name).collect())
    }

    pub(super) fn get(&self, member: Uuid) -> String {
        let name = self.0.get(&member).cloned();
        name.unwrap_or_else(|| "somebody who has left the team".to_owned())
    }
}

/// The finding and what to do about it.
pub(super) fn heading(standing: &Standing, proposal: &Proposal) -> (String, String) {
    let all = standing.participants.len();
    let matched = standing
        .participants
        .iter()
        .filter(|stored| standing.match_of(stored.id).is_some())
        .count();
    let can_be = proposal.matching.pairs.len();
    let undecided = match standing.undecided {
        0 => String::new(),
        1 => " One more was invited and has not agreed yet.".to_owned(),
        some => format!(" {some} more were invited and have not agreed yet."),
    };
    if standing.interviewers.is_empty() {
        return (
            "Nobody interviews in this study yet".to_owned(),
            "Say on the page of the team who holds interviews and how many each can take."
                .to_owned(),
        );
    }
    if all == 0 {
        return (
            "Nobody is to be matched yet".to_owned(),
            format!("Participants stand here once they have agreed to an interview.{undecided}"),
        );
    }
    let lead = match (can_be, matched) {
        (can_be, _) if can_be == all && matched == all && proposal.is_empty() => {
            match rows_against(standing) {
                0 => "Everybody has an interviewer whom they do not know.".to_owned(),
                _ => "Everybody has an interviewer; pairs against a rule stand below.".to_owned(),
            }
        }
        (can_be, _) if can_be == all => "Everybody can have one whom they do not know.".to_owned(),
        (can_be, _) => format!(
            "{can_be} of {all} can have one whom they do not know; what is in the way stands below."
        ),
    };
    let heading = match all {
        1 => format!("{matched} of 1 participant has an interviewer"),
        _ => format!("{matched} of {all} participants have an interviewer"),
    };
    (heading, format!("{lead}{undecided}"))
}

/// How many pairs stand against a rule.
fn rows_against(standing: &Standing) -> usize {
    let rows = standing.participants.iter();
    let pairs = rows.filter_map(|stored| standing.match_of(stored.id));
    pairs.filter(|one| one.overridden.is_some()).count()
}

/// Pairs that would be new, or that would end.
pub(super) fn proposed(standing: &Standing, proposal: &Proposal, names: &Names) -> Vec<Row> {
    let mut rows = Vec::new();
    for stored in &standing.participants {
        let fresh = proposal.fresh.iter().find(|(one, _)| *one == stored.id);
        let has = standing.match_of(stored.id);
        let had = has.map(|one| names.get(one.interviewer));
        let (interviewer, name, detail) = match (fresh, had) {
            (Some((_, to)), None) => (*to, names.get(*to), String::new()),
            (Some((_, to)), Some(had)) => (*to, names.get(*to), format!("in the place of {had}")),
            (None, Some(had)) if proposal.freed.contains(&stored.id) => (
                Uuid::nil(),
                "nobody".to_owned(),
                format!("in the place of {had}"),
            ),
            _ => continue,
        };
        rows.push(Row {
            participant: stored.id,
            handle: stored.participant.participant.clone(),
            cohort: stored.participant.cohort.clone(),
            interviewer,
            name,
            kind: "info",
            icon: "plus",
            state: "Proposed",
            detail,
            may_free: false,
        });
    }
    rows
}

/// Pairs that stand.
pub(super) fn standing_rows(standing: &Standing, names: &Names) -> Vec<Row> {
    let rows = standing.participants.iter().filter_map(|stored| {
        let one = standing.match_of(stored.id)?;
        let is_held = standing.held.contains(&stored.id);
        let (kind, icon, state) = match is_held {
            true => ("ok", "check", "Interviewed"),
            false if standing.scheduled.contains(&stored.id) => ("ok", "cal", "Appointment"),
            false => ("wait", "clock", "Matched"),
        };
        Some(Row {
            participant: stored.id,
            handle: stored.participant.participant.clone(),
            cohort: stored.participant.cohort.clone(),
            interviewer: one.interviewer,
            name: names.get(one.interviewer),
            kind,
            icon,
            state,
            detail: match &one.overridden {
                Some(over) => format!("against a rule: {}", breach_in_words(&over.breach)),
                None => String::new(),
            },
            may_free: !is_held,
        })
    });
    rows.collect()
}

/// Every pair that was ever ordered against a rule (study R15, A15).
pub(super) fn against(
    standing: &Standing,
    names: &Names,
    handles: &BTreeMap<Uuid, String>,
) -> Vec<Against> {
    let row = |one: &Match| {
        let over = one.overridden.as_ref()?;
        Some(Against {
            handle: handles.get(&one.participant)?.clone(),
            name: names.get(one.interviewer),
            breach: breach_in_words(&over.breach),
            reason: over.reason.clone(),
            since: day(one.matched_at),
            is_over: one.ended_at.is_some(),
        })
    };
    standing.matches.iter().filter_map(row).collect()
}

/// How many each has, and would have.
pub(super) fn loads(standing: &Standing, proposal: &Proposal, names: &Names) -> Vec<Load> {
    let rows = standing.interviewers.iter().map(|member| {
        let has = standing
            .participants
            .iter()
            .filter_map(|stored| standing.match_of(stored.id))
            .filter(|one| one.interviewer == member.id);
        let mut loads = proposal.matching.loads.iter();
        let load = loads.find(|load| load.interviewer == member.handle);
        Load {
            member: member.id,
            name: names.get(member.id),
            handle: member.handle.clone(),
            can: standing.times_of(member.id).in_words(),
            now: has.count(),
            proposed: load.map_or(0, |load| load.participants),
            room: room(member),
        }
    });
    rows.collect()
}

/// What is in the way in plain words, and each thing that would help on its own (study R14).
pub(super) fn in_the_way(
    standing: &Standing,
    proposal: &Proposal,
    names: &Names,
) -> Option<(String, Vec<String>)> {
    let blocking = proposal.matching.blocking.as_ref()?;
    let name = |handle: &str| match standing.interviewer(handle) {
        Some(member) => names.get(member.id),
        None => handle.to_owned(),
    };
    let blocking = named(blocking, name);
    let handles = &proposal.matching.blocking.as_ref()?.ways;
    let ways = blocking.ways.iter().zip(handles).map(|(named, way)| {
        let ask = asking(standing, way, named).unwrap_or_default();
        sentence(&format!("{named}{ask}"))
    });
    Some((sentence(&blocking.to_string()), ways.collect()))
}

/// Whom to ask for more times, where a pair lacks only a time: what each has said so far.
fn asking(standing: &Standing, way: &Way, named: &Way) -> Option<String> {
    let Way::FindTime {
        participant,
        interviewer,
    } = way
    else {
        return None;
    };
    let Way::FindTime {
        interviewer: name, ..
    } = named
    else {
        return None;
    };
    let one = standing.times_of(standing.participant(participant)?.id);
    let other = standing.times_of(standing.interviewer(interviewer)?.id);
    Some(format!(
        ": ask {participant}, who can {}, or {name}, who can {}, for more times",
        one.in_words(),
        other.in_words()
    ))
}

/// Participants who have said when they can.
pub(super) fn usual_times(standing: &Standing) -> Vec<(String, String)> {
    let said = standing.participants.iter().filter_map(|stored| {
        let times = standing.times.get(&stored.id)?;
        Some((stored.participant.participant.clone(), times.in_words()))
    });
    said.collect()
}

/// A clause as a sentence.
fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}
