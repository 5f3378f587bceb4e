//! A fingerprint of what an output shows and is ordered by.

use platform::words::hexadecimal;
use sha2::{Digest as _, Sha256};

/// A SHA-256 over pieces of text, each with its length, so that moving a border between two
/// pieces changes the result.
#[derive(Clone)]
pub(crate) struct Digest(Sha256);

impl Digest {
    /// A fresh digest for one purpose; digests of two purposes never agree.
    pub(crate) fn new(purpose: &str) -> Self {
        let mut digest = Digest(Sha256::new());
        digest.add(purpose);
        digest
    }

    pub(crate) fn add(&mut self, text: &str) {
        let length = u64::try_from(text.len()).expect("a length fits 64 bits");
        self.0.update(length.to_be_bytes());
        self.0.update(text.as_bytes());
    }

    pub(crate) fn bytes(&self) -> [u8; 32] {
        self.0.clone().finalize().into()
    }

    /// The first 12 hexadecimal digits.
    pub(super) fn short(&self) -> String {
        hexadecimal(&self.bytes()[..6])
    }
}
