//! Where a fact of a rota comes from, and what stands when two sources speak of one day (programme I4).

use crate::words::words;

words! {
    /// Where a fact comes from.
    Source accepts "folder, grid, rows, calendar, self_report, template" {
        /// `shifts.csv` of a programme folder.
        Folder = "folder",
        /// A spreadsheet of doctors and dates from a site.
        Grid = "grid",
        /// A file from a site with a row a shift.
        Rows = "rows",
        /// A resident's own calendar file.
        Calendar = "calendar",
        /// What a resident said of a week.
        SelfReport = "self_report",
        /// A rotating pattern with the week in which somebody starts.
        Template = "template",
    }
}

/// The order in which sources are believed, the first the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// The site says so.
    Site,
    /// The resident's calendar says so.
    Calendar,
    /// The resident said so.
    SelfReport,
    /// The pattern of the rota says so.
    Template,
}

impl Source {
    /// How much it is believed.
    pub fn standing(self) -> Standing {
        match self {
            Self::Folder | Self::Grid | Self::Rows => Standing::Site,
            Self::Calendar => Standing::Calendar,
            Self::SelfReport => Standing::SelfReport,
            Self::Template => Standing::Template,
        }
    }

    /// The sources of one standing: a later import of one replaces what an earlier import of any said.
    pub fn alike(self) -> impl Iterator<Item = Source> {
        let standing = self.standing();
        Self::ALL
            .iter()
            .copied()
            .filter(move |source| source.standing() == standing)
    }

    /// What a page calls it within a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Folder => "the programme folder",
            Self::Grid => "the hospital's rota",
            Self::Rows => "the hospital's list of shifts",
            Self::Calendar => "the doctor's calendar",
            Self::SelfReport => "the doctor's own word",
            Self::Template => "a rotating pattern",
        }
    }
}
