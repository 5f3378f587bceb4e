//! Releases in the database. What was approved is never written again; files are added and neither changed nor removed.

use std::collections::BTreeMap;

use measures::disclosure::{File, Released};
use platform::clock::Instant;
use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect as _};
use study::rows::{position, random_id, storable};
use uuid::Uuid;

use super::choice::Choice;
use super::judge::Earlier;
use super::report::Report;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "output_releases")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub number: Option<i64>,
        pub choice: String,
        pub prepared_at: Instant,
        pub prepared_by: Option<Uuid>,
        pub approved_at: Option<Instant>,
        pub approved_by: Option<Uuid>,
        pub reason: String,
        pub report: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod file_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "output_release_files")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub release: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub name: String,
        pub bytes: Vec<u8>,
        pub seal: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod person_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "output_release_people")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub release: Uuid,
        pub kind: String,
        pub person: Uuid,
        pub told: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A release as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Random.
    pub id: Uuid,
    /// What is in it.
    pub choice: Choice,
    /// When it was begun.
    pub prepared_at: Instant,
    /// By which member; none for a research lead who is not of the team.
    pub prepared_by: Option<Uuid>,
    /// What came of it, once it is approved.
    pub frozen: Option<Frozen>,
}

/// What is said of a release once it is approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// From 1, in the order in which they were approved.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// By which member.
    pub by: Option<Uuid>,
    /// Why it may leave.
    pub reason: String,
    /// The report that was approved.
    pub report: Report,
}

fn kept(row: row::Model) -> Result<Kept> {
    let frozen = match row.number.zip(row.approved_at) {
        Some((number, at)) => Some(Frozen {
            number,
            at,
            by: row.approved_by,
            reason: row.reason,
            report: serde_json::from_str(&row.report).map_err(Error::internal)?,
        }),
        None => None,
    };
    Ok(Kept {
        id: row.id,
        choice: serde_json::from_str(&row.choice).map_err(Error::internal)?,
        prepared_at: row.prepared_at,
        prepared_by: row.prepared_by,
        frozen,
    })
}

/// The releases of a study, the newest first.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Kept>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_desc(row::Column::PreparedAt)
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(kept).collect()
}

/// One of them.
///
/// # Errors
/// `NotFound` where the study has none of this id.
pub async fn find(connection: &impl ConnectionTrait, study: Uuid, id: Uuid) -> Result<Kept> {
    let found = row::Entity::find_by_id(id)
        .filter(row::Column::Study.eq(study))
        .one(connection)
        .await?;
    kept(found.ok_or(Error::NotFound)?)
}

/// Begins a release.
pub(super) async fn prepare(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (choice, by): (&Choice, Option<Uuid>),
) -> Result<Uuid> {
    let id = random_id(app);
    row::Entity::insert(row::ActiveModel {
        id: Set(id),
        study: Set(study),
        number: Set(None),
        choice: Set(written(choice)?),
        prepared_at: Set(app.now()),
        prepared_by: Set(by),
        approved_at: Set(None),
        approved_by: Set(None),
        reason: Set(String::new()),
        report: Set(String::new()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(id)
}

fn written(choice: &Choice) -> Result<String> {
    let text = serde_json::to_string(choice).map_err(Error::internal)?;
    Ok(storable(&text))
}

/// Changes what is in a release that is not approved yet; whether there was one.
pub(super) async fn choose(tx: &Tx, study: Uuid, id: Uuid, choice: &Choice) -> Result<bool> {
    let changed = row::Entity::update_many()
        .col_expr(row::Column::Choice, Expr::value(written(choice)?))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Number.is_null())
        .exec(tx.connection())
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Takes back a release that is not approved yet; whether there was one.
pub(super) async fn discard(tx: &Tx, study: Uuid, id: Uuid) -> Result<bool> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Number.is_null())
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected == 1)
}

/// The number that the next release gets.
pub(super) async fn next_number(connection: &impl ConnectionTrait, study: Uuid) -> Result<i64> {
    let last: Option<Option<i64>> = row::Entity::find()
        .select_only()
        .column_as(row::Column::Number.max(), "last")
        .filter(row::Column::Study.eq(study))
        .into_tuple()
        .one(connection)
        .await?;
    Ok(last.flatten().unwrap_or(0) + 1)
}

