//! What a study knows, as the checks read it. Wherever it comes from, what is `None` is not known, and a check that needs it is
//! not run.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use study::dates::InterviewDate;
use study::documents::Document;
use study::interviewers::matching::Acquaintance;
use study::participants::Participant;
use study::questions::ResearchQuestion;
use study::setup::Design;
use study::transcripts::deidentify::Term;

use super::claims::Claims;
use crate::quotes::Quote;
use crate::themes::About;

/// Everything the checks can need, independent of where it is kept.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The design; not told by files.
    pub design: Option<Design>,
    /// Whoever was invited, the withdrawn included.
    pub participants: Option<Vec<Participant>>,
    /// The research questions.
    pub questions: Option<Vec<ResearchQuestion>>,
    /// The cohorts each question is put to, by the question's id.
    pub question_cohorts: Option<BTreeMap<String, BTreeSet<String>>>,
    /// The selected quotes, those of withdrawn participants included.
    pub quotes: Option<Vec<Quote>>,
    /// Themes, subthemes and facets as somebody settled them, apart from what quotes name.
    pub themes: Option<Vec<About>>,
    /// Transcripts and field notes with their text.
    pub documents: Option<Vec<Document>>,
    /// What the manuscript is said to state.
    pub claims: Option<Claims>,
    /// Each signature.
    pub consents: Option<Vec<Consent>>,
    /// Who was interviewed by whom, and how they know each other.
    pub held: Option<Vec<Held>>,
    /// Each check of a transcript against its recording.
    pub accuracy: Option<Vec<AccuracyCheck>>,
    /// Who withdrew, when and from what; without it the status of participants tells.
    pub withdrawals: Option<Vec<Withdrawal>>,
    /// Who has which parts in the study.
    pub roles: Option<Vec<Roles>>,
    /// The guides, and which version each interview used.
    pub guides: Option<Guides>,
    /// The answers to a reporting checklist.
    pub checklist: Option<Vec<ChecklistItem>>,
    /// Where the team stands on saturation.
    pub saturation: Option<SaturationStance>,
    /// Names, places and other terms that must not be printed, from whoever may open them.
    pub sealed: Option<Vec<Term>>,
    /// Whether what is audited leaves the team.
    pub is_release: bool,
    /// Passages that may stand under several themes, each with its reason, by the words of the quote.
    pub reasons_for_two_places: BTreeMap<String, String>,
    /// Checks that read what whoever asks may not see.
    pub limits: Vec<Limit>,
    /// Findings that a named person set aside (study R64).
    pub set_aside: Vec<SetAside>,
}

/// A signature of a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Who signed.
    pub participant: String,
    /// On which day.
    pub signed: Date,
    /// Whether it covers recording or analysing.
    pub covers_interview: bool,
    /// Whether it covers quoting.
    pub covers_quoting: bool,
}

/// A pair of participant and interviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Who was interviewed.
    pub participant: String,
    /// By whom.
    pub interviewer: String,
    /// How they know each other.
    pub relation: Acquaintance,
    /// Why the pair was allowed against the rule.
    pub overridden: Option<String>,
}

/// How far a transcript was checked against its recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccuracyCheck {
    /// Handle of the document.
    pub document: String,
    /// Seconds of the recording that somebody listened to.
    pub listened: u32,
    /// Seconds of the recording.
    pub length: u32,
}

/// A withdrawal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Who.
    pub participant: String,
    /// When.
    pub on: Option<InterviewDate>,
    /// Whether only quotes are withdrawn: they still count.
    pub quotes_only: bool,
}

/// The parts of one person in the study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    /// Under which id.
    pub who: String,
    /// The parts, in words such as `analyst` or `participant-researcher`.
    pub parts: BTreeSet<String>,
    /// Whether the conflict is declared in the study; `None` where that is not known and the manuscript must say so.
    pub declared: Option<bool>,
}

/// Guides of interviews.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guides {
    /// The version that each interview used, by participant; `None` where it names none.
    pub used: BTreeMap<String, Option<String>>,
    /// The cohorts that have a guide.
    pub cohorts: BTreeSet<String>,
}

/// An answer to an item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistItem {
    /// The number of the item.
    pub item: String,
    /// What it asks, in short words.
    pub asks: String,
    /// How it stands.
    pub answer: ChecklistAnswer,
    /// Where the manuscript is said to answer it, such as `Methods` or `page 3`.
    pub location: Option<String>,
}

/// How an item of a checklist stands (study R59).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecklistAnswer {
    /// It is answered.
    Answered,
    /// It does not apply, for a reason.
    NotApplicable,
    /// Nobody has answered it.
    Open,
}

/// Where a team stands on saturation (study R56).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaturationStance {
    /// Claimed.
    Claimed,
    /// Not claimed.
    NotClaimed,
    /// Information power, or something else in its place.
    Other,
}

/// A finding that a named person set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Which: [`super::Finding::fingerprint`].
    pub finding: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub why: String,
}

/// A check that is not run, or not wholly, for whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The id of the check.
    pub check: &'static str,
    /// Why, in a clause.
    pub reason: &'static str,
    /// Whether it is not run at all; else what it finds is told, and finding nothing is not clear.
    pub is_whole: bool,
}
