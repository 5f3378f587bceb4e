//! Every query on imports of rotas and on what is remembered of a site's files.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::keys::Sealed;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, IntoActiveModel as _, QueryOrder, QuerySelect as _, SqlErr};
use uuid::Uuid;

use super::draft_store::{Draft, layout_text};
use crate::rotas::grid::Layout;
use crate::rotas::{Source, names};

pub(in crate::rotas) mod import_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "rota_imports")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub number: i64,
        pub source: String,
        pub site: Option<Uuid>,
        pub resident: Option<Uuid>,
        pub file_name: Option<Sealed>,
        pub file_hash: Vec<u8>,
        pub first_date: String,
        pub last_date: String,
        pub facts: i64,
        pub unknown: i64,
        pub warnings: i64,
        pub imported_at: Instant,
        pub imported_by: Option<Uuid>,
        pub undone_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod layout_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "rota_layouts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub site: Uuid,
        pub layout: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod name_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "rota_names")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub site: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub label_hash: Vec<u8>,
        pub resident: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::rotas) use import_row::Model as ImportRow;

/// Keeps an import under the next number of its programme.
pub(super) async fn add_import(tx: &Tx, mut row: ImportRow) -> Result<i64> {
    let last: Option<Option<i64>> = import_row::Entity::find()
        .filter(import_row::Column::Programme.eq(row.programme))
        .select_only()
        .column_as(import_row::Column::Number.max(), "last")
        .into_tuple()
        .one(tx.connection())
        .await?;
    row.number = last.flatten().unwrap_or(0) + 1;
    let number = row.number;
    let added = import_row::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.connection())
        .await;
    match added {
        Ok(_) => Ok(number),
        Err(error) => match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Err(Error::Conflict(
                "another rota was put in place at the same moment; try once more",
            )),
            _ => Err(error.into()),
        },
    }
}

/// The imports of a site, the newest first; those of its doctors' own are not among them.
pub(super) async fn imports_of_site(app: &App, site: Uuid) -> Result<Vec<ImportRow>> {
    Ok(import_row::Entity::find()
        .filter(import_row::Column::Site.eq(site))
        .filter(import_row::Column::Resident.is_null())
        .order_by_desc(import_row::Column::Number)
        .all(app.db.read())
        .await?)
}

/// The imports about one resident, the newest first.
pub(in crate::rotas) async fn imports_of_resident(
    app: &App,
    resident: Uuid,
) -> Result<Vec<ImportRow>> {
    Ok(import_row::Entity::find()
        .filter(import_row::Column::Resident.eq(resident))
        .order_by_desc(import_row::Column::Number)
        .all(app.db.read())
        .await?)
}

/// When a rota of a programme was put in place last.
pub(crate) async fn last_imported_at(app: &App, programme: Uuid) -> Result<Option<Instant>> {
    let last: Option<Option<Instant>> = import_row::Entity::find()
        .filter(import_row::Column::Programme.eq(programme))
        .select_only()
        .column_as(import_row::Column::ImportedAt.max(), "last")
        .into_tuple()
        .one(app.db.read())
        .await?;
    Ok(last.flatten())
}

/// An import of this programme.
pub(super) async fn import(
    connection: &impl ConnectionTrait,
    programme: Uuid,
    import: Uuid,
) -> Result<ImportRow> {
    import_row::Entity::find_by_id(import)
        .filter(import_row::Column::Programme.eq(programme))
        .one(connection)
        .await?
        .ok_or(Error::NotFound)
}

/// Whether no later import of the same kind of source stands over this one.
pub(super) async fn is_newest(connection: &impl ConnectionTrait, row: &ImportRow) -> Result<bool> {
    let source: Source = row.source.parse().map_err(Error::internal)?;
    let alike: Vec<&str> = source.alike().map(Source::word).collect();
    let mut later = import_row::Entity::find()
        .filter(import_row::Column::Programme.eq(row.programme))
        .filter(import_row::Column::Number.gt(row.number))
        .filter(import_row::Column::UndoneAt.is_null())
        .filter(import_row::Column::Source.is_in(alike));
    later = match row.resident {
        Some(resident) => later.filter(import_row::Column::Resident.eq(resident)),
        None => later.filter(
            Condition::any()
                .add(import_row::Column::Site.eq(row.site))
                .add(import_row::Column::Site.is_null()),
        ),
    };
    Ok(later.one(connection).await?.is_none())
}

/// Marks an import as undone; tells whether it was not yet.
pub(super) async fn mark_undone(tx: &Tx, import: Uuid, at: Instant) -> Result<bool> {
    let marked = import_row::Entity::update_many()
        .col_expr(import_row::Column::UndoneAt, Expr::value(Some(at.0)))
        .filter(import_row::Column::Id.eq(import))
        .filter(import_row::Column::UndoneAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(marked.rows_affected == 1)
}

/// Where names and dates stood in the last grid of a site.
pub(super) async fn layout_of(app: &App, site: Uuid) -> Result<Option<Layout>> {
    let row = layout_row::Entity::find_by_id(site)
        .one(app.db.read())
        .await?;
    // A layout of another version of this program is as good as none.
    Ok(row.and_then(|row| serde_json::from_str(&row.layout).ok()))
}

/// Remembers where names and dates stand, and who the labels are.
pub(super) async fn remember(tx: &Tx, app: &App, draft: &Draft) -> Result<()> {
    if let Some(layout) = layout_text(draft.layout.as_ref())? {
        let row = layout_row::Model {
            site: draft.site,
            layout,
        };
        let replaces = OnConflict::column(layout_row::Column::Site)
            .update_column(layout_row::Column::Layout)
            .to_owned();
        layout_row::Entity::insert(row.into_active_model())
            .on_conflict(replaces)
            .exec_without_returning(tx.connection())
            .await?;
    }
    for (label, resident) in &draft.names {
        let row = name_row::Model {
            site: draft.site,
            label_hash: label_hash(app, draft.site, label),
            resident: *resident,
        };
        let replaces = OnConflict::columns([name_row::Column::Site, name_row::Column::LabelHash])
            .update_column(name_row::Column::Resident)
            .to_owned();
        name_row::Entity::insert(row.into_active_model())
            .on_conflict(replaces)
            .exec_without_returning(tx.connection())
            .await?;
    }
    Ok(())
}

/// Who these labels were said to be in earlier files of a site.
pub(super) async fn remembered<'a>(
    app: &App,
    site: Uuid,
    labels: impl Iterator<Item = &'a str>,
) -> Result<BTreeMap<String, Option<Uuid>>> {
    let rows = name_row::Entity::find()
        .filter(name_row::Column::Site.eq(site))
        .all(app.db.read())
        .await?;
    let known: BTreeMap<Vec<u8>, Option<Uuid>> = rows
        .into_iter()
        .map(|row| (row.label_hash, row.resident))
        .collect();
    Ok(labels
        .filter_map(|label| {
            let resident = known.get(&label_hash(app, site, label))?;
            Some((names::plain(label), *resident))
        })
        .collect())
}

/// A label names a person, so it is kept as a keyed hash of its plain form.
fn label_hash(app: &App, site: Uuid, label: &str) -> Vec<u8> {
    let value = format!("{site}/{}", names::plain(label));
    app.keys.hash("rota label", value.as_bytes())
}
