//! Every query on statements and declared conflicts.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::keys::{PersonKey, Sealed, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect as _};
use uuid::Uuid;

use super::{Source, Statement, holds};
use crate::facilitators::{Tie, TieKind};
use crate::identity::{open, seal};

mod statement_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "facilitator_statements")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub facilitator: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub programme: Uuid,
        pub stated_at: Instant,
        pub source: String,
        pub said: Sealed,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod conflict_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "declared_conflicts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub declared_by: Uuid,
        pub facilitator: Option<Uuid>,
        pub resident: Option<Uuid>,
        pub named: Option<Sealed>,
        pub declared_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What holds of somebody, who said it and when.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) source: Source,
    pub(super) at: Instant,
}

/// A conflict that somebody declared.
#[derive(Clone, Debug)]
pub(super) struct Conflict {
    pub(super) id: Uuid,
    /// The facilitator it is about.
    pub(super) facilitator: Option<Uuid>,
    /// The name as it was written, where a facilitator declared it.
    pub(super) named: String,
    pub(super) at: Instant,
}

/// What somebody said so far: each statement with its place, oldest first.
async fn said(
    connection: &impl ConnectionTrait,
    key: &PersonKey,
) -> Result<Vec<(i64, Source, Statement)>> {
    let rows = statement_row::Entity::find()
        .filter(statement_row::Column::Facilitator.eq(key.person()))
        .order_by_asc(statement_row::Column::Seq)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let source: Source = row.source.parse().map_err(Error::internal)?;
            Ok((row.seq, source, open(key, &row.said)?))
        })
        .collect()
}

async fn keep(
    tx: &Tx,
    app: &App,
    (programme, key): (Uuid, &PersonKey),
    (seq, source, statement): (i64, Source, &Statement),
) -> Result<()> {
    let row = statement_row::Model {
        facilitator: key.person(),
        seq,
        programme,
        stated_at: app.now(),
        source: source.word().into(),
        said: seal(app, key, statement)?,
    };
    tx.insert_all::<statement_row::Model>(vec![row]).await
}

/// Takes what an import says of somebody who is known, and gives what holds: their own later statement where the
/// import repeats itself.
pub(in crate::facilitators) async fn take_import(
    tx: &Tx,
    app: &App,
    (programme, key): (Uuid, &PersonKey),
    import: Statement,
) -> Result<Statement> {
    let said = said(tx.connection(), key).await?;
    let last = |wanted: Source| {
        let mut newest = said.iter().rev();
        newest.find(|(_, source, _)| *source == wanted)
    };
    let last_import = last(Source::Import).map(|(_, _, statement)| statement);
    let later = |(seq, _, _): &&(i64, Source, Statement)| {
        last(Source::Import).is_none_or(|(import, ..)| import < seq)
    };
    let own = last(Source::Own).filter(later);
    let own = own.map(|(_, _, statement)| statement);
    if last_import != Some(&import) {
        let seq = said.last().map_or(1, |(seq, ..)| seq + 1);
        keep(tx, app, (programme, key), (seq, Source::Import, &import)).await?;
    }
    Ok(holds(&import, last_import, own).clone())
}

/// Keeps what a facilitator says, and puts it in the place of what held so far.
pub async fn state(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    facilitator: Uuid,
    statement: &Statement,
) -> Result<()> {
    let keys = person_keys(tx.connection(), app, [facilitator]).await?;
    let key = keys.get(&facilitator).ok_or(Error::NotFound)?;
    let said = said(tx.connection(), key).await?;
    let mut seq = said.last().map_or(1, |(seq, ..)| seq + 1);
    let held = crate::facilitators::store::put(tx, app, key, statement).await?;
    if said.is_empty() {
        // What the import said before anybody kept it: later imports are compared with it.
        keep(tx, app, (programme, key), (seq, Source::Import, &held)).await?;
        seq += 1;
    }
    keep(tx, app, (programme, key), (seq, Source::Own, statement)).await
}

/// Who said last what holds of a facilitator; none where nothing but imports of before was said.
pub(super) async fn holds_since(app: &App, facilitator: Uuid) -> Result<Option<Said>> {
    let row = statement_row::Entity::find()
        .filter(statement_row::Column::Facilitator.eq(facilitator))
        .order_by_desc(statement_row::Column::Seq)
        .one(app.db.read())
        .await?;
    row.map(|row| {
        Ok(Said {
            source: row.source.parse().map_err(Error::internal)?,
            at: row.stated_at,
        })
    })
    .transpose()
}

/// When anything that a plan rests on was last said here.
pub(crate) async fn last_changed_at(app: &App, programme: Uuid) -> Result<Option<Instant>> {
    let db = app.db.read();
    let stated: Option<Option<i64>> = statement_row::Entity::find()
        .select_only()
        .column_as(statement_row::Column::StatedAt.max(), "at")
        .filter(statement_row::Column::Programme.eq(programme))
        .filter(statement_row::Column::Source.eq(Source::Own.word()))
        .into_tuple()
        .one(db)
        .await?;
    let declared: Option<Option<i64>> = conflict_row::Entity::find()
        .select_only()
        .column_as(conflict_row::Column::DeclaredAt.max(), "at")
        .filter(conflict_row::Column::Programme.eq(programme))
        .into_tuple()
        .one(db)
        .await?;
    Ok(stated.flatten().max(declared.flatten()).map(Instant))
}

