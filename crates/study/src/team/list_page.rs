//! Who works in the study: what each does, what each has said of themselves.

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State as Shared};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::{Declared, Member, Positionality, statements, store};
use crate::dates::day_in_words;
use crate::setup::{Tab, leads, tabs};

/// The list.
pub(super) fn routes() -> Routes {
    Routes::new().get("/studies/{study}/team", Action("team.read"), list)
}

#[derive(Template)]
#[template(path = "team/list.html")]
struct ListPage {
    shell: Shell,
    tabs: Vec<(&'static str, String, bool)>,
    here: String,
    leads: bool,
    is_member: bool,
    rows: Vec<Row>,
    declared: Vec<Said>,
}

struct Row {
    id: Uuid,
    handle: String,
    name: String,
    does: String,
    room: i64,
    statement: Option<Positionality>,
    stated: String,
}

/// A declared dual role, as the report will list it.
struct Said {
    handle: String,
    role: String,
    explanation: String,
    support: String,
    since: String,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    saved: Option<String>,
}

async fn list(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let members = store::all(connection, study.id).await?;
    let names = store::names(&app, study.id).await?;
    let mut statements = statements::positionalities(connection, study.id).await?;
    let declared = statements::dual_roles(connection, study.id).await?;
    let me = store::of_viewer(connection, &viewer).await?;
    let heading = match members.len() {
        0 => "Nobody is entered in the team yet".to_owned(),
        1 => "One person works in this study".to_owned(),
        count => format!("{count} people work in this study"),
    };
    let mut shell = Shell::new(&app, &viewer, heading);
    if done.saved.is_some() {
        shell = shell.notice("ok", "Saved", "What was there before stays in the history.");
    }
    let declared = declared.into_iter().map(|one| Said::of(&members, one));
    let declared = declared.collect();
    let row = |member: Member| {
        let statement = statements
            .remove(&member.id)
            .and_then(|all| all.into_iter().next());
        Row {
            name: names.get(&member.id).cloned().unwrap_or_else(|| "–".into()),
            does: does(&member),
            room: member.room,
            stated: match &statement {
                Some(one) => format!("version {}, {}", one.number, day_in_words(one.made_at)),
                None => String::new(),
            },
            statement,
            id: member.id,
            handle: member.handle,
        }
    };
    page(ListPage {
        shell,
        tabs: tabs(&viewer, Tab::Team)?,
        here: format!("/studies/{}/team", study.slug),
        leads: leads(&viewer),
        is_member: me.is_some(),
        rows: members.into_iter().map(row).collect(),
        declared,
    })
}

fn does(member: &Member) -> String {
    let parts: Vec<&str> = [
        (member.interviews, "interviews"),
        (member.checks, "checks"),
        (member.analyses, "analyses"),
    ]
    .into_iter()
    .filter_map(|(does, word)| does.then_some(word))
    .collect();
    match parts.is_empty() {
        true => "–".to_owned(),
        false => parts.join(", "),
    }
}

impl Said {
    fn of(members: &[Member], one: Declared) -> Self {
        Self {
            handle: store::author(members, Some(one.member)),
            role: one.role.to_string(),
            explanation: one.explanation,
            support: one.support,
            since: day_in_words(one.declared_at),
        }
    }
}
