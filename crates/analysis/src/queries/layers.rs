//! Words that are looked for in the layer of one analyst alone (study R53): beside `layer:`, joined by `AND`, a word counts where it
//! stands, whole, in a passage that this analyst coded. What the reader may not see of a layer is not in the material (study P10).

use std::collections::BTreeMap;

use platform::{App, Result};
use study::documents::turns_at;
use study::search::Wanted;
use uuid::Uuid;

use super::ground::{Ground, touched};
use super::parse::Expression;
use super::spans::{Spans, union};
use super::{Meaning, Query, Turns};
use crate::codings::Coded;

/// A place where words stand: document and turn, from 0, and the code points of the document.
pub type Hit = (usize, usize, (u32, u32));

/// In whose layer each text of a query is looked for, in the order of the query; none for one that is looked for everywhere.
pub fn layers(query: &Query) -> Vec<Option<Uuid>> {
    let mut found = BTreeMap::new();
    walk(query, &query.expression, None, &mut found);
    let texts = query.meanings().enumerate();
    let texts = texts.filter(|(_, meaning)| matches!(meaning, Meaning::Text(_)));
    texts
        .map(|(place, _)| found.get(&place).copied().flatten())
        .collect()
}

fn walk(
    query: &Query,
    expression: &Expression,
    layer: Option<Uuid>,
    found: &mut BTreeMap<usize, Option<Uuid>>,
) {
    match expression {
        Expression::Term(place) => {
            found.insert(*place, layer);
        }
        Expression::And(parts) => {
            let layer = query.layer_among(parts).or(layer);
            parts
                .iter()
                .for_each(|part| walk(query, part, layer, found));
        }
        Expression::Or(parts) => {
            parts
                .iter()
                .for_each(|part| walk(query, part, layer, found));
        }
        Expression::Not(inner) => walk(query, inner, layer, found),
        Expression::Near(one, other, _) => {
            walk(query, one, layer, found);
            walk(query, other, layer, found);
        }
    }
}

/// What an analyst coded in a document; passages that touch are one.
fn coded_by(member: Uuid, coded: &Coded) -> Spans {
    let own = coded.codings.iter().filter(|one| one.member == member);
    let end = coded.turns.last().map_or(0, |turn| turn.end);
    union(own.map(|one| (one.start, one.end)).collect(), end)
}

impl Turns {
    /// The turns of those hits that stand in passages which this analyst coded, with these passages.
    pub fn in_layer(
        ground: &Ground<'_>,
        member: Uuid,
        hits: impl IntoIterator<Item = Hit>,
    ) -> Self {
        let mut turns = Turns::none(ground);
        let mut layers: BTreeMap<usize, Spans> = BTreeMap::new();
        let mut passages: BTreeMap<usize, Spans> = BTreeMap::new();
        for (document, turn, (start, end)) in hits {
            let Some(coded) = ground.material.documents.get(document) else {
                continue;
            };
            let layer = layers.entry(document);
            let layer = layer.or_insert_with(|| coded_by(member, coded));
            let mut around = layer.iter();
            if let Some(passage) = around.find(|(from, to)| *from <= start && end <= *to) {
                turns.add(ground, document, turn);
                passages.entry(document).or_default().push(*passage);
            }
        }
        turns.within(passages)
    }
}

/// The turns of these, by document, in which words stand in the layer of an analyst.
pub(super) async fn within(
    app: &App,
    ground: &Ground<'_>,
    (wanted, member): (&Wanted, Uuid),
    found: BTreeMap<Uuid, Vec<usize>>,
) -> Result<Turns> {
    let mut near: Vec<(usize, usize)> = Vec::new();
    for (document, coded) in ground.documents() {
        let layer = coded_by(member, coded);
        let turns = layer
            .iter()
            .flat_map(|(start, end)| touched(coded, *start, *end));
        let turns: std::collections::BTreeSet<usize> = turns.collect();
        let there = found.get(&coded.id).into_iter().flatten();
        near.extend(
            there
                .filter(|turn| turns.contains(turn))
                .map(|turn| (document, *turn)),
        );
    }
    let id = |document: usize| ground.material.documents[document].id;
    let needed: Vec<(Uuid, usize)> = near.iter().map(|(at, turn)| (id(*at), *turn)).collect();
    let read = turns_at(app.db.read(), &needed).await?;
    let mut hits: Vec<Hit> = Vec::new();
    for (document, turn) in near {
        let text = read
            .get(&(id(document), turn))
            .map(|turn| turn.text.as_str());
        let begins = ground.material.documents[document].turns.get(turn);
        let (Some(text), Some(begins)) = (text, begins) else {
            continue;
        };
        let point = |byte: usize| {
            let before = text.get(..byte).map_or(0, |before| before.chars().count());
            begins.start + u32::try_from(before).unwrap_or(u32::MAX)
        };
        let here = wanted.hits(text).into_iter();
        hits.extend(here.map(|hit| (document, turn, (point(hit.start), point(hit.end)))));
    }
    Ok(Turns::in_layer(ground, member, hits))
}
