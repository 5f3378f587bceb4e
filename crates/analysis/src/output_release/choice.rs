//! What is to be in a release, and how coarse (study O1 to O4, O10).

use serde::{Deserialize, Serialize};

/// Words with what a page says of them, in the order in which they are offered.
macro_rules! levels {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $level:ident = $label:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $level,)+ }

        impl $name {
            /// Finest first.
            pub const ALL: &[Self] = &[$(Self::$level,)+];

            /// The word that a form sends.
            pub fn word(self) -> String {
                let written = serde_json::to_value(self).unwrap_or_default();
                written.as_str().unwrap_or_default().to_owned()
            }

            /// What a page says.
            pub fn label(self) -> &'static str {
                match self { $(Self::$level => $label,)+ }
            }
        }
    };
}

levels! {
    /// Cohorts in a table with a row a person.
    CohortLevel {
        /// Each under its own heading.
        #[default]
        Each = "each under its name",
        /// None is told.
        Together = "all together, no cohort told",
    }
}

levels! {
    /// Gender in a table with a row a person.
    GenderLevel {
        /// As it was stated.
        #[default]
        Stated = "as stated",
        /// What fewer than five stated is one with what nobody stated.
        Merged = "what fewer than five stated as “other or not stated”",
        /// No such column.
        Left = "not told",
    }
}

levels! {
    /// Times of interviews in a table with a row a person.
    TimeLevel {
        /// As known; only where a journal demands days.
        Day = "the day, where a journal demands it",
        /// Months.
        #[default]
        Month = "the month",
        /// Three months.
        Quarter = "the quarter",
        /// Years.
        Year = "the year",
        /// Only that there was an interview.
        Left = "not told",
    }
}

levels! {
    /// Lengths of interviews in a table with a row a person.
    LengthLevel {
        /// As known.
        #[default]
        Given = "as measured",
        /// Bands of five minutes.
        Fives = "in bands of 5 minutes",
        /// Bands of a quarter of an hour.
        Quarters = "in bands of 15 minutes",
        /// Bands of half an hour.
        Halves = "in bands of 30 minutes",
        /// No such column.
        Left = "not told",
    }
}

/// What is in a release.
///
/// A release that was prepared by an earlier Enid has nothing of what came later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Choice {
    /// Table 1 by cohort.
    pub summary: bool,
    /// The words of the signed consent that name totals of gender; none are told where it is empty (trust PRI-4 a).
    pub gender_words: String,
    /// Table 1 with a row a person.
    pub people: bool,
    /// The words of the signed consent that name such a table (trust PRI-4 b).
    pub people_words: String,
    /// How cohorts stand in it.
    pub cohort: CohortLevel,
    /// How gender does.
    pub gender: GenderLevel,
    /// How times do.
    pub time: TimeLevel,
    /// How lengths do.
    pub length: LengthLevel,
    /// How many of each cohort and gender were interviewed.
    pub crossed: bool,
    /// Table 2.
    pub table2: bool,
    /// The research questions in it.
    pub questions: bool,
    /// The thematic map.
    pub map: bool,
    /// Interview guides.
    pub guides: bool,
    /// A project of REFI-QDA, with the texts of those who let theirs be kept.
    pub project: bool,
    /// How many quotes answer which question under which theme.
    pub matrix: bool,
    /// The codebook.
    pub codebook: bool,
    /// Every checklist of the report that has answers.
    pub checklists: bool,
    /// The methods paragraph.
    pub methods: bool,
    /// As PDF too, what is written as PDF.
    pub pdf: bool,
}

impl Default for Choice {
    /// Table 1 by cohort and Table 2, with nothing of a person in either.
    fn default() -> Self {
        Self {
            summary: true,
            gender_words: String::new(),
            people: false,
            people_words: String::new(),
            cohort: CohortLevel::default(),
            gender: GenderLevel::default(),
            time: TimeLevel::default(),
            length: LengthLevel::default(),
            crossed: false,
            table2: true,
            questions: true,
            map: false,
            guides: false,
            project: false,
            matrix: false,
            codebook: false,
            checklists: false,
            methods: false,
            pdf: false,
        }
    }
}

impl Choice {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.in_words().is_empty()
    }

    /// Whether quotes stand in it.
    pub fn quotes(&self) -> bool {
        self.table2 || self.project
    }

    /// Whether something is in it that stands in the trail and not in the report: then any change of the study makes another release.
    pub(super) fn reads_trail(&self) -> bool {
        self.map || self.project || self.codebook || self.checklists || self.methods
    }

    /// What is in it, in a few words each.
    pub fn in_words(&self) -> Vec<&'static str> {
        let all = [
            (self.summary, "Table 1 by cohort"),
            (self.people, "Table 1 with a row a person"),
            (self.crossed, "Participants by cohort and gender"),
            (self.table2, "Table 2"),
            (self.map, "Thematic map"),
            (self.guides, "Interview guides"),
            (self.project, "A project for other programs"),
            (self.matrix, "Research questions and themes"),
            (self.codebook, "Codebook"),
            (self.checklists, "Checklists of the report"),
            (self.methods, "Methods paragraph"),
        ];
        let chosen = all.into_iter().filter(|(is_in, _)| *is_in);
        chosen.map(|(_, words)| words).collect()
    }
}
