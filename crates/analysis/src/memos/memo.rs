//! A memo, as the trail keeps it and as readers get it.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::{Error, Result};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::trail::{Phrase, Recorded, Trail};

/// The word of memos in the trail.
pub const MEMO: &str = "memo";

/// What kind of note it is (study section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What something means here.
    Definition,
    /// How it speaks to theory.
    Theory,
    /// How the work was done.
    Method,
    /// How something is said.
    Linguistic,
    /// What it does to the analyst.
    Personal,
    /// What participants said about findings (study R8).
    MemberReflection,
}

/// What a memo is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum On {
    /// A stretch of a document.
    Span,
    /// A coding.
    Coding,
    /// A code.
    Code,
    /// A theme, subtheme or facet.
    Theme,
    /// A document.
    Document,
    /// A participant.
    Participant,
    /// The study.
    Study,
}

impl Kind {
    /// Each, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Definition,
        Self::Theory,
        Self::Method,
        Self::Linguistic,
        Self::Personal,
        Self::MemberReflection,
    ];

    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Theory => "theory",
            Self::Method => "method",
            Self::Linguistic => "linguistic",
            Self::Personal => "personal",
            Self::MemberReflection => "member_reflection",
        }
    }

    /// For readers.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Definition => "Definition",
            Self::Theory => "Theory",
            Self::Method => "Method",
            Self::Linguistic => "Linguistic",
            Self::Personal => "Personal",
            Self::MemberReflection => "Member reflection",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

impl On {
    /// Each, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Span,
        Self::Coding,
        Self::Code,
        Self::Theme,
        Self::Document,
        Self::Participant,
        Self::Study,
    ];

    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Span => "span",
            Self::Coding => "coding",
            Self::Code => "code",
            Self::Theme => "theme",
            Self::Document => "document",
            Self::Participant => "participant",
            Self::Study => "study",
        }
    }

    /// For readers, as in "a memo on …".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Span => "a passage",
            Self::Coding => "a coding",
            Self::Code => "a code",
            Self::Theme => "a theme",
            Self::Document => "a document",
            Self::Participant => "a participant",
            Self::Study => "the study",
        }
    }

    /// What a word names.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

impl Recorded for MemoState {
    const KIND: &'static str = MEMO;
}

/// What a memo is, as the trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemoState {
    /// What it says.
    pub text: Phrase,
    /// What kind of note it is.
    pub kind: Kind,
    /// On what.
    pub on: On,
    /// Which of them; of a span, its document.
    pub target: Uuid,
    /// The document of a span, of a coding, or itself.
    pub document: Option<Uuid>,
    /// Of a span: the first code point, of the turns joined by LF.
    pub start: Option<u32>,
    /// Of a span: the code point after the last.
    pub end: Option<u32>,
    /// Who wrote it; none for a research lead who is no member.
    pub member: Option<Uuid>,
    /// When it was written, in microseconds since 1970, where another program says so; what is written here has the time of its
    /// event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_at: Option<i64>,
}

/// A memo with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memo {
    /// Random.
    pub id: Uuid,
    /// What it is.
    pub state: MemoState,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub written_at: Instant,
    /// When it was changed last.
    pub changed_at: Instant,
    /// The place of its newest event, for the order of lists.
    pub since: i64,
    /// What a page says of that event and sends back: [`crate::trail::Event::token`].
    pub seen: i64,
}

/// The memos that a trail comes to, the newest first. What a withdrawal has emptied is none of them.
///
/// # Errors
/// Another Enid has written states that this one cannot read.
pub fn of(trail: &Trail) -> Result<Vec<Memo>> {
    let mut found: BTreeMap<Uuid, Memo> = BTreeMap::new();
    let mut written: BTreeMap<Uuid, Instant> = BTreeMap::new();
    let events = trail.events.iter();
    for event in events.filter(|event| event.subject.0 == MEMO) {
        let id = event.subject.1;
        let written_at = *written.entry(id).or_insert(event.at);
        let Some(after) = &event.after else {
            found.remove(&id);
            continue;
        };
        let state: MemoState = serde_json::from_str(after).map_err(Error::internal)?;
        let memo = Memo {
            id,
            text: trail.words(Some(&state.text)).to_owned(),
            written_at: state.written_at.map_or(written_at, Instant),
            state,
            changed_at: event.at,
            since: event.seq,
            seen: event.token(),
        };
        found.insert(id, memo);
    }
    let full = found.into_values().filter(|memo| !memo.text.is_empty());
    let mut all: Vec<Memo> = full.collect();
    all.sort_by_key(|memo| (std::cmp::Reverse(memo.since), memo.id));
    Ok(all)
}

/// Whether a memo is part of a layer of codings that a reader may not see, as those on spans and codings are (study R31, P10). `sees` says
/// whether they see the layer of a member, or what a research lead who is none wrote, in a document.
pub fn is_hidden(state: &MemoState, sees: impl Fn(Option<Uuid>, Uuid) -> bool) -> bool {
    let is_of_a_layer = matches!(state.on, On::Span | On::Coding);
    is_of_a_layer
        && state
            .document
            .is_some_and(|document| !sees(state.member, document))
}
