//! The smallest parts of a study, for tests.

use jiff::civil::date;
use study::dates::{DateOrder, InterviewDate};
use study::documents::{Document, Kind, Role, Turn};
use study::durations::{InterviewLength, Precision};
use study::interviewers::matching::Acquaintance;

use super::super::super::facts::{AccuracyCheck, Consent, Held};
use crate::quotes::Quote;
use crate::themes::{About, ThemeStatus};

pub fn month(text: &str) -> InterviewDate {
    InterviewDate::parse(text, DateOrder::DayFirst).expect("a date")
}

pub fn minutes(minutes: u32) -> InterviewLength {
    InterviewLength::new(minutes * 60, Precision::Minutes).expect("a length")
}

pub fn turn(role: Role, text: impl Into<String>) -> Turn {
    Turn {
        role,
        label: None,
        start_ms: None,
        end_ms: None,
        text: text.into(),
    }
}

pub fn document(handle: &str, kind: Kind, participant: Option<&str>, turns: Vec<Turn>) -> Document {
    Document {
        handle: handle.to_owned(),
        kind,
        title: String::new(),
        participant: participant.map(str::to_owned),
        author: None,
        dated: None,
        source_hash: Vec::new(),
        turns,
    }
}

pub fn quote(row: u32, path: &[String], text: &str, question: &str, who: &str) -> Quote {
    Quote {
        row,
        theme: path[0].clone(),
        subtheme: path.get(1).cloned(),
        facet: path.get(2).cloned(),
        text: text.to_owned(),
        questions: vec![question.to_owned()],
        participant: Some(who.to_owned()),
        document: Some(who.to_owned()),
        is_note: false,
    }
}

pub fn about(path: &[String]) -> About {
    About {
        path: path.to_vec(),
        concept: String::new(),
        story: String::new(),
        status: ThemeStatus::Defined,
    }
}

pub fn consent(participant: &str) -> Consent {
    Consent {
        participant: participant.to_owned(),
        signed: date(2031, 1, 20),
        covers_interview: true,
        covers_quoting: true,
    }
}

pub fn held(participant: &str, relation: Acquaintance) -> Held {
    Held {
        participant: participant.to_owned(),
        interviewer: "I1".to_owned(),
        relation,
        overridden: None,
    }
}

pub fn checked(document: &str, listened: u32) -> AccuracyCheck {
    AccuracyCheck {
        document: document.to_owned(),
        listened,
        length: 1_800,
    }
}
