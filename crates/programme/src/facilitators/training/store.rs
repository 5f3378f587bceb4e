//! Every query on training logs, supervision, papers and pathways.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::keys::person_keys;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, IntoActiveModel as _, QueryOrder};
use uuid::Uuid;

use super::rows::{document_row, entry_row, pathway_row, supervision_row};
use super::{Document, DocumentKind, LogEntry, NewEntry, Supervision};
use crate::columns;
use crate::facilitators::requirements::RequirementSet;

/// An entry of a log as it is stored.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its identifier.
    pub id: Uuid,
    /// The held session it is about, if it is one of this programme.
    pub session: Option<Uuid>,
    /// What it says.
    pub entry: LogEntry,
}

/// A supervision as it is stored. It counts for both facilitators.
#[derive(Clone, Debug)]
pub struct Supervised {
    /// Its identifier.
    pub id: Uuid,
    /// Who logged it.
    pub by: Uuid,
    /// Who was there too.
    pub together_with: Option<Uuid>,
    /// When and how long.
    pub supervision: Supervision,
    /// The supervisor's name; empty where the key of whoever logged it is gone.
    pub supervisor: String,
}

/// The set that somebody started under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pathway {
    /// Its name.
    pub set: String,
    /// Which version of it.
    pub version: String,
    /// Since when.
    pub since: Date,
}

/// All that somebody has logged.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The log, newest first.
    pub entries: Vec<Entry>,
    /// Supervision, newest first.
    pub supervision: Vec<Supervised>,
    /// Papers, in the order of their list.
    pub documents: Vec<Document>,
    /// The set they started under.
    pub pathway: Option<Pathway>,
}

impl Record {
    /// The log alone.
    pub fn log(&self) -> Vec<LogEntry> {
        self.entries.iter().map(|one| one.entry.clone()).collect()
    }

    /// When and how long they were supervised.
    pub fn supervisions(&self) -> Vec<Supervision> {
        self.supervision.iter().map(|one| one.supervision).collect()
    }
}

/// What the facilitators of a programme have logged, or one of them alone.
pub async fn records(
    app: &App,
    programme: Uuid,
    only: Option<Uuid>,
) -> Result<BTreeMap<Uuid, Record>> {
    let db = app.db.read();
    let mut records: BTreeMap<Uuid, Record> = BTreeMap::new();
    let mut entries = entry_row::Entity::find().filter(entry_row::Column::Programme.eq(programme));
    let mut documents =
        document_row::Entity::find().filter(document_row::Column::Programme.eq(programme));
    let mut pathways =
        pathway_row::Entity::find().filter(pathway_row::Column::Programme.eq(programme));
    if let Some(only) = only {
        entries = entries.filter(entry_row::Column::Facilitator.eq(only));
        documents = documents.filter(document_row::Column::Facilitator.eq(only));
        pathways = pathways.filter(pathway_row::Column::Facilitator.eq(only));
    }
    let entries = entries
        .order_by_desc(entry_row::Column::OnDate)
        .order_by_desc(entry_row::Column::Id)
        .all(db);
    for row in entries.await? {
        let record = records.entry(row.facilitator).or_default();
        record.entries.push(entry(row)?);
    }
    for (who, supervised) in supervised(app, programme, only).await? {
        records.entry(who).or_default().supervision.push(supervised);
    }
    for row in documents.all(db).await? {
        let record = records.entry(row.facilitator).or_default();
        let kind: DocumentKind = row.kind.parse().map_err(Error::internal)?;
        let on = columns::date(&row.on_date)?;
        record.documents.push(Document { kind, on });
        record.documents.sort_by_key(|one| one.kind);
    }
    for row in pathways.all(db).await? {
        let pathway = Pathway {
            set: row.requirement_set,
            version: row.version,
            since: columns::date(&row.since)?,
        };
        records.entry(row.facilitator).or_default().pathway = Some(pathway);
    }
    Ok(records)
}

fn entry(row: entry_row::Model) -> Result<Entry> {
    Ok(Entry {
        id: row.id,
        session: row.session,
        entry: LogEntry {
            role: row.role.parse().map_err(Error::internal)?,
            on: columns::date(&row.on_date)?,
            cases: columns::count(row.cases)?,
            partner_accredited: row.partner_accredited != 0,
            setting: row.setting.parse().map_err(Error::internal)?,
        },
    })
}

/// Supervision by whom it counts for: one row counts for both who were there.
async fn supervised(
    app: &App,
    programme: Uuid,
    only: Option<Uuid>,
) -> Result<Vec<(Uuid, Supervised)>> {
    let db = app.db.read();
    let mut query =
        supervision_row::Entity::find().filter(supervision_row::Column::Programme.eq(programme));
    if let Some(only) = only {
        query = query.filter(of(only));
    }
    let rows = query
        .order_by_desc(supervision_row::Column::OnDate)
        .order_by_desc(supervision_row::Column::Id)
        .all(db)
        .await?;
    let keys = person_keys(db, app, rows.iter().map(|row| row.facilitator)).await?;
    let mut list = Vec::new();
    for row in rows {
        let supervisor = match keys.get(&row.facilitator) {
            Some(key) => key.open(&row.supervisor)?,
            None => String::new(),
        };
        let supervised = Supervised {
            id: row.id,
            by: row.facilitator,
            together_with: row.together_with,
            supervision: Supervision {
                on: columns::date(&row.on_date)?,
                minutes: row.minutes,
            },
            supervisor,
        };
        for who in [Some(row.facilitator), row.together_with] {
            let wanted = |who: &Uuid| only.is_none_or(|only| only == *who);
            if let Some(who) = who.filter(wanted) {
                list.push((who, supervised.clone()));
            }
        }
    }
    Ok(list)
}

