//! Transcripts of the demo that were brought in by themselves: one waits for decisions, one can be read.

use anyhow::{Context as _, Result};
use platform::App;
use platform::access::Scope;
use platform::keys::create_person;
use study::documents::{self, Document, Kind, Role};
use study::participants;
use study::transcripts::replacements::{self, Chosen};
use study::transcripts::store::{self as transcripts, NewTranscript, Spoken};
use uuid::Uuid;

use super::fill::event;

/// Whose transcripts they are.
const WAITING: (&str, &str) = ("M2", "M2-second-interview");
const READ: (&str, &str) = ("M4", "M4-second-interview");

type Talk = &'static [(Role, &'static str, &'static str)];

const TALK: Talk = &[
    (
        Role::Interviewer,
        "Wilhelmina Oakapple",
        "It is half a year since we spoke. What has changed?",
    ),
    (
        Role::Participant,
        "Perpetua Thornbury",
        "I have moved. I was at Fernhollow Infirmary until March 2026, and now I am at Greywater Hospital, on Heron Ward.",
    ),
    (Role::Interviewer, "Wilhelmina Oakapple", "And the group?"),
    (
        Role::Participant,
        "Perpetua Thornbury",
        "I miss it. Dr Lucius Peverell said in the last session that nobody would ask me again how a case sat with me, and he was right. \
         At Greywater Hospital you hand over and you go.",
    ),
    (
        Role::Participant,
        "Perpetua Thornbury",
        "My sister, Isolde, is 34 and a nurse. She said: Perpetua, you come home quieter now. I do not know whether that is the ward or the group.",
    ),
    (
        Role::Interviewer,
        "Wilhelmina Oakapple",
        "What would you want to keep of it?",
    ),
    (
        Role::Participant,
        "Perpetua Thornbury",
        "The hour. That nobody from Greywater can ring me in it. You can reach me on 07700 900 482 if the recording stopped.",
    ),
    (
        Role::Other,
        "Lucius Peverell",
        "Oh, I am sorry, I am early.",
    ),
];

const SHORT: Talk = &[
    (
        Role::Interviewer,
        "Wilhelmina Oakapple",
        "What stays with you?",
    ),
    (
        Role::Participant,
        "Ambrose Fennimore",
        "That somebody at Fernhollow Infirmary waited with me. I had never been waited with.",
    ),
];

/// Brings both in, as a page of importing would, and decides what can be decided in the second.
pub(super) async fn fill(app: &App, study: &Scope) -> Result<()> {
    let tx = app.db.write().await?;
    let mut brought = Vec::new();
    for ((participant, handle), talk) in [(WAITING, TALK), (READ, SHORT)] {
        let known = participants::all(tx.connection(), study.id).await?;
        let known = known
            .into_iter()
            .find(|one| one.participant.participant == participant);
        let speaks = known.context("the invented study lacks a participant")?.id;
        let id = study::rows::random_id(app);
        let new = documents::New {
            id,
            document: document(participant, handle),
            participant: Some(speaks),
        };
        documents::add(&tx, study.id, &[new]).await?;
        let key = create_person(&tx, app).await?;
        transcripts::keep_file(&tx, app, study.id, (id, &key, &source(talk))).await?;
        let new = NewTranscript {
            document: id,
            key: &key,
            ending: "txt",
            checker: None,
            turns: &spoken(talk),
        };
        transcripts::insert(&tx, app, study.id, new).await?;
        brought.push(id);
    }
    tx.commit(app, event(study, "demo", "transcripts")).await?;
    let [first, second] = brought[..] else {
        return Ok(());
    };
    decide(app, study, first, 2).await?;
    decide(app, study, second, usize::MAX).await?;
    let made = event(study, "replacements.decide", &second.to_string());
    analysis::anchoring::make(app, study.id, second, made).await?;
    Ok(())
}

/// Accepts the first suggestions of a transcript.
async fn decide(app: &App, study: &Scope, document: Uuid, most: usize) -> Result<()> {
    let tx = app.db.write().await?;
    let stored = transcripts::find(tx.connection(), study.id, document).await?;
    let stored = stored.context("a transcript that was just brought in is not there")?;
    let look = replacements::look(tx.connection(), app, &stored).await?;
    let chosen = look.waiting.into_iter().take(most).map(|one| Chosen {
        span: one.span,
        category: one.category,
        kind: one.kind,
        surrogate: one.surrogate,
        replaces: true,
    });
    let chosen: Vec<Chosen> = chosen.collect();
    replacements::decide(&tx, app, &stored, (None, &chosen)).await?;
    tx.commit(
        app,
        event(study, "replacements.decide", &document.to_string()),
    )
    .await?;
    Ok(())
}

fn document(participant: &str, handle: &str) -> Document {
    Document {
        handle: handle.to_owned(),
        kind: Kind::Transcript,
        title: format!("Interview with {participant}"),
        participant: Some(participant.to_owned()),
        author: None,
        dated: None,
        source_hash: vec![0; 32],
        turns: Vec::new(),
    }
}

fn source(talk: Talk) -> Vec<u8> {
    let lines: Vec<String> = talk
        .iter()
        .map(|(_, who, text)| format!("{who}: {text}\n"))
        .collect();
    lines.join("\n").into_bytes()
}

fn spoken(talk: Talk) -> Vec<Spoken> {
    let turn = |(role, who, text): &(Role, &str, &str)| Spoken {
        role: *role,
        label: Some((*who).to_owned()),
        start_ms: None,
        end_ms: None,
        anchors: Vec::new(),
        text: (*text).to_owned(),
    };
    talk.iter().map(turn).collect()
}
