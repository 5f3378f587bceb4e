//! Invented problems for tests.

use proptest::prelude::*;

use crate::{
    Absence, CapCell, Choice, Facilitator, Facts, Lock, MeetingOption, Policy, Presence, Problem,
    Resident, Site,
};

/// An option named `label` in a room that is always free and large.
pub(crate) fn option(label: &str, weeks: usize) -> MeetingOption {
    MeetingOption {
        label: label.into(),
        slot: 0,
        venue: 0,
        capacity: 20,
        room_free: vec![true; weeks],
        offered: true,
    }
}

/// An experienced, supervised facilitator for `max_groups` groups who is always free.
pub(crate) fn facilitator(reference: &str, max_groups: usize, options: usize) -> Facilitator {
    Facilitator {
        reference: reference.into(),
        experienced: true,
        supervised: true,
        psychodynamic: false,
        same_profession: false,
        max_groups,
        available: vec![true; options],
    }
}

/// A resident with these presences, the same in every week of the run.
pub(crate) fn resident(reference: &str, weeks: usize, options: Vec<Presence>) -> Resident {
    let choice = |presence| Choice {
        venue_allowed: true,
        travel_minutes: 0,
        weeks: vec![presence; weeks],
    };
    Resident {
        reference: reference.into(),
        site: None,
        weight: 1,
        choices: options.into_iter().map(choice).collect(),
    }
}

pub(crate) const ABSENT: Presence = Presence::Absent(Absence::Rest);
pub(crate) const FREE: Presence = Presence::Free { chance: 1.0 };

/// The worked instance K3: options Tue, Wed, Thu; six residents; one week; sizes 3 to 4.
pub(crate) fn worked_instance(facilitators: usize, cap: usize) -> Facts {
    let released = Presence::Released {
        chance: 1.0,
        minutes: 180,
        caps: vec![0],
    };
    let row = |reference, presences: [&Presence; 3]| {
        resident(reference, 1, presences.map(Presence::clone).to_vec())
    };
    Facts {
        policy: Policy {
            min_size: 3,
            max_size: 4,
            min_weeks: 1,
            quorum: 0,
            ..Policy::for_weeks(1)
        },
        residents: vec![
            row("A", [&FREE, &released, &ABSENT]),
            row("B", [&FREE, &ABSENT, &ABSENT]),
            row("C", [&FREE, &released, &ABSENT]),
            row("D", [&ABSENT, &FREE, &FREE]),
            row("E", [&ABSENT, &FREE, &FREE]),
            row("F", [&ABSENT, &ABSENT, &FREE]),
        ],
        options: ["Tue", "Wed", "Thu"]
            .iter()
            .enumerate()
            .map(|(slot, label)| MeetingOption {
                slot,
                ..option(label, 1)
            })
            .collect(),
        facilitators: (0..facilitators)
            .map(|index| facilitator(&format!("FA{index}"), 1, 3))
            .collect(),
        caps: vec![CapCell {
            label: "Harrow Down, Wed".into(),
            site: 0,
            week: 0,
            cap,
        }],
        ..Facts::default()
    }
}

/// Most residents, options, facilitators and weeks of a drawn problem.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) residents: usize,
    pub(crate) options: usize,
    pub(crate) facilitators: usize,
    pub(crate) weeks: usize,
}

/// What the brute force of the tests can manage (K2).
pub(crate) const SMALL: Size = Size {
    residents: 8,
    options: 3,
    facilitators: 3,
    weeks: 2,
};

/// Valid problems in which every rule has something to forbid.
pub(crate) fn problems(most: Size) -> impl Strategy<Value = Problem> {
    let sizes = (
        0..=most.residents,
        0..=most.options,
        0..=most.facilitators,
        1..=most.weeks,
    );
    (sizes, any::<u64>()).prop_map(|((residents, options, facilitators, weeks), seed)| {
        let size = Size {
            residents,
            options,
            facilitators,
            weeks,
        };
        Problem::new(drawn(size, seed)).expect("drawn facts are valid")
    })
}

