use serde::{Deserialize, Serialize};

use crate::search::solve_from;
use crate::{Level, Lock, Objective, Plan, Problem, Settings};

/// Why a resident has the place they have (programme 8.3, Y2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyHere {
    /// The option of their group.
    pub option: usize,
    /// Where the next best plan would place them; none: nowhere.
    pub next: Option<usize>,
    /// What decided between the two.
    pub decided: Decided,
    /// The finding in words.
    pub sentence: String,
}

/// What decided between a plan and the next best one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by", content = "level")]
pub enum Decided {
    /// The first level of the objective at which they differ.
    Level(Level),
    /// A locked decision keeps them here.
    Locked,
    /// Nothing but the order of references: both plans are equally good.
    Order,
    /// A better plan was found while looking: the plan was not the best.
    Not,
}

/// Solves again without this place and says what was lost. `None` if the resident has no place.
///
/// Uses at most `settings.effort`; proved where the problem is small, otherwise the best that was
/// found. Can be stopped, and then answers with what it has.
pub fn why_here(
    problem: &Problem,
    plan: &Plan,
    resident: usize,
    settings: &Settings<'_>,
) -> Option<WhyHere> {
    let option = plan.place_of(resident)?.0.option;
    let mut facts = problem.facts().clone();
    facts.locks.push(Lock::ResidentNotIn { resident, option });
    let without = Problem::new(facts).expect("one more lock is as valid");
    let other = solve_from(&without, plan, settings);
    let next = other.place_of(resident).map(|(group, _)| group.option);
    let decided = if !other.contradiction.is_empty() {
        Decided::Locked
    } else if other.objective > plan.objective {
        Decided::Not
    } else {
        let level = plan.objective.decided_by(&other.objective);
        level.map_or(Decided::Order, Decided::Level)
    };
    let label = |option: usize| problem.facts().options[option].label.as_str();
    let next_words = next.map_or("no place", label);
    let text = match decided {
        Decided::Locked => "a locked decision".to_owned(),
        Decided::Order => format!("{next_words} would be as good; the order of references decided"),
        Decided::Not => format!("{next_words} would be better; plan again"),
        Decided::Level(level) => {
            let lost = lost(&plan.objective, &other.objective, level);
            format!("next best: {next_words}, with {lost}")
        }
    };
    Some(WhyHere {
        option,
        next,
        decided,
        sentence: format!("{}: {text}", label(option)),
    })
}

/// What the other plan loses at the level that decided, in words.
fn lost(plan: &Objective, other: &Objective, level: Level) -> String {
    let (one, two, what) = match level {
        Level::Placed => (plan.placed_weight, other.placed_weight, "fewer placed"),
        Level::Quorum => (
            plan.weak_weeks,
            other.weak_weeks,
            "more sessions that may lack their quorum",
        ),
        Level::Attendance => {
            let fewer = plan.expected_attendances() - other.expected_attendances();
            return format!("{fewer:.1} fewer expected attendances");
        }
        Level::Burden => return "a less fair burden on hospitals".to_owned(),
        Level::Travel => (
            plan.travel_minutes,
            other.travel_minutes,
            "more minutes of travel",
        ),
        Level::Mixing => (
            plan.same_site_pairs,
            other.same_site_pairs,
            "more pairs of one hospital in one group",
        ),
        Level::Changes => (
            plan.changes,
            other.changes,
            "more changes from the published plan",
        ),
    };
    format!("{} {what}", one.abs_diff(two))
}

#[cfg(test)]
mod tests {
    use super::{Decided, why_here};
    use crate::sample::worked_instance;
    use crate::{Facts, Level, Lock, Plan, Problem, Settings, solve};

    fn solved(facts: Facts) -> (Problem, Plan) {
        let problem = Problem::new(facts).expect("valid");
        let plan = solve(&problem, &Settings::default());
        (problem, plan)
    }

    #[test]
    fn a_place_without_which_fewer_have_one_says_so() {
        let (problem, plan) = solved(worked_instance(2, 1));
        let why = why_here(&problem, &plan, 1, &Settings::default()).expect("B has a place");
        assert_eq!(why.decided, Decided::Level(Level::Placed));
        assert_eq!(
            why.sentence,
            "Tue: next best: no place, with 3 fewer placed"
        );
    }

    #[test]
    fn a_place_that_travel_decided_names_the_next_best_option() {
        let mut facts = worked_instance(2, 2);
        facts.facilitators[0].available = vec![false, true, true];
        facts.facilitators[1].available = vec![false, true, true];
        facts.policy.min_size = 1;
        for resident in &mut facts.residents {
            resident.choices[1].travel_minutes = 20;
        }
        let (problem, plan) = solved(facts);
        let why = why_here(&problem, &plan, 3, &Settings::default()).expect("D has a place");
        assert_eq!((why.option, why.next), (2, Some(1)));
        assert_eq!(why.decided, Decided::Level(Level::Travel));
        assert_eq!(
            why.sentence,
            "Thu: next best: Wed, with 20 more minutes of travel"
        );
    }

    #[test]
    fn a_locked_place_says_that_a_decision_keeps_it() {
        let mut facts = worked_instance(2, 1);
        facts.locks = vec![Lock::ResidentIn {
            resident: 0,
            option: 0,
        }];
        let (problem, plan) = solved(facts);
        let why = why_here(&problem, &plan, 0, &Settings::default()).expect("A has a place");
        assert_eq!(why.decided, Decided::Locked);
    }

    #[test]
    fn who_has_no_place_has_no_reason_to_be_there() {
        let (problem, plan) = solved(worked_instance(0, 1));
        assert_eq!(why_here(&problem, &plan, 0, &Settings::default()), None);
    }
}
