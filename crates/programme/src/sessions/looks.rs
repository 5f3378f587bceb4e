//! Who looked at whose entry in a register: every look is kept and shown to the member (programme R5).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use platform::access::{self, Role, Viewer};
use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::words::words;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "register_views")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub session: Uuid,
        pub resident: Uuid,
        pub viewer: Uuid,
        pub role: String,
        pub at: Instant,
        pub purpose: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

words! {
    /// What somebody opened a register for.
    Purpose accepts "mark, close, correct, follow, own" {
        /// To mark it.
        Mark = "mark",
        /// To close the session.
        Close = "close",
        /// To put it right, after the session was closed.
        Correct = "correct",
        /// To see how the session went.
        Follow = "follow",
        /// To read one's own.
        Own = "own",
    }
}

impl Purpose {
    /// As a sentence goes on after "looked on …,".
    pub fn words(self) -> &'static str {
        match self {
            Self::Mark => "to mark the register",
            Self::Close => "to close the session",
            Self::Correct => "to put the register right",
            Self::Follow => "to see how the session went",
            Self::Own => "to read their own record",
        }
    }
}

/// One look at an entry of a member.
#[derive(Clone, Debug)]
pub struct Look {
    /// Who looked.
    pub name: String,
    /// As what.
    pub role: Role,
    /// The session whose register it was.
    pub session: Uuid,
    /// When.
    pub at: Instant,
    /// What for.
    pub purpose: Purpose,
}

/// Keeps that somebody is shown the entries of these members.
pub(super) async fn keep(
    tx: &Tx,
    app: &App,
    viewer: &Viewer,
    purpose: Purpose,
    entries: &[(Uuid, Uuid)],
) -> Result<()> {
    let role = viewer.relations.first().map(|(role, _)| *role);
    let role = role.ok_or(Error::NotFound)?;
    let rows = entries.iter().map(|(session, resident)| row::Model {
        id: app.new_id(),
        session: *session,
        resident: *resident,
        viewer: viewer.account,
        role: role.word().into(),
        at: app.now(),
        purpose: purpose.word().into(),
    });
    tx.insert_all::<row::Model>(rows.collect()).await
}

/// Keeps it in a transaction of its own, for a page that changes nothing else.
pub(super) async fn keep_alone(
    app: &App,
    viewer: &Viewer,
    purpose: Purpose,
    entries: &[(Uuid, Uuid)],
) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let tx = app.db.write().await?;
    keep(&tx, app, viewer, purpose, entries).await?;
    tx.commit_bookkeeping().await
}

/// Who looked at the entries of a resident, newest first. Their own looks are left out.
pub async fn who_looked(app: &App, resident: Uuid) -> Result<Vec<Look>> {
    let rows = row::Entity::find()
        .filter(row::Column::Resident.eq(resident))
        .filter(row::Column::Purpose.ne(Purpose::Own.word()))
        .order_by_desc(row::Column::At)
        .order_by_desc(row::Column::Id)
        .all(app.db.read())
        .await?;
    let mut names: BTreeMap<Uuid, String> = BTreeMap::new();
    let mut looks = Vec::new();
    for row in rows {
        let name = match names.entry(row.viewer) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => new.insert(access::name_of(app, row.viewer).await?).clone(),
        };
        looks.push(Look {
            name,
            role: row.role.parse().map_err(Error::internal)?,
            session: row.session,
            at: row.at,
            purpose: row.purpose.parse().map_err(Error::internal)?,
        });
    }
    Ok(looks)
}
