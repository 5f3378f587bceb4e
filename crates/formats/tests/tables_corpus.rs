//! Workbooks of other programs: what the list beside them says of their sheets, or a named reason.

use formats::table::{Limits, read_xlsx};
use std::path::PathBuf;

/// Rows and columns are those of the list; where it counts empty cells, those that hold text.
const OPENED: [(&str, &str); 22] = [
    (
        "column_row_ranges.xlsx",
        "Column ranges 5x3; Row ranges 3x5",
    ),
    ("date_1904.xlsx", "Sheet1 3x2"),
    ("date_quoted_format.xlsx", "Sheet1 4x1"),
    ("errors.xlsx", "Feuil1 7x1"),
    ("has_x000D_.xlsx", "Sheet1 1x1"),
    ("inlineStr_cdata.xlsx", "Sheet1 2x2"),
    ("inventory-table.xlsx", "Sheet1 5x3"),
    ("issue438.xlsx", "Sheet1 5x2"),
    ("issue644.xlsx", "Sheet1 10x2"),
    ("issue_391.xlsx", "Sheet1 7x1"),
    ("issue_565_multi_axis_shared.xlsx", "Sheet1 4x11"),
    ("merge_cells.xlsx", "Sheet1 2x3"),
    ("merged_range.xlsx", "Sheet1 3x8; Sheet2 3x6"),
    ("non_monotonic_si.xlsx", "Sheet1 6x3"),
    ("richtext-after-plain.xlsx", "Sheet1 2x4"),
    ("shared_formula_bench.xlsx", "Sheet1 100x2"),
    ("shared_formula_simple.xlsx", "Sheet1 3x2"),
    ("string-ref.xlsx", "Sheet1 2x1; Sheet2 2x1"),
    ("table_with_absolute_paths.xlsx", "table 5x2"),
    ("temperature-fallible.xlsx", "Sheet1 5x3"),
    ("temperature-table.xlsx", "Sheet1 3x2; Sheet2 3x2"),
    ("whitespace_trim.xlsx", "inlineStr 3x4; SharedStrings 3x4"),
];

const REFUSED: [(&str, &str); 8] = [
    ("pass_protected.xlsx", "password"),
    ("empty_sheet.xlsx", "empty"),
    ("picture.xlsx", "empty"),
    ("header-row.xlsx", "line 9 has 4 cells"),
    ("issue_261.xlsx", "sheet \"Some Sheet\": line 7"),
    ("pivots.xlsx", "line 3 has 6 cells"),
    ("date.ods", "OpenDocument"),
    ("issue_594_dos.ods", "OpenDocument"),
];

#[test]
fn workbooks_of_other_programs_open_with_the_shape_listed() {
    let Some(folder) = corpus() else { return };
    for (name, shape) in OPENED {
        let bytes = std::fs::read(folder.join(name)).expect(name);
        let tables =
            read_xlsx(&bytes, Limits::STUDY).unwrap_or_else(|error| panic!("{name}: {error}"));
        let shapes: Vec<String> = tables
            .iter()
            .map(|(sheet, table)| {
                format!("{sheet} {}x{}", table.rows.len() + 1, table.header.len())
            })
            .collect();
        assert_eq!(shapes.join("; "), shape, "{name}");
    }
}

#[test]
fn workbooks_that_are_no_tables_are_refused_by_name() {
    let Some(folder) = corpus() else { return };
    for (name, reason) in REFUSED {
        let bytes = std::fs::read(folder.join(name)).expect(name);
        let error = read_xlsx(&bytes, Limits::STUDY)
            .expect_err(name)
            .to_string();
        assert!(error.contains(reason), "{name}: {error}");
    }
}

#[test]
fn days_of_the_1904_calendar_are_the_days_shown() {
    let Some(folder) = corpus() else { return };
    let bytes = std::fs::read(folder.join("date_1904.xlsx")).expect("the file");
    let tables = read_xlsx(&bytes, Limits::STUDY).expect("a workbook");
    assert_eq!(tables[0].1.header[0], "2021-01-01");
}

fn corpus() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("ENID_SHARED_DATA").map_or_else(beside, PathBuf::from);
    let folder = data.join("corpora/xlsx/calamine/tests");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: shared data not found");
    None
}
