//! What was declared of a participant and an interviewer, and what of it holds (study R12).

use std::collections::BTreeMap;
use std::str::FromStr;

use platform::clock::Instant;
use uuid::Uuid;

use super::matching::Acquaintance;

/// A participant and an interviewer, by their random ids.
pub type PairIds = (Uuid, Uuid);

/// Who declares how two people know each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The participant, on their own page.
    Participant,
    /// The interviewer, who declines a match.
    Interviewer,
    /// The research lead, by a file.
    ResearchLead,
}

impl By {
    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Interviewer => "interviewer",
            Self::ResearchLead => "research_lead",
        }
    }
}

impl FromStr for By {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Participant, Self::Interviewer, Self::ResearchLead]
            .into_iter()
            .find(|one| one.word() == word)
            .ok_or(())
    }
}

/// One declaration. Later ones stand beside it, never in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Of whom.
    pub pair: PairIds,
    /// How they know each other.
    pub relation: Acquaintance,
    /// Who says so.
    pub by: By,
    /// When.
    pub at: Instant,
}

/// What holds for each pair of which something was declared, given the declarations from the oldest to the newest.
///
/// The participant's newest word holds, or the research lead's where the participant has said nothing. An interviewer who has
/// declined holds against both: nobody is sent back to somebody who knows them (study R12).
pub fn standing(declared: &[Declaration]) -> BTreeMap<PairIds, Acquaintance> {
    let newest = |by: By| -> BTreeMap<PairIds, Acquaintance> {
        let said = declared.iter().filter(|one| one.by == by);
        said.map(|one| (one.pair, one.relation)).collect()
    };
    let mut holds = newest(By::ResearchLead);
    holds.extend(newest(By::Participant));
    holds.extend(newest(By::Interviewer));
    holds
}

/// The answers a participant chooses from, each with the word that is stored.
pub const ANSWERS: [(Acquaintance, &str); 6] = [
    (Acquaintance::None, "I do not know them"),
    (Acquaintance::Knows, "We know each other"),
    (Acquaintance::WorksWith, "We work together, or have done"),
    (
        Acquaintance::Supervises,
        "One of us supervises or assesses the other",
    ),
    (Acquaintance::Friend, "We are friends or family"),
    (Acquaintance::Unknown, "I am not sure"),
];

/// How two people know each other, as a clause.
pub fn in_words(relation: Acquaintance) -> &'static str {
    match relation {
        Acquaintance::None => "they do not know each other",
        Acquaintance::Knows => "they know each other",
        Acquaintance::WorksWith => "they work together",
        Acquaintance::Supervises => "one supervises the other",
        Acquaintance::Friend => "they are friends or family",
        Acquaintance::Unknown => "nobody has said whether they know each other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIR: PairIds = (Uuid::from_u128(1), Uuid::from_u128(2));

    fn said(by: By, relation: Acquaintance) -> Declaration {
        Declaration {
            pair: PAIR,
            relation,
            by,
            at: Instant(0),
        }
    }

    #[test]
    fn the_newest_word_of_the_participant_holds_over_a_file() {
        let declared = [
            said(By::Participant, Acquaintance::Friend),
            said(By::Participant, Acquaintance::Unknown),
            said(By::ResearchLead, Acquaintance::None),
        ];
        assert_eq!(standing(&declared)[&PAIR], Acquaintance::Unknown);
        assert_eq!(standing(&declared[2..])[&PAIR], Acquaintance::None);
        assert!(standing(&[]).is_empty());
    }

    #[test]
    fn an_interviewer_who_has_declined_is_never_matched_again_whatever_the_participant_says() {
        let declared = [
            said(By::Interviewer, Acquaintance::Knows),
            said(By::Participant, Acquaintance::None),
        ];
        assert_eq!(standing(&declared)[&PAIR], Acquaintance::Knows);
    }

    #[test]
    fn every_relation_is_an_answer_and_each_declarer_is_read_back() {
        let asked: Vec<Acquaintance> = ANSWERS.iter().map(|(relation, _)| *relation).collect();
        assert_eq!(asked, Acquaintance::ALL);
        for by in [By::Participant, By::Interviewer, By::ResearchLead] {
            assert_eq!(by.word().parse(), Ok(by));
        }
        assert_eq!("somebody".parse::<By>(), Err(()));
    }
}
