//! Every query on the addresses of calendar feeds.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::Kind;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "feeds")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub kind: String,
        pub subject: String,
        pub made_at: Instant,
        pub revoked_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A feed: whose calendar it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Feed {
    /// The identifier, half of its address.
    pub id: Uuid,
    /// The programme.
    pub programme: Uuid,
    /// What kind of calendar.
    pub kind: Kind,
    /// A resident or facilitator by identifier, a group by number, a room by code.
    pub subject: String,
}

/// The open feed of somebody or something.
pub(super) async fn open_feed(
    connection: &impl ConnectionTrait,
    programme: Uuid,
    (kind, subject): (Kind, &str),
) -> Result<Option<Feed>> {
    let found = row::Entity::find()
        .filter(row::Column::Programme.eq(programme))
        .filter(row::Column::Kind.eq(kind.word()))
        .filter(row::Column::Subject.eq(subject))
        .filter(row::Column::RevokedAt.is_null())
        .one(connection)
        .await?;
    found.map(feed).transpose()
}

/// A feed by its identifier, unless it was revoked.
pub(super) async fn by_id(app: &App, id: Uuid) -> Result<Option<Feed>> {
    let found = row::Entity::find_by_id(id)
        .filter(row::Column::RevokedAt.is_null())
        .one(app.db.read())
        .await?;
    found.map(feed).transpose()
}

/// Makes a feed in place of the open one, whose address answers no more.
pub(super) async fn renew(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    (kind, subject): (Kind, &str),
) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::RevokedAt, Expr::value(Some(app.now().0)))
        .filter(row::Column::Programme.eq(programme))
        .filter(row::Column::Kind.eq(kind.word()))
        .filter(row::Column::Subject.eq(subject))
        .filter(row::Column::RevokedAt.is_null())
        .exec(tx.connection())
        .await?;
    let row = row::Model {
        id: app.new_id(),
        programme,
        kind: kind.word().into(),
        subject: subject.to_owned(),
        made_at: app.now(),
        revoked_at: None,
    };
    row::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

fn feed(row: row::Model) -> Result<Feed> {
    Ok(Feed {
        id: row.id,
        programme: row.programme,
        kind: row.kind.parse().map_err(Error::internal)?,
        subject: row.subject,
    })
}
