//! Joining an archive to the same study where it is already: two Enids that went on separately become one (REFI-QDA notes, Q27).
//!
//! Events are told by what they are, so that those of both stand in one trail, and taking an archive twice adds nothing (`trails`).
//! What was changed here and there and not to the same is a conflict: both versions are shown (`told`), and nothing is stored before
//! somebody has said which stands; the other is in the trail. Rows beside the trail come along where they are new (`material`).

mod material;
mod theirs;
mod told;
mod trails;

use std::collections::BTreeSet;

use platform::access::Scope;
use platform::audit::Event;
use platform::storage::Tx;
use platform::storage::tables::{Row, Table, insert, rows};
use platform::{App, Error, Result};
use serde::Serialize;
use study::search;
use uuid::Uuid;

use super::bring::{Checked, is_readable};
use super::extras_store;
use super::tables::all;
use crate::acts::{self, faults, settle};
use crate::trail::{self, Act, Change, MERGE, State, Subject, Trail, replay};
use material::{Material, compare, is_of_the_trail};
use told::Told;
use trails::{Joined, join};

pub use material::Differing;
pub use told::Conflict;

/// A field that is another here than there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Versions {
    /// Its name; empty where the whole of it stands in one and is gone in the other.
    pub field: String,
    /// What it holds here.
    pub here: String,
    /// What it holds there.
    pub there: String,
}

/// What is said where nothing is joined.
const NOTHING: &str = "Nothing was stored.";

/// Which version stands where both have changed the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// That of this Enid.
    Here,
    /// That of the archive.
    There,
}

/// What joining an archive came to, or would come to.
#[derive(Debug)]
pub struct Merged {
    /// Whether it was stored.
    pub is_stored: bool,
    /// How many events of the archive are here already.
    pub known: usize,
    /// How many come along.
    pub new: usize,
    /// How many rows of each table come along beside what follows from the events.
    pub rows: Vec<(&'static str, usize)>,
    /// What both have changed, each in other fields: all changes stand.
    pub combined: Vec<String>,
    /// What both have changed differently.
    pub conflicts: Vec<Conflict>,
    /// Rows that differ; they stay as they are here.
    pub differing: Vec<Differing>,
}

/// Joins an archive to its study. Without a word on which version stands, nothing is stored where there are conflicts.
///
/// # Errors
/// `Refused` where the archive is of another study, joining would bring withdrawn words back or move codings into another text, both have
/// given one name to two things, or what would stand is no whole: nothing is stored then.
pub async fn merge(
    app: &App,
    (study, checked): (&Scope, &Checked),
    keep: Option<Keep>,
    is_dry: bool,
) -> Result<Merged> {
    if checked.manifest().study.id != study.id {
        let sentence = "The archive is of another study.";
        return Err(Error::refused("Q27", sentence, NOTHING));
    }
    let tx = app.db.write().await?;
    let mut head = trail::hold(&tx, study.id).await?;
    acts::enter(&tx, app, study.id, &mut head).await?;
    let joining = Joining::of(&tx, study.id, checked, keep.unwrap_or(Keep::Here)).await?;
    let mut merged = joining.told(&tx, study.id).await?;
    merged.is_stored = !is_dry && (keep.is_some() || merged.conflicts.is_empty());
    if !merged.is_stored {
        return Ok(merged);
    }
    joining.store(&tx, app, study.id, &mut head).await?;
    put_extras(&tx, app, (study.id, checked)).await?;
    search::put_missing(&tx).await?;
    is_one_trail(&tx, study.id, &joining.joined.state).await?;
    let event = Event {
        chain: study.slug.clone(),
        actor: None,
        action: "study.merge",
        subject: study.id.to_string(),
        detail: format!("archive {}", checked.manifest().fingerprint),
    };
    tx.commit(app, event).await?;
    app.db.memory().clear();
    Ok(merged)
}

/// What is here and what comes, held against each other.
struct Joining {
    material: Material,
    joined: Joined,
    /// How many events of the archive are here already.
    known: usize,
    /// What stands here.
    before: State,
    /// What of it has holes as it is.
    holes: BTreeSet<Subject>,
    /// The events of both, with the words of both.
    trail: Trail,
}

impl Joining {
    async fn of(tx: &Tx, study: Uuid, checked: &Checked, keep: Keep) -> Result<Self> {
        let mut here = Vec::new();
        for table in all() {
            let own = match is_of_the_trail(table) {
                true => Vec::new(),
                false => rows(tx.connection(), table, study).await?,
            };
            here.push((table, own));
        }
        let material = compare(&here, &checked.rows)?;
        drop(here);
        let theirs = theirs::trail_of(&checked.rows, study)?;
        let mut trail = trail::whole(tx.connection(), study).await?;
        let joined = join(&trail.events, &theirs.events, keep);
        let before = replay(&trail.events);
        let holes = faults(&before, &trail);
        for (id, text) in theirs.texts {
            trail.texts.entry(id).or_insert(text);
        }
        trail.events.extend(joined.new.iter().cloned());
        Ok(Self {
            known: theirs.events.len() - joined.new.len(),
            material,
            joined,
            before,
            holes,
            trail,
        })
    }

