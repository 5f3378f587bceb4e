//! Keys that the server does not keep: drawn or derived for one act, and wiped from memory at its end (trust PRI-8).

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::Keyring;
use crate::access::Passwords;
use crate::id::Entropy;
use crate::{Error, Result};

/// Fewest characters of a passphrase (trust NOTE-3).
pub const SHORTEST_PASSPHRASE: usize = 15;
/// Most characters of one.
pub const LONGEST_PASSPHRASE: usize = 512;
/// Bytes of a salt.
pub const SALT: usize = 16;

/// Letters of a recovery code: none that is taken for another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Random bytes of a recovery code: 160 bits, 32 letters.
const CODE: usize = 20;
/// Letters that follow them, so that a typing error is seen.
const CHECK: usize = 4;
/// Letters of a group, as codes are written.
const GROUP: usize = 4;

/// A key of 32 bytes. It prints nothing, and its memory is overwritten when it goes.
#[derive(Clone)]
pub struct Secret(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// A new one.
    pub fn draw(entropy: &dyn Entropy) -> Self {
        let mut key = Zeroizing::new([0u8; 32]);
        entropy.fill(key.as_mut());
        Self(key)
    }

    /// The one that a passphrase gives with a salt, by Argon2id off the request threads.
    ///
    /// # Errors
    /// `Unavailable` while the server goes down.
    pub async fn of_passphrase(passphrase: &Zeroizing<String>, salt: [u8; SALT]) -> Result<Self> {
        Passwords::stretch(passphrase.clone(), salt).await.map(Self)
    }

    /// Another for one purpose, from which this one cannot be found.
    pub fn derive(&self, purpose: &str) -> Self {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&*self.0).expect("HMAC takes a key of any length");
        mac.update(b"enid/secret/1/");
        mac.update(purpose.as_bytes());
        Self(Zeroizing::new(mac.finalize().into_bytes().into()))
    }

    /// Seals bytes, bound to what says what they are.
    pub fn seal(&self, bound_to: &[u8], bytes: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
        Keyring::seal(&self.0, bound_to, bytes, entropy)
    }

    /// Opens bytes that were sealed under this key and bound to the same; nothing where they were not.
    pub fn open(&self, bound_to: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let opened = Keyring::open(&self.0, bound_to, sealed).ok();
        opened.map(Zeroizing::new)
    }

    /// Seals another secret.
    pub fn wrap(&self, bound_to: &[u8], secret: &Self, entropy: &dyn Entropy) -> Vec<u8> {
        self.seal(bound_to, &*secret.0, entropy)
    }

    /// Opens another secret; nothing where this is not its key.
    pub fn unwrapped(&self, bound_to: &[u8], sealed: &[u8]) -> Option<Self> {
        Self::of_bytes(&self.open(bound_to, sealed)?)
    }

    /// The secret of these bytes, if they are 32.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        <[u8; 32]>::try_from(bytes)
            .ok()
            .map(|key| Self(Zeroizing::new(key)))
    }

    /// The bytes, to be sealed where they are kept.
    pub fn bytes(&self) -> &[u8] {
        &*self.0
    }
}

/// A code that is shown once, printed, and kept by somebody else. It prints nothing by itself.
pub struct RecoveryCode(Zeroizing<[u8; CODE]>);

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode")
    }
}

impl RecoveryCode {
    /// A new one.
    pub fn draw(entropy: &dyn Entropy) -> Self {
        let mut code = Zeroizing::new([0u8; CODE]);
        entropy.fill(code.as_mut());
        Self(code)
    }

    /// As it is printed: nine groups of four letters, the last of which is there for typing errors.
    pub fn reveal(&self) -> Zeroizing<String> {
        let letters = [letters(&*self.0), check(&*self.0)].concat();
        let groups: Vec<&str> = letters
            .as_bytes()
            .chunks(GROUP)
            .filter_map(|group| std::str::from_utf8(group).ok())
            .collect();
        Zeroizing::new(groups.join("-"))
    }

    /// Reads what somebody typed: capitals, spaces and dashes are free, and letters that look like digits are read as
    /// those. Nothing where it has a typing error.
    pub fn read(typed: &str) -> Option<Self> {
        let mut values = Zeroizing::new(Vec::new());
        for letter in typed
            .chars()
            .filter(|one| !one.is_whitespace() && *one != '-')
        {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = LETTERS.iter().position(|one| char::from(*one) == letter)?;
            values.push(u8::try_from(value).ok()?);
        }
        if values.len() != CODE * 8 / 5 + CHECK {
            return None;
        }
        let mut code = Zeroizing::new([0u8; CODE]);
        for (place, value) in values.iter().take(CODE * 8 / 5).enumerate() {
            for bit in 0..5 {
                let at = place * 5 + bit;
                code[at / 8] |= (value >> (4 - bit) & 1) << (7 - at % 8);
            }
        }
        let read = Self(code);
        let rest = values.iter().skip(CODE * 8 / 5);
        let rest: String = rest
            .map(|one| char::from(LETTERS[usize::from(*one)]))
            .collect();
        (check(&*read.0) == rest).then_some(read)
    }

