//! The text of one CSV file.

use formats::table::write_csv;

/// A header and the rows below it.
pub(super) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(header: &[&str]) -> Self {
        Table {
            header: owned(header),
            rows: Vec::new(),
        }
    }

    /// Adds a row; it has as many cells as the header.
    pub fn row(&mut self, cells: &[&str]) {
        debug_assert_eq!(cells.len(), self.header.len(), "{cells:?}");
        self.rows.push(owned(cells));
    }

    pub fn into_bytes(self) -> Vec<u8> {
        let header: Vec<&str> = self.header.iter().map(String::as_str).collect();
        write_csv(&header, &self.rows).into_bytes()
    }
}

fn owned(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}
