//! Recordings of the demo: tones in the place of interviews. Two wait for the check, one is half checked at the desk, one
//! went after it.

use anyhow::{Context as _, Result};
use formats::transcript::{Limits, vtt};
use platform::App;
use platform::access::Scope;
use sha2::{Digest as _, Sha256};
use study::participants;
use study::recordings::{self, New, PIECE, Recording, Why};

use super::fill::event;
use super::joining::days_ago;
use super::transcripts::{AT_THE_DESK, LENGTH, SPEAKS};

/// Whose recordings there are, how many days ago they came, and whether the check is done.
const RECORDINGS: [(&str, i64, bool); 4] = [
    ("M1", 12, false),
    ("M2", 40, true),
    ("O1", 3, false),
    (SPEAKS, 5, false),
];

/// Samples a second of a tone; half of what a telephone has is enough, and makes the demo start sooner.
const RATE: u32 = 4000;
/// How long the tone lasts, in milliseconds.
const SHORT: u32 = 20_000;
/// What is heard in the place of whoever asks, in hertz, and of whoever answers.
const PITCHES: [f64; 2] = [330.0, 220.0];

/// Hands the recordings in.
pub(super) async fn fill(app: &App, study: &Scope) -> Result<()> {
    let all = participants::all(app.db.read(), study.id).await?;
    for (handle, days, is_checked) in RECORDINGS {
        let stored = all.iter().find(|one| one.participant.participant == handle);
        let participant = stored
            .context("the invented study has no such participant")?
            .id;
        let bytes = match handle {
            SPEAKS => talk()?,
            _ => wav(SHORT, |_| Some(440.0)),
        };
        let recording = hand_in(&days_ago(app, days)?, study, participant, &bytes).await?;
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

async fn hand_in(
    app: &App,
    study: &Scope,
    participant: uuid::Uuid,
    bytes: &[u8],
) -> Result<Recording> {
    let first = bytes.get(..PIECE).unwrap_or(bytes);
    let new = New {
        participant,
        size: bytes.len() as u64,
        first_sha256: Sha256::digest(first).to_vec(),
        sha256: Some(Sha256::digest(bytes).to_vec()),
    };
    let upload = || event(study, "recordings.upload", &participant.to_string());
    let (id, _) = recordings::begin(app, study.id, &new, None, upload()).await?;
    for (number, piece) in bytes.chunks(PIECE).enumerate() {
        let at = (number * PIECE) as u64;
        recordings::take_piece(app, study.id, id, at, piece).await?;
    }
    Ok(recordings::finish(app, study.id, id, upload()).await?)
}

/// Two tones in turn, at the times at which the two of the transcript speak, and silence between.
fn talk() -> Result<Vec<u8>> {
    let cues = vtt::cues(AT_THE_DESK, &Limits::default())?.cues;
    let spoken: Vec<_> = cues
        .iter()
        .filter_map(|cue| {
            let asks = cue.payload.starts_with("Interviewer");
            Some((cue.start_ms?..cue.end_ms?, PITCHES[usize::from(!asks)]))
        })
        .collect();
    Ok(wav(LENGTH, |ms| {
        let now = spoken.iter().find(|(when, _)| when.contains(&ms));
        now.map(|(_, pitch)| *pitch)
    }))
}

/// A WAV of one byte a sample that lasts so many milliseconds, with a quiet tone of so many hertz where there is one.
fn wav(milliseconds: u32, tone_at: impl Fn(u64) -> Option<f64>) -> Vec<u8> {
    let samples = milliseconds * RATE / 1000;
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
        let second = f64::from(at) / f64::from(RATE);
        let tone = tone_at(u64::from(at) * 1000 / u64::from(RATE));
        let wave = tone.map_or(0.0, |hertz| (second * hertz * std::f64::consts::TAU).sin());
        // Between 98 and 158, around the 128 that is silence.
        (128.0 + 30.0 * wave) as u8
    }));
    file
}
