//! The address of a feed: its identifier and a secret of 128 bits, which is computed and stored nowhere.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use platform::App;
use uuid::Uuid;

const SECRET_BYTES: usize = 16;

/// The last part of a feed's address, such as `…43 letters….ics`.
pub(super) fn of(app: &App, feed: Uuid) -> String {
    let mut bytes = feed.as_bytes().to_vec();
    bytes.extend_from_slice(&secret(app, feed));
    format!("{}.ics", URL_SAFE_NO_PAD.encode(bytes))
}

/// The feed that an address names, if its secret is right.
pub(super) fn read(app: &App, address: &str) -> Option<Uuid> {
    let text = address.strip_suffix(".ics")?;
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (id, secret) = bytes.split_at_checked(16)?;
    let id = Uuid::from_slice(id).ok()?;
    platform::keys::same(secret, &self::secret(app, id)).then_some(id)
}

fn secret(app: &App, feed: Uuid) -> Vec<u8> {
    let mut hash = app.keys.hash("calendar feed", feed.as_bytes());
    hash.truncate(SECRET_BYTES);
    hash
}
