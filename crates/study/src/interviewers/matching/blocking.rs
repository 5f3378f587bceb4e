//! What stands in the way of a full matching (study R14).

use std::collections::BTreeSet;
use std::fmt;

use serde::{Serialize, Serializer};

use super::words::and;
use super::{Acquaintance, Problem};

/// Participants who can be seen by these interviewers alone, of whom there is room for fewer.
///
/// Prints as one sentence without a full stop: `these 3 participants (K1, K2 and K3) can only be seen by I2, who has
/// room for 2`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blocking {
    /// Ids of the participants, in their order.
    pub participants: Vec<String>,
    /// Ids of the interviewers, in their order; may be none.
    pub interviewers: Vec<String>,
    /// For how many participants these interviewers have room together, beside those ordered to them.
    pub room: u32,
    /// What would free at least one of the participants, each on its own.
    pub ways: Vec<Way>,
}

/// One thing that would let at least one more participant be seen. Prints as a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// The interviewer takes more participants; this many frees all of the set.
    MoreRoom {
        /// Id of the interviewer.
        interviewer: String,
        /// How many more.
        more: u32,
    },
    /// The pair has not been asked yet, and the interviewer has room.
    Ask {
        /// Id of the participant.
        participant: String,
        /// Id of the interviewer.
        interviewer: String,
    },
    /// The pair lacks only a time, and the interviewer has room.
    FindTime {
        /// Id of the participant.
        participant: String,
        /// Id of the interviewer.
        interviewer: String,
    },
    /// Somebody else interviews whom the participants do not know; room for this many frees all of the set.
    AnotherInterviewer {
        /// For how many.
        room: u32,
    },
}

/// The smallest blocking set: of fewest interviewers, then of fewest participants, then of the lowest ids. Nothing
/// where everybody is matched. `chosen` must be a matching of the most participants.
///
/// Going from somebody unmatched to all who could interview, from those to all whom they see, and so on, never meets
/// an interviewer with room, or one more could be matched. Every blocking set holds somebody unmatched and all that
/// can be reached from there, so that the smallest one is among those.
pub(super) fn find(problem: &Problem, chosen: &[Option<usize>]) -> Option<Blocking> {
    let unmatched = (0..chosen.len()).filter(|index| chosen[*index].is_none());
    let sets = unmatched.map(|index| {
        let interviewers = reached(problem, chosen, index);
        let participants: Vec<usize> = (0..problem.participants.len())
            .filter(|index| !problem.overrides.contains_key(index))
            .filter(|index| can_be_seen_by(problem, *index).all(|i| interviewers.contains(&i)))
            .collect();
        (interviewers, participants)
    });
    let (interviewers, participants) = sets.min_by(|one, other| {
        let size = |(interviewers, participants): &(BTreeSet<usize>, Vec<usize>)| {
            (interviewers.len(), participants.len())
        };
        size(one)
            .cmp(&size(other))
            .then_with(|| one.1.cmp(&other.1))
    })?;
    let ordered = problem.ordered_loads();
    let room_of = |index: usize| {
        let capacity = problem.interviewers[index].capacity;
        capacity.saturating_sub(ordered[index])
    };
    let room = interviewers.iter().map(|index| room_of(*index)).sum();
    Some(Blocking {
        ways: ways(problem, chosen, &interviewers, &participants),
        participants: participants
            .iter()
            .map(|index| problem.participants[*index].id.clone())
            .collect(),
        interviewers: interviewers
            .iter()
            .map(|index| problem.interviewers[*index].id.clone())
            .collect(),
        room,
    })
}

fn can_be_seen_by(problem: &Problem, participant: usize) -> impl Iterator<Item = usize> {
    (0..problem.interviewers.len()).filter(move |i| problem.possible(participant, *i))
}

/// The interviewers that can be reached from somebody unmatched.
fn reached(problem: &Problem, chosen: &[Option<usize>], start: usize) -> BTreeSet<usize> {
    let mut interviewers = BTreeSet::new();
    let mut open = vec![start];
    while let Some(participant) = open.pop() {
        for interviewer in can_be_seen_by(problem, participant) {
            if interviewers.insert(interviewer) {
                let seen = (0..chosen.len()).filter(|other| {
                    chosen[*other] == Some(interviewer) && !problem.overrides.contains_key(other)
                });
                open.extend(seen);
            }
        }
    }
    interviewers
}

fn ways(
    problem: &Problem,
    chosen: &[Option<usize>],
    interviewers: &BTreeSet<usize>,
    participants: &[usize],
) -> Vec<Way> {
    let waiting = participants
        .iter()
        .filter(|index| chosen[**index].is_none());
    let short = u32::try_from(waiting.count()).unwrap_or(u32::MAX);
    let ordered = problem.ordered_loads();
    let mut ways: Vec<Way> = interviewers
        .iter()
        .map(|&index| {
            let interviewer = &problem.interviewers[index];
            Way::MoreRoom {
                interviewer: interviewer.id.clone(),
                more: short + ordered[index].saturating_sub(interviewer.capacity),
            }
        })
        .collect();
    for &index in participants {
        for (other, interviewer) in problem.interviewers.iter().enumerate() {
            let load = chosen.iter().filter(|with| **with == Some(other)).count();
            if interviewers.contains(&other) || load >= interviewer.capacity as usize {
                continue;
            }
            let (participant, interviewer) = (
                problem.participants[index].id.clone(),
                interviewer.id.clone(),
            );
            let tie = problem.tie(index, other);
            match tie.relation {
                Acquaintance::Unknown if tie.available => ways.push(Way::Ask {
                    participant,
                    interviewer,
                }),
                Acquaintance::None => ways.push(Way::FindTime {
                    participant,
                    interviewer,
                }),
                _ => {}
            }
        }
    }
    ways.push(Way::AnotherInterviewer { room: short });
    ways
}

impl fmt::Display for Blocking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.participants.as_slice() {
            [one] => write!(f, "{one} can ")?,
            many => write!(f, "these {} participants ({}) can ", many.len(), and(many))?,
        }
        let room = match self.room {
            0 => "no room".to_owned(),
            room => format!("room for {room}"),
        };
        match self.interviewers.as_slice() {
            [] => f.write_str("be seen by no interviewer"),
            [one] => write!(f, "only be seen by {one}, who has {room}"),
            many => write!(f, "only be seen by {}, who together have {room}", and(many)),
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MoreRoom { interviewer, more } => write!(f, "{interviewer} takes {more} more"),
            Self::Ask {
                participant,
                interviewer,
            } => write!(
                f,
                "{participant} and {interviewer} turn out not to know each other, which nobody has said yet"
            ),
            Self::FindTime {
                participant,
                interviewer,
            } => write!(
                f,
                "{participant} and {interviewer} find a time at which both can"
            ),
            Self::AnotherInterviewer { room } => write!(
                f,
                "another interviewer whom they do not know has room for {room}"
            ),
        }
    }
}

impl Serialize for Way {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
