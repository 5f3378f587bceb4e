//! Putting a folder in place, and taking the facts out again without names.

use std::collections::BTreeMap;

use platform::audit::Event;
use platform::clock::Instant;
use platform::storage::Tx;
use platform::words::hexadecimal;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Folder, Reading};
use crate::{facilitators, people, planning, release, rotas, sites, venues};

mod import_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "programme_imports")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub imported_at: Instant,
        pub imported_by: Option<Uuid>,
        pub digest: String,
        pub files: String,
        pub warnings: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What the last import was.
#[derive(Clone, Debug)]
pub struct LastImport {
    /// When.
    pub at: Instant,
    /// The digest of all files.
    pub digest: String,
}

/// Whom an import gave identifiers.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// Residents by reference.
    pub residents: BTreeMap<String, Uuid>,
    /// Facilitators by reference.
    pub facilitators: BTreeMap<String, Uuid>,
    /// Sites by code.
    pub sites: BTreeMap<String, Uuid>,
}

/// Puts what was read in place of the facts so far: all of it or nothing, in the transaction of `event`.
///
/// # Errors
/// Something was read that has to be mended first.
pub async fn apply(
    app: &App,
    programme: Uuid,
    reading: &Reading,
    digest: &str,
    event: Event,
) -> Result<Applied> {
    if let Some(first) = reading.faults().next() {
        return Err(Error::refused(
            "I1",
            format!("{first}."),
            "Mend the files and import them again; nothing was stored.",
        ));
    }
    let tx = app.db.write().await?;
    let applied = replace(&tx, app, programme, reading, digest, event.actor).await?;
    let rows: Vec<String> = reading
        .rows
        .iter()
        .map(|(file, rows)| format!("{file} {rows}"))
        .collect();
    let row = import_row::Model {
        id: app.new_id(),
        programme,
        imported_at: app.now(),
        imported_by: event.actor,
        digest: digest.into(),
        files: rows.join("; "),
        warnings: i64::try_from(reading.warnings().count()).unwrap_or(i64::MAX),
    };
    import_row::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.connection())
        .await?;
    release::after_facts(&tx, app, programme).await?;
    tx.commit(app, event).await?;
    Ok(applied)
}

/// The last import of a programme.
pub async fn last(app: &App, programme: Uuid) -> Result<Option<LastImport>> {
    let row = import_row::Entity::find()
        .filter(import_row::Column::Programme.eq(programme))
        .order_by_desc(import_row::Column::ImportedAt)
        .order_by_desc(import_row::Column::Id)
        .one(app.db.read())
        .await?;
    Ok(row.map(|row| LastImport {
        at: row.imported_at,
        digest: row.digest,
    }))
}

/// A digest of files by name and bytes, so that the same folder twice is known as the same.
pub fn digest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in files {
        hash.update(u64::try_from(name.len()).unwrap_or(0).to_le_bytes());
        hash.update(name.as_bytes());
        hash.update(u64::try_from(bytes.len()).unwrap_or(0).to_le_bytes());
        hash.update(bytes);
    }
    hexadecimal(&hash.finalize())
}

/// The facts of a programme without names: people stand in them by identifier. What planning needs.
pub async fn facts(app: &App, programme: Uuid) -> Result<Folder> {
    let mut folder = facts_but_rotas(app, programme).await?;
    let codes = sites::codes(app, programme).await?;
    let days = rotas::days(app, programme, &rotas::Wanted::default()).await?;
    folder.shifts = rotas::as_shifts(days.values(), &codes);
    Ok(folder)
}

/// The same without the rotas, which are by far the most of it.
pub(crate) async fn facts_but_rotas(app: &App, programme: Uuid) -> Result<Folder> {
    let codes = sites::codes(app, programme).await?;
    let sites = sites::listed(app, programme).await?;
    Ok(Folder {
        residents: people::unnamed(app, programme).await?,
        placements: people::placements(app, programme, &codes).await?,
        venues: venues::listed(app, programme, &codes).await?,
        travel: venues::travels(app, programme, &codes).await?,
        facilitators: facilitators::unnamed(app, programme, &codes).await?,
        ties: facilitators::ties(app, programme).await?,
        caps: sites::caps(app, programme, &codes).await?,
        slots: planning::slots(app, programme).await?,
        sites: sites.into_iter().map(|stored| stored.site).collect(),
        ..Folder::default()
    })
}

async fn replace(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    reading: &Reading,
    digest: &str,
    by: Option<Uuid>,
) -> Result<Applied> {
    let folder = &reading.folder;
    let warnings = reading.warnings().count();
    let (sites, moved) = sites::replace(tx, app, programme, &folder.sites, &folder.caps).await?;
    release::desks_moved(tx, app, programme, &moved).await?;
    let residents = people::replace(tx, app, programme, &folder.residents).await?;
    people::replace_placements(tx, programme, &folder.placements, &residents, &sites).await?;
    venues::replace(tx, app, programme, &folder.venues, &folder.travel, &sites).await?;
    let facilitators =
        facilitators::replace(tx, app, programme, &folder.facilitators, &sites).await?;
    let mut people = residents.clone();
    people.extend(facilitators.clone());
    facilitators::replace_ties(tx, programme, &folder.ties, &people).await?;
    let residents_by_name = (folder.residents.as_slice(), &residents);
    facilitators::match_conflicts(tx, app, programme, residents_by_name).await?;
    rotas::replace_codes(tx, programme, &folder.shift_codes, &sites).await?;
    let rota = rotas::FolderRota {
        shifts: &folder.shifts,
        residents: &residents,
        sites: &sites,
        digest,
        warnings,
        by,
    };
    rotas::keep_folder(tx, app, programme, &rota).await?;
    planning::replace_slots(tx, programme, &folder.slots).await?;
    Ok(Applied {
        residents,
        facilitators,
        sites,
    })
}
