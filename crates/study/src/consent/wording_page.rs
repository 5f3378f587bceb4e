//! A new version of the wording.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, only, page_with};
use platform::{App, Result};

use super::store;
use super::version::{Rule, Use, Version};

/// Longest wording, in characters.
const LONGEST: usize = 20_000;

/// The page.
pub(super) fn routes() -> Routes {
    let write = Action("consent.ask");
    Routes::new()
        .get("/studies/{study}/consent/new", write, new)
        .post("/studies/{study}/consent/new", write, make)
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
        error_of(&self.errors, field)
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
        let known = ["information", "use", "affects", "rule", "freeze_on"];
        only(fields.iter().map(|(name, _)| name.as_str()), &known)?;
        let mut draft = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "information" => draft.information = value.replace("\r\n", "\n"),
                "use" => draft.uses.extend(value.parse::<Use>()),
                "affects" => draft.affects.extend(value.parse::<Use>()),
                "rule" => draft.rule = value,
                "freeze_on" => draft.freeze_on = value,
                _ => {}
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
    let status = form_status(&errors);
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
