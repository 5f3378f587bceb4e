//! Texts as anybody reads them without Enid: of each document its turns joined by line ends, over which positions of codings and quotes
//! count. They follow from the rows, so that they are held against them where an archive comes in.

use std::collections::BTreeMap;

use formats::study_archive::Part;
use platform::storage::tables::{Cell, Row, Table};

/// The table in which texts stand.
const TURNS: &str = "turns";

/// The folder of texts.
pub(super) const TEXTS: &str = "layers/";

/// The texts of an archive with these rows, each an entry of its own.
pub(super) fn layers(all: &[(&'static Table, Vec<Row>)]) -> Vec<Part> {
    let turns = all.iter().find(|(table, _)| table.name == TURNS);
    let Some((table, rows)) = turns else {
        return Vec::new();
    };
    let places = ["document", "position", "text"].map(|name| table.place(name));
    let [Some(document), Some(position), Some(text)] = places else {
        return Vec::new();
    };
    let mut documents: BTreeMap<&Cell, BTreeMap<&Cell, &str>> = BTreeMap::new();
    for row in rows {
        if let Cell::Text(words) = &row[text] {
            let turns = documents.entry(&row[document]).or_default();
            turns.insert(&row[position], words);
        }
    }
    let named = documents.into_iter().filter_map(|(document, turns)| {
        let Cell::Id(document) = document else {
            return None;
        };
        let turns: Vec<&str> = turns.into_values().collect();
        Some(Part {
            name: format!("{TEXTS}{document}.txt"),
            bytes: turns.join("\n").into_bytes(),
        })
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::all;
    use super::*;

    #[test]
    fn a_text_is_its_turns_in_their_order_joined_by_line_ends() {
        let table = all().find(|table| table.name == TURNS).unwrap();
        let row = |position: i64, words: &str| -> Row {
            let of = |name: &str| match name {
                "document" => Cell::Id(Uuid::from_u128(1)),
                "position" => Cell::Int(position),
                "role" | "text" => Cell::Text(words.to_owned()),
                _ => Cell::Empty,
            };
            table.kept().iter().map(|column| of(column.name)).collect()
        };
        let rows = vec![row(10, "no."), row(2, "Well 🚪"), row(3, "")];
        let parts = layers(&[(table, rows)]);
        let name = "layers/00000000-0000-0000-0000-000000000001.txt";
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].name, name);
        assert_eq!(parts[0].bytes, "Well 🚪\n\nno.".as_bytes());
    }
}
