//! What a study knows of who can interview whom, as a problem for the engine and as words.

use std::collections::{BTreeMap, BTreeSet};

use platform::Result;
use platform::words::hexadecimal;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::acquaintance::{self, PairIds};
use super::matching::{
    self, Acquaintance, Blocking, Interviewer, Matching, Override, Participant, Problem, Tie, Way,
};
use super::store::{self, Match};
use super::times::{self, Times};
use crate::interviews::{self, State};
use crate::participants::{self, Status, Stored};
use crate::team::{self, Member};

/// Everything that decides who can interview whom.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Whoever interviews, and whoever still has somebody, in the order of their handles.
    pub interviewers: Vec<Member>,
    /// Whoever has agreed to be interviewed, and whoever has an interviewer, in the order of their handles.
    pub participants: Vec<Stored>,
    /// How many were invited and have not agreed yet.
    pub undecided: usize,
    /// How each pair of which something was declared knows each other.
    pub relations: BTreeMap<PairIds, Acquaintance>,
    /// When of a usual week participants and interviewers can; nothing of whoever has not said so.
    pub times: BTreeMap<Uuid, Times>,
    /// Every match, those that ended too.
    pub matches: Vec<Match>,
    /// Participants with an appointment, and with an interview that was held: their pair stays.
    pub scheduled: BTreeSet<Uuid>,
    /// The second of the two.
    pub held: BTreeSet<Uuid>,
}

impl Standing {
    /// Reads it.
    pub async fn of(connection: &impl ConnectionTrait, study: Uuid) -> Result<Self> {
        let matches = store::matches(connection, study).await?;
        let standing = || matches.iter().filter(|one| one.ended_at.is_none());
        let all = participants::all(connection, study).await?;
        let undecided = all
            .iter()
            .filter(|stored| stored.participant.status == Status::Invited)
            .count();
        let mut participants: Vec<Stored> = all
            .into_iter()
            .filter(|stored| match stored.participant.status {
                Status::Agreed | Status::Scheduled => true,
                Status::Completed | Status::Invited => {
                    standing().any(|one| one.participant == stored.id)
                }
                Status::DidNotParticipate | Status::Withdrawn => false,
            })
            .collect();
        participants.sort_by(|a, b| a.participant.participant.cmp(&b.participant.participant));
        let mut interviewers: Vec<Member> = team::all(connection, study)
            .await?
            .into_iter()
            .filter(|member| {
                member.interviews || standing().any(|one| one.interviewer == member.id)
            })
            .collect();
        interviewers.sort_by(|a, b| a.handle.cmp(&b.handle));
        let declared = store::declared(connection, study).await?;
        let rows = interviews::all(connection, study).await?;
        let in_state = |state| -> BTreeSet<Uuid> {
            let rows = rows.iter().filter(|one| one.state == state);
            rows.map(|one| one.participant).collect()
        };
        Ok(Self {
            relations: acquaintance::standing(&declared),
            times: times::all(connection, study).await?,
            scheduled: in_state(State::Scheduled),
            held: in_state(State::Completed),
            interviewers,
            participants,
            undecided,
            matches,
        })
    }

    /// The match of a participant that stands.
    pub fn match_of(&self, participant: Uuid) -> Option<&Match> {
        let mut standing = self.matches.iter().filter(|one| one.ended_at.is_none());
        standing.find(|one| one.participant == participant)
    }

    /// How a pair knows each other; a participant-researcher knows themselves.
    pub fn relation(&self, participant: Uuid, interviewer: &Member) -> Acquaintance {
        if interviewer.participant == Some(participant) {
            return Acquaintance::Knows;
        }
        let known = self.relations.get(&(participant, interviewer.id));
        known.copied().unwrap_or(Acquaintance::Unknown)
    }

    /// When a participant or an interviewer can; any time where nothing was said.
    pub fn times_of(&self, person: Uuid) -> Times {
        self.times.get(&person).copied().unwrap_or_default()
    }

    /// Participants who have not said of every interviewer how they know each other.
    pub fn unanswered(&self) -> Vec<&Stored> {
        let asked = |stored: &&Stored| {
            let open = |member: &Member| {
                member.interviews
                    && !self.relations.contains_key(&(stored.id, member.id))
                    && member.participant != Some(stored.id)
            };
            !self.held.contains(&stored.id) && self.interviewers.iter().any(open)
        };
        self.participants.iter().filter(asked).collect()
    }

