//! Reading all that is coded in a study, once between two changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use platform::access::Viewer;
use platform::{App, Result};
use sea_orm::ConnectionTrait;
use study::documents::{self, Outline};
use uuid::Uuid;

use super::frame::Frame;
use super::material::{Coded, Coding, Material, Stretch};
use super::sight::Sight;
use super::state::CodingState;
use super::{read_store, store};
use crate::codes::{self, Known};
use crate::trail::{self, Since};

/// Everybody's codings as of an event of the trail, with where turns stand.
#[derive(Clone, Debug, Default)]
struct Reading {
    codings: BTreeMap<Uuid, Layers>,
    turns: BTreeMap<Uuid, Arc<[Stretch]>>,
}

/// The codings of one document.
#[derive(Clone, Debug, Default)]
struct Layers {
    /// As [`in_order`] leaves them.
    codings: Arc<[Coding]>,
    /// Whose they are.
    members: BTreeSet<Uuid>,
    /// Whether two of them mark the same, so that one is left out.
    has_twins: bool,
}

impl Layers {
    fn of(codings: Vec<Coding>) -> Self {
        let (members, count) = (codings.iter().map(|one| one.member), codings.len());
        let members = members.collect();
        let codings = in_order(codings);
        Self {
            members,
            has_twins: codings.len() < count,
            codings: codings.into(),
        }
    }
}

/// What somebody saw last, and of what.
#[derive(Debug)]
struct Seen {
    frame: Arc<Frame>,
    reading: Arc<Reading>,
    but: BTreeSet<Uuid>,
    sight: Sight,
    material: Arc<Material>,
}

/// What is coded in the study of the request, as whoever asks may see it.
pub async fn material_of(app: &App, viewer: &Viewer) -> Result<(Arc<Material>, Sight)> {
    let study = viewer.scope()?.id;
    let frame = Frame::of(app, viewer).await?;
    let but = documents::unreadable(app, viewer).await?;
    let sight = frame.sight(frame.analyst(viewer).member);
    let outlines = frame.documents.iter().filter(|one| !but.contains(&one.id));
    let ids: Vec<Uuid> = outlines.clone().map(|one| one.id).collect();
    let reading = reading(app, study, &ids).await?;
    let memory = app.db.memory();
    if let Some((_, seen)) = memory.recall::<Seen>(study)
        && Arc::ptr_eq(&seen.frame, &frame)
        && Arc::ptr_eq(&seen.reading, &reading)
        && (&seen.but, &seen.sight) == (&but, &sight)
    {
        return Ok((Arc::clone(&seen.material), sight));
    }
    let outlines = outlines.cloned();
    let material = Arc::new(seen_of(&reading, outlines, (&frame.codes, &sight)));
    let seen = Seen {
        frame: Arc::clone(&frame),
        reading,
        but,
        sight: sight.clone(),
        material: Arc::clone(&material),
    };
    memory.keep(study, frame.as_of, Arc::new(seen));
    Ok((material, sight))
}

/// What is coded in a study, as the research lead sees it on the command line.
pub async fn material(app: &App, study: Uuid) -> Result<Material> {
    let connection = app.db.read();
    let but = documents::hidden(connection, study).await?;
    let sight = Sight::of(connection, study, None).await?;
    let known = codes::known(connection, study).await?;
    let mut outlines = documents::outlines(connection, study).await?;
    outlines.retain(|one| !but.contains(&one.id));
    let ids: Vec<Uuid> = outlines.iter().map(|one| one.id).collect();
    let reading = reading(app, study, &ids).await?;
    Ok(seen_of(&reading, outlines.into_iter(), (&known, &sight)))
}

/// What of a reading somebody may see, in these documents.
fn seen_of(
    reading: &Reading,
    outlines: impl Iterator<Item = Outline>,
    (known, sight): (&Known, &Sight),
) -> Material {
    let is_merged = known.has_merged();
    let documents = outlines.map(|outline| {
        let all = reading.codings.get(&outline.id).cloned();
        let Layers {
            codings, members, ..
        } = all.unwrap_or_default();
        let is_whole = !is_merged && members.iter().all(|one| sight.sees(*one, outline.id));
        Coded {
            codings: match is_whole {
                true => codings,
                false => visible(outline.id, &codings, (known, sight)).into(),
            },
            turns: reading.turns.get(&outline.id).cloned().unwrap_or_default(),
            id: outline.id,
            handle: outline.handle,
            kind: outline.kind,
            cohort: outline.cohort,
            participant: outline.participant,
        }
    });
    Material::new(documents.collect(), known.names())
}