/// Keeps what was approved, unless somebody else has approved it or taken it back before; whether it was kept.
pub(super) async fn freeze(
    tx: &Tx,
    app: &App,
    (study, id): (Uuid, Uuid),
    (frozen, files, told): (&Frozen, &[Released<File>], &Earlier),
) -> Result<bool> {
    let report = serde_json::to_string(&frozen.report).map_err(Error::internal)?;
    let changed = row::Entity::update_many()
        .col_expr(row::Column::Number, Expr::value(Some(frozen.number)))
        .col_expr(row::Column::ApprovedAt, Expr::value(Some(frozen.at)))
        .col_expr(row::Column::ApprovedBy, Expr::value(frozen.by))
        .col_expr(row::Column::Reason, Expr::value(storable(&frozen.reason)))
        .col_expr(row::Column::Report, Expr::value(storable(&report)))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Number.is_null())
        .exec(tx.connection())
        .await?;
    if changed.rows_affected != 1 {
        return Ok(false);
    }
    for (place, file) in files.iter().enumerate() {
        file_row::Entity::insert(file_row::ActiveModel {
            release: Set(id),
            position: Set(position(place)),
            name: Set(file.get().name.clone()),
            bytes: Set(file.get().bytes.clone()),
            seal: Set(file.seal()),
        })
        .exec_without_returning(tx.connection())
        .await?;
    }
    let mut people = Vec::new();
    let mut add = |kind: &str, person: &Uuid, told: String| {
        people.push(person_row::ActiveModel {
            id: Set(random_id(app)),
            release: Set(id),
            kind: Set(kind.to_owned()),
            person: Set(*person),
            told: Set(storable(&told)),
        });
    };
    let list = |cells: &[&String]| serde_json::to_string(cells).map_err(Error::internal);
    for (person, row) in &told.told.rows {
        add("row", person, list(&row.iter().collect::<Vec<_>>())?);
    }
    for (person, cell) in &told.told.totals {
        add("total", person, cell.clone());
    }
    for (person, (one, other)) in &told.cells {
        add("cell", person, list(&[one, other])?);
    }
    for (person, cohort) in &told.cohorts {
        add("cohort", person, cohort.clone());
    }
    for batch in people.chunks(BATCH) {
        person_row::Entity::insert_many(batch.to_vec())
            .exec_without_returning(tx.connection())
            .await?;
    }
    Ok(true)
}

/// What each release of a study told of people, the oldest first.
pub(super) async fn told(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Earlier>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Number.is_not_null())
        .order_by_asc(row::Column::Number)
        .all(connection)
        .await?;
    let mut releases: BTreeMap<Uuid, Earlier> = BTreeMap::new();
    for row in &rows {
        let earlier = releases.entry(row.id).or_default();
        earlier.number = row.number.unwrap_or_default();
        let people = person_row::Entity::find()
            .filter(person_row::Column::Release.eq(row.id))
            .all(connection)
            .await?;
        for one in people {
            let read = || serde_json::from_str::<Vec<String>>(&one.told).map_err(Error::internal);
            match one.kind.as_str() {
                "row" => {
                    earlier.told.rows.insert(one.person, read()?);
                }
                "total" => {
                    earlier.told.totals.insert(one.person, one.told);
                }
                "cohort" => {
                    earlier.cohorts.insert(one.person, one.told);
                }
                _ => {
                    let mut cell = read()?.into_iter();
                    let cell = (
                        cell.next().unwrap_or_default(),
                        cell.next().unwrap_or_default(),
                    );
                    earlier.cells.insert(one.person, cell);
                }
            }
        }
    }
    let mut told: Vec<Earlier> = releases.into_values().collect();
    told.sort_by_key(|one| one.number);
    Ok(told)
}

/// The names of the files of a release, in their order, with how many bytes each has and its seal.
pub(super) async fn names(
    connection: &impl ConnectionTrait,
    release: Uuid,
) -> Result<Vec<(String, usize, String)>> {
    let rows = file_row::Entity::find()
        .filter(file_row::Column::Release.eq(release))
        .order_by_asc(file_row::Column::Position)
        .all(connection)
        .await?;
    let named = rows
        .into_iter()
        .map(|row| (row.name, row.bytes.len(), row.seal));
    Ok(named.collect())
}

/// The files of a release that was approved, each as it was then.
///
/// # Errors
/// A file is not what was released.
pub(super) async fn files(
    connection: &impl ConnectionTrait,
    release: Uuid,
) -> Result<Vec<Released<File>>> {
    let rows = file_row::Entity::find()
        .filter(file_row::Column::Release.eq(release))
        .order_by_asc(file_row::Column::Position)
        .all(connection)
        .await?;
    let again = |row: file_row::Model| {
        let file = File {
            name: row.name,
            bytes: row.bytes,
        };
        let altered = || Error::internal("a file of a release is not what was released");
        Released::again(file, &row.seal).ok_or_else(altered)
    };
    rows.into_iter().map(again).collect()
}

/// Puts somebody whom no row can be traced to in the place of a person who withdrew, in every release alike: the check of the next
/// release stays as strict, and nothing says any more of whom it is.
pub(crate) async fn forget(tx: &Tx, app: &App, study: Uuid, participant: Uuid) -> Result<()> {
    let of_study = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::Study.eq(study))
        .into_tuple::<Uuid>()
        .all(tx.connection())
        .await?;
    person_row::Entity::update_many()
        .col_expr(person_row::Column::Person, Expr::value(random_id(app)))
        .filter(person_row::Column::Person.eq(participant))
        .filter(person_row::Column::Release.is_in(of_study))
        .exec(tx.connection())
        .await?;
    Ok(())
}
