//! Codes in the database: the state to which the trail comes, for whoever reads codes without their history.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::{self, Tx};
use platform::{App, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use study::rows::storable;
use uuid::Uuid;

use super::book::{Book, CodeState};
use super::colour::word_of;
use super::{Code, CodeStatus, Colour};
use crate::trail;
use crate::withdrawal::Passages;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "codes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub parent: Option<Uuid>,
        pub position: i64,
        pub name: String,
        pub definition: String,
        pub status: String,
        pub merged_into: Option<Uuid>,
        pub level: String,
        pub origin: String,
        pub colour: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

async fn rows(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<row::Model>> {
    let rows = row::Entity::find().filter(row::Column::Study.eq(study));
    Ok(rows.all(connection).await?)
}

/// How a code that is retired is stored.
const RETIRED: &str = "retired";

fn status(row: &row::Model) -> CodeStatus {
    match row.status.as_str() {
        RETIRED => CodeStatus::Retired,
        _ => CodeStatus::Active,
    }
}

/// The codes of a study, parents before their children, in their order.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Code>> {
    let mut below: BTreeMap<Option<Uuid>, Vec<row::Model>> = BTreeMap::new();
    for row in rows(connection, study).await? {
        below.entry(row.parent).or_default().push(row);
    }
    for siblings in below.values_mut() {
        siblings.sort_by_key(|row| (std::cmp::Reverse(row.position), std::cmp::Reverse(row.id)));
    }
    let mut codes = Vec::new();
    let top = below.remove(&None).unwrap_or_default();
    let mut waiting: Vec<(Vec<String>, row::Model)> =
        top.into_iter().map(|row| (Vec::new(), row)).collect();
    while let Some((above, row)) = waiting.pop() {
        let path = [above, vec![row.name.clone()]].concat();
        let children = below.remove(&Some(row.id)).unwrap_or_default();
        waiting.extend(children.into_iter().map(|child| (path.clone(), child)));
        codes.push(Code {
            path,
            status: status(&row),
            colour: Some(Colour::named(&row.colour)),
            definition: row.definition,
        });
    }
    Ok(codes)
}

/// The codes of a study as far as codings need them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Name, the code above, the code it was merged into, whether it is in use.
    codes: BTreeMap<Uuid, (String, Option<Uuid>, Option<Uuid>, bool)>,
}

impl Known {
    /// The code that codings under this one count to: what it was merged into, however often.
    pub(crate) fn counts_as(&self, code: Uuid) -> Uuid {
        let mut at = code;
        for _ in 0..self.codes.len() {
            match self.codes.get(&at) {
                Some((_, _, Some(into), _)) => at = *into,
                _ => break,
            }
        }
        at
    }

    /// The name of a code; empty where it is not there.
    pub(crate) fn name(&self, code: Uuid) -> &str {
        self.codes.get(&code).map_or("", |code| &code.0)
    }

    /// Whether any code was merged into another.
    pub(crate) fn has_merged(&self) -> bool {
        self.codes.values().any(|code| code.2.is_some())
    }

    /// Whether there is such a code.
    pub(crate) fn has(&self, code: Uuid) -> bool {
        self.codes.contains_key(&code)
    }

    /// The code above another.
    pub(crate) fn parent(&self, code: Uuid) -> Option<Uuid> {
        self.codes.get(&code).and_then(|code| code.1)
    }

    /// The other codes that are in use, by identifier, each with its name, in the order of their names.
    pub(crate) fn others(&self, code: Uuid) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = self
            .codes
            .iter()
            .filter(|(id, one)| **id != code && one.3)
            .map(|(id, one)| (id.to_string(), one.0.clone()))
            .collect();
        found.sort_by(|a, b| a.1.cmp(&b.1));
        found
    }

    /// Each code that was not merged: its name, and the code above it.
    pub(crate) fn names(&self) -> BTreeMap<Uuid, (String, Option<Uuid>)> {
        let own = self.codes.iter().filter(|(_, code)| code.2.is_none());
        own.map(|(id, (name, parent, ..))| (*id, (name.clone(), *parent)))
            .collect()
    }
}

/// The codes of a study with their names and what they were merged into.
pub(crate) async fn known(connection: &impl ConnectionTrait, study: Uuid) -> Result<Known> {
    let rows = rows(connection, study).await?;
    let codes = rows.into_iter().map(|row| {
        let is_used = status(&row) == CodeStatus::Active;
        (row.id, (row.name, row.parent, row.merged_into, is_used))
    });
    Ok(Known {
        codes: codes.collect(),
    })
}

