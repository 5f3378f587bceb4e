//! The trail of an archive out of its rows.

use platform::clock::Instant;
use platform::storage::tables::{Cell, Row, Table};
use platform::{Error, Result};
use uuid::Uuid;

use super::NOTHING;
use super::material::Tables;
use crate::trail::{Event, Trail, first_break};

/// The tables of the trail.
const TRAIL: &str = "trail";
const TEXTS: &str = "trail_texts";
const HEADS: &str = "trail_heads";

/// Reads what an archive says was done.
///
/// # Errors
/// `Refused` where it is no trail that holds.
pub(super) fn trail_of(tables: &Tables, study: Uuid) -> Result<Trail> {
    let of = |name: &str| tables.iter().find(|(table, _)| table.name == name);
    let mut trail = Trail::default();
    let (mut seq, mut hash) = (0, Vec::new());
    let tables = [of(TRAIL), of(TEXTS), of(HEADS)];
    for (table, rows) in tables.into_iter().flatten() {
        for row in rows {
            let fields = Fields { table, row };
            match table.name {
                TRAIL => trail.events.push(fields.event(study).ok_or_else(wrong)?),
                TEXTS => {
                    let id = fields.id("id").ok_or_else(wrong)?;
                    trail
                        .texts
                        .insert(id, fields.text("text").ok_or_else(wrong)?);
                }
                _ => {
                    seq = fields.int("seq").ok_or_else(wrong)?;
                    hash = fields.bytes("hash").ok_or_else(wrong)?;
                }
            }
        }
    }
    trail.events.sort_by_key(|event| event.seq);
    match first_break(&trail.events, (seq, &hash)) {
        None => Ok(trail),
        Some(_) => Err(wrong()),
    }
}

fn wrong() -> Error {
    let how = "Take another copy of the archive, or take it anew from the Enid it is of.";
    Error::refused(
        "Q27",
        "The trail in the archive does not hold.",
        format!("{NOTHING} {how}"),
    )
}

/// A row by the names of its columns.
struct Fields<'a> {
    table: &'a Table,
    row: &'a Row,
}

impl Fields<'_> {
    fn cell(&self, name: &str) -> Option<&Cell> {
        self.table.cell(self.row, name)
    }

    fn id(&self, name: &str) -> Option<Uuid> {
        match self.cell(name) {
            Some(Cell::Id(id)) => Some(*id),
            _ => None,
        }
    }

    fn int(&self, name: &str) -> Option<i64> {
        match self.cell(name) {
            Some(Cell::Int(number)) => Some(*number),
            _ => None,
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        match self.cell(name) {
            Some(Cell::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        match self.cell(name) {
            Some(Cell::Bytes(bytes)) => Some(bytes.clone()),
            _ => None,
        }
    }

    fn event(&self, study: Uuid) -> Option<Event> {
        let why = match self.text("why") {
            Some(why) => Some(serde_json::from_str(&why).ok()?),
            None => None,
        };
        Some(Event {
            study,
            seq: self.int("seq")?,
            at: Instant(self.int("at")?),
            member: self.id("member"),
            phase: self.text("phase"),
            act: self.id("act")?,
            kind: self.text("kind")?,
            subject: (self.text("subject_kind")?, self.id("subject")?),
            before: self.text("state_before"),
            after: self.text("state_after"),
            why,
            reverts: self.id("reverts"),
            hash: self.bytes("hash")?,
        })
    }
}
