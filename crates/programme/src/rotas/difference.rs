//! What a new rota changes of the one before (programme I1).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Kind, folded};

/// One statement as far as it matters to a reader who compares two rotas.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// The code in the form in which spellings are compared.
    pub code: String,
    /// What it means.
    pub kind: Kind,
    /// From when to when; none for a whole day.
    pub hours: Option<(Timestamp, Timestamp)>,
}

impl Said {
    /// A statement of a fact.
    pub fn new(code: &str, kind: Kind, hours: Option<(Timestamp, Timestamp)>) -> Self {
        Self {
            code: folded(code),
            kind,
            hours,
        }
    }
}

/// What is said of each resident and day.
pub type Statements<P> = BTreeMap<(P, Date), BTreeSet<Said>>;

/// How one day changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<P> {
    /// Whose day.
    pub person: P,
    /// Which day.
    pub date: Date,
    /// What was said before; empty if nothing.
    pub before: BTreeSet<Said>,
    /// What is said now; empty if nothing.
    pub after: BTreeSet<Said>,
}

/// The days that differ, in the order of people and dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<P> {
    /// Days of which something is said that nothing was said of.
    pub added: Vec<Change<P>>,
    /// Days of which nothing is said any more.
    pub removed: Vec<Change<P>>,
    /// Days of which something else is said.
    pub changed: Vec<Change<P>>,
    /// How many days are as they were.
    pub same: usize,
}

/// Compares two rotas day by day. Swapping the two swaps what is added and what is removed.
pub fn difference<P: Ord + Clone>(before: &Statements<P>, after: &Statements<P>) -> Difference<P> {
    let mut difference = Difference {
        added: Vec::new(),
        removed: Vec::new(),
        changed: Vec::new(),
        same: 0,
    };
    let keys: BTreeSet<&(P, Date)> = before.keys().chain(after.keys()).collect();
    for key in keys {
        let change = Change {
            person: key.0.clone(),
            date: key.1,
            before: before.get(key).cloned().unwrap_or_default(),
            after: after.get(key).cloned().unwrap_or_default(),
        };
        match (change.before.is_empty(), change.after.is_empty()) {
            _ if change.before == change.after => difference.same += 1,
            (true, _) => difference.added.push(change),
            (_, true) => difference.removed.push(change),
            _ => difference.changed.push(change),
        }
    }
    difference
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn statements() -> impl Strategy<Value = Statements<u8>> {
        let said = prop_oneof![
            Just(Said::new("LD", Kind::Clinical, None)),
            Just(Said::new("off", Kind::Off, None)),
        ];
        let key = (0u8..3, 1i8..6).prop_map(|(who, day)| (who, Date::constant(2026, 11, day)));
        let set = prop::collection::btree_set(said, 1..3);
        prop::collection::btree_map(key, set, 0..12)
    }

    proptest! {
        #[test]
        fn a_rota_compared_with_itself_changes_nothing(rota in statements()) {
            let found = difference(&rota, &rota);
            prop_assert_eq!(found.same, rota.len());
            prop_assert!(found.added.is_empty() && found.removed.is_empty() && found.changed.is_empty());
        }

        #[test]
        fn every_day_of_either_rota_is_counted_once(a in statements(), b in statements()) {
            let found = difference(&a, &b);
            let there = difference(&b, &a);
            let days: BTreeSet<_> = a.keys().chain(b.keys()).collect();
            let counted = found.added.len() + found.removed.len() + found.changed.len() + found.same;
            prop_assert_eq!(counted, days.len());
            prop_assert_eq!(found.added.len(), there.removed.len());
            prop_assert_eq!(found.changed.len(), there.changed.len());
        }
    }
}
