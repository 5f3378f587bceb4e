//! A whole study as one file, and the same study from it, on both databases and from one to the other (REFI-QDA notes, Q24 to Q27;
//! study P9, P10, P11).

mod beside;
mod joined;
mod left_out;
mod pages;
mod refused;
mod same;

use std::io::Cursor;

use analysis::archive::{Brought, bring_in, check, take};
use enid::schema::MIGRATIONS;
use formats::study_archive::{Archive, Limits, read, write};
use platform::access::{self, Scope, ScopeKind};
use platform::audit::{Event, INSTALLATION};
use platform::testing::{Installation, installations};
use platform::{App, Result};

use crate::world::World;

/// Towns with a small study that two analysts have coded.
async fn coded() -> Vec<World> {
    let worlds = crate::queries::studied().await;
    for world in &worlds {
        crate::queries::coded(world).await;
    }
    worlds
}

/// One of them with the file of its study.
async fn archived() -> (World, Vec<u8>) {
    let world = coded().await.remove(0);
    let bytes = taken(&world.installation.app, &world.scopes[2]).await;
    (world, bytes)
}

/// An installation with the study of the demo, which has something of everything.
async fn filled() -> (Installation, Scope) {
    let installation = empty().await.remove(0);
    let app = &installation.app;
    let tx = app.db.write().await.unwrap();
    let (kind, slug) = (ScopeKind::Installation, INSTALLATION);
    access::create_scope(&tx, app, kind, slug, slug, None)
        .await
        .unwrap();
    tx.commit(app, Event::installation("test", "scope"))
        .await
        .unwrap();
    enid::demo::fill(app).await.unwrap();
    let study = access::find_scope(app, enid::demo::STUDY).await;
    let study = study.unwrap().unwrap();
    (installation, study)
}

async fn empty() -> Vec<Installation> {
    installations(MIGRATIONS).await
}

/// The file of a study.
async fn taken(app: &App, study: &Scope) -> Vec<u8> {
    written(&take(app, study).await.unwrap())
}

fn written(archive: &Archive) -> Vec<u8> {
    let output = write(Cursor::new(Vec::new()), archive);
    output.unwrap().into_inner()
}

/// What a file holds, as far as the ZIP goes.
fn unpacked(bytes: &[u8]) -> Archive {
    read(Cursor::new(bytes), &Limits::default()).unwrap()
}

async fn brought(app: &App, bytes: &[u8]) -> Result<Brought> {
    let checked = check(bytes, &Limits::default())?;
    bring_in(app, &checked, (None, None)).await
}
