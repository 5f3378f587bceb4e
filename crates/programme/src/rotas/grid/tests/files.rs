use formats::table::{Limits, Sheet, SheetCell, read_raw, write_xlsx};
use jiff::civil::date;

use super::{first_and_last, labels, proposed, text};

fn words(texts: &[&str]) -> Vec<SheetCell> {
    texts
        .iter()
        .map(|text| match *text {
            "" => SheetCell::Empty,
            text => SheetCell::Text(text.to_owned()),
        })
        .collect()
}

#[test]
fn an_excel_workbook_with_true_dates_is_read() {
    let mut days = words(&["Grade", "Name"]);
    days.extend((3..=9).map(|day| SheetCell::Date {
        year: 2026,
        month: 8,
        day,
    }));
    let header = vec!["SHO rota".to_owned()];
    let rows = vec![
        days,
        words(&["ST3", "Quill, Amber", "LD", "LD", "N", "N", "", "", "SD"]),
        words(&["CT1", "Finch, Bo", "N", "N", "OFF", "LD", "LD", "LD", "LD"]),
        words(&["", "Total", "2", "2", "1", "2", "1", "1", "2"]),
    ];
    let sheet = Sheet {
        name: "Aug".to_owned(),
        header,
        rows,
    };
    let bytes = write_xlsx(&[sheet]).expect("the sheet can be written");
    let book = read_raw(&bytes, Limits::PROGRAMME).expect("it can be read again");
    let (_, grid) = proposed(&book);
    assert_eq!(labels(&grid), ["Quill, Amber", "Finch, Bo"]);
    assert_eq!(first_and_last(&grid), (date(2026, 8, 3), date(2026, 8, 9)));
    assert_eq!(text(&grid, "Quill, Amber", date(2026, 8, 7)), "");
}

#[test]
fn a_text_table_is_read() {
    let csv = "Rota,,,\n,Mon 3 Aug,Tue 4 Aug,Wed 5 Aug\n\"Quill, Amber\",LD,N,\n\"Finch, Bo\",,LD,LD\nLD = Long day 08:00-20:30\n";
    let book = read_raw(csv.as_bytes(), Limits::PROGRAMME).expect("it is a table");
    let (layout, grid) = proposed(&book);
    assert_eq!(layout.year, Some(2026));
    assert_eq!(text(&grid, "Finch, Bo", date(2026, 8, 5)), "LD");
    assert_eq!(grid.key[0].code, "LD");
}
