//! Every query on facilitators and ties.

use std::collections::BTreeMap;

use platform::keys::{PersonKey, Sealed, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::statements::{self, Statement};
use super::{Facilitator, Level, Tie, TieKind};
use crate::columns;
use crate::identity::{Register, open, reference_hash, seal};

mod facilitator_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "facilitators")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub listed: i64,
        pub reference_hash: Vec<u8>,
        pub identity: Sealed,
        pub profession: String,
        pub level: String,
        pub psychodynamic: i64,
        pub work_site: Option<Uuid>,
        pub requirement_set: Option<String>,
        pub max_groups: i64,
        pub weekdays: String,
        pub active_from: String,
        pub active_to: Option<String>,
        pub supervised: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod tie_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ties")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub from_person: Uuid,
        pub to_resident: Uuid,
        pub kind: String,
        pub valid_from: Option<String>,
        pub valid_to: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who a facilitator is. Sealed as one column under the person's own key.
#[derive(Serialize, Deserialize)]
struct Identity {
    reference: String,
    full_name: String,
    email: String,
    supervisor: Option<String>,
}

/// A facilitator as they are stored.
#[derive(Clone, Debug)]
pub struct StoredFacilitator {
    /// The identifier here, which is also the person whose key seals the name.
    pub id: Uuid,
    /// What the import said of them.
    pub facilitator: Facilitator,
}

/// Puts these facilitators in place of the ones listed so far; somebody who is known keeps their identifier.
pub(crate) async fn replace(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    facilitators: &[Facilitator],
    sites: &BTreeMap<String, Uuid>,
) -> Result<BTreeMap<String, Uuid>> {
    let connection = tx.connection();
    facilitator_row::Entity::update_many()
        .col_expr(facilitator_row::Column::Listed, Expr::value(0))
        .filter(facilitator_row::Column::Programme.eq(programme))
        .exec(connection)
        .await?;
    let known = facilitator_row::Entity::find()
        .filter(facilitator_row::Column::Programme.eq(programme))
        .all(connection)
        .await?;
    let known = known.into_iter().map(|row| (row.reference_hash, row.id));
    let register = Register::of(tx, app, known).await?;
    let mut ids = BTreeMap::new();
    for facilitator in facilitators {
        let reference_hash = reference_hash(
            app,
            "facilitator reference",
            programme,
            &facilitator.reference,
        );
        let (key, is_known) = register.key(tx, app, &reference_hash).await?;
        let mut said = statement_of(facilitator, sites);
        if is_known {
            said = statements::take_import(tx, app, (programme, &key), said).await?;
        }
        let identity = Identity {
            supervisor: said.supervisor.clone(),
            ..identity_of(facilitator)
        };
        let row = facilitator_row::Model {
            id: key.person(),
            programme,
            listed: 1,
            reference_hash,
            identity: seal(app, &key, &identity)?,
            profession: facilitator.profession.clone(),
            level: facilitator.level.word().into(),
            psychodynamic: facilitator.psychodynamic.into(),
            work_site: said.work_site,
            requirement_set: facilitator.requirement_set.clone(),
            max_groups: said.max_groups.into(),
            weekdays: said.weekdays_text().into(),
            active_from: said.from.to_string(),
            active_to: said.to.map(|date| date.to_string()),
            supervised: said.supervisor.is_some().into(),
        };
        let row = row.into_active_model().reset_all();
        if is_known {
            facilitator_row::Entity::update(row)
                .exec(connection)
                .await?;
        } else {
            facilitator_row::Entity::insert(row)
                .exec_without_returning(connection)
                .await?;
        }
        ids.insert(facilitator.reference.clone(), key.person());
    }
    Ok(ids)
}

