//! Files opened as tables, their columns found.

use std::collections::BTreeMap;

use formats::table::{self, Limits, Row, Table};

use super::cells::Cells;
use super::layout::{LAYOUTS, Layout};
use super::problem::{Code, FOLDER, Problem, Problems, shown};

/// The files of a folder that could be opened.
#[derive(Default)]
pub(super) struct Sheets {
    opened: BTreeMap<&'static str, Sheet>,
    given: Vec<&'static str>,
}

/// A file as a table with every column that it needs.
pub(super) struct Sheet {
    /// Its name, which is the workbook's where that was given.
    pub file: &'static str,
    layout: &'static Layout,
    rows: Vec<Row>,
    found: Vec<(&'static str, usize)>,
}

impl Sheets {
    /// Opens what the folder holds; X01 to X03 for what it lacks or cannot be read, E12 for what nobody knows.
    pub fn open(files: &BTreeMap<String, Vec<u8>>, problems: &mut Problems) -> Sheets {
        let mut sheets = Sheets {
            opened: BTreeMap::new(),
            given: Vec::new(),
        };
        for layout in LAYOUTS.iter().copied() {
            let (file, bytes) = match (files.get(layout.file), files.get(layout.workbook)) {
                (Some(bytes), None) => (layout.file, bytes),
                (None, Some(bytes)) => (layout.workbook, bytes),
                (Some(bytes), Some(_)) => {
                    let text = format!("{} is there too; keep one of the two", layout.file);
                    problems.add_to_file(layout.workbook, Code::X02, text);
                    (layout.file, bytes)
                }
                (None, None) if layout.needed => {
                    let header = layout.header.join(",");
                    let text = format!("this file is missing; its first line is {header}");
                    problems.add_to_file(layout.file, Code::X01, text);
                    continue;
                }
                (None, None) => continue,
            };
            sheets.given.push(layout.file);
            if let Some(sheet) = Sheet::open(layout, file, bytes, problems) {
                sheets.opened.insert(layout.file, sheet);
            }
        }
        for name in files.keys() {
            let mut known = LAYOUTS
                .iter()
                .flat_map(|layout| [layout.file, layout.workbook]);
            if !known.any(|known| known == name) {
                problems.add_to_file(FOLDER, Code::E12, unknown_file(name));
            }
        }
        sheets
    }

    /// Opens one file on its own, a text or a workbook by what it holds.
    pub fn of_one(layout: &'static Layout, bytes: &[u8], problems: &mut Problems) -> Sheets {
        let file = if bytes.starts_with(b"PK") {
            layout.workbook
        } else {
            layout.file
        };
        let sheet = Sheet::open(layout, file, bytes, problems);
        Sheets {
            opened: sheet
                .map(|sheet| (layout.file, sheet))
                .into_iter()
                .collect(),
            given: vec![layout.file],
        }
    }

    /// Whether the folder holds the file, readable or not.
    pub fn was_given(&self, layout: &Layout) -> bool {
        self.given.contains(&layout.file)
    }

    /// Whether the file could be opened.
    pub fn is_open(&self, layout: &Layout) -> bool {
        self.opened.contains_key(layout.file)
    }

    /// The file, if it could be opened.
    pub fn get(&self, layout: &Layout) -> Option<&Sheet> {
        self.opened.get(layout.file)
    }

    /// How many rows the file has, if it could be opened.
    pub fn row_count(&self, layout: &Layout) -> Option<usize> {
        self.get(layout).map(|sheet| sheet.rows.len())
    }

    /// Reads each row of a file with `read`, and keeps with its line what no error stopped.
    pub fn rows<T>(
        &self,
        layout: &Layout,
        problems: &mut Problems,
        mut read: impl FnMut(&mut Cells<'_>) -> Option<T>,
    ) -> Rows<T> {
        let Some(sheet) = self.get(layout) else {
            return Rows {
                file: layout.file,
                rows: Vec::new(),
            };
        };
        let rows = sheet.rows.iter().filter_map(|row| {
            let mut cells = Cells::new(sheet.file, sheet.layout, &sheet.found, row, problems);
            cells.lint();
            let value = read(&mut cells)?;
            let line = cells.line();
            (!cells.is_stopped()).then_some((line, value))
        });
        Rows {
            file: sheet.file,
            rows: rows.collect(),
        }
    }
}

impl Sheet {
    fn open(
        layout: &'static Layout,
        file: &'static str,
        bytes: &[u8],
        problems: &mut Problems,
    ) -> Option<Sheet> {
        let table = match table_of(layout, file, bytes) {
            Ok(table) => table,
            Err((row, text)) => {
                problems.add(Problem {
                    file,
                    row,
                    column: None,
                    code: Code::X03,
                    text,
                });
                return None;
            }
        };
        let found = columns(layout, file, &table.header, problems)?;
        Some(Sheet {
            file,
            layout,
            rows: table.rows,
            found,
        })
    }