/// Facts of exactly this size, drawn from the seed.
pub(crate) fn drawn(size: Size, seed: u64) -> Facts {
    let mut dice = Dice(seed);
    let sites = 2;
    let min_size = 1 + dice.roll(3);
    let policy = Policy {
        weeks: size.weeks,
        min_size,
        max_size: min_size + dice.roll(3),
        min_weeks: dice.roll(size.weeks + 1),
        quorum: dice.roll(3),
        quorum_chance: 0.8,
        session_minutes: 90,
    };
    // One cell for each site, option and week, and a site-wide one that joins the options of a week.
    let mut caps = Vec::new();
    for site in 0..sites {
        for option in 0..=size.options {
            for week in 0..size.weeks {
                let label = format!("site {site}, band {option}, week {week}");
                let cap = dice.roll(3) + usize::from(option == size.options);
                caps.push(CapCell {
                    label,
                    site,
                    week,
                    cap,
                });
            }
        }
    }
    let option = |index: usize, dice: &mut Dice| MeetingOption {
        slot: index,
        capacity: 2 + dice.roll(6),
        room_free: (0..size.weeks).map(|_| dice.roll(20) > 0).collect(),
        ..option(&format!("option {}", (index * 7) % 11), size.weeks)
    };
    Facts {
        policy,
        options: (0..size.options)
            .map(|index| option(index, &mut dice))
            .collect(),
        residents: (0..size.residents)
            .map(|index| drawn_resident(index, size, sites, &mut dice))
            .collect(),
        facilitators: (0..size.facilitators)
            .map(|index| Facilitator {
                experienced: dice.roll(3) > 0,
                supervised: dice.roll(3) > 0,
                available: (0..size.options).map(|_| dice.roll(4) > 0).collect(),
                ..facilitator(&format!("FA{index}"), 1 + dice.roll(2), size.options)
            })
            .collect(),
        caps,
        overlaps: dice.pairs(size.options, 4),
        exclusive: dice.pairs(size.options, 8),
        ties: (0..size.residents)
            .filter(|_| size.facilitators > 0 && dice.roll(5) == 0)
            .map(|resident| (resident % size.facilitators, resident))
            .collect(),
        keep_apart: dice.pairs(size.residents, 12),
        sites: (0..sites)
            .map(|number| Site {
                number,
                name: format!("site {number}"),
                eligible: dice.roll(4) as u64,
            })
            .collect(),
        published: (0..size.residents)
            .filter(|_| size.options > 0 && dice.roll(3) == 0)
            .map(|resident| (resident, resident % size.options.max(1)))
            .collect(),
        locks: Vec::new(),
    }
}

/// A lock of any kind, drawn from the seed; none where there is nothing to lock.
pub(crate) fn drawn_lock(facts: &Facts, seed: u64) -> Option<Lock> {
    let mut dice = Dice(seed);
    let (residents, options) = (facts.residents.len(), facts.options.len());
    if residents == 0 || options == 0 || facts.facilitators.is_empty() {
        return None;
    }
    let resident = dice.roll(residents);
    let option = dice.roll(options);
    let facilitator = dice.roll(facts.facilitators.len());
    Some(match dice.roll(7) {
        0 => Lock::KeepGroup {
            option,
            facilitators: vec![facilitator],
            members: vec![resident],
        },
        1 => Lock::Closed { option },
        2 => Lock::AtMostGroups {
            groups: dice.roll(3),
        },
        3 => Lock::ResidentIn { resident, option },
        4 => Lock::ResidentNotIn { resident, option },
        5 => Lock::FacilitatorIn {
            facilitator,
            option,
        },
        _ => Lock::Attends {
            resident,
            option,
            week: dice.roll(facts.policy.weeks),
        },
    })
}

/// Facts of a programme of ordinary size: 60 residents of 4 sites, 15 options, 26 weeks, the defaults
/// of the policy; 6 facilitators, of whom 4 are experienced.
pub(crate) fn programme_sized(seed: u64) -> Facts {
    regional(seed, [60, 5, 3, 4, 6])
}