/// Puts what a facilitator says of themselves in place of what held so far, and gives that.
pub(super) async fn put(
    tx: &Tx,
    app: &App,
    key: &PersonKey,
    said: &Statement,
) -> Result<Statement> {
    let row = facilitator_row::Entity::find_by_id(key.person())
        .one(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let mut identity: Identity = open(key, &row.identity)?;
    let held = Statement::new(
        &columns::weekdays(&row.weekdays)?,
        (
            columns::date(&row.active_from)?,
            columns::optional_date(row.active_to.as_deref())?,
        ),
        row.work_site,
        columns::count(row.max_groups)?,
        identity.supervisor.take(),
    );
    identity.supervisor = said.supervisor.clone();
    let row = facilitator_row::Model {
        identity: seal(app, key, &identity)?,
        work_site: said.work_site,
        max_groups: said.max_groups.into(),
        weekdays: said.weekdays_text().into(),
        active_from: said.from.to_string(),
        active_to: said.to.map(|date| date.to_string()),
        supervised: said.supervisor.is_some().into(),
        ..row
    };
    facilitator_row::Entity::update(row.into_active_model().reset_all())
        .exec(tx.connection())
        .await?;
    Ok(held)
}

fn statement_of(facilitator: &Facilitator, sites: &BTreeMap<String, Uuid>) -> Statement {
    let work_site = facilitator.work_site.as_ref();
    Statement::new(
        &facilitator.weekdays,
        (facilitator.from, facilitator.to),
        work_site.and_then(|site| sites.get(site)).copied(),
        facilitator.max_groups,
        facilitator.supervisor.clone(),
    )
}

/// Puts these ties in place of all earlier ones. `people` holds residents and facilitators by reference.
pub(crate) async fn replace_ties(
    tx: &Tx,
    programme: Uuid,
    ties: &[Tie],
    people: &BTreeMap<String, Uuid>,
) -> Result<()> {
    tie_row::Entity::delete_many()
        .filter(tie_row::Column::Programme.eq(programme))
        .exec(tx.connection())
        .await?;
    let rows = (0..)
        .zip(ties)
        .filter_map(|(position, tie)| {
            Some(tie_row::Model {
                programme,
                position,
                from_person: *people.get(&tie.from)?,
                to_resident: *people.get(&tie.to)?,
                kind: tie.kind.word().into(),
                valid_from: tie.from_date.map(|date| date.to_string()),
                valid_to: tie.to_date.map(|date| date.to_string()),
            })
        })
        .collect();
    tx.insert_all::<tie_row::Model>(rows).await
}

/// The facilitators that the last import listed, by name.
pub(crate) async fn listed(
    app: &App,
    programme: Uuid,
    codes: &BTreeMap<Uuid, String>,
) -> Result<Vec<StoredFacilitator>> {
    let rows = rows(app, programme).await?;
    let keys = person_keys(app.db.read(), app, rows.iter().map(|row| row.id)).await?;
    let mut list = rows
        .into_iter()
        .filter_map(|row| keys.get(&row.id).map(|key| (row, key)))
        .map(|(row, key)| {
            let identity = open(key, &row.identity)?;
            Ok(StoredFacilitator {
                id: row.id,
                facilitator: facilitator(row, identity, codes)?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    list.sort_by(|a, b| a.facilitator.full_name.cmp(&b.facilitator.full_name));
    Ok(list)
}

/// The facilitators without who they are: the reference is the identifier.
pub(crate) async fn unnamed(
    app: &App,
    programme: Uuid,
    codes: &BTreeMap<Uuid, String>,
) -> Result<Vec<Facilitator>> {
    rows(app, programme)
        .await?
        .into_iter()
        .map(|row| {
            let identity = Identity {
                reference: row.id.to_string(),
                full_name: String::new(),
                email: String::new(),
                supervisor: (row.supervised != 0).then(String::new),
            };
            facilitator(row, identity, codes)
        })
        .collect()
}

/// The ties in the order of their file, then the conflicts that were declared here; people by identifier.
pub(crate) async fn ties(app: &App, programme: Uuid) -> Result<Vec<Tie>> {
    let declared = statements::conflict_ties(app, programme).await?;
    let mut ties = imported_ties(app, programme).await?;
    ties.extend(declared);
    Ok(ties)
}

async fn imported_ties(app: &App, programme: Uuid) -> Result<Vec<Tie>> {
    let rows = tie_row::Entity::find()
        .filter(tie_row::Column::Programme.eq(programme))
        .order_by_asc(tie_row::Column::Position)
        .all(app.db.read())
        .await?;
    rows.into_iter()
        .map(|row| {
            let kind: TieKind = row.kind.parse().map_err(Error::internal)?;
            Ok(Tie {
                from: row.from_person.to_string(),
                to: row.to_resident.to_string(),
                kind,
                from_date: columns::optional_date(row.valid_from.as_deref())?,
                to_date: columns::optional_date(row.valid_to.as_deref())?,
            })
        })
        .collect()
}

async fn rows(app: &App, programme: Uuid) -> Result<Vec<facilitator_row::Model>> {
    Ok(facilitator_row::Entity::find()
        .filter(facilitator_row::Column::Programme.eq(programme))
        .filter(facilitator_row::Column::Listed.eq(1))
        .order_by_asc(facilitator_row::Column::Id)
        .all(app.db.read())
        .await?)
}

fn facilitator(
    row: facilitator_row::Model,
    identity: Identity,
    codes: &BTreeMap<Uuid, String>,
) -> Result<Facilitator> {
    let level: Level = row.level.parse().map_err(Error::internal)?;
    Ok(Facilitator {
        reference: identity.reference,
        full_name: identity.full_name,
        email: identity.email,
        profession: row.profession,
        level,
        psychodynamic: row.psychodynamic != 0,
        work_site: row.work_site.and_then(|site| codes.get(&site).cloned()),
        requirement_set: row.requirement_set,
        max_groups: columns::count(row.max_groups)?,
        weekdays: columns::weekdays(&row.weekdays)?,
        from: columns::date(&row.active_from)?,
        to: columns::optional_date(row.active_to.as_deref())?,
        supervisor: identity.supervisor,
    })
}

fn identity_of(facilitator: &Facilitator) -> Identity {
    Identity {
        reference: facilitator.reference.clone(),
        full_name: facilitator.full_name.clone(),
        email: facilitator.email.clone(),
        supervisor: facilitator.supervisor.clone(),
    }
}
