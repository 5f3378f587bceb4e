//! Rows under names, as the command line prints them.

use formats::table::write_csv;
use serde_json::{Map, Value};

/// Rows under names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The names; keys in JSON, heads in CSV.
    pub columns: &'static [&'static str],
    /// Each as long as the names; text, numbers, truth values, lists of text, or null for nothing.
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// A table of these.
    pub fn new(columns: &'static [&'static str], rows: Vec<Vec<Value>>) -> Self {
        Self { columns, rows }
    }

    /// A list of objects.
    pub fn as_json(&self) -> Value {
        let object = |row: &Vec<Value>| {
            let names = self.columns.iter().map(|name| (*name).to_owned());
            Value::Object(names.zip(row.iter().cloned()).collect::<Map<_, _>>())
        };
        self.rows.iter().map(object).collect()
    }

    /// CSV with a head.
    pub fn as_csv(&self) -> String {
        let rows: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().map(plain).collect())
            .collect();
        write_csv(self.columns, &rows)
    }

    /// Columns beside each other under their names, a row a line; what has no row at all is empty.
    pub fn as_text(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let head = self.columns.iter().map(|name| (*name).to_owned()).collect();
        let body = self.rows.iter().map(|row| row.iter().map(line).collect());
        let lines: Vec<Vec<String>> = std::iter::once(head).chain(body).collect();
        let wide = |column: usize| {
            let cells = lines
                .iter()
                .map(|line: &Vec<String>| line[column].chars().count());
            cells.max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(wide).collect();
        let lines = lines.iter().map(|cells| {
            let padded = cells.iter().zip(&widths);
            let padded: Vec<String> = padded
                .map(|(cell, width)| format!("{cell:width$}"))
                .collect();
            padded.join("  ").trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A cell as text; parts of a list parted by `; `.
fn plain(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(plain).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// The same in one line.
fn line(cell: &Value) -> String {
    plain(cell).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_is_one_line_of_text_whatever_its_cells_hold() {
        let table = Table::new(
            &["id", "text", "codes"],
            vec![
                vec![json!(1), json!("two\nlines"), json!(["A", "B"])],
                vec![json!(12), Value::Null, json!([])],
            ],
        );
        assert_eq!(
            table.as_text(),
            "id  text       codes\n1   two lines  A; B\n12"
        );
        assert_eq!(
            table.as_csv(),
            "id,text,codes\n1,\"two\nlines\",A; B\n12,,\n"
        );
        assert_eq!(
            table.as_json(),
            json!([
                { "id": 1, "text": "two\nlines", "codes": ["A", "B"] },
                { "id": 12, "text": null, "codes": [] }
            ])
        );
        assert_eq!(Table::new(&["id"], Vec::new()).as_text(), "");
    }
}
