//! Every query on sites and their caps.

use std::collections::BTreeMap;

use platform::keys::{PersonKey, Sealed, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, IntoActiveModel as _, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Cap, Nation, Site, stated};
use crate::columns;
use crate::identity::{Register, open, seal};

mod site_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sites")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub listed: i64,
        pub code: String,
        pub name: String,
        pub organisation: String,
        pub nation: String,
        pub block: String,
        pub rule_pack: String,
        pub person: Uuid,
        pub contacts: Sealed,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod cap_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "caps")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub site: Uuid,
        pub role: String,
        pub weekday: String,
        pub from_time: String,
        pub to_time: String,
        pub minimum: i64,
        pub max_released: i64,
        pub valid_from: String,
        pub valid_to: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The people of a site's rota desk and behind it. Sealed as one column.
#[derive(Default, PartialEq, Serialize, Deserialize)]
struct Contacts {
    coordinator_name: String,
    coordinator_email: String,
    deputy_email: Option<String>,
    tutor_email: String,
    escalation_email: String,
}

/// A site as it is stored.
#[derive(Clone, Debug)]
pub struct StoredSite {
    /// Its identifier here.
    pub id: Uuid,
    /// What the import said of it.
    pub site: Site,
}

/// A desk that is to be reached elsewhere from now on.
pub(crate) struct Moved {
    /// The site.
    pub(crate) site: Uuid,
    /// Whose address it is: `coordinator`, `tutor` or `director`.
    pub(crate) capacity: &'static str,
    /// The address so far.
    pub(crate) before: String,
    /// The key under which names around the site are sealed.
    pub(crate) key: PersonKey,
}

/// Puts these sites and caps in place of the ones listed so far; a site that is known keeps its identifier. Gives the
/// identifiers by code, and the desks whose address is another one now.
pub(crate) async fn replace(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    sites: &[Site],
    caps: &[Cap],
) -> Result<(BTreeMap<String, Uuid>, Vec<Moved>)> {
    let connection = tx.connection();
    site_row::Entity::update_many()
        .col_expr(site_row::Column::Listed, Expr::value(0))
        .filter(site_row::Column::Programme.eq(programme))
        .exec(connection)
        .await?;
    let known = site_row::Entity::find()
        .filter(site_row::Column::Programme.eq(programme))
        .all(connection)
        .await?;
    let contacts = known
        .iter()
        .map(|row| (row.code.clone().into_bytes(), row.person));
    let register = Register::of(tx, app, contacts).await?;
    let mut ids = BTreeMap::new();
    let mut moved = Vec::new();
    for site in sites {
        let before = known.iter().find(|row| row.code == site.code);
        let (key, is_known) = register.key(tx, app, site.code.as_bytes()).await?;
        let id = before.map_or_else(|| app.new_id(), |row| row.id);
        if let (Some(row), true) = (before, is_known) {
            moved.extend(moved_desks(row, site, &key)?);
        }
        let row = site_row::Model {
            id,
            programme,
            listed: 1,
            code: site.code.clone(),
            name: site.name.clone(),
            organisation: site.organisation.clone(),
            nation: site.nation.word().into(),
            block: site.block.clone(),
            rule_pack: site.rule_pack.clone(),
            person: key.person(),
            contacts: seal(app, &key, &contacts_of(site))?,
        };
        let row = row.into_active_model().reset_all();
        match before {
            Some(_) => {
                site_row::Entity::update(row).exec(connection).await?;
            }
            None => {
                site_row::Entity::insert(row)
                    .exec_without_returning(connection)
                    .await?;
            }
        }
        ids.insert(site.code.clone(), id);
    }
    replace_caps(tx, programme, caps, &ids).await?;
    Ok((ids, moved))
}

