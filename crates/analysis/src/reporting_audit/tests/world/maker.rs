//! The people of a study, what they said, and what is quoted of it.

use std::collections::{BTreeMap, BTreeSet};

use study::dates::InterviewDate;
use study::documents::{Author, AuthorRole, Document, Kind, Role};
use study::durations::InterviewLength;
use study::participants::{Participant, Status};
use study::questions::ResearchQuestion;

use super::{Dice, World, document, minutes, month, quote, turn};
use crate::quotes::Quote;

const WORDS: [&str; 64] = [
    "we", "stood", "beside", "a", "quiet", "ward", "and", "the", "night", "kept", "its", "door",
    "open", "for", "whoever", "came", "with", "trouble", "nobody", "asked", "why", "it’s",
    "always", "too", "late", "morning", "tea", "helped", "more", "than", "talk", "when", "my",
    "hands", "shook", "I", "could", "not", "leave", "bed", "empty", "until", "somebody", "else",
    "held", "it", "so", "that", "others", "slept", "don’t", "know", "how", "long", "they",
    "carried", "us", "through", "winter", "rain", "on", "windows", "all", "day",
];
const COHORTS: [[&str; 2]; 3] = [
    ["midwives", "managers"],
    ["porters", "nurses"],
    ["night staff", "trainers"],
];
const THEMES: [&str; 5] = [
    "Keeping the door open",
    "Who holds the holder",
    "A room without clocks",
    "Learning to stay",
    "The rota breathes with us",
];
const SUBTHEMES: [&str; 6] = [
    "Being met early",
    "Small acts of cover",
    "Silence as an answer",
    "Leaving on time",
    "Tea before words",
    "Someone else’s shift",
];

pub(super) struct Maker {
    pub(super) dice: Dice,
    said: BTreeSet<String>,
    pub(super) people: Vec<Participant>,
    pub(super) documents: Vec<Document>,
    /// Sentences of each participant that are not quoted yet.
    free: BTreeMap<String, Vec<String>>,
    asked: Vec<String>,
    pub(super) quotes: Vec<Quote>,
    pub(super) paths: Vec<Vec<String>>,
    pub(super) questions: Vec<ResearchQuestion>,
}

