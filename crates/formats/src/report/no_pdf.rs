//! What stands in for the writer of PDF in a quick build.

use super::{Error, Report};

/// Says that this program cannot write PDF: it was built without the feature `pdf`.
///
/// # Errors
/// Always `WithoutPdf`.
pub fn pdf(_: &Report) -> Result<Vec<u8>, Error> {
    Err(Error::WithoutPdf)
}
