//! What is still needed of a set: pure, from a log, supervision and papers.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{Clause, ClauseKind, Counted, Filter, Per, RequirementSet};
use crate::facilitators::training::{Document, DocumentKind, LogEntry, Supervision};
use crate::wording::{capital, listed};

/// A clause that is not met yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which clause.
    pub clause: String,
    /// How much is missing: entries, cases, minutes of a clause in hours, periods in a row, or one paper.
    pub short: u64,
    /// What is missing, in words.
    pub words: String,
}

/// What a set still asks of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needed {
    /// The clauses are not known, so nothing can be said: never "complete".
    NotKnown,
    /// They are known.
    Known {
        /// Clauses that are not met yet.
        missing: Vec<Missing>,
        /// The same of clauses that are only recommended.
        recommended: Vec<Missing>,
    },
}

impl Needed {
    /// Whether everything that is asked is there.
    pub fn is_complete(&self) -> bool {
        matches!(self, Self::Known { missing, .. } if missing.is_empty())
    }

    /// The finding as a sentence without a full stop.
    pub fn words(&self) -> String {
        match self {
            Self::NotKnown => "What is still needed is not known".into(),
            Self::Known { missing, .. } if missing.is_empty() => {
                "Nothing that is asked is missing".into()
            }
            Self::Known { missing, .. } => {
                let words: Vec<String> = missing.iter().map(|one| one.words.clone()).collect();
                format!("Still needed: {}", listed(&words))
            }
        }
    }
}

/// What a clause is measured against.
#[derive(Clone, Copy)]
pub(super) struct Held<'a> {
    pub(super) log: &'a [LogEntry],
    pub(super) supervision: &'a [Supervision],
    pub(super) documents: &'a [Document],
    pub(super) today: Date,
}

impl Held<'_> {
    fn has(&self, kind: DocumentKind) -> bool {
        self.documents
            .iter()
            .any(|one| one.kind == kind && one.on <= self.today)
    }

    /// What counts, as days with amounts: entries, cases, or supervision.
    fn amounts(&self, of: Counted, filter: &Filter) -> Vec<(Date, u64)> {
        let entries = |amount: fn(&LogEntry) -> u64| {
            let counts = |one: &&LogEntry| one.on <= self.today && filter.takes(one);
            let entries = self.log.iter().filter(counts);
            entries.map(|one| (one.on, amount(one))).collect()
        };
        match of {
            Counted::Sessions => entries(|_| 1),
            Counted::Cases => entries(|one| u64::from(one.cases)),
            Counted::Supervision => self.supervised(filter).map(|one| (one.on, 1)).collect(),
        }
    }

    fn supervised(&self, filter: &Filter) -> impl Iterator<Item = &Supervision> {
        self.supervision
            .iter()
            .filter(move |one| one.on <= self.today && filter.takes_day(one.on))
    }
}

/// What of a set is still needed. What lies after today does not count.
pub fn still_needed(
    set: &RequirementSet,
    log: &[LogEntry],
    supervision: &[Supervision],
    documents: &[Document],
    today: Date,
) -> Needed {
    needed(
        set,
        Held {
            log,
            supervision,
            documents,
            today,
        },
    )
}

pub(super) fn needed(set: &RequirementSet, held: Held<'_>) -> Needed {
    if set.clauses.is_empty() {
        return Needed::NotKnown;
    }
    let unmet = |recommended: bool| {
        let clauses = set.clauses.iter();
        clauses
            .filter(|clause| clause.recommended == recommended)
            .filter_map(|clause| missing(clause, held))
            .collect()
    };
    Needed::Known {
        missing: unmet(false),
        recommended: unmet(true),
    }
}

fn missing(clause: &Clause, held: Held<'_>) -> Option<Missing> {
    let told = |short: u64, words: String| {
        (short > 0).then(|| Missing {
            clause: clause.id.clone(),
            short,
            words,
        })
    };
    if let Some(paper) = clause.paper() {
        let short = u64::from(!held.has(paper));
        return told(short, clause.one.clone());
    }
    match clause.kind {
        ClauseKind::Hours => {
            let minutes: i64 = match clause.of {
                Counted::Supervision => held.supervised(&clause.filter).map(|one| one.minutes),
                // Entries of a log have no length; only supervision is measured in hours.
                Counted::Sessions | Counted::Cases => return None,
            }
            .sum();
            let minutes = u64::try_from(minutes).unwrap_or(0);
            let short = (u64::from(clause.min) * 60).saturating_sub(minutes);
            let words = format!("{} of {}", hours(short), clause.many);
            told(short, words)
        }
        ClauseKind::Rate => {
            let amounts = held.amounts(clause.of, &clause.filter);
            let run = longest_run(&amounts, clause);
            let short = u64::from(clause.periods()).saturating_sub(run);
            told(short, rate_words(clause, run))
        }
        ClauseKind::Count | ClauseKind::Document | ClauseKind::Membership => {
            count(clause, held).and_then(|(short, words)| told(short, words))
        }
    }
}

