//! The answer to a query: the same rows in the same order for a page and for the command line (study R54).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use platform::{App, Result};
use study::documents::{Kind, Role, Turn, turns_at};
use study::search::{Snippet, Wanted, lookup};
use uuid::Uuid;

use super::layers::{layers, within};
use super::opened::Opened;
use super::{Ground, Meaning, Query, Row, Turns, Unit, find};
use crate::codings::Cutter;

/// What was found.
pub struct Answer {
    /// How the query was read.
    pub query: Query,
    /// How many turns, passages or documents fit.
    pub count: usize,
    /// Those of them that were asked for, in the order of documents and of the text.
    pub rows: Vec<Found>,
}

/// A turn, a passage or a document that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The handle of the document.
    pub document: String,
    /// Whether it is a field note, which is always said (study R57).
    pub is_note: bool,
    /// The turn in which it begins, from 1; of a document that has none, 1.
    pub turn: usize,
    /// The turn in which it ends.
    pub until: usize,
    /// Its first code point in the document, and the one after its last.
    pub span: (u32, u32),
    /// Who speaks where it begins; a word such as `Speaker 1`, never a name.
    pub who: String,
    /// What is said; of a document, its beginning.
    pub snippet: Snippet,
}

/// Answers a query with the rows of a range.
pub async fn answer(
    app: &App,
    opened: &Opened,
    (query, range): (Query, Range<usize>),
) -> Result<Answer> {
    let asks_theme = |meaning: &Meaning| matches!(meaning, Meaning::Theme(_));
    let themes = match query.meanings().any(asks_theme) {
        true => opened.themes(app).await?,
        false => Vec::new(),
    };
    let ground = Ground::new(&opened.material, &themes);
    let texts = texts(app, opened, &query, &ground).await?;
    let found = find(&query, &ground, &texts);
    let end = range.end.min(found.len());
    let shown = &found[range.start.min(end)..end];
    Ok(Answer {
        count: found.len(),
        rows: rows(app, opened, &query, shown).await?,
        query,
    })
}

/// The turns in which each text of a query stands.
async fn texts(
    app: &App,
    opened: &Opened,
    query: &Query,
    ground: &Ground<'_>,
) -> Result<Vec<Turns>> {
    let documents: Vec<Uuid> = opened.material.documents.iter().map(|one| one.id).collect();
    let places: BTreeMap<Uuid, usize> = documents.iter().copied().zip(0..).collect();
    let mut texts = Vec::new();
    for (wanted, layer) in wanted(query).zip(layers(query)) {
        let found = lookup(app.db.read(), opened.study, &documents, wanted).await?;
        if let Some(member) = layer {
            texts.push(within(app, ground, (wanted, member), found).await?);
            continue;
        }
        let mut turns = Turns::none(ground);
        for (document, found) in found {
            for turn in found {
                turns.add(ground, places[&document], turn);
            }
        }
        texts.push(turns);
    }
    Ok(texts)
}

fn wanted(query: &Query) -> impl Iterator<Item = &Wanted> {
    query.meanings().filter_map(|meaning| match meaning {
        Meaning::Text(wanted) => Some(wanted),
        _ => None,
    })
}

async fn rows(app: &App, opened: &Opened, query: &Query, shown: &[Row]) -> Result<Vec<Found>> {
    let documents = &opened.material.documents;
    let mut needed: BTreeSet<(Uuid, usize)> = BTreeSet::new();
    for row in shown {
        // Of something long only the beginning is shown.
        let last = match query.unit {
            Unit::Document => row.first,
            _ => row.last.min(row.first + 3),
        };
        let id = documents[row.document].id;
        needed.extend((row.first..=last).map(|turn| (id, turn)));
    }
    let needed: Vec<_> = needed.into_iter().collect();
    let turns = turns_at(app.db.read(), &needed).await?;
    let found = shown.iter().map(|row| {
        let coded = &documents[row.document];
        let first = turns.get(&(coded.id, row.first));
        let text = text(opened, query.unit, row, &turns);
        let mut hits: Vec<Range<usize>> = wanted(query).flat_map(|one| one.hits(&text)).collect();
        hits.sort_by_key(|hit| (hit.start, hit.end));
        Found {
            document: coded.handle.clone(),
            is_note: coded.kind == Kind::FieldNote,
            turn: row.first + 1,
            until: row.last + 1,
            span: (row.start, row.end),
            who: first.map(who).unwrap_or_default(),
            snippet: Snippet::of(&text, &hits),
        }
    });
    Ok(found.collect())
}

/// What a row holds, as far as it was read.
fn text(opened: &Opened, unit: Unit, row: &Row, turns: &BTreeMap<(Uuid, usize), Turn>) -> String {
    let coded = &opened.material.documents[row.document];
    let read = (row.first..=row.last).map_while(|turn| turns.get(&(coded.id, turn)));
    let read: Vec<&str> = read.map(|turn| turn.text.as_str()).collect();
    let whole = read.join("\n");
    let Some(begin) = coded.turns.get(row.first).map(|turn| turn.start) else {
        return whole;
    };
    match unit {
        Unit::Turn | Unit::Document => whole,
        Unit::Passage => {
            let from = row.start.saturating_sub(begin);
            let cutter = Cutter::new(&whole);
            cutter.cut(from, from + (row.end - row.start)).to_owned()
        }
    }
}

fn who(turn: &Turn) -> String {
    match turn.role {
        Role::Interviewer => "Interviewer".to_owned(),
        Role::Unknown => turn.label.clone().unwrap_or_else(|| "Not known".to_owned()),
        Role::Participant | Role::Other => turn.label.clone().unwrap_or_default(),
    }
}
