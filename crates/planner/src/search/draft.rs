use std::cmp::Ordering;

use super::attendance::Attendance;
use super::table::Table;
use crate::Objective;

/// A group in the making.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub(super) option: usize,
    pub(super) team: Vec<usize>,
    pub(super) members: Vec<usize>,
}

impl Draft {
    pub(super) fn empty(option: usize) -> Self {
        Draft {
            option,
            team: Vec::new(),
            members: Vec::new(),
        }
    }

    /// Most members beside the present team.
    pub(super) fn seats(&self, table: &Table<'_>) -> usize {
        table.seats(self.option, self.team.len())
    }

    /// Whether this resident breaks no rule of this group, size and caps left aside.
    pub(super) fn accepts(&self, table: &Table<'_>, resident: usize) -> bool {
        table.eligible(resident, self.option)
            && !self.team.iter().any(|&f| table.tied(f, resident))
            && !table
                .apart(resident)
                .iter()
                .any(|other| self.members.contains(other))
    }
}

/// What groups are worth to the search; greater is better. Where a published plan is to be changed as
/// little as possible (M3), that comes before every level of the objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Worth {
    /// Places given up that sites have approved, then any published places; both 0 otherwise.
    pub(super) given_up: (u64, u64),
    pub(super) objective: Objective,
}

impl Ord for Worth {
    fn cmp(&self, other: &Self) -> Ordering {
        let kept = other.given_up.cmp(&self.given_up);
        kept.then_with(|| self.objective.cmp(&other.objective))
    }
}

impl PartialOrd for Worth {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Groups with their attendance and worth.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub(super) drafts: Vec<Draft>,
    pub(super) attendance: Attendance,
    pub(super) worth: Worth,
}

impl Scored {
    /// The plan that places nobody.
    pub(super) fn empty(table: &Table<'_>) -> Self {
        Scored::new(table, Vec::new(), Attendance::none(table))
    }

    pub(super) fn new(table: &Table<'_>, drafts: Vec<Draft>, attendance: Attendance) -> Self {
        let mut worth = table.worth_of_places(&drafts);
        worth.objective.weak_weeks = attendance.weak_weeks;
        worth.objective.expected_millionths = attendance.expected_millionths;
        worth.objective.burden_millionths = table.ratios(&attendance.given);
        Scored {
            drafts,
            attendance,
            worth,
        }
    }

    pub(super) fn options(&self) -> Vec<usize> {
        let mut options: Vec<usize> = self.drafts.iter().map(|draft| draft.option).collect();
        options.sort_unstable();
        options
    }

    /// Who is where.
    pub(super) fn places(&self) -> Vec<(usize, usize)> {
        let places = |draft: &Draft| {
            let option = draft.option;
            let place = draft
                .members
                .iter()
                .map(move |&resident| (resident, option));
            place.collect::<Vec<_>>()
        };
        self.drafts.iter().flat_map(places).collect()
    }
}
