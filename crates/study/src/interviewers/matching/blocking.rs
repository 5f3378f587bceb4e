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

/// How many sets of interviewers are tried before a set is only shrunk. Enough for each set of up to three out of 30.
const MOST_SETS: usize = 5_000;

/// The smallest blocking set: of fewest interviewers, then of fewest participants, then of the lowest ids. Nothing
/// where everybody is matched. `chosen` must be a matching of the most participants.
///
/// Where trying would take too long it is a set from which no interviewer can be left out.
pub(super) fn find(problem: &Problem, chosen: &[Option<usize>]) -> Option<Blocking> {
    let sides = Sides::of(problem);
    let all: BTreeSet<usize> = (0..problem.interviewers.len()).collect();
    // No interviewer outside these is in any blocking set from which nobody can be left out.
    let within = sides.blocking(&all)?;
    let interviewers = sides
        .smallest(&within, MOST_SETS)
        .unwrap_or_else(|| sides.shrunk(within));
    let participants = sides.held_by(&interviewers);
    Some(Blocking {
        ways: ways(problem, &sides, chosen, &interviewers),
        participants: participants
            .iter()
            .map(|index| problem.participants[*index].id.clone())
            .collect(),
        interviewers: interviewers
            .iter()
            .map(|index| problem.interviewers[*index].id.clone())
            .collect(),
        room: sides.room(&interviewers),
    })
}

/// Who can be seen by whom, without those who were ordered to somebody.
pub(super) struct Sides {
    /// The interviewers who can see a participant, by the participant.
    seen_by: Vec<(usize, BTreeSet<usize>)>,
    /// Room of each interviewer.
    room: Vec<u32>,
}

impl Sides {
    pub(super) fn of(problem: &Problem) -> Self {
        let all = 0..problem.interviewers.len();
        let free = (0..problem.participants.len())
            .filter(|participant| !problem.overrides.contains_key(participant));
        let seen_by = free.map(|participant| {
            let possible = all
                .clone()
                .filter(|interviewer| problem.possible(participant, *interviewer));
            (participant, possible.collect())
        });
        let ordered = problem.ordered_loads();
        let capacities = problem.interviewers.iter().map(|i| i.capacity);
        Sides {
            seen_by: seen_by.collect(),
            room: capacities
                .zip(ordered)
                .map(|(capacity, ordered)| capacity.saturating_sub(ordered))
                .collect(),
        }
    }

    /// The participants who can be seen by nobody outside a set.
    fn held_by(&self, interviewers: &BTreeSet<usize>) -> Vec<usize> {
        let held = self
            .seen_by
            .iter()
            .filter(|(_, seen_by)| seen_by.is_subset(interviewers));
        held.map(|(participant, _)| *participant).collect()
    }

    fn room(&self, interviewers: &BTreeSet<usize>) -> u32 {
        interviewers.iter().map(|index| self.room[*index]).sum()
    }

    /// The part of a set that blocks most, or nothing where no part of it blocks.
    ///
    /// Participants held by the set are seated one after another, moving others where that makes room. From somebody
    /// for whom no room can be made, all interviewers that were asked for it are full of participants who can be
    /// seen by them alone.
    pub(super) fn blocking(&self, set: &BTreeSet<usize>) -> Option<BTreeSet<usize>> {
        let mut seated: Vec<Vec<usize>> = vec![Vec::new(); self.room.len()];
        let held = (0..self.seen_by.len()).filter(|index| self.seen_by[*index].1.is_subset(set));
        let mut waiting = Vec::new();
        for index in held {
            if !self.seat(index, &mut seated, &mut BTreeSet::new()) {
                waiting.push(index);
            }
        }
        let mut asked = BTreeSet::new();
        for index in &waiting {
            self.seat(*index, &mut seated, &mut asked);
        }
        (!waiting.is_empty()).then_some(asked)
    }

    fn seat(&self, index: usize, seated: &mut [Vec<usize>], asked: &mut BTreeSet<usize>) -> bool {
        for &interviewer in &self.seen_by[index].1 {
            if !asked.insert(interviewer) {
                continue;
            }
            if seated[interviewer].len() < self.room[interviewer] as usize {
                seated[interviewer].push(index);
                return true;
            }
            for place in 0..seated[interviewer].len() {
                let other = seated[interviewer][place];
                if self.seat(other, seated, asked) {
                    seated[interviewer][place] = index;
                    return true;
                }
            }
        }
        false
    }

    /// The smallest blocking part of a set, trying parts by their size; nothing if there are too many.
    fn smallest(&self, within: &BTreeSet<usize>, most: usize) -> Option<BTreeSet<usize>> {
        let members: Vec<usize> = within.iter().copied().collect();
        let mut tried = 0;
        for size in 0..=members.len() {
            let mut best: Option<(usize, Vec<usize>, BTreeSet<usize>)> = None;
            for part in Parts::of(members.len(), size) {
                tried += 1;
                if tried > most {
                    return None;
                }
                let part: BTreeSet<usize> = part.iter().map(|place| members[*place]).collect();
                let held = self.held_by(&part);
                if held.len() > self.room(&part) as usize {
                    let found = (held.len(), held, part);
                    best = Some(best.map_or(found.clone(), |known| known.min(found)));
                }
            }
            if let Some((.., part)) = best {
                return Some(part);
            }
        }
        None
    }

    /// A blocking part of a blocking set from which no interviewer can be left out.
    pub(super) fn shrunk(&self, set: BTreeSet<usize>) -> BTreeSet<usize> {
        let smaller = set.iter().find_map(|interviewer| {
            let mut rest = set.clone();
            rest.remove(interviewer);
            self.blocking(&rest)
        });
        smaller.map_or(set, |part| self.shrunk(part))
    }
}

/// All ways to choose so many of the places below `count`, each in ascending order.
struct Parts {
    count: usize,
    next: Option<Vec<usize>>,
}

impl Parts {
    fn of(count: usize, size: usize) -> Self {
        Parts {
            count,
            next: Some((0..size).collect()),
        }
    }
}

impl Iterator for Parts {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        let part = self.next.take()?;
        let size = part.len();
        let last = (0..size).rfind(|place| part[*place] < self.count - size + place);
        self.next = last.map(|place| {
            let mut after = part.clone();
            for (offset, value) in after[place..].iter_mut().enumerate() {
                *value = part[place] + 1 + offset;
            }
            after
        });
        Some(part)
    }
}

fn ways(
    problem: &Problem,
    sides: &Sides,
    chosen: &[Option<usize>],
    interviewers: &BTreeSet<usize>,
) -> Vec<Way> {
    let participants = sides.held_by(interviewers);
    let held = u32::try_from(participants.len()).unwrap_or(u32::MAX);
    let short = held - sides.room(interviewers);
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
    for index in participants {
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