fn of(facilitator: Uuid) -> Condition {
    Condition::any()
        .add(supervision_row::Column::Facilitator.eq(facilitator))
        .add(supervision_row::Column::TogetherWith.eq(facilitator))
}

/// Adds entries to somebody's log. A session that stands in it already is left as it is.
pub async fn add_entries(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    facilitator: Uuid,
    entries: &[NewEntry],
) -> Result<()> {
    let logged: Vec<Uuid> = entry_row::Entity::find()
        .filter(entry_row::Column::Facilitator.eq(facilitator))
        .all(tx.connection())
        .await?
        .into_iter()
        .filter_map(|row| row.session)
        .collect();
    let is_new = |one: &&NewEntry| one.session.is_none_or(|session| !logged.contains(&session));
    let rows = entries
        .iter()
        .filter(is_new)
        .map(|NewEntry { session, entry }| entry_row::Model {
            id: app.new_id(),
            programme,
            facilitator,
            session: *session,
            role: entry.role.word().into(),
            on_date: entry.on.to_string(),
            cases: entry.cases.into(),
            partner_accredited: entry.partner_accredited.into(),
            setting: entry.setting.word().into(),
        })
        .collect();
    tx.insert_all::<entry_row::Model>(rows).await
}

/// Takes an entry out of somebody's own log.
///
/// # Errors
/// It is not there.
pub(super) async fn remove_entry(tx: &Tx, facilitator: Uuid, entry: Uuid) -> Result<()> {
    let gone = entry_row::Entity::delete_many()
        .filter(entry_row::Column::Id.eq(entry))
        .filter(entry_row::Column::Facilitator.eq(facilitator))
        .exec(tx.connection())
        .await?;
    found(gone.rows_affected)
}

/// Adds a supervision; the supervisor's name is sealed under the key of whoever logs it.
pub async fn add_supervision(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    facilitator: Uuid,
    (supervision, supervisor, together_with): (Supervision, &str, Option<Uuid>),
) -> Result<()> {
    let keys = person_keys(tx.connection(), app, [facilitator]).await?;
    let key = keys.get(&facilitator).ok_or(Error::NotFound)?;
    let row = supervision_row::Model {
        id: app.new_id(),
        programme,
        facilitator,
        together_with,
        on_date: supervision.on.to_string(),
        minutes: supervision.minutes,
        supervisor: key.seal(supervisor, &*app.entropy),
    };
    tx.insert_all::<supervision_row::Model>(vec![row]).await
}

/// Takes a supervision out of a log: whoever logged it takes it back, whoever was there too takes only themselves out.
///
/// # Errors
/// It is not there.
pub(super) async fn remove_supervision(tx: &Tx, facilitator: Uuid, entry: Uuid) -> Result<()> {
    let own = supervision_row::Entity::delete_many()
        .filter(supervision_row::Column::Id.eq(entry))
        .filter(supervision_row::Column::Facilitator.eq(facilitator))
        .exec(tx.connection())
        .await?;
    if own.rows_affected > 0 {
        return Ok(());
    }
    let shared = supervision_row::Entity::update_many()
        .col_expr(
            supervision_row::Column::TogetherWith,
            Expr::value(Option::<Uuid>::None),
        )
        .filter(supervision_row::Column::Id.eq(entry))
        .filter(supervision_row::Column::TogetherWith.eq(facilitator))
        .exec(tx.connection())
        .await?;
    found(shared.rows_affected)
}

/// Notes a paper; a later date takes the place of the one before.
pub async fn add_document(
    tx: &Tx,
    programme: Uuid,
    facilitator: Uuid,
    document: Document,
) -> Result<()> {
    let row = document_row::Model {
        facilitator,
        kind: document.kind.word().into(),
        programme,
        on_date: document.on.to_string(),
    };
    let mut again = OnConflict::columns([
        document_row::Column::Facilitator,
        document_row::Column::Kind,
    ]);
    document_row::Entity::insert(row.into_active_model())
        .on_conflict(again.update_column(document_row::Column::OnDate).to_owned())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// Takes a paper out.
///
/// # Errors
/// It is not there.
pub(super) async fn remove_document(tx: &Tx, facilitator: Uuid, kind: DocumentKind) -> Result<()> {
    let gone = document_row::Entity::delete_many()
        .filter(document_row::Column::Facilitator.eq(facilitator))
        .filter(document_row::Column::Kind.eq(kind.word()))
        .exec(tx.connection())
        .await?;
    found(gone.rows_affected)
}

/// Keeps the set that somebody is on. Without `moves` one that is kept already stays (programme A5).
pub async fn keep_pathway(
    tx: &Tx,
    programme: Uuid,
    facilitator: Uuid,
    (set, since, moves): (&RequirementSet, Date, bool),
) -> Result<()> {
    let row = pathway_row::Model {
        facilitator,
        programme,
        requirement_set: set.name.clone(),
        version: set.version.clone(),
        since: since.to_string(),
    };
    let mut again = OnConflict::column(pathway_row::Column::Facilitator);
    let again = if moves {
        again.update_columns([
            pathway_row::Column::RequirementSet,
            pathway_row::Column::Version,
            pathway_row::Column::Since,
        ])
    } else {
        again.do_nothing()
    };
    pathway_row::Entity::insert(row.into_active_model())
        .on_conflict(again.to_owned())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

fn found(rows: u64) -> Result<()> {
    if rows == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}
