//! What can be said of an item from what the study holds, what else bears on it, and what is missing. Pure.
//!
//! A sentence makes no claim that the facts do not hold. It counts participants only as Table 1 does, and says of them only what
//! holds for the interviews as a whole, since the answers leave the team (study P5).

mod analysis;
mod interviewing;
mod people;
mod sample;

use super::facts::Facts;
use super::file::Topic;
use super::linked::{Sentence, Source};

/// A draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// What a report can say.
    pub(super) sentences: Vec<Sentence>,
    /// What helps a person to write.
    pub(super) evidence: Vec<Sentence>,
    /// What is not known, and where it would be entered.
    pub(super) missing: Vec<Sentence>,
}

impl Draft {
    fn say(mut self, sentence: Sentence) -> Self {
        self.sentences.push(sentence);
        self
    }

    fn offer(mut self, sentence: Sentence) -> Self {
        self.evidence.push(sentence);
        self
    }

    fn lack(mut self, sentence: Sentence) -> Self {
        self.missing.push(sentence);
        self
    }

    /// The same without what another has said already.
    fn joined(mut self, other: Self) -> Self {
        for (own, others) in [
            (&mut self.sentences, other.sentences),
            (&mut self.evidence, other.evidence),
            (&mut self.missing, other.missing),
        ] {
            for sentence in others {
                if !own.contains(&sentence) {
                    own.push(sentence);
                }
            }
        }
        self
    }
}

/// The draft of an item that draws on these topics.
pub(super) fn draft(topics: &[Topic], facts: &Facts) -> Draft {
    let drafts = topics.iter().map(|topic| of(*topic, facts));
    drafts.fold(Draft::default(), Draft::joined)
}

fn of(topic: Topic, facts: &Facts) -> Draft {
    match topic {
        Topic::Interviewers => people::interviewers(facts),
        Topic::Statements => people::statements(facts),
        Topic::Training => people::training(facts),
        Topic::Positions => people::positions(facts),
        Topic::Relationship => people::relationship(facts),
        Topic::DualRoles => people::dual_roles(facts),
        Topic::Information => people::information(facts),
        Topic::Questions => sample::questions(facts),
        Topic::Sampling => sample::sampling(facts),
        Topic::Approach => sample::approach(facts),
        Topic::SampleSize => sample::size(facts),
        Topic::NonParticipation => sample::without_interview(facts),
        Topic::Sample => sample::described(facts),
        Topic::Ethics => sample::ethics(facts),
        Topic::Setting => interviewing::setting(facts),
        Topic::OthersPresent => interviewing::others(facts),
        Topic::Period => interviewing::period(facts),
        Topic::Guides => interviewing::guides(facts),
        Topic::Repeats => interviewing::repeats(facts),
        Topic::Recording => interviewing::recording(facts),
        Topic::FieldNotes => interviewing::field_notes(facts),
        Topic::Lengths => interviewing::lengths(facts),
        Topic::Returned => interviewing::returned(),
        Topic::Transcripts => interviewing::transcripts(facts),
        Topic::Stance => analysis::stance(facts),
        Topic::Design => analysis::design(facts),
        Topic::Saturation => analysis::saturation(facts),
        Topic::Coders => analysis::coders(facts),
        Topic::CodingTree => analysis::coding_tree(facts),
        Topic::Origin => analysis::origin(facts),
        Topic::Software => analysis::software(facts),
        Topic::Reflections => analysis::reflections(),
        Topic::Quotations => analysis::quotations(facts),
        Topic::Fit => analysis::fit(facts),
        Topic::Themes => analysis::themes(facts),
        Topic::MinorThemes => analysis::minor_themes(facts),
    }
}

/// What whoever does not lead the study is told in the place of what the research lead alone sees.
fn for_the_lead(what: &str) -> Draft {
    let said = format!("{what} is drafted when a research lead opens this list.");
    Draft::default().lack(Sentence::of(&said))
}

/// What is not known, and the page on which it is entered.
fn lacking(what: &str, source: Source) -> Draft {
    Draft::default().lack(lack(what, source))
}

fn lack(what: &str, source: Source) -> Sentence {
    Sentence::of(what)
        .say(" See ")
        .words(source.name(), source)
        .say(".")
}

/// Words that somebody wrote, as the end of a sentence of ours.
fn unstopped(words: &str) -> &str {
    words.trim().trim_end_matches('.')
}
