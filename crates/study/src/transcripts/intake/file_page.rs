//! One file: who speaks in it, what is doubtful, and keeping it.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use formats::transcript::{Transcript, Warning};
use platform::access::Viewer;
use platform::web::{Pressed, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::asked::{Asked, CHOICES, word};
use super::keeping::{Kept, free_handle, keep};
use super::reading::{self, Label, Reading, labels};
use super::{IMPORT, allow};
use crate::columns::is_id;
use crate::interviewers;
use crate::participants::{self, Status};
use crate::team::{self, Member};
use crate::transcripts::store::{self, Incoming};
use crate::{consent, documents};

/// Most doubtful places that the page lists.
const MOST: usize = 200;
/// How many turns of the beginning the page shows.
const FIRST: usize = 12;

/// The page of one file.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/transcripts/new/{incoming}", IMPORT, look)
        .post("/studies/{study}/transcripts/new/{incoming}", IMPORT, say)
        .post(
            "/studies/{study}/transcripts/new/{incoming}/discard",
            IMPORT,
            discard,
        )
}

#[derive(Template)]
#[template(path = "transcripts/intake/file.html")]
struct FilePage {
    shell: Shell,
    here: String,
    lead: String,
    form: Asked,
    labels: Vec<(Label, &'static str)>,
    participants: Vec<String>,
    checkers: Vec<(String, String)>,
    warnings: Vec<Warning>,
    more_warnings: usize,
    first: Vec<(String, String, Vec<String>)>,
    errors: Vec<(String, String)>,
}

impl FilePage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }

    fn choices(&self) -> [(&'static str, &'static str); 5] {
        CHOICES
    }
}

/// What the page of one file is made from.
struct Opened {
    file: Incoming,
    participants: Vec<participants::Stored>,
    members: Vec<Member>,
}

impl Opened {
    async fn of(app: &App, viewer: &Viewer, incoming: &str) -> Result<Self> {
        let connection = app.db.read();
        allow(connection, viewer).await?;
        let study = viewer.scope()?.id;
        let id = Uuid::try_parse(incoming).map_err(|_| Error::NotFound)?;
        let file = store::waiting_one(connection, app, study, id)
            .await?
            .ok_or(Error::NotFound)?;
        let mut participants = participants::all(connection, study).await?;
        participants.retain(|stored| stored.participant.status != Status::Withdrawn);
        let mut members = team::all(connection, study).await?;
        members.retain(|member| member.checks || member.interviews);
        Ok(Opened {
            file,
            participants,
            members,
        })
    }

    fn participant(&self, handle: &str) -> Option<&participants::Stored> {
        let mut all = self.participants.iter();
        all.find(|stored| stored.participant.participant == handle)
    }

    /// Reads the file as the form says, and completes the form with what labels say by themselves.
    async fn read(&self, asked: &mut Asked) -> Result<Transcript> {
        let settings = reading::settings(&asked.said, &asked.once());
        let read = Reading::begin(&self.file.ending, self.file.source.clone(), settings)
            .end()
            .await?;
        let transcript = read.map_err(Error::internal)?;
        let participant = Some(asked.participant.as_str()).filter(|handle| !handle.is_empty());
        for (label, said) in reading::guesses(&labels(&transcript), participant) {
            asked.said.entry(label).or_insert(said);
        }
        Ok(transcript)
    }
}

async fn look(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, incoming)): Path<(String, String)>,
) -> Result<Response> {
    let opened = Opened::of(&app, &viewer, &incoming).await?;
    let taken = documents::handles(app.db.read(), viewer.scope()?.id).await?;
    let guessed = opened
        .participants
        .iter()
        .find(|stored| Some(stored.id) == opened.file.participant);
    let participant = guessed.map_or_else(String::new, |s| s.participant.participant.clone());
    let checker = proposed_checker(&app, &viewer, &opened).await?;
    let mut asked = Asked {
        handle: free_handle(&participant, &taken),
        checker,
        participant,
        ..Asked::default()
    };
    let transcript = opened.read(&mut asked).await?;
    show(&app, &viewer, opened, (asked, &transcript, Vec::new())).await
}

/// Who checks the transcript unless somebody says otherwise: whoever holds the interview, or else whoever brings it in (R24).
async fn proposed_checker(app: &App, viewer: &Viewer, opened: &Opened) -> Result<String> {
    let study = viewer.scope()?.id;
    let holds = match opened.file.participant {
        Some(participant) => interviewers::match_of(app.db.read(), study, participant).await?,
        None => None,
    };
    let asks = team::of_viewer(app.db.read(), viewer).await?;
    let wanted = holds
        .map(|one| one.interviewer)
        .or(asks.map(|member| member.id));
    let member = opened
        .members
        .iter()
        .find(|member| Some(member.id) == wanted);
    Ok(member.map_or_else(String::new, |member| member.handle.clone()))
}

