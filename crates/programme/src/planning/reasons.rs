//! What is said of a plan beside what it is: where else, what would mend a weak session, what would place more.

use planner::{Plan, Problem, Settings};

use super::document::{Document, Gain, Move, Weak};
use super::problem::Built;
use crate::exchange::Folder;

/// What reasons are read from.
pub(super) struct Reasons<'a> {
    pub(super) folder: &'a Folder,
    pub(super) built: &'a Built,
    pub(super) problem: &'a Problem,
    pub(super) plan: &'a Plan,
    pub(super) settings: &'a Settings<'a>,
}

impl Reasons<'_> {
    /// Fills them in.
    pub(super) fn add_to(&self, document: &mut Document) {
        let weak = planner::weak_sessions(self.problem, self.plan);
        for group in &mut document.groups {
            let option = self.built.option_at(self.folder, &group.place());
            group.weak = weak
                .iter()
                .filter(|session| Some(session.option) == option)
                .map(|session| Weak {
                    week: session.week,
                    red: session.red,
                    mend: session.moves.first().map(|mend| mend.sentence.clone()),
                })
                .collect();
            group.moves = option.map_or_else(Vec::new, |option| self.moves(option));
        }
        document.gains = planner::what_would_place_more(self.problem, self.plan, self.settings)
            .into_iter()
            .map(|gain| Gain {
                placed: gain.gain,
                sentence: gain.sentence,
            })
            .collect();
    }

    /// Where else the group of an option could meet.
    fn moves(&self, own: usize) -> Vec<Move> {
        let facts = self.problem.facts();
        let Some(group) = self.plan.groups.iter().find(|group| group.option == own) else {
            return Vec::new();
        };
        let clashes = |a: usize, b: usize| {
            a == b || facts.exclusive.contains(&(a, b)) || facts.exclusive.contains(&(b, a))
        };
        let others = || self.plan.groups.iter().filter(|other| other.option != own);
        let could_come = |option: usize| {
            let members = group.members.iter();
            let often = members.filter(|member| {
                let choice = &facts.residents[member.resident].choices[option];
                let free = choice.weeks.iter().filter(|week| week.is_available());
                choice.venue_allowed && free.count() >= facts.policy.min_weeks
            });
            often.count()
        };
        let mut moves: Vec<Move> = (0..facts.options.len())
            .filter(|option| *option != own && facts.options[*option].offered)
            .map(|option| Move {
                place: self.built.place_of(self.folder, option),
                could_come: could_come(option),
                leaders_free: group
                    .facilitators
                    .iter()
                    .all(|one| facts.facilitators[*one].available[option]),
                room_free: facts.options[option].room_free.iter().all(|free| *free)
                    && !others().any(|other| clashes(other.option, option)),
            })
            .collect();
        let rank = |one: &Move| (one.room_free, one.could_come, one.leaders_free);
        moves.sort_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| a.place.cmp(&b.place)));
        moves
    }
}