    /// The problem. Pairs that have an appointment or were interviewed stand like those that the research lead ordered.
    pub fn problem(&self) -> Problem {
        let mut problem = Problem {
            participants: self
                .participants
                .iter()
                .map(|stored| Participant {
                    id: stored.participant.participant.clone(),
                    cohort: stored.participant.cohort.clone(),
                })
                .collect(),
            interviewers: self
                .interviewers
                .iter()
                .map(|member| Interviewer {
                    id: member.handle.clone(),
                    capacity: room(member),
                })
                .collect(),
            ..Problem::default()
        };
        for (index, stored) in self.participants.iter().enumerate() {
            let has = self.match_of(stored.id);
            for (other, member) in self.interviewers.iter().enumerate() {
                let is_pair = has.is_some_and(|one| one.interviewer == member.id);
                let tie = Tie {
                    relation: self.relation(stored.id, member),
                    available: self.times_of(stored.id).meets(self.times_of(member.id)),
                    confirmed: is_pair,
                };
                problem.ties.insert((index, other), tie);
                if let Some(one) = has.filter(|one| is_pair && self.stays(one)) {
                    let order = Override {
                        interviewer: other,
                        reason: String::from(one.id),
                    };
                    problem.overrides.insert(index, order);
                }
            }
        }
        problem
    }

    /// Whether no proposal moves a pair.
    pub fn stays(&self, one: &Match) -> bool {
        one.overridden.is_some()
            || self.scheduled.contains(&one.participant)
            || self.held.contains(&one.participant)
    }

    /// What the engine proposes.
    pub fn proposal(&self) -> Proposal {
        let problem = self.problem();
        let matching = matching::solve(&problem);
        let pairs = matching.pairs.iter().filter_map(|pair| {
            let stored = self.participant(&pair.participant)?;
            let member = self.interviewer(&pair.interviewer)?;
            Some((stored.id, member.id))
        });
        let pairs: BTreeMap<Uuid, Uuid> = pairs.collect();
        let fresh = pairs.iter().filter(|(participant, interviewer)| {
            let has = self.match_of(**participant);
            has.is_none_or(|one| one.interviewer != **interviewer)
        });
        Proposal {
            fresh: fresh.map(|(one, other)| (*one, *other)).collect(),
            freed: self
                .participants
                .iter()
                .filter(|stored| !pairs.contains_key(&stored.id))
                .filter(|stored| self.match_of(stored.id).is_some())
                .map(|stored| stored.id)
                .collect(),
            matching,
        }
    }

    /// A participant by the handle.
    pub fn participant(&self, handle: &str) -> Option<&Stored> {
        let mut all = self.participants.iter();
        all.find(|stored| stored.participant.participant == handle)
    }

    /// An interviewer by the handle.
    pub fn interviewer(&self, handle: &str) -> Option<&Member> {
        self.interviewers.iter().find(|one| one.handle == handle)
    }
}

/// How many participants somebody takes who still interviews.
pub fn room(member: &Member) -> u32 {
    match member.interviews {
        true => u32::try_from(member.room).unwrap_or(0),
        false => 0,
    }
}

/// What the engine proposes beside what stands.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The whole matching, with handles for ids.
    pub matching: Matching,
    /// Pairs that do not stand yet.
    pub fresh: Vec<PairIds>,
    /// Participants who lose their interviewer and get no other.
    pub freed: Vec<Uuid>,
}

impl Proposal {
    /// Whether accepting it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.fresh.is_empty() && self.freed.is_empty()
    }

    /// The same for the same changes, so that a page that is out of date is known.
    pub fn digest(&self) -> String {
        use sha2::{Digest as _, Sha256};
        let text = format!("{:?} {:?}", self.fresh, self.freed);
        hexadecimal(&Sha256::digest(text.as_bytes())[..8])
    }
}

/// What is in the way, with the names of interviewers in the place of their handles.
pub fn named(blocking: &Blocking, name: impl Fn(&str) -> String) -> Blocking {
    Blocking {
        participants: blocking.participants.clone(),
        interviewers: blocking.interviewers.iter().map(|id| name(id)).collect(),
        room: blocking.room,
        ways: blocking
            .ways
            .iter()
            .map(|way| match way.clone() {
                Way::MoreRoom { interviewer, more } => Way::MoreRoom {
                    interviewer: name(&interviewer),
                    more,
                },
                Way::Ask {
                    participant,
                    interviewer,
                } => Way::Ask {
                    participant,
                    interviewer: name(&interviewer),
                },
                Way::FindTime {
                    participant,
                    interviewer,
                } => Way::FindTime {
                    participant,
                    interviewer: name(&interviewer),
                },
                way @ Way::AnotherInterviewer { .. } => way,
            })
            .collect(),
    }
}
