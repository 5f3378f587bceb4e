//! What is done on the page of a quote to its places.

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::Routes;
use platform::{App, Error, Result};
use study::rights::Analyst;
use uuid::Uuid;

use super::WRITE;
use super::form::{OTHER, Offered, Sent};
use super::quote_page::{Fields, again, done, id_of};
use crate::quotes::{Way, Wish};

/// The acts.
pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/studies/{study}/quotes/{quote_id}/place", WRITE, place)
        .post("/studies/{study}/quotes/{quote_id}/unplace", WRITE, unplace)
        .post("/studies/{study}/quotes/{quote_id}/move", WRITE, shift)
        .post("/studies/{study}/quotes/{quote_id}/order", WRITE, order)
}

async fn place(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, quote)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result<Response> {
    let id = id_of(&quote)?;
    let sent = Sent::of(fields, &["seen", "theme", "why"])?;
    let offered = Offered::of(app.db.read(), viewer.scope()?.id).await?;
    let theme = match offered.one_place(sent.text("theme")) {
        Ok(theme) => theme,
        Err(errors) => {
            Analyst::writing(&app, &viewer).await?;
            return again(&app, &viewer, (id, sent), errors).await;
        }
    };
    let wish = Wish::Place(id, sent.seen(), theme);
    done(&app, &viewer, (id, sent), wish).await
}

/// The place in which a quote stands already, as a button of the page names it.
fn standing(text: &str) -> Result<Option<Uuid>> {
    match text {
        OTHER => Ok(None),
        id => id
            .parse()
            .map(Some)
            .map_err(|_| Error::Forbidden("no page names a theme so")),
    }
}

async fn unplace(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, quote)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result<Response> {
    let id = id_of(&quote)?;
    let sent = Sent::of(fields, &["seen", "from", "why"])?;
    let wish = Wish::Unplace(id, sent.seen(), standing(sent.text("from"))?);
    done(&app, &viewer, (id, sent), wish).await
}

async fn shift(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, quote)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result<Response> {
    let id = id_of(&quote)?;
    let sent = Sent::of(fields, &["seen", "from", "theme", "why"])?;
    let from = standing(sent.text("from"))?;
    let offered = Offered::of(app.db.read(), viewer.scope()?.id).await?;
    let to = match offered.one_place(sent.text("theme")) {
        Ok(theme) => theme,
        Err(errors) => {
            Analyst::writing(&app, &viewer).await?;
            return again(&app, &viewer, (id, sent), errors).await;
        }
    };
    let wish = Wish::Shift(id, sent.seen(), from, to);
    done(&app, &viewer, (id, sent), wish).await
}

async fn order(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, quote)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result<Response> {
    let id = id_of(&quote)?;
    let sent = Sent::of(fields, &["from", "way"])?;
    let way = match sent.text("way") {
        "up" => Way::Up,
        "down" => Way::Down,
        _ => return Err(Error::Forbidden("no page names a way so")),
    };
    let wish = Wish::Order(id, standing(sent.text("from"))?, way);
    done(&app, &viewer, (id, sent), wish).await
}
