//! What the research lead sees of consent: who was asked, who signed what, and the versions of the wording. Handles only:
//! names stand nowhere on these pages.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page, page_with};
use platform::{App, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::own_pages::{agreed, day};
use super::store::{self, Consent, Withdrawn};
use super::version::{Rule, Scope, Use, Version};
use super::{contact, invitation};
use crate::participants::{self, Stored};

/// Longest wording, in characters.
const LONGEST: usize = 20_000;
/// Longest name and address.
const LONGEST_LINE: usize = 200;

/// The pages of the research lead.
pub(super) fn routes() -> Routes {
    let (read, write) = (Action("consent.read"), Action("consent.ask"));
    Routes::new()
        .get("/studies/{study}/consent", read, list)
        .get("/studies/{study}/consent/new", write, new)
        .post("/studies/{study}/consent/new", write, make)
        .get("/studies/{study}/consent/invite", write, invite_form)
        .post("/studies/{study}/consent/invite", write, invite)
}

#[derive(Template)]
#[template(path = "consent/list.html")]
struct ListPage {
    shell: Shell,
    here: String,
    heading: String,
    lead: String,
    rows: Vec<Row>,
    versions: Vec<Version>,
}

struct Row {
    id: Uuid,
    handle: String,
    cohort: String,
    kind: &'static str,
    icon: &'static str,
    state: &'static str,
    detail: String,
    agreed: String,
    may_withdraw: bool,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    made: Option<i64>,
    #[serde(default)]
    invited: Option<String>,
}

async fn list(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let participants = participants::all(connection, study.id).await?;
    let versions = store::versions(connection, study.id).await?;
    let consents = store::consents(connection, study.id).await?;
    let withdrawals = store::withdrawals(connection, study.id).await?;
    let invited: BTreeMap<_, _> = contact::invited(connection, study.id)
        .await?
        .into_iter()
        .collect();
    let rows: Vec<Row> = participants
        .iter()
        .map(|stored| {
            let out = withdrawals.iter().find(|one| one.participant == stored.id);
            let standing = Standing {
                consent: consents.get(&stored.id),
                out,
                invited: invited.get(&stored.id).map(|at| day(*at)),
            };
            row(stored, &versions, &standing)
        })
        .collect();
    let signed = rows.iter().filter(|row| row.kind == "ok").count();
    let (heading, lead) = match (versions.first(), rows.len()) {
        (None, _) => (
            "Write down what participants are asked".to_owned(),
            "Until there is a wording, nobody can be asked and no interview may begin.".to_owned(),
        ),
        (Some(newest), 0) => (
            "Nobody has been invited yet".to_owned(),
            format!("Version {} of the wording is ready.", newest.number),
        ),
        (Some(newest), all) => (
            format!("{signed} of {all} participants have a consent that holds"),
            format!(
                "Version {} of {} is the newest wording.",
                newest.number,
                day(newest.made_at)
            ),
        ),
    };
    let mut shell = Shell::new(&app, &viewer, heading.clone());
    if let Some(number) = done.made {
        shell = shell.notice(
            "ok",
            format!("Version {number} holds from now on"),
            "Whoever agreed to something that means something else now is asked again on their own page.",
        );
    } else if let Some(handle) = done.invited {
        shell = shell.notice(
            "ok",
            format!("{handle} gets a letter with a link"),
            "Name and address are sealed; nobody who works on the text sees them.",
        );
    }
    page(ListPage {
        shell,
        here: format!("/studies/{}/consent", study.slug),
        heading,
        lead,
        rows,
        versions,
    })
}

struct Standing<'a> {
    consent: Option<&'a Consent>,
    out: Option<&'a Withdrawn>,
    invited: Option<String>,
}

fn row(stored: &Stored, versions: &[Version], standing: &Standing<'_>) -> Row {
    let number = |id: Uuid| {
        versions
            .iter()
            .find(|one| one.id == id)
            .map_or(0, |one| one.number)
    };
    let newest = versions.first();
    let is_whole = standing.out.is_some_and(|out| out.scope == Scope::Whole);
    let (kind, icon, state, detail) = match (standing.consent, standing.out) {
        (_, Some(out)) if is_whole => ("no", "undo", "Withdrew", day(out.at)),
        (Some(held), _) if held.granted.is_empty() => {
            ("no", "cross", "Said no", day(held.signed_at))
        }
        (Some(held), _)
            if newest
                .is_some_and(|new| new.id != held.version && new.asks_again(&held.granted)) =>
        {
            let detail = format!("signed version {}", number(held.version));
            ("wait", "clock", "Asked again", detail)
        }
        (Some(held), out) => {
            let back = match out {
                Some(_) => "; quotations taken back",
                None => "",
            };
            let on = day(held.signed_at);
            let detail = format!("version {}, {on}{back}", number(held.version));
            ("ok", "check", "Signed", detail)
        }
        (None, _) => match &standing.invited {
            Some(on) => ("wait", "clock", "Asked", on.clone()),
            None => ("unknown", "ask", "Not asked here", String::new()),
        },
    };
    Row {
        id: stored.id,
        handle: stored.participant.participant.clone(),
        cohort: stored.participant.cohort.clone(),
        kind,
        icon,
        state,
        detail,
        agreed: match standing.consent {
            Some(held) if !is_whole => agreed(&held.granted),
            _ => "–".to_owned(),
        },
        may_withdraw: !is_whole,
    }
}

