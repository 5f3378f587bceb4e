//! SubRip: numbered cues without a header, times with a comma. No standard defines it; this is what tools write.
//!
//! A name often stands only where the speaker changes; it is carried over the cues below and flagged (study R20).
//! Besides the tags of WebVTT, `<font>` and place marks in braces such as `{\an8}` are removed.

use std::borrow::Cow;

pub use super::blocks::Cues;
use super::blocks::{self, Dialect};
use super::{Error, Format, Limits, Settings, Turn, Warning, cue, txt};

/// Reads the cues of a file; `text` has LF line ends and no byte-order mark, as [`crate::text::decode`] leaves it.
///
/// # Errors
/// [`Error::Broken`] where there is no time line at all, [`Error::TooLarge`] for too many or too long cues.
pub fn cues<'a>(text: &'a str, limits: &Limits) -> Result<Cues<'a>, Error> {
    let mut found = blocks::read(text, Dialect::Srt, limits)?;
    let timed = |cue: &super::Cue<'_>| cue.start_ms.is_some() || cue.end_ms.is_some();
    if !found.cues.is_empty() && !found.cues.iter().any(timed) {
        let what = "no line holds the times of a cue, such as 00:00:01,000 --> 00:00:04,000";
        return Err(Error::broken(Format::Srt, "line 1", what));
    }
    for cue in &mut found.cues {
        remove_place_marks(&mut cue.payload);
    }
    Ok(found)
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

/// Marks such as `{\an8}`: a brace, a backslash, and no blank before the closing brace, all within 40 bytes.
fn remove_place_marks(payload: &mut Cow<'_, str>) {
    if !payload.contains("{\\") {
        return;
    }
    let mut kept = String::with_capacity(payload.len());
    let mut rest = &**payload;
    while let Some(at) = rest.find("{\\") {
        let mark = &rest.as_bytes()[at..];
        let length = mark.iter().take(40).position(|byte| b"} \n".contains(byte));
        let end = match length.filter(|&length| mark[length] == b'}') {
            Some(length) => {
                kept.push_str(&rest[..at]);
                at + length + 1
            }
            None => {
                kept.push_str(&rest[..at + 2]);
                at + 2
            }
        };
        rest = &rest[end..];
    }
    kept.push_str(rest);
    *payload = Cow::Owned(kept);
}
