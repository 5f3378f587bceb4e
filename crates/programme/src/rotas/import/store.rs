//! Every query on imports of rotas, on drafts of them, and on what is remembered of a site's files.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::keys::{PersonKey, Sealed, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, IntoActiveModel as _, QueryOrder, QuerySelect as _, SqlErr};
use uuid::Uuid;

use super::content::Content;
use crate::identity::{open, seal};
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

mod draft_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "rota_drafts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub source: String,
        pub site: Uuid,
        pub resident: Option<Uuid>,
        pub content: Sealed,
        pub layout: Option<String>,
        pub names: Sealed,
        pub made_at: Instant,
        pub made_by: Uuid,
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

/// A rota that was uploaded and not put in place yet.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub id: Uuid,
    pub source: Source,
    pub site: Uuid,
    /// Whose it is, where it is about one doctor.
    pub resident: Option<Uuid>,
    pub content: Content,
    /// Where names and dates stand, where somebody said so.
    pub layout: Option<Layout>,
    /// Which doctor a label is, where somebody said so; none for "not one of ours".
    pub names: BTreeMap<String, Option<Uuid>>,
    pub made_by: Uuid,
}

/// Drafts that nobody put in place are thrown away after so long: they hold names.
const DRAFT_LIFE_SECONDS: i64 = 24 * 60 * 60;

/// The key that seals what names people in files of a site.
pub(super) async fn site_key(
    connection: &impl ConnectionTrait,
    app: &App,
    person: Uuid,
) -> Result<PersonKey> {
    person_keys(connection, app, [person])
        .await?
        .remove(&person)
        .ok_or(Error::NotFound)
}

/// Keeps a draft, and throws old ones of the programme away.
pub(super) async fn add_draft(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    key: &PersonKey,
    draft: &Draft,
) -> Result<()> {
    draft_row::Entity::delete_many()
        .filter(draft_row::Column::Programme.eq(programme))
        .filter(draft_row::Column::MadeAt.lt(app.now().plus_seconds(-DRAFT_LIFE_SECONDS)))
        .exec(tx.connection())
        .await?;
    let row = draft_row::Model {
        id: draft.id,
        programme,
        source: draft.source.word().into(),
        site: draft.site,
        resident: draft.resident,
        content: seal(app, key, &draft.content)?,
        layout: layout_text(draft.layout.as_ref())?,
        names: seal(app, key, &draft.names)?,
        made_at: app.now(),
        made_by: draft.made_by,
    };
    draft_row::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// Keeps what somebody said of a draft.
pub(super) async fn change_draft(tx: &Tx, app: &App, key: &PersonKey, draft: &Draft) -> Result<()> {
    draft_row::Entity::update_many()
        .col_expr(
            draft_row::Column::Layout,
            Expr::value(layout_text(draft.layout.as_ref())?),
        )
        .col_expr(
            draft_row::Column::Names,
            Expr::value(seal(app, key, &draft.names)?),
        )
        .filter(draft_row::Column::Id.eq(draft.id))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The site of a draft of this programme.
pub(super) async fn site_of_draft(app: &App, programme: Uuid, draft: Uuid) -> Result<Uuid> {
    let row = draft_row::Entity::find_by_id(draft)
        .filter(draft_row::Column::Programme.eq(programme))
        .select_only()
        .column(draft_row::Column::Site)
        .into_tuple::<Uuid>()
        .one(app.db.read())
        .await?;
    row.ok_or(Error::NotFound)
}

/// A draft of this programme.
pub(super) async fn draft(
    app: &App,
    programme: Uuid,
    key: &PersonKey,
    draft: Uuid,
) -> Result<Draft> {
    let row = draft_row::Entity::find_by_id(draft)
        .filter(draft_row::Column::Programme.eq(programme))
        .one(app.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Draft {
        id: row.id,
        source: row.source.parse().map_err(Error::internal)?,
        site: row.site,
        resident: row.resident,
        content: open(key, &row.content)?,
        layout: row
            .layout
            .map(|layout| serde_json::from_str(&layout))
            .transpose()
            .map_err(Error::internal)?,
        names: open(key, &row.names)?,
        made_by: row.made_by,
    })
}

/// Throws a draft away; tells whether it was there.
pub(super) async fn drop_draft(tx: &Tx, draft: Uuid) -> Result<bool> {
    let gone = draft_row::Entity::delete_by_id(draft)
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected == 1)
}

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

fn layout_text(layout: Option<&Layout>) -> Result<Option<String>> {
    layout
        .map(serde_json::to_string)
        .transpose()
        .map_err(Error::internal)
}
