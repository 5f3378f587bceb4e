//! Taking a study out.

use formats::study_archive::{Archive, Beside, Part, StudyName};
use platform::access::{self, Scope, Viewer};
use platform::storage::tables::{rows, written};
use platform::{App, Error, Result};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::extras::Extras;
use super::layers::layers;
use super::tables::{all, entry, left_out};
use super::{SCHEMA, extras_store};
use crate::codings::Sight;

/// A study as its archive, as of one moment. Two that hold the same are the same bytes.
///
/// # Errors
/// The database does not answer.
pub async fn take(app: &App, study: &Scope) -> Result<Archive> {
    let moment = app.db.moment().await?;
    let extras = extras_store::all(&moment, study.id).await?;
    let named = StudyName {
        id: study.id,
        slug: study.slug.clone(),
        name: study.name.clone(),
        made_at: access::made_at(&moment, study.id).await?.0,
        beside: Beside::new(),
    };
    let parts = parts(&moment, study.id, &extras).await?;
    let program = concat!("Enid ", env!("CARGO_PKG_VERSION"));
    let mut archive = Archive::of((named, SCHEMA, program), left_out(), parts);
    extras.write_into(&mut archive.manifest);
    Ok(archive)
}

/// Every table of a study, each as one entry, its texts, and what another Enid wrote that this one does not know.
pub(super) async fn parts(
    connection: &impl ConnectionTrait,
    study: Uuid,
    extras: &Extras,
) -> Result<Vec<Part>> {
    let mut stored = Vec::new();
    for table in all() {
        stored.push((table, rows(connection, table, study).await?));
    }
    let texts = layers(&stored);
    let tables = stored.into_iter().map(|(table, rows)| {
        let name = entry(table);
        let bytes = written(table, rows, &extras.beside(&name));
        Part { name, bytes }
    });
    Ok(tables.chain(texts).chain(extras.parts()).collect())
}

/// Refuses an archive while somebody codes blind: it holds the layers of everybody (study P10). Whoever holds the data folder has them
/// anyway.
///
/// # Errors
/// `Refused` to an account while a blind pass is open.
pub async fn refuse_while_blind(app: &App, viewer: &Viewer) -> Result<()> {
    let sight = Sight::of(app.db.read(), viewer.scope()?.id, None).await?;
    match !viewer.account.is_nil() && sight.has_open_passes() {
        false => Ok(()),
        true => Err(Error::refused(
            "P10",
            "Somebody codes blind at the moment, and an archive holds what everybody has coded.",
            "Take it once every blind pass is closed.",
        )),
    }
}

/// Takes the study of the request out for somebody, and notes that it was taken, and by whom.
///
/// # Errors
/// Those of [`take`] and [`refuse_while_blind`].
pub async fn take_for(app: &App, viewer: &Viewer) -> Result<Archive> {
    refuse_while_blind(app, viewer).await?;
    let study = viewer.scope()?;
    let archive = take(app, study).await?;
    let mut event = viewer.event("study.archive", study.id.to_string());
    event.detail = format!("fingerprint {}", archive.manifest.fingerprint);
    let tx = app.db.write().await?;
    tx.commit(app, event).await?;
    Ok(archive)
}
