//! The design language on one page, shown by the demo.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{Action, Routes, Shell, page};
use crate::{App, Error, Result};

#[derive(Template)]
#[template(path = "design.html")]
struct DesignPage {
    shell: Shell,
}

/// The page of parts.
pub fn routes() -> Routes {
    Routes::new().get("/design", Action("design.read"), show)
}

async fn show(State(app): State<App>) -> Result<Response> {
    if !app.demo {
        return Err(Error::NotFound);
    }
    page(DesignPage {
        shell: Shell::open(&app, "Every part, in every state"),
    })
}
