//! The page that shows what would go, and lets it go: for a participant their own, for the research lead a letter's.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::consent::{self, Scope};
use study::dates::day_in_words;
use study::participants;
use uuid::Uuid;

use super::act::{self, Preview};
use crate::output_release;

/// The pages of withdrawing.
pub fn routes() -> Routes {
    let own = Action("consent.own");
    let lead = Action("consent.withdraw");
    Routes::new()
        .get("/studies/{study}/my-choices/withdraw", own, own_form)
        .post("/studies/{study}/my-choices/withdraw", own, own_act)
        .get(
            "/studies/{study}/consent/{participant}/withdraw",
            lead,
            lead_form,
        )
        .post(
            "/studies/{study}/consent/{participant}/withdraw",
            lead,
            lead_act,
        )
}

#[derive(Template)]
#[template(path = "withdrawal/form.html")]
struct FormPage {
    shell: Shell,
    here: String,
    back: String,
    heading: String,
    lead: String,
    rule: String,
    /// What has left the study before; empty where nothing has.
    released: String,
    is_own: bool,
    choices: Vec<Choice>,
    error: &'static str,
}

#[derive(Template)]
#[template(path = "withdrawal/done.html")]
struct DonePage {
    shell: Shell,
    heading: &'static str,
}

/// One way to withdraw, with what it does.
struct Choice {
    word: &'static str,
    label: String,
    goes: Vec<String>,
    stays: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WithdrawForm {
    #[serde(default)]
    scope: String,
}

/// Whose withdrawal it is, and who enters it.
struct Person {
    study: Uuid,
    participant: Uuid,
    handle: String,
    is_own: bool,
    here: String,
    back: String,
}

impl Person {
    async fn own(app: &App, viewer: &Viewer) -> Result<Self> {
        let participant = consent::me(viewer)?;
        let base = format!("/studies/{}/my-choices", viewer.scope()?.slug);
        Self::of(app, viewer, participant, true, base).await
    }

    async fn by_lead(app: &App, viewer: &Viewer, participant: Uuid) -> Result<Self> {
        let base = format!("/studies/{}/consent", viewer.scope()?.slug);
        Self::of(app, viewer, participant, false, base).await
    }

    async fn of(
        app: &App,
        viewer: &Viewer,
        participant: Uuid,
        is_own: bool,
        back: String,
    ) -> Result<Self> {
        let study = viewer.scope()?.id;
        let stored = participants::find(app.db.read(), study, participant)
            .await?
            .ok_or(Error::NotFound)?;
        Ok(Self {
            study,
            participant,
            handle: stored.participant.participant,
            is_own,
            here: match is_own {
                true => format!("{back}/withdraw"),
                false => format!("{back}/{participant}/withdraw"),
            },
            back,
        })
    }

