//! Signing in and out. Known, unknown and disabled accounts get the same answers (trust ACC-6).

use askama::Template;
use axum::Extension;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::gate::COOKIE;
use super::{Action, Pressed, Routes, Shell, page, page_with, sign_in_letter};
use crate::access::{self, Passwords, Viewer};
use crate::audit::Event;
use crate::id::Token;
use crate::jobs::{self, NewJob};
use crate::storage::Tx;
use crate::{App, Error, Result};

/// The pages of signing in.
pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Action("sign-in.begin"), form)
        .post("/sign-in", Action("sign-in.begin"), with_password)
        .post("/sign-in/link", Action("sign-in.begin"), send_link)
        .get("/links/{token}", Action("sign-in.begin"), link)
        .post("/links/open", Action("sign-in.begin"), open_link)
        .post("/links/fresh", Action("sign-in.begin"), fresh)
        .post("/sign-out", Action("sign-in.end"), sign_out)
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    shell: Shell,
    email: String,
    next: String,
    errors: Vec<(String, String)>,
    email_error: String,
    password_error: String,
    link_error: String,
    /// A link that was used or has run out, for which a fresh one can be sent.
    worn: String,
}

#[derive(Template)]
#[template(path = "link.html")]
struct LinkPage {
    shell: Shell,
    token: String,
    next: String,
}

#[derive(Debug, Default, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PasswordForm {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkForm {
    email: String,
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenForm {
    token: String,
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WornForm {
    token: String,
}

impl SignInPage {
    fn empty(app: &App, email: String, next: String) -> Self {
        Self {
            shell: Shell::open(app, "Sign in to Enid"),
            email,
            next: local(&next).to_owned(),
            errors: Vec::new(),
            email_error: String::new(),
            password_error: String::new(),
            link_error: String::new(),
            worn: String::new(),
        }
    }
}

async fn form(
    State(app): State<App>,
    viewer: Option<Extension<Viewer>>,
    Query(query): Query<Next>,
) -> Result<Response> {
    let mut empty = SignInPage::empty(&app, String::new(), query.next);
    empty.shell = frame(&app, viewer, "Sign in to Enid");
    page(empty)
}

async fn with_password(State(app): State<App>, Form(form): Form<PasswordForm>) -> Result<Response> {
    let account = access::find_by_email(&app, &form.email).await?;
    let stored = account
        .as_ref()
        .filter(|account| account.live)
        .and_then(|account| account.password.as_deref());
    let fits = Passwords::check(&form.password, stored).await?;
    let tx = app.db.write().await?;
    match account.filter(|_| fits) {
        Some(account) => enter(&app, tx, account.id, "password", &form.next).await,
        None => {
            let failed = Event::installation("sign-in.failed", "password");
            tx.commit(&app, failed).await?;
            let sentence = "This address and this password do not fit together.".to_owned();
            let mut again = SignInPage::empty(&app, form.email, form.next);
            again.errors = vec![("email".into(), sentence.clone())];
            again.email_error = sentence;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, again)
        }
    }
}

async fn send_link(State(app): State<App>, Form(form): Form<LinkForm>) -> Result<Response> {
    let account = access::find_by_email(&app, &form.email).await?;
    if let Some(account) = account.filter(|account| account.live) {
        let tx = app.db.write().await?;
        sign_in_letter::ask(&tx, &app, account.id, local(&form.next)).await?;
        let event = Event::installation("sign-in.link", account.id.to_string());
        tx.commit(&app, event).await?;
    }
    let mut again = SignInPage::empty(&app, String::new(), form.next);
    again.shell = again.shell.notice(
        "ok",
        "If this address is known here, a link is on its way",
        "It works once, within 10 minutes. Look into the folder for unwanted mail too.",
    );
    page(again)
}

async fn link(
    State(app): State<App>,
    viewer: Option<Extension<Viewer>>,
    Path(token): Path<String>,
    Query(query): Query<Next>,
) -> Result<Response> {
    page(LinkPage {
        shell: frame(&app, viewer, "Open Enid with this link"),
        token,
        next: local(&query.next).to_owned(),
    })
}

/// The frame of a page that signs somebody in. Whoever is signed in already may sign in as somebody else: the
/// form then carries the token of the sign-in it replaces.
fn frame(app: &App, viewer: Option<Extension<Viewer>>, title: &str) -> Shell {
    let mut shell = Shell::open(app, title);
    if let Some(Extension(viewer)) = viewer {
        shell.csrf = viewer.csrf;
    }
    shell
}

