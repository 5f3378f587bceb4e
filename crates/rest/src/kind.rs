use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a fact of a rota is (programme section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Rostered clinical work at the hospital.
    Clinical,
    /// On call from home.
    Nroc,
    /// Educational development time within the rota.
    Edt,
    /// Rostered teaching.
    Teaching,
    /// A day off.
    Off,
    /// Rest that the rota imposes.
    Rest,
    /// Annual leave.
    AnnualLeave,
    /// Sick leave.
    Sick,
    /// Parental leave.
    Parental,
    /// Study leave.
    StudyLeave,
    /// An examination.
    Exam,
    /// A strike day.
    Strike,
    /// Out of programme.
    OutOfProgramme,
    /// A day on which somebody who works less than full time does not work.
    LtftOff,
    /// Nobody knows; not free.
    Unknown,
}

impl Kind {
    /// The words of files, in the order of the kinds.
    pub const WORDS: [&'static str; 15] = [
        "clinical",
        "nroc",
        "edt",
        "teaching",
        "off",
        "rest",
        "annual_leave",
        "sick",
        "parental",
        "study_leave",
        "exam",
        "strike",
        "out_of_programme",
        "ltft_off",
        "unknown",
    ];

    const ALL: [Self; 15] = [
        Self::Clinical,
        Self::Nroc,
        Self::Edt,
        Self::Teaching,
        Self::Off,
        Self::Rest,
        Self::AnnualLeave,
        Self::Sick,
        Self::Parental,
        Self::StudyLeave,
        Self::Exam,
        Self::Strike,
        Self::OutOfProgramme,
        Self::LtftOff,
        Self::Unknown,
    ];

    /// The word of files.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// Whether it means nothing without a start and an end; every other kind may fill the whole local day.
    pub fn needs_times(self) -> bool {
        matches!(
            self,
            Self::Clinical | Self::Nroc | Self::Edt | Self::Teaching
        )
    }

    /// Whether the rota leaves the doctor free.
    pub fn is_free(self) -> bool {
        matches!(self, Self::Off | Self::LtftOff)
    }

    /// Whether the doctor is on duty for patients.
    pub fn is_duty(self) -> bool {
        matches!(self, Self::Clinical | Self::Nroc)
    }

    /// Whether it is working time. On call from home is not counted, because its limits are not settled; a
    /// session that overlaps it is unknown (F10).
    pub(crate) fn is_work(self) -> bool {
        matches!(self, Self::Clinical | Self::Edt | Self::Teaching)
    }

    /// Whether nobody may be asked at such a time (F01).
    pub(crate) fn is_away(self) -> bool {
        matches!(
            self,
            Self::Rest
                | Self::AnnualLeave
                | Self::Sick
                | Self::Parental
                | Self::StudyLeave
                | Self::Exam
                | Self::Strike
                | Self::OutOfProgramme
        )
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::WORDS
            .iter()
            .position(|known| *known == word)
            .map(|at| Self::ALL[at])
            .ok_or_else(|| {
                format!(
                    "this is not in the list; accepted: {}",
                    Self::WORDS.join(", ")
                )
            })
    }
}