/// The codings of a document that somebody may see, each under the code it counts to, once.
fn visible(document: Uuid, all: &[Coding], (known, sight): (&Known, &Sight)) -> Vec<Coding> {
    let seen = all.iter().filter(|one| sight.sees(one.member, document));
    let seen = seen.map(|one| Coding {
        code: known.counts_as(one.code),
        ..*one
    });
    in_order(seen.collect())
}

/// By place, code and analyst, each once.
fn in_order(mut codings: Vec<Coding>) -> Vec<Coding> {
    codings.sort_unstable_by_key(|one| (one.start, one.end, one.code, one.member, one.id));
    codings.dedup_by_key(|one| (one.start, one.end, one.code, one.member));
    codings
}

/// What was read last, brought to the newest event.
async fn reading(app: &App, study: Uuid, documents: &[Uuid]) -> Result<Arc<Reading>> {
    let connection = app.db.read();
    let has_all = |reading: &Reading| documents.iter().all(|id| reading.turns.contains_key(id));
    // Looked up before the codings: what is newer than this number is read again next time.
    let (newest, mut reading) = match app.db.memory().recall::<Reading>(study) {
        Some((seq, kept)) => {
            let since = trail::changed_since(connection, study, seq).await?;
            if since.newest == seq && has_all(&kept) {
                return Ok(kept);
            }
            let mut reading = Reading::clone(&kept);
            catch_up(connection, study, &since, &mut reading).await?;
            (since.newest, reading)
        }
        None => {
            let newest = trail::newest(connection, study).await?;
            let all = read_store::all(connection, study).await?;
            let codings = all.into_iter().map(|(id, all)| (id, Layers::of(all)));
            let reading = Reading {
                codings: codings.collect(),
                turns: BTreeMap::new(),
            };
            (newest, reading)
        }
    };
    let lacking = documents
        .iter()
        .filter(|id| !reading.turns.contains_key(id));
    let lacking: Vec<Uuid> = lacking.copied().collect();
    let mut turns: BTreeMap<Uuid, Vec<Stretch>> =
        lacking.iter().map(|id| (*id, Vec::new())).collect();
    for (document, stretch) in documents::extents_of(connection, &lacking).await? {
        turns.entry(document).or_default().push(stretch);
    }
    let turns = turns.into_iter().map(|(id, turns)| (id, turns.into()));
    reading.turns.extend(turns);
    let reading = Arc::new(reading);
    app.db.memory().keep(study, newest, Arc::clone(&reading));
    Ok(reading)
}

/// Reads again the codings that have changed since, and whole documents whose text was made since or in which one coding stood
/// for several.
async fn catch_up(
    connection: &impl ConnectionTrait,
    study: Uuid,
    changed: &Since,
    reading: &mut Reading,
) -> Result<()> {
    let mut whole = changed.texts.clone();
    let mut others: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for (id, state) in &changed.codings {
        let document = trail::read::<CodingState>(state)?.document;
        let layers = reading.codings.get(&document);
        if layers.is_some_and(|layers| layers.has_twins) {
            whole.insert(document);
        } else if !whole.contains(&document) {
            others.entry(document).or_default().insert(*id);
        }
    }
    let ids: Vec<Uuid> = others.values().flatten().copied().collect();
    let now = read_store::find_all(connection, study, &ids).await?;
    for (document, ids) in others {
        let layers = reading.codings.entry(document).or_default();
        let unchanged = layers.codings.iter().filter(|one| !ids.contains(&one.id));
        let mut codings: Vec<Coding> = unchanged.copied().collect();
        let now = ids.iter().filter_map(|id| now.get(id));
        let here = now.filter(|one| one.state.document == document);
        codings.extend(here.filter_map(store::Stored::counted));
        *layers = Layers::of(codings);
    }
    for document in whole {
        let codings = read_store::of_document(connection, study, document).await?;
        let codings = codings.iter().filter_map(store::Stored::counted);
        reading
            .codings
            .insert(document, Layers::of(codings.collect()));
        reading.turns.remove(&document);
    }
    Ok(())
}
