//! The rolling rotas: a few weeks each, worked round and round, and the codes each hospital writes them in.
//!
//! Every pattern keeps the limits of `england-2019`: 11 hours between duties, 46 after nights, at most four nights,
//! four long days or seven duties running, at most 72 hours in any 168, about 46 hours a week. A test recounts them.

use super::table::Table;
use super::{Calendar, SITES};

/// What a day of a pattern is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    Early,
    Middle,
    Long,
    Night,
    Late,
    Short,
    /// Educational development time.
    Education,
    Off,
    AnnualLeave,
    StudyLeave,
    /// The non-working day of somebody who works less than full time.
    NonWorking,
    /// A code that the hospital's list does not have and that gives no times: nobody can tell what it means.
    Puzzle,
}

impl Day {
    /// The kind of the shift and its local start and end, where it has them.
    pub fn kind(self) -> (&'static str, Option<(&'static str, &'static str)>) {
        match self {
            Day::Early => ("clinical", Some(("08:00", "18:00"))),
            Day::Middle => ("clinical", Some(("11:00", "21:00"))),
            Day::Long => ("clinical", Some(("08:00", "20:30"))),
            Day::Night => ("clinical", Some(("20:30", "09:00"))),
            Day::Late => ("clinical", Some(("14:00", "00:00"))),
            Day::Short => ("clinical", Some(("08:00", "13:00"))),
            Day::Education => ("edt", Some(("09:00", "17:00"))),
            Day::Off => ("off", None),
            Day::AnnualLeave => ("annual_leave", None),
            Day::StudyLeave => ("study_leave", None),
            Day::NonWorking => ("ltft_off", None),
            Day::Puzzle => ("clinical", None),
        }
    }

    /// The code as this hospital spells it.
    pub fn code(self, spelling: usize) -> &'static str {
        let spellings = match self {
            Day::Early => ["E", "DAY", "E1"],
            Day::Middle => ["M", "MID", "M2"],
            Day::Long => ["LD", "LNG", "LD"],
            Day::Night => ["N", "NGT", "N4"],
            Day::Late => ["LT", "TWI", "L3"],
            Day::Short => ["S", "SHT", "S5"],
            Day::Education => ["EDT", "EDT", "ED"],
            Day::Off => ["OFF", "RD", "X"],
            Day::AnnualLeave => ["AL", "ANN", "AL"],
            Day::StudyLeave => ["SL", "STU", "SL"],
            Day::NonWorking => ["LTFT", "LTFT", "NWD"],
            Day::Puzzle => ["CT7", "CT7", "CT7"],
        };
        spellings[spelling]
    }

    fn of(letter: u8) -> Self {
        match letter {
            b'E' => Day::Early,
            b'M' => Day::Middle,
            b'L' => Day::Long,
            b'N' => Day::Night,
            b'T' => Day::Late,
            b'S' => Day::Short,
            b'D' => Day::Education,
            _ => Day::Off,
        }
    }
}

/// Monday to Sunday, in the letters of [`Day::of`].
type Week = &'static str;

/// The patterns in the order of the sites.
const PATTERNS: [&[Week]; 8] = [
    &[
        "MEEM---", "-EMMD--", "-LLE-LL", "--MME--", "EEEE---", "NNNN---", "-LLED--", "MMEE-TT",
    ],
    &[
        "EEE-D--", "-LLM-TT", "-EMEE--", "EMME---", "-EENNN-", "-EEM---", "EELL-LL", "-MMED--",
    ],
    &[
        "MEDEM--", "-LEL-LL", "-EEMM--", "NNN----", "SLLEE--", "MM-E-TT",
    ],
    &[
        "-EEEE--", "L-LL-LL", "-SMME--", "EEEM---", "DME-NNN", "--EEE--", "MLLE---",
    ],
    &[
        "EM-MD--", "-LLE-LL", "DM-ME--", "EEEE---", "MM-ENNN", "--ELE--", "ELEL---",
    ],
    &[
        "MLL-E--", "-MME-LL", "-EE-D--", "-MEME--", "EEE--TT", "NNNN---", "-MMLL--", "EME--TT",
    ],
    &[
        "E-MME--", "EELL---", "--EM-LL", "--MMEE-", "NNNN---", "E-LLE--", "DEEE-TT", "M-MEL--",
    ],
    &[
        "-EEEE--", "DLL--LL", "-MMED--", "MMEES--", "EEE-NNN", "--LED--",
    ],
];

/// The weeks of a site's pattern.
pub(super) fn weeks(site: usize) -> usize {
    PATTERNS[site].len()
}

/// What the pattern of a site has on a day, `week` counted from anywhere and `weekday` from Monday.
pub(super) fn day(site: usize, week: usize, weekday: usize) -> Day {
    let pattern = PATTERNS[site];
    Day::of(pattern[week % pattern.len()].as_bytes()[weekday])
}

/// `shift_codes.csv`: the list of every hospital.
pub(super) fn codes(calendar: &Calendar) -> Table {
    const LISTED: [Day; 11] = [
        Day::Early,
        Day::Middle,
        Day::Long,
        Day::Night,
        Day::Late,
        Day::Short,
        Day::Education,
        Day::Off,
        Day::AnnualLeave,
        Day::StudyLeave,
        Day::NonWorking,
    ];
    let mut table = Table::new(&[
        "site_code",
        "code",
        "kind",
        "start",
        "end",
        "role",
        "valid_from",
        "valid_to",
    ]);
    let from = calendar.rota_start().to_string();
    for site in &SITES {
        for day in LISTED {
            let (kind, times) = day.kind();
            let (start, end) = times.unwrap_or_default();
            let role = if times.is_some() { "registrar" } else { "" };
            let code = day.code(site.spelling);
            table.row(&[site.code, code, kind, start, end, role, &from, ""]);
        }
    }
    table
}