#[derive(Template)]
#[template(path = "consent/new.html")]
struct NewPage {
    shell: Shell,
    here: String,
    heading: String,
    information: String,
    uses: Vec<(Use, bool, bool)>,
    has_earlier: bool,
    rule: String,
    freeze_on: String,
    errors: Vec<(&'static str, String)>,
}

impl NewPage {
    fn error(&self, field: &str) -> &str {
        let found = self.errors.iter().find(|(name, _)| *name == field);
        found.map_or("", |(_, text)| text)
    }
}

/// What was written of a new version.
#[derive(Clone, Default)]
struct Draft {
    information: String,
    uses: Vec<Use>,
    affects: Vec<Use>,
    rule: String,
    freeze_on: String,
}

impl Draft {
    fn read(fields: Vec<(String, String)>) -> Result<Self> {
        let mut draft = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "information" => draft.information = value.replace("\r\n", "\n"),
                "use" => draft.uses.extend(value.parse::<Use>()),
                "affects" => draft.affects.extend(value.parse::<Use>()),
                "rule" => draft.rule = value,
                "freeze_on" => draft.freeze_on = value,
                _ => {
                    return Err(platform::Error::Forbidden(
                        "the form has a field that no page has",
                    ));
                }
            }
        }
        Ok(draft)
    }

    /// The version, or what needs another look.
    fn version(&self, app: &App, number: i64) -> Result<Version, Vec<(&'static str, String)>> {
        let mut errors = Vec::new();
        let information = self.information.trim();
        if information.is_empty() {
            errors.push((
                "information",
                "Write what the study is about and what happens.".to_owned(),
            ));
        }
        if information.chars().count() > LONGEST {
            errors.push((
                "information",
                format!("Write at most {LONGEST} characters."),
            ));
        }
        if !self.uses.contains(&Use::Analyse) {
            errors.push((
                "use",
                "Ask for analysis: without it an interview cannot be used at all.".to_owned(),
            ));
        }
        let rule = match (self.rule.as_str(), self.freeze_on.trim().parse::<Date>()) {
            ("always", _) => Some(Rule::Always),
            ("keep_collected", _) => Some(Rule::KeepCollected),
            ("until_freeze", Ok(date)) => Some(Rule::UntilFreeze(date)),
            ("until_freeze", Err(_)) => {
                errors.push((
                    "freeze_on",
                    "Write the day as a date, such as 2031-06-01.".to_owned(),
                ));
                None
            }
            _ => {
                errors.push(("rule", "Choose what withdrawing does.".to_owned()));
                None
            }
        };
        match (rule, errors.is_empty()) {
            (Some(rule), true) => Ok(Version {
                id: crate::rows::random_id(app),
                number,
                information: crate::rows::storable(information),
                uses: self.uses.clone(),
                affects: self.affects.clone(),
                rule,
                made_at: app.now(),
            }),
            _ => Err(errors),
        }
    }
}

async fn new(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?.id;
    let draft = match store::versions(app.db.read(), study)
        .await?
        .into_iter()
        .next()
    {
        Some(held) => Draft {
            freeze_on: match held.rule {
                Rule::UntilFreeze(date) => date.to_string(),
                Rule::Always | Rule::KeepCollected => String::new(),
            },
            rule: held.rule.word().to_owned(),
            information: held.information,
            uses: held.uses,
            affects: Vec::new(),
        },
        None => Draft {
            uses: vec![Use::Record, Use::Analyse, Use::Quote],
            ..Draft::default()
        },
    };
    form(&app, &viewer, draft, Vec::new()).await
}

async fn form(
    app: &App,
    viewer: &Viewer,
    draft: Draft,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let number = store::versions(app.db.read(), study.id).await?.len() + 1;
    let heading = match number {
        1 => "What participants are asked".to_owned(),
        _ => format!("Version {number} of what participants are asked"),
    };
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = NewPage {
        shell: Shell::new(app, viewer, heading.clone())
            .crumb("Consent", Some(format!("/studies/{}/consent", study.slug)))
            .crumb(format!("Version {number}"), None),
        here: format!("/studies/{}/consent/new", study.slug),
        heading,
        uses: Use::ALL
            .iter()
            .map(|one| (*one, draft.uses.contains(one), draft.affects.contains(one)))
            .collect(),
        has_earlier: number > 1,
        information: draft.information,
        rule: draft.rule,
        freeze_on: draft.freeze_on,
        errors,
    };
    page_with(status, page)
}

