//! What the tables of a study share: random ids, and text that both databases take.

use platform::App;
use uuid::Uuid;

/// An identifier that tells neither time nor order, so that nothing can be read from it (study P14).
pub fn random_id(app: &App) -> Uuid {
    let mut random = [0u8; 16];
    app.entropy.fill(&mut random);
    uuid::Builder::from_random_bytes(random).into_uuid()
}

/// The text with NUL replaced: PostgreSQL stores every character but that one.
pub fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// The place of a row among its kind, from 1.
pub fn position(index: usize) -> i64 {
    i64::try_from(index).map_or(i64::MAX, |index| index.saturating_add(1))
}
