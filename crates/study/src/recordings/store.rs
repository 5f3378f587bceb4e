//! Every query on recordings and uploads.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use super::media::Media;
use super::{Recording, Why};

pub(super) mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "recordings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub participant: Uuid,
        pub person: Uuid,
        pub media: String,
        pub size: i64,
        pub sha256: Option<Vec<u8>>,
        pub length_ms: Option<i64>,
        pub uploaded_at: Instant,
        pub uploaded_by: Option<Uuid>,
        pub checked_at: Option<Instant>,
        pub deleted_at: Option<Instant>,
        pub deleted_why: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod upload {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "recording_uploads")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub participant: Uuid,
        pub person: Uuid,
        pub size: i64,
        pub sha256: Option<Vec<u8>>,
        pub first_sha256: Vec<u8>,
        pub received: i64,
        pub begun_at: Instant,
        pub begun_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) use upload::Model as Upload;

fn recording(row: row::Model) -> Result<Recording> {
    let broken = |what: &str| Error::internal(format!("a recording's {what} cannot be read"));
    let why = row.deleted_why.as_deref().map(Why::parse);
    Ok(Recording {
        id: row.id,
        participant: row.participant,
        person: row.person,
        media: Media::parse(&row.media).ok_or_else(|| broken("kind"))?,
        size: u64::try_from(row.size).map_err(|_| broken("size"))?,
        sha256: row.sha256,
        length_ms: row.length_ms.and_then(|length| u64::try_from(length).ok()),
        uploaded_at: row.uploaded_at,
        uploaded_by: row.uploaded_by,
        checked_at: row.checked_at,
        deleted: match (row.deleted_at, why) {
            (Some(at), Some(why)) => Some((at, why.ok_or_else(|| broken("end"))?)),
            _ => None,
        },
    })
}

/// The recordings of a study, also those that were removed, by participant and then as they came.
pub(super) async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Recording>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Participant)
        .order_by_asc(row::Column::UploadedAt)
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(recording).collect()
}

/// A recording of a study.
pub(super) async fn find(
    connection: &impl ConnectionTrait,
    study: Uuid,
    id: Uuid,
) -> Result<Option<Recording>> {
    let row = row::Entity::find_by_id(id)
        .filter(row::Column::Study.eq(study))
        .one(connection)
        .await?;
    row.map(recording).transpose()
}

/// Puts a recording in the place of its upload.
pub(super) async fn add(tx: &Tx, study: Uuid, one: &Recording) -> Result<()> {
    upload::Entity::delete_by_id(one.id)
        .exec(tx.connection())
        .await?;
    row::Entity::insert(row::ActiveModel {
        id: Set(one.id),
        study: Set(study),
        participant: Set(one.participant),
        person: Set(one.person),
        media: Set(one.media.word().to_owned()),
        size: Set(stored(one.size)?),
        sha256: Set(one.sha256.clone()),
        length_ms: Set(one.length_ms.map(stored).transpose()?),
        uploaded_at: Set(one.uploaded_at),
        uploaded_by: Set(one.uploaded_by),
        checked_at: Set(None),
        deleted_at: Set(None),
        deleted_why: Set(None),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Notes that a recording is gone.
pub(super) async fn set_deleted(tx: &Tx, app: &App, id: Uuid, why: Why) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::DeletedAt, Expr::value(app.now().0))
        .col_expr(row::Column::DeletedWhy, Expr::value(why.word()))
        .filter(row::Column::Id.eq(id))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Leaves of the recordings of somebody who has withdrawn no length and no mark of their bytes.
pub(super) async fn blank_of(tx: &Tx, study: Uuid, participant: Uuid) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::Sha256, Expr::value(None::<Vec<u8>>))
        .col_expr(row::Column::LengthMs, Expr::value(None::<i64>))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Participant.eq(participant))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Notes that the transcript of a participant was checked against the recordings that there are.
pub(super) async fn set_checked(
    tx: &Tx,
    app: &App,
    (study, participant): (Uuid, Uuid),
) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::CheckedAt, Expr::value(app.now().0))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Participant.eq(participant))
        .filter(row::Column::DeletedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The uploads of a study that are under way, or broken off.
pub(super) async fn uploads(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Upload>> {
    Ok(upload::Entity::find()
        .filter(upload::Column::Study.eq(study))
        .order_by_asc(upload::Column::BegunAt)
        .order_by_asc(upload::Column::Id)
        .all(connection)
        .await?)
}

/// An upload of a study.
pub(super) async fn find_upload(
    connection: &impl ConnectionTrait,
    study: Uuid,
    id: Uuid,
) -> Result<Option<Upload>> {
    Ok(upload::Entity::find_by_id(id)
        .filter(upload::Column::Study.eq(study))
        .one(connection)
        .await?)
}

/// Begins an upload.
pub(super) async fn begin(tx: &Tx, new: Upload) -> Result<()> {
    tx.insert_all::<Upload>(vec![new]).await
}

/// Notes that one more piece is there; false where somebody else has noted it.
pub(super) async fn receive(tx: &Tx, id: Uuid, number: u64) -> Result<bool> {
    let number = stored(number)?;
    let noted = upload::Entity::update_many()
        .col_expr(upload::Column::Received, Expr::value(number + 1))
        .filter(upload::Column::Id.eq(id))
        .filter(upload::Column::Received.eq(number))
        .exec(tx.connection())
        .await?;
    Ok(noted.rows_affected == 1)
}

/// Forgets an upload; false where it is gone already.
pub(super) async fn forget_upload(tx: &Tx, id: Uuid) -> Result<bool> {
    let gone = upload::Entity::delete_by_id(id)
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected == 1)
}

/// Which recordings and uploads there are in all studies: whatever else lies in the store belongs to nobody.
pub(super) async fn living(connection: &impl ConnectionTrait) -> Result<Vec<Uuid>> {
    let mut ids: Vec<Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::DeletedAt.is_null())
        .into_tuple()
        .all(connection)
        .await?;
    let uploads: Vec<Uuid> = upload::Entity::find()
        .select_only()
        .column(upload::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    ids.extend(uploads);
    Ok(ids)
}

fn stored(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| Error::internal("a number larger than a file can be"))
}
