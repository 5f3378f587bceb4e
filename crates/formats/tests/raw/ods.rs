use crate::{packed, read, texts};
use formats::table::{BookKind, Error, Limits, Merge, RawSheet, read_ods, read_raw};
use jiff::civil::date;

const STYLES: &str = r##"
<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="Good">
  <style:table-cell-properties fo:background-color="#ffff00"/></style:style>
<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="Good"/>
<style:style style:name="ce3" style:family="table-cell">
  <style:table-cell-properties fo:background-color="transparent"/>
  <style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>"##;

/// A spreadsheet of one sheet with these columns and rows; the named style "Good" is green.
pub fn ods(table: &str) -> Vec<u8> {
    let names = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0""#;
    let content = format!(
        "<office:document-content {names}><office:automatic-styles>{STYLES}</office:automatic-styles>\
         <office:body><office:spreadsheet><table:table table:name=\"Rota\">{table}</table:table>\
         <table:table table:name=\"Old\" table:style-name=\"hidden\"><table:table-row><table:table-cell>\
         <text:p>gone</text:p></table:table-cell></table:table-row></table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let named = r##"<office:document-styles><style:style style:name="Good" style:family="table-cell">
        <style:table-cell-properties fo:background-color="#c6efce"/></style:style></office:document-styles>"##;
    packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("styles.xml", named),
        ("content.xml", &content),
    ])
}

fn cell(attributes: &str, text: &str) -> String {
    format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
}

fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

fn sheet(table: &str) -> RawSheet {
    let book = read(&ods(table));
    assert_eq!((book.kind, book.sheets.len()), (BookKind::Ods, 1));
    book.sheets.into_iter().next().expect("one sheet")
}

#[test]
fn stored_values_of_every_type_are_read() {
    let value = |kind, value| format!("office:value-type=\"{kind}\" {value}");
    let cells = [
        cell(&value("string", ""), "LD"),
        cell(
            &value("float", "office:value=\"0.30000000000000004\""),
            "0.3",
        ),
        cell(&value("date", "office:date-value=\"2031-03-09\""), "9/3"),
        cell(
            &value("date", "office:date-value=\"2031-03-09T08:30:00\""),
            "9/3",
        ),
        cell(&value("time", "office:time-value=\"PT08H30M00S\""), "8.30"),
        cell(&value("boolean", "office:boolean-value=\"true\""), "TRUE"),
        cell(&value("percentage", "office:value=\"0.8\""), "80 %"),
    ];
    let sheet = sheet(&row(&cells.concat()));
    let expected = [
        "LD",
        "0.3",
        "2031-03-09",
        "2031-03-09 08:30:00",
        "08:30",
        "yes",
        "0.8",
    ];
    assert_eq!(texts(&sheet), [expected]);
    let days: Vec<_> = sheet.rows[0].iter().map(|cell| cell.day).collect();
    let day = Some(date(2031, 3, 9));
    assert_eq!(days, [None, None, day, day, None, None, None]);
}

#[test]
fn the_paragraphs_of_a_cell_are_its_lines_without_comments() {
    let comment = "<office:annotation><text:p>ask Jo</text:p></office:annotation>";
    let text = "<text:p>a<text:s text:c=\"2\"/><text:span>b</text:span> &amp; c</text:p><text:p>d</text:p>";
    let cell = format!("<table:table-cell>{comment}{text}</table:table-cell>");
    assert_eq!(texts(&sheet(&row(&cell))), [["a  b & c\nd"]]);
}

#[test]
fn repeated_rows_and_cells_keep_everything_in_its_place() {
    let empty =
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>";
    let cells = [
        "<table:table-cell table:number-columns-repeated=\"2\"/>".to_owned(),
        cell("table:number-columns-repeated=\"2\"", "N"),
        "<table:table-cell table:number-columns-repeated=\"16380\"/>".to_owned(),
    ];
    let twice = format!(
        "<table:table-row table:number-rows-repeated=\"2\">{}</table:table-row>",
        cells.concat()
    );
    let rest = "<table:table-row table:number-rows-repeated=\"1048572\"><table:table-cell/></table:table-row>";
    let sheet = sheet(&format!("{empty}{twice}{rest}"));
    let full = vec!["", "", "N", "N"];
    assert_eq!(texts(&sheet), [vec![], vec![], full.clone(), full]);
}

