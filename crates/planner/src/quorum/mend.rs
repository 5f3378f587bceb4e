use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::{ReleaseState, chance_of_quorum, is_weak};
use crate::{Group, Plan, Presence, Problem};

/// Below this chance a weak session is red, otherwise amber (programme 8.2).
const RED: f64 = 0.60;

/// A session that may well lack its quorum, with what would mend it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeakSession {
    /// The group, by its option.
    pub option: usize,
    /// Week of the run, from 0.
    pub week: usize,
    /// Chance of a quorum.
    pub chance: f64,
    /// Red: below 0.60; otherwise amber.
    pub red: bool,
    /// What could be done, the smallest move that mends it first. May be empty.
    pub moves: Vec<Mend>,
}

/// Something that could be done for a weak session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mend {
    /// What.
    pub action: Move,
    /// Chance of a quorum afterwards.
    pub chance: f64,
    /// Whether that is enough.
    pub enough: bool,
    /// In words.
    pub sentence: String,
}

/// The kinds of move, the smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Move {
    /// A member's release is planned and not certain: have it locked.
    Confirm {
        /// Whose.
        resident: usize,
    },
    /// A member could come and the site's cap has room: ask for one more release, or invite them if
    /// they need none.
    Ask {
        /// Whose.
        resident: usize,
    },
    /// One release of that week goes to a member of this group instead of a member of another, which
    /// keeps its quorum.
    Exchange {
        /// Who comes instead.
        resident: usize,
        /// Who stays at work.
        instead_of: usize,
    },
    /// Somebody without a place could have one in this group for the whole run.
    Offer {
        /// To whom.
        resident: usize,
    },
}

/// The weak sessions of a plan in order of option and week. `plan` must be well formed for `problem`.
pub fn weak_sessions(problem: &Problem, plan: &Plan) -> Vec<WeakSession> {
    let policy = &problem.facts().policy;
    let mut found = Vec::new();
    for group in &plan.groups {
        let offers = could_join(problem, plan, group);
        for week in 0..policy.weeks {
            let chances = chances(problem, group, week, None);
            if !is_weak(&chances, policy.quorum, policy.quorum_chance) {
                continue;
            }
            let chance = chance_of_quorum(&chances, policy.quorum);
            found.push(WeakSession {
                option: group.option,
                week,
                chance,
                red: chance < RED,
                moves: moves(problem, plan, group, week, &offers),
            });
        }
    }
    found
}

fn moves(
    problem: &Problem,
    plan: &Plan,
    group: &Group,
    week: usize,
    offers: &[usize],
) -> Vec<Mend> {
    let presence = |resident: usize| problem.presence(resident, group.option, week);
    let locked = ReleaseState::Locked.prior().chance(0, 0);
    let mut actions: Vec<(Move, f64)> = Vec::new();
    for member in &group.members {
        let resident = member.resident;
        let chance = presence(resident).chance();
        let released = matches!(presence(resident), Presence::Released { .. });
        if member.attends[week] {
            if released && chance < locked {
                actions.push((Move::Confirm { resident }, locked));
            }
        } else if presence(resident).is_available() {
            if has_room(problem, plan, presence(resident), week) {
                actions.push((Move::Ask { resident }, chance));
            } else {
                let others = exchanges(problem, plan, group, resident, week);
                let exchange = |instead_of| Move::Exchange {
                    resident,
                    instead_of,
                };
                actions.extend(others.into_iter().map(|other| (exchange(other), chance)));
            }
        }
    }
    for &resident in offers {
        if has_room(problem, plan, presence(resident), week) {
            actions.push((Move::Offer { resident }, presence(resident).chance()));
        }
    }
    let mut mends: Vec<Mend> = actions
        .into_iter()
        .filter_map(|(action, with)| mend(problem, group, week, action, with))
        .collect();
    mends.sort_by(|a, b| {
        let key = |mend: &Mend| (!mend.enough, kind(&mend.action));
        (key(a).cmp(&key(b)))
            .then(b.chance.total_cmp(&a.chance))
            .then(name(problem, &a.action).cmp(name(problem, &b.action)))
            .then(a.sentence.cmp(&b.sentence))
    });
    mends
}

/// The move with what it does, if it does anything.
fn mend(problem: &Problem, group: &Group, week: usize, action: Move, with: f64) -> Option<Mend> {
    let policy = &problem.facts().policy;
    let replaced = match action {
        Move::Confirm { resident } => Some(resident),
        _ => None,
    };
    let mut after = chances(problem, group, week, replaced);
    let before = chances(problem, group, week, None);
    after.push(with);
    let chance = chance_of_quorum(&after, policy.quorum);
    let gained = chance - chance_of_quorum(&before, policy.quorum);
    let enough = !is_weak(&after, policy.quorum, policy.quorum_chance);
    (gained > 1e-9).then(|| Mend {
        sentence: sentence(problem, group, week, &action, chance),
        action,
        chance,
        enough,
    })
}

