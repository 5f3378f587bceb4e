//! Files that SQLite itself has written, whole and damaged.

pub(crate) mod made;

use proptest::prelude::*;

use super::{Database, Error, Value};
use made::file;

fn rows(bytes: &[u8], table: &str, columns: &[&str]) -> Result<Vec<Vec<Value>>, Error> {
    Database::open(bytes, usize::MAX)?.rows(table, columns)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn every_kind_of_value_is_read_as_it_was_written() {
    let bytes = file(
        "CREATE TABLE \"kinds\" (id INTEGER PRIMARY KEY, [of] TEXT, -- what, and, how\n value, CHECK (id > 0));
         INSERT INTO kinds VALUES (1, 'null', NULL), (2, 'zero', 0), (3, 'one', 1), (7, 'small', -2), (8, 'wide', 9007199254740993),
         (9, 'least', -9223372036854775808), (10, 'half', 0.5), (11, 'owl', 'Où? 🦉'), (12, 'bytes', x'00ff');",
    );
    let expected = [
        (1, Value::Null),
        (2, Value::Integer(0)),
        (3, Value::Integer(1)),
        (7, Value::Integer(-2)),
        (8, Value::Integer(9_007_199_254_740_993)),
        (9, Value::Integer(i64::MIN)),
        (10, Value::Real(0.5)),
        (11, text("Où? 🦉")),
        (12, Value::Blob(vec![0, 255])),
    ];
    let expected = expected.map(|(id, value)| vec![Value::Integer(id), value]);
    assert_eq!(rows(&bytes, "Kinds", &["id", "value"]).unwrap(), expected);
    let of = rows(&bytes, "kinds", &["nothing", "of"]).unwrap();
    assert_eq!(of[7], [Value::Null, text("owl")]);
}

#[test]
fn a_tree_of_many_pages_is_read_in_order_with_rows_longer_than_a_page() {
    for size in [512, 4096, 65536] {
        let bytes = file(&format!(
            "PRAGMA page_size = {size}; CREATE TABLE many (id INTEGER NOT NULL, words TEXT, CONSTRAINT pk PRIMARY KEY (id));
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
             INSERT INTO many SELECT i, printf('%.*c', i % 900, 'x') FROM n;
             INSERT INTO many VALUES (3001, printf('%.*c', 300000, 'y'));
             DELETE FROM many WHERE id % 7 = 0;"
        ));
        let found = rows(&bytes, "many", &["id", "words"]).unwrap();
        let expected = (1..=3000).filter(|i| i % 7 != 0);
        let expected = expected.map(|i| {
            vec![
                Value::Integer(i),
                text(&"x".repeat((i as usize % 900).max(1))),
            ]
        });
        let mut expected: Vec<_> = expected.collect();
        expected.push(vec![Value::Integer(3001), text(&"y".repeat(300_000))]);
        assert!(found == expected, "pages of {size} bytes");
    }
}

#[test]
fn text_of_sixteen_bits_and_a_column_that_was_added_later_are_read() {
    for encoding in ["UTF-16le", "UTF-16be"] {
        let bytes = file(&format!(
            "PRAGMA encoding = '{encoding}'; CREATE TABLE words (word TEXT); INSERT INTO words VALUES ('Où? 🦉');
             ALTER TABLE words ADD COLUMN later TEXT; INSERT INTO words VALUES ('b', 'c');"
        ));
        let expected = [
            vec![text("Où? 🦉"), Value::Null],
            vec![text("b"), text("c")],
        ];
        assert_eq!(rows(&bytes, "words", &["word", "later"]).unwrap(), expected);
    }
}

#[test]
fn nothing_that_a_file_could_run_is_read_as_a_table() {
    let bytes = file(
        "CREATE TABLE there (a); CREATE VIEW codes AS SELECT a FROM there;
         CREATE TABLE keyed (a TEXT PRIMARY KEY) WITHOUT ROWID; CREATE VIRTUAL TABLE words USING fts5(a);",
    );
    for (table, says) in [
        ("codes", "is a view"),
        ("words", "is a view"),
        ("keyed", "has no row numbers"),
        ("missing", "is not in the file"),
    ] {
        let error = rows(&bytes, table, &["a"]).unwrap_err().to_string();
        assert!(error.contains(says), "{table}: {error}");
    }
    let file = Database::open(&bytes, usize::MAX).unwrap();
    assert!(file.has("there", &["A"]) && !file.has("there", &["b"]) && !file.has("codes", &[]));
}

#[test]
fn other_files_cut_files_and_large_files_are_refused_with_what_is_wrong() {
    let bytes = file("CREATE TABLE a (b); INSERT INTO a VALUES (zeroblob(20000));");
    let says = |bytes: &[u8], limit: usize| Database::open(bytes, limit).unwrap_err().to_string();
    assert!(says(b"PK\x03\x04", 100).contains("no SQLite file"));
    assert!(says(&bytes, 1000).contains("more than"));
    assert!(says(&bytes[..bytes.len() - 1], usize::MAX).contains("cut off"));
    // A row whose length is told wrong leads out of its chain of pages.
    let mut broken = bytes.clone();
    let page = u32::from_be_bytes(bytes[bytes.len() - 8192..][..4].try_into().unwrap());
    assert!(page > 0, "the row was written on several pages");
    let start = broken.len() - 8192;
    broken[start..start + 4].copy_from_slice(&1u32.to_be_bytes());
    let error = rows(&broken, "a", &["b"]);
    assert!(error.is_err() || error.unwrap() != rows(&bytes, "a", &["b"]).unwrap());
}

#[test]
fn a_tree_that_leads_back_to_itself_ends() {
    let mut bytes = file(
        "PRAGMA page_size = 512; CREATE TABLE a (b);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO a SELECT i FROM n;",
    );
    // The root of the table is an interior page; its last link now leads to itself.
    assert_eq!(bytes[512], 5);
    bytes[520..524].copy_from_slice(&2u32.to_be_bytes());
    let error = rows(&bytes, "a", &["b"]).unwrap_err();
    assert!(
        error.to_string().contains("two places lead to it"),
        "{error}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn no_damage_stops_the_reader(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40), cut in any::<prop::sample::Index>()) {
        use std::sync::OnceLock;
        static SOUND: OnceLock<Vec<u8>> = OnceLock::new();
        let sound = SOUND.get_or_init(|| file(
            "PRAGMA page_size = 512; CREATE TABLE a (b INTEGER PRIMARY KEY, c TEXT);
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
             INSERT INTO a SELECT i, printf('%.*c', i * 20, 'x') FROM n;",
        ));
        let mut bytes = sound.clone();
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = rows(&bytes, "a", &["b", "c"]);
        // The same without its end, as if the header did not say how long it was.
        bytes[92..96].copy_from_slice(&[0; 4]);
        bytes.truncate(cut.index(bytes.len()));
        let _ = rows(&bytes, "a", &["b", "c"]);
    }
}