#[test]
fn merges_are_given_by_what_the_first_cell_spans() {
    let cells = [
        cell(
            "table:number-columns-spanned=\"7\" table:number-rows-spanned=\"1\"",
            "Week 1",
        ),
        "<table:covered-table-cell table:number-columns-repeated=\"6\"/>".to_owned(),
    ];
    let above =
        "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>";
    let sheet = sheet(&format!("{above}{}", row(&cells.concat())));
    let merge = Merge {
        first_row: 3,
        first_column: 0,
        last_row: 3,
        last_column: 6,
    };
    assert_eq!(sheet.merges, [merge]);
    assert_eq!(texts(&sheet)[3], ["Week 1"]);
}

#[test]
fn colours_come_from_the_cell_its_style_its_row_or_its_column() {
    let columns =
        "<table:table-column/><table:table-column table:default-cell-style-name=\"ce1\"/>";
    let first = row(&[
        cell("table:style-name=\"ce2\"", "a"),
        cell("", "b"),
        cell("table:style-name=\"ce3\"", "c"),
    ]
    .concat());
    let second = row(&format!(
        "<table:table-cell table:number-columns-repeated=\"2\"/>{}",
        cell("", "d")
    ));
    let sheet = sheet(&format!("{columns}{first}{second}"));
    let name = |row: usize, column: usize| {
        let fill = sheet.rows[row][column].fill?;
        Some(sheet.fills[usize::from(fill)].as_str())
    };
    assert_eq!(
        (name(0, 0), name(0, 1), name(0, 2)),
        (Some("C6EFCE"), Some("FFFF00"), None)
    );
    assert_eq!(
        (name(1, 0), name(1, 1), name(1, 2)),
        (None, Some("FFFF00"), None)
    );
    assert!(sheet.rows[0][2].struck && !sheet.rows[0][0].struck);
}

#[test]
fn hidden_rows_and_columns_are_named() {
    let columns = "<table:table-column/><table:table-column table:visibility=\"collapse\" \
                   table:number-columns-repeated=\"2\"/>";
    let filtered = "<table:table-row table:visibility=\"filter\"><table:table-cell><text:p>x</text:p>\
                    </table:table-cell></table:table-row>";
    let sheet = sheet(&format!("{columns}{}{filtered}", row(&cell("", "y"))));
    assert_eq!(
        (sheet.hidden_rows, sheet.hidden_columns),
        (vec![1], vec![1, 2])
    );
}

#[test]
fn a_sheet_painted_to_its_last_row_costs_nothing() {
    let painted = "<table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell \
                   table:style-name=\"ce1\" table:number-columns-repeated=\"16384\"/></table:table-row>";
    let sheet = sheet(&format!("{}{painted}", row(&cell("", "x"))));
    assert_eq!((sheet.rows.len(), sheet.rows[0].len()), (1, 1));
}

#[test]
fn text_repeated_over_a_whole_sheet_is_refused_before_it_is_kept() {
    let cells = cell("table:number-columns-repeated=\"16384\"", "x");
    let rows = format!(
        "<table:table-row table:number-rows-repeated=\"1048576\">{cells}</table:table-row>"
    );
    let limits = Limits {
        bytes: 1_000_000,
        ..Limits::PROGRAMME
    };
    let error = read_raw(&ods(&rows), limits).expect_err("too much");
    assert!(matches!(error, Error::TooLarge { .. }), "{error}");
}

#[test]
fn a_locked_spreadsheet_is_refused_by_name() {
    let bytes = packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:encryption-data/>"),
        ("content.xml", "\u{1}"),
    ]);
    let error = read_raw(&bytes, Limits::PROGRAMME)
        .expect_err("locked")
        .to_string();
    assert!(error.contains("password"), "{error}");
}

#[test]
fn a_broken_spreadsheet_names_the_place() {
    let error = read_raw(
        &ods("<table:table-row><table:table-cell>"),
        Limits::PROGRAMME,
    )
    .expect_err("broken")
    .to_string();
    assert!(error.contains("content.xml, byte"), "{error}");
}

#[test]
fn a_strict_table_is_read_from_a_spreadsheet_too() {
    let head = row(&[cell("", " id "), cell("", "note")].concat());
    let gap = row("<table:table-cell/>");
    let body = row(&cell("", "P1"));
    let tables = read_ods(&ods(&format!("{head}{gap}{body}")), Limits::STUDY).expect("a table");
    let (name, table) = &tables[0];
    assert_eq!(
        (name.as_str(), &table.header[..]),
        ("Rota", &["id".to_owned(), "note".to_owned()][..])
    );
    assert_eq!(
        (table.rows[0].line, &table.rows[0].cells[..]),
        (3, &["P1".to_owned(), String::new()][..])
    );
    let wide = format!("{body}{head}");
    let error = read_ods(&ods(&wide), Limits::STUDY)
        .expect_err("ragged")
        .to_string();
    assert!(
        error.contains("sheet \"Rota\": line 2 has 2 cells"),
        "{error}"
    );
}
