//! Every query on residents and their placements.

use std::collections::BTreeMap;

use platform::keys::{Sealed, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Placement, Resident};
use crate::columns;
use crate::identity::{Register, open, reference_hash, seal};

mod resident_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "residents")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub listed: i64,
        pub reference_hash: Vec<u8>,
        pub identity: Sealed,
        pub grade: String,
        pub wte_hundredths: i64,
        pub non_working_days: String,
        pub home_travel_minutes: Option<i64>,
        pub priority_group: Option<String>,
        pub opt_out_48: i64,
        pub standing_opt_in: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod placement_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "placements")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub resident: Uuid,
        pub site: Uuid,
        pub start_date: String,
        pub end_date: String,
        pub role: String,
        pub wte_hundredths: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who a resident is. Sealed as one column under the person's own key.
#[derive(Serialize, Deserialize)]
struct Identity {
    reference: String,
    full_name: String,
    email: String,
    mobile: Option<String>,
}

/// A resident as they are stored.
#[derive(Clone, Debug)]
pub struct StoredResident {
    /// The identifier here, which is also the person whose key seals the name.
    pub id: Uuid,
    /// What the import said of them.
    pub resident: Resident,
}

/// Puts these residents in place of the ones listed so far; somebody who is known keeps their identifier.
pub(crate) async fn replace(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    residents: &[Resident],
) -> Result<BTreeMap<String, Uuid>> {
    let connection = tx.connection();
    resident_row::Entity::update_many()
        .col_expr(resident_row::Column::Listed, Expr::value(0))
        .filter(resident_row::Column::Programme.eq(programme))
        .exec(connection)
        .await?;
    let known = resident_row::Entity::find()
        .filter(resident_row::Column::Programme.eq(programme))
        .all(connection)
        .await?;
    let known = known.into_iter().map(|row| (row.reference_hash, row.id));
    let register = Register::of(tx, app, known).await?;
    let mut ids = BTreeMap::new();
    for resident in residents {
        let reference_hash =
            reference_hash(app, "resident reference", programme, &resident.reference);
        let (key, is_known) = register.key(tx, app, &reference_hash).await?;
        let row = resident_row::Model {
            id: key.person(),
            programme,
            listed: 1,
            reference_hash,
            identity: seal(app, &key, &identity_of(resident))?,
            grade: resident.grade.clone(),
            wte_hundredths: resident.wte_hundredths.into(),
            non_working_days: columns::weekdays_text(&resident.non_working_days),
            home_travel_minutes: resident.home_travel_minutes.map(Into::into),
            priority_group: resident.priority_group.clone(),
            opt_out_48: resident.opt_out_48.into(),
            standing_opt_in: resident.standing_opt_in.into(),
        };
        let row = row.into_active_model().reset_all();
        if is_known {
            resident_row::Entity::update(row).exec(connection).await?;
        } else {
            resident_row::Entity::insert(row)
                .exec_without_returning(connection)
                .await?;
        }
        ids.insert(resident.reference.clone(), key.person());
    }
    Ok(ids)
}

/// Puts these placements in place of all earlier ones.
pub(crate) async fn replace_placements(
    tx: &Tx,
    programme: Uuid,
    placements: &[Placement],
    residents: &BTreeMap<String, Uuid>,
    sites: &BTreeMap<String, Uuid>,
) -> Result<()> {
    placement_row::Entity::delete_many()
        .filter(placement_row::Column::Programme.eq(programme))
        .exec(tx.connection())
        .await?;
    let rows = (0..)
        .zip(placements)
        .filter_map(|(position, placement)| {
            Some(placement_row::Model {
                programme,
                position,
                resident: *residents.get(&placement.resident)?,
                site: *sites.get(&placement.site)?,
                start_date: placement.start.to_string(),
                end_date: placement.end.to_string(),
                role: placement.role.clone(),
                wte_hundredths: placement.wte_hundredths.map(Into::into),
            })
        })
        .collect();
    tx.insert_all::<placement_row::Model>(rows).await
}

