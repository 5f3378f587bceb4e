//! Counting, without a database.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use uuid::Uuid;

use crate::participants::{Status, Stored};

/// How people were approached (COREQ 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// By e-mail.
    Email,
    /// By letter.
    Letter,
    /// By telephone.
    Telephone,
    /// Face to face.
    InPerson,
    /// Otherwise.
    Other,
}

impl Method {
    /// Each, in the order in which they are listed.
    pub const ALL: [Self; 5] = [
        Self::Email,
        Self::Letter,
        Self::Telephone,
        Self::InPerson,
        Self::Other,
    ];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Letter => "letter",
            Self::Telephone => "telephone",
            Self::InPerson => "in_person",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Email => "e-mail",
            Self::InPerson => "in person",
            Self::Other => "another way",
            one => one.word(),
        })
    }
}

read_by_word!(Method);

/// What a line of the log says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// People were asked.
    Approach,
    /// People said no.
    Decline,
}

impl EntryKind {
    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Approach => "approach",
            Self::Decline => "decline",
        }
    }
}

impl FromStr for EntryKind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "approach" => Ok(Self::Approach),
            "decline" => Ok(Self::Decline),
            _ => Err(()),
        }
    }
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name of the cohort.
    pub cohort: String,
    /// Asked, or said no.
    pub kind: EntryKind,
    /// How.
    pub method: Method,
    /// How many people; at least 1.
    pub people: u32,
    /// Of somebody who has an id here and said no outside, that id.
    pub participant: Option<Uuid>,
    /// Why, if they said so; may be empty.
    pub reason: String,
    /// On which day.
    pub on: Date,
}

/// What came of recruitment in one cohort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The name of the cohort.
    pub cohort: String,
    /// People asked: everybody with an id here, or as many as the log says if those are more.
    pub invited: u32,
    /// People who said no: on their own page, or by the log.
    pub declined: u32,
    /// People who said yes, whatever came of it.
    pub agreed: u32,
    /// Interviews held, of people who are still in.
    pub completed: u32,
    /// People who gave no interview without a no that is known here.
    pub no_interview: u32,
    /// People who withdrew altogether.
    pub withdrawn: u32,
    /// How many people were approached in which way, by the log.
    pub methods: BTreeMap<Method, u32>,
    /// Reasons that were given for a no, in the order of the log.
    pub reasons: Vec<String>,
}

/// What participants have signed: the ids of those who ever agreed to something, and of those whose newest answer is no.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Agreed to something at some time.
    pub yes: BTreeSet<Uuid>,
    /// Say no to everything now.
    pub no: BTreeSet<Uuid>,
}

/// The counts of each cohort: those of the participants in their order, then those of the log alone.
pub fn count(participants: &[Stored], answers: &Answers, log: &[Entry]) -> Vec<Counts> {
    let mut found: Vec<Counts> = Vec::new();
    let declined: BTreeSet<Uuid> = log
        .iter()
        .filter(|entry| entry.kind == EntryKind::Decline)
        .filter_map(|entry| entry.participant)
        .collect();
    for stored in participants {
        let counts = of_cohort(&mut found, &stored.participant.cohort);
        counts.invited += 1;
        add_participant(counts, stored, answers, &declined);
    }
    let known: BTreeSet<Uuid> = participants.iter().map(|stored| stored.id).collect();
    for entry in log {
        let counts = of_cohort(&mut found, &entry.cohort);
        match entry.kind {
            EntryKind::Approach => *counts.methods.entry(entry.method).or_default() += entry.people,
            EntryKind::Decline => {
                // Somebody with an id was counted above.
                if !entry.participant.is_some_and(|id| known.contains(&id)) {
                    counts.declined += entry.people;
                }
                if !entry.reason.is_empty() {
                    counts.reasons.push(entry.reason.clone());
                }
            }
        }
    }
    for counts in &mut found {
        let approached: u32 = counts.methods.values().sum();
        counts.invited = counts
            .invited
            .max(approached)
            .max(counts.declined + counts.agreed);
    }
    found
}

