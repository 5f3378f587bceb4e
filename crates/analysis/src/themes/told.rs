//! What the script of the board is told after an act.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use platform::access::Viewer;
use platform::{App, Result};
use serde::Serialize;
use uuid::Uuid;

use super::desk::No;
use super::moment::ThemeState;
use crate::acts::read_trail;

/// How an act went.
#[derive(Serialize)]
struct Told {
    /// What stood in the way; empty where nothing did.
    says: String,
    /// The newest event of each theme.
    seen: BTreeMap<Uuid, i64>,
}

/// Whether the script asks.
pub(super) fn by_script(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT);
    accept.is_some_and(|accept| accept == "application/json")
}

/// How an act went, and what stood in its way in words; empty where nothing did.
pub(super) fn in_words(done: &std::result::Result<Uuid, No>) -> (StatusCode, String) {
    match done {
        Ok(_) => (StatusCode::OK, String::new()),
        Err(No::Refused(_, words)) => (StatusCode::UNPROCESSABLE_ENTITY, words.clone()),
        Err(No::Changed(what)) => {
            let now = what.first().map_or("elsewhere", |(_, now, _)| now.as_str());
            let says =
                format!("Somebody moved it meanwhile; it stands {now} now. Nothing was stored.");
            (StatusCode::CONFLICT, says)
        }
    }
}

/// The answer to the script.
pub(super) async fn told(
    app: &App,
    viewer: &Viewer,
    done: &std::result::Result<Uuid, No>,
) -> Result<Response> {
    let (status, says) = in_words(done);
    let trail = read_trail(app, viewer.scope()?.id).await?;
    let seen = trail.newest::<ThemeState>();
    Ok((status, Json(Told { says, seen })).into_response())
}