async fn say(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, incoming)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let mut asked = Asked::read(fields)?;
    let opened = Opened::of(&app, &viewer, &incoming).await?;
    let transcript = opened.read(&mut asked).await?;
    if !asked.keeps {
        return show(&app, &viewer, opened, (asked, &transcript, Vec::new())).await;
    }
    let errors = to_mend(&app, &viewer, &opened, (&asked, &transcript)).await?;
    if !errors.is_empty() {
        return show(&app, &viewer, opened, (asked, &transcript, errors)).await;
    }
    let study = viewer.scope()?;
    let Some(whose) = opened.participant(&asked.participant) else {
        return Err(Error::NotFound);
    };
    let checker = opened.members.iter().find(|m| m.handle == asked.checker);
    let tx = app.db.write().await?;
    let id = opened.file.id;
    // Somebody else may have kept or thrown it away meanwhile.
    if store::waiting_one(tx.connection(), &app, study.id, id)
        .await?
        .is_none()
    {
        return Err(Error::NotFound);
    }
    let kept = Kept {
        file: &opened.file,
        transcript: &transcript,
        said: &asked.said,
        handle: &asked.handle,
        participant: (whose.id, &whose.participant.participant),
        checker: checker.map(|member| member.id),
    };
    keep(&tx, &app, study.id, kept).await?;
    let event = viewer.event("transcripts.import", id.to_string());
    let detail = format!("{} turns, {}", transcript.turns.len(), opened.file.ending);
    tx.commit(&app, event.with_detail(detail)).await?;
    let next = format!("/studies/{}/transcripts?kept={}", study.slug, asked.handle);
    Ok(Redirect::to(&next).into_response())
}

async fn discard(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, incoming)): Path<(String, String)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let opened = Opened::of(&app, &viewer, &incoming).await?;
    let study = viewer.scope()?;
    let tx = app.db.write().await?;
    store::discard(&tx, &app, study.id, opened.file.id, "order").await?;
    let event = viewer.event("transcripts.import", opened.file.id.to_string());
    tx.commit(&app, event.with_detail("thrown away")).await?;
    Ok(Redirect::to(&format!("/studies/{}/transcripts/new", study.slug)).into_response())
}

/// What keeps the file from being kept, by field.
async fn to_mend(
    app: &App,
    viewer: &Viewer,
    opened: &Opened,
    (asked, transcript): (&Asked, &Transcript),
) -> Result<Vec<(String, String)>> {
    let study = viewer.scope()?.id;
    let mut errors = Vec::new();
    let mut add = |field: &str, text: &str| errors.push((field.to_owned(), text.to_owned()));
    match opened.participant(&asked.participant) {
        Some(stored) => {
            let refused = consent::refused(app.db.read(), study).await?;
            if refused.analysis.contains(&stored.id) {
                add(
                    "participant",
                    "What this participant signed does not cover analysis, so the transcript cannot be kept here.",
                );
            }
        }
        None => add("participant", "Say whose interview this is."),
    }
    if !is_id(&asked.handle) {
        add(
            "handle",
            "Write 1 to 32 letters, digits, _ or -, such as M1-interview.",
        );
    } else if documents::handles(app.db.read(), study)
        .await?
        .contains(&asked.handle)
    {
        add("handle", "Another document has this id.");
    }
    for (number, label) in labels(transcript).iter().enumerate() {
        if !asked.said.contains_key(&label.label) {
            add(&format!("role-{number}"), "Say who this is.");
        }
    }
    Ok(errors)
}

async fn show(
    app: &App,
    viewer: &Viewer,
    opened: Opened,
    (form, transcript, errors): (Asked, &Transcript, Vec<(String, String)>),
) -> Result<Response> {
    let study = viewer.scope()?;
    let names = team::names(app, study.id).await?;
    let found = labels(transcript);
    let chosen = |label: &Label| form.said.get(&label.label).map_or("", |said| word(*said));
    let first = transcript.turns.iter().take(FIRST).map(|turn| {
        let time = turn.start_ms.map(documents::clock).unwrap_or_default();
        let who = turn.speaker.clone().unwrap_or_default();
        (who, time, turn.text.lines().map(str::to_owned).collect())
    });
    let checker = |member: &Member| {
        let name = names.get(&member.id).cloned().unwrap_or_default();
        (member.handle.clone(), format!("{} {name}", member.handle))
    };
    let status = form_status(&errors);
    let list = format!("/studies/{}/transcripts/new", study.slug);
    let title = match found.iter().filter(|label| !label.label.is_empty()).count() {
        0 => "Nobody is named in this file".to_owned(),
        1 => "Who is the speaker of this file?".to_owned(),
        count => format!("Who are the {count} speakers of this file?"),
    };
    let page = FilePage {
        shell: Shell::new(app, viewer, title)
            .crumb(
                "Transcripts",
                Some(format!("/studies/{}/transcripts", study.slug)),
            )
            .crumb("Bring in", Some(list.clone()))
            .crumb("Speakers", None),
        here: format!("{list}/{}", opened.file.id),
        lead: lead(transcript),
        labels: found
            .iter()
            .map(|label| (label.clone(), chosen(label)))
            .collect(),
        participants: opened
            .participants
            .iter()
            .map(|stored| stored.participant.participant.clone())
            .collect(),
        checkers: opened.members.iter().map(checker).collect(),
        more_warnings: transcript.warnings.len().saturating_sub(MOST),
        warnings: transcript.warnings.iter().take(MOST).cloned().collect(),
        first: first.collect(),
        form,
        errors,
    };
    page_with(status, page)
}

/// `A WebVTT file of 412 turns, from 00:04 to 51:58.`
fn lead(transcript: &Transcript) -> String {
    let count = match transcript.turns.len() {
        1 => "one turn".to_owned(),
        count => format!("{count} turns"),
    };
    let first = transcript.turns.iter().filter_map(|t| t.start_ms).min();
    let last = transcript
        .turns
        .iter()
        .filter_map(|t| t.end_ms.or(t.start_ms))
        .max();
    let format = transcript.format.name().to_uppercase();
    match (first, last) {
        (Some(first), Some(last)) => format!(
            "Read as {format}: {count}, from {} to {}.",
            documents::clock(first),
            documents::clock(last)
        ),
        _ => format!("Read as {format}: {count}, without times."),
    }
}