fn add_participant(
    counts: &mut Counts,
    stored: &Stored,
    answers: &Answers,
    declined: &BTreeSet<Uuid>,
) {
    let has_agreed = answers.yes.contains(&stored.id);
    let says_no = answers.no.contains(&stored.id) || declined.contains(&stored.id);
    match stored.participant.status {
        Status::Completed => {
            counts.agreed += 1;
            counts.completed += 1;
        }
        Status::Agreed | Status::Scheduled => counts.agreed += 1,
        Status::Withdrawn => {
            // Somebody who said no may withdraw as well, so that nothing of them is kept.
            counts.agreed += u32::from(has_agreed || !says_no);
            counts.withdrawn += 1;
        }
        Status::DidNotParticipate if says_no && !has_agreed => counts.declined += 1,
        Status::DidNotParticipate => {
            counts.agreed += u32::from(has_agreed);
            counts.no_interview += 1;
        }
        Status::Invited => counts.declined += u32::from(says_no),
    }
}

fn of_cohort<'a>(found: &'a mut Vec<Counts>, cohort: &str) -> &'a mut Counts {
    let at = found.iter().position(|counts| counts.cohort == cohort);
    let at = at.unwrap_or_else(|| {
        found.push(Counts {
            cohort: cohort.to_owned(),
            ..Counts::default()
        });
        found.len() - 1
    });
    &mut found[at]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::participants::Participant;

    fn person(id: u128, cohort: &str, status: Status) -> Stored {
        Stored {
            id: Uuid::from_u128(id),
            participant: Participant {
                row: 0,
                participant: format!("P{id}"),
                cohort: cohort.to_owned(),
                gender: None,
                date: None,
                length: None,
                status,
            },
        }
    }

    fn entry(kind: EntryKind, people: u32, participant: Option<u128>, reason: &str) -> Entry {
        Entry {
            cohort: "porters".to_owned(),
            kind,
            method: Method::Email,
            people,
            participant: participant.map(Uuid::from_u128),
            reason: reason.to_owned(),
            on: jiff::civil::date(2031, 3, 1),
        }
    }

    #[test]
    fn each_person_is_counted_by_what_they_did_and_a_no_once_however_often_it_is_known() {
        let people = [
            person(1, "porters", Status::Completed),
            person(2, "porters", Status::Agreed),
            person(3, "porters", Status::DidNotParticipate),
            person(4, "porters", Status::DidNotParticipate),
            person(5, "porters", Status::DidNotParticipate),
            person(6, "porters", Status::Withdrawn),
            person(7, "porters", Status::Invited),
            person(8, "cooks", Status::Scheduled),
        ];
        let ids = |list: &[u128]| list.iter().map(|id| Uuid::from_u128(*id)).collect();
        let answers = Answers {
            yes: ids(&[1, 2, 4, 6]),
            no: ids(&[3]),
        };
        let log = [
            entry(EntryKind::Approach, 12, None, ""),
            entry(EntryKind::Decline, 1, Some(3), "No time"),
            entry(EntryKind::Decline, 2, None, ""),
        ];
        let counts = count(&people, &answers, &log);
        let expected = Counts {
            cohort: "porters".into(),
            invited: 12,
            // Participant 3, once, and two whom only the log knows.
            declined: 3,
            // 1, 2, 6, and 4, who agreed before.
            agreed: 4,
            completed: 1,
            // 4, and 5, of whom nothing is known.
            no_interview: 2,
            withdrawn: 1,
            methods: [(Method::Email, 12)].into(),
            reasons: vec!["No time".into()],
        };
        assert_eq!(counts[0], expected);
        assert_eq!((counts[1].invited, counts[1].agreed), (1, 1));
    }

    #[test]
    fn nobody_is_lost_where_the_log_knows_fewer_than_there_are_or_nothing_at_all() {
        let people: Vec<Stored> = (1..=5)
            .map(|id| person(id, "porters", Status::Invited))
            .collect();
        let log = [entry(EntryKind::Approach, 2, None, "")];
        assert_eq!(count(&people, &Answers::default(), &log)[0].invited, 5);
        let log = [entry(EntryKind::Decline, 9, None, "")];
        assert_eq!(count(&people, &Answers::default(), &log)[0].invited, 9);
        assert!(count(&[], &Answers::default(), &[]).is_empty());
    }
}
