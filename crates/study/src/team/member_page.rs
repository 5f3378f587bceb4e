//! Entering a member, and changing what one does.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{self, Viewer};
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::{MOST_ROOM, Member, NewMember, ROLES, store};
use crate::participants;

/// The pages of one member.
pub(super) fn routes() -> Routes {
    let write = Action("team.write");
    let change = "/studies/{study}/team/{member}/change";
    Routes::new()
        .get("/studies/{study}/team/add", write, add_form)
        .post("/studies/{study}/team/add", write, add)
        .get(change, write, change_form)
        .post(change, write, change_member)
}

#[derive(Template)]
#[template(path = "team/member.html")]
struct MemberPage {
    shell: Shell,
    here: String,
    back: String,
    lead: String,
    is_new: bool,
    accounts: Vec<(Uuid, String, bool)>,
    form: MemberForm,
    errors: Vec<(&'static str, String)>,
}

impl MemberPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MemberForm {
    account: String,
    interviews: String,
    checks: String,
    analyses: String,
    room: String,
    participant: String,
}

impl MemberForm {
    async fn of(app: &App, study: Uuid, member: &Member) -> Result<Self> {
        let word = |does| if does { "yes" } else { "" }.to_owned();
        let participant = match member.participant {
            Some(id) => participants::find(app.db.read(), study, id).await?,
            None => None,
        };
        Ok(Self {
            account: String::new(),
            interviews: word(member.interviews),
            checks: word(member.checks),
            analyses: word(member.analyses),
            room: member.room.to_string(),
            participant: participant
                .map(|stored| stored.participant.participant)
                .unwrap_or_default(),
        })
    }

    /// What the member does, or what needs another look.
    fn read(
        &self,
        known: &[participants::Stored],
    ) -> Result<NewMember, Vec<(&'static str, String)>> {
        let mut errors = Vec::new();
        let room = match self.room.trim() {
            "" => Some(0),
            text => text
                .parse::<i64>()
                .ok()
                .filter(|room| (0..=MOST_ROOM).contains(room)),
        };
        if room.is_none() {
            let words = format!("Write a whole number from 0 to {MOST_ROOM}.");
            errors.push(("room", words));
        }
        let handle = self.participant.trim();
        let participant = known
            .iter()
            .find(|stored| stored.participant.participant == handle)
            .map(|stored| stored.id);
        if !handle.is_empty() && participant.is_none() {
            let words = "There is no participant of this id.";
            errors.push(("participant", words.to_owned()));
        }
        match (room, errors.is_empty()) {
            (Some(room), true) => Ok(NewMember {
                interviews: self.interviews == "yes",
                checks: self.checks == "yes",
                analyses: self.analyses == "yes",
                room,
                participant,
            }),
            _ => Err(errors),
        }
    }
}

/// The accounts with a research role that are of no member yet.
async fn free_accounts(app: &App, study: Uuid) -> Result<Vec<(Uuid, String)>> {
    let mut found: Vec<(Uuid, String)> = Vec::new();
    for role in ROLES {
        for grant in access::holders(app, study, role).await? {
            let is_known = found.iter().any(|(account, _)| *account == grant.account);
            if grant.subject.is_none() && !is_known {
                let name = access::name_of(app, grant.account).await?;
                found.push((grant.account, name));
            }
        }
    }
    Ok(found)
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    member: Option<&Member>,
    form: MemberForm,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let accounts = match member {
        Some(_) => Vec::new(),
        None => free_accounts(app, study.id).await?,
    };
    let back = format!("/studies/{}/team", study.slug);
    let (title, lead, here) = match member {
        Some(member) => (
            format!("What {} does", member.handle),
            "The id stays; so does everything they have written.".to_owned(),
            format!("{back}/{}/change", member.id),
        ),
        None => (
            "Add somebody to the team".to_owned(),
            "They get an id such as R4, under which everything of theirs stands.".to_owned(),
            format!("{back}/add"),
        ),
    };
    let status = form_status(&errors);
    let page = MemberPage {
        shell: Shell::new(app, viewer, title)
            .crumb("Team", Some(back.clone()))
            .crumb(
                member.map_or_else(|| "Add".to_owned(), |member| member.handle.clone()),
                None,
            ),
        here,
        back,
        lead,
        is_new: member.is_none(),
        accounts: accounts
            .into_iter()
            .map(|(id, name)| (id, name, form.account == id.to_string()))
            .collect(),
        form,
        errors,
    };
    page_with(status, page)
}

async fn add_form(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    shown(&app, &viewer, None, MemberForm::default(), Vec::new()).await
}

async fn add(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<MemberForm>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let known = participants::all(app.db.read(), study.id).await?;
    let free = free_accounts(&app, study.id).await?;
    let account = free.iter().find(|(id, _)| form.account == id.to_string());
    let read = form.read(&known);
    let (new, account) = match (read, account) {
        (Ok(new), Some((account, _))) => (new, *account),
        (read, account) => {
            let mut errors = read.err().unwrap_or_default();
            if account.is_none() {
                errors.insert(0, ("account", "Choose whose account it is.".to_owned()));
            }
            return shown(&app, &viewer, None, form, errors).await;
        }
    };
    let tx = app.db.write().await?;
    let member = store::add(&tx, &app, study, account, new).await?;
    let event = viewer.event("team.write", member.id.to_string());
    tx.commit(&app, event.with_detail(format!("added {}", member.handle)))
        .await?;
    back(&viewer)
}

async fn member_of(app: &App, viewer: &Viewer, id: Uuid) -> Result<Member> {
    let found = store::find(app.db.read(), viewer.scope()?.id, id).await?;
    found.ok_or(Error::NotFound)
}

async fn change_form(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let member = member_of(&app, &viewer, id).await?;
    let form = MemberForm::of(&app, viewer.scope()?.id, &member).await?;
    shown(&app, &viewer, Some(&member), form, Vec::new()).await
}

async fn change_member(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
    Form(form): Form<MemberForm>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let mut member = member_of(&app, &viewer, id).await?;
    let known = participants::all(app.db.read(), study.id).await?;
    let new = match form.read(&known) {
        Ok(new) => new,
        Err(errors) => return shown(&app, &viewer, Some(&member), form, errors).await,
    };
    member.interviews = new.interviews;
    member.checks = new.checks;
    member.analyses = new.analyses;
    member.room = new.room;
    member.participant = new.participant;
    let tx = app.db.write().await?;
    store::change(&tx, study.id, &member).await?;
    let event = viewer.event("team.write", member.id.to_string());
    tx.commit(
        &app,
        event.with_detail(format!("changed {}", member.handle)),
    )
    .await?;
    back(&viewer)
}

fn back(viewer: &Viewer) -> Result<Response> {
    let to = format!("/studies/{}/team?saved=1", viewer.scope()?.slug);
    Ok(Redirect::to(&to).into_response())
}
