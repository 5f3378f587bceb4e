//! When an interviewer can, said for them by the research lead.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State as Shared};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, only, page};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::{Day, Times, store};
use crate::interviewers::list_page::back;
use crate::team::{self, Member};

/// The page.
pub(in crate::interviewers) fn routes() -> Routes {
    let change = Action("interviewers.match");
    let path = "/studies/{study}/interviewers/{member}/times";
    Routes::new()
        .get(path, change, show)
        .post(path, change, keep)
}

#[derive(Template)]
#[template(path = "interviewers/times/page.html")]
struct TimesPage {
    shell: Shell,
    here: String,
    back: String,
    times: Vec<Day>,
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let member = member(&app, study.id, id).await?;
    let names = team::names(&app, study.id).await?;
    let name = names.get(&id).unwrap_or(&member.handle);
    let said = store::all(app.db.read(), study.id).await?;
    let back = format!("/studies/{}/interviewers", study.slug);
    page(TimesPage {
        shell: Shell::new(&app, &viewer, format!("When can {name} interview?"))
            .crumb("Who interviews whom", Some(back.clone()))
            .crumb(member.handle, None),
        here: format!("{back}/{id}/times"),
        back,
        times: said.get(&id).copied().unwrap_or_default().grid(),
    })
}

async fn member(app: &App, study: Uuid, id: Uuid) -> Result<Member> {
    let found = team::find(app.db.read(), study, id).await?;
    found.ok_or(Error::NotFound)
}

async fn keep(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let times = ticked(&fields)?;
    let study = viewer.scope()?.id;
    member(&app, study, id).await?;
    let tx = app.db.write().await?;
    store::keep(&tx, study, id, times).await?;
    let event = viewer.event("interviewers.match", id.to_string());
    tx.commit(&app, event.with_detail("usual times")).await?;
    back(&viewer, "times")
}

/// What was ticked in a form that holds nothing else.
///
/// # Errors
/// `Forbidden`: no page of Enid has sent it.
pub fn ticked(fields: &[(String, String)]) -> Result<Times> {
    only(fields.iter().map(|(name, _)| name.as_str()), &["times"])?;
    let times = Times::read(fields.iter().map(|(_, word)| word.as_str()));
    times.ok_or(Error::Forbidden("the form has a time that no page has"))
}
