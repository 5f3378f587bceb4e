//! Drafts and imports that are a resident's own: out of reach for everybody else.

use std::collections::BTreeMap;

use platform::access::Viewer;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::apply;
use super::content::Content;
use super::draft_store::{self, Draft};
use super::prepare::{Changes, Ground, Understood, changes, understand};
use super::store::{self, ImportRow};
use crate::rotas::Source;

/// A resident's own draft with its dry run.
pub(in crate::rotas) struct OwnDraft {
    draft: Draft,
    ground: Ground,
    /// What it says.
    pub(in crate::rotas) understood: Understood,
    /// What it would change.
    pub(in crate::rotas) changes: Changes,
}

impl OwnDraft {
    /// The draft, if this resident handed it in.
    pub(in crate::rotas) async fn found(
        app: &App,
        viewer: &Viewer,
        draft: Uuid,
        resident: Uuid,
    ) -> Result<Self> {
        let programme = viewer.scope()?.id;
        let site = draft_store::site_of_draft(app, programme, draft).await?;
        let ground = Ground::of(app, programme, site).await?;
        let draft = draft_store::draft(app, programme, &ground.key, draft).await?;
        if draft.resident != Some(resident) || draft.made_by != viewer.account {
            return Err(Error::NotFound);
        }
        let understood = understand(app, &ground, &draft).await?;
        let changes = changes(app, programme, &ground, &draft, &understood).await?;
        Ok(Self {
            draft,
            ground,
            understood,
            changes,
        })
    }

    /// Puts it in place.
    pub(in crate::rotas) async fn keep(self, app: &App, viewer: &Viewer) -> Result<()> {
        apply::apply(app, viewer, "my-rota.calendar", &self.ground, &self.draft).await?;
        Ok(())
    }

    /// Throws it away.
    pub(in crate::rotas) async fn discard(self, app: &App, viewer: &Viewer) -> Result<()> {
        let tx = app.db.write().await?;
        draft_store::drop_draft(&tx, self.draft.id).await?;
        let event = viewer.event("my-rota.calendar", format!("discarded {}", self.draft.id));
        tx.commit(app, event).await
    }
}

/// Keeps a calendar as a draft of a resident.
pub(in crate::rotas) async fn keep_own(
    app: &App,
    viewer: &Viewer,
    resident: Uuid,
    site: Uuid,
    name: &str,
    bytes: &[u8],
) -> Result<Uuid> {
    let programme = viewer.scope()?.id;
    let ground = Ground::of(app, programme, site).await?;
    let draft = Draft {
        id: app.new_id(),
        source: Source::Calendar,
        site,
        resident: Some(resident),
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
    let event = viewer.event("my-rota.calendar", format!("draft {}", draft.id));
    tx.commit(app, event).await?;
    Ok(draft.id)
}

/// Undoes an import of a resident's own.
pub(in crate::rotas) async fn undo_own(
    app: &App,
    viewer: &Viewer,
    resident: Uuid,
    import: Uuid,
) -> Result<()> {
    let row = store::import(app.db.read(), viewer.scope()?.id, import).await?;
    if row.resident != Some(resident) {
        return Err(Error::NotFound);
    }
    apply::undo(app, viewer, "my-rota.calendar", &row).await
}

/// Whether an import can be undone: it stands, and no later one stands over it.
pub(in crate::rotas) async fn may_undo(app: &App, row: &ImportRow) -> Result<bool> {
    Ok(row.undone_at.is_none() && store::is_newest(app.db.read(), row).await?)
}
