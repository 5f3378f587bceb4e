use crate::{read, texts};
use formats::table::{BookKind, Merge};
use jiff::civil::date;
use rust_xlsxwriter::{Color, ExcelDateTime, Format, Formula, Workbook, Worksheet};

fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_cell_lies_where_it_lies_in_the_sheet() {
    let bytes = book(|page| {
        page.write_string(2, 1, "Name").expect("a cell");
        page.write_string(4, 3, "LD").expect("a cell");
    });
    let book = read(&bytes);
    assert_eq!((book.kind, book.encoding), (BookKind::Xlsx, None));
    let sheet = &book.sheets[0];
    assert_eq!(
        texts(sheet),
        [
            vec![],
            vec![],
            vec!["", "Name"],
            vec![],
            vec!["", "", "", "LD"]
        ]
    );
}

#[test]
fn a_true_date_gives_its_day_and_text_that_looks_like_one_does_not() {
    let bytes = book(|page| {
        let format = Format::new().set_num_format("ddd d/m");
        let time = Format::new().set_num_format("hh:mm");
        let day = ExcelDateTime::from_ymd(2031, 3, 9).expect("a day");
        page.write_datetime_with_format(0, 0, &day, &format)
            .expect("a cell");
        page.write_string(0, 1, "2031-03-09").expect("a cell");
        let clock = ExcelDateTime::from_hms(8, 30, 0).expect("a time");
        page.write_datetime_with_format(0, 2, &clock, &time)
            .expect("a cell");
        page.write_number(0, 3, 47_916.0).expect("a cell");
    });
    let book = read(&bytes);
    let row = &book.sheets[0].rows[0];
    assert_eq!(row[0].day, Some(date(2031, 3, 9)));
    assert_eq!(row[0].text, "2031-03-09");
    assert_eq!((row[1].text.as_str(), row[1].day), ("2031-03-09", None));
    assert_eq!((row[2].text.as_str(), row[2].day), ("08:30", None));
    assert_eq!((row[3].text.as_str(), row[3].day), ("47916", None));
}

#[test]
fn merged_cells_are_named_and_their_text_stands_in_the_first() {
    let bytes = book(|page| {
        page.merge_range(0, 1, 1, 7, "Week 1", &Format::new())
            .expect("a merge");
        page.write_string(2, 7, "Sun").expect("a cell");
    });
    let book = read(&bytes);
    let sheet = &book.sheets[0];
    let merge = Merge {
        first_row: 0,
        first_column: 1,
        last_row: 1,
        last_column: 7,
    };
    assert_eq!(sheet.merges, [merge]);
    assert_eq!(texts(sheet)[0], ["", "Week 1"]);
}

#[test]
fn background_colours_tell_cells_of_one_text_apart() {
    let bytes = book(|page| {
        let colour = |colour: u32| Format::new().set_background_color(Color::RGB(colour));
        page.write_string_with_format(0, 0, "LD", &colour(0x00ff_ff00))
            .expect("a cell");
        page.write_string_with_format(0, 1, "LD", &colour(0x0000_b050))
            .expect("a cell");
        page.write_string_with_format(0, 2, "LD", &colour(0x00ff_ffff))
            .expect("a cell");
        page.write_string_with_format(0, 3, "LD", &Format::new().set_bold())
            .expect("a cell");
        page.write_string_with_format(1, 3, "LD", &colour(0x00ff_ff00))
            .expect("a cell");
    });
    let book = read(&bytes);
    let sheet = &book.sheets[0];
    assert_eq!(sheet.fills, ["FFFF00", "00B050"]);
    let fills: Vec<_> = sheet.rows[0].iter().map(|cell| cell.fill).collect();
    assert_eq!(fills, [Some(0), Some(1), None, None]);
    assert_eq!(sheet.rows[1][3].fill, Some(0));
}

#[test]
fn a_coloured_cell_without_text_is_kept_among_cells_with_text_only() {
    let bytes = book(|page| {
        let leave = Format::new().set_background_color(Color::Yellow);
        page.write_string(0, 3, "x").expect("a cell");
        page.write_string(2, 0, "y").expect("a cell");
        for (row, column) in [(1, 0), (1, 2), (2, 2), (2, 9), (7, 0)] {
            page.write_blank(row, column, &leave).expect("a cell");
        }
    });
    let book = read(&bytes);
    let sheet = &book.sheets[0];
    let widths: Vec<usize> = sheet.rows.iter().map(Vec::len).collect();
    assert_eq!(widths, [4, 3, 3]);
    let filled = |row: usize| -> Vec<bool> {
        sheet.rows[row]
            .iter()
            .map(|cell| cell.fill.is_some())
            .collect()
    };
    assert_eq!(filled(1), [true, false, true]);
    assert_eq!(filled(2), [false, false, true]);
}

#[test]
fn text_that_is_struck_through_is_marked() {
    let bytes = book(|page| {
        let gone = Format::new().set_font_strikethrough();
        page.write_string_with_format(0, 0, "AL", &gone)
            .expect("a cell");
        page.write_string(0, 1, "AL").expect("a cell");
    });
    let struck: Vec<bool> = read(&bytes).sheets[0].rows[0]
        .iter()
        .map(|cell| cell.struck)
        .collect();
    assert_eq!(struck, [true, false]);
}

#[test]
fn hidden_rows_and_columns_are_read_and_named() {
    let bytes = book(|page| {
        for row in 0..4 {
            page.write_string(row, 0, "x").expect("a cell");
        }
        page.set_row_hidden(2).expect("a row");
        page.set_column_hidden(1).expect("a column");
        page.set_column_hidden(2).expect("a column");
    });
    let book = read(&bytes);
    let sheet = &book.sheets[0];
    assert_eq!(sheet.rows.len(), 4);
    assert_eq!(
        (&sheet.hidden_rows[..], &sheet.hidden_columns[..]),
        (&[2][..], &[1, 2][..])
    );
}

#[test]
fn a_formula_gives_its_stored_result() {
    let bytes = book(|page| {
        let formula = Formula::new("=A2&\"!\"").set_result("LD!");
        page.write_formula(0, 0, formula).expect("a cell");
    });
    assert_eq!(texts(&read(&bytes).sheets[0]), [["LD!"]]);
}

#[test]
fn only_visible_sheets_that_hold_text_are_given() {
    let mut book = Workbook::new();
    for (name, hidden, text) in [
        ("Notes", false, ""),
        ("Old", true, "x"),
        ("Rota", false, "y"),
    ] {
        let page = book
            .add_worksheet()
            .set_name(name)
            .expect("a name")
            .set_hidden(hidden);
        page.write_string(0, 0, text).expect("a cell");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let names: Vec<String> = read(&bytes)
        .sheets
        .into_iter()
        .map(|sheet| sheet.name)
        .collect();
    assert_eq!(names, ["Rota"]);
}
