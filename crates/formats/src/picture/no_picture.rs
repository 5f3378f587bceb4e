//! What stands in for the writer of pictures in a quick build.

use super::Error;

/// Says that this program cannot draw pictures: it was built without the feature `pdf`.
///
/// # Errors
/// Always `WithoutPictures`.
pub fn png(_: &str, _: (&str, &str)) -> Result<Vec<u8>, Error> {
    Err(Error::WithoutPictures)
}
