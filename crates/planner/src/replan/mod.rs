//! A published plan meets new facts (programme 8.4): what still holds stays, and as little as possible
//! moves.

mod difference;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::search::least_change;
use crate::{Facts, Plan, Problem, Settings};

pub use difference::{Difference, Led, Move, Place, SiteOf, Tell, WeekChange, difference};

/// A release that a site has approved or locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Approval {
    /// Whose.
    pub resident: usize,
    /// Week of the run, from 0.
    pub week: usize,
}

/// A plan near a published one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replan {
    /// Breaks no hard rule under the new facts; empty and with a
    /// [`contradiction`](Plan::contradiction) if the locks cannot be kept.
    pub plan: Plan,
    /// What is different, and who must be told.
    pub difference: Difference,
    /// Approved releases that could not be kept: they need the site again (M2).
    pub freed: Vec<Approval>,
}

/// The plan that keeps the hard rules under the facts of `problem` and gives up least of `published`.
///
/// In this order: locks stay (H10); fewest places with an approved release are given up, then fewest
/// places; then the objective of programme 8.1, so that whoever lost a place gets another and free seats
/// go to the waiting, if that moves nobody. Whoever keeps a group keeps their weeks as far as rota and
/// caps allow, approved ones first, and gets other weeks only where H9 needs them (M2, M3). Teams stay
/// where they can.
///
/// `published` must be in the numbers of `problem`; a resident who left is best kept in the facts, absent
/// in every week. The places are proved least on small problems, otherwise the best found.
pub fn replan(
    problem: &Problem,
    published: &Plan,
    approved: &[Approval],
    settings: &Settings<'_>,
) -> Replan {
    let facts = problem.facts();
    let exists = |&(resident, option): &(usize, usize)| {
        resident < facts.residents.len() && option < facts.options.len()
    };
    let places = published.groups.iter().flat_map(|group| {
        let members = group.members.iter();
        members.map(|member| (member.resident, group.option))
    });
    let mut places: Vec<(usize, usize)> = places.filter(exists).collect();
    places.sort_unstable();
    places.dedup_by_key(|place| place.0);
    let with_published = Facts {
        published: places,
        ..facts.clone()
    };
    let problem = Problem::new(with_published).expect("places of residents who exist are valid");
    let pairs: Vec<(usize, usize)> = approved.iter().map(|a| (a.resident, a.week)).collect();
    let plan = least_change(&problem, published, &pairs, settings);
    let kept = |plan: &Plan, approval: &&Approval| {
        let place = plan.place_of(approval.resident);
        place.map(|(group, member)| {
            (
                group.option,
                member.attends.get(approval.week) == Some(&true),
            )
        })
    };
    let freed = approved.iter().filter(|approval| {
        let before = kept(published, approval);
        before.is_some_and(|(_, attends)| attends) && kept(&plan, approval) != before
    });
    // A site answers for a release, and for a week in which the resident cannot come any more.
    let site_of = |resident: usize, option: usize, week: usize| {
        let presence = problem.presence(resident, option, week);
        match presence.caps().first() {
            Some(&cell) => Some(problem.facts().caps[cell].site),
            None if presence.is_available() => None,
            None => problem.facts().residents[resident].site,
        }
    };
    Replan {
        difference: difference(published, &plan, &site_of),
        freed: freed.copied().collect(),
        plan,
    }
}
