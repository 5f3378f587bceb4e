//! The text of one CSV file (RFC 4180).

/// A header and the rows below it.
pub(super) struct Table {
    text: String,
    columns: usize,
}

impl Table {
    pub fn new(header: &[&str]) -> Self {
        let mut table = Table {
            text: String::new(),
            columns: header.len(),
        };
        table.row(header);
        table
    }

    /// Adds a row; it has as many cells as the header.
    pub fn row(&mut self, cells: &[&str]) {
        debug_assert_eq!(cells.len(), self.columns, "{cells:?}");
        for (column, cell) in cells.iter().enumerate() {
            if column > 0 {
                self.text.push(',');
            }
            if cell.contains([',', '"', '\n', '\r']) {
                self.text.push('"');
                self.text.push_str(&cell.replace('"', "\"\""));
                self.text.push('"');
            } else {
                self.text.push_str(cell);
            }
        }
        self.text.push('\n');
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}