impl Maker {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            dice: Dice::of(seed),
            said: BTreeSet::new(),
            people: Vec::new(),
            documents: Vec::new(),
            free: BTreeMap::new(),
            asked: Vec::new(),
            quotes: Vec::new(),
            paths: Vec::new(),
            questions: Vec::new(),
        }
    }

    pub(super) fn make(mut self) -> World {
        let cohorts = *self.dice.pick(&COHORTS);
        self.people(&cohorts);
        self.transcripts();
        self.outline();
        self.quotes(&cohorts);
        let facts = self.facts(&cohorts);
        let text = self.text(&facts, &cohorts);
        let mut free = std::mem::take(&mut self.free);
        let withdrawn = free.remove("W1").expect("somebody withdrew");
        let free = free.into_iter();
        World {
            facts,
            text,
            withdrawn_words: withdrawn[0].clone(),
            unquoted: free
                .flat_map(|(who, words)| words.into_iter().map(move |one| (one, who.clone())))
                .collect(),
            asked: self.asked[0].clone(),
        }
    }

    /// Pairs share month and length, so that no row of Table 1 is alone.
    fn people(&mut self, cohorts: &[&str; 2]) {
        let mut number = 0;
        for cohort in cohorts {
            for pair in 0..2 + self.dice.below(2) {
                let date = month(["2031-02", "2031-03", "2031-04"][self.dice.below(3)]);
                // Different for each pair, so that shortest and longest are told apart.
                let length = minutes(28 + 7 * (pair as u32) + 3 * self.dice.below(2) as u32);
                for _ in 0..2 {
                    number += 1;
                    self.person(
                        &format!("K{number}"),
                        cohort,
                        Status::Completed,
                        Some((date, length)),
                    );
                }
            }
        }
        for absent in 0..self.dice.below(3) {
            self.person(
                &format!("D{absent}"),
                cohorts[0],
                Status::DidNotParticipate,
                None,
            );
        }
        self.person("W1", cohorts[1], Status::Withdrawn, None);
    }

    fn person(
        &mut self,
        id: &str,
        cohort: &str,
        status: Status,
        held: Option<(InterviewDate, InterviewLength)>,
    ) {
        let row = u32::try_from(self.people.len() + 2).expect("few people");
        self.people.push(Participant {
            row,
            participant: id.to_owned(),
            cohort: cohort.to_owned(),
            gender: None,
            date: held.map(|held| held.0),
            length: held.map(|held| held.1),
            status,
        });
    }

    fn sentence(&mut self) -> String {
        loop {
            let count = 8 + self.dice.below(7);
            let words: Vec<&str> = (0..count).map(|_| *self.dice.pick(&WORDS)).collect();
            let mut sentence = words.join(" ");
            if self.dice.below(3) == 0 {
                let at = sentence.match_indices(' ').nth(3).expect("eight words").0;
                sentence.insert(at, ',');
            }
            let first = sentence.remove(0).to_uppercase().to_string();
            let sentence = format!("{first}{sentence}.");
            if self.said.insert(sentence.clone()) {
                return sentence;
            }
        }
    }

    fn transcripts(&mut self) {
        let speakers = self
            .people
            .iter()
            .filter(|one| one.status != Status::DidNotParticipate);
        let speakers: Vec<String> = speakers.map(|one| one.participant.clone()).collect();
        for who in speakers {
            let mut turns = Vec::new();
            for _ in 0..5 {
                let question = self.sentence().replace('.', "?");
                self.asked.push(question.clone());
                turns.push(turn(Role::Interviewer, question));
                let answers: Vec<String> = (0..3).map(|_| self.sentence()).collect();
                turns.push(turn(Role::Participant, answers.join(" ")));
                self.free.entry(who.clone()).or_default().extend(answers);
            }
            self.documents
                .push(document(&who, Kind::Transcript, Some(&who), turns));
        }
        let note = self.sentence();
        let mut note = document(
            "note-1",
            Kind::FieldNote,
            None,
            vec![turn(Role::Other, note)],
        );
        note.author = Some(Author {
            role: AuthorRole::ParticipantResearcher,
            id: "PR1".to_owned(),
        });
        self.documents.push(note);
    }

    fn outline(&mut self) {
        let first = self.dice.below(THEMES.len());
        let mut free = SUBTHEMES.iter().cycle().skip(self.dice.below(6));
        let count = 2 + self.dice.below(2);
        let mut left = SUBTHEMES.len();
        for at in 0..count {
            let theme = THEMES[(first + at) % THEMES.len()].to_owned();
            self.paths.push(vec![theme.clone()]);
            for _ in 0..self.dice.below(3).min(left) {
                left -= 1;
                let subtheme = free.next().expect("a cycle has no end");
                self.paths.push(vec![theme.clone(), (*subtheme).to_owned()]);
            }
        }
        for number in 1..=2 + self.dice.below(2) {
            let wording = format!(
                "{number}, {}",
                self.sentence().to_lowercase().replace('.', "?")
            );
            self.questions.push(ResearchQuestion {
                row: u32::try_from(number + 1).expect("few questions"),
                id: format!("RQ{number}"),
                wording: format!("In part {wording}"),
            });
        }
    }

    /// A quote of each cohort under every path, and for every question.
    fn quotes(&mut self, cohorts: &[&str; 2]) {
        let mut turns = [0, 0];
        let paths = self.paths.clone();
        let all = paths.len().max(self.questions.len());
        for at in 0..all {
            let path = paths[at % paths.len()].clone();
            let question = self.questions[at % self.questions.len()].id.clone();
            for (cohort, next) in cohorts.iter().zip(&mut turns) {
                let speakers = self
                    .people
                    .iter()
                    .filter(|one| one.cohort == *cohort && one.status == Status::Completed);
                let speakers: Vec<String> = speakers.map(|one| one.participant.clone()).collect();
                let who = speakers[*next % speakers.len()].clone();
                *next += 1;
                let text = self
                    .free
                    .get_mut(&who)
                    .and_then(Vec::pop)
                    .expect("they said enough");
                let row = u32::try_from(self.quotes.len() + 2).expect("few quotes");
                self.quotes.push(quote(row, &path, &text, &question, &who));
            }
        }
    }
}
