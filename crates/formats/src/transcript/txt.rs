use super::lines::{self, Line};
use super::{Error, Limits, Settings, Turn, Warning};
use crate::text::{self, Decoded};

pub(super) fn turns(
    bytes: &[u8],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Turn>, Error> {
    let text = decode(bytes, &settings.limits, warnings)?;
    let numbered = text.split('\n').zip(1..);
    let lines: Vec<_> = numbered
        .map(|(text, number)| Line::new(number, text))
        .collect();
    Ok(lines::turns(&lines, settings, warnings))
}

/// The text of a file in a text format, with a warning where its encoding had to be guessed.
pub(crate) fn decode(
    bytes: &[u8],
    limits: &Limits,
    warnings: &mut Vec<Warning>,
) -> Result<String, Error> {
    if let Some(found) = text::binary(bytes) {
        return Err(Error::NotText { found });
    }
    judge(text::decode(bytes), limits, warnings)
}

/// The text that was decoded, if it is not too long, with a warning for what is doubtful about it.
pub(super) fn judge(
    decoded: Decoded,
    limits: &Limits,
    warnings: &mut Vec<Warning>,
) -> Result<String, Error> {
    if decoded.text.len() > limits.text {
        return Err(Error::too_large("the text", limits.text, "bytes"));
    }
    if decoded.guessed {
        let message = format!(
            "The file is not UTF-8; it was read as {}. Look at the accents.",
            decoded.encoding
        );
        warnings.push(Warning::new("encoding_guessed", None, message));
    }
    if decoded.had_errors {
        let message = format!(
            "Some bytes fit no character of {} and were replaced by U+FFFD.",
            decoded.encoding
        );
        warnings.push(Warning::new("characters_lost", None, message));
    }
    Ok(decoded.text)
}
