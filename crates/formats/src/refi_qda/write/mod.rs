//! Writing projects and codebooks, strictly: in the order of the schema, nothing empty, every tag checked as it leaves.

mod codebook;
mod emit;
mod graph;
mod parts;
mod places;
mod recording;
mod sink;
mod source;
mod text;

use std::io::{Seek, Write};

use super::error::Error;
use super::files::MediaFiles;
use super::model::{Project, Source};
use super::names::{Element as E, Space};
use super::report::Report;
use emit::Emitter;
use sink::Sink;

pub(crate) use sink::options;

/// What is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// `.qdpx`: a project with its texts and files.
    #[default]
    Archive,
    /// `.qde`: the XML of a project, with its texts in it and without its files.
    Bare,
    /// `.qdc`: codes and groups of codes.
    Codebook,
}

/// For which program a `.qdpx` is written (Q17).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Profile {
    /// As the standard has it: code points over texts with LF, no byte-order mark, `sources/`.
    #[default]
    Standard,
    /// As NVivo counts: UTF-16 units over texts with CRLF and a byte-order mark, `Sources/`.
    Nvivo,
}

impl Profile {
    /// The name of the profile.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Nvivo => "nvivo",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Standard => "sources",
            Self::Nvivo => "Sources",
        }
    }
}

/// How something is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What is written.
    pub form: Form,
    /// For which program; only a `.qdpx` has more than one.
    pub profile: Profile,
    /// Our own name, with the version: it begins with `Enid`, by which we know our own files again.
    pub origin: String,
    /// Findings that are listed for each rule; the rest are counted.
    pub findings: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            form: Form::Archive,
            profile: Profile::Standard,
            origin: "Enid".to_owned(),
            findings: super::Limits::default().findings,
        }
    }
}

/// Writes a project bit by bit: first [`Writer::new`], then each source, then [`Writer::finish`]. One source is held at a time, and of
/// an archive the packed XML.
///
/// The same project and settings give the same bytes.
pub struct Writer<'p, W: Write + Seek> {
    project: &'p Project,
    form: Form,
    profile: Profile,
    emit: Emitter,
    sink: Sink<W>,
    /// Whether a source was written.
    sources: bool,
}

impl<'p, W: Write + Seek> Writer<'p, W> {
    /// Begins a file with everything that stands before sources. Sources of `project` itself are not looked at.
    ///
    /// # Errors
    /// [`Error::Unsound`] where the project breaks the standard, [`Error::NoCode`] for a codebook without codes, [`Error::Output`].
    pub fn new(output: W, settings: &Settings, project: &'p Project) -> Result<Self, Error> {
        let codebook = settings.form == Form::Codebook;
        if codebook && project.codes.is_empty() {
            return Err(Error::NoCode);
        }
        let profile = match settings.form {
            Form::Archive => settings.profile,
            Form::Bare | Form::Codebook => Profile::Standard,
        };
        // By these words we know what was counted when we read the file again.
        let origin = match profile {
            Profile::Standard => settings.origin.clone(),
            Profile::Nvivo => format!("{} (NVivo profile)", settings.origin),
        };
        let space = match codebook {
            true => Space::Codebook,
            false => Space::Project,
        };
        let mut writer = Self {
            project,
            form: settings.form,
            profile,
            emit: Emitter::new(space, settings.findings),
            sink: match settings.form {
                Form::Archive => Sink::archive(output)?,
                Form::Bare | Form::Codebook => Sink::Bare(output),
            },
            sources: false,
        };
        match codebook {
            true => writer.codebook(&origin),
            false => writer.before_sources(&origin),
        }
        writer.emit.log.report.origin = Some(origin);
        writer.pass_on()?;
        Ok(writer)
    }

    /// Writes a source with its text and its file, which `media` has.
    ///
    /// # Errors
    /// As [`Writer::new`]; and whatever keeps a file from being read.
    pub fn source(&mut self, source: &Source, media: &mut dyn MediaFiles) -> Result<(), Error> {
        if !self.sources {
            self.sources = true;
            self.emit.open(E::Sources);
        }
        match source {
            Source::Text(text) => self.document(E::TextSource, text, media)?,
            Source::Picture(picture) => self.picture(picture, media)?,
            Source::Pdf(pdf) => self.pdf(pdf, media)?,
            Source::Audio(audio) => self.recording(E::AudioSource, audio, media)?,
            Source::Video(video) => self.recording(E::VideoSource, video, media)?,
        }
        self.pass_on()
    }

    /// Writes what follows sources, and ends the file. Gives the output back, and what was written, changed and left out.
    ///
    /// # Errors
    /// As [`Writer::new`].
    pub fn finish(mut self, media: &mut dyn MediaFiles) -> Result<(W, Report), Error> {
        if self.sources {
            self.emit.close();
        }
        self.after_sources(media)?;
        self.emit.mute(false);
        self.emit.close();
        let rest = self.emit.conclude()?;
        self.sink.xml(&rest)?;
        let output = self.sink.finish()?;
        Ok((output, self.emit.log.finish()))
    }

    fn pass_on(&mut self) -> Result<(), Error> {
        let text = self.emit.take()?;
        self.sink.xml(&text)
    }
}

/// Writes a project with the sources that it holds.
///
/// # Errors
/// As [`Writer::new`].
pub fn write_whole<W: Write + Seek>(
    output: W,
    settings: &Settings,
    project: &Project,
    media: &mut dyn MediaFiles,
) -> Result<(W, Report), Error> {
    let mut writer = Writer::new(output, settings, project)?;
    for source in &project.sources {
        writer.source(source, media)?;
    }
    writer.finish(media)
}
