//! Reading the trail.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::BATCH;
use platform::{Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use uuid::Uuid;

use super::event::{Event, Phrase};
use super::store::{MANY, TEXT, head_row, row, text_row};

/// The trail of a study and the words it refers to.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// Every event, the oldest first.
    pub events: Vec<Event>,
    /// Every text, as it may still be read.
    pub texts: BTreeMap<Uuid, String>,
}

impl Trail {
    /// The words of a phrase; empty where none is named.
    pub fn words(&self, phrase: Option<&Phrase>) -> &str {
        let found = phrase.and_then(|phrase| self.texts.get(&phrase.id));
        found.map_or("", String::as_str)
    }
}

/// In the words of the index that leaves them out.
const BUT_CODINGS: &str = "subject_kind <> 'coding'";

/// The trail of a study without its codings, whose many events only few readers need.
pub async fn load(connection: &impl ConnectionTrait, study: Uuid) -> Result<Trail> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(Expr::cust(BUT_CODINGS));
    trail_of(connection, study, rows).await
}

/// The trail of a study, whole.
pub async fn whole(connection: &impl ConnectionTrait, study: Uuid) -> Result<Trail> {
    let rows = row::Entity::find().filter(row::Column::Study.eq(study));
    trail_of(connection, study, rows).await
}

/// The events of a trail about one kind of subject.
pub(crate) async fn about(
    connection: &impl ConnectionTrait,
    study: Uuid,
    kind: &str,
) -> Result<Trail> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::SubjectKind.eq(kind));
    trail_of(connection, study, rows).await
}

async fn trail_of(
    connection: &impl ConnectionTrait,
    study: Uuid,
    rows: Select<row::Entity>,
) -> Result<Trail> {
    let rows = rows.order_by_asc(row::Column::Seq).all(connection).await?;
    let texts = text_row::Entity::find()
        .filter(text_row::Column::Study.eq(study))
        .all(connection)
        .await?;
    Ok(Trail {
        events: rows.into_iter().map(event).collect::<Result<_>>()?,
        texts: texts.into_iter().map(|row| (row.id, row.text)).collect(),
    })
}

/// Which events of codings to look at.
#[derive(Clone, Debug)]
pub(super) enum Codings {
    /// Those of these acts.
    OfActs(Vec<Uuid>),
    /// Those about these codings.
    About(Vec<Uuid>),
    /// The newest so many of a member.
    Newest(Option<Uuid>, u64),
}

/// Some events about codings, in their order.
pub(super) async fn codings(
    connection: &impl ConnectionTrait,
    study: Uuid,
    which: &Codings,
) -> Result<Vec<Event>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::SubjectKind.eq(MANY));
    let (column, ids) = match which {
        Codings::OfActs(acts) => (row::Column::Act, acts),
        Codings::About(codings) => (row::Column::Subject, codings),
        Codings::Newest(member, count) => {
            let own = match member {
                Some(member) => row::Column::Member.eq(*member),
                None => row::Column::Member.is_null(),
            };
            let rows = rows.filter(own).order_by_desc(row::Column::Seq);
            let mut rows = rows.limit(*count).all(connection).await?;
            rows.reverse();
            return rows.into_iter().map(event).collect();
        }
    };
    let mut found = Vec::new();
    for batch in ids.chunks(BATCH) {
        let some = rows.clone().filter(column.is_in(batch.iter().copied()));
        found.extend(some.all(connection).await?);
    }
    found.sort_by_key(|row| row.seq);
    found.into_iter().map(event).collect()
}

/// The state of one subject as the newest event about it left it, as JSON.
pub(crate) async fn newest_state(
    connection: &impl ConnectionTrait,
    study: Uuid,
    (kind, subject): (&str, Uuid),
) -> Result<Option<String>> {
    let newest = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::SubjectKind.eq(kind))
        .filter(row::Column::Subject.eq(subject))
        .order_by_desc(row::Column::Seq)
        .one(connection)
        .await?;
    Ok(newest.and_then(|row| row.state_after))
}

/// The place of the newest event of a study; 0 without any.
pub async fn newest(connection: &impl ConnectionTrait, study: Uuid) -> Result<i64> {
    let head = head_row::Entity::find_by_id(study).one(connection).await?;
    Ok(head.map_or(0, |head| head.seq))
}

/// What has changed since an event, as far as whoever keeps codings has to know.
#[derive(Clone, Debug, Default)]
pub(crate) struct Since {
    /// The place of the newest event.
    pub(crate) newest: i64,
    /// What each event about a coding says of it, before and after.
    pub(crate) codings: Vec<(Uuid, String)>,
    /// The documents that were given another text.
    pub(crate) texts: BTreeSet<Uuid>,
}

/// What has changed since the event of this place.
pub(crate) async fn changed_since(
    connection: &impl ConnectionTrait,
    study: Uuid,
    since: i64,
) -> Result<Since> {
    // Kinds are told apart here: asked for one, SQLite takes the index of kinds and reads every coding there ever was.
    type Row = (i64, String, Uuid, Option<String>, Option<String>);
    let rows: Vec<Row> = row::Entity::find()
        .select_only()
        .columns([
            row::Column::Seq,
            row::Column::SubjectKind,
            row::Column::Subject,
            row::Column::StateBefore,
            row::Column::StateAfter,
        ])
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Seq.gt(since))
        .into_tuple()
        .all(connection)
        .await?;
    let mut changed = Since {
        newest: since,
        ..Since::default()
    };
    for (seq, kind, subject, before, after) in rows {
        changed.newest = changed.newest.max(seq);
        match kind.as_str() {
            TEXT => {
                changed.texts.insert(subject);
            }
            MANY => {
                let states = [before, after].into_iter().flatten();
                changed.codings.extend(states.map(|state| (subject, state)));
            }
            _ => {}
        }
    }
    Ok(changed)
}

/// When each of these codings was made, in microseconds since 1970: the time of its first event.
pub(crate) async fn made_at(
    connection: &impl ConnectionTrait,
    study: Uuid,
    codings: &[Uuid],
) -> Result<BTreeMap<Uuid, i64>> {
    let mut found = BTreeMap::new();
    for batch in codings.chunks(BATCH) {
        let firsts: Vec<(Uuid, i64)> = row::Entity::find()
            .select_only()
            .column(row::Column::Subject)
            .column_as(row::Column::At.min(), "first")
            .filter(row::Column::Study.eq(study))
            .filter(row::Column::SubjectKind.eq(MANY))
            .filter(row::Column::Subject.is_in(batch.iter().copied()))
            .group_by(row::Column::Subject)
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(firsts);
    }
    Ok(found)
}

/// The place of the first event of each coding.
pub(crate) async fn first_of_codings(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<Uuid, i64>> {
    let firsts: Vec<(Uuid, i64)> = row::Entity::find()
        .select_only()
        .column(row::Column::Subject)
        .column_as(row::Column::Seq.min(), "first")
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::SubjectKind.eq(MANY))
        .group_by(row::Column::Subject)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(firsts.into_iter().collect())
}

fn event(row: row::Model) -> Result<Event> {
    let why = row.why.as_deref().map(serde_json::from_str);
    Ok(Event {
        study: row.study,
        seq: row.seq,
        at: row.at,
        member: row.member,
        phase: row.phase,
        act: row.act,
        kind: row.kind,
        subject: (row.subject_kind, row.subject),
        before: row.state_before,
        after: row.state_after,
        why: why.transpose().map_err(Error::internal)?,
        reverts: row.reverts,
        hash: row.hash,
    })
}
