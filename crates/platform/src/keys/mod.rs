//! Sealed columns: whatever identifies a person is ciphertext under that person's own data key, and the
//! data keys are wrapped by a key file that stands outside the database.
//!
//! Whoever has the database alone reads no name. Whoever loses the key file loses every name: keep a
//! copy of it apart from the backups of the database.

mod persons;
mod ring;
mod secret;

pub use persons::{Erasure, PersonKey, create_person, erase_person, erasures, person_keys};
pub use ring::{KeyError, Keyring, Sealed};
pub use secret::{LONGEST_PASSPHRASE, RecoveryCode, SALT, SHORTEST_PASSPHRASE, Secret, salt_of};
pub use zeroize::Zeroizing;

use subtle::ConstantTimeEq as _;

/// Whether two secrets are the same, without telling by time how much of them is.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}
