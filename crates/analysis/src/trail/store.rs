//! The trail in the database.

use std::collections::{BTreeMap, BTreeSet};

use platform::clock::Instant;
use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use study::rows::{random_id, storable};
use uuid::Uuid;

use super::chain::{Break, first_break};
use super::event::{Event, Phrase, Subject, token};
use crate::phases;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "trail")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub study: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub at: Instant,
        pub member: Option<Uuid>,
        pub phase: Option<String>,
        pub act: Uuid,
        pub kind: String,
        pub subject_kind: String,
        pub subject: Uuid,
        pub state_before: Option<String>,
        pub state_after: Option<String>,
        pub why: Option<String>,
        pub reverts: Option<Uuid>,
        pub hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod text_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "trail_texts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub salt: Vec<u8>,
        pub text: String,
        pub is_redacted: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod head_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "trail_heads")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub study: Uuid,
        pub seq: i64,
        pub hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

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

/// What somebody does in one go.
#[derive(Clone, Debug)]
pub struct Act {
    /// Random.
    pub id: Uuid,
    /// Which member does it.
    pub member: Option<Uuid>,
    /// Why, if they say so.
    pub why: Option<Phrase>,
}

impl Act {
    /// A new act of a member.
    pub fn new(app: &App, member: Option<Uuid>, why: Option<Phrase>) -> Self {
        Self {
            id: random_id(app),
            member,
            why,
        }
    }
}

/// One change of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is done, such as `code.rename`.
    pub kind: String,
    /// To what.
    pub subject: Subject,
    /// Its state before; none where it is new.
    pub before: Option<String>,
    /// Its state after; none where it goes.
    pub after: Option<String>,
    /// The act that is taken back.
    pub reverts: Option<Uuid>,
}

/// The end of a trail, held until its transaction ends, so that two who change a study at once follow each other.
#[derive(Debug)]
pub(crate) struct Head {
    study: Uuid,
    seq: i64,
    hash: Vec<u8>,
}

impl Head {
    /// What a page will say of the last event: [`Event::token`].
    pub(crate) fn token(&self) -> i64 {
        token(&self.hash)
    }
}

/// A document, as the subject of the event that it has a new text.
pub(crate) const TEXT: &str = "text";
/// The kind of subject of which a study has tens of thousands.
pub(super) const MANY: &str = "coding";

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
    /// Each event about a coding: which, and what it is now or was last.
    pub(crate) codings: Vec<(Uuid, Option<String>)>,
    /// The documents that were given another text.
    pub(crate) texts: BTreeSet<Uuid>,
}

/// What has changed since the event of this place.
pub(crate) async fn changed_since(
    connection: &impl ConnectionTrait,
    study: Uuid,
    since: i64,
) -> Result<Since> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Seq.gt(since))
        .filter(row::Column::SubjectKind.is_in([MANY, TEXT]))
        .all(connection)
        .await?;
    let mut changed = Since::default();
    for row in rows {
        match row.subject_kind.as_str() {
            TEXT => {
                changed.texts.insert(row.subject);
            }
            _ => {
                let state = row.state_after.or(row.state_before);
                changed.codings.push((row.subject, state));
            }
        }
    }
    Ok(changed)
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

/// Takes hold of the end of a trail.
pub(crate) async fn hold(tx: &Tx, study: Uuid) -> Result<Head> {
    head_row::Entity::insert(head_row::ActiveModel {
        study: Set(study),
        seq: Set(0),
        hash: Set(Vec::new()),
    })
    .on_conflict_do_nothing_on([head_row::Column::Study])
    .exec_without_returning(tx.connection())
    .await?;
    let head = head_row::Entity::find_by_id(study)
        .lock_exclusive()
        .one(tx.connection())
        .await?
        .ok_or_else(|| Error::internal("a trail without its end"))?;
    Ok(Head {
        study,
        seq: head.seq,
        hash: head.hash,
    })
}

