//! Which rows and columns of an XLSX sheet are hidden: a small second reading, since calamine passes over it.
//!
//! Whatever cannot be read here counts as shown, and the book is read all the same.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::Read;

use super::bounds::{Packed, open};
use super::grid::{MOST_COLUMNS, MOST_ROWS};

pub(super) struct Hidden<'a> {
    archive: Packed<'a>,
    /// The part of each sheet by its name.
    parts: HashMap<String, String>,
}

impl<'a> Hidden<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let mut archive = open(bytes).ok()?;
        let book = part(&mut archive, "xl/workbook.xml")?;
        let relations = part(&mut archive, "xl/_rels/workbook.xml.rels")?;
        let mut targets = HashMap::new();
        each_start(&relations, |name, start| {
            if name == "Relationship" {
                targets.insert(attribute(start, "Id")?, attribute(start, "Target")?);
            }
            Some(())
        });
        let mut parts = HashMap::new();
        each_start(&book, |name, start| {
            if name == "sheet" {
                let target = targets.get(&attribute(start, "id")?)?;
                let path = target
                    .strip_prefix('/')
                    .map_or_else(|| format!("xl/{target}"), str::to_owned);
                parts.insert(attribute(start, "name")?, path);
            }
            Some(())
        });
        Some(Hidden { archive, parts })
    }

    /// The hidden rows and columns of a sheet, each in order.
    pub(super) fn of_sheet(&mut self, name: &str) -> (Vec<usize>, Vec<usize>) {
        let path = self.parts.get(name);
        let text = path.and_then(|path| part(&mut self.archive, path));
        // Most sheets hide nothing, and to see that takes no parsing.
        let Some(text) = text.filter(|text| text.contains(" hidden=")) else {
            return (Vec::new(), Vec::new());
        };
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        let mut next_row = 1;
        each_start(&text, |name, start| {
            let hidden = || matches!(attribute(start, "hidden").as_deref(), Some("1" | "true"));
            let number = |name| attribute(start, name)?.parse::<u32>().ok();
            if name == "row" {
                let row = number("r").unwrap_or(next_row).clamp(1, MOST_ROWS);
                next_row = row + 1;
                if hidden() {
                    rows.push(row as usize - 1);
                }
            } else if name == "col" && hidden() {
                let (first, last) = (number("min")?.max(1), number("max")?.min(MOST_COLUMNS));
                columns.extend((first..=last).map(|column| column as usize - 1));
            }
            Some(())
        });
        for places in [&mut rows, &mut columns] {
            places.sort_unstable();
            places.dedup();
        }
        (rows, columns)
    }
}

fn part(archive: &mut Packed<'_>, name: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(name).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

/// Calls for each element with its name without prefix, as far as the text is well formed.
fn each_start(text: &str, mut take: impl FnMut(&str, &BytesStart<'_>) -> Option<()>) {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                let _ = take(start.local_name().into_inner(), &start);
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The value of an attribute by its name without prefix.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let mut readable = attributes.with_checks(false).flatten();
    let found = readable.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value).ok()?;
    Some(value.into_owned())
}
