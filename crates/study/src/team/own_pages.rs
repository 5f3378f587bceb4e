//! What a member says of themselves: a statement of position, and dual roles. Nobody writes them for another.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, only, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;

use super::{Declared, DualRole, Member, Positionality, statements, store};
use crate::dates::day_in_words;

/// Longest text of one field, in characters.
const LONGEST: usize = 4_000;

/// One's own pages.
pub(super) fn routes() -> Routes {
    let own = Action("team.own");
    Routes::new()
        .get("/studies/{study}/team/my-statement", own, statement)
        .post("/studies/{study}/team/my-statement", own, state)
        .get("/studies/{study}/team/my-roles", own, roles)
        .post("/studies/{study}/team/my-roles", own, declare)
}

#[derive(Template)]
#[template(path = "team/statement.html")]
struct StatementPage {
    shell: Shell,
    here: String,
    back: String,
    form: StatementForm,
    earlier: Vec<(String, Positionality)>,
    errors: Vec<(&'static str, String)>,
}

impl StatementPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct StatementForm {
    background: String,
    training: String,
    to_programme: String,
    to_participants: String,
}

#[derive(Template)]
#[template(path = "team/roles.html")]
struct RolesPage {
    shell: Shell,
    here: String,
    back: String,
    rows: Vec<RoleRow>,
    errors: Vec<(String, String)>,
}

/// One role on one's own page.
#[derive(Clone, Debug)]
struct RoleRow {
    role: DualRole,
    holds: bool,
    explanation: String,
    support: String,
    error: String,
}

impl RoleRow {
    /// The name of one of its fields.
    fn key(&self, field: &str) -> String {
        format!("{field}-{}", self.role.word())
    }