fn moved_desks(row: &site_row::Model, site: &Site, key: &PersonKey) -> Result<Vec<Moved>> {
    let held: Contacts = open(key, &row.contacts)?;
    let desks = [
        (
            "coordinator",
            held.coordinator_email,
            &site.coordinator_email,
        ),
        ("tutor", held.tutor_email, &site.tutor_email),
        ("director", held.escalation_email, &site.escalation_email),
    ];
    let moved = desks.into_iter().filter(|(_, before, now)| before != *now);
    Ok(moved
        .map(|(capacity, before, _)| Moved {
            site: row.id,
            capacity,
            before,
            key: key.clone(),
        })
        .collect())
}

/// The sites of a programme that the last import listed, by name.
pub(crate) async fn listed(app: &App, programme: Uuid) -> Result<Vec<StoredSite>> {
    let rows = listed_rows(app, programme).await?;
    opened(app, rows).await
}

/// The names of all sites that were ever listed, by identifier.
pub(crate) async fn names(app: &App, programme: Uuid) -> Result<BTreeMap<Uuid, String>> {
    let rows = site_row::Entity::find()
        .filter(site_row::Column::Programme.eq(programme))
        .all(app.db.read())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The codes of the listed sites by identifier.
pub(crate) async fn codes(app: &App, programme: Uuid) -> Result<BTreeMap<Uuid, String>> {
    let rows = listed_rows(app, programme).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.code)).collect())
}

/// The identifiers of the listed sites by code.
pub(crate) async fn by_code(app: &App, programme: Uuid) -> Result<BTreeMap<String, Uuid>> {
    let rows = listed_rows(app, programme).await?;
    Ok(rows.into_iter().map(|row| (row.code, row.id)).collect())
}

/// The person under whose key the names around a site are sealed.
pub(crate) async fn person_of(app: &App, site: Uuid) -> Result<Uuid> {
    let row = site_row::Entity::find_by_id(site)
        .one(app.db.read())
        .await?;
    row.map(|row| row.person).ok_or(Error::NotFound)
}

/// The caps of a programme: what each site has stated itself, else what the last import says of it, in the order of its
/// file. Sites by code.
pub(crate) async fn caps(
    app: &App,
    programme: Uuid,
    codes: &BTreeMap<Uuid, String>,
) -> Result<Vec<Cap>> {
    let rows = cap_row::Entity::find()
        .filter(cap_row::Column::Programme.eq(programme))
        .order_by_asc(cap_row::Column::Position)
        .into_model::<CapColumns>()
        .all(app.db.read())
        .await?;
    let mut stated = stated::all(app.db.read(), programme, codes).await?;
    let imported: Result<Vec<Cap>> = rows
        .iter()
        .filter_map(|row| codes.get(&row.site).map(|code| (row, code)))
        .filter(|(_, code)| !stated.contains_key(*code))
        .map(|(row, code)| row.cap(code))
        .collect();
    let mut caps = imported?;
    caps.extend(stated.values_mut().flat_map(|(_, caps)| caps.drain(..)));
    Ok(caps)
}

/// What a cap is in either table: as the last import said, or as a desk stated it.
#[derive(FromQueryResult)]
pub(super) struct CapColumns {
    pub(super) site: Uuid,
    role: String,
    weekday: String,
    from_time: String,
    to_time: String,
    minimum: i64,
    max_released: i64,
    valid_from: String,
    valid_to: Option<String>,
}

impl CapColumns {
    /// The cap, with its site by code.
    pub(super) fn cap(&self, code: &str) -> Result<Cap> {
        Ok(Cap {
            site: code.to_owned(),
            role: self.role.clone(),
            weekday: columns::weekday(&self.weekday)?,
            from: columns::time(&self.from_time)?,
            to: columns::time(&self.to_time)?,
            minimum: columns::count(self.minimum)?,
            max_released: columns::count(self.max_released)?,
            valid_from: columns::date(&self.valid_from)?,
            valid_to: columns::optional_date(self.valid_to.as_deref())?,
        })
    }
}

