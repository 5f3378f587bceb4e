use serde::{Deserialize, Serialize};

use super::Lock;

/// Everything that is known about one group run, before validation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Sizes, thresholds and length of the run.
    pub policy: Policy,
    /// Who asks for a place.
    pub residents: Vec<Resident>,
    /// Where and when a group could meet. At most one group meets in each, so a second room at the
    /// same time is a second option.
    pub options: Vec<MeetingOption>,
    /// Who could facilitate.
    pub facilitators: Vec<Facilitator>,
    /// How many residents a site lets go at once.
    pub caps: Vec<CapCell>,
    /// Pairs of options that one facilitator cannot both lead: their times overlap, with travel
    /// between the venues counted. The order within a pair does not matter.
    pub overlaps: Vec<(usize, usize)>,
    /// Pairs of options that cannot both open, because they need one room at the same time.
    pub exclusive: Vec<(usize, usize)>,
    /// `(facilitator, resident)` pairs that may not share a group on any date (programme A3).
    pub ties: Vec<(usize, usize)>,
    /// Pairs of residents who may not share a group.
    pub keep_apart: Vec<(usize, usize)>,
    /// The sites whose burden level 4 compares. A site that is not listed has nobody eligible and is
    /// left out.
    #[serde(default)]
    pub sites: Vec<Site>,
    /// Decisions that stay (H10).
    #[serde(default)]
    pub locks: Vec<Lock>,
    /// `(resident, option)` of every place in the published plan, at most one a resident; empty if
    /// none is published. Level 6 keeps as many of them as it can.
    #[serde(default)]
    pub published: Vec<(usize, usize)>,
}

/// A site and its share of the burden (programme 7.5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// The caller's number, the same that caps and residents use.
    pub number: usize,
    /// Name for people.
    pub name: String,
    /// WTE-weeks of its eligible residents times session length, in one unit for all sites, such as
    /// hundredths of a WTE times weeks times minutes. 0: nobody eligible, left out of the comparison.
    pub eligible: u64,
}

/// Settings of the programme that the rules read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// Sessions of the run, one a week.
    pub weeks: usize,
    /// Least members of a group.
    pub min_size: usize,
    /// Most members of a group, whatever the room holds.
    pub max_size: usize,
    /// Weeks a member must be planned to attend: `m` of H9.
    pub min_weeks: usize,
    /// Least number present for a session to run as a group; 0 switches the quorum off.
    pub quorum: usize,
    /// A group-week whose chance of reaching the quorum is below this is counted as weak.
    pub quorum_chance: f64,
    /// Minutes of one session, for what a change would cost.
    #[serde(default = "usual_session")]
    pub session_minutes: u32,
}

fn usual_session() -> u32 {
    90
}

impl Policy {
    /// The defaults of programme 8.1 for a run of `weeks`: groups of 6 to 12, a member attends at
    /// least 60 % of the weeks (rounded up), quorum 6 with a chance of at least 0.80.
    pub fn for_weeks(weeks: usize) -> Self {
        Policy {
            weeks,
            min_size: 6,
            max_size: 12,
            min_weeks: (weeks * 3).div_ceil(5),
            quorum: 6,
            quorum_chance: 0.80,
            session_minutes: usual_session(),
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Policy::for_weeks(26)
    }
}

/// A doctor who asks for a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resident {
    /// Unique reference; plans that are otherwise equal are decided by its order.
    pub reference: String,
    /// The caller's number for the site where they work most of the run, if any: level 5 mixes sites.
    #[serde(default)]
    pub site: Option<usize>,
    /// Priority agreed and published beforehand, at least 1. Level 1 places the most weight.
    pub weight: u32,
    /// One choice for each option, in the order of [`Facts::options`].
    pub choices: Vec<Choice>,
}

