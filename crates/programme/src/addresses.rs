//! Where the pages of a programme lie.

use platform::Result;
use platform::access::Viewer;

/// The address of the programme that a request names.
pub(crate) fn base(viewer: &Viewer) -> Result<String> {
    Ok(format!("/programmes/{}", viewer.scope()?.slug))
}
