//! Every query on drafts: what was handed in and not put in place yet, sealed under the key of the site.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::keys::{PersonKey, Sealed, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QuerySelect as _};
use uuid::Uuid;

use super::content::Content;
use crate::identity::{open, seal};
use crate::rotas::Source;
use crate::rotas::grid::Layout;

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

/// Where names and dates stand, as it is stored.
pub(super) fn layout_text(layout: Option<&Layout>) -> Result<Option<String>> {
    layout
        .map(serde_json::to_string)
        .transpose()
        .map_err(Error::internal)
}
