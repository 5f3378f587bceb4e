//! What whoever asks may read of what is coded.

use platform::access::Viewer;
use platform::{App, Result};
use study::{consent, team};

use super::load::material;
use super::material::Material;

/// What is coded in the study of the request, as its reader may see it; what a participant does not let be analysed is not in
/// it (study P7).
pub(crate) async fn analysed(app: &App, viewer: &Viewer) -> Result<Material> {
    let study = viewer.scope()?.id;
    let member = team::of_viewer(app.db.read(), viewer).await?;
    let (mut material, _) = material(app, study, member.map(|member| member.id)).await?;
    let refused = consent::refused(app.db.read(), study).await?.analysis;
    material.documents.retain(|document| {
        let of = document.participant.as_ref();
        !of.is_some_and(|participant| refused.contains(participant))
    });
    Ok(material)
}
