//! Recordings of the demo: a tone in the place of an interview. Two wait for the check, one went after it.

use anyhow::{Context as _, Result};
use platform::App;
use platform::access::Scope;
use sha2::{Digest as _, Sha256};
use study::participants;
use study::recordings::{self, New, PIECE, Recording, Why};

use super::fill::event;
use super::joining::days_ago;

/// Whose recordings there are, how many days ago they came, and whether the check is done.
const RECORDINGS: [(&str, i64, bool); 3] = [("M1", 12, false), ("M2", 40, true), ("O1", 3, false)];

/// Samples a second of the tone.
const RATE: u32 = 8000;
/// How long it lasts, in seconds.
const SECONDS: u32 = 20;

/// Hands the recordings in.
pub(super) async fn fill(app: &App, study: &Scope) -> Result<()> {
    let all = participants::all(app.db.read(), study.id).await?;
    for (handle, days, is_checked) in RECORDINGS {
        let stored = all.iter().find(|one| one.participant.participant == handle);
        let participant = stored
            .context("the invented study has no such participant")?
            .id;
        let recording = hand_in(&days_ago(app, days)?, study, participant).await?;
        if is_checked {
            let then = days_ago(app, days - 7)?;
            let tx = then.db.write().await?;
            recordings::transcript_checked(&tx, &then, study.id, participant).await?;
            recordings::remove(&tx, &then, &recording, Why::Checked).await?;
            tx.commit(&then, event(study, "recordings.remove", "checked"))
                .await?;
        }
    }
    Ok(())
}

async fn hand_in(app: &App, study: &Scope, participant: uuid::Uuid) -> Result<Recording> {
    let bytes = tone();
    let first = bytes.get(..PIECE).unwrap_or(&bytes);
    let new = New {
        participant,
        size: bytes.len() as u64,
        first_sha256: Sha256::digest(first).to_vec(),
        sha256: Some(Sha256::digest(&bytes).to_vec()),
    };
    let upload = || event(study, "recordings.upload", &participant.to_string());
    let (id, _) = recordings::begin(app, study.id, &new, None, upload()).await?;
    for (number, piece) in bytes.chunks(PIECE).enumerate() {
        let at = (number * PIECE) as u64;
        recordings::take_piece(app, study.id, id, at, piece).await?;
    }
    Ok(recordings::finish(app, study.id, id, upload()).await?)
}

/// A quiet tone of 440 Hz as a WAV of one byte a sample.
fn tone() -> Vec<u8> {
    let samples = RATE * SECONDS;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + samples).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16u32.to_le_bytes());
    file.extend(1u16.to_le_bytes());
    file.extend(1u16.to_le_bytes());
    file.extend(RATE.to_le_bytes());
    file.extend(RATE.to_le_bytes());
    file.extend(1u16.to_le_bytes());
    file.extend(8u16.to_le_bytes());
    file.extend(b"data");
    file.extend(samples.to_le_bytes());
    file.extend((0..samples).map(|at| {
        let turn = f64::from(at) * 440.0 / f64::from(RATE) * std::f64::consts::TAU;
        // Between 98 and 158, around the 128 that is silence.
        (128.0 + 30.0 * turn.sin()) as u8
    }));
    file
}