    /// The key that it gives. It is random enough to be used as it is.
    pub fn secret(&self) -> Secret {
        let mut key = Zeroizing::new([0u8; 32]);
        key[..CODE].copy_from_slice(&*self.0);
        Secret(key).derive("recovery code")
    }
}

/// Five bits a letter.
fn letters(bytes: &[u8]) -> String {
    let bit = |at: usize| bytes[at / 8] >> (7 - at % 8) & 1;
    let places = (0..bytes.len() * 8 / 5).map(|place| {
        let value = (0..5).fold(0, |value, one| value << 1 | bit(place * 5 + one));
        char::from(LETTERS[usize::from(value)])
    });
    places.collect()
}

/// Four letters of a hash: one code in a million that was mistyped passes.
fn check(code: &[u8]) -> String {
    let hash = Sha256::new()
        .chain_update(b"enid/recovery code/")
        .chain_update(code)
        .finalize();
    letters(&hash[..5]).chars().take(CHECK).collect()
}

/// A salt as it was kept.
///
/// # Errors
/// `Internal` where it has another length.
pub fn salt_of(bytes: &[u8]) -> Result<[u8; SALT]> {
    bytes
        .try_into()
        .map_err(|_| Error::internal("a salt has another length"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::SeededEntropy;

    #[test]
    fn a_code_is_read_as_it_was_printed_and_as_people_type_it() {
        for seed in 0..50 {
            let code = RecoveryCode::draw(&SeededEntropy::new(seed));
            let printed = code.reveal();
            assert_eq!(printed.len(), 44, "{}", *printed);
            let typed = printed.to_lowercase().replace('-', " ");
            let typed = typed.replace('0', "o").replace('1', "l");
            for text in [printed.as_str(), &typed, &printed.replace('-', "")] {
                let read = RecoveryCode::read(text).unwrap();
                assert_eq!(*read.0, *code.0, "{text}");
                assert_eq!(read.secret().bytes(), code.secret().bytes());
            }
        }
    }

    #[test]
    fn a_letter_that_is_wrong_missing_or_out_of_place_is_a_typing_error() {
        let code = RecoveryCode::draw(&SeededEntropy::new(7));
        let printed = code.reveal().replace('-', "");
        for at in 0..printed.len() {
            let mut letters: Vec<char> = printed.chars().collect();
            letters[at] = if letters[at] == 'Z' { 'Y' } else { 'Z' };
            let wrong: String = letters.iter().collect();
            assert!(RecoveryCode::read(&wrong).is_none(), "letter {at}");
            letters.remove(at);
            let short: String = letters.iter().collect();
            assert!(RecoveryCode::read(&short).is_none(), "without letter {at}");
            let mut swapped: Vec<char> = printed.chars().collect();
            if at > 0 && swapped[at] != swapped[at - 1] {
                swapped.swap(at, at - 1);
                let swapped: String = swapped.iter().collect();
                assert!(RecoveryCode::read(&swapped).is_none(), "swapped at {at}");
            }
        }
        for none in ["", "-", "a passphrase of some words", "ÄÖÜ", "U"] {
            assert!(RecoveryCode::read(none).is_none(), "{none}");
        }
    }

    #[test]
    fn what_is_derived_opens_nothing_else_and_prints_nothing() {
        let entropy = SeededEntropy::new(1);
        let secret = Secret::draw(&entropy);
        let (one, other) = (secret.derive("one"), secret.derive("other"));
        let sealed = one.seal(b"place", b"Dr Example", &entropy);
        assert_eq!(
            one.open(b"place", &sealed).unwrap().as_slice(),
            b"Dr Example"
        );
        assert!(one.open(b"elsewhere", &sealed).is_none());
        assert!(other.open(b"place", &sealed).is_none());
        assert!(secret.open(b"place", &sealed).is_none());
        let wrapped = one.wrap(b"slot", &secret, &entropy);
        assert_eq!(
            one.unwrapped(b"slot", &wrapped).unwrap().bytes(),
            secret.bytes()
        );
        assert!(other.unwrapped(b"slot", &wrapped).is_none());
        let code = RecoveryCode::draw(&entropy);
        assert_eq!(format!("{secret:?} {code:?}"), "Secret RecoveryCode");
    }

    #[tokio::test]
    async fn a_passphrase_gives_its_key_again_and_with_another_salt_another() {
        let words = |text: &str| Zeroizing::new(text.to_owned());
        let phrase = words("four quiet words here");
        let one = Secret::of_passphrase(&phrase, [1; SALT]).await.unwrap();
        let again = Secret::of_passphrase(&phrase, [1; SALT]).await.unwrap();
        let salted = Secret::of_passphrase(&phrase, [2; SALT]).await.unwrap();
        let wrong = words("four quiet words there");
        let wrong = Secret::of_passphrase(&wrong, [1; SALT]).await.unwrap();
        assert_eq!(one.bytes(), again.bytes());
        assert_ne!(one.bytes(), salted.bytes());
        assert_ne!(one.bytes(), wrong.bytes());
    }

    proptest! {
        #[test]
        fn no_text_that_is_typed_as_a_code_stops_the_program(text in ".{0,80}") {
            let _ = RecoveryCode::read(&text);
        }
    }
}