/// The shortfall of a clause that counts with its words; none if it is met in one way or another.
fn count(clause: &Clause, held: Held<'_>) -> Option<(u64, String)> {
    let have = |filter: &Filter| -> u64 {
        let amounts = held.amounts(clause.of, filter);
        amounts.iter().map(|(_, amount)| amount).sum()
    };
    let mut least = (u64::from(clause.min)).saturating_sub(have(&clause.filter));
    let mut main = more(least, have(&clause.filter), &clause.one, &clause.many);
    let mut others = Vec::new();
    let open = |with: Option<DocumentKind>| with.is_none_or(|kind| held.has(kind));
    for other in clause.alternatives.iter().filter(|one| open(one.with)) {
        let filter = other.filter.as_ref().unwrap_or(&clause.filter);
        let short = u64::from(other.min).saturating_sub(have(filter));
        if short == 0 {
            return None;
        }
        let one = other.one.as_deref().unwrap_or(&clause.one);
        let many = other.many.as_deref().unwrap_or(&clause.many);
        let words = more(short, have(filter), one, many);
        if other.filter.is_none() {
            // The same thing counted against another number: the smaller number is what is needed.
            if short < least {
                (least, main) = (short, words);
            }
        } else {
            others.push(words);
        }
    }
    let words = std::iter::once(main).chain(others);
    let words: Vec<String> = words.collect();
    (least > 0).then(|| (least, words.join(" or ")))
}

fn more(short: u64, have: u64, one: &str, many: &str) -> String {
    let name = if short == 1 { one } else { many };
    match have {
        0 => format!("{short} {name}"),
        _ => format!("{short} more {name}"),
    }
}

fn rate_words(clause: &Clause, run: u64) -> String {
    let name = match clause.periods() {
        1 => &clause.one,
        _ => &clause.many,
    };
    match (clause.periods(), run) {
        (1, _) => format!("1 {name}"),
        (asked, 0) => format!("{asked} {name}"),
        (asked, run) => format!("{asked} {name}, so far {run}"),
    }
}

fn hours(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (whole, 0) => format!("{whole} h"),
        (whole, rest) => format!("{whole} h {rest} min"),
    }
}

/// The most periods in a row that each hold enough.
fn longest_run(amounts: &[(Date, u64)], clause: &Clause) -> u64 {
    let enough = u64::from(clause.min);
    match clause.per {
        Per::Total => {
            let all: u64 = amounts.iter().map(|(_, amount)| amount).sum();
            u64::from(all >= enough)
        }
        Per::Month => {
            let mut months: BTreeMap<i32, u64> = BTreeMap::new();
            for (on, amount) in amounts {
                let month = i32::from(on.year()) * 12 + i32::from(on.month());
                *months.entry(month).or_default() += amount;
            }
            let full = months.into_iter().filter(|(_, amount)| *amount >= enough);
            let (mut longest, mut run, mut last) = (0, 0, None);
            for (month, _) in full {
                run = if last == Some(month - 1) { run + 1 } else { 1 };
                longest = longest.max(run);
                last = Some(month);
            }
            longest
        }
        Per::Year => {
            let years = |first: &(Date, u64)| years_from(first.0, amounts, enough);
            amounts.iter().map(years).max().unwrap_or(0)
        }
    }
}

/// How many years in a row from a day on hold enough.
fn years_from(first: Date, amounts: &[(Date, u64)], enough: u64) -> u64 {
    let mut run = 0;
    let mut from = first;
    while let Ok(to) = from.checked_add(1.year()) {
        let inside = amounts.iter().filter(|(on, _)| from <= *on && *on < to);
        let sum: u64 = inside.map(|(_, amount)| amount).sum();
        if sum < enough {
            break;
        }
        run += 1;
        from = to;
    }
    run
}

/// What a page says beneath a heading of one thing missing.
impl Missing {
    /// The words as the beginning of a line.
    pub fn line(&self) -> String {
        capital(&self.words)
    }
}
