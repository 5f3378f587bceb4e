//! Lines of the ledger and what stands of them. Pure.

use std::collections::{BTreeMap, BTreeSet};

use platform::clock::Instant;
use uuid::Uuid;

use super::{Cover, Subject, TimeSource};
use crate::words::words;

words! {
    /// What a line is for.
    Kind accepts "attendance, cover, room, facilitator, debrief, travel" {
        /// A doctor's minutes in a session.
        Attendance = "attendance",
        /// Minutes away that somebody else covers.
        Cover = "cover",
        /// The room.
        Room = "room",
        /// Facilitators' minutes in a session.
        Facilitator = "facilitator",
        /// Facilitators' minutes afterwards.
        Debrief = "debrief",
        /// A doctor's minutes on the way.
        Travel = "travel",
    }
}

impl Kind {
    /// The kind as pages say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Attendance => "Doctors’ time in sessions",
            Self::Cover => "Cover by others",
            Self::Room => "Rooms",
            Self::Facilitator => "Facilitators’ time in sessions",
            Self::Debrief => "Facilitators’ debrief",
            Self::Travel => "Doctors’ time on the way",
        }
    }

    /// Whether the line is a doctor's own time.
    pub fn is_member_time(self) -> bool {
        matches!(self, Self::Attendance | Self::Travel)
    }
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its identifier.
    pub id: Uuid,
    /// The session it is about.
    pub session: Uuid,
    /// The release it covers.
    pub release: Option<Uuid>,
    /// Whose time it is or covers.
    pub resident: Option<Uuid>,
    /// The site that bears it; none for what the programme bears.
    pub site: Option<Uuid>,
    /// What it is for.
    pub kind: Kind,
    /// Whose time an attendance takes.
    pub time_source: Option<TimeSource>,
    /// How an absence is covered.
    pub cover: Option<Cover>,
    /// What an hour of it is priced as; none for a room.
    pub subject: Option<Subject>,
    /// Minutes, of all together where it is about several people.
    pub minutes: i64,
    /// What it costs; none while that is not known.
    pub pence: Option<i64>,
    /// The rate by which it was priced.
    pub rate: Option<Uuid>,
    /// When it was entered.
    pub entered_at: Instant,
    /// The line that it corrects.
    pub replaces: Option<Uuid>,
}

impl Line {
    /// What it is about: a correction has the same.
    fn key(&self) -> (Kind, Option<Uuid>, Option<Uuid>) {
        (self.kind, self.resident, self.release)
    }

    /// Whether both say the same, whenever it was entered and by whatever rate it was priced. A price that stands in
    /// no rate, that of a room, is part of what is said.
    fn says_the_same(&self, other: &Self) -> bool {
        let priced = self.subject.is_some() || self.pence == other.pence;
        priced
            && self.site == other.site
            && self.time_source == other.time_source
            && self.cover == other.cover
            && self.subject == other.subject
            && self.minutes == other.minutes
    }

    /// Whether it stands for nothing, as what was taken back does. A room that costs nothing still says that a session was held.
    pub fn is_nothing(&self) -> bool {
        self.kind != Kind::Room && self.minutes == 0 && self.pence == Some(0)
    }
}

/// The lines that no other line replaces, whatever their order, by identifier.
pub(super) fn standing(lines: &[Line]) -> Vec<&Line> {
    let replaced: BTreeSet<Uuid> = lines.iter().filter_map(|line| line.replaces).collect();
    let mut standing: Vec<&Line> = lines
        .iter()
        .filter(|line| !replaced.contains(&line.id))
        .collect();
    standing.sort_by_key(|line| line.id);
    standing
}

/// What has to be entered so that `wanted` stands in the place of `before`: new lines, lines that replace those that
/// say something else, and lines of nothing for what is no longer so.
pub(super) fn corrections(before: &[&Line], wanted: Vec<Line>) -> Vec<Line> {
    let mut old: BTreeMap<_, &Line> = before.iter().map(|line| (line.key(), *line)).collect();
    let mut entered = Vec::new();
    for line in wanted {
        match old.remove(&line.key()) {
            Some(same) if same.says_the_same(&line) => {}
            Some(other) => entered.push(Line {
                replaces: Some(other.id),
                ..line
            }),
            None if line.is_nothing() => {}
            None => entered.push(line),
        }
    }
    let gone = old.into_values().filter(|line| !line.is_nothing());
    entered.extend(gone.map(|line| Line {
        minutes: 0,
        pence: Some(0),
        rate: None,
        replaces: Some(line.id),
        ..line.clone()
    }));
    entered
}

/// What so many minutes cost, to the nearest penny, a half upwards.
pub(super) fn price(minutes: i64, pence_per_hour: i64) -> i64 {
    part(pence_per_hour, minutes, 60)
}

/// `share` parts of `whole` parts of an amount, to the nearest penny, a half upwards.
pub(super) fn part(amount: i64, share: i64, whole: i64) -> i64 {
    let whole = i128::from(whole.max(1));
    let doubled = i128::from(amount) * i128::from(share) * 2 + whole;
    i64::try_from(doubled / (whole * 2)).unwrap_or(i64::MAX)
}
