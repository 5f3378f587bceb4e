//! Identifiers and random tokens, from randomness that is passed in.

use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clock::Clock;

/// Where random bytes come from.
pub trait Entropy: Send + Sync {
    /// Fills the buffer with bytes nobody can guess.
    fn fill(&self, buffer: &mut [u8]);
}

/// The randomness of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system always has random bytes once it runs");
    }
}

/// A repeatable stream for tests and for the demo's invented rows; never for secrets.
#[derive(Debug)]
pub struct SeededEntropy {
    seed: u64,
    drawn: Mutex<u64>,
}

impl SeededEntropy {
    /// The stream of this seed, from its beginning.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: Mutex::new(0),
        }
    }

    /// The same stream from where this one has come to, for another who goes on.
    pub fn fork(&self) -> Self {
        let drawn = *self
            .drawn
            .lock()
            .expect("nothing panics while it holds the counter");
        Self {
            seed: self.seed,
            drawn: Mutex::new(drawn),
        }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        let mut drawn = self
            .drawn
            .lock()
            .expect("nothing panics while it holds the counter");
        for chunk in buffer.chunks_mut(32) {
            let mut hash = Sha256::new();
            hash.update(self.seed.to_le_bytes());
            hash.update(drawn.to_le_bytes());
            *drawn += 1;
            chunk.copy_from_slice(&hash.finalize()[..chunk.len()]);
        }
    }
}

/// A time-ordered identifier (UUID version 7).
pub fn new_id(clock: &dyn Clock, entropy: &dyn Entropy) -> Uuid {
    let mut random = [0u8; 10];
    entropy.fill(&mut random);
    uuid::Builder::from_unix_timestamp_millis(clock.now().as_milliseconds(), &random).into_uuid()
}

/// A token of 256 random bits for links and cookies. What is stored is its [`Token::hash`].
pub struct Token(String);

impl Token {
    /// A fresh token.
    pub fn draw(entropy: &dyn Entropy) -> Self {
        let mut random = [0u8; 32];
        entropy.fill(&mut random);
        Self(URL_SAFE_NO_PAD.encode(random))
    }

    /// A token as it came in with a request.
    pub fn from_request(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text that goes into a cookie or link.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored in place of the token.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}
