//! A rota brought in at one stroke, where nobody looks at the dry run: what is not known stays unknown.

use std::collections::BTreeMap;

use platform::access::Viewer;
use platform::{App, Result};
use uuid::Uuid;

use super::apply;
use super::content::{Content, source_of};
use super::draft_store::{self, Draft};
use super::prepare::Ground;

/// What is handed in.
#[derive(Clone, Copy, Debug)]
pub struct Handed<'a> {
    /// The hospital whose rota it is, or where the doctor of a calendar works.
    pub site: Uuid,
    /// Whose calendar it is; none for a rota of a hospital.
    pub resident: Option<Uuid>,
    /// The name of the file.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Reads the file of a site and puts it in place, as the page does after the dry run; tells how many facts it had.
///
/// # Errors
/// The file cannot be read, has faults, or speaks of nobody who is known.
pub async fn bring_in(app: &App, viewer: &Viewer, handed: Handed<'_>) -> Result<usize> {
    let Handed {
        site,
        resident,
        name,
        bytes,
    } = handed;
    let programme = viewer.scope()?.id;
    let ground = Ground::of(app, programme, site).await?;
    let draft = Draft {
        id: app.new_id(),
        source: source_of(bytes),
        site,
        resident,
        content: Content::File {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        },
        layout: None,
        names: BTreeMap::new(),
        made_by: viewer.account,
    };
    let tx = app.db.write().await?;
    draft_store::add_draft(&tx, app, programme, &ground.key, &draft).await?;
    tx.commit(
        app,
        viewer.event("rotas.import", format!("draft {}", draft.id)),
    )
    .await?;
    let (_, facts) = apply::apply(app, viewer, "rotas.import", &ground, &draft).await?;
    Ok(facts)
}
