//! The trail in the database.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;
use study::rows::{random_id, storable};
use uuid::Uuid;

use super::chain::{Break, first_break};
use super::event::{Event, Phrase, Subject, token};
use super::read_store::{self, whole};
use crate::phases;

pub(super) mod row {
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

pub(super) mod head_row {
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
    /// The phase that a member states, once it was looked up.
    stated: Option<(Option<Uuid>, Option<String>)>,
}

impl Head {
    /// The end of a trail as whoever holds it has read it.
    pub(crate) fn of(study: Uuid, seq: i64, hash: Vec<u8>) -> Self {
        Self {
            study,
            seq,
            hash,
            stated: None,
        }
    }

    /// Notes the phase that a member states, for whoever has looked it up already.
    pub(crate) fn states(&mut self, member: Option<Uuid>, phase: Option<String>) {
        self.stated = Some((member, phase));
    }

    /// Looks up the phase that a member states, unless it was: every event carries that of its analyst (R39).
    pub(crate) async fn look_up_phase(&mut self, tx: &Tx, member: Option<Uuid>) -> Result<()> {
        if matches!(&self.stated, Some((of, _)) if *of == member) {
            return Ok(());
        }
        let subject = phases::subject_of(member);
        let state = read_store::newest_state(tx.connection(), self.study, subject).await?;
        self.states(member, phases::word_of(state.as_deref())?);
        Ok(())
    }

    fn phase_of(&self, member: Option<Uuid>) -> Result<Option<String>> {
        match &self.stated {
            Some((of, phase)) if *of == member => Ok(phase.clone()),
            _ => Err(Error::internal("an event whose phase was not looked up")),
        }
    }

    /// What a page will say of the last event: [`Event::token`].
    pub(crate) fn token(&self) -> i64 {
        token(&self.hash)
    }
}

/// A document, as the subject of the event that it has a new text.
pub(crate) const TEXT: &str = "text";
/// The kind of subject of which a study has tens of thousands.
pub(super) const MANY: &str = "coding";

/// Takes hold of the end of a trail.
pub(crate) async fn hold(tx: &Tx, study: Uuid) -> Result<Head> {
    let held = || head_row::Entity::find_by_id(study).lock_exclusive();
    let mut head = held().one(tx.connection()).await?;
    if head.is_none() {
        head_row::Entity::insert(head_row::ActiveModel {
            study: Set(study),
            seq: Set(0),
            hash: Set(Vec::new()),
        })
        .on_conflict_do_nothing_on([head_row::Column::Study])
        .exec_without_returning(tx.connection())
        .await?;
        head = held().one(tx.connection()).await?;
    }
    let head = head.ok_or_else(|| Error::internal("a trail without its end"))?;
    Ok(Head::of(study, head.seq, head.hash))
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

/// Keeps words if there are any.
pub(crate) async fn kept(tx: &Tx, app: &App, study: Uuid, text: &str) -> Result<Option<Phrase>> {
    Ok(match text.is_empty() {
        true => None,
        false => Some(keep(tx, app, study, text).await?),
    })
}

/// Appends the changes of an act.
pub(crate) async fn append(
    tx: &Tx,
    app: &App,
    head: &mut Head,
    act: &Act,
    changes: Vec<Change>,
) -> Result<()> {
    head.look_up_phase(tx, act.member).await?;
    append_last(tx, app, head, act, changes)?;
    tx.run_last().await
}

/// The same with the commit, where the phase was looked up before.
pub(crate) fn append_last(
    tx: &Tx,
    app: &App,
    head: &mut Head,
    act: &Act,
    changes: Vec<Change>,
) -> Result<()> {
    let phase = head.phase_of(act.member)?;
    let event = |change: Change| Event {
        study: head.study,
        seq: 0,
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
    let events: Vec<Event> = changes.into_iter().map(event).collect();
    put_last(tx, head, events)
}

/// Appends events of the same study that another Enid has written, each as it is there but for its place (Q27).
pub(crate) async fn append_joined(tx: &Tx, head: &mut Head, events: Vec<Event>) -> Result<()> {
    put_last(tx, head, events)?;
    tx.run_last().await
}

/// Gives events their places behind the end of the trail, and stores them with it at the commit.
fn put_last(tx: &Tx, head: &mut Head, events: Vec<Event>) -> Result<()> {
    let mut rows = Vec::new();
    for mut event in events {
        if event.subject.0 == phases::PHASE {
            head.stated = None;
        }
        event.seq = head.seq + 1;
        event.hash = event.digest(&head.hash);
        head.seq = event.seq;
        head.hash.clone_from(&event.hash);
        rows.push(row_of(event)?);
    }
    tx.insert_last(rows);
    let moved = head_row::Entity::update_many()
        .col_expr(head_row::Column::Seq, Expr::value(head.seq))
        .col_expr(head_row::Column::Hash, Expr::value(head.hash.clone()))
        .filter(head_row::Column::Study.eq(head.study));
    tx.leave_last(&moved);
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
        found.extend(fields.filter_map(Phrase::of_field));
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