/// The residents that the last import listed, by name.
pub(crate) async fn listed(app: &App, programme: Uuid) -> Result<Vec<StoredResident>> {
    let rows = listed_rows(app, programme).await?;
    let keys = person_keys(app.db.read(), app, rows.iter().map(|row| row.id)).await?;
    let mut list = rows
        .into_iter()
        .filter_map(|row| keys.get(&row.id).map(|key| (row, key)))
        .map(|(row, key)| {
            let identity = open(key, &row.identity)?;
            stored(row, identity)
        })
        .collect::<Result<Vec<_>>>()?;
    list.sort_by(|a, b| {
        (surname(&a.resident.full_name), a.id).cmp(&(surname(&b.resident.full_name), b.id))
    });
    Ok(list)
}

/// One of them.
pub(crate) async fn one(
    app: &App,
    programme: Uuid,
    resident: Uuid,
) -> Result<Option<StoredResident>> {
    let row = resident_row::Entity::find_by_id(resident)
        .filter(resident_row::Column::Programme.eq(programme))
        .filter(resident_row::Column::Listed.eq(1))
        .one(app.db.read())
        .await?;
    let keys = person_keys(app.db.read(), app, [resident]).await?;
    let Some((row, key)) = row.zip(keys.get(&resident)) else {
        return Ok(None);
    };
    let identity = open(key, &row.identity)?;
    stored(row, identity).map(Some)
}

/// The residents without who they are: the reference is the identifier.
pub(crate) async fn unnamed(app: &App, programme: Uuid) -> Result<Vec<Resident>> {
    listed_rows(app, programme)
        .await?
        .into_iter()
        .map(|row| {
            let identity = Identity {
                reference: row.id.to_string(),
                full_name: String::new(),
                email: String::new(),
                mobile: None,
            };
            stored(row, identity).map(|stored| stored.resident)
        })
        .collect()
}

/// All placements in the order of their file; residents by identifier, sites by code.
pub(crate) async fn placements(
    app: &App,
    programme: Uuid,
    codes: &BTreeMap<Uuid, String>,
) -> Result<Vec<Placement>> {
    let rows = placement_row::Entity::find()
        .filter(placement_row::Column::Programme.eq(programme))
        .order_by_asc(placement_row::Column::Position)
        .all(app.db.read())
        .await?;
    rows.into_iter()
        .filter_map(|row| codes.get(&row.site).map(|code| (row, code)))
        .map(|(row, code)| {
            Ok(Placement {
                resident: row.resident.to_string(),
                site: code.clone(),
                start: columns::date(&row.start_date)?,
                end: columns::date(&row.end_date)?,
                role: row.role,
                wte_hundredths: row.wte_hundredths.and_then(|wte| u16::try_from(wte).ok()),
            })
        })
        .collect()
}

async fn listed_rows(app: &App, programme: Uuid) -> Result<Vec<resident_row::Model>> {
    Ok(resident_row::Entity::find()
        .filter(resident_row::Column::Programme.eq(programme))
        .filter(resident_row::Column::Listed.eq(1))
        .order_by_asc(resident_row::Column::Id)
        .all(app.db.read())
        .await?)
}

fn stored(row: resident_row::Model, identity: Identity) -> Result<StoredResident> {
    Ok(StoredResident {
        id: row.id,
        resident: Resident {
            reference: identity.reference,
            full_name: identity.full_name,
            email: identity.email,
            mobile: identity.mobile,
            grade: row.grade,
            wte_hundredths: u16::try_from(row.wte_hundredths).map_err(Error::internal)?,
            non_working_days: columns::weekdays(&row.non_working_days)?,
            home_travel_minutes: row.home_travel_minutes.map(columns::count).transpose()?,
            priority_group: row.priority_group,
            opt_out_48: row.opt_out_48 != 0,
            standing_opt_in: row.standing_opt_in != 0,
        },
    })
}

fn identity_of(resident: &Resident) -> Identity {
    Identity {
        reference: resident.reference.clone(),
        full_name: resident.full_name.clone(),
        email: resident.email.clone(),
        mobile: resident.mobile.clone(),
    }
}

/// What names are sorted by.
fn surname(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or(name).to_lowercase()
}