    async fn page(&self, app: &App, viewer: &Viewer, error: &'static str) -> Result<Response> {
        let is_out = consent::withdrawals(app.db.read(), self.study)
            .await?
            .iter()
            .any(|one| one.participant == self.participant && one.scope == Scope::Whole);
        if is_out {
            return Ok(Redirect::to(&self.back).into_response());
        }
        let whole = act::preview(app, self.study, self.participant, Scope::Whole).await?;
        let quotes = act::preview(app, self.study, self.participant, Scope::Quotes).await?;
        let recording = act::preview(app, self.study, self.participant, Scope::Recording).await?;
        let heading = match self.is_own {
            true => "Withdraw from the study".to_owned(),
            false => format!("Enter that {} withdraws", self.handle),
        };
        let status = match error {
            "" => StatusCode::OK,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let page = FormPage {
            shell: Shell::new(app, viewer, heading.clone()),
            here: self.here.clone(),
            back: self.back.clone(),
            heading,
            lead: match self.is_own {
                true => "You need not give a reason. This is what goes and what stays; nothing happens before you press the button.".into(),
                false => "For a letter or a call. The record says that you entered it.".into(),
            },
            rule: whole.rule.to_string(),
            released: released(app, self.study).await?,
            is_own: self.is_own,
            choices: vec![
                choice("whole", "From everything", &whole),
                choice("quotes", "From being quoted only", &quotes),
                choice("recording", "From being recorded only", &recording),
            ],
            error,
        };
        page_with(status, page)
    }

    async fn act(&self, app: &App, viewer: &Viewer, form: &WithdrawForm) -> Result<Response> {
        let Ok(scope) = form.scope.parse::<Scope>() else {
            return self.page(app, viewer, "Choose one of the three.").await;
        };
        let action = match self.is_own {
            true => "consent.own",
            false => "consent.withdraw",
        };
        let event = viewer.event(action, self.participant.to_string());
        act::apply(
            app,
            self.study,
            self.participant,
            (scope, !self.is_own),
            event,
        )
        .await?;
        if self.is_own && scope == Scope::Whole {
            // A link that was mailed opens nothing from now on: this page is the last one.
            let heading = "You have withdrawn";
            return page(DonePage {
                shell: Shell::new(app, viewer, heading),
                heading,
            });
        }
        Ok(Redirect::to(&self.back).into_response())
    }
}

/// Which releases have left the study, in a sentence (R7).
async fn released(app: &App, study: Uuid) -> Result<String> {
    let all = output_release::all(app.db.read(), study).await?;
    let approved = all.into_iter().rev().filter_map(|kept| kept.frozen);
    let named = approved.map(|one| format!("release {} of {}", one.number, day_in_words(one.at)));
    let named: Vec<String> = named.collect();
    Ok(match named.is_empty() {
        true => String::new(),
        false => format!(
            "What has left the study before stays as it is and cannot be called back: {}.",
            named.join(", ")
        ),
    })
}

fn choice(word: &'static str, label: &str, preview: &Preview) -> Choice {
    let mut goes = Vec::new();
    if preview.removes {
        let mut add = |number: u64, one: &str, many: &str| match number {
            0 => {}
            1 => goes.push(format!("1 {one}")),
            some => goes.push(format!("{some} {many}")),
        };
        add(preview.recordings as u64, "recording", "recordings");
        add(preview.transcripts as u64, "transcript", "transcripts");
        let many = match preview.transcripts {
            1 => "turns of talk in it",
            _ => "turns of talk in them",
        };
        add(preview.turns, "turn of talk in it", many);
        add(preview.notes as u64, "field note", "field notes");
        add(preview.codings as u64, "coded passage", "coded passages");
        add(
            preview.talks as u64,
            "note of what analysts said about codings in it",
            "notes of what analysts said about codings in it",
        );
        add(preview.quotes as u64, "quotation", "quotations");
        add(
            preview.memos as u64,
            "memo of the team on what was said",
            "memos of the team on what was said",
        );
        add(
            preview.repeated as u64,
            "place where a text of the team repeats these words",
            "places where texts of the team repeat these words",
        );
        add(
            u64::from(preview.manuscript),
            "copy of the report as the team last had it checked, since it may repeat these words",
            "",
        );
        let kept = preview.interviews;
        add(
            kept.interviews as u64,
            "note of when, where and how long the interview was",
            "notes of when, where and how long interviews were",
        );
        add(
            kept.acquaintances as u64,
            "answer about an interviewer",
            "answers about interviewers",
        );
        if word == "whole" {
            goes.push("the line in every table, with date and length".to_owned());
        }
    }
    match preview.answers {
        0 => {}
        1 => goes.push("the answer whether words may be printed".to_owned()),
        some => goes.push(format!("{some} answers whether words may be printed")),
    }
    if preview.interviews.times {
        goes.push("what the person said of the times of a usual week".to_owned());
    }
    if preview.interviews.appointments > 0 {
        goes.push("the appointment: the interviewer is told that it is off".to_owned());
    }
    if preview.removes && preview.quotes > 0 {
        // How often they stand there nobody but the author may know (P11).
        goes.push("these words wherever members of the team wrote for themselves alone".to_owned());
    }
    if word == "whole" {
        goes.push(
            "name and address, and what the list of names has of this person, if the study has them"
                .to_owned(),
        );
    }
    Choice {
        word,
        label: label.to_owned(),
        goes,
        stays: match (word, preview.removes) {
            ("whole", true) => {
                "Codes and themes stay, without these words. So does what is already published."
            }
            ("whole", false) => {
                "What was collected stays, as was agreed. Nothing more is collected."
            }
            ("recording", true) => {
                "The text stays in the analysis. Nothing more is recorded from now on."
            }
            ("recording", false) => {
                "What was recorded stays, as was agreed. Nothing more is recorded."
            }
            (_, true) => {
                "The interview stays in the analysis; nothing of it is quoted from now on."
            }
            (_, false) => "What is quoted already stays, as was agreed. Nothing more is quoted.",
        },
    }
}

async fn own_form(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let person = Person::own(&app, &viewer).await?;
    person.page(&app, &viewer, "").await
}

async fn own_act(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<WithdrawForm>,
) -> Result<Response> {
    let person = Person::own(&app, &viewer).await?;
    person.act(&app, &viewer, &form).await
}

async fn lead_form(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, participant)): Path<(String, Uuid)>,
) -> Result<Response> {
    let person = Person::by_lead(&app, &viewer, participant).await?;
    person.page(&app, &viewer, "").await
}

async fn lead_act(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, participant)): Path<(String, Uuid)>,
    Form(form): Form<WithdrawForm>,
) -> Result<Response> {
    let person = Person::by_lead(&app, &viewer, participant).await?;
    person.act(&app, &viewer, &form).await
}