/// Keeps words to which events refer.
pub(crate) async fn keep(tx: &Tx, app: &App, study: Uuid, text: &str) -> Result<Phrase> {
    let mut salt = [0u8; 16];
    app.entropy.fill(&mut salt);
    let text = storable(text);
    let phrase = Phrase {
        id: random_id(app),
        seal: Phrase::seal(&salt, &text),
    };
    text_row::Entity::insert(text_row::ActiveModel {
        id: Set(phrase.id),
        study: Set(study),
        salt: Set(salt.to_vec()),
        text: Set(text),
        is_redacted: Set(0),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(phrase)
}

/// Appends the changes of an act.
pub(crate) async fn append(
    tx: &Tx,
    app: &App,
    head: &mut Head,
    act: &Act,
    changes: Vec<Change>,
) -> Result<()> {
    // Every event carries the phase that its analyst states (R39).
    let stated = phases::open_of(tx.connection(), head.study, act.member).await?;
    let phase = stated.now().map(|phase| phase.word().to_owned());
    let mut rows = Vec::new();
    for change in changes {
        let mut event = Event {
            study: head.study,
            seq: head.seq + 1,
            at: app.now(),
            member: act.member,
            phase: phase.clone(),
            act: act.id,
            kind: change.kind,
            subject: change.subject,
            before: change.before,
            after: change.after,
            why: act.why.clone(),
            reverts: change.reverts,
            hash: Vec::new(),
        };
        event.hash = event.digest(&head.hash);
        head.seq = event.seq;
        head.hash.clone_from(&event.hash);
        rows.push(row_of(event)?);
    }
    tx.insert_all(rows).await?;
    head_row::Entity::update_many()
        .col_expr(head_row::Column::Seq, Expr::value(head.seq))
        .col_expr(head_row::Column::Hash, Expr::value(head.hash.clone()))
        .filter(head_row::Column::Study.eq(head.study))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// What does not hold in the trail of a study, one sentence each: the chain, and words that are not what was sealed.
pub async fn verify(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<String>> {
    let trail = whole(connection, study).await?;
    let head = head_row::Entity::find_by_id(study).one(connection).await?;
    let (seq, hash) = head.map_or((0, Vec::new()), |head| (head.seq, head.hash));
    let mut found = Vec::new();
    match first_break(&trail.events, (seq, &hash)) {
        Some(Break::Missing(seq)) => found.push(format!("event {seq} of the trail is missing")),
        Some(Break::Changed(seq)) => found.push(format!("event {seq} of the trail was changed")),
        Some(Break::End(last)) => found.push(format!(
            "the trail ends at event {last}, and its end was kept as {seq}"
        )),
        None => {}
    }
    let texts = text_row::Entity::find()
        .filter(text_row::Column::Study.eq(study))
        .all(connection)
        .await?;
    let texts: BTreeMap<Uuid, text_row::Model> =
        texts.into_iter().map(|row| (row.id, row)).collect();
    for event in &trail.events {
        for phrase in phrases(event) {
            let fits = texts.get(&phrase.id).is_some_and(|row| {
                row.is_redacted == 1 || Phrase::seal(&row.salt, &row.text) == phrase.seal
            });
            if !fits {
                let seq = event.seq;
                found.push(format!("words of event {seq} of the trail were changed"));
            }
        }
    }
    Ok(found)
}

/// Every phrase that an event names.
fn phrases(event: &Event) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = event.why.iter().cloned().collect();
    let states = [&event.before, &event.after];
    for state in states.into_iter().flatten() {
        let state: serde_json::Value = serde_json::from_str(state).unwrap_or_default();
        let fields = state.as_object().into_iter().flat_map(|map| map.values());
        found.extend(fields.filter_map(|field| serde_json::from_value(field.clone()).ok()));
    }
    found
}

fn row_of(event: Event) -> Result<row::Model> {
    let why = event.why.as_ref().map(serde_json::to_string);
    Ok(row::Model {
        study: event.study,
        seq: event.seq,
        at: event.at,
        member: event.member,
        phase: event.phase,
        act: event.act,
        kind: event.kind,
        subject_kind: event.subject.0,
        subject: event.subject.1,
        state_before: event.before,
        state_after: event.after,
        why: why.transpose().map_err(Error::internal)?,
        reverts: event.reverts,
        hash: event.hash,
    })
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
