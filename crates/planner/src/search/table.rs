use super::draft::{Draft, Worth};
use super::locked::Locked;
use crate::{Facts, Objective, Presence, Problem};

/// What the search prefers before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// The objective.
    Best,
    /// The published plan, then the objective (M3).
    LeastChange,
}

/// What a published plan gave a resident.
#[derive(Clone, Debug, Default)]
pub(super) struct Published {
    /// Weeks of planned attendance; empty without a place.
    pub(super) attends: Vec<bool>,
    /// Weeks whose release a site has approved.
    pub(super) approved: Vec<usize>,
}

/// What the search asks again and again, worked out once.
pub(super) struct Table<'a> {
    problem: &'a Problem,
    pub(super) aim: Aim,
    pub(super) locked: Locked,
    /// Teams of the published plan by option, preferred where they can still lead.
    pub(super) published_teams: Vec<Vec<usize>>,
    /// By resident; empty unless the aim is the least change.
    pub(super) published: Vec<Published>,
    /// By resident.
    published_place: Vec<Option<usize>>,
    /// `[resident][option]`
    eligible: Vec<Vec<bool>>,
    /// `[facilitator][resident]`
    tied: Vec<Vec<bool>>,
    apart: Vec<Vec<usize>>,
    /// `[option][option]`
    overlaps: Vec<Vec<bool>>,
    exclusive: Vec<Vec<bool>>,
    /// For each cap cell the position of its site among all sites, those of `facts.sites` first.
    cell_site: Vec<usize>,
    sites: usize,
}

impl<'a> Table<'a> {
    pub(super) fn new(problem: &'a Problem) -> Self {
        let facts = problem.facts();
        let (residents, options) = (facts.residents.len(), facts.options.len());
        let mut numbers: Vec<usize> = facts.sites.iter().map(|site| site.number).collect();
        let position = |number: usize, numbers: &mut Vec<usize>| {
            let known = numbers.iter().position(|other| *other == number);
            known.unwrap_or_else(|| {
                numbers.push(number);
                numbers.len() - 1
            })
        };
        let cells = facts.caps.iter();
        let cell_site = cells
            .map(|cell| position(cell.site, &mut numbers))
            .collect();
        let mut table = Table {
            problem,
            aim: Aim::Best,
            locked: Locked::new(facts),
            published_teams: vec![Vec::new(); options],
            published: Vec::new(),
            published_place: vec![None; residents],
            eligible: Vec::new(),
            tied: vec![vec![false; residents]; facts.facilitators.len()],
            apart: vec![Vec::new(); residents],
            overlaps: symmetric(&facts.overlaps, options),
            exclusive: symmetric(&facts.exclusive, options),
            cell_site,
            sites: numbers.len(),
        };
        for &(facilitator, resident) in &facts.ties {
            table.tied[facilitator][resident] = true;
        }
        for &(one, two) in &facts.keep_apart {
            table.apart[one].push(two);
            table.apart[two].push(one);
        }
        for &(resident, option) in &facts.published {
            table.published_place[resident] = Some(option);
        }
        let openable: Vec<bool> = (0..options).map(|option| table.openable(option)).collect();
        let row = |r| {
            let may = |o: usize| openable[o] && table.locked.allows(r, o) && may_join(facts, r, o);
            (0..options).map(may).collect()
        };
        table.eligible = (0..residents).map(row).collect();
        table
    }

