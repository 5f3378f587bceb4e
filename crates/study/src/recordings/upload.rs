//! Handing a recording in, piece by piece. It exists once all of it is there and was read back; until then it is an upload,
//! which goes on where it stopped when the same file is chosen again, and is forgotten after a day.

use platform::audit::Event;
use platform::jobs::{self, NewJob};
use platform::keys::{PersonKey, create_person, person_keys};
use platform::{App, Error, Result};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::media::{ACCEPTED, Media};
use super::pieces::{PIECE, Pieces, Whole};
use super::store::{self, Upload};
use super::{Recording, permit, removal};
use crate::rows::random_id;

/// The largest recording, in bytes: 4 GiB, as much as a WAV can hold.
pub const LARGEST: u64 = 4 * 1024 * 1024 * 1024;

/// For how long an upload may be broken off, in seconds.
const PATIENCE: i64 = 24 * 60 * 60;

/// A file that somebody wants to hand in.
#[derive(Clone, Debug)]
pub struct New {
    /// Whose interview it is.
    pub participant: Uuid,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its first piece, by which the same file is known again.
    pub first_sha256: Vec<u8>,
    /// The SHA-256 of all of it, where it is known beforehand.
    pub sha256: Option<Vec<u8>>,
}

/// Begins an upload, or goes on with the one that was begun of the same file; gives its id and how many bytes are there.
///
/// # Errors
/// `Refused` where the consent that holds does not cover a recording, or the file is empty or too large.
pub async fn begin(
    app: &App,
    study: Uuid,
    new: &New,
    by: Option<Uuid>,
    event: Event,
) -> Result<(Uuid, u64)> {
    refuse_size(new.size)?;
    let tx = app.db.write().await?;
    permit::refuse_unless_agreed(tx.connection(), study, new.participant).await?;
    let size = i64::try_from(new.size).map_err(Error::internal)?;
    let known = store::uploads(tx.connection(), study).await?;
    let known = known.iter().find(|one| {
        one.participant == new.participant
            && one.begun_by == by
            && one.size == size
            && one.first_sha256 == new.first_sha256
            && one.sha256 == new.sha256
    });
    if let Some(known) = known {
        return Ok((known.id, offset(known)));
    }
    let id = random_id(app);
    let upload = Upload {
        id,
        study,
        participant: new.participant,
        person: create_person(&tx, app).await?.person(),
        size,
        sha256: new.sha256.clone(),
        first_sha256: new.first_sha256.clone(),
        received: 0,
        begun_at: app.now(),
        begun_by: by,
    };
    store::begin(&tx, upload).await?;
    let give_up = NewJob {
        kind: removal::ABANDON,
        key: format!("{}/{id}", removal::ABANDON),
        payload: json!({"study": study, "upload": id}),
        run_at: app.now().plus_seconds(PATIENCE),
    };
    jobs::enqueue(&tx, app, give_up).await?;
    tx.commit(app, event).await?;
    Ok((id, 0))
}

fn refuse_size(size: u64) -> Result<()> {
    let (sentence, next_step) = match size {
        0 => ("The file is empty.", "Choose the recording itself."),
        size if size > LARGEST => (
            "The file is larger than 4 GiB.",
            "Save it as sound without a picture, and hand that in.",
        ),
        _ => return Ok(()),
    };
    Err(Error::refused("INP-2", sentence, next_step))
}

/// How many bytes of an upload are there.
fn offset(upload: &Upload) -> u64 {
    let received = u64::try_from(upload.received).unwrap_or(0);
    let size = u64::try_from(upload.size).unwrap_or(0);
    received.saturating_mul(PIECE as u64).min(size)
}

/// How many bytes of an upload are there, and how many there will be.
///
/// # Errors
/// `NotFound` where it is none, or none any more.
pub(super) async fn progress(app: &App, study: Uuid, id: Uuid) -> Result<(u64, u64)> {
    let upload = store::find_upload(app.db.read(), study, id).await?;
    let upload = upload.ok_or(Error::NotFound)?;
    let size = u64::try_from(upload.size).map_err(Error::internal)?;
    Ok((offset(&upload), size))
}

