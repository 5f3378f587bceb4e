use super::draft::Draft;
use crate::{Facts, Objective, Presence, Problem};

/// What the search asks again and again, worked out once.
pub(super) struct Table<'a> {
    problem: &'a Problem,
    /// `[resident][option]`
    eligible: Vec<Vec<bool>>,
    /// `[facilitator][resident]`
    tied: Vec<Vec<bool>>,
    apart: Vec<Vec<usize>>,
    /// `[option][option]`
    overlaps: Vec<Vec<bool>>,
    exclusive: Vec<Vec<bool>>,
}

impl<'a> Table<'a> {
    pub(super) fn new(problem: &'a Problem) -> Self {
        let facts = problem.facts();
        let (residents, options) = (facts.residents.len(), facts.options.len());
        let mut table = Table {
            problem,
            eligible: Vec::new(),
            tied: vec![vec![false; residents]; facts.facilitators.len()],
            apart: vec![Vec::new(); residents],
            overlaps: symmetric(&facts.overlaps, options),
            exclusive: symmetric(&facts.exclusive, options),
        };
        for &(facilitator, resident) in &facts.ties {
            table.tied[facilitator][resident] = true;
        }
        for &(one, two) in &facts.keep_apart {
            table.apart[one].push(two);
            table.apart[two].push(one);
        }
        let openable: Vec<bool> = (0..options).map(|option| table.openable(option)).collect();
        let row = |r| {
            let one = |o: usize| openable[o] && may_join(facts, r, o);
            (0..options).map(one).collect()
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

    /// Levels 1 and 5 of these groups; the other levels depend on attendance and stay 0.
    pub(super) fn placed_and_travel(&self, drafts: &[Draft]) -> Objective {
        let mut objective = Objective::default();
        for draft in drafts {
            for &resident in &draft.members {
                let choice = &self.facts().residents[resident].choices[draft.option];
                objective.placed_weight += self.weight(resident);
                objective.travel_minutes += u64::from(choice.travel_minutes);
            }
        }
        objective
    }

    fn openable(&self, option: usize) -> bool {
        let facts = self.facts();
        let room_free = facts.options[option].room_free.iter().all(|free| *free);
        let led = facts.facilitators.iter();
        let led = led.filter(|f| f.experienced && f.max_groups > 0 && f.available[option]);
        room_free && led.count() > 0 && self.seats(option, 1) >= facts.policy.min_size
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