/// Chances of those planned for a session, one of them left out.
fn chances(problem: &Problem, group: &Group, week: usize, except: Option<usize>) -> Vec<f64> {
    let coming = group.members.iter().filter(|m| m.attends[week]);
    let coming = coming.filter(|m| Some(m.resident) != except);
    coming
        .map(|m| problem.presence(m.resident, group.option, week).chance())
        .collect()
}

/// Whether every cap of a presence has room for one more.
fn has_room(problem: &Problem, plan: &Plan, presence: &Presence, week: usize) -> bool {
    let cells = &problem.facts().caps;
    let fits = |&cell: &usize| released(problem, plan, week, cell) < cells[cell].cap;
    presence.is_available() && presence.caps().iter().all(fits)
}

fn released(problem: &Problem, plan: &Plan, week: usize, cell: usize) -> usize {
    let counts = |group: &Group| {
        let out = group.members.iter().filter(|m| {
            let presence = problem.presence(m.resident, group.option, week);
            m.attends[week] && presence.caps().contains(&cell)
        });
        out.count()
    };
    plan.groups.iter().map(counts).sum()
}

/// Members of other groups whose release this resident could have: their own group keeps its quorum
/// and they keep enough weeks.
fn exchanges(
    problem: &Problem,
    plan: &Plan,
    group: &Group,
    resident: usize,
    week: usize,
) -> Vec<usize> {
    let policy = &problem.facts().policy;
    let wanted = problem.presence(resident, group.option, week).caps();
    let mut found = Vec::new();
    for other in plan.groups.iter().filter(|g| g.option != group.option) {
        for member in other.members.iter().filter(|m| m.attends[week]) {
            let holds = problem.presence(member.resident, other.option, week).caps();
            let frees = wanted.iter().all(|cell| {
                let cap = problem.facts().caps[*cell].cap;
                holds.contains(cell) || released(problem, plan, week, *cell) < cap
            });
            let weeks = member.attends.iter().filter(|w| **w).count();
            let left = chances(problem, other, week, Some(member.resident));
            let keeps = !is_weak(&left, policy.quorum, policy.quorum_chance);
            let shares = wanted.iter().any(|cell| holds.contains(cell));
            if frees && shares && keeps && weeks > policy.min_weeks {
                found.push(member.resident);
            }
        }
    }
    found
}

/// Residents without a place who could have one in this group as the plan stands.
fn could_join(problem: &Problem, plan: &Plan, group: &Group) -> Vec<usize> {
    let facts = problem.facts();
    let seats = facts.options[group.option].capacity;
    let seats = seats.saturating_sub(group.facilitators.len());
    if group.members.len() >= seats.min(facts.policy.max_size) {
        return Vec::new();
    }
    let apart = |one: usize, two: usize| {
        facts.keep_apart.contains(&(one, two)) || facts.keep_apart.contains(&(two, one))
    };
    let may = |&resident: &usize| {
        let choice = &facts.residents[resident].choices[group.option];
        let tied = group
            .facilitators
            .iter()
            .any(|f| facts.ties.contains(&(*f, resident)));
        let barred = facts.locks.iter().any(|lock| {
            let (r, o) = (resident, group.option);
            matches!(lock, crate::Lock::ResidentNotIn { resident, option } if (*resident, *option) == (r, o))
        });
        let weeks = choice.weeks.iter().enumerate();
        let open = weeks.filter(|(week, presence)| has_room(problem, plan, presence, *week));
        choice.venue_allowed
            && !tied
            && !barred
            && !group.members.iter().any(|m| apart(m.resident, resident))
            && open.count() >= facts.policy.min_weeks
    };
    let mut residents: Vec<usize> = plan.unplaced.iter().copied().filter(may).collect();
    residents.sort_by_key(|&r| {
        (
            Reverse(facts.residents[r].weight),
            &facts.residents[r].reference,
        )
    });
    residents
}

fn kind(action: &Move) -> usize {
    match action {
        Move::Confirm { .. } => 0,
        Move::Ask { .. } => 1,
        Move::Exchange { .. } => 2,
        Move::Offer { .. } => 3,
    }
}

fn name<'a>(problem: &'a Problem, action: &Move) -> &'a str {
    let (Move::Confirm { resident }
    | Move::Ask { resident }
    | Move::Exchange { resident, .. }
    | Move::Offer { resident }) = *action;
    &problem.facts().residents[resident].reference
}

fn sentence(problem: &Problem, group: &Group, week: usize, action: &Move, chance: f64) -> String {
    let who = name(problem, action);
    let label = &problem.facts().options[group.option].label;
    let what = match *action {
        Move::Confirm { .. } => format!("have the release of {who} locked"),
        Move::Ask { resident } => match problem.presence(resident, group.option, week) {
            Presence::Released { .. } => format!("ask for the release of {who}"),
            _ => format!("invite {who}, who needs no release"),
        },
        Move::Exchange { instead_of, .. } => {
            let other = &problem.facts().residents[instead_of].reference;
            format!("ask for the release of {who} instead of {other}")
        }
        Move::Offer { .. } => format!("offer {who} a place"),
    };
    let percent = (chance * 100.0).floor();
    format!(
        "{label}, week {}: {what}; the quorum is then {percent} % likely",
        week + 1
    )
}