/// Facts of a region: residents, slots, venues (the first of which belong to sites), sites and
/// facilitators, two thirds of them experienced; 26 weeks and the defaults of the policy.
pub(crate) fn regional(
    seed: u64,
    [residents, slots, venues, sites, facilitators]: [usize; 5],
) -> Facts {
    let (weeks, options) = (26, slots * venues);
    let mut dice = Dice(seed);
    let mut caps = Vec::new();
    for site in 0..sites {
        for slot in 0..slots {
            for week in 0..weeks {
                let label = format!("site {site}, slot {slot}, week {week}");
                caps.push(CapCell {
                    label,
                    site,
                    week,
                    cap: 3,
                });
            }
        }
    }
    let row = |index: usize, dice: &mut Dice| {
        let site = index % sites;
        let good: Vec<usize> = (0..slots).map(|_| 1 + dice.roll(5)).collect();
        let mut choice = |option: usize| {
            let slot = option % slots;
            let mut week = |week: usize| match dice.roll(6) {
                at if at > good[slot] => ABSENT,
                0 | 1 => Presence::Free { chance: 0.6 },
                _ => Presence::Released {
                    chance: 0.85,
                    minutes: 120 + 30 * (option as u32 % 3),
                    caps: vec![(site * slots + slot) * weeks + week],
                },
            };
            let weeks = (0..weeks).map(&mut week).collect();
            Choice {
                venue_allowed: option / slots != site,
                travel_minutes: 10 + 10 * dice.roll(4) as u32,
                weeks,
            }
        };
        Resident {
            reference: format!("R{index:02}"),
            site: Some(site),
            weight: 1,
            choices: (0..options).map(&mut choice).collect(),
        }
    };
    Facts {
        policy: Policy::for_weeks(weeks),
        residents: (0..residents).map(|index| row(index, &mut dice)).collect(),
        options: (0..options)
            .map(|index| MeetingOption {
                slot: index % slots,
                venue: index / slots,
                capacity: 14,
                ..option(&format!("option {index:02}"), weeks)
            })
            .collect(),
        facilitators: (0..facilitators)
            .map(|index| Facilitator {
                experienced: index < facilitators * 2 / 3,
                available: (0..options).map(|_| dice.roll(2) > 0).collect(),
                ..facilitator(&format!("FA{index}"), 2, options)
            })
            .collect(),
        caps,
        overlaps: (0..options)
            .flat_map(|one| {
                (one + slots..options)
                    .step_by(slots)
                    .map(move |two| (one, two))
            })
            .collect(),
        sites: (0..sites)
            .map(|number| Site {
                number,
                name: format!("site {number}"),
                eligible: (residents * weeks) as u64,
            })
            .collect(),
        ..Facts::default()
    }
}

fn drawn_resident(index: usize, size: Size, sites: usize, dice: &mut Dice) -> Resident {
    let site = dice.roll(sites);
    let mut choices = Vec::new();
    for option in 0..size.options {
        let mut weeks = Vec::new();
        for week in 0..size.weeks {
            let chance = dice.roll(11) as f64 / 10.0;
            let cell = |band: usize| (site * (size.options + 1) + band) * size.weeks + week;
            weeks.push(match dice.roll(6) {
                0 => ABSENT,
                1 | 2 => Presence::Free { chance },
                3 => Presence::Released {
                    chance,
                    minutes: 120 + 30 * (option as u32 % 3),
                    caps: vec![cell(option), cell(size.options)],
                },
                _ => Presence::Released {
                    chance,
                    minutes: 120 + 30 * (option as u32 % 3),
                    caps: vec![cell(option)],
                },
            });
        }
        choices.push(Choice {
            venue_allowed: dice.roll(8) > 0,
            travel_minutes: 10 * dice.roll(6) as u32,
            weeks,
        });
    }
    Resident {
        reference: format!("R{:02}", (index * 7) % 64),
        site: Some(site),
        weight: 1 + dice.roll(2) as u32,
        choices,
    }
}

/// Draws for tests, on purpose not the search's own.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides as u64) as usize
    }

    fn pairs(&mut self, count: usize, rarity: usize) -> Vec<(usize, usize)> {
        let all = (0..count).flat_map(|one| (one + 1..count).map(move |two| (one, two)));
        all.filter(|_| self.roll(rarity) == 0).collect()
    }
}
