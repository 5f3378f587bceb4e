//! What an unknown code may mean, for a person to confirm. Nothing here becomes a meaning by itself (programme I2).

use std::collections::BTreeMap;

use jiff::civil::Time;

use super::facts::CodeUse;
use super::grid::{self, KeyLine};
use super::{Kind, folded};

/// An unknown code with what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The code as it was first written; empty for empty cells.
    pub code: String,
    /// In how many cells it stands without a meaning.
    pub count: usize,
    /// Its share of all entries, in hundredths.
    pub share: usize,
    /// What it may be; none where nothing speaks for anything.
    pub kind: Option<Kind>,
    /// When it may start and end.
    pub hours: Option<(Time, Time)>,
    /// Why this is proposed, in words for a page.
    pub why: String,
    /// The row in which it stands first.
    pub row: usize,
}

/// Words that hospitals write for days without work or with time for teaching. Shifts are not among them: what hours
/// they have, only the hospital knows.
const WORDS: [(&str, Kind); 44] = [
    ("", Kind::Off),
    ("-", Kind::Off),
    ("off", Kind::Off),
    ("o", Kind::Off),
    ("x", Kind::Off),
    ("do", Kind::Off),
    ("day off", Kind::Off),
    ("rd", Kind::Off),
    ("rest day", Kind::Off),
    ("zero", Kind::Off),
    ("zero hours", Kind::Off),
    ("zd", Kind::Off),
    ("rest", Kind::Rest),
    ("al", Kind::AnnualLeave),
    ("a/l", Kind::AnnualLeave),
    ("annual leave", Kind::AnnualLeave),
    ("leave", Kind::AnnualLeave),
    ("hol", Kind::AnnualLeave),
    ("holiday", Kind::AnnualLeave),
    ("sl", Kind::StudyLeave),
    ("s/l", Kind::StudyLeave),
    ("study leave", Kind::StudyLeave),
    ("study", Kind::StudyLeave),
    ("course", Kind::StudyLeave),
    ("sick", Kind::Sick),
    ("ml", Kind::Parental),
    ("mat leave", Kind::Parental),
    ("maternity", Kind::Parental),
    ("paternity", Kind::Parental),
    ("pat leave", Kind::Parental),
    ("exam", Kind::Exam),
    ("strike", Kind::Strike),
    ("oop", Kind::OutOfProgramme),
    ("nwd", Kind::LtftOff),
    ("nwk", Kind::LtftOff),
    ("ltft", Kind::LtftOff),
    ("ltft off", Kind::LtftOff),
    ("edt", Kind::Edt),
    ("sdt", Kind::Edt),
    ("spa", Kind::Edt),
    ("teaching", Kind::Teaching),
    ("teach", Kind::Teaching),
    ("on call", Kind::Nroc),
    ("oc", Kind::Nroc),
];

/// Proposes a meaning for each code that has none, the most frequent first.
pub fn propose(codes: &[CodeUse], key: &[KeyLine]) -> Vec<Proposal> {
    let total: usize = codes.iter().map(|code| code.count).sum();
    let key: BTreeMap<String, &KeyLine> = key
        .iter()
        .rev()
        .map(|line| (folded(&line.code), line))
        .collect();
    codes
        .iter()
        .filter(|code| code.known < code.count)
        .map(|code| {
            let (kind, hours, why) = meaning(&code.code, key.get(&folded(&code.code)).copied());
            Proposal {
                code: code.code.clone(),
                count: code.count - code.known,
                share: (code.count * 100).checked_div(total).unwrap_or(0),
                kind,
                hours,
                why,
                row: code.row,
            }
        })
        .collect()
}

fn meaning(code: &str, key: Option<&KeyLine>) -> (Option<Kind>, Option<(Time, Time)>, String) {
    if let Some(line) = key {
        let kind = word(&line.words).or_else(|| word(code));
        let hours = line.start.zip(line.end);
        let kind = kind.or(hours.map(|_| Kind::Clinical));
        let why = format!("The sheet explains it in row {}: {}", line.row, line.words);
        return (kind, hours, why);
    }
    if let Some(hours) = grid::hours(code) {
        let why = "The cell itself gives hours".to_owned();
        return (Some(Kind::Clinical), Some(hours), why);
    }
    match word(code) {
        Some(kind) if code.is_empty() => {
            let why =
                "Many hospitals leave days off empty; some leave unknown days empty".to_owned();
            (Some(kind), None, why)
        }
        Some(kind) => (Some(kind), None, "Many hospitals write it so".to_owned()),
        None => (None, None, "Only the hospital can say".to_owned()),
    }
}

fn word(text: &str) -> Option<Kind> {
    let text = folded(text);
    let found = WORDS.iter().find(|(word, _)| *word == text);
    found.map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(code: &str, count: usize, known: usize) -> CodeUse {
        let day = jiff::civil::date(2026, 11, 11);
        CodeUse {
            code: code.into(),
            count,
            known,
            row: 4,
            column: None,
            dates: (day, day),
        }
    }

    #[test]
    fn only_codes_without_a_meaning_are_proposed_and_a_shift_never_gets_invented_hours() {
        let codes = [used("LD", 60, 0), used("A/L", 30, 0), used("N", 10, 10)];
        let proposals = propose(&codes, &[]);
        let found: Vec<_> = proposals
            .iter()
            .map(|one| (one.code.as_str(), one.share, one.kind, one.hours))
            .collect();
        assert_eq!(
            found,
            [
                ("LD", 60, None, None),
                ("A/L", 30, Some(Kind::AnnualLeave), None)
            ]
        );
    }

    #[test]
    fn what_the_sheet_explains_is_proposed_with_its_row() {
        let key = KeyLine {
            code: "ld".into(),
            words: "Long day".into(),
            start: Some(jiff::civil::time(8, 0, 0, 0)),
            end: Some(jiff::civil::time(20, 30, 0, 0)),
            sheet: String::new(),
            row: 44,
        };
        let proposals = propose(&[used("LD", 1, 0)], &[key]);
        assert_eq!(proposals[0].kind, Some(Kind::Clinical));
        assert!(proposals[0].hours.is_some());
        assert_eq!(
            proposals[0].why,
            "The sheet explains it in row 44: Long day"
        );
    }
}
