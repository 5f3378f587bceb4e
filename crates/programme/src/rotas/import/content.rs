//! What was handed in: a file, or a rotating pattern.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::rotas::Source;
use crate::rotas::facts::Entry;
use crate::rotas::reading;

/// What a rota was handed in as.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Content {
    /// A file.
    File {
        /// The last part of its name.
        name: String,
        /// Its bytes.
        #[serde(serialize_with = "to_text", deserialize_with = "from_text")]
        bytes: Vec<u8>,
    },
    /// A rotating pattern.
    Pattern(Pattern),
}

/// A code for each day of a cycle of weeks, and the week in which each doctor starts (programme I7 d).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// For each week of the cycle the codes from Monday to Sunday.
    pub weeks: Vec<[String; 7]>,
    /// The first and the last day on which it holds.
    pub valid: (Date, Date),
    /// For each resident by identifier the week of the cycle, from 0, in which the first day lies for them.
    pub starts: BTreeMap<String, usize>,
}

impl Content {
    /// The name that a page shows.
    pub fn name(&self) -> &str {
        match self {
            Self::File { name, .. } => name,
            Self::Pattern(_) => "rotating pattern",
        }
    }

    /// A digest by which the same content is known again.
    pub fn hash(&self) -> Vec<u8> {
        match self {
            Self::File { bytes, .. } => Sha256::digest(bytes).to_vec(),
            Self::Pattern(pattern) => {
                let text = serde_json::to_vec(pattern).expect("a pattern is plain text and dates");
                Sha256::digest(text).to_vec()
            }
        }
    }
}

/// The column that only a list of shifts has.
const REFERENCES: &str = "resident_ref";

/// What kind of file this is, by what it holds.
pub fn source_of(bytes: &[u8]) -> Source {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let is_begun = |begin: &[u8]| {
        text.trim_ascii_start()
            .get(..begin.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(begin))
    };
    if is_begun(b"BEGIN:VCALENDAR") {
        return Source::Calendar;
    }
    let has_references = if is_begun(b"PK") {
        reading::open(bytes).is_ok_and(|book| {
            let mut cells = book.sheets.iter().filter_map(|sheet| sheet.rows.first());
            cells.any(|row| row.iter().any(|cell| cell.text.trim() == REFERENCES))
        })
    } else {
        let start = String::from_utf8_lossy(&text[..text.len().min(4096)]);
        let first = start.lines().find(|line| !line.trim().is_empty());
        let mut columns = first.unwrap_or_default().split([',', ';', '\t']);
        columns.any(|name| name.trim().trim_matches('"') == REFERENCES)
    };
    if has_references {
        Source::Rows
    } else {
        Source::Grid
    }
}

impl Pattern {
    /// Longest time for which a pattern may hold.
    pub const MOST_DAYS: i32 = 800;

    /// A cell for every doctor and day.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let (first, last) = self.valid;
        let into_week = i64::from(first.weekday().to_monday_zero_offset());
        let Ok(monday) = first.checked_sub(into_week.days()) else {
            return Vec::new();
        };
        let mut entries = Vec::new();
        let mut date = first;
        while date <= last {
            let days = date.since(monday).map_or(0, |span| span.get_days());
            let week = usize::try_from(days / 7).unwrap_or(0);
            let day = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
            for (resident, start) in &self.starts {
                let row = (start + week) % self.weeks.len().max(1);
                let Some(codes) = self.weeks.get(row) else {
                    continue;
                };
                entries.push(Entry {
                    resident: resident.clone(),
                    date,
                    text: codes[day].trim().to_owned(),
                    hours: None,
                    row: row + 1,
                    column: Some(date.strftime("%a").to_string()),
                });
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        entries
    }
}

fn to_text<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}

fn from_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(pattern: &Pattern, resident: &str) -> Vec<(String, String)> {
        let entries = pattern.entries();
        let own = entries.iter().filter(|entry| entry.resident == resident);
        own.map(|entry| (entry.date.to_string(), entry.text.clone()))
            .collect()
    }

    #[test]
    fn a_doctor_walks_through_the_cycle_from_the_week_they_start_in() {
        let week = |code: &str| std::array::from_fn(|day| format!("{code}{day}"));
        let pattern = Pattern {
            weeks: vec![week("A"), week("B"), week("C")],
            // A Wednesday to the Tuesday after next.
            valid: ("2026-11-11".parse().unwrap(), "2026-11-24".parse().unwrap()),
            starts: BTreeMap::from([("one".to_owned(), 0), ("two".to_owned(), 2)]),
        };
        let one = codes(&pattern, "one");
        assert_eq!(one.len(), 14);
        assert_eq!(one[0], ("2026-11-11".into(), "A2".into()));
        assert_eq!(one[5], ("2026-11-16".into(), "B0".into()));
        assert_eq!(one[13], ("2026-11-24".into(), "C1".into()));
        let two = codes(&pattern, "two");
        assert_eq!(two[0].1, "C2");
        assert_eq!(two[5].1, "A0");
    }

    #[test]
    fn a_file_is_known_by_what_it_holds_and_not_by_its_name() {
        assert_eq!(
            source_of(b"\xef\xbb\xbfresident_ref,site_code,date\n"),
            Source::Rows
        );
        assert_eq!(source_of(b"\r\nBEGIN:VCALENDAR\r\n"), Source::Calendar);
        assert_eq!(source_of(b"Name;3 Aug;4 Aug\n"), Source::Grid);
        assert_eq!(source_of(b"PK\x03\x04"), Source::Grid);
        assert_eq!(source_of(b""), Source::Grid);
    }
}
