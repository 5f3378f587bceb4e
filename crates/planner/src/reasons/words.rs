use super::Obstacle;
use crate::Problem;

/// The finding as a sentence that begins with the option's label.
pub(super) fn sentence(problem: &Problem, option: usize, obstacle: &Obstacle) -> String {
    let options = &problem.facts().options;
    let text = match *obstacle {
        Obstacle::PlacedHere => "has a place here".to_owned(),
        Obstacle::Locked => "a locked decision stands against it".to_owned(),
        Obstacle::NotOffered => "this time and room is not offered".to_owned(),
        Obstacle::OwnSite => "the venue belongs to a site where they work".to_owned(),
        Obstacle::TooFewWeeks {
            available,
            weeks,
            needed,
            rest,
            unknown,
        } => {
            let blocked = blocked(rest, unknown);
            format!("free in {available} of {weeks} weeks; a place needs {needed}{blocked}")
        }
        Obstacle::NotPossible => "not possible".to_owned(),
        Obstacle::RoomTaken { weeks } => format!("the room is taken in {}", count(weeks, "week")),
        Obstacle::RoomInUse { by } => {
            format!("the room is in use by the group at {}", options[by].label)
        }
        Obstacle::RoomTooSmall { seats, needed } => {
            format!(
                "the room seats {}; a group needs {needed}",
                count(seats, "member")
            )
        }
        Obstacle::Full { members } => format!("full with {}", count(members, "member")),
        Obstacle::NoFacilitator { free: 0 } => {
            "no experienced facilitator is free on every date".to_owned()
        }
        Obstacle::NoFacilitator { free } => {
            let free = count(free, "experienced facilitator");
            format!(
                "no facilitator left: {free} free on every date, needed elsewhere or beside somebody"
            )
        }
        Obstacle::CapUsed { possible, needed } => format!(
            "the site's release cap leaves {}; a place needs {needed}",
            count(possible, "week")
        ),
        Obstacle::TooFewMembers { could_come, needed } => format!(
            "{} without a place could come; a group needs {needed}",
            count(could_come, "resident")
        ),
        Obstacle::NotChosen => "possible, but other groups serve the plan better".to_owned(),
    };
    format!("{}: {text}", options[option].label)
}

fn blocked(rest: usize, unknown: usize) -> String {
    match (rest, unknown) {
        (0, 0) => String::new(),
        (rest, 0) => format!("; {rest} blocked by rest rules"),
        (0, unknown) => format!("; rota unknown in {unknown}"),
        (rest, unknown) => format!("; {rest} blocked by rest rules, rota unknown in {unknown}"),
    }
}

fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
