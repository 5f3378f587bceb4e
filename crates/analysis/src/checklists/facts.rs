//! What a study holds that a report tells, as far as one reader may know it.

use study::interviews::{Mode, PlaceKind};
use study::recruitment::Method;
use study::setup::{Design, Reasoning};

use crate::outputs::Summary;

/// The facts. What counts participants is in [`Summary`] alone, in which nobody who withdrew is counted.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    /// Table 1 in summary.
    pub(super) summary: Summary,
    /// How many were aimed at, by the name of the cohort.
    pub(super) aims: Vec<(String, usize)>,
    /// How the study is laid out; none where nothing is set.
    pub(super) laid_out: Option<LaidOut>,
    /// How many research questions there are, and how many of them a printed quote answers.
    pub(super) questions: (usize, usize),
    pub(super) team: Team,
    /// What the research lead alone sees of interviews; none for everybody else.
    pub(super) held: Option<Held>,
    pub(super) guides: Guides,
    /// What is stated on saturation, and the grounds.
    pub(super) saturation: Option<(String, String)>,
    /// Whether every transcript was checked against its recording; none where no check is kept here.
    pub(super) checked: Option<bool>,
    /// Whether interviewers wrote field notes, and a participant-researcher.
    pub(super) notes: (bool, bool),
    /// How many analysts coded; none in a blind pass of the reader (study P10).
    pub(super) coders: Option<usize>,
    pub(super) codes: Codes,
    pub(super) themes: Themes,
    /// How many quotes Table 2 prints, and how many of them among the other findings.
    pub(super) quotes: (usize, usize),
    /// The version of the program.
    pub(super) version: &'static str,
}

/// Stance, design, ethics.
#[derive(Clone, Debug, Default)]
pub(super) struct LaidOut {
    pub(super) ontology: String,
    pub(super) orientation: String,
    pub(super) theory: String,
    pub(super) reasoning: Reasoning,
    pub(super) design: Design,
    pub(super) ethics: String,
}

/// The team, without handles: those stand in no file that leaves.
#[derive(Clone, Debug, Default)]
pub(super) struct Team {
    pub(super) members: usize,
    pub(super) interviewers: usize,
    pub(super) analysts: usize,
    /// The newest statement of each member who has written one.
    pub(super) statements: Vec<Position>,
    /// In how many members two roles meet.
    pub(super) dual: usize,
}

/// What a member says of themselves.
#[derive(Clone, Debug, Default)]
pub(super) struct Position {
    pub(super) background: String,
    pub(super) training: String,
    pub(super) to_programme: String,
    pub(super) to_participants: String,
}

/// What was held, of participants who are counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    /// How many interviewers there were; none unless each interview names its own.
    pub(super) interviewers: Option<usize>,
    pub(super) relation: Relation,
    /// In which ways, in the order of their list; none unless each interview says.
    pub(super) modes: Vec<Mode>,
    /// Where participants were; without what nobody asked.
    pub(super) places: Vec<PlaceKind>,
    /// Whether anybody else was there at some of them; none unless each interview says.
    pub(super) others: Option<bool>,
    /// Whether anybody was interviewed again; none where no interview was entered here.
    pub(super) repeated: Option<bool>,
    /// Whether all were recorded, or only some; none where none was.
    pub(super) recorded: Option<bool>,
    /// In which ways people were approached.
    pub(super) methods: Vec<Method>,
    /// Whether the log has reasons that people gave for a no.
    pub(super) has_reasons: bool,
    /// How many versions the consent wording has.
    pub(super) wordings: usize,
}

/// Whether interviewers knew whom they interviewed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Relation {
    /// Nothing is known of it.
    #[default]
    Unknown,
    /// Each participant said that they did not know whoever interviewed them.
    Strangers,
    /// Of some pairs that is not known, or they knew each other.
    Mixed,
}

/// Interview guides.
#[derive(Clone, Debug, Default)]
pub(super) struct Guides {
    /// How many cohorts have one.
    pub(super) cohorts: usize,
    /// How many versions interviews used.
    pub(super) used: usize,
}

/// The codebook.
#[derive(Clone, Debug, Default)]
pub(super) struct Codes {
    pub(super) active: usize,
    /// Of those, the ones that stand under no other.
    pub(super) top: usize,
    pub(super) inductive: usize,
    pub(super) deductive: usize,
    /// Whether a thematic map was drawn.
    pub(super) has_map: bool,
}

/// Themes that were not dropped.
#[derive(Clone, Debug, Default)]
pub(super) struct Themes {
    /// Names of the main themes, in their order.
    pub(super) names: Vec<String>,
    pub(super) subthemes: usize,
    pub(super) facets: usize,
    /// Main themes that are not defined yet.
    pub(super) undefined: usize,
}
