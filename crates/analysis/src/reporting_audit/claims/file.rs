//! From the bytes of `claims.toml` to [`Claims`].

use jiff::civil::Date;
use study::columns::fold_spaces;
use study::dates::{DateOrder, InterviewDate};
use study::durations::InterviewLength;
use study::problem::{Code, Problem};
use toml::{Table, Value};

use super::{Claims, Lengths, Period, Statement, StatementKind};

const FORMAT: &str = "enid-claims/1";
const KEYS: [&str; 8] = [
    "format",
    "participants",
    "invited",
    "period",
    "cohorts",
    "lengths",
    "themes",
    "statement",
];

/// Reads the file; `None` where there is an error, all problems are listed.
pub fn parse(file: &str, bytes: &[u8]) -> (Option<Claims>, Vec<Problem>) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let problem = Problem::error(Code::E10, file, "the file is not UTF-8");
        return (None, vec![problem]);
    };
    let table: Table = match toml::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(table) => table,
        Err(error) => {
            let mut problem = Problem::error(Code::E09, file, error.message());
            if let Some(span) = error.span() {
                let before = text.as_bytes().iter().take(span.start);
                let lines = before.filter(|byte| **byte == b'\n').count();
                problem = problem.at_row(u32::try_from(lines + 1).unwrap_or(u32::MAX));
            }
            return (None, vec![problem.with_example("participants = 9")]);
        }
    };
    let mut reader = Reader {
        file,
        problems: Vec::new(),
    };
    let claims = reader.claims(&table);
    let sound = reader.problems.is_empty();
    (sound.then_some(claims), reader.problems)
}