/// What one option would mean for one resident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// False if a site where the resident works during the run owns the venue (H5).
    pub venue_allowed: bool,
    /// Minutes from the resident's site to the venue, one way.
    pub travel_minutes: u32,
    /// What the rota says, one entry a week.
    pub weeks: Vec<Presence>,
}

/// Whether a resident can come to one session (`a`, `b` and `p` of programme 8.1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Cannot come.
    Absent(Absence),
    /// Can come without anybody's release.
    Free {
        /// Chance of coming once planned, 0 to 1.
        chance: f64,
    },
    /// Can come if the site lets the resident go.
    Released {
        /// Chance of coming once planned, 0 to 1.
        chance: f64,
        /// Minutes away from the site, the way there and back included (programme 7.5).
        #[serde(default)]
        minutes: u32,
        /// The cap cells this release counts against: one for every time band it touches, so at
        /// least one, and all of the site that lets the resident go. A site without a stated minimum has a cell with cap 0 (programme 7.4).
        caps: Vec<usize>,
    },
}

impl Presence {
    /// Chance of coming once planned; 0 for somebody who cannot.
    pub fn chance(&self) -> f64 {
        match self {
            Presence::Absent(_) => 0.0,
            Presence::Free { chance } | Presence::Released { chance, .. } => *chance,
        }
    }

    /// The cap cells a planned attendance would count against.
    pub fn caps(&self) -> &[usize] {
        match self {
            Presence::Released { caps, .. } => caps,
            _ => &[],
        }
    }

    /// Minutes the site lets the resident go for; 0 without a release.
    pub fn release_minutes(&self) -> u32 {
        match self {
            Presence::Released { minutes, .. } => *minutes,
            _ => 0,
        }
    }

    /// True if the rota and the rest rules leave the resident available (`a` = 1).
    pub fn is_available(&self) -> bool {
        !matches!(self, Presence::Absent(_))
    }
}

/// Why a resident cannot come in a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// A rest rule forbids it (programme F02-F05).
    Rest,
    /// The rota is unknown, stale or holds a code nobody knows: not free (R1).
    RotaUnknown,
    /// It would be the resident's own time, and the policy does not allow that.
    OwnTime,
    /// Leave, another post, or no session in that week.
    Away,
}

/// A place and a time that stay the same for the whole run (H6).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeetingOption {
    /// Unique name for people, such as "Tuesday 14:00, Quillan Library": the time, a comma, the room.
    pub label: String,
    /// The caller's number for the slot; options with the same number share weekday and time.
    pub slot: usize,
    /// The caller's number for the venue.
    pub venue: usize,
    /// How many people the room holds, facilitators included.
    pub capacity: usize,
    /// For each week whether the room is free, or an exception for that date has been published.
    pub room_free: Vec<bool>,
    /// False: known, but not offered. Nothing opens here; the explanations say what offering it would
    /// give.
    #[serde(default = "offered")]
    pub offered: bool,
}

fn offered() -> bool {
    true
}

/// Somebody who may lead groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facilitator {
    /// Unique reference.
    pub reference: String,
    /// Experienced; otherwise novice, and only ever beside an experienced one (programme A1).
    pub experienced: bool,
    /// Whether a supervision arrangement is entered, without which nobody leads alone (A2).
    pub supervised: bool,
    /// Has psychodynamic training: half of the preferred pair (A1).
    pub psychodynamic: bool,
    /// Belongs to the residents' own profession: the other half of the preferred pair (A1).
    pub same_profession: bool,
    /// Most groups in this run.
    pub max_groups: usize,
    /// For each option whether they are free on every date of it.
    pub available: Vec<bool>,
}

/// The most residents one site lets go from one role and time band in one week (programme 7.4).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CapCell {
    /// Name for people, such as "Harrow Down, registrar, Tuesday 12:00-20:00, week 3".
    pub label: String,
    /// The caller's number for the site.
    pub site: usize,
    /// Week of the run, from 0.
    pub week: usize,
    /// Most residents released.
    pub cap: usize,
}
