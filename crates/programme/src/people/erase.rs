//! Erasing somebody at the order of the organiser (programme R11, trust RET-2).

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::retention;
use platform::web::{Shell, page};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::Reason;
use super::forget_store::forget;
use crate::addresses::base;
use crate::release::Asked;
use crate::{joining, planning, release};

#[derive(Template)]
#[template(path = "people/erase.html")]
struct ErasePage {
    shell: Shell,
    back: String,
    heading: String,
    /// Why not, and what to do first; none where the doctor can be erased.
    refusal: Option<(String, String)>,
}

/// Asks once more.
pub(super) async fn ask(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, resident)): Path<(String, Uuid)>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let person = super::one(&app, scope.id, resident).await?;
    let name = person.ok_or(Error::NotFound)?.resident.full_name;
    let refusal = match may_go(&app, scope.id, resident).await {
        Ok(()) => None,
        Err(Error::Refused(refusal)) => Some((refusal.sentence, refusal.next_step)),
        Err(error) => return Err(error),
    };
    let base = base(&viewer)?;
    let back = format!("{base}/people/{resident}");
    let heading = format!("Erase {name}?");
    page(ErasePage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("People", Some(format!("{base}/people")))
            .crumb(name, Some(back.clone()))
            .crumb("Erase", None),
        back,
        heading,
        refusal,
    })
}

/// Erases.
pub(super) async fn erase(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, resident)): Path<(String, Uuid)>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let person = super::one(&app, scope.id, resident).await?;
    person.ok_or(Error::NotFound)?;
    may_go(&app, scope.id, resident).await?;
    let tx = app.db.write().await?;
    if retention::holds(tx.connection()).await?.contains(&scope.id) {
        return Err(Error::refused(
            "RET-1",
            "This programme is under a legal hold: nothing of it is erased.",
            "Ask whoever runs this installation when the hold ends.",
        ));
    }
    if forget(&tx, &app, resident, Reason::Order).await? {
        let event = viewer.event("people.erase", resident.to_string());
        tx.commit(&app, event).await?;
    }
    Ok(Redirect::to(&format!("{}/people", base(&viewer)?)).into_response())
}

/// Nobody is erased who is still expected somewhere.
///
/// # Errors
/// A sentence that says what to do first.
async fn may_go(app: &App, programme: Uuid, resident: Uuid) -> Result<()> {
    let now = app.now();
    let asked = Asked {
        resident: Some(resident),
        ..Asked::default()
    };
    let releases = release::find(app.db.read(), programme, &asked).await?;
    let is_asked_for = releases
        .iter()
        .any(|one| one.returns_at > now && one.state.is_open());
    let has_place = match planning::newest(app, programme, true).await? {
        None => false,
        Some(plan) => {
            let group = plan.document.group_of(&resident.to_string());
            let ahead = group.and_then(|group| group.sessions.last());
            ahead.is_some_and(|last| *last > now.to_jiff())
                && !joining::gone(app, programme).await?.contains(&resident)
        }
    };
    if is_asked_for || has_place {
        return Err(Error::refused(
            "R11",
            "This doctor is still expected at sessions that lie ahead.",
            "Once they have left the group, or the plan has no place for them, they can be erased.",
        ));
    }
    Ok(())
}