    /// The texts of one column, trimmed, without the empty ones.
    pub fn column<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let found = self.found.iter().find(|(known, _)| *known == name);
        let index = found.map(|(_, index)| *index);
        self.rows
            .iter()
            .filter_map(move |row| row.cells.get(index?))
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
    }
}

fn table_of(layout: &Layout, file: &str, bytes: &[u8]) -> Result<Table, (usize, String)> {
    let found = if file == layout.workbook {
        table::read_xlsx(bytes, Limits::PROGRAMME).map(|mut sheets| match sheets.len() {
            1 => Ok(sheets.remove(0).1),
            many => Err(format!("the workbook has {many} sheets; keep one")),
        })
    } else {
        table::read_csv(bytes, Limits::PROGRAMME).map(Ok)
    };
    match found {
        Ok(Ok(table)) => Ok(table),
        Ok(Err(text)) => Err((0, text)),
        Err(error) => {
            let row = match &error {
                table::Error::Ragged { line, .. }
                | table::Error::UnclosedQuote { line }
                | table::Error::NotUtf8 { line } => usize::try_from(*line).unwrap_or(usize::MAX),
                _ => 0,
            };
            Err((row, error.to_string()))
        }
    }
}

/// Where the known columns stand; none when one is missing, unknown or given twice.
fn columns(
    layout: &'static Layout,
    file: &'static str,
    header: &[String],
    problems: &mut Problems,
) -> Option<Vec<(&'static str, usize)>> {
    let mut found: Vec<(&'static str, usize)> = Vec::new();
    let mut faults = Vec::new();
    for (index, name) in header.iter().enumerate() {
        match layout.column(name) {
            Some(column) if found.iter().any(|(known, _)| *known == column.name) => {
                faults.push((Code::X02, shown(name), "this column is given twice"));
            }
            Some(column) => found.push((column.name, index)),
            None => faults.push((Code::X02, shown(name), "no column has this name")),
        }
    }
    for column in layout.columns.iter().filter(|column| column.needed) {
        if !found.iter().any(|(known, _)| *known == column.name) {
            faults.push((
                Code::X01,
                column.name.to_owned(),
                "this column is missing from the first line",
            ));
        }
    }
    let complete = faults.is_empty();
    for (code, column, what) in faults {
        problems.add(Problem {
            file,
            row: 1,
            column: Some(column),
            code,
            text: format!("{what}; the columns are {}", layout.header.join(",")),
        });
    }
    complete.then_some(found)
}

fn unknown_file(name: &str) -> String {
    let known: Vec<&str> = LAYOUTS.iter().map(|layout| layout.file).collect();
    format!(
        "the file \"{}\" is not one that is read; accepted: {}",
        shown(name),
        known.join(", ")
    )
}

/// What was read of a file, each with its line.
pub(super) struct Rows<T> {
    /// The name of the file.
    pub file: &'static str,
    /// The rows in the order of the file.
    pub rows: Vec<(usize, T)>,
}

impl<T> Rows<T> {
    /// Stops each row whose key an earlier row has (E40).
    pub fn unique<K: Ord>(
        mut self,
        column: &'static str,
        problems: &mut Problems,
        key: impl Fn(&T) -> K,
    ) -> Self {
        let mut first: BTreeMap<K, usize> = BTreeMap::new();
        let file = self.file;
        self.rows.retain(|(line, value)| {
            let earlier = *first.entry(key(value)).or_insert(*line);
            let is_first = earlier == *line;
            if !is_first {
                problems.add(Problem {
                    file,
                    row: *line,
                    column: Some(column.to_owned()),
                    code: Code::E40,
                    text: format!(
                        "row {earlier} already has this key; take one of the two rows out"
                    ),
                });
            }
            is_first
        });
        self
    }

    /// The rows without their lines.
    pub fn values(self) -> Vec<T> {
        self.rows.into_iter().map(|(_, value)| value).collect()
    }
}
