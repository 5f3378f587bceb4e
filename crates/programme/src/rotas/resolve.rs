//! What stands when several sources speak of one day (programme I4).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{Kind, Standing, StoredShift};

/// After so many days a fact is unknown (programme I3).
pub const STALE_AFTER_DAYS: i64 = 14;

/// One day of one resident.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Day {
    /// The facts that stand.
    pub facts: Vec<StoredShift>,
    /// What other sources say, where it is something else.
    pub others: Vec<StoredShift>,
    /// Whether the facts that stand are too old to be believed.
    pub is_stale: bool,
}

impl Day {
    /// Whether the day counts as known.
    pub fn is_known(&self) -> bool {
        !self.facts.is_empty() && !self.is_stale && all_known(&self.facts)
    }
}

/// Decides for every resident and day what stands. `home` tells at which site a resident is placed on a date: of two
/// sites that both list a doctor, the one where the doctor works is believed.
pub fn resolve(
    facts: Vec<StoredShift>,
    now: Timestamp,
    home: &dyn Fn(Uuid, Date) -> Option<Uuid>,
) -> BTreeMap<(Uuid, Date), Day> {
    let mut days: BTreeMap<(Uuid, Date), Vec<StoredShift>> = BTreeMap::new();
    for fact in facts {
        days.entry((fact.resident, fact.date))
            .or_default()
            .push(fact);
    }
    days.into_iter()
        .map(|(key, facts)| (key, day(facts, now, home(key.0, key.1))))
        .collect()
}

/// What one source says of a day.
struct Statement {
    standing: Standing,
    facts: Vec<StoredShift>,
    is_stale: bool,
}

impl Statement {
    fn is_believed(&self) -> bool {
        !self.is_stale && all_known(&self.facts)
    }

    fn has_duty(&self) -> bool {
        self.facts.iter().any(|fact| fact.kind.is_duty())
    }

    fn is_free(&self) -> bool {
        self.facts.iter().all(|fact| fact.kind.is_free())
    }
}

fn day(facts: Vec<StoredShift>, now: Timestamp, home: Option<Uuid>) -> Day {
    let mut statements = statements(facts, now, home);
    // What a hospital or a doctor has said of the day, even that it is not known, is not filled in from a pattern.
    let is_pattern = |one: &Statement| one.standing == Standing::Template;
    let chosen = statements
        .iter()
        .position(|one| one.is_believed() && !is_pattern(one))
        .unwrap_or(0);
    let on_duty = statements
        .iter()
        .position(|one| one.is_believed() && one.has_duty());
    // Clinical work against a free day is clinical work, whoever says so. What is too old calls no day free.
    let chosen = match on_duty {
        Some(on_duty) if statements[chosen].is_free() && !statements[chosen].is_stale => on_duty,
        _ => chosen,
    };
    let stands = statements.swap_remove(chosen);
    let others = statements
        .into_iter()
        .filter(|one| !one.is_stale)
        .flat_map(|one| one.facts)
        .filter(|fact| !stands.facts.iter().any(|kept| agree(kept, fact)))
        .collect();
    Day {
        facts: stands.facts,
        others,
        is_stale: stands.is_stale,
    }
}

/// What decides which of two statements is believed, in this order; the last only tells them apart.
type Rank = (Standing, bool, Reverse<Timestamp>, Option<Uuid>);

/// The statements on one day, the most believed first: by standing, of sites the one where the doctor works, then
/// the newest.
fn statements(facts: Vec<StoredShift>, now: Timestamp, home: Option<Uuid>) -> Vec<Statement> {
    let mut by_import: BTreeMap<Rank, Vec<StoredShift>> = BTreeMap::new();
    for fact in facts {
        let standing = fact.source.standing();
        let elsewhere = standing == Standing::Site && home.is_some_and(|home| home != fact.site);
        let key = (standing, elsewhere, Reverse(fact.imported_at), fact.import);
        by_import.entry(key).or_default().push(fact);
    }
    let oldest = now - SignedDuration::from_hours(24 * STALE_AFTER_DAYS);
    by_import
        .into_iter()
        .map(|((standing, _, imported_at, _), facts)| Statement {
            standing,
            is_stale: imported_at.0 < oldest,
            facts,
        })
        .collect()
}

fn all_known(facts: &[StoredShift]) -> bool {
    facts.iter().all(|fact| fact.kind != Kind::Unknown)
}

fn agree(a: &StoredShift, b: &StoredShift) -> bool {
    a.kind == b.kind && (a.whole_day && b.whole_day || (a.start, a.end) == (b.start, b.end))
}
