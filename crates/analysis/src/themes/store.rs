//! Themes in the database.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};
use study::rows::{position, random_id, storable};
use uuid::Uuid;

use super::{About, ThemeStatus};
use crate::paths::Paths;
use crate::withdrawal::Passages;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "themes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub parent: Option<Uuid>,
        pub level: String,
        pub position: i64,
        pub name: String,
        pub concept: String,
        pub story: String,
        pub status: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A theme, subtheme or facet as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Random.
    pub id: Uuid,
    /// What is said about it, with its path.
    pub about: About,
}

/// The places of a study, parents before what stands below them, in the order of Table 2.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Placed>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Position)
        .all(connection)
        .await?;
    let mut paths = Paths::default();
    let mut places = Vec::new();
    for row in rows {
        let path = paths.below(row.parent, row.id, row.name);
        places.push(Placed {
            id: row.id,
            about: About {
                path,
                concept: row.concept,
                story: row.story,
                status: ThemeStatus::parse(&row.status).unwrap_or(ThemeStatus::Candidate),
            },
        });
    }
    Ok(places)
}

/// Removes every theme of a study. No quote may stand under one any more.
pub async fn clear(tx: &Tx, study: Uuid) -> Result<()> {
    let connection = tx.connection();
    for level in ["facet", "subtheme", "theme"] {
        row::Entity::delete_many()
            .filter(row::Column::Study.eq(study))
            .filter(row::Column::Level.eq(level))
            .exec(connection)
            .await?;
    }
    Ok(())
}

/// Adds places, parents first, and gives their ids by path.
pub async fn insert(
    tx: &Tx,
    app: &App,
    study: Uuid,
    places: &[About],
) -> Result<BTreeMap<Vec<String>, Uuid>> {
    let mut ids: BTreeMap<Vec<String>, Uuid> = BTreeMap::new();
    for (index, about) in places.iter().enumerate() {
        let id = random_id(app);
        let above = &about.path[..about.path.len().saturating_sub(1)];
        let name = about.path.last().map_or("", String::as_str);
        row::Entity::insert(row::ActiveModel {
            id: Set(id),
            study: Set(study),
            parent: Set(ids.get(above).copied()),
            level: Set(match about.path.len() {
                1 => "theme".to_owned(),
                2 => "subtheme".to_owned(),
                _ => "facet".to_owned(),
            }),
            position: Set(position(index)),
            name: Set(storable(name)),
            concept: Set(storable(&about.concept)),
            story: Set(storable(&about.story)),
            status: Set(about.status.as_str().to_owned()),
        })
        .exec_without_returning(tx.connection())
        .await?;
        ids.insert(about.path.clone(), id);
    }
    Ok(ids)
}

/// How many concepts and stories repeat one of these passages.
pub(crate) async fn repeated(
    connection: &impl ConnectionTrait,
    study: Uuid,
    passages: &Passages,
) -> Result<usize> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    let texts = rows.iter().flat_map(|row| [&row.concept, &row.story]);
    Ok(texts.filter(|text| passages.stand_in(text)).count())
}

/// Takes these passages out of every concept and story.
pub(crate) async fn take_out(tx: &Tx, study: Uuid, passages: &Passages) -> Result<()> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(tx.connection())
        .await?;
    for row in rows {
        let texts = [
            (row::Column::Concept, &row.concept),
            (row::Column::Story, &row.story),
        ];
        for (column, text) in texts {
            if let Some(without) = passages.taken_out_of(text) {
                row::Entity::update_many()
                    .col_expr(column, Expr::value(without))
                    .filter(row::Column::Id.eq(row.id))
                    .exec(tx.connection())
                    .await?;
            }
        }
    }
    Ok(())
}
