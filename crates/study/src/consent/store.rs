//! Every query on versions and signatures.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use platform::access;
use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder};
use uuid::Uuid;

use super::version::{Rule, Scope, Use, Version, text_of, uses_of};
use super::withdrawals::withdrawals;
use super::{contact, invitation};
use crate::rows::random_id;

mod version_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "consent_versions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub number: i64,
        pub information: String,
        pub uses: String,
        pub affects: String,
        pub rule: String,
        pub freeze_on: Option<String>,
        pub made_at: Instant,
        pub made_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod consent_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "consents")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub participant: Uuid,
        pub version: Uuid,
        pub granted: String,
        pub signed_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One signature of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Whose.
    pub participant: Uuid,
    /// Of which version.
    pub version: Uuid,
    /// What was agreed to; nothing means that somebody said no.
    pub granted: Vec<Use>,
    /// When.
    pub signed_at: Instant,
}

/// The versions of a study, the newest first.
pub async fn versions(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Version>> {
    let rows = version_row::Entity::find()
        .filter(version_row::Column::Study.eq(study))
        .order_by_desc(version_row::Column::Number)
        .all(connection)
        .await?;
    rows.into_iter().map(version).collect()
}

fn version(row: version_row::Model) -> Result<Version> {
    let broken = || Error::internal("the rule of a consent version cannot be read");
    let freeze = row.freeze_on.as_deref().map(str::parse::<Date>);
    let rule = match (row.rule.as_str(), freeze) {
        ("always", _) => Rule::Always,
        ("keep_collected", _) => Rule::KeepCollected,
        ("until_freeze", Some(Ok(freeze))) => Rule::UntilFreeze(freeze),
        _ => return Err(broken()),
    };
    Ok(Version {
        id: row.id,
        number: row.number,
        information: row.information,
        uses: uses_of(&row.uses),
        affects: uses_of(&row.affects),
        rule,
        made_at: row.made_at,
    })
}

/// Adds a version after the newest.
pub async fn add_version(
    tx: &Tx,
    app: &App,
    study: Uuid,
    version: &Version,
    by: Option<Uuid>,
) -> Result<()> {
    version_row::Entity::insert(version_row::ActiveModel {
        id: Set(version.id),
        study: Set(study),
        number: Set(version.number),
        information: Set(version.information.clone()),
        uses: Set(text_of(&version.uses)),
        affects: Set(text_of(&version.affects)),
        rule: Set(version.rule.word().to_owned()),
        freeze_on: Set(match version.rule {
            Rule::UntilFreeze(date) => Some(date.to_string()),
            Rule::Always | Rule::KeepCollected => None,
        }),
        made_at: Set(app.now()),
        made_by: Set(by),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// What holds for each participant: the newest signature.
pub async fn consents(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<Uuid, Consent>> {
    let signed = all_signed(connection, study).await?;
    Ok(signed
        .into_iter()
        .map(|consent| (consent.participant, consent))
        .collect())
}

/// Every signature of a study, the oldest first.
pub async fn all_signed(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Consent>> {
    let rows = consent_row::Entity::find()
        .filter(consent_row::Column::Study.eq(study))
        .order_by_asc(consent_row::Column::SignedAt)
        .order_by_asc(consent_row::Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(consent).collect())
}

/// Whether somebody's consent covers a use now: the newest signature names it, and they have not withdrawn.
pub async fn covers(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
    wanted: Use,
) -> Result<bool> {
    let is_out = is_out(connection, study, participant).await?;
    let newest = signed_by(connection, study, participant)
        .await?
        .into_iter()
        .next();
    Ok(!is_out && newest.is_some_and(|held| held.granted.contains(&wanted)))
}

/// What somebody has signed, the newest first.
pub(super) async fn signed_by(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
) -> Result<Vec<Consent>> {
    let rows = consent_row::Entity::find()
        .filter(consent_row::Column::Study.eq(study))
        .filter(consent_row::Column::Participant.eq(participant))
        .order_by_desc(consent_row::Column::SignedAt)
        .order_by_desc(consent_row::Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(consent).collect())
}

/// The version under which somebody signed last, with that signature.
pub async fn newest_of(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
) -> Result<Option<(Version, Consent)>> {
    let Some(consent) = signed_by(connection, study, participant)
        .await?
        .into_iter()
        .next()
    else {
        return Ok(None);
    };
    let versions = versions(connection, study).await?;
    let version = versions.into_iter().find(|one| one.id == consent.version);
    Ok(version.map(|version| (version, consent)))
}

/// Whether what somebody had signed last before a moment lets an interview be recorded or analysed (study R5).
pub async fn covers_interview(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
    at: Instant,
) -> Result<bool> {
    let signed = signed_by(connection, study, participant).await?;
    let held = signed.iter().find(|one| one.signed_at < at);
    Ok(held.is_some_and(|held| {
        let needed = [Use::Record, Use::Analyse];
        needed.iter().any(|one| held.granted.contains(one))
    }))
}

/// Whether somebody has withdrawn from everything.
pub async fn is_out(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
) -> Result<bool> {
    let all = withdrawals(connection, study).await?;
    Ok(all
        .iter()
        .any(|one| one.participant == participant && one.scope == Scope::Whole))
}

fn consent(row: consent_row::Model) -> Consent {
    Consent {
        participant: row.participant,
        version: row.version,
        granted: uses_of(&row.granted),
        signed_at: row.signed_at,
    }
}

/// Adds a signature.
pub async fn sign(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (participant, version): (Uuid, Uuid),
    granted: &[Use],
) -> Result<()> {
    consent_row::Entity::insert(consent_row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        participant: Set(participant),
        version: Set(version),
        granted: Set(text_of(granted)),
        signed_at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Whom of a study a letter reaches: those whose address is kept.
pub async fn reached(connection: &impl ConnectionTrait, study: Uuid) -> Result<BTreeSet<Uuid>> {
    contact::reached(connection, study).await
}

/// Erases name and address of somebody who has withdrawn. Links that were sent to them open nothing any more.
pub async fn erase_contact(tx: &Tx, app: &App, participant: Uuid) -> Result<()> {
    access::revoke_passes(tx, app, participant, invitation::CAPACITY).await?;
    contact::erase(tx, app, participant, "withdrawal").await
}

/// The same for everybody of a study whose time is over.
pub async fn erase_contacts(tx: &Tx, app: &App, study: Uuid, reason: &'static str) -> Result<()> {
    contact::erase_all(tx, app, study, reason).await
}
