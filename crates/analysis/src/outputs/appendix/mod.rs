//! The audit appendix (study O7): what was decided and why, in which phases, the codebook at chosen days, and what became of each
//! theme. It has no words of participants unless somebody chooses that the quotes stand in it.

mod gather;
mod lines;
mod shown;

#[cfg(test)]
mod tests;

use super::codebook::Row;
use jiff::civil::Date;

pub(super) use gather::gather;
pub(super) use lines::lines;
pub(super) use shown::report;

/// What stands in an appendix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Appendix {
    /// The oldest first.
    pub(super) phases: Vec<Stretch>,
    /// What was done, the oldest first; codings are too many to be told one by one.
    pub(super) acts: Vec<Act>,
    /// The codebook at the end of each day.
    pub(super) codebooks: Vec<(Date, Vec<Row>)>,
    /// Themes with what stands under them, those that were dropped among them.
    pub(super) themes: Vec<History>,
    /// The quotes, where they were chosen.
    pub(super) quotes: Option<Vec<Quoted>>,
}

/// A time in which an analyst worked in a phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) who: String,
    pub(super) phase: String,
    pub(super) from: Date,
    /// None while it is open.
    pub(super) until: Option<Date>,
    /// `first time`, `return` or `again`.
    pub(super) how: &'static str,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Act {
    pub(super) day: Date,
    pub(super) who: String,
    /// The phase that the analyst stated; empty without one.
    pub(super) phase: String,
    /// Such as `code.merge`.
    pub(super) kind: String,
    pub(super) what: String,
    pub(super) whys: Vec<String>,
    /// Whether a reason is asked for (study R38).
    pub(super) is_structural: bool,
    pub(super) is_taken_back: bool,
}

/// What became of one theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct History {
    /// Its names from the theme down.
    pub(super) path: String,
    /// How far it is; for one that was merged, into which.
    pub(super) status: String,
    pub(super) concept: String,
    pub(super) story: String,
    pub(super) events: Vec<Told>,
}

/// One step of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) day: Date,
    pub(super) who: String,
    pub(super) what: String,
    pub(super) why: String,
}

/// A quote with where it stands; nobody is named (study P3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quoted {
    pub(super) place: String,
    pub(super) words: String,
    pub(super) questions: String,
}

impl Appendix {
    /// How many decisions about the structure have a reason, and how many there are.
    pub(super) fn reasons(&self) -> (usize, usize) {
        let structural = self.acts.iter().filter(|act| act.is_structural);
        let with = structural.clone().filter(|act| !act.whys.is_empty());
        (with.count(), structural.count())
    }

    /// What is not in it, in sentences.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.phases.is_empty() {
            missing.push("Nobody has stated a phase, so there is no timeline of phases.");
        }
        if self.acts.is_empty() {
            missing.push("Nothing was done yet.");
        }
        if self.codebooks.iter().all(|(_, rows)| rows.is_empty()) {
            missing.push("The codebook has no code on the days that were chosen.");
        }
        if self.themes.is_empty() {
            missing.push("There is no theme yet.");
        }
        if self.quotes.as_ref().is_some_and(Vec::is_empty) {
            missing.push("No quote is ready to be printed.");
        }
        missing
    }
}
