//! Who leads: teams for a set of open options.

use super::draft::Draft;
use super::table::Table;

/// Most teams tried for one set of drafts before the answer is left open.
const TRIALS_LIMIT: u32 = 20_000;

/// Whether teams were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Staffing {
    /// Every draft has its team.
    Found,
    /// Proved: no teams exist for these members.
    Impossible,
    /// Too many combinations to try.
    Unknown,
}

/// Gives every draft the smallest team it can have, keeping ties, seats and everybody's time. The teams
/// the drafts had before are discarded. A draft that is still to be filled keeps seats for the least
/// size: a partner never takes the seat of a member the group cannot do without.
pub(super) fn staff(table: &Table<'_>, drafts: &mut [Draft]) -> Staffing {
    for draft in drafts.iter_mut() {
        draft.team.clear();
    }
    if !enough_leads(table, drafts) {
        return Staffing::Impossible;
    }
    let mut teams: Vec<(usize, Vec<Vec<usize>>)> = drafts
        .iter()
        .enumerate()
        .map(|(position, draft)| (position, possible_teams(table, draft)))
        .collect();
    teams.sort_by_key(|(_, teams)| teams.len());
    let mut trials = 0;
    match assign(table, drafts, &teams, &mut trials) {
        true => Staffing::Found,
        false if trials > TRIALS_LIMIT => Staffing::Unknown,
        false => Staffing::Impossible,
    }
}

/// Adds a second facilitator wherever one is left and a seat is free: nobody leads alone without need,
/// and the preferred pair is experienced with psychodynamic training beside the residents' own
/// profession (A1).
pub(super) fn add_partners(table: &Table<'_>, drafts: &mut [Draft]) {
    for position in 0..drafts.len() {
        let draft = &drafts[position];
        let &[alone] = draft.team.as_slice() else {
            continue;
        };
        if draft.members.len() > table.seats(draft.option, 2) {
            continue;
        }
        let everybody = 0..table.facts().facilitators.len();
        let partners = everybody.filter(|&f| f != alone && may_lead(table, drafts, draft, f));
        let best = partners.min_by_key(|&f| (!complements(table, alone, f), f));
        drafts[position].team.extend(best);
    }
}

/// Whether each draft could have an experienced facilitator of its own, overlaps aside: a matching,
/// which rules out most hopeless sets before teams are tried one by one.
fn enough_leads(table: &Table<'_>, drafts: &[Draft]) -> bool {
    let facilitators = &table.facts().facilitators;
    let mut led: Vec<Vec<usize>> = vec![Vec::new(); facilitators.len()];
    (0..drafts.len()).all(|d| {
        let mut seen = vec![false; facilitators.len()];
        find_lead(table, drafts, d, &mut led, &mut seen)
    })
}

fn find_lead(
    table: &Table<'_>,
    drafts: &[Draft],
    draft: usize,
    led: &mut [Vec<usize>],
    seen: &mut [bool],
) -> bool {
    for f in 0..led.len() {
        let facts = &table.facts().facilitators[f];
        if seen[f] || !facts.experienced || !may_lead(table, &[], &drafts[draft], f) {
            continue;
        }
        seen[f] = true;
        if led[f].len() < facts.max_groups {
            led[f].push(draft);
            return true;
        }
        for turn in 0..led[f].len() {
            if find_lead(table, drafts, led[f][turn], led, seen) {
                led[f][turn] = draft;
                return true;
            }
        }
    }
    false
}

fn assign(
    table: &Table<'_>,
    drafts: &mut [Draft],
    teams: &[(usize, Vec<Vec<usize>>)],
    trials: &mut u32,
) -> bool {
    let Some(((position, possible), rest)) = teams.split_first() else {
        return true;
    };
    for team in possible {
        *trials += 1;
        if *trials > TRIALS_LIMIT {
            return false;
        }
        if team
            .iter()
            .all(|&f| may_lead(table, drafts, &drafts[*position], f))
        {
            drafts[*position].team.clone_from(team);
            if assign(table, drafts, rest, trials) {
                return true;
            }
            drafts[*position].team.clear();
        }
    }
    false
}

/// Teams that this draft alone allows: one supervised experienced facilitator, or else any pair with an
/// experienced one, with everybody who must lead. The published team stands first, then those with the
/// fewest ties among residents who could come.
fn possible_teams(table: &Table<'_>, draft: &Draft) -> Vec<Vec<usize>> {
    let facilitators = &table.facts().facilitators;
    let free = |&f: &usize| may_lead(table, &[], draft, f);
    let free: Vec<usize> = (0..facilitators.len()).filter(free).collect();
    let needed = draft.members.len().max(table.facts().policy.min_size);
    let leaders = table.locked.leaders(draft.option);
    let mut teams = Vec::new();
    for &lead in free.iter().filter(|f| facilitators[**f].experienced) {
        if facilitators[lead].supervised && needed <= table.seats(draft.option, 1) {
            teams.push(vec![lead]);
        }
        if needed > table.seats(draft.option, 2) {
            continue;
        }
        for &partner in &free {
            let twice = facilitators[partner].experienced && partner < lead;
            if partner != lead && !twice {
                teams.push(vec![lead, partner]);
            }
        }
    }
    teams.retain(|team| leaders.iter().all(|leader| team.contains(leader)));
    let published = &table.published_teams[draft.option];
    teams.sort_by_key(|team| {
        let new = team.len() != published.len() || !team.iter().all(|f| published.contains(f));
        (
            new,
            team.len(),
            ties_among_eligible(table, draft.option, team),
        )
    });
    teams
}

fn ties_among_eligible(table: &Table<'_>, option: usize, team: &[usize]) -> usize {
    let residents = 0..table.facts().residents.len();
    let tied = |r: &usize| table.eligible(*r, option) && team.iter().any(|&f| table.tied(f, *r));
    residents.filter(tied).count()
}

fn may_lead(table: &Table<'_>, drafts: &[Draft], draft: &Draft, facilitator: usize) -> bool {
    let facts = &table.facts().facilitators[facilitator];
    let led = || {
        drafts
            .iter()
            .filter(|other| other.team.contains(&facilitator))
    };
    facts.available[draft.option]
        && led().count() < facts.max_groups
        && !led().any(|other| table.overlap(other.option, draft.option))
        && !draft
            .members
            .iter()
            .any(|&resident| table.tied(facilitator, resident))
}

fn complements(table: &Table<'_>, lead: usize, partner: usize) -> bool {
    let facilitators = &table.facts().facilitators;
    let preferred = |one: usize, two: usize| {
        let (one, two) = (&facilitators[one], &facilitators[two]);
        one.experienced && one.psychodynamic && two.same_profession
    };
    preferred(lead, partner) || preferred(partner, lead)
}
