//! Passwords as Argon2id hashes, made off the request threads and never more at once than there are cores.

use std::sync::{Arc, LazyLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::id::Entropy;
use crate::{Error, Result};

/// Fewest characters of a password (trust ACC-5).
pub const SHORTEST_PASSWORD: usize = 12;
const LONGEST_PASSWORD: usize = 512;
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Of a passphrase that gives a key more is asked: who has a copy of the database can try for as long as they like.
const KEY_MEMORY_KIB: u32 = 64 * 1024;
const KEY_PASSES: u32 = 3;

static CORES: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Arc::new(Semaphore::new(cores))
});

/// A hash that no password has, checked for unknown accounts so that they cost the same time.
static NOBODYS: LazyLock<String> = LazyLock::new(|| {
    hasher()
        .hash_password_with_salt(b"nobody has this password", b"nobody's own salt")
        .map(|hash: PasswordHash| hash.to_string())
        .unwrap_or_default()
});

/// Hashing and checking of passwords.
#[derive(Clone, Copy, Debug)]
pub struct Passwords;

impl Passwords {
    /// Hashes a new password into a PHC string.
    pub async fn hash(password: &str, entropy: &dyn Entropy) -> Result<String> {
        if password.chars().count() < SHORTEST_PASSWORD || password.len() > LONGEST_PASSWORD {
            return Err(Error::refused(
                "ACC-5",
                format!("A password needs at least {SHORTEST_PASSWORD} characters."),
                "Four or five words in a row are easy to remember.",
            ));
        }
        let mut salt = [0u8; 16];
        entropy.fill(&mut salt);
        let password = password.to_owned();
        off_thread(move || {
            hasher()
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map(|hash: PasswordHash| hash.to_string())
                .map_err(Error::internal)
        })
        .await?
    }

    /// Whether the password fits the stored hash. An account without one, or none at all, costs one hash too.
    pub async fn check(password: &str, stored: Option<&str>) -> Result<bool> {
        let known = stored.is_some();
        let stored = stored.map_or_else(|| NOBODYS.clone(), str::to_owned);
        let password: String = password.chars().take(LONGEST_PASSWORD).collect();
        let fits = off_thread(move || {
            PasswordHash::new(&stored)
                .is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await?;
        Ok(known && fits)
    }

    /// The key that a passphrase gives with a salt.
    pub(crate) async fn stretch(
        passphrase: Zeroizing<String>,
        salt: [u8; 16],
    ) -> Result<Zeroizing<[u8; 32]>> {
        off_thread(move || {
            let mut key = Zeroizing::new([0u8; 32]);
            argon2id(KEY_MEMORY_KIB, KEY_PASSES)
                .hash_password_into(passphrase.as_bytes(), &salt, key.as_mut())
                .map(|()| key)
                .map_err(Error::internal)
        })
        .await?
    }
}

fn hasher() -> Argon2<'static> {
    argon2id(MEMORY_KIB, PASSES)
}

fn argon2id(memory_kib: u32, passes: u32) -> Argon2<'static> {
    let params = Params::new(memory_kib, passes, 1, None)
        .expect("these parameters are within Argon2's range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _permit = CORES
        .clone()
        .acquire_owned()
        .await
        .map_err(|_| Error::Unavailable)?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::SeededEntropy;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_no_other() {
        let entropy = SeededEntropy::new(1);
        let hash = Passwords::hash("three quiet words here", &entropy)
            .await
            .unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(
            Passwords::check("three quiet words here", Some(&hash))
                .await
                .unwrap()
        );
        assert!(
            !Passwords::check("three quiet words", Some(&hash))
                .await
                .unwrap()
        );
        assert!(
            !Passwords::check("nobody has this password", None)
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn a_short_password_is_refused_in_words() {
        let error = Passwords::hash("short", &SeededEntropy::new(1))
            .await
            .unwrap_err();
        assert!(error.to_string().contains("at least 12 characters"));
    }
}
