//! Another address for a desk (programme 7.3, L3): the address so far hears of it, every link that went there stops, and
//! what waits is asked of the new one.

use platform::access;
use platform::audit;
use platform::jobs::{self, BoxFuture, Job, NewJob};
use platform::keys::{Sealed, person_keys};
use platform::mail::{Letter, Mail, Part};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::clock::event_of;
use super::event::Actor;
use super::letter_words;
use super::scene::Scene;
use super::store::{self, Asked};
use super::tell;
use crate::sites::Moved;

/// Tells the address so far.
pub(super) const TELL_FORMER: &str = "release.tell-former-address";

mod former_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "former_addresses")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub site: Uuid,
        pub capacity: String,
        pub person: Uuid,
        pub address: Sealed,
        pub replaced_at: platform::clock::Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Does what follows when desks are to be reached elsewhere.
pub(crate) async fn desks_moved(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    moved: &[Moved],
) -> Result<()> {
    for one in moved {
        let capacity: Actor = one.capacity.parse().map_err(Error::internal)?;
        access::revoke_passes(tx, app, one.site, one.capacity).await?;
        let id = app.new_id();
        former_row::Entity::insert(former_row::ActiveModel {
            id: Set(id),
            site: Set(one.site),
            capacity: Set(one.capacity.to_owned()),
            person: Set(one.key.person()),
            address: Set(one.key.seal(&one.before, &*app.entropy)),
            replaced_at: Set(app.now()),
        })
        .exec_without_returning(tx.connection())
        .await?;
        let job = NewJob {
            kind: TELL_FORMER,
            key: format!("{TELL_FORMER}/{id}"),
            payload: json!({"programme": programme, "former": id}),
            run_at: app.now(),
        };
        jobs::enqueue(tx, app, job).await?;
        let asked = Asked {
            site: Some(one.site),
            ..Asked::default()
        };
        let releases = store::find(tx.connection(), programme, &asked).await?;
        let waits = releases.iter().any(|release| {
            release.leaves_at > app.now() && super::answer::waits_for(capacity, release.state)
        });
        if waits {
            tell::ask_site(tx, app, (programme, one.site), capacity, (id, false)).await?;
        }
    }
    Ok(())
}

/// The letter to the address so far.
pub(super) fn tell_former<'a>(
    app: &'a App,
    tx: &'a Tx,
    job: &'a Job,
) -> BoxFuture<'a, Result<Option<Mail>>> {
    Box::pin(async move {
        let former: Uuid = job.field("former")?;
        let Some(row) = former_row::Entity::find_by_id(former)
            .one(tx.connection())
            .await?
        else {
            return Ok(None);
        };
        let keys = person_keys(tx.connection(), app, [row.person]).await?;
        let Some(key) = keys.get(&row.person) else {
            return Ok(None);
        };
        let address = key.open(&row.address)?;
        let scene = Scene::of(app, job.field("programme")?).await?;
        let capacity: Actor = row.capacity.parse().map_err(Error::internal)?;
        Ok(Some(letter(&scene, row.site, capacity).mail(&address)))
    })
}

/// Once it has left, the address so far is forgotten.
pub(super) fn forget_former<'a>(
    app: &'a App,
    tx: &'a Tx,
    job: &'a Job,
) -> BoxFuture<'a, Result<audit::Event>> {
    Box::pin(async move {
        let former: Uuid = job.field("former")?;
        former_row::Entity::delete_by_id(former)
            .exec(tx.connection())
            .await?;
        event_of(app, job.field("programme")?, "release.letters", 1, None).await
    })
}

fn letter(scene: &Scene, site: Uuid, capacity: Actor) -> Letter {
    let site = scene.site_name(site);
    let desk = letter_words::desk(capacity).to_lowercase();
    let text = [
        format!("Letters to the {desk} of {site} about protected teaching go to another address from now on. The organiser has changed it."),
        "Links that were sent to this address no longer open anything. What was answered stays as it is.".to_owned(),
        format!(
            "If you did not expect this, write to {} at {}.",
            scene.organiser.0, scene.organiser.1
        ),
    ];
    Letter {
        subject: "Protected teaching: letters now go to another address".into(),
        greeting: "Dear colleague,".into(),
        parts: text.map(Part::Text).to_vec(),
        closing: letter_words::closing(scene),
    }
}