async fn make(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let draft = Draft::read(fields)?;
    let tx = app.db.write().await?;
    let newest = store::versions(tx.connection(), study.id).await?;
    let number = newest.first().map_or(1, |one| one.number + 1);
    let version = match draft.version(&app, number) {
        Ok(version) => version,
        Err(errors) => {
            drop(tx);
            return form(&app, &viewer, draft, errors).await;
        }
    };
    store::add_version(&tx, &app, study.id, &version, Some(viewer.account)).await?;
    let event = viewer.event("consent.ask", version.id.to_string());
    tx.commit(&app, event.with_detail(format!("version {number}")))
        .await?;
    let back = format!("/studies/{}/consent?made={number}", study.slug);
    Ok(Redirect::to(&back).into_response())
}

#[derive(Template)]
#[template(path = "consent/invite.html")]
struct InvitePage {
    shell: Shell,
    here: String,
    heading: String,
    has_wording: bool,
    form: Invitation,
    cohorts: Vec<String>,
    errors: Vec<(&'static str, String)>,
}

impl InvitePage {
    /// The cohorts so far.
    fn known(&self) -> String {
        match self.cohorts.as_slice() {
            [] => "Such as members.".to_owned(),
            some => format!("So far: {}.", some.join(", ")),
        }
    }

    fn error(&self, field: &str) -> &str {
        let found = self.errors.iter().find(|(name, _)| *name == field);
        found.map_or("", |(_, text)| text)
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Invitation {
    #[serde(default)]
    participant: String,
    #[serde(default)]
    cohort: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
}

async fn invite_form(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    invitation_page(&app, &viewer, Invitation::default(), Vec::new()).await
}

async fn invitation_page(
    app: &App,
    viewer: &Viewer,
    form: Invitation,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let mut cohorts: Vec<String> = Vec::new();
    for stored in participants::all(app.db.read(), study.id).await? {
        if !cohorts.contains(&stored.participant.cohort) {
            cohorts.push(stored.participant.cohort);
        }
    }
    let heading = "Invite somebody to an interview".to_owned();
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = InvitePage {
        shell: Shell::new(app, viewer, heading.clone())
            .crumb("Consent", Some(format!("/studies/{}/consent", study.slug)))
            .crumb("Invite", None),
        here: format!("/studies/{}/consent/invite", study.slug),
        heading,
        has_wording: !store::versions(app.db.read(), study.id).await?.is_empty(),
        form,
        cohorts,
        errors,
    };
    page_with(status, page)
}

/// What of an invitation needs another look.
fn problems(form: &Invitation) -> Vec<(&'static str, String)> {
    let mut errors = Vec::new();
    let handle = form.participant.trim();
    let is_handle = (1..=32).contains(&handle.len())
        && handle
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if !is_handle {
        errors.push((
            "participant",
            "Write an id of letters, digits, - and _, such as M14; never a name.".to_owned(),
        ));
    }
    let is_line = |text: &str| {
        let text = text.trim();
        !text.is_empty()
            && text.chars().count() <= LONGEST_LINE
            && !text.chars().any(char::is_control)
    };
    if !is_line(&form.cohort) {
        errors.push(("cohort", "Say in which cohort, such as members.".to_owned()));
    }
    if !is_line(&form.name) {
        errors.push(("name", "Write how the letter addresses them.".to_owned()));
    }
    let email = form.email.trim();
    let is_email = is_line(email)
        && email
            .split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
        && !email.contains([' ', ',', ';', '<']);
    if !is_email {
        errors.push((
            "email",
            "Write an address, such as pat@example.org.".to_owned(),
        ));
    }
    errors
}

async fn invite(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<Invitation>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let errors = problems(&form);
    if !errors.is_empty() {
        return invitation_page(&app, &viewer, form, errors).await;
    }
    if store::versions(app.db.read(), study.id).await?.is_empty() {
        return Err(platform::Error::refused(
            "R5",
            "There is no wording yet that somebody could agree to.",
            "Write down first what participants are asked.",
        ));
    }
    let handle = form.participant.trim().to_owned();
    let tx = app.db.write().await?;
    let participant =
        participants::invite(&tx, &app, study.id, (&handle, form.cohort.trim())).await?;
    let who = (form.name.trim(), form.email.trim());
    contact::keep(&tx, &app, (study.id, participant), who).await?;
    invitation::send(&tx, &app, study.id, participant).await?;
    let event = viewer.event("consent.ask", participant.to_string());
    tx.commit(&app, event.with_detail("invited")).await?;
    let back = format!("/studies/{}/consent?invited={handle}", study.slug);
    Ok(Redirect::to(&back).into_response())
}
