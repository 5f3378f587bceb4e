//! Themes in the database: the state to which the trail comes, for whoever reads themes without their history.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::{self, Tx};
use platform::{App, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use study::rows::storable;
use uuid::Uuid;

use super::moment::{ThemeState, Themes, level};
use super::{About, ThemeStatus};
use crate::trail;
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
        pub merged_into: Option<Uuid>,
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
    /// Into which it was merged: what stands here counts there.
    pub merged_into: Option<Uuid>,
}

async fn rows(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<row::Model>> {
    let rows = row::Entity::find().filter(row::Column::Study.eq(study));
    Ok(rows.all(connection).await?)
}

fn status(row: &row::Model) -> ThemeStatus {
    ThemeStatus::parse(&row.status).unwrap_or(ThemeStatus::Candidate)
}

/// Which of these identifiers a theme has here, in whatever study.
pub(super) async fn used(
    connection: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<BTreeSet<Uuid>> {
    storage::used::<row::Entity>(connection, row::Column::Id, ids).await
}

/// The places of a study, parents before what stands below them, in their order.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Placed>> {
    let mut below: BTreeMap<Option<Uuid>, Vec<row::Model>> = BTreeMap::new();
    for row in rows(connection, study).await? {
        below.entry(row.parent).or_default().push(row);
    }
    for siblings in below.values_mut() {
        siblings.sort_by_key(|row| (std::cmp::Reverse(row.position), std::cmp::Reverse(row.id)));
    }
    let mut places = Vec::new();
    let top = below.remove(&None).unwrap_or_default();
    let mut waiting: Vec<(Vec<String>, row::Model)> =
        top.into_iter().map(|row| (Vec::new(), row)).collect();
    while let Some((above, row)) = waiting.pop() {
        let path = [above, vec![row.name.clone()]].concat();
        let children = below.remove(&Some(row.id)).unwrap_or_default();
        waiting.extend(children.into_iter().map(|child| (path.clone(), child)));
        places.push(Placed {
            id: row.id,
            merged_into: row.merged_into,
            about: About {
                path,
                status: status(&row),
                concept: row.concept,
                story: row.story,
            },
        });
    }
    Ok(places)
}

/// Whether a study has themes.
pub(super) async fn has_any(connection: &impl ConnectionTrait, study: Uuid) -> Result<bool> {
    let any = row::Entity::find().filter(row::Column::Study.eq(study));
    Ok(any.one(connection).await?.is_some())
}

/// The themes of a study that the trail does not know yet, their words kept for it.
pub(super) async fn untold(tx: &Tx, app: &App, study: Uuid) -> Result<BTreeMap<Uuid, ThemeState>> {
    let mut themes = BTreeMap::new();
    for row in rows(tx.connection(), study).await? {
        let name = trail::keep(tx, app, study, &row.name).await?;
        let mut theme = ThemeState::candidate(name, row.parent);
        if !row.concept.is_empty() {
            theme.concept = Some(trail::keep(tx, app, study, &row.concept).await?);
        }
        if !row.story.is_empty() {
            theme.story = Some(trail::keep(tx, app, study, &row.story).await?);
        }
        theme.position = row.position;
        theme.status = status(&row);
        theme.merged_into = row.merged_into;
        themes.insert(row.id, theme);
    }
    Ok(themes)
}

/// Stores what differs between two moments. A row's parent has to be there before the row refers to it, and to be referred
/// to by nobody before it goes.
pub(super) async fn put(tx: &Tx, study: Uuid, old: &Themes, new: &Themes) -> Result<()> {
    let depths: BTreeMap<Uuid, usize> = new.walk().into_iter().map(|(d, id)| (id, d)).collect();
    let was: BTreeMap<Uuid, usize> = old.walk().into_iter().map(|(d, id)| (id, d)).collect();
    let differs = |id: &Uuid| old.theme(*id) != new.theme(*id) || was.get(id) != depths.get(id);
    let changed: BTreeSet<Uuid> = new.themes().keys().copied().filter(differs).collect();
    let model = |id: Uuid, parent| model((study, new), id, parent, depths.get(&id).copied());
    let added = changed.iter().filter(|id| old.theme(**id).is_none());
    let fresh = added.map(|id| model(*id, None)).collect();
    tx.insert_all::<row::Model>(fresh).await?;
    for id in &changed {
        let parent = new.theme(*id).and_then(|theme| theme.parent);
        let row: row::ActiveModel = model(*id, parent).into();
        row::Entity::update(row.reset_all())
            .exec(tx.connection())
            .await?;
    }
    let gone = old.themes().keys().copied();
    let gone: Vec<Uuid> = gone.filter(|id| new.theme(*id).is_none()).collect();
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

fn model(
    (study, themes): (Uuid, &Themes),
    id: Uuid,
    parent: Option<Uuid>,
    depth: Option<usize>,
) -> row::Model {
    let theme = themes.theme(id);
    let story = theme.map_or_else(String::new, |theme| themes.story(theme));
    let concept = theme.and_then(|theme| theme.concept.as_ref());
    row::Model {
        id,
        study,
        parent,
        level: level(depth.unwrap_or_default()).to_owned(),
        position: theme.map_or(0, |theme| theme.position),
        name: storable(themes.name(id)),
        concept: storable(themes.words(concept)),
        story: storable(&story),
        status: theme
            .map_or(ThemeStatus::Candidate, |theme| theme.status)
            .as_str()
            .to_owned(),
        merged_into: theme.and_then(|theme| theme.merged_into),
    }
}

/// How many names, concepts and stories repeat one of these passages.
pub(crate) async fn repeated(
    connection: &impl ConnectionTrait,
    study: Uuid,
    passages: &Passages,
) -> Result<usize> {
    let rows = rows(connection, study).await?;
    let texts = rows
        .iter()
        .flat_map(|row| [&row.name, &row.concept, &row.story]);
    Ok(texts.filter(|text| passages.stand_in(text)).count())
}

/// Takes these passages out of every name, concept and story.
pub(crate) async fn take_out(tx: &Tx, study: Uuid, passages: &Passages) -> Result<()> {
    for row in rows(tx.connection(), study).await? {
        let texts = [&row.name, &row.concept, &row.story];
        let [name, concept, story] = texts.map(|text| passages.taken_out_of(text));
        if name.is_none() && concept.is_none() && story.is_none() {
            continue;
        }
        row::Entity::update(row::ActiveModel {
            id: Set(row.id),
            name: Set(name.unwrap_or(row.name)),
            concept: Set(concept.unwrap_or(row.concept)),
            story: Set(story.unwrap_or(row.story)),
            ..Default::default()
        })
        .exec(tx.connection())
        .await?;
    }
    Ok(())
}