    fn asks_support(&self) -> bool {
        self.role == DualRole::ParticipantResearcher
    }
}

/// Which member asks.
///
/// # Errors
/// `Refused` for somebody who is not entered in the team.
async fn me(app: &App, viewer: &Viewer) -> Result<Member> {
    let found = store::of_viewer(app.db.read(), viewer).await?;
    found.ok_or_else(|| {
        Error::refused(
            "R10",
            "You are not entered in the team of this study yet.",
            "The research lead does that on the page Team.",
        )
    })
}

async fn statement(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let me = me(&app, &viewer).await?;
    let all = statements::positionalities(app.db.read(), viewer.scope()?.id).await?;
    let newest = all.get(&me.id).and_then(|own| own.first()).cloned();
    let newest = newest.unwrap_or_default();
    let form = StatementForm {
        background: newest.background,
        training: newest.training,
        to_programme: newest.to_programme,
        to_participants: newest.to_participants,
    };
    statement_page(&app, &viewer, &me, form, Vec::new()).await
}

async fn statement_page(
    app: &App,
    viewer: &Viewer,
    me: &Member,
    form: StatementForm,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let mut all = statements::positionalities(app.db.read(), study.id).await?;
    let earlier = all.remove(&me.id).unwrap_or_default();
    let status = form_status(&errors);
    let back = format!("/studies/{}/team", study.slug);
    let page = StatementPage {
        shell: Shell::new(app, viewer, "Where you stand")
            .crumb("Team", Some(back.clone()))
            .crumb("My statement", None),
        here: format!("{back}/my-statement"),
        back,
        form,
        earlier: earlier
            .into_iter()
            .map(|one| (day_in_words(one.made_at), one))
            .collect(),
        errors,
    };
    page_with(status, page)
}

async fn state(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<StatementForm>,
) -> Result<Response> {
    let me = me(&app, &viewer).await?;
    let fields = [
        ("background", &form.background),
        ("training", &form.training),
        ("to_programme", &form.to_programme),
        ("to_participants", &form.to_participants),
    ];
    let mut errors: Vec<(&'static str, String)> = fields
        .iter()
        .filter(|(_, text)| text.chars().count() > LONGEST)
        .map(|(name, _)| (*name, format!("Write at most {LONGEST} characters.")))
        .collect();
    if fields.iter().all(|(_, text)| text.trim().is_empty()) {
        errors.push(("background", "Write at least one of the four.".to_owned()));
    }
    if !errors.is_empty() {
        return statement_page(&app, &viewer, &me, form, errors).await;
    }
    let trimmed = |text: &str| text.trim().replace("\r\n", "\n");
    let text = Positionality {
        background: trimmed(&form.background),
        training: trimmed(&form.training),
        to_programme: trimmed(&form.to_programme),
        to_participants: trimmed(&form.to_participants),
        ..Positionality::default()
    };
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    let number = statements::state(&tx, &app, study, me.id, &text).await?;
    let event = viewer.event("team.own", me.id.to_string());
    tx.commit(&app, event.with_detail(format!("statement {number}")))
        .await?;
    saved(&viewer)
}

async fn roles(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let me = me(&app, &viewer).await?;
    let rows = held(&app, &viewer, &me).await?;
    roles_page(&app, &viewer, rows)
}

/// Every role with what the member has declared of it.
async fn held(app: &App, viewer: &Viewer, me: &Member) -> Result<Vec<RoleRow>> {
    let declared = statements::dual_roles(app.db.read(), viewer.scope()?.id).await?;
    let row = |role| {
        let mut own = declared.iter().filter(|one| one.member == me.id);
        let one = own.find(|one| one.role == role);
        RoleRow {
            role,
            holds: one.is_some(),
            explanation: one.map(|one| one.explanation.clone()).unwrap_or_default(),
            support: one.map(|one| one.support.clone()).unwrap_or_default(),
            error: String::new(),
        }
    };
    Ok(DualRole::ALL.into_iter().map(row).collect())
}

fn roles_page(app: &App, viewer: &Viewer, rows: Vec<RoleRow>) -> Result<Response> {
    let errors: Vec<(String, String)> = rows
        .iter()
        .filter(|row| !row.error.is_empty())
        .map(|row| (row.key("explanation"), row.error.clone()))
        .collect();
    let status = form_status(&errors);
    let back = format!("/studies/{}/team", viewer.scope()?.slug);
    let page = RolesPage {
        shell: Shell::new(app, viewer, "What else you are in this study")
            .crumb("Team", Some(back.clone()))
            .crumb("My dual roles", None),
        here: format!("{back}/my-roles"),
        back,
        rows,
        errors,
    };
    page_with(status, page)
}

async fn declare(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let known = ["role", "explanation-", "support-"];
    only(fields.iter().map(|(name, _)| name.as_str()), &known)?;
    let me = me(&app, &viewer).await?;
    let before = held(&app, &viewer, &me).await?;
    let now = chosen(&fields);
    if now.iter().any(|row| !row.error.is_empty()) {
        return roles_page(&app, &viewer, now);
    }
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    let mut changed = 0;
    for (old, new) in before.iter().zip(&now) {
        let is_same = match new.holds {
            true => old.holds && old.explanation == new.explanation && old.support == new.support,
            false => !old.holds,
        };
        if is_same {
            continue;
        }
        let declared = Declared {
            member: me.id,
            role: new.role,
            explanation: new.explanation.clone(),
            support: new.support.clone(),
            declared_at: app.now(),
        };
        statements::declare(&tx, &app, study, &declared, new.holds).await?;
        changed += 1;
    }
    let event = viewer.event("team.own", me.id.to_string());
    tx.commit(
        &app,
        event.with_detail(format!("dual roles changed: {changed}")),
    )
    .await?;
    saved(&viewer)
}

/// Every role with what the form says of it.
fn chosen(fields: &[(String, String)]) -> Vec<RoleRow> {
    let value = |key: String| {
        let found = fields.iter().find(|(name, _)| *name == key);
        let value = found.map(|(_, value)| value.as_str()).unwrap_or_default();
        value.trim().replace("\r\n", "\n")
    };
    let row = |role: DualRole| {
        let word = role.word();
        let explanation = value(format!("explanation-{word}"));
        let support = value(format!("support-{word}"));
        let longest = explanation.chars().count().max(support.chars().count());
        RoleRow {
            role,
            holds: fields
                .iter()
                .any(|(name, value)| name == "role" && value == word),
            explanation,
            support,
            error: match longest > LONGEST {
                true => format!("Write at most {LONGEST} characters."),
                false => String::new(),
            },
        }
    };
    DualRole::ALL.into_iter().map(row).collect()
}

fn saved(viewer: &Viewer) -> Result<Response> {
    let to = format!("/studies/{}/team?saved=1", viewer.scope()?.slug);
    Ok(Redirect::to(&to).into_response())
}
