//! A line of the form of codes: as it is stored, as it was typed, and what it means.

use jiff::civil::{Date, Time};

use super::words::kind_choices;
use super::{Kind, ShiftCode};
use crate::columns::{time, time_text};
use crate::wording::{capital, short_date};

/// How the form writes an empty cell.
pub(super) use crate::exchange::EMPTY_CELL as EMPTY;
/// Longest code and role.
const LONGEST: usize = 40;

/// The fields of a line.
pub(super) const KNOWN: [&str; 8] = [
    "code",
    "empty",
    "kind",
    "start",
    "end",
    "role",
    "valid_from",
    "valid_to",
];

/// The fields of a form as they came.
pub(super) type Fields = Vec<(String, String)>;

/// One line of the form, as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) code: String,
    pub(super) is_empty_cell: bool,
    pub(super) is_blank: bool,
    pub(super) kinds: Vec<(&'static str, &'static str, bool)>,
    pub(super) start: String,
    pub(super) end: String,
    pub(super) role: String,
    pub(super) valid_from: String,
    pub(super) valid_to: String,
    pub(super) problem: String,
}

impl Row {
    /// Role and dates in a few words, where the form folds them.
    pub(super) fn brief(&self) -> String {
        let date = |text: &str| {
            let date = text.parse::<Date>();
            date.map_or_else(|_| text.to_owned(), short_date)
        };
        let mut brief = match self.role.as_str() {
            "" => String::new(),
            role => format!("{role}, "),
        };
        brief.push_str(&format!("from {}", date(&self.valid_from)));
        if !self.valid_to.is_empty() {
            brief.push_str(&format!(" until {}", date(&self.valid_to)));
        }
        capital(&brief)
    }

    /// Whether what is wrong lies in the fold.
    pub(super) fn is_wrong_inside(&self) -> bool {
        ["day", "characters"]
            .iter()
            .any(|word| self.problem.contains(word))
    }
}

pub(super) fn row(code: &ShiftCode) -> Row {
    Row {
        code: code.code.clone(),
        is_empty_cell: code.code.is_empty(),
        is_blank: false,
        kinds: kind_choices(Some(code.kind)),
        start: code.start.map(time_text).unwrap_or_default(),
        end: code.end.map(time_text).unwrap_or_default(),
        role: code.role.clone().unwrap_or_default(),
        valid_from: code.valid_from.to_string(),
        valid_to: code
            .valid_to
            .map(|date| date.to_string())
            .unwrap_or_default(),
        problem: String::new(),
    }
}

pub(super) fn blank(today: Date) -> Row {
    Row {
        is_blank: true,
        kinds: kind_choices(None),
        valid_from: today.to_string(),
        ..Row::default()
    }
}

/// The lines of the form. A browser sends the fields of a line one after the other.
pub(super) fn typed(fields: &Fields) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (field, value) in fields {
        let value = value.trim().to_owned();
        if field == "code" {
            rows.push(Row {
                is_empty_cell: value.eq_ignore_ascii_case(EMPTY),
                is_blank: true,
                kinds: kind_choices(None),
                code: if value.eq_ignore_ascii_case(EMPTY) {
                    String::new()
                } else {
                    value
                },
                ..Row::default()
            });
            continue;
        }
        let Some(row) = rows.last_mut() else { continue };
        match field.as_str() {
            "empty" => row.is_empty_cell |= value == "true" && row.code.is_empty(),
            "kind" => {
                row.is_blank = value.is_empty();
                row.kinds = kind_choices(value.parse().ok());
            }
            "start" => row.start = value,
            "end" => row.end = value,
            "role" => row.role = value,
            "valid_from" => row.valid_from = value,
            "valid_to" => row.valid_to = value,
            _ => {}
        }
    }
    rows
}

/// The meaning of a line; none for a line without one.
pub(super) fn read(row: &Row, site: &str) -> std::result::Result<Option<ShiftCode>, String> {
    let chosen = row.kinds.iter().find(|(_, _, chosen)| *chosen);
    let Some(kind) = chosen.and_then(|(word, _, _)| word.parse::<Kind>().ok()) else {
        return Ok(None);
    };
    if row.code.is_empty() && !row.is_empty_cell {
        return Err(format!("write the code, or {EMPTY} for an empty cell"));
    }
    let is_long = |text: &str| text.chars().count() > LONGEST || text.chars().any(char::is_control);
    if is_long(&row.code) || is_long(&row.role) {
        return Err(format!("write at most {LONGEST} characters in one line"));
    }
    let clock = |text: &str| -> std::result::Result<Option<Time>, String> {
        match text {
            "" => Ok(None),
            text => time(text)
                .map(Some)
                .map_err(|_| "write times as 08:00".to_owned()),
        }
    };
    let (start, end) = (clock(&row.start)?, clock(&row.end)?);
    if start.is_some() != end.is_some() {
        return Err("give both a start and an end, or neither".into());
    }
    if kind.needs_times() && start.is_none() {
        return Err("this needs a start and an end, such as 08:00 and 20:30".into());
    }
    let day = |text: &str| text.parse::<Date>();
    let valid_from = day(&row.valid_from).map_err(|_| "write the first day as a date")?;
    let valid_to = match row.valid_to.as_str() {
        "" => None,
        text => Some(day(text).map_err(|_| "write the last day as a date, or leave it empty")?),
    };
    if valid_to.is_some_and(|last| last < valid_from) {
        return Err("the last day lies before the first".into());
    }
    Ok(Some(ShiftCode {
        site: site.to_owned(),
        code: row.code.clone(),
        kind,
        start,
        end,
        role: Some(row.role.clone()).filter(|role| !role.is_empty()),
        valid_from,
        valid_to,
    }))
}
