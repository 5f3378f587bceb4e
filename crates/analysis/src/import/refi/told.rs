//! What an import of a REFI-QDA file tells (Q21): what was read, stored, changed and left out, what waits for a person, and what is
//! offered instead of taken.

use std::fmt::Write as _;

use formats::refi_qda::{Finding, Listing, Outcome, Report, shown};
use serde::Serialize;

/// Places that are listed of what waits for a person; the rest are counted.
const MOST: usize = 500;

/// A coding of which it is not known where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// The text, as the file calls it.
    pub document: String,
    /// The code.
    pub code: String,
    /// The numbers of the file.
    pub start: i64,
    /// The same.
    pub end: i64,
}

/// Something that a person may take up: it is not stored.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Offered {
    /// By which it is taken, from 1.
    pub number: usize,
    /// As what: `theme`, `group`, `attribute`, `quote`, `question`, `map`.
    pub what: &'static str,
    /// Its name.
    pub name: String,
    /// What it holds, in words.
    pub holds: String,
    /// What would be made of it; empty where nothing can be.
    pub makes: String,
}

/// What came of a project or a codebook of REFI-QDA.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ImportedRefi {
    /// The file as it was given.
    pub file: String,
    /// Whether it is a codebook alone.
    pub codebook: bool,
    /// Whether it is stored; else this is what an import would take.
    pub stored: bool,
    /// Texts that are documents: in the file, or new in the study once it was stored.
    pub documents: usize,
    /// Codes, likewise.
    pub codes: usize,
    /// Codings, likewise.
    pub codings: usize,
    /// Memos, likewise.
    pub memos: usize,
    /// Themes, subthemes, facets and groups that were taken of what is offered: chosen in the file, or new once it was stored.
    pub themes: usize,
    /// Research questions, likewise.
    pub questions: usize,
    /// Quotes, likewise.
    pub quotes: usize,
    /// What was known here and has become what the file says: codes, codings and memos.
    pub updated: usize,
    /// Who coded or wrote, as the file calls them; nobody's name is stored.
    pub coders: Vec<String>,
    /// What was read and what became of it, element by element.
    pub report: Report,
    /// Codings to be looked at, since which words they are on could not be told.
    pub review: Vec<Review>,
    /// How many more there are.
    pub review_more: usize,
    /// What is offered.
    pub offered: Vec<Offered>,
    /// What a person should know beside, in sentences.
    pub notices: Vec<String>,
    #[serde(skip)]
    listing: Listing,
}

impl ImportedRefi {
    /// What is known once everything but the texts was read.
    pub(super) fn new(file: &str, codebook: bool, report: Report) -> Self {
        Self {
            file: file.to_owned(),
            codebook,
            report,
            listing: Listing::of(MOST),
            ..Self::default()
        }
    }

    /// Notes one thing, as far as there is room for things of its rule.
    pub(super) fn find(
        &mut self,
        rule: &'static str,
        outcome: Outcome,
        place: impl Into<String>,
        what: impl Into<String>,
        why: &'static str,
    ) {
        let finding = Finding {
            rule,
            outcome,
            place: place.into(),
            what: what.into(),
            why,
        };
        self.listing.find(&mut self.report, finding);
    }

    /// Counts something of an element as left out and says why, if there is any of it.
    pub(super) fn leave(
        &mut self,
        (rule, element): (&'static str, &'static str),
        count: u64,
        place: &str,
        why: &'static str,
    ) {
        if count > 0 {
            self.report.counts.entry(element).or_default().dropped += count;
            let what = format!("{count} of {element}");
            self.find(rule, Outcome::Dropped, place, what, why);
        }
    }

    /// Counts something of an element as stored.
    pub(super) fn store(&mut self, element: &'static str, count: u64) {
        self.report.counts.entry(element).or_default().written += count;
    }

    /// Counts something of an element as kept in another form.
    pub(super) fn change(&mut self, element: &'static str, count: u64) {
        self.report.counts.entry(element).or_default().changed += count;
    }

    /// Offers something, and gives the number by which it is taken.
    pub(super) fn offer(
        &mut self,
        what: &'static str,
        name: String,
        holds: String,
        makes: String,
    ) -> usize {
        let number = self.offered.len() + 1;
        self.offered.push(Offered {
            number,
            what,
            name,
            holds,
            makes,
        });
        number
    }

    /// Lists a coding to be looked at.
    pub(super) fn review(&mut self, one: Review) {
        match self.review.len() < MOST {
            true => self.review.push(one),
            false => self.review_more += 1,
        }
    }

    /// As JSON; keys stay as they are.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("names, numbers and text are JSON")
    }

    /// For a reader, in lines.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = self.report.to_text();
        let mut line = |words: String| {
            let _ = writeln!(text, "{words}");
        };
        if !self.review.is_empty() {
            let all = self.review.len() + self.review_more;
            line(format!("To be looked at, anchor unverified: {all}"));
        }
        for one in &self.review {
            let (document, code) = (shown(&one.document), shown(&one.code));
            line(format!(
                "  {document}, {} to {}: {code}",
                one.start, one.end
            ));
        }
        if self.review_more > 0 {
            line(format!("  and {} more", self.review_more));
        }
        if !self.offered.is_empty() {
            let all = self.offered.len();
            line(format!(
                "Offered: {all}; --take all takes what can be taken, --take 1,4-6 some of it"
            ));
        }
        for one in &self.offered {
            let makes = match one.makes.as_str() {
                "" => String::new(),
                makes => format!("; becomes {}", shown(makes)),
            };
            line(format!(
                "  {} {} {}: {}{makes}",
                one.number,
                one.what,
                shown(&one.name),
                shown(&one.holds)
            ));
        }
        for notice in &self.notices {
            line(shown(notice));
        }
        text
    }
}
