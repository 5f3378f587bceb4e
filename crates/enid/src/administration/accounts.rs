//! Who has an account.

use askama::Template;
use axum::Extension;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{self, Viewer};
use platform::audit::Event;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/accounts", Action("accounts.read"), list)
        .post("/accounts/disable", Action("accounts.change"), disable)
}

#[derive(Template)]
#[template(path = "administration/accounts.html")]
struct AccountsPage {
    shell: Shell,
    heading: String,
    rows: Vec<Row>,
}

struct Row {
    id: Uuid,
    name: String,
    roles: Vec<String>,
    live: bool,
    own: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DisableForm {
    account: Uuid,
}

async fn list(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let mut rows = Vec::new();
    for account in access::all_accounts(&app).await? {
        let grants = access::grants_of(&app, account.id).await?;
        rows.push(Row {
            id: account.id,
            name: account.name,
            roles: grants
                .iter()
                .map(|grant| format!("{}, {}", grant.role, grant.scope.name))
                .collect(),
            live: account.live,
            own: account.id == viewer.account,
        });
    }
    let heading = match rows.len() {
        1 => "One person has an account".to_owned(),
        count => format!("{count} people have an account"),
    };
    page(AccountsPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        heading,
        rows,
    })
}

async fn disable(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<DisableForm>,
) -> Result<Response> {
    if form.account == viewer.account {
        return Err(Error::refused(
            "ACC-9",
            "You cannot disable your own account.",
            "Another administrator can, or the command line.",
        ));
    }
    let tx = app.db.write().await?;
    access::disable(&tx, form.account).await?;
    let event =
        Event::installation("accounts.disable", form.account.to_string()).by(viewer.account);
    tx.commit(&app, event).await?;
    Ok(Redirect::to("/accounts").into_response())
}
