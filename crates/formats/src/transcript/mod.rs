//! Interview transcripts: cue files, word-processor files, pages and plain text to speaker turns (study R16-R22).
//!
//! [`read`] takes a file's name and bytes and returns turns with warnings. The warnings are the doubtful places a
//! person looks at before saving (study R17); what cannot be read at all is an [`Error`]. A new format is one file
//! here, one variant of [`Format`] and one arm in [`read_with`].
//!
//! No speaker and no time is ever invented (study R21): a label that occurs once stays in the text until a person
//! confirms it through [`Settings::speakers`], and a time that cannot be read is absent.

mod archive;
mod blocks;
mod clock;
mod cue;
pub mod document;
pub mod docx;
mod error;
mod format;
pub mod html;
#[cfg(test)]
mod html_tests;
mod label;
mod lines;
mod markup;
mod meet;
mod model;
mod note;
pub mod odt;
mod opening;
pub mod pdf;
pub mod rtf;
pub mod srt;
pub(crate) mod txt;
pub mod vtt;
mod write;
mod xml;

pub use cue::Cue;
pub use error::Error;
pub use format::{Format, detect};
pub use model::{Anchor, Limits, Settings, Transcript, Turn, Warning};
pub use write::{Output, Untimed, write};

/// Reads a transcript with the default [`Settings`].
///
/// # Errors
/// See [`read_with`].
pub fn read(name: &str, bytes: &[u8]) -> Result<Transcript, Error> {
    read_with(name, bytes, &Settings::default())
}

/// Reads a transcript of any accepted format; `name` is the file's name, of which only the extension matters.
///
/// # Errors
/// Named by [`Error`]: an unknown format, binary data, broken structure with its place, a limit exceeded, no text.
pub fn read_with(name: &str, bytes: &[u8], settings: &Settings) -> Result<Transcript, Error> {
    let limits = &settings.limits;
    if bytes.len() > limits.upload {
        return Err(Error::too_large("the file", limits.upload, "bytes"));
    }
    let format = detect(name, bytes)?;
    let mut warnings = Vec::new();
    let turns = match format {
        Format::WebVtt => vtt::turns(bytes, settings, &mut warnings)?,
        Format::Srt => srt::turns(bytes, settings, &mut warnings)?,
        Format::Docx => docx::turns(bytes, settings, &mut warnings)?,
        Format::Odt => odt::turns(bytes, settings, &mut warnings)?,
        Format::Rtf => rtf::turns(bytes, settings, &mut warnings)?,
        Format::Html => html::turns(bytes, settings, &mut warnings)?,
        Format::Pdf => pdf::turns(bytes, settings, &mut warnings)?,
        Format::Txt => txt::turns(bytes, settings, &mut warnings)?,
    };
    if turns.is_empty() {
        return Err(Error::Empty);
    }
    if turns.iter().all(|turn| turn.speaker.is_none()) {
        let message = "No speaker is named; all text belongs to one unknown speaker.";
        warnings.push(Warning::new("no_speakers", None, message));
    }
    warnings.sort_by_key(|warning| warning.line);
    Ok(Transcript {
        format,
        turns,
        warnings,
    })
}
