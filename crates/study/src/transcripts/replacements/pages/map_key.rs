//! The passphrase of the sealed maps: set once, changed with itself or the recovery code (trust PRI-8).

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::keys::{LONGEST_PASSPHRASE, SHORTEST_PASSPHRASE, Zeroizing};
use platform::web::{Action, Proof, Routes, Shell, error_of, form_status, page_with, proof_of};
use platform::{App, Result};
use serde::Deserialize;

use super::super::store::{self, Locked, Slot, Typed, Wrapping};
use super::map::proved;

const KEY: Action = Action("map.key");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/map-key", KEY, show)
        .post("/studies/{study}/map-key", KEY, save)
}

#[derive(Template)]
#[template(path = "transcripts/replacements/pages/map_key.html")]
struct KeyPage {
    shell: Shell,
    base: String,
    here: String,
    lead: &'static str,
    is_kept: bool,
    is_set: bool,
    /// Shown once, after it was made.
    code: Option<Zeroizing<String>>,
    proof: Proof,
    sign_in: String,
    errors: Vec<(&'static str, String)>,
}

impl KeyPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct KeyForm {
    passphrase: String,
    code: String,
    new: String,
    again: String,
    password: String,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    done: Option<String>,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let is_done = done.done.is_some();
    shown(&app, &viewer, (None, is_done), Vec::new()).await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    (code, is_done): (Option<Zeroizing<String>>, bool),
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let is_kept = store::is_kept(connection, app, study.id).await?;
    let is_set = store::is_key_set(connection, study.id).await?;
    let (title, lead) = match (&code, is_kept, is_set) {
        (Some(_), ..) => (
            "The recovery code of the sealed maps",
            "The passphrase is set. This code is shown this once.",
        ),
        (None, false, _) => (
            "The sealed maps are gone",
            "The study is frozen: the originals and their key are not kept any longer.",
        ),
        (None, true, false) => (
            "Set the passphrase of the sealed maps",
            "Until it is set, originals are protected by the server's key alone, and no map opens. You get a recovery code, which the institution keeps.",
        ),
        (None, true, true) => (
            "Change the passphrase of the sealed maps",
            "With the passphrase of today, or with the recovery code that the institution keeps. The recovery code stays the same.",
        ),
    };
    let base = format!("/studies/{}", study.slug);
    let here = format!("{base}/map-key");
    let list = format!("{base}/de-identification");
    let mut shell = Shell::new(app, viewer, title)
        .crumb("De-identification", Some(list))
        .crumb("Passphrase of the maps", None);
    if is_done {
        let body = "The old one opens nothing any more. The recovery code stays the same.";
        shell = shell.notice("ok", "The passphrase is changed", body);
    }
    let page = KeyPage {
        shell,
        sign_in: format!("/sign-in?next={}", here.replace('/', "%2F")),
        base,
        here,
        lead,
        is_kept,
        is_set,
        code,
        proof: proof_of(app, viewer).await?,
        errors,
    };
    let status = form_status(&page.errors);
    page_with(status, page)
}

async fn save(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<KeyForm>,
) -> Result<Response> {
    let study = viewer.scope()?.id;
    let typed = Typed {
        passphrase: Zeroizing::new(form.passphrase),
        code: Zeroizing::new(form.code),
    };
    let (new, again) = (Zeroizing::new(form.new), Zeroizing::new(form.again));
    let mut errors = Vec::new();
    let length = new.chars().count();
    if length < SHORTEST_PASSPHRASE || new.len() > LONGEST_PASSPHRASE {
        let words = format!("Write at least {SHORTEST_PASSPHRASE} characters.");
        errors.push(("new", words));
    } else if new != again {
        errors.push(("again", "The two are not the same.".to_owned()));
    }
    if errors.is_empty() {
        errors.extend(proved(&app, &viewer, &form.password).await?);
    }
    if !errors.is_empty() {
        return shown(&app, &viewer, (None, false), errors).await;
    }
    if !store::is_key_set(app.db.read(), study).await? {
        return set(&app, &viewer, &new).await;
    }
    let failed = viewer.event("map.failed", study.to_string());
    match store::unlock(&app, study, &typed, failed).await? {
        Ok((slot, map_key)) => {
            let wrapping = Wrapping::of(&app, &new).await?;
            let tx = app.db.write().await?;
            store::change_passphrase(&tx, &app, study, &map_key, &wrapping).await?;
            let event = viewer.event("map.key", study.to_string());
            let detail = format!("passphrase changed {}", slot.in_words());
            tx.commit(&app, event.with_detail(detail)).await?;
            let to = format!("/studies/{}/map-key?done=changed", viewer.scope()?.slug);
            Ok(Redirect::to(&to).into_response())
        }
        Err(locked) => shown(&app, &viewer, (None, false), vec![in_words(locked)]).await,
    }
}

async fn set(app: &App, viewer: &Viewer, new: &Zeroizing<String>) -> Result<Response> {
    let study = viewer.scope()?.id;
    let wrapping = Wrapping::of(app, new).await?;
    let tx = app.db.write().await?;
    let code = store::set_key(&tx, app, study, &wrapping).await?;
    let event = viewer.event("map.key", study.to_string());
    tx.commit(app, event.with_detail("passphrase and recovery code set"))
        .await?;
    shown(app, viewer, (Some(code.reveal()), false), Vec::new()).await
}

/// Why a key did not open, at its field.
pub(super) fn in_words(locked: Locked) -> (&'static str, String) {
    let field = match locked {
        Locked::Typing | Locked::Wrong(Slot::Code) => "code",
        Locked::NotOne | Locked::Wrong(Slot::Passphrase) | Locked::Wait => "passphrase",
    };
    (field, locked.sentence().to_owned())
}