/// The codes of a study by their paths, outermost name first; of two alike the one in use.
pub(crate) async fn paths(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<Vec<String>, Uuid>> {
    let known = known(connection, study).await?;
    let mut paths = BTreeMap::new();
    let ids = known.codes.iter();
    let (used, retired): (Vec<_>, Vec<_>) = ids.partition(|(_, code)| code.3);
    for (id, _) in used.into_iter().chain(retired) {
        let mut path = Vec::new();
        let mut at = Some(*id);
        while let Some(code) = at.and_then(|at| known.codes.get(&at)) {
            path.insert(0, code.0.clone());
            at = code.1.filter(|_| path.len() < known.codes.len());
        }
        paths.entry(path).or_insert(*id);
    }
    Ok(paths)
}

/// The paths of codes that are retired, and whose path no code in use has.
pub(crate) async fn out_of_use(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeSet<Vec<String>>> {
    let known = known(connection, study).await?;
    let is_used = |id: &Uuid| known.codes.get(id).is_some_and(|code| code.3);
    let paths = paths(connection, study).await?.into_iter();
    let retired = paths.filter(|(_, id)| !is_used(id));
    Ok(retired.map(|(path, _)| path).collect())
}

/// Whether a code takes codings: false for one that is retired and was not merged into another; none where it is not there.
pub(crate) async fn usable(
    connection: &impl ConnectionTrait,
    study: Uuid,
    code: Uuid,
) -> Result<Option<bool>> {
    let row = row::Entity::find_by_id(code)
        .filter(row::Column::Study.eq(study))
        .one(connection)
        .await?;
    Ok(row.map(|row| takes_codings(&row.status, row.merged_into)))
}

/// Whether a code of this stored status takes codings: one that is retired does where it was merged into another.
pub(crate) fn takes_codings(status: &str, merged_into: Option<Uuid>) -> bool {
    status != RETIRED || merged_into.is_some()
}

/// Those of these identifiers that codes have, in whichever study.
pub(super) async fn used(
    connection: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<BTreeSet<Uuid>> {
    storage::used::<row::Entity>(connection, row::Column::Id, ids).await
}

/// Whether a study has codes.
pub(super) async fn has_any(connection: &impl ConnectionTrait, study: Uuid) -> Result<bool> {
    let any = row::Entity::find().filter(row::Column::Study.eq(study));
    Ok(any.one(connection).await?.is_some())
}

/// The codes of a study that has no trail yet, their words kept for it.
pub(super) async fn untold(tx: &Tx, app: &App, study: Uuid) -> Result<BTreeMap<Uuid, CodeState>> {
    let mut codes = BTreeMap::new();
    for row in rows(tx.connection(), study).await? {
        let definition = match row.definition.is_empty() {
            true => None,
            false => Some(trail::keep(tx, app, study, &row.definition).await?),
        };
        let code = CodeState {
            name: trail::keep(tx, app, study, &row.name).await?,
            definition,
            parent: row.parent,
            position: row.position,
            status: status(&row),
            level: row.level,
            origin: row.origin,
            merged_into: row.merged_into,
            colour: Colour::named(&row.colour),
            is_heading: false,
        };
        codes.insert(row.id, code);
    }
    Ok(codes)
}

/// Stores what differs between two codebooks. A row's parent has to be there before the row refers to it, and to be
/// referred to by nobody before it goes.
pub(super) async fn put(tx: &Tx, study: Uuid, old: &Book, new: &Book) -> Result<()> {
    let changed: BTreeSet<Uuid> = new
        .codes()
        .iter()
        .filter(|(id, code)| old.code(**id) != Some(*code))
        .map(|(id, _)| *id)
        .collect();
    let added = changed.iter().filter(|id| old.code(**id).is_none());
    let fresh = added.map(|id| model(study, new, *id, None)).collect();
    tx.insert_all::<row::Model>(fresh).await?;
    for id in &changed {
        let parent = new.code(*id).and_then(|code| code.parent);
        let row: row::ActiveModel = model(study, new, *id, parent).into();
        row::Entity::update(row.reset_all())
            .exec(tx.connection())
            .await?;
    }
    let gone: Vec<Uuid> = old
        .codes()
        .keys()
        .copied()
        .filter(|id| new.code(*id).is_none())
        .collect();
    if gone.is_empty() {
        return Ok(());
    }
    row::Entity::update_many()
        .col_expr(row::Column::Parent, Expr::value(None::<Uuid>))
        .filter(row::Column::Id.is_in(gone.iter().copied()))
        .exec(tx.connection())
        .await?;
    row::Entity::delete_many()
        .filter(row::Column::Id.is_in(gone))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn model(study: Uuid, book: &Book, id: Uuid, parent: Option<Uuid>) -> row::Model {
    let code = book.code(id);
    let retired = code.is_some_and(|code| code.status == CodeStatus::Retired);
    row::Model {
        id,
        study,
        parent,
        position: code.map_or(0, |code| code.position),
        name: storable(book.name(id)),
        definition: storable(book.definition(id)),
        status: if retired { "retired" } else { "active" }.to_owned(),
        merged_into: code.and_then(|code| code.merged_into),
        level: code.map_or_else(String::new, |code| code.level.clone()),
        origin: code.map_or_else(String::new, |code| code.origin.clone()),
        colour: word_of(code.and_then(|code| code.colour)).to_owned(),
    }
}

/// How many names and definitions repeat one of these passages.
pub(crate) async fn repeated(
    connection: &impl ConnectionTrait,
    study: Uuid,
    passages: &Passages,
) -> Result<usize> {
    let rows = rows(connection, study).await?;
    let places = rows.iter().flat_map(|row| [&row.name, &row.definition]);
    Ok(places.filter(|text| passages.stand_in(text)).count())
}

/// Takes these passages out of every name and definition.
pub(crate) async fn take_out(tx: &Tx, study: Uuid, passages: &Passages) -> Result<()> {
    for row in rows(tx.connection(), study).await? {
        let name = passages.taken_out_of(&row.name);
        let definition = passages.taken_out_of(&row.definition);
        if name.is_none() && definition.is_none() {
            continue;
        }
        row::Entity::update(row::ActiveModel {
            id: Set(row.id),
            name: Set(name.unwrap_or(row.name)),
            definition: Set(definition.unwrap_or(row.definition)),
            ..Default::default()
        })
        .exec(tx.connection())
        .await?;
    }
    Ok(())
}
