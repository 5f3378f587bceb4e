//! The addresses of a facilitator's training, and the page as it is first seen.

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, page};
use platform::{App, Result};

use super::page::draw;
use super::{add, download};
use crate::form::Form;

/// The pages of training.
pub(in crate::facilitators) fn routes() -> Routes {
    /// An address below the training of a facilitator.
    macro_rules! at {
        ($end:literal) => {
            concat!("/programmes/{programme}/training", $end)
        };
    }
    let own = Action("training.own");
    Routes::new()
        .get(at!(""), own, show)
        .get(at!(".csv"), own, download::csv)
        .get(at!(".xlsx"), own, download::xlsx)
        .post(at!("/sessions"), own, add::proposed)
        .post(at!("/entries"), own, add::entry)
        .post(at!("/entries/undo"), own, add::undo_entry)
        .post(at!("/supervision"), own, add::supervision)
        .post(at!("/supervision/undo"), own, add::undo_supervision)
        .post(at!("/papers"), own, add::paper)
        .post(at!("/papers/undo"), own, add::undo_paper)
        .post(at!("/move"), own, add::move_to)
}

async fn show(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    page(draw(&app, &viewer, Form::default()).await?)
}
