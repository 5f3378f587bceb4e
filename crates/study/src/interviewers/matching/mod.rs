//! Matching interviewers to participants they do not know (study R12 to R15).
//!
//! Each participant gets at most one interviewer. A pair is possible only where the relation is `none`, the
//! interviewer is available and has room. Of all possible matchings, [`solve`] gives the one that in this order has
//! the most participants matched, the smallest sum of squared loads, the most confirmed pairs kept, each cohort
//! spread over interviewers (the smallest sum over cohorts and interviewers of squared counts), and the lowest ids:
//! going through the participants in their order, the interviewer who comes first. It is exact, and the same problem
//! has the same answer.

mod blocking;
mod file;
mod flow;
mod solve;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

pub use blocking::{Blocking, Way};
pub use file::{parse, parse_held, to_csv};
pub use solve::solve;
pub(super) use words::and;

/// Who is to be matched, with whom it may be, and what has been settled already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// Whoever is to be interviewed, in the order of their ids.
    pub participants: Vec<Participant>,
    /// Whoever interviews, in the order of their ids.
    pub interviewers: Vec<Interviewer>,
    /// What is known of a pair, by the index of the participant and of the interviewer. A pair that is not named is
    /// `unknown`, and so not possible.
    pub ties: BTreeMap<(usize, usize), Tie>,
    /// Pairs that the research lead ordered against a rule, by the index of the participant (study R15). They stand,
    /// whatever the rules say.
    pub overrides: BTreeMap<usize, Override>,
}

/// Somebody to be interviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// An id of the study.
    pub id: String,
    /// The cohort, whose interviews are spread over interviewers.
    pub cohort: String,
}

/// Somebody who interviews.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interviewer {
    /// An id of the study.
    pub id: String,
    /// How many participants this person can take.
    pub capacity: u32,
}

/// What is known of one participant and one interviewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// How they know each other.
    pub relation: Acquaintance,
    /// There is a time at which both can.
    pub available: bool,
    /// An earlier matching gave this pair and it was confirmed: it is kept where that costs nothing that counts more.
    pub confirmed: bool,
}

/// How an interviewer and a participant know each other, as one of them declared (study section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Acquaintance {
    /// They do not know each other: the only relation that may be matched.
    None,
    /// They know each other; also set when an interviewer declines without giving a reason (study R12).
    Knows,
    /// They work together.
    WorksWith,
    /// One supervises the other.
    Supervises,
    /// They are friends.
    Friend,
    /// Nobody has said yet.
    Unknown,
}

/// A pair against a rule, by order of the research lead (study R15, A15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Index of the interviewer.
    pub interviewer: usize,
    /// Why, in the words of the research lead.
    pub reason: String,
}

/// Who interviews whom, and what stands in the way of the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matching {
    /// One for each participant who is matched, in the order of participants.
    pub pairs: Vec<Pair>,
    /// Participants without an interviewer, in their order.
    pub unmatched: Vec<String>,
    /// One for each interviewer, in their order.
    pub loads: Vec<Load>,
    /// Confirmed pairs that this matching does not keep, in the order of participants.
    pub given_up: Vec<GivenUp>,
    /// What stands in the way, exactly when somebody is unmatched (study R14).
    pub blocking: Option<Blocking>,
}

/// A participant and the interviewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// Id of the participant.
    pub participant: String,
    /// Cohort of the participant.
    pub cohort: String,
    /// Id of the interviewer.
    pub interviewer: String,
    /// The pair was confirmed before.
    pub confirmed: bool,
    /// The pair breaks a rule, for this reason (study A15); absent for every other pair.
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    pub overridden: Option<String>,
}

/// How many participants an interviewer has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Load {
    /// Id of the interviewer.
    pub interviewer: String,
    /// How many participants this matching gives.
    pub participants: u32,
    /// How many there is room for.
    pub capacity: u32,
}

/// A confirmed pair that is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GivenUp {
    /// Id of the participant.
    pub participant: String,
    /// Id of the interviewer.
    pub interviewer: String,
}

/// Why a pair somebody wants to enter by hand is refused (study R15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Any relation but `none`, `unknown` among them.
    Relation(Acquaintance),
    /// There is no time at which both can.
    Unavailable,
    /// The interviewer has no room beside the pairs that stand.
    NoRoom,
}

impl Problem {
    /// Whether the rules refuse a pair entered by hand, beside the pairs of indices that stand already.
    pub fn refusal(
        &self,
        participant: usize,
        interviewer: usize,
        standing: &[(usize, usize)],
    ) -> Option<Refusal> {
        let tie = self.tie(participant, interviewer);
        let capacity = self.interviewers.get(interviewer).map_or(0, |i| i.capacity);
        let beside = standing
            .iter()
            .filter(|(other, with)| *other != participant && *with == interviewer);
        match tie.relation {
            Acquaintance::None if !tie.available => Some(Refusal::Unavailable),
            Acquaintance::None if beside.count() >= capacity as usize => Some(Refusal::NoRoom),
            Acquaintance::None => None,
            relation => Some(Refusal::Relation(relation)),
        }
    }

    /// What is known of a pair; `unknown` where nothing is.
    fn tie(&self, participant: usize, interviewer: usize) -> Tie {
        let known = self.ties.get(&(participant, interviewer)).copied();
        known.unwrap_or(Tie {
            relation: Acquaintance::Unknown,
            available: true,
            confirmed: false,
        })
    }

    /// Whether relation and availability let a pair be.
    fn possible(&self, participant: usize, interviewer: usize) -> bool {
        let tie = self.tie(participant, interviewer);
        tie.relation == Acquaintance::None && tie.available
    }

    /// How many participants each interviewer has by order of the research lead.
    fn ordered_loads(&self) -> Vec<u32> {
        let mut loads = vec![0; self.interviewers.len()];
        for order in self.overrides.values() {
            loads[order.interviewer] += 1;
        }
        loads
    }
}

impl Acquaintance {
    /// In the order of study section 1.
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::Knows,
        Self::WorksWith,
        Self::Supervises,
        Self::Friend,
        Self::Unknown,
    ];

    /// The word of study section 1.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Knows => "knows",
            Self::WorksWith => "works_with",
            Self::Supervises => "supervises",
            Self::Friend => "friend",
            Self::Unknown => "unknown",
        }
    }

    /// Reads the word with case, spaces and underscores free; empty means `unknown`.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |text: &str| -> String {
            let letters = text.chars().filter(|c| !c.is_whitespace() && *c != '_');
            letters.flat_map(char::to_lowercase).collect()
        };
        let text = plain(text);
        if text.is_empty() {
            return Some(Self::Unknown);
        }
        Self::ALL
            .into_iter()
            .find(|relation| plain(relation.word()) == text)
    }
}

impl fmt::Display for Acquaintance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Relation(Acquaintance::Unknown) => {
                f.write_str("nobody has said yet whether they know each other")
            }
            Self::Relation(relation) => write!(f, "they know each other ({relation})"),
            Self::Unavailable => f.write_str("there is no time at which both can"),
            Self::NoRoom => f.write_str("the interviewer has no room left"),
        }
    }
}

#[cfg(test)]
mod tests;
