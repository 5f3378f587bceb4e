//! Recordings through the real router, on both databases (study R7, R10, R23; trust INP-2, RET-1).

mod ending;
mod playing;
mod uploads;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt as _;
use platform::audit::Event;
use sha2::{Digest as _, Sha256};
use study::consent::{self, Rule, Use, Version};
use study::interviewers;
use study::recordings::{self, New, PIECE};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::world::{Answer, World, worlds};

const BASE: &str = "/studies/saltmarsh-study/recordings";
/// Words that stand in the sound, to look for where they must not be.
const CANARY: &[u8] = b"what M9 said in the quiet room";

/// A WAV of two pieces and a bit, with words in it.
fn wav() -> Vec<u8> {
    let length = 2 * PIECE + 1234;
    let mut file = b"RIFF\0\0\0\0WAVEfmt ".to_vec();
    file.extend(16u32.to_le_bytes());
    file.extend([1, 0, 1, 0]);
    file.extend(8000u32.to_le_bytes());
    file.extend(8000u32.to_le_bytes());
    file.extend([1, 0, 8, 0]);
    file.extend(b"data");
    file.extend(u32::try_from(length).unwrap().to_le_bytes());
    let sound = CANARY.iter().chain(&[0, 9, 77]).cycle();
    file.extend(sound.take(length - file.len()));
    file
}

fn event() -> Event {
    Event::installation("test", "recordings")
}

fn study(world: &World) -> Uuid {
    world.scopes[2].id
}

/// Lets a participant sign that these things may be.
async fn agree(world: &World, handle: &str, granted: &[Use]) -> Uuid {
    let app = &world.installation.app;
    world.installation.clock.advance(1);
    let participant = crate::consent::participant(world, handle).await;
    let participant: Uuid = participant.parse().unwrap();
    let tx = app.db.write().await.unwrap();
    let known = consent::versions(tx.connection(), study(world)).await;
    let version = match known.unwrap().into_iter().next() {
        Some(version) => version.id,
        None => {
            let version = Version {
                id: study::rows::random_id(app),
                number: 1,
                information: "We record.".into(),
                uses: Use::ALL.to_vec(),
                affects: Vec::new(),
                rule: Rule::Always,
                made_at: app.now(),
            };
            let made = consent::add_version(&tx, app, study(world), &version, None);
            made.await.unwrap();
            version.id
        }
    };
    let signed = (participant, version);
    consent::sign(&tx, app, study(world), signed, granted)
        .await
        .unwrap();
    tx.commit(app, event()).await.unwrap();
    participant
}

/// Towns whose study is there, with somebody who has agreed to be recorded.
async fn agreed() -> Vec<(World, Uuid)> {
    let mut towns = Vec::new();
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        let participant = agree(&world, "K2", &[Use::Record, Use::Analyse]).await;
        towns.push((world, participant));
    }
    towns
}

/// Matches the researcher with a participant.
async fn matched(world: &World, participant: Uuid) {
    let app = &world.installation.app;
    let member = crate::transcripts::member(world).await;
    let tx = app.db.write().await.unwrap();
    let pair = (participant, member.id);
    interviewers::match_up(&tx, app, study(world), pair, None)
        .await
        .unwrap();
    tx.commit(app, event()).await.unwrap();
}

fn new(participant: Uuid, bytes: &[u8]) -> New {
    New {
        participant,
        size: bytes.len() as u64,
        first_sha256: Sha256::digest(&bytes[..PIECE.min(bytes.len())]).to_vec(),
        sha256: None,
    }
}

/// Stores a recording of somebody who has agreed.
async fn store(world: &World, participant: Uuid) -> Uuid {
    let app = &world.installation.app;
    let bytes = wav();
    let new = new(participant, &bytes);
    let begun = recordings::begin(app, study(world), &new, None, event()).await;
    let (id, _) = begun.unwrap();
    for (number, piece) in bytes.chunks(PIECE).enumerate() {
        let at = (number * PIECE) as u64;
        recordings::take_piece(app, study(world), id, at, piece)
            .await
            .unwrap();
    }
    let finished = recordings::finish(app, study(world), id, event()).await;
    finished.unwrap().id
}

/// An address of the map with a recording and an upload that are there, which a member of the team may have.
pub async fn with_ids(world: &World, path: &str) -> String {
    if !path.contains("{recording}") && !path.contains("{upload}") {
        return path.to_owned();
    }
    let app = &world.installation.app;
    let there = recordings::all(app, study(world)).await.unwrap();
    let recording = match there.first() {
        Some(one) => one.id,
        None => {
            let participant = agree(world, "K1", &[Use::Record]).await;
            matched(world, participant).await;
            store(world, participant).await
        }
    };
    let participant = recordings::all(app, study(world)).await.unwrap()[0].participant;
    let new = new(participant, b"fLaC");
    let begun = recordings::begin(app, study(world), &new, None, event()).await;
    let (upload, _) = begun.unwrap();
    path.replace("{recording}", &recording.to_string())
        .replace("{upload}", &upload.to_string())
}

async fn post(world: &World, cookie: &str, end: &str, form: &str) -> Answer {
    let csrf = world.csrf(cookie).await;
    let body = format!("csrf={csrf}&{form}");
    let body = body.trim_end_matches('&');
    world
        .post(&format!("{BASE}{end}"), Some(cookie), body)
        .await
}

/// What came back, as bytes.
struct Got {
    status: u16,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

async fn fetch(world: &World, cookie: &str, method: Method, path: &str, range: &str) -> Got {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::ACCEPT_ENCODING, "gzip")
        .header(header::COOKIE, cookie);
    if !range.is_empty() {
        request = request.header(header::RANGE, range);
    }
    let request = request.body(Body::empty()).unwrap();
    let response = world.router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Got {
        status: parts.status.as_u16(),
        headers: parts.headers,
        bytes: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

/// Where the player on the page of a recording fetches from.
async fn source(world: &World, cookie: &str, id: Uuid) -> String {
    let page = world.get(&format!("{BASE}/{id}"), Some(cookie)).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let (_, rest) = page.body.split_once("controls").unwrap();
    let (_, rest) = rest.split_once("src=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// The folders of recordings in the store.
fn folders(world: &World) -> Vec<String> {
    let all = std::fs::read_dir(world.installation.objects().join("recordings"));
    let all = all.into_iter().flatten().flatten();
    all.map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}
