//! De-identification through the real router, on both databases (study R25 to R28, P8, P9; trust PRI-8).

mod carried;
mod map;
mod quotes;
mod reading;

use platform::access::Role;
use platform::audit::Event;
use study::documents::{self, Document, Kind, Role as Part};
use study::transcripts::correcting::Act;
use study::transcripts::store::{self as transcripts, Change, NewTranscript, Spoken, Stored};
use uuid::Uuid;

use crate::world::{Answer, World, worlds};

pub const BASE: &str = "/studies/saltmarsh-study";

/// What must stand nowhere where an analyst reads.
pub const ORIGINALS: [&str; 4] = ["Quilla", "Merganser", "Lapwing", "07700"];

const TALK: [(Part, &str, &str); 6] = [
    (
        Part::Interviewer,
        "Dr Ada Merganser",
        "How did you come to it?",
    ),
    (
        Part::Participant,
        "Quilla Canary",
        "I am Quilla. I work at Lapwing Hospital, and Dr Ada Merganser asked me.",
    ),
    (Part::Interviewer, "Dr Ada Merganser", "Go on."),
    (
        Part::Participant,
        "Quilla Canary",
        "At Lapwing Hospital the rota says no, always.",
    ),
    (Part::Other, "Bystander Lapwing", "Sorry, wrong room."),
    (
        Part::Participant,
        "Quilla Canary",
        "Ring me on 07700 900123, it was late that day.",
    ),
];

fn event(world: &World) -> Event {
    Event {
        chain: world.scopes[2].slug.clone(),
        actor: None,
        action: "test",
        subject: String::new(),
        detail: String::new(),
    }
}

/// Brings in the transcript T1 of K1 as a page of importing would, unless it is there.
pub async fn transcript(world: &World) -> Stored {
    let app = &world.installation.app;
    let study = world.scopes[2].id;
    if let Some(known) = documents::find(app.db.read(), study, "T1").await.unwrap() {
        return found(world, known.id).await;
    }
    let speaks: Option<Uuid> = crate::consent::participant(world, "K1").await.parse().ok();
    let tx = app.db.write().await.unwrap();
    let id = study::rows::random_id(app);
    let document = Document {
        handle: "T1".to_owned(),
        kind: Kind::Transcript,
        title: "Interview with K1".to_owned(),
        participant: Some("K1".to_owned()),
        author: None,
        dated: None,
        source_hash: vec![7; 32],
        turns: Vec::new(),
    };
    let new = documents::New {
        id,
        document,
        participant: speaks,
    };
    documents::add(&tx, study, &[new]).await.unwrap();
    let key = platform::keys::create_person(&tx, app).await.unwrap();
    let turns = TALK.map(|(role, label, text)| Spoken {
        role,
        label: Some(label.to_owned()),
        start_ms: Some(0),
        end_ms: None,
        anchors: Vec::new(),
        text: text.to_owned(),
    });
    let new = NewTranscript {
        document: id,
        key: &key,
        ending: "vtt",
        checker: None,
        turns: &turns,
    };
    let source: &[u8] = b"WEBVTT, Quilla";
    transcripts::keep_file(&tx, app, study, (id, &key, source))
        .await
        .unwrap();
    transcripts::insert(&tx, app, study, new).await.unwrap();
    tx.commit(app, event(world)).await.unwrap();
    found(world, id).await
}

async fn found(world: &World, document: Uuid) -> Stored {
    let connection = world.installation.app.db.read();
    let found = transcripts::find(connection, world.scopes[2].id, document).await;
    found.unwrap().unwrap()
}

/// Towns with a study and its transcript.
async fn transcribed() -> Vec<World> {
    let worlds = worlds().await;
    for world in &worlds {
        crate::study::import(world).await.unwrap();
        transcript(world).await;
    }
    worlds
}

async fn act(world: &World, cookie: &str, end: &str, form: &str) -> Answer {
    let csrf = world.csrf(cookie).await;
    let body = format!("csrf={csrf}&{form}");
    let path = format!("{BASE}{end}");
    world
        .post(&path, Some(cookie), body.trim_end_matches('&'))
        .await
}

async fn get(world: &World, cookie: &str, end: &str) -> String {
    let answer = world.get(&format!("{BASE}{end}"), Some(cookie)).await;
    assert_eq!(answer.status, 200, "{end}: {}", answer.body);
    answer.body
}

/// The value of a hidden field or an input of the page.
fn value(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\"")).unwrap();
    let (_, rest) = rest.split_once("value=\"").unwrap();
    let text = rest.split('"').next().unwrap();
    text.replace("&#39;", "'").replace("&#38;", "&")
}

/// The form of the place that is decided now, with a button.
fn form(page: &str, what: &str) -> String {
    let field = |name: &str| {
        value(page, name)
            .replace(' ', "+")
            .replace('[', "%5B")
            .replace(']', "%5D")
    };
    format!(
        "start={}&end={}&seen={}&surrogate={}&what={what}",
        field("start"),
        field("end"),
        field("seen"),
        field("surrogate")
    )
}

/// Accepts everything that waits, place by place.
async fn accept_all(world: &World) {
    let lead = world.cookie(Role::ResearchLead).await;
    for _ in 0..20 {
        let page = get(world, &lead, "/documents/T1/de-identify").await;
        if !page.contains("name=\"seen\"") {
            return;
        }
        let answer = act(
            world,
            &lead,
            "/documents/T1/de-identify",
            &form(&page, "accept_all"),
        )
        .await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
    panic!("it never ends");
}

async fn make(world: &World) -> Answer {
    let lead = world.cookie(Role::ResearchLead).await;
    act(world, &lead, "/documents/T1/reading-text", "").await
}

/// The turns that analysts read, without their speakers.
async fn read(world: &World) -> Vec<String> {
    let document = transcript(world).await.document;
    let turns = documents::turns(world.installation.app.db.read(), document).await;
    turns.unwrap().into_iter().map(|turn| turn.text).collect()
}

/// Corrects a turn, from 0, as its checker would.
async fn correct(world: &World, turn: usize, text: &str) {
    let app = &world.installation.app;
    let stored = transcript(world).await;
    let spoken = transcripts::spoken(app.db.read(), app, &stored)
        .await
        .unwrap();
    let change = Change {
        turn,
        seen: std::slice::from_ref(&spoken[turn].text),
        act: Act::Say(spoken[turn].role, vec![text.to_owned()]),
        member: None,
    };
    let tx = app.db.write().await.unwrap();
    transcripts::correct(&tx, app, &stored, &change)
        .await
        .unwrap();
    tx.commit(app, event(world)).await.unwrap();
}
