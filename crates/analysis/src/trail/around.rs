//! The part of a trail that decides what taking one act back means: everything but codings, and of those the acts that touch
//! the same codings. A coding is one of tens of thousands, so that no page may read them all.

use std::collections::BTreeSet;

use platform::Result;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Acts;
use super::event::Event;
use super::read_store::{Codings, Trail, codings, load};

/// How many events of somebody's own codings are looked at first.
const NEWEST: u64 = 256;
/// The kind of event by which a passage gets another code as its code is split.
pub(crate) const SPLIT: &str = "code.split";
/// The kind of an act by which a coding follows its text.
pub(crate) const FOLLOW: &str = "coding.follow";
/// The kind of an event that settles how something stands which two archives of a study had otherwise.
pub(crate) const MERGE: &str = "merge";
/// The kind of an act that is never taken back, and so needs no company.
const IMPORT: &str = "import";

/// The trail around one act: what was done to the same codings, or to codings under a code that it changed.
pub async fn around(connection: &impl ConnectionTrait, study: Uuid, act: Uuid) -> Result<Trail> {
    let mut trail = load(connection, study).await?;
    let mut seeds = codings(connection, study, &Codings::OfActs(vec![act])).await?;
    let others = crate::codings::under_codes_of(connection, study, &trail, act).await?;
    seeds.extend(codings(connection, study, &Codings::About(others)).await?);
    join(connection, study, (&mut trail, seeds)).await?;
    Ok(trail)
}

/// Whether these acts did nothing but let codings follow a new text.
pub fn only_follows(trail: &Trail, acts: &[Uuid]) -> bool {
    acts.iter().all(|act| {
        let of_it = trail.events.iter().filter(|event| event.act == *act);
        let mut kinds = of_it.map(|event| event.kind.as_str()).peekable();
        kinds.peek().is_some() && kinds.all(|kind| kind == FOLLOW)
    })
}

/// The trail around what a member did last, far enough back to say what they would take back and do again next.
pub async fn own(
    connection: &impl ConnectionTrait,
    study: Uuid,
    member: Option<Uuid>,
) -> Result<Trail> {
    let whole = load(connection, study).await?;
    let mut count = NEWEST;
    loop {
        let seeds = codings(connection, study, &Codings::Newest(member, count)).await?;
        let is_all = (seeds.len() as u64) < count;
        let seeds_begin = seeds.first().map_or(0, |event| event.seq);
        let mut trail = whole.clone();
        join(connection, study, (&mut trail, seeds)).await?;
        let acts = Acts::of(&trail.events);
        let last = |act: Uuid| acts.events_of(act).last().map(|event| event.seq);
        let next = acts.undoes(member).and_then(last);
        if is_all || next.is_some_and(|seq| seq >= seeds_begin) {
            return Ok(trail);
        }
        count *= 4;
    }
}

/// Puts events about codings into their places, with the acts they belong to and all that touched the same codings.
async fn join(
    connection: &impl ConnectionTrait,
    study: Uuid,
    (trail, seeds): (&mut Trail, Vec<Event>),
) -> Result<()> {
    let mut acts: BTreeSet<Uuid> = BTreeSet::new();
    let mut about: BTreeSet<Uuid> = BTreeSet::new();
    let mut new = seeds;
    let mut found: Vec<Event> = Vec::new();
    while !new.is_empty() {
        let others = new.iter().filter(|event| event.kind != IMPORT);
        let more: BTreeSet<Uuid> = others.map(|event| event.act).collect();
        let more: Vec<Uuid> = more.difference(&acts).copied().collect();
        let touched: BTreeSet<Uuid> = new.iter().map(|event| event.subject.1).collect();
        let touched: Vec<Uuid> = touched.difference(&about).copied().collect();
        found.append(&mut new);
        acts.extend(&more);
        about.extend(&touched);
        new.extend(codings(connection, study, &Codings::OfActs(more)).await?);
        new.extend(codings(connection, study, &Codings::About(touched)).await?);
        let known: BTreeSet<i64> = found.iter().map(|event| event.seq).collect();
        new.retain(|event| !known.contains(&event.seq));
    }
    trail.events.extend(found);
    trail.events.sort_by_key(|event| event.seq);
    trail.events.dedup_by_key(|event| event.seq);
    Ok(())
}