async fn open_link(State(app): State<App>, Form(form): Form<TokenForm>) -> Result<Response> {
    let tx = app.db.write().await?;
    match access::spend_link(&tx, &app, &Token::from_request(&form.token)).await {
        Ok(account) => enter(&app, tx, account, "link", &form.next).await,
        Err(Error::NotFound) => open_pass(&app, tx, &form.token, &form.next).await,
        Err(error) => Err(error),
    }
}

/// A link that is no sign-in link may be a pass. One that was spent or has run out offers a fresh one, to the address
/// on file only (programme 7.3, L2); a link that was never there looks the same.
async fn open_pass(app: &App, tx: Tx, token: &str, next: &str) -> Result<Response> {
    match access::spend_pass(&tx, app, &Token::from_request(token)).await {
        Ok((pass, opened, leads_to)) => {
            let event = Event::installation("pass.open", pass.to_string()).by(pass);
            tx.commit(app, event).await?;
            let mut response = Redirect::to(local(&leads_to)).into_response();
            response
                .headers_mut()
                .insert(header::SET_COOKIE, cookie(opened.reveal(), "")?);
            Ok(response)
        }
        Err(Error::NotFound) => {
            drop(tx);
            let mut again = SignInPage::empty(app, String::new(), next.to_owned());
            again.shell = again.shell.notice(
                "info",
                "This link has been used or has run out",
                "Ask for a fresh one below.",
            );
            again.worn = token.to_owned();
            page_with(StatusCode::GONE, again)
        }
        Err(error) => Err(error),
    }
}

/// Sends a fresh link to the address on file of whoever a worn pass was for. The answer tells nothing else.
async fn fresh(State(app): State<App>, Form(form): Form<WornForm>) -> Result<Response> {
    if let Some(worn) = access::worn_pass(&app, &Token::from_request(&form.token)).await? {
        let now = app.now();
        let tx = app.db.write().await?;
        let job = NewJob {
            kind: access::FRESH_PASS,
            // Pressed again within ten minutes it is the same letter.
            key: format!("{}/{}/{}", access::FRESH_PASS, worn.id, now.0 / 600_000_000),
            payload: serde_json::json!({
                "scope": worn.scope, "subject": worn.subject, "capacity": worn.capacity,
            }),
            run_at: now,
        };
        jobs::enqueue(&tx, &app, job).await?;
        let event = Event::installation("pass.fresh", worn.id.to_string()).by(worn.id);
        tx.commit(&app, event).await?;
    }
    let mut again = SignInPage::empty(&app, String::new(), String::new());
    again.shell = again.shell.notice(
        "ok",
        "If the link was ours, a fresh one is on its way",
        "It goes to the address on file, and to no other.",
    );
    page(again)
}

async fn sign_out(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let tx = app.db.write().await?;
    match viewer.pass {
        Some(_) => access::end_pass(&tx, &app, viewer.sign_in).await?,
        None => access::end(&tx, &app, viewer.sign_in).await?,
    }
    let event = Event::installation("sign-in.end", viewer.sign_in.to_string()).by(viewer.account);
    tx.commit(&app, event).await?;
    let mut response = Redirect::to("/sign-in").into_response();
    let headers = response.headers_mut();
    headers.insert(
        "clear-site-data",
        HeaderValue::from_static("\"cookies\", \"storage\""),
    );
    headers.insert(header::SET_COOKIE, cookie("", "; Max-Age=0")?);
    Ok(response)
}

async fn enter(app: &App, tx: Tx, account: Uuid, by: &str, next: &str) -> Result<Response> {
    let token = access::begin(&tx, app, account).await?;
    let event = Event::installation("sign-in.begin", account.to_string())
        .by(account)
        .with_detail(by);
    tx.commit(app, event).await?;
    let mut response = Redirect::to(local(next)).into_response();
    response
        .headers_mut()
        .insert(header::SET_COOKIE, cookie(token.reveal(), "")?);
    Ok(response)
}

pub(super) fn cookie(value: &str, more: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(&format!(
        "{COOKIE}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{more}"
    ))
    .map_err(Error::internal)
}

/// A path of our own, or the first page: a link may not lead away.
fn local(next: &str) -> &str {
    let inside = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\r', '\n'])
        && next.is_ascii();
    if inside { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        for away in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "/\r\nx",
        ] {
            assert_eq!(local(away), "/", "{away:?}");
        }
        assert_eq!(local("/programmes/x/plan"), "/programmes/x/plan");
    }
}
