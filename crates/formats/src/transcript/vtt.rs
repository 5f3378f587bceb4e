//! WebVTT (W3C WebVTT: The Web Video Text Tracks Format), read with the tolerance of study R18.
//!
//! Header lines and `NOTE`, `STYLE` and `REGION` blocks are not speech and are left out.

pub use super::blocks::Cues;
use super::blocks::{self, Dialect};
use super::{Error, Format, Limits, Settings, Turn, Warning, cue, txt};

/// Reads the cues of a file; `text` has LF line ends and no byte-order mark, as [`crate::text::decode`] leaves it.
///
/// # Errors
/// [`Error::Broken`] where the first line is not `WEBVTT`, [`Error::TooLarge`] for too many or too long cues.
pub fn cues<'a>(text: &'a str, limits: &Limits) -> Result<Cues<'a>, Error> {
    if !signed(text.as_bytes()) {
        return Err(Error::broken(
            Format::WebVtt,
            "line 1",
            "the file does not begin with WEBVTT",
        ));
    }
    blocks::read(text, Dialect::WebVtt, limits)
}

/// Whether the bytes begin with the signature of the format, after a UTF-8 byte-order mark or without.
pub(super) fn signed(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes
        .strip_prefix(b"WEBVTT")
        .is_some_and(|rest| matches!(rest.first(), None | Some(b' ' | b'\t' | b'\r' | b'\n')))
}

pub(super) fn turns(
    bytes: &[u8],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Turn>, Error> {
    let text = txt::decode(bytes, &settings.limits, warnings)?;
    let found = cues(&text, &settings.limits)?;
    warnings.extend(found.warnings);
    Ok(cue::turns(&found.cues, settings, warnings))
}
