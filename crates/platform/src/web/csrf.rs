//! Whether an act was sent by our own page (trust WEB-1): the browser says so, and the form knows the
//! token of the sign-in.

use axum::http::{HeaderMap, header};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::words::hexadecimal;
use crate::{App, Error, Result};

const SITE: &str = "sec-fetch-site";

/// The token that forms of this sign-in carry. It can be computed again on any node.
pub(super) fn token(app: &App, sign_in: Uuid) -> String {
    hexadecimal(&app.keys.hash("form token", sign_in.as_bytes())[..16])
}

/// Refuses what another site's page sent. A browser too old to say so must name our own origin.
pub(super) fn same_origin(headers: &HeaderMap, base_url: &str) -> Result<()> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let same = match text(SITE) {
        Some(site) => site == "same-origin",
        None => text(header::ORIGIN.as_str()).is_some_and(|origin| {
            origin == base_url
                || text(header::HOST.as_str()).is_some_and(|host| {
                    origin.strip_prefix("http://") == Some(host)
                        || origin.strip_prefix("https://") == Some(host)
                })
        }),
    };
    if same {
        Ok(())
    } else {
        Err(Error::Forbidden("it was sent from another site"))
    }
}

/// Compares the form's token with that of the sign-in, without telling by time how much of it fits.
pub(super) fn fits(sent: Option<&str>, expected: Option<&str>) -> Result<()> {
    match (sent, expected) {
        (_, None) => Ok(()),
        (Some(sent), Some(expected)) if bool::from(sent.as_bytes().ct_eq(expected.as_bytes())) => {
            Ok(())
        }
        _ => Err(Error::Forbidden("the form is from another sign-in")),
    }
}
