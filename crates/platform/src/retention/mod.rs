//! How long data are kept (trust RET-1, programme R11).
//!
//! Every table belongs to one [`Class`]. A class says from when its period counts, how long it is unless the settings
//! say otherwise, and what removes what is over it. [`run`] removes class by class and scope by scope, each in one
//! transaction with its row of the record and a tombstone for each table: how many rows, never whose.
//!
//! Nothing is removed early because a clock jumped: a run only removes when the clock has gone on steadily for
//! [`STEADY_DAYS`], seen by runs that are no more than [`WIDEST_GAP_DAYS`] apart. A clock that was put forward by
//! mistake can be put right in that time, and a server that stood still for long removes so much later.

mod own;
mod period;
mod run;
mod store;
mod sweeping;

use std::collections::BTreeMap;

use crate::access::ScopeKind;
use crate::jobs::BoxFuture;
use crate::storage::Migration;
use crate::{Error, Result};

pub use own::CLASSES;
pub use period::Period;
pub use run::{Mode, Report, Swept, next_morning, run};
pub use store::{has_tombstone, hold, holds, lift_hold};
pub use sweeping::Sweeping;

/// Holds, tombstones, erasures, and where a chain of the record begins.
pub const MIGRATION: Migration = Migration {
    name: "0017 retention",
    sql: include_str!("schema.sql"),
    append_only: &["tombstones", "erasures"],
};

/// For so many days the clock must have gone on steadily before anything is removed.
pub const STEADY_DAYS: i64 = 7;

/// A longer time between two runs counts as a clock that jumped.
pub const WIDEST_GAP_DAYS: i64 = 3;

/// Removes what is over its period.
pub type Sweep = for<'a, 'b> fn(&'a mut Sweeping<'b>) -> BoxFuture<'a, Result<()>>;

/// Where a class is swept: one transaction each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Once. It stands still while a hold is in force anywhere, since its rows tell no scope.
    Installation,
    /// In each scope of this kind that no hold keeps.
    Each(ScopeKind),
}

/// Data that are kept for one period.
#[derive(Clone, Copy, Debug)]
pub struct Class {
    /// Its key in the settings.
    pub name: &'static str,
    /// From when its period counts, as a sentence goes on after the period.
    pub counts: &'static str,
    /// How long it is kept where the settings say nothing: [`Period`] in words.
    pub period: &'static str,
    /// Why so long, where the settings say nothing.
    pub note: &'static str,
    /// Its tables, in lists as parts of the house declare them.
    pub tables: &'static [&'static [&'static str]],
    /// Where it is swept.
    pub reach: Reach,
    /// What removes it; none for what names nobody and stays.
    pub sweep: Option<Sweep>,
}

impl Class {
    /// Every table of the class.
    pub fn tables(&self) -> impl Iterator<Item = &'static str> {
        self.tables.iter().copied().flatten().copied()
    }

    fn default_period(&self) -> Period {
        self.period
            .parse()
            .expect("a test reads the period of every class")
    }
}

/// What the settings say about classes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Periods {
    periods: BTreeMap<String, Period>,
    notes: BTreeMap<String, String>,
}

impl Periods {
    /// Reads what the settings say: periods and notes by name of a class.
    ///
    /// # Errors
    /// A sentence that names what is wrong: an unknown class, one that has no period, or words that are no period.
    pub fn read(
        classes: &[Class],
        periods: &BTreeMap<String, String>,
        notes: &BTreeMap<String, String>,
    ) -> Result<Self, String> {
        let mut read = Self {
            notes: notes.clone(),
            ..Self::default()
        };
        for name in periods.keys().chain(notes.keys()) {
            if classes.iter().all(|class| class.name != name) {
                let known: Vec<&str> = classes.iter().map(|class| class.name).collect();
                return Err(format!(
                    "retention has no class \"{name}\"; there are {}",
                    known.join(", ")
                ));
            }
        }
        for (name, words) in periods {
            let period = words
                .parse()
                .map_err(|problem: Error| format!("retention.{name}: {problem}"))?;
            read.periods.insert(name.clone(), period);
        }
        for class in classes.iter().filter(|class| class.sweep.is_none()) {
            if read.of(class) != Period::Never {
                return Err(format!(
                    "retention.{} names nobody and is always kept",
                    class.name
                ));
            }
        }
        Ok(read)
    }

    /// How long a class is kept.
    pub fn of(&self, class: &Class) -> Period {
        let said = self.periods.get(class.name).copied();
        said.unwrap_or_else(|| class.default_period())
    }

    /// Why a class is kept so long.
    pub fn note<'a>(&'a self, class: &'a Class) -> &'a str {
        self.notes.get(class.name).map_or(class.note, |note| note)
    }
}
