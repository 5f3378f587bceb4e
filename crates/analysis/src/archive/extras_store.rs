//! What came with an archive and is not known here, in the database.

use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use study::rows::random_id;
use uuid::Uuid;

use super::extras::{Extra, Extras};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "archive_extras")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub entry: String,
        /// Beside which line of it; none for an entry as a whole.
        pub line: Option<String>,
        pub content: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// All of a study.
pub(super) async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Extras> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    let mut extras = Extras::default();
    for row in rows {
        let extra = match row.line.is_some() {
            true => Extra::Fields(String::from_utf8_lossy(&row.content).into_owned()),
            false => Extra::Whole(row.content),
        };
        extras.add(&row.entry, &row.line.unwrap_or_default(), extra);
    }
    Ok(extras)
}

/// Keeps what came with a study.
pub(super) async fn put(tx: &Tx, app: &App, study: Uuid, extras: Extras) -> Result<()> {
    for ((entry, line), extra) in extras.0 {
        let (line, content) = match extra {
            Extra::Fields(fields) => (Some(line), fields.into_bytes()),
            Extra::Whole(bytes) => (None, bytes),
        };
        row::Entity::insert(row::ActiveModel {
            id: Set(random_id(app)),
            study: Set(study),
            entry: Set(entry),
            line: Set(line),
            content: Set(content),
        })
        .exec_without_returning(tx.connection())
        .await?;
    }
    Ok(())
}

/// Lets all of it go: nobody can tell whose words are in it (study P6).
pub(crate) async fn forget(tx: &Tx, study: Uuid) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::Study.eq(study))
        .exec(tx.connection())
        .await?;
    Ok(())
}
