//! A doctor stays at work for one date (programme 7.1, RE14). Nobody asks why; the place is kept.

use axum::Extension;
use axum::extract::{Form, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::act::Doer;
use super::event::{Actor, Event};
use super::outcome::resident_withdraws;
use super::store::{self, Asked, Release};
use crate::addresses::base;

/// The act of a doctor.
pub(super) fn routes() -> Routes {
    Routes::new().post(
        "/programmes/{programme}/next/withdraw",
        Action("release.withdraw-own"),
        withdraw,
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WithdrawForm {
    release: Uuid,
}

/// Whether the doctor may still say so.
pub(crate) fn may_withdraw(app: &App, release: &Release) -> bool {
    let after = release.state.after(
        Event::ResidentWithdraws,
        Actor::Resident,
        &super::NO_CONDITIONS,
    );
    after.is_ok() && release.leaves_at > app.now()
}

async fn withdraw(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<WithdrawForm>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let me = viewer.subject(Role::Resident).ok_or(Error::NotFound)?;
    let asked = Asked {
        ids: Some(vec![form.release]),
        ..Asked::default()
    };
    let tx = app.db.write().await?;
    let mut own = store::find(tx.connection(), programme, &asked).await?;
    own.retain(|release| release.resident == me);
    if own.is_empty() {
        return Err(Error::NotFound);
    }
    let doer = Doer::account(Actor::Resident, viewer.account);
    if resident_withdraws(&tx, &app, programme, doer, &own).await? == 0 {
        return Err(Error::Conflict(
            "this date no longer stands as the page showed it",
        ));
    }
    let event = viewer.event("release.withdraw-own", form.release.to_string());
    tx.commit(&app, event).await?;
    let next = format!("{}/next?withdrawn=yes", base(&viewer)?);
    Ok(Redirect::to(&next).into_response())
}