async fn replace_caps(
    tx: &Tx,
    programme: Uuid,
    caps: &[Cap],
    ids: &BTreeMap<String, Uuid>,
) -> Result<()> {
    cap_row::Entity::delete_many()
        .filter(cap_row::Column::Programme.eq(programme))
        .exec(tx.connection())
        .await?;
    let rows = (0..)
        .zip(caps)
        .filter_map(|(position, cap)| {
            Some(cap_row::Model {
                programme,
                position,
                site: *ids.get(&cap.site)?,
                role: cap.role.clone(),
                weekday: columns::weekday_word(cap.weekday).into(),
                from_time: columns::time_text(cap.from),
                to_time: columns::time_text(cap.to),
                minimum: cap.minimum.into(),
                max_released: cap.max_released.into(),
                valid_from: cap.valid_from.to_string(),
                valid_to: cap.valid_to.map(|date| date.to_string()),
            })
        })
        .collect();
    tx.insert_all::<cap_row::Model>(rows).await
}

async fn listed_rows(app: &App, programme: Uuid) -> Result<Vec<site_row::Model>> {
    Ok(site_row::Entity::find()
        .filter(site_row::Column::Programme.eq(programme))
        .filter(site_row::Column::Listed.eq(1))
        .order_by_asc(site_row::Column::Name)
        .order_by_asc(site_row::Column::Code)
        .all(app.db.read())
        .await?)
}

async fn opened(app: &App, rows: Vec<site_row::Model>) -> Result<Vec<StoredSite>> {
    let keys = person_keys(app.db.read(), app, rows.iter().map(|row| row.person)).await?;
    rows.into_iter()
        .filter_map(|row| keys.get(&row.person).map(|key| (row, key)))
        .map(|(row, key)| {
            let contacts: Contacts = open(key, &row.contacts)?;
            let nation: Nation = row.nation.parse().map_err(Error::internal)?;
            Ok(StoredSite {
                id: row.id,
                site: Site {
                    code: row.code,
                    name: row.name,
                    organisation: row.organisation,
                    nation,
                    block: row.block,
                    rule_pack: row.rule_pack,
                    coordinator_name: contacts.coordinator_name,
                    coordinator_email: contacts.coordinator_email,
                    deputy_email: contacts.deputy_email,
                    tutor_email: contacts.tutor_email,
                    escalation_email: contacts.escalation_email,
                },
            })
        })
        .collect()
}

fn contacts_of(site: &Site) -> Contacts {
    Contacts {
        coordinator_name: site.coordinator_name.clone(),
        coordinator_email: site.coordinator_email.clone(),
        deputy_email: site.deputy_email.clone(),
        tutor_email: site.tutor_email.clone(),
        escalation_email: site.escalation_email.clone(),
    }
}

/// Takes out who answers for the sites of a programme, and tells of how many sites that was.
pub(crate) async fn forget_contacts(tx: &Tx, app: &App, programme: Uuid) -> Result<u64> {
    let rows = site_row::Entity::find()
        .filter(site_row::Column::Programme.eq(programme))
        .all(tx.connection())
        .await?;
    let keys = person_keys(tx.connection(), app, rows.iter().map(|row| row.person)).await?;
    let former =
        "DELETE FROM former_addresses WHERE site IN (SELECT id FROM sites WHERE programme = $1)";
    let mut count = tx.run(former, vec![programme.into()]).await?;
    for row in rows {
        let Some(key) = keys.get(&row.person) else {
            continue;
        };
        if open::<Contacts>(key, &row.contacts)? == Contacts::default() {
            continue;
        }
        site_row::Entity::update_many()
            .col_expr(
                site_row::Column::Contacts,
                Expr::value(seal(app, key, &Contacts::default())?),
            )
            .filter(site_row::Column::Id.eq(row.id))
            .exec(tx.connection())
            .await?;
        count += 1;
    }
    Ok(count)
}
