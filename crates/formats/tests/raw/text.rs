use crate::{read, texts};
use formats::table::{BookKind, Limits, read_raw};

#[test]
fn rows_of_any_length_and_blank_lines_keep_their_place() {
    let book = read(b"Rota for Ward 7\n\n\nName,Mon,Tue\r\nSam,LD\n,,N\n");
    assert_eq!((book.kind, book.encoding), (BookKind::Csv, None));
    assert_eq!(
        texts(&book.sheets[0]),
        [
            vec!["Rota for Ward 7"],
            vec![],
            vec![],
            vec!["Name", "Mon", "Tue"],
            vec!["Sam", "LD"],
            vec!["", "", "N"]
        ]
    );
}

#[test]
fn a_cell_of_two_lines_is_one_row() {
    let book = read(b"a,\"two\r\nlines\"\n\nb,c\n");
    assert_eq!(
        texts(&book.sheets[0]),
        [vec!["a", "two\nlines"], vec![], vec!["b", "c"]]
    );
}

#[test]
fn the_separator_is_the_one_most_lines_agree_on() {
    for text in [
        "Rota, weeks 1 to 4\nName;Mon;Tue\nSam, R;1,5;N\nJo, B;2,5;N\nAl, C;3,5;N\nEd, D;4,5;N\nPi, D;4,5;N",
        "Rota\nName\tMon\tTue\nSam, R\t1,5\tN\nJo\t2,5\tN\nAl, C\t3,5\tN\nEd\t4,5\tN\nPi\t4,5\tN",
        "Rota\nName,Mon,Tue\n\"Sam; R\",\"1,5\",N\nJo;B,\"2,5\",N\nAl,3,N\nEd,4,N\nPi,5,N",
    ] {
        let book = read(text.as_bytes());
        let widths: Vec<usize> = book.sheets[0].rows.iter().skip(1).map(Vec::len).collect();
        assert_eq!(widths, [3; 6], "{text}");
    }
}

#[test]
fn a_legacy_encoding_is_read_and_said() {
    let book = read(b"Name,Mon\nZo\xeb M\xfcller,LD\nRen\xe9e,N\n");
    assert_eq!(book.encoding, Some("windows-1252"));
    assert_eq!(texts(&book.sheets[0])[1][0], "Zoë Müller");
    assert!(
        book.warnings[0].contains("windows-1252"),
        "{:?}",
        book.warnings
    );
}

#[test]
fn utf_16_is_read_by_its_mark() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(
        "Name\tMon\r\nZoë\tLD\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    let book = read(&bytes);
    assert_eq!(book.encoding, Some("UTF-16LE"));
    assert_eq!(texts(&book.sheets[0]), [["Name", "Mon"], ["Zoë", "LD"]]);
    assert!(book.warnings.is_empty());
}

#[test]
fn what_is_no_table_is_refused_by_name() {
    for (bytes, reason) in [
        (&b"%PDF-1.7"[..], "a PDF file"),
        (b"\xd0\xcf\x11\xe0 old", ".xls"),
        (b"PK\x03\x04 cut", "damaged"),
        (b"", "empty"),
        (b" \n,,\n", "empty"),
        (b"a,\"open\nb", "line 1 is never closed"),
    ] {
        let error = read_raw(bytes, Limits::PROGRAMME)
            .expect_err(reason)
            .to_string();
        assert!(error.contains(reason), "{error}");
    }
    let packed = crate::packed(&[("word/document.xml", "<w/>")]);
    let error = read_raw(&packed, Limits::PROGRAMME)
        .expect_err("a letter")
        .to_string();
    assert!(error.contains("no spreadsheet"), "{error}");
}

#[test]
fn more_rows_than_the_limit_are_refused() {
    let limits = Limits {
        bytes: 1_000,
        rows: 2,
    };
    assert!(read_raw(b"a\nb\n", limits).is_ok());
    assert!(read_raw(b"a\nb\nc\n", limits).is_err());
}