    /// What it comes to, in words.
    ///
    /// # Errors
    /// `Refused` where what would stand cannot be read, or has holes that are not here now.
    async fn told(&self, tx: &Tx, study: Uuid) -> Result<Merged> {
        let told = Told::of(tx, study, &self.trail).await?;
        let joined = &self.joined;
        is_readable(&joined.state, &self.trail)?;
        is_whole(&(&faults(&joined.state, &self.trail) - &self.holes), &told)?;
        let conflicts = joined.conflicts.iter();
        Ok(Merged {
            is_stored: false,
            known: self.known,
            new: joined.new.len(),
            rows: self.material.counts(),
            combined: joined.combined.iter().map(|one| told.name(one)).collect(),
            conflicts: conflicts.map(|one| told.conflict(one)).collect(),
            differing: self.material.differing.clone(),
        })
    }

    async fn store(&self, tx: &Tx, app: &App, study: Uuid, head: &mut trail::Head) -> Result<()> {
        let (joined, stands) = (&self.joined, replay(&self.trail.events));
        put(tx, app, &self.material.first).await?;
        trail::append_joined(tx, head, joined.new.clone()).await?;
        decide(tx, app, head, (&stands, joined)).await?;
        let states = (&self.before, &joined.state);
        settle(tx, study, states, (&self.trail, head.token())).await?;
        put(tx, app, &self.material.then).await
    }
}

/// What would stand has no holes.
fn is_whole(wrong: &BTreeSet<Subject>, told: &Told<'_>) -> Result<()> {
    let Some(first) = wrong.first() else {
        return Ok(());
    };
    let more = match wrong.len() - 1 {
        0 => String::new(),
        more => format!(", nor would {more} more"),
    };
    let sentence = format!(
        "{} would not stand as it is{more}: what it needs is gone in one of the two, or something of the other has its name.",
        told.name(first)
    );
    let how = "Rename it, or bring back here what was taken away there, and join the archive then.";
    Err(Error::refused("Q27", sentence, format!("{NOTHING} {how}")))
}

/// Stores rows that come along. One that has no place is one of two of which there can be one.
async fn put(tx: &Tx, app: &App, tables: &[(&Table, Vec<Row>)]) -> Result<()> {
    for (table, rows) in tables {
        match insert(tx, app, table, rows.clone()).await {
            Err(Error::Refused(refusal)) => {
                let sentence = refusal.sentence.clone();
                let how = "Both have a row of which there can be one: take it back in one of them, and join then.";
                return Err(Error::refused("Q27", sentence, format!("{NOTHING} {how}")));
            }
            done => done?,
        }
    }
    Ok(())
}

/// What another program wrote beside the rows that came along.
async fn put_extras(tx: &Tx, app: &App, (study, checked): (Uuid, &Checked)) -> Result<()> {
    let own = extras_store::all(tx.connection(), study).await?;
    let mut extras = checked.extras.clone();
    extras.0.retain(|place, _| !own.0.contains_key(place));
    extras_store::put(tx, app, study, extras).await
}

/// Appends what makes that stand which was decided, each subject in an act of its own, so that each can be taken back alone.
async fn decide(
    tx: &Tx,
    app: &App,
    head: &mut trail::Head,
    (stands, joined): (&State, &Joined),
) -> Result<()> {
    let all: BTreeSet<&Subject> = stands.keys().chain(joined.state.keys()).collect();
    for subject in all {
        let (now, then) = (stands.get(subject), joined.state.get(subject));
        if now == then {
            continue;
        }
        let change = Change {
            kind: MERGE.to_owned(),
            subject: subject.clone(),
            before: now.cloned(),
            after: then.cloned(),
            reverts: None,
        };
        trail::append(tx, app, head, &Act::new(app, None, None), vec![change]).await?;
    }
    Ok(())
}

/// Whether what was stored is a trail that holds and comes to what was to stand.
async fn is_one_trail(tx: &Tx, study: Uuid, state: &State) -> Result<()> {
    let wrong = |what: String| {
        let how = "Take another copy of the archive.";
        Error::refused("Q27", what, format!("{NOTHING} {how}"))
    };
    if let Some(fault) = trail::verify(tx.connection(), study).await?.first() {
        return Err(wrong(format!("The joined trail does not hold: {fault}.")));
    }
    let trail: Trail = trail::whole(tx.connection(), study).await?;
    match replay(&trail.events) == *state {
        true => Ok(()),
        false => Err(wrong(
            "The joined trail does not come to what was to stand.".to_owned(),
        )),
    }
}
