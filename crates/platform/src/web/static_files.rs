//! Stylesheet, icons and scripts, built into the program.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::{Action, Routes};
use crate::words::hexadecimal;
use crate::{Error, Result};

#[derive(RustEmbed)]
#[folder = "src/web/static/"]
struct Files;

/// The worker that opens the phase clock without a connection. It may answer for pages of programmes; it is registered
/// for the clock of one session, and keeps files of this folder only (trust WEB-4).
const CLOCK_WORKER: &str = "clock-worker.js";

/// Files that anybody may have.
pub fn routes() -> Routes {
    Routes::new().get("/static/{name}", Action("static.read"), file)
}

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response> {
    let file = Files::get(&name).ok_or(Error::NotFound)?;
    let tag = hexadecimal(&file.metadata.sha256_hash()[..8]);
    let tag = format!("\"{tag}\"");
    let unchanged = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        file.data.into_response()
    };
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(&name)));
    answer.insert(
        header::ETAG,
        HeaderValue::from_str(&tag).map_err(Error::internal)?,
    );
    answer.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, no-cache"),
    );
    if name == CLOCK_WORKER {
        let scope = HeaderName::from_static("service-worker-allowed");
        answer.insert(scope, HeaderValue::from_static("/programmes/"));
    }
    Ok(response)
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