/// The declared conflicts as ties, which forbid a group from either side. Nothing tells which side declared them.
pub(in crate::facilitators) async fn conflict_ties(app: &App, programme: Uuid) -> Result<Vec<Tie>> {
    let rows = conflict_row::Entity::find()
        .filter(conflict_row::Column::Programme.eq(programme))
        .order_by_asc(conflict_row::Column::Id)
        .all(app.db.read())
        .await?;
    let tie = |row: conflict_row::Model| {
        Some(Tie {
            from: row.facilitator?.to_string(),
            to: row.resident?.to_string(),
            kind: TieKind::Declared,
            from_date: None,
            to_date: None,
        })
    };
    Ok(rows.into_iter().filter_map(tie).collect())
}

/// What somebody declared, newest first.
pub(super) async fn conflicts_of(app: &App, by: Uuid) -> Result<Vec<Conflict>> {
    let db = app.db.read();
    let keys = person_keys(db, app, [by]).await?;
    let rows = conflict_row::Entity::find()
        .filter(conflict_row::Column::DeclaredBy.eq(by))
        .order_by_desc(conflict_row::Column::DeclaredAt)
        .order_by_desc(conflict_row::Column::Id)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let named = match (keys.get(&by), &row.named) {
                (Some(key), Some(named)) => key.open(named)?,
                _ => String::new(),
            };
            Ok(Conflict {
                id: row.id,
                facilitator: row.facilitator,
                named,
                at: row.declared_at,
            })
        })
        .collect()
}

/// Keeps a conflict that a resident declares with a facilitator.
pub(super) async fn declare_by_resident(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    (resident, facilitator): (Uuid, Uuid),
) -> Result<()> {
    let row = conflict_row::Model {
        id: app.new_id(),
        programme,
        declared_by: resident,
        facilitator: Some(facilitator),
        resident: Some(resident),
        named: None,
        declared_at: app.now(),
    };
    tx.insert_all::<conflict_row::Model>(vec![row]).await
}

/// Keeps a conflict that a facilitator declares with somebody of this name; `residents` are those whom it fits. Where
/// it fits nobody it is kept for the next import.
pub(super) async fn declare_by_facilitator(
    tx: &Tx,
    app: &App,
    (programme, facilitator): (Uuid, Uuid),
    named: &str,
    residents: &[Uuid],
) -> Result<()> {
    let keys = person_keys(tx.connection(), app, [facilitator]).await?;
    let key = keys.get(&facilitator).ok_or(Error::NotFound)?;
    let row = |resident: Option<Uuid>| conflict_row::Model {
        id: app.new_id(),
        programme,
        declared_by: facilitator,
        facilitator: Some(facilitator),
        resident,
        named: Some(key.seal(named, &*app.entropy)),
        declared_at: app.now(),
    };
    let rows = match residents {
        [] => vec![row(None)],
        some => some.iter().map(|resident| row(Some(*resident))).collect(),
    };
    tx.insert_all::<conflict_row::Model>(rows).await
}

/// Takes back a conflict that somebody declared. One that the other side declared too goes on.
///
/// # Errors
/// It is not there.
pub(super) async fn take_back(tx: &Tx, by: Uuid, conflict: Uuid) -> Result<()> {
    let gone = conflict_row::Entity::delete_many()
        .filter(conflict_row::Column::Id.eq(conflict))
        .filter(conflict_row::Column::DeclaredBy.eq(by))
        .exec(tx.connection())
        .await?;
    if gone.rows_affected == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// How many conflicts of each facilitator name somebody who is not on the list.
pub(in crate::facilitators) async fn fits_nobody(
    app: &App,
    programme: Uuid,
) -> Result<BTreeMap<Uuid, usize>> {
    let mut counts = BTreeMap::new();
    for row in unmatched(app.db.read(), programme).await? {
        *counts.entry(row.declared_by).or_default() += 1;
    }
    Ok(counts)
}

/// Ties conflicts that fitted nobody to residents whom an import brings: by name or address.
pub(super) async fn match_names(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    fits: impl Fn(&str) -> Option<Uuid>,
) -> Result<()> {
    let rows = unmatched(tx.connection(), programme).await?;
    let by = rows.iter().map(|row| row.declared_by);
    let keys = person_keys(tx.connection(), app, by).await?;
    for row in rows {
        let (Some(key), Some(named)) = (keys.get(&row.declared_by), &row.named) else {
            continue;
        };
        if let Some(resident) = fits(&key.open(named)?) {
            conflict_row::Entity::update_many()
                .col_expr(conflict_row::Column::Resident, Expr::value(resident))
                .filter(conflict_row::Column::Id.eq(row.id))
                .exec(tx.connection())
                .await?;
        }
    }
    Ok(())
}

async fn unmatched(
    connection: &impl ConnectionTrait,
    programme: Uuid,
) -> Result<Vec<conflict_row::Model>> {
    let open = Condition::all()
        .add(conflict_row::Column::Programme.eq(programme))
        .add(conflict_row::Column::Resident.is_null());
    Ok(conflict_row::Entity::find()
        .filter(open)
        .all(connection)
        .await?)
}
