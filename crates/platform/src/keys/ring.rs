//! The key file and what is derived from it.

use std::io::Write as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sea_orm::DeriveValueType;
use sha2::Sha256;

use crate::id::Entropy;

const HEADING: &str = "enid-key-1";
const FORMAT: u8 = 1;
const NONCE: usize = 24;

/// A column's ciphertext: format version, nonce, XChaCha20-Poly1305 output.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct Sealed(pub Vec<u8>);

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealed")
    }
}

/// What can go wrong with keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key file cannot be read or made.
    #[error(
        "the key file {path} cannot be used: {cause}. It opens every name in this installation; \
         put the copy you kept back in its place"
    )]
    File {
        /// Where it was looked for.
        path: String,
        /// What the system said.
        cause: String,
    },
    /// The key file is missing although the database already holds names.
    #[error(
        "the key file {path} is missing, and the database holds names that only it can open. \
         Put the copy you kept back in its place; a new key cannot open them"
    )]
    Missing {
        /// Where it was looked for.
        path: String,
    },
    /// A sealed value does not open under this key.
    #[error("a sealed value does not open: it was written under another key, or changed")]
    Unopened,
}

/// The master key of an installation and what hangs on it.
pub struct Keyring {
    master: [u8; 32],
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring")
    }
}

impl Keyring {
    /// Reads the key file.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let failed = |cause: String| KeyError::File {
            path: path.display().to_string(),
            cause,
        };
        let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        let mut lines = text.lines();
        if lines.next() != Some(HEADING) {
            return Err(failed(format!("its first line is not {HEADING}")));
        }
        let bytes = STANDARD
            .decode(lines.next().unwrap_or_default().trim())
            .map_err(|error| failed(error.to_string()))?;
        let master =
            <[u8; 32]>::try_from(bytes).map_err(|_| failed("the key is not 32 bytes".into()))?;
        Ok(Self { master })
    }

    /// Makes a new key file that only its owner can read (mode 600), and refuses to replace one.
    pub fn create(path: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        let ring = Self::draw(entropy);
        let text = format!("{HEADING}\n{}\n", STANDARD.encode(ring.master));
        write_private(path, &text).map_err(|error| KeyError::File {
            path: path.display().to_string(),
            cause: error.to_string(),
        })?;
        Ok(ring)
    }

    /// A key that lives in memory only.
    pub fn draw(entropy: &dyn Entropy) -> Self {
        let mut master = [0u8; 32];
        entropy.fill(&mut master);
        Self { master }
    }

    /// A keyed hash for looking a value up without storing it, such as an e-mail address. Each purpose
    /// gives other hashes, so two tables cannot be joined by them.
    pub fn hash(&self, purpose: &str, value: &[u8]) -> Vec<u8> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.derive(purpose))
            .expect("HMAC takes a key of any length");
        mac.update(value);
        mac.finalize().into_bytes().to_vec()
    }

    pub(super) fn seal(
        key: &[u8; 32],
        bound_to: &[u8],
        text: &[u8],
        entropy: &dyn Entropy,
    ) -> Vec<u8> {
        let mut nonce = [0u8; NONCE];
        entropy.fill(&mut nonce);
        let sealed = XChaCha20Poly1305::new(key.into())
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: text,
                    aad: bound_to,
                },
            )
            .expect("a column or a piece of a file is far smaller than the cipher's limit");
        let mut bytes = Vec::with_capacity(1 + NONCE + sealed.len());
        bytes.push(FORMAT);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        bytes
    }

    pub(super) fn open(key: &[u8; 32], bound_to: &[u8], bytes: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (format, rest) = bytes.split_first().ok_or(KeyError::Unopened)?;
        if *format != FORMAT || rest.len() < NONCE {
            return Err(KeyError::Unopened);
        }
        let (nonce, sealed) = rest.split_at(NONCE);
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| KeyError::Unopened)?;
        XChaCha20Poly1305::new(key.into())
            .decrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: sealed,
                    aad: bound_to,
                },
            )
            .map_err(|_| KeyError::Unopened)
    }

    /// The key that wraps the data keys.
    pub(super) fn wrapping(&self) -> [u8; 32] {
        self.derive("wrap person keys")
    }

    fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.master).expect("HMAC takes a key of any length");
        mac.update(b"enid/1/");
        mac.update(purpose.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::SeededEntropy;

    #[test]
    fn a_sealed_value_opens_only_under_its_key_and_its_person() {
        let entropy = SeededEntropy::new(1);
        let (key, other) = ([1; 32], [2; 32]);
        let sealed = Keyring::seal(&key, b"person", b"Dr Example", &entropy);
        assert_eq!(
            Keyring::open(&key, b"person", &sealed).unwrap(),
            b"Dr Example"
        );
        assert!(Keyring::open(&other, b"person", &sealed).is_err());
        assert!(Keyring::open(&key, b"somebody else", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(Keyring::open(&key, b"person", &changed).is_err());
        }
    }

    #[test]
    fn the_key_file_is_private_and_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("enid.key");
        let made = Keyring::create(&path, &SeededEntropy::new(1)).unwrap();
        let read = Keyring::load(&path).unwrap();
        assert_eq!(made.hash("e-mail", b"a"), read.hash("e-mail", b"a"));
        assert_ne!(read.hash("e-mail", b"a"), read.hash("handle", b"a"));
        assert!(Keyring::create(&path, &SeededEntropy::new(2)).is_err());
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::MetadataExt::mode(&path.metadata().unwrap());
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_key_file_is_named_and_what_to_do_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("enid.key");
        for text in ["", "enid-key-1\n", "enid-key-1\n!!!\n", "other\nAAAA\n"] {
            std::fs::write(&path, text).unwrap();
            let error = Keyring::load(&path).unwrap_err().to_string();
            assert!(error.contains("put the copy you kept back"), "{error}");
        }
    }
}
