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

/// Groups with their attendance and worth.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub(super) drafts: Vec<Draft>,
    pub(super) attendance: Attendance,
    pub(super) objective: Objective,
}

impl Scored {
    /// The plan that places nobody.
    pub(super) fn empty() -> Self {
        Scored {
            drafts: Vec::new(),
            attendance: Attendance::default(),
            objective: Objective::default(),
        }
    }

    pub(super) fn new(table: &Table<'_>, drafts: Vec<Draft>, attendance: Attendance) -> Self {
        let mut objective = table.placed_and_travel(&drafts);
        objective.weak_weeks = attendance.weak_weeks;
        objective.expected_millionths = attendance.expected_millionths;
        Scored {
            drafts,
            attendance,
            objective,
        }
    }
}
