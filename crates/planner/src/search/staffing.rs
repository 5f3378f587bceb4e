//! Who leads: teams for a set of open options.

use super::draft::Draft;
use super::table::Table;

/// Gives every draft the smallest team it can have, keeping ties, seats and everybody's time, or
/// returns false. The teams the drafts had before are discarded.
///
/// Complete: false means that no teams exist for these members.
pub(super) fn staff(table: &Table<'_>, drafts: &mut [Draft]) -> bool {
    for draft in drafts.iter_mut() {
        draft.team.clear();
    }
    let mut teams: Vec<(usize, Vec<Vec<usize>>)> = drafts
        .iter()
        .enumerate()
        .map(|(position, draft)| (position, possible_teams(table, draft)))
        .collect();
    teams.sort_by_key(|(_, teams)| teams.len());
    assign(table, drafts, &teams)
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

fn assign(table: &Table<'_>, drafts: &mut [Draft], teams: &[(usize, Vec<Vec<usize>>)]) -> bool {
    let Some(((position, possible), rest)) = teams.split_first() else {
        return true;
    };
    for team in possible {
        if team
            .iter()
            .all(|&f| may_lead(table, drafts, &drafts[*position], f))
        {
            drafts[*position].team.clone_from(team);
            if assign(table, drafts, rest) {
                return true;
            }
            drafts[*position].team.clear();
        }
    }
    false
}

/// Teams that this draft alone allows: one supervised experienced facilitator, or else any pair with an
/// experienced one. Those with the fewest ties among residents who could come stand first.
fn possible_teams(table: &Table<'_>, draft: &Draft) -> Vec<Vec<usize>> {
    let facilitators = &table.facts().facilitators;
    let free = |&f: &usize| may_lead(table, &[], draft, f);
    let free: Vec<usize> = (0..facilitators.len()).filter(free).collect();
    let mut teams = Vec::new();
    for &lead in free.iter().filter(|f| facilitators[**f].experienced) {
        if facilitators[lead].supervised && draft.members.len() <= table.seats(draft.option, 1) {
            teams.push(vec![lead]);
        }
        if draft.members.len() > table.seats(draft.option, 2) {
            continue;
        }
        for &partner in &free {
            let twice = facilitators[partner].experienced && partner < lead;
            if partner != lead && !twice {
                teams.push(vec![lead, partner]);
            }
        }
    }
    teams.sort_by_key(|team| (team.len(), ties_among_eligible(table, draft.option, team)));
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