/// Takes the piece that begins at `at`, and tells where the next one begins. One that is there already, or not due yet,
/// changes nothing.
///
/// # Errors
/// `Refused` where the first piece is no sound and no film; `Conflict` where it is of another file than the one that was
/// begun; `NotFound` where there is no such upload any more.
pub async fn take_piece(app: &App, study: Uuid, id: Uuid, at: u64, bytes: &[u8]) -> Result<u64> {
    let upload = store::find_upload(app.db.read(), study, id).await?;
    let upload = upload.ok_or(Error::NotFound)?;
    if at != offset(&upload) {
        return Ok(offset(&upload));
    }
    let pieces = pieces(app, &upload).await?;
    let number = at / PIECE as u64;
    if bytes.is_empty() || bytes.len() as u64 != pieces.length(number) {
        return Err(Error::Forbidden(
            "a part of the recording has another length",
        ));
    }
    if number == 0 {
        if Media::of(bytes).is_none() {
            give_up(app, &upload).await?;
            return Err(no_recording());
        }
        if Sha256::digest(bytes).as_slice() != upload.first_sha256 {
            return Err(Error::Conflict("the file is another one than was begun"));
        }
    }
    pieces.write(number, bytes).await?;
    let tx = app.db.write().await?;
    match store::receive(&tx, id, number).await? {
        true => tx.commit_bookkeeping().await?,
        false => drop(tx),
    }
    let (there, _) = progress(app, study, id).await?;
    Ok(there)
}

fn no_recording() -> Error {
    Error::refused(
        "INP-2",
        "This is no recording that can be played here.",
        format!("Hand in {ACCEPTED}."),
    )
}

/// Makes a recording of an upload of which all is there, after reading it back from its beginning to its end.
///
/// # Errors
/// `Conflict` where something is still to come; `Refused` where what arrived is not what was sent, or the consent that
/// holds does not cover it any more.
pub async fn finish(app: &App, study: Uuid, id: Uuid, event: Event) -> Result<Recording> {
    if let Some(done) = store::find(app.db.read(), study, id).await? {
        // The browser did not hear of it the first time.
        return Ok(done);
    }
    let upload = store::find_upload(app.db.read(), study, id).await?;
    let upload = upload.ok_or(Error::NotFound)?;
    let pieces = pieces(app, &upload).await?;
    if u64::try_from(upload.received).ok() != Some(pieces.count()) {
        return Err(Error::Conflict("not all of the recording has arrived"));
    }
    let whole = pieces.read_whole().await?;
    let is_as_sent = upload
        .sha256
        .as_ref()
        .is_none_or(|sent| *sent == whole.sha256);
    if !is_as_sent {
        give_up(app, &upload).await?;
        return Err(Error::refused(
            "INP-2",
            "The recording did not arrive as it was sent.",
            "What arrived is deleted. Choose the file again.",
        ));
    }
    let recording = recording(app, &upload, whole)?;
    let tx = app.db.write().await?;
    let is_there = store::find_upload(tx.connection(), study, id).await?;
    is_there.ok_or(Error::NotFound)?;
    permit::refuse_unless_agreed(tx.connection(), study, upload.participant).await?;
    store::add(&tx, study, &recording).await?;
    tx.commit(app, event).await?;
    Ok(recording)
}

fn recording(app: &App, upload: &Upload, whole: Whole) -> Result<Recording> {
    let media = Media::of(&whole.first).ok_or_else(no_recording)?;
    let size = u64::try_from(upload.size).map_err(Error::internal)?;
    Ok(Recording {
        id: upload.id,
        participant: upload.participant,
        person: upload.person,
        media,
        size,
        length_ms: media.length_ms(&whole.first, size),
        sha256: Some(whole.sha256),
        uploaded_at: app.now(),
        uploaded_by: upload.begun_by,
        checked_at: None,
        deleted: None,
    })
}

async fn pieces(app: &App, upload: &Upload) -> Result<Pieces> {
    let key = key(app, upload.person).await?;
    let size = u64::try_from(upload.size).map_err(Error::internal)?;
    Ok(Pieces::new(app, upload.id, key, size))
}

/// The key of a recording or an upload.
///
/// # Errors
/// `NotFound` where it is erased.
pub(super) async fn key(app: &App, person: Uuid) -> Result<PersonKey> {
    let mut keys = person_keys(app.db.read(), app, [person]).await?;
    keys.remove(&person).ok_or(Error::NotFound)
}

/// Forgets an upload of which nothing can come.
async fn give_up(app: &App, upload: &Upload) -> Result<()> {
    let tx = app.db.write().await?;
    removal::discard(&tx, app, upload, "order").await?;
    let event = Event {
        chain: platform::access::scope(app, upload.study).await?.slug,
        actor: None,
        action: "recordings.abandon",
        subject: upload.id.to_string(),
        detail: String::new(),
    };
    tx.commit(app, event).await
}