struct Reader<'a> {
    file: &'a str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn claims(&mut self, table: &Table) -> Claims {
        self.known("", table, &KEYS);
        if let Some(format) = self.text(table, "", "format")
            && format != FORMAT
        {
            self.fault(Code::E09, "format", "no such format", &format, FORMAT);
        }
        let period = self.table(table, "period");
        let themes = self.table(table, "themes");
        let lengths = self.table(table, "lengths");
        let cohorts = self.table(table, "cohorts");
        self.known("period.", &period, &["start", "end"]);
        self.known("themes.", &themes, &["count", "names"]);
        self.known("lengths.", &lengths, &["shortest", "longest", "mean"]);
        let stated = |moment: &Option<(Date, String)>| moment.is_some();
        let period = Period {
            start: self.moment(&period, "start"),
            end: self.moment(&period, "end"),
        };
        Claims {
            participants: self.count(table, "", "participants"),
            invited: self.count(table, "", "invited"),
            period: (stated(&period.start) || stated(&period.end)).then_some(period),
            cohorts: cohorts
                .keys()
                .filter_map(|key| {
                    let name = fold_spaces(key);
                    Some((name, self.count(&cohorts, "cohorts.", key)?))
                })
                .collect(),
            lengths: Lengths {
                shortest: self.length(&lengths, "shortest"),
                longest: self.length(&lengths, "longest"),
                mean: self.length(&lengths, "mean"),
            },
            theme_count: self.count(&themes, "themes.", "count"),
            theme_names: self.names(&themes),
            statements: self.statements(table),
        }
    }

    fn known(&mut self, above: &str, table: &Table, keys: &[&str]) {
        for key in table.keys().filter(|key| !keys.contains(&key.as_str())) {
            let column = format!("{above}{key}");
            self.fault(Code::E09, &column, "unknown key", key, &keys.join(", "));
        }
    }

    fn table(&mut self, table: &Table, key: &str) -> Table {
        match table.get(key) {
            None => Table::new(),
            Some(Value::Table(table)) => table.clone(),
            Some(other) => {
                let message = "this is a section of its own";
                self.fault(
                    Code::E09,
                    key,
                    message,
                    &other.to_string(),
                    &format!("[{key}]"),
                );
                Table::new()
            }
        }
    }

    fn text(&mut self, table: &Table, above: &str, key: &str) -> Option<String> {
        match table.get(key)? {
            Value::String(text) => Some(fold_spaces(text)),
            other => {
                let column = format!("{above}{key}");
                let message = "this is written between quotation marks";
                self.fault(
                    Code::E09,
                    &column,
                    message,
                    &other.to_string(),
                    "\"31 minutes\"",
                );
                None
            }
        }
    }

    fn count(&mut self, table: &Table, above: &str, key: &str) -> Option<u32> {
        let value = table.get(key)?;
        let count = value
            .as_integer()
            .and_then(|count| u32::try_from(count).ok());
        if count.is_none() {
            let column = format!("{above}{key}");
            let message = "a count is a whole number without quotation marks";
            self.fault(Code::E09, &column, message, &value.to_string(), "9");
        }
        count
    }

    /// A day; of a month its first day for the start and its last for the end.
    fn moment(&mut self, table: &Table, key: &str) -> Option<(Date, String)> {
        let written = match table.get(key)? {
            Value::Datetime(date) => date.to_string(),
            _ => self.text(table, "period.", key)?,
        };
        // `February 2031` is a month as well, which the dates of interviews do not spell so.
        let read = InterviewDate::parse(&written, DateOrder::DayFirst).or_else(|error| {
            let first = InterviewDate::parse(&format!("1 {written}"), DateOrder::DayFirst);
            first.map(InterviewDate::coarsened).map_err(|_| error)
        });
        match read {
            Ok(date) => Some((day_of(date, key == "end"), written)),
            Err(error) => {
                let column = format!("period.{key}");
                let example = "\"2031-02\", \"2031-02-01\" or \"February 2031\"";
                self.fault(Code::E04, &column, &error.to_string(), &written, example);
                None
            }
        }
    }

    fn length(&mut self, table: &Table, key: &str) -> Option<(InterviewLength, String)> {
        let written = self.text(table, "lengths.", key)?;
        match InterviewLength::parse(&written, None) {
            Ok(length) => Some((length, written)),
            Err(error) => {
                let column = format!("lengths.{key}");
                let example = InterviewLength::EXAMPLE;
                self.fault(Code::E05, &column, &error.to_string(), &written, example);
                None
            }
        }
    }

    fn names(&mut self, themes: &Table) -> Vec<String> {
        let Some(value) = themes.get("names") else {
            return Vec::new();
        };
        let names = value.as_array().map(|names| {
            let names = names.iter().map(|name| name.as_str().map(fold_spaces));
            names.collect::<Option<Vec<String>>>()
        });
        names.flatten().unwrap_or_else(|| {
            let message = "names are a list of texts";
            self.fault(
                Code::E09,
                "themes.names",
                message,
                &value.to_string(),
                "[\"Waiting\"]",
            );
            Vec::new()
        })
    }

    fn statements(&mut self, table: &Table) -> Vec<Statement> {
        let Some(value) = table.get("statement") else {
            return Vec::new();
        };
        let tables: Option<Vec<&Table>> = value
            .as_array()
            .and_then(|list| list.iter().map(Value::as_table).collect());
        let Some(tables) = tables else {
            let message = "a statement is a section of its own";
            self.fault(Code::E09, "statement", message, "", "[[statement]]");
            return Vec::new();
        };
        let statements = tables.into_iter().filter_map(|table| self.statement(table));
        statements.collect()
    }

    fn statement(&mut self, table: &Table) -> Option<Statement> {
        const ABOVE: &str = "statement.";
        self.known(ABOVE, table, &["where", "kind", "of", "value"]);
        let place = self.text(table, ABOVE, "where").unwrap_or_default();
        let of = self.text(table, ABOVE, "of");
        let value = match table.get("value") {
            Some(Value::Integer(number)) => Some(number.to_string()),
            Some(Value::Float(number)) => Some(number.to_string()),
            _ => self.text(table, ABOVE, "value"),
        };
        let kind = self.text(table, ABOVE, "kind");
        for (key, given) in [("of", &of), ("value", &value), ("kind", &kind)] {
            if given.is_none() && !table.contains_key(key) {
                let column = format!("{ABOVE}{key}");
                self.fault(
                    Code::E09,
                    &column,
                    "a statement needs this key",
                    "",
                    "share",
                );
            }
        }
        let kind = match kind?.as_str() {
            "share" => StatementKind::Share,
            "count" => StatementKind::Count,
            "length" => StatementKind::Length,
            "date" => StatementKind::Date,
            other => {
                let column = format!("{ABOVE}kind");
                let kinds = "share, count, length, date";
                self.fault(Code::E09, &column, "no such kind", other, kinds);
                return None;
            }
        };
        Some(Statement {
            place,
            kind,
            of: of?,
            value: value?,
        })
    }

    fn fault(&mut self, code: Code, column: &str, message: &str, value: &str, example: &str) {
        let problem = Problem::error(code, self.file, message).in_column(column);
        self.problems
            .push(problem.with_value(value).with_example(example));
    }
}

/// The first or the last day of what may be a month.
pub(in crate::reporting_audit) fn day_of(date: InterviewDate, last: bool) -> Date {
    match date {
        InterviewDate::Day(day) => day,
        InterviewDate::Month(month) => {
            let text = format!("{month}-01");
            let first: Date = text.parse().expect("a month has a first day");
            if last { first.last_of_month() } else { first }
        }
    }
}
