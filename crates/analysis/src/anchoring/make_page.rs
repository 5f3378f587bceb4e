//! Making the text that analysts read, with everything that points into it.

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::audit::Event;
use platform::jobs::BoxFuture;
use platform::storage::Tx;
use platform::web::{Action, Pressed, Routes};
use platform::{App, Error, Result};
use study::documents::Turn;
use study::transcripts::replacements::{self, Made, Originals, desk};
use study::transcripts::store as transcripts;
use uuid::Uuid;

use super::{Carrying, store};
use crate::{codings, memos};

pub(super) fn routes() -> Routes {
    Routes::new().post(
        "/studies/{study}/documents/{document}/reading-text",
        Action("replacements.decide"),
        press,
    )
}

async fn press(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let desk = desk(&app, &viewer, &handle).await?;
    let study = viewer.scope()?;
    let event = viewer.event("replacements.decide", desk.document.id.to_string());
    let waiting = make(&app, study.id, desk.document.id, event).await?;
    let to = match waiting {
        0 => format!(
            "/studies/{}/documents/{handle}/de-identify?made=true",
            study.slug
        ),
        some => format!(
            "/studies/{}/documents/{handle}/de-identify?made=true&quotes={some}",
            study.slug
        ),
    };
    Ok(Redirect::to(&to).into_response())
}

/// Lets all that points into a document follow its text, and gives how many quotes wait for a person because of it.
async fn follow(tx: &Tx, app: &App, (study, document): (Uuid, Uuid), made: &Made) -> Result<usize> {
    let waiting = store::carry_quotes(tx, app, (study, document), made).await?;
    codings::follow(tx, app, (study, document), (&made.old, &made.new)).await?;
    let carrying = Carrying::between(&made.old, &made.new);
    memos::follow_document(tx, app, (study, document), &carrying).await?;
    Ok(waiting)
}

/// The same for a text in which nothing was replaced, such as a note that its author writes anew.
pub fn follow_text<'a>(
    tx: &'a Tx,
    app: &'a App,
    whole: (Uuid, Uuid),
    (old, new): (Vec<Turn>, Vec<Turn>),
) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let originals = Originals::of([]);
        let made = Made {
            old,
            new,
            originals,
        };
        follow(tx, app, whole, &made).await.map(drop)
    })
}

/// Puts what was said, as it is decided, in the place of what analysts read of a transcript, and lets quotes follow, in
/// one transaction with its line in the record. Gives how many quotes wait for a person because of it.
///
/// # Errors
/// `NotFound` for a document that is no transcript of its own; `Refused` while anything in it waits for a decision.
pub async fn make(app: &App, study: Uuid, document: Uuid, event: Event) -> Result<usize> {
    let tx = app.db.write().await?;
    let stored = transcripts::find(tx.connection(), study, document).await?;
    let stored = stored.ok_or(Error::NotFound)?;
    let made = replacements::make(&tx, app, &stored).await?;
    let waiting = follow(&tx, app, (study, document), &made).await?;
    let detail = format!(
        "text of version {}, quotes waiting {waiting}",
        stored.version
    );
    tx.commit(app, event.with_detail(detail)).await?;
    Ok(waiting)
}
