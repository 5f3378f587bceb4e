//! One event, and the bytes its hash is over.

use platform::clock::Instant;
use platform::words::hexadecimal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What an event is about: its kind, such as `code`, and its identifier.
pub type Subject = (String, Uuid);

/// Words that stand in `trail_texts`: which, and the seal that was put over them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// The text.
    pub id: Uuid,
    /// SHA-256 over salt and text, in hexadecimal digits.
    pub seal: String,
}

impl Phrase {
    /// The words that a field of a state refers to. A list of two reads as a phrase too: the two codes of a theme are no words.
    pub(crate) fn of_field(field: &serde_json::Value) -> Option<Self> {
        let field = field.is_object().then(|| field.clone())?;
        serde_json::from_value(field).ok()
    }

    /// The seal over a text.
    pub fn seal(salt: &[u8], text: &str) -> String {
        let hash = Sha256::new().chain_update(salt).chain_update(text);
        hexadecimal(&hash.finalize())
    }
}

/// Fifty-three bits of a hash, which a script holds exactly; never 0.
pub(super) fn token(hash: &[u8]) -> i64 {
    let bytes = hash.iter().take(8);
    let number = bytes.fold(0u64, |number, byte| (number << 8) | u64::from(*byte));
    i64::try_from(number >> 11).map_or(1, |token| token.max(1))
}

/// One event of a trail (study R37).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The study.
    pub study: Uuid,
    /// Its place in the trail of the study, from 1.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// Which member of the team; none for a research lead who is no member, and for the program itself.
    pub member: Option<Uuid>,
    /// The phase the analyst stated (R39).
    pub phase: Option<String>,
    /// What one person did in one go.
    pub act: Uuid,
    /// What was done, such as `code.rename`.
    pub kind: String,
    /// To what.
    pub subject: Subject,
    /// The state of the subject before, as JSON; none where it was not there.
    pub before: Option<String>,
    /// The state of the subject after, as JSON; none where it is not there any more.
    pub after: Option<String>,
    /// Why, in a line.
    pub why: Option<Phrase>,
    /// The act that this event takes back.
    pub reverts: Option<Uuid>,
    /// The hash over the event before it and all of the above.
    pub hash: Vec<u8>,
}

impl Event {
    /// The bytes the hash is over. Each part says whether it is there and how long it is, so that no two events are
    /// written alike.
    pub fn canonical(&self, previous: &[u8]) -> Vec<u8> {
        self.written(previous, self.seq)
    }

    fn written(&self, previous: &[u8], seq: i64) -> Vec<u8> {
        let why = self.why.as_ref().map(|why| (*why.id.as_bytes(), &why.seal));
        let member = self.member.map(Uuid::into_bytes);
        let reverts = self.reverts.map(Uuid::into_bytes);
        let (seq, at) = (seq.to_be_bytes(), self.at.0.to_be_bytes());
        let parts: [Option<&[u8]>; 15] = [
            Some(previous),
            Some(self.study.as_bytes()),
            Some(&seq),
            Some(&at),
            member.as_ref().map(<[u8; 16]>::as_slice),
            self.phase.as_deref().map(str::as_bytes),
            Some(self.act.as_bytes()),
            Some(self.kind.as_bytes()),
            Some(self.subject.0.as_bytes()),
            Some(self.subject.1.as_bytes()),
            self.before.as_deref().map(str::as_bytes),
            self.after.as_deref().map(str::as_bytes),
            why.as_ref().map(|(id, _)| id.as_slice()),
            why.as_ref().map(|(_, seal)| seal.as_bytes()),
            reverts.as_ref().map(<[u8; 16]>::as_slice),
        ];
        let mut bytes = Vec::new();
        for part in parts {
            match part {
                None => bytes.push(0),
                Some(part) => {
                    bytes.push(1);
                    bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
                    bytes.extend_from_slice(part);
                }
            }
        }
        bytes
    }

    /// What a page says of the event it saw last, and sends back. It tells nothing, not even how many events there are, since a
    /// blind analyst must not learn how much others code (study P10).
    pub fn token(&self) -> i64 {
        token(&self.hash)
    }

    /// What tells this event from every other wherever it stands: a hash over it without its place and what came before. Two Enids
    /// that have gone on separately agree on it (REFI-QDA notes, Q27).
    pub fn identity(&self) -> Vec<u8> {
        Sha256::digest(self.written(&[], 0)).to_vec()
    }

    /// Whether its subject is another after it; a reason that was added later changes nothing.
    pub fn is_change(&self) -> bool {
        self.before.is_some() || self.after.is_some()
    }

    /// The hash that belongs to this event after the one before it.
    pub fn digest(&self, previous: &[u8]) -> Vec<u8> {
        Sha256::digest(self.canonical(previous)).to_vec()
    }
}