    pub(super) fn facts(&self) -> &'a Facts {
        self.problem.facts()
    }

    pub(super) fn presence(&self, resident: usize, option: usize, week: usize) -> &'a Presence {
        self.problem.presence(resident, option, week)
    }

    /// Whether a resident could be a member here if nobody else existed.
    pub(super) fn eligible(&self, resident: usize, option: usize) -> bool {
        self.eligible[resident][option]
    }

    pub(super) fn tied(&self, facilitator: usize, resident: usize) -> bool {
        self.tied[facilitator][resident]
    }

    pub(super) fn apart(&self, resident: usize) -> &[usize] {
        &self.apart[resident]
    }

    pub(super) fn overlap(&self, one: usize, two: usize) -> bool {
        self.overlaps[one][two]
    }

    pub(super) fn exclude(&self, one: usize, two: usize) -> bool {
        self.exclusive[one][two]
    }

    pub(super) fn weight(&self, resident: usize) -> u64 {
        u64::from(self.facts().residents[resident].weight)
    }

    /// Most members of a group here beside `facilitators` people (H2).
    pub(super) fn seats(&self, option: usize, facilitators: usize) -> usize {
        let room = self.facts().options[option].capacity;
        self.facts()
            .policy
            .max_size
            .min(room.saturating_sub(facilitators))
    }

    /// In how many ways everybody could be placed or left out, rules aside.
    pub(super) fn ways_to_place(&self) -> f64 {
        let ways = |row: &Vec<bool>| 1.0 + row.iter().filter(|e| **e).count() as f64;
        self.eligible.iter().map(ways).product()
    }

    /// What these groups are worth by their members alone; what depends on attendance stays empty.
    pub(super) fn worth_of_places(&self, drafts: &[Draft]) -> Worth {
        let facts = self.facts();
        let mut objective = Objective {
            changes: facts.published.len() as u64,
            ..Objective::default()
        };
        let approved = self.published.iter().filter(|p| !p.approved.is_empty());
        let mut freed = approved.count() as u64;
        for draft in drafts {
            for (position, &resident) in draft.members.iter().enumerate() {
                let choice = &facts.residents[resident].choices[draft.option];
                objective.placed_weight += self.weight(resident);
                objective.travel_minutes += u64::from(choice.travel_minutes);
                objective.same_site_pairs += self.same_site(resident, &draft.members[..position]);
                if self.published_place[resident] == Some(draft.option) {
                    objective.changes -= 1;
                    freed -= u64::from(self.approved(resident));
                }
            }
        }
        let given_up = match self.aim {
            Aim::Best => (0, 0),
            Aim::LeastChange => (freed, objective.changes),
        };
        Worth {
            given_up,
            objective,
        }
    }

    /// What this resident not being at `option` gives up.
    pub(super) fn given_up(&self, resident: usize, option: Option<usize>) -> (u64, u64) {
        let published = self.published_place[resident];
        if self.aim == Aim::Best || published.is_none() || published == option {
            return (0, 0);
        }
        (u64::from(self.approved(resident)), 1)
    }

    /// The published place of a resident, whatever the aim.
    pub(super) fn published_place(&self, resident: usize) -> Option<usize> {
        self.published_place[resident]
    }

    /// Whether a site has approved a release for the published place.
    pub(super) fn approved(&self, resident: usize) -> bool {
        let published = self.published.get(resident);
        published.is_some_and(|published| !published.approved.is_empty())
    }

    fn same_site(&self, resident: usize, others: &[usize]) -> u64 {
        let residents = &self.facts().residents;
        let Some(site) = residents[resident].site else {
            return 0;
        };
        let same = others.iter().filter(|&&o| residents[o].site == Some(site));
        same.count() as u64
    }

    /// How many sites can give anything.
    pub(super) fn sites(&self) -> usize {
        self.sites
    }

    /// The site that lets a resident go in a week of an option, and for how many minutes.
    pub(super) fn release(
        &self,
        resident: usize,
        option: usize,
        week: usize,
    ) -> Option<(usize, u64)> {
        let presence = self.presence(resident, option, week);
        let site = self.cell_site[*presence.caps().first()?];
        Some((site, u64::from(presence.release_minutes())))
    }

    /// Level 4: what each site with eligible residents gives over its share, worst first.
    pub(super) fn ratios(&self, given: &[u64]) -> Vec<u64> {
        let sites = &self.facts().sites;
        let total: u128 = given.iter().map(|minutes| u128::from(*minutes)).sum();
        let eligible: u128 = sites.iter().map(|site| u128::from(site.eligible)).sum();
        let ratio = |(site, minutes): (&crate::Site, &u64)| {
            if site.eligible == 0 {
                return None;
            }
            let share = total * u128::from(site.eligible);
            let ratio = u128::from(*minutes) * eligible * 1_000_000;
            Some(ratio.checked_div(share).unwrap_or(0) as u64)
        };
        let mut ratios: Vec<u64> = sites.iter().zip(given).filter_map(ratio).collect();
        ratios.sort_unstable_by_key(|&ratio| std::cmp::Reverse(ratio));
        ratios
    }

    fn openable(&self, option: usize) -> bool {
        let facts = self.facts();
        let room_free = facts.options[option].room_free.iter().all(|free| *free);
        let led = facts.facilitators.iter();
        let led = led.filter(|f| f.experienced && f.max_groups > 0 && f.available[option]);
        facts.options[option].offered
            && !self.locked.closed(option)
            && room_free
            && led.count() > 0
            && self.seats(option, 1) >= facts.policy.min_size
    }
}

fn may_join(facts: &Facts, resident: usize, option: usize) -> bool {
    let choice = &facts.residents[resident].choices[option];
    let possible = choice.weeks.iter().filter(|presence| {
        presence.is_available() && presence.caps().iter().all(|&cell| facts.caps[cell].cap > 0)
    });
    choice.venue_allowed && possible.count() >= facts.policy.min_weeks
}

fn symmetric(pairs: &[(usize, usize)], count: usize) -> Vec<Vec<bool>> {
    let mut matrix = vec![vec![false; count]; count];
    for &(one, two) in pairs {
        matrix[one][two] = true;
        matrix[two][one] = true;
    }
    matrix
}
