//! What the checks share: the facts, and what is worked out of them once.

use std::collections::BTreeSet;

use formats::manuscript::Manuscript;
use study::columns::fold_spaces;
use study::documents::Document;
use study::participants::{Participant, Status};

use super::facts::Facts;
use super::findings::Place;
use super::numbers::{Counted, Nouns, counted};
use super::prose::{Marked, Prose, Quotation};
use super::verbatim::{Corpus, Verdict};
use crate::quotes::Quote;
use crate::themes::{ThemeStatus, outline, paths};

/// Everything a check reads.
pub(super) struct Context<'a> {
    pub facts: &'a Facts,
    pub prose: Option<Prose>,
    /// Absent where no document has words.
    pub corpus: Option<Corpus>,
    /// The verdict on each quotation of the manuscript that is one of a participant.
    pub printed: Vec<Printed>,
    /// The verdict on each selected quote, in their order.
    pub selected: Vec<Verdict>,
    /// What the sentences of the manuscript count of the whole study.
    pub counted: Vec<(Counted, Place)>,
    /// The cohorts of all participants, each once, in their order.
    pub cohorts: Vec<String>,
}

/// A quotation of the manuscript with its verdict.
pub(super) struct Printed {
    /// Its index among the quotations.
    pub quotation: usize,
    pub verdict: Verdict,
}

impl<'a> Context<'a> {
    pub fn new(facts: &'a Facts, manuscript: Option<&Manuscript>) -> Self {
        let prose = manuscript.map(Prose::of);
        let documents = facts.documents.as_deref().unwrap_or_default();
        let corpus = Some(Corpus::of(documents)).filter(|corpus| !corpus.is_empty());
        let mut context = Self {
            facts,
            prose,
            corpus,
            printed: Vec::new(),
            selected: Vec::new(),
            counted: Vec::new(),
            cohorts: Vec::new(),
        };
        context.cohorts = context.cohorts_of_all();
        context.judge();
        context.counted = context.count();
        context
    }

    fn cohorts_of_all(&self) -> Vec<String> {
        let mut cohorts: Vec<String> = Vec::new();
        for participant in self.facts.participants.iter().flatten() {
            if !cohorts.contains(&participant.cohort) {
                cohorts.push(participant.cohort.clone());
            }
        }
        cohorts
    }

    fn judge(&mut self) {
        let Some(corpus) = &self.corpus else {
            return;
        };
        let quotes = self.facts.quotes.iter().flatten();
        self.selected = quotes
            .map(|quote| corpus.judge(&quote.text, false))
            .collect();
        let Some(prose) = &self.prose else {
            return;
        };
        let names = self.names();
        for (index, quotation) in prose.quotations.iter().enumerate() {
            let is_name = names.contains(&folded(&quotation.text));
            if quotation.marked == Marked::Literature || is_name {
                continue;
            }
            let mut verdicts = quotation
                .ways()
                .map(|way| corpus.judge(way, prose.has_line_ends));
            let first = verdicts.next().unwrap_or(Verdict::TooShort);
            let verdict = match first {
                Verdict::Said { .. } => first,
                first => {
                    let said = verdicts.find(|verdict| matches!(verdict, Verdict::Said { .. }));
                    said.unwrap_or(first)
                }
            };
            // What is only set in, and that nobody said nearly so, is no quotation.
            if quotation.marked == Marked::Perhaps && verdict == Verdict::Absent {
                continue;
            }
            self.printed.push(Printed {
                quotation: index,
                verdict,
            });
        }
    }

    /// Names and wordings that stand between marks without being said by anybody.
    fn names(&self) -> BTreeSet<String> {
        let themes = self.theme_paths();
        let themes = themes.iter().flatten().map(String::as_str);
        let claimed = self
            .facts
            .claims
            .iter()
            .flat_map(|claims| &claims.theme_names);
        let questions = self
            .facts
            .questions
            .iter()
            .flatten()
            .map(|one| one.wording.as_str());
        let names = themes.chain(claimed.map(String::as_str)).chain(questions);
        names.map(folded).collect()
    }

    fn count(&self) -> Vec<(Counted, Place)> {
        let Some(prose) = &self.prose else {
            return Vec::new();
        };
        let nouns = Nouns {
            cohorts: self.cohorts.iter().map(|cohort| words_of(cohort)).collect(),
        };
        let told = prose.told();
        let told = told.iter().flat_map(|(passage, sentence)| {
            let found = counted(sentence, &nouns).into_iter();
            found.map(|one| (one, prose.place(*passage, cut(sentence))))
        });
        told.collect()
    }

    /// The participants who were interviewed and stayed.
    pub fn completed(&self) -> impl Iterator<Item = &Participant> {
        let participants = self.facts.participants.iter().flatten();
        participants.filter(|one| one.status == Status::Completed)
    }

    /// Everybody's quotation that is printed, with the quotation.
    pub fn printed(&self) -> impl Iterator<Item = (&Quotation, &Verdict)> {
        let quotations = self.prose.iter().flat_map(|prose| &prose.quotations);
        let quotations: Vec<&Quotation> = quotations.collect();
        let printed = self.printed.iter();
        printed.map(move |one| (quotations[one.quotation], &one.verdict))
    }

    /// The document of a handle.
    pub fn document(&self, handle: &str) -> Option<&Document> {
        let mut documents = self.facts.documents.iter().flatten();
        documents.find(|one| one.handle == handle)
    }

    /// Who said a quote: the participant it names, or that of its document. Notes are nobody's interview.
    pub fn speaker<'b>(&'b self, quote: &'b Quote) -> Option<&'b str> {
        if quote.is_note {
            return None;
        }
        let document = quote
            .document
            .as_deref()
            .and_then(|handle| self.document(handle));
        let of_document = document.and_then(|document| document.participant.as_deref());
        quote.participant.as_deref().or(of_document)
    }

    /// The cohort of a participant.
    pub fn cohort_of(&self, participant: &str) -> Option<&str> {
        let mut participants = self.facts.participants.iter().flatten();
        let found = participants.find(|one| one.participant == participant);
        found.map(|one| one.cohort.as_str())
    }

    /// Every theme, subtheme and facet that quotes or settled themes name, the dropped ones left out.
    pub fn theme_paths(&self) -> Vec<Vec<String>> {
        let quotes = self.facts.quotes.iter().flatten();
        let mut known = paths(&outline(
            quotes.filter(|quote| quote.theme != crate::quotes::OTHER),
        ));
        for about in self.facts.themes.iter().flatten() {
            for length in 1..=about.path.len() {
                let path = about.path[..length].to_vec();
                if about.status != ThemeStatus::Dropped && !known.contains(&path) {
                    known.push(path);
                }
            }
        }
        known
    }
}

/// A text for comparing names: spaces folded, lower case, one kind of apostrophe, no punctuation around it.
pub(super) fn folded(text: &str) -> String {
    let text = fold_spaces(text).to_lowercase().replace(['’', '‘'], "'");
    let text = text.replace(['–', '—', '‑'], "-");
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// The words of a label, in lower case.
pub(super) fn words_of(label: &str) -> Vec<String> {
    let words = label.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A sentence as it is shown, not longer than a few lines.
pub(super) fn cut(text: &str) -> String {
    const LONGEST: usize = 240;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", &cut[..end])
}
