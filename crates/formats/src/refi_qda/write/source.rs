//! Sources that are not text, and what every source and selection has.

use std::io::{Seek, Write};

use uuid::Uuid;

use super::super::error::Error;
use super::super::files::MediaFiles;
use super::super::model::{
    About, Area, Coding, Media, PdfSelection, PdfSource, PictureSource, Selection,
};
use super::super::names::{Attribute as A, Element as E};
use super::super::report::Outcome;
use super::Writer;

/// The path of a file that is not text; `Lost` says what the project has of it no more.
pub(super) enum Put {
    Nothing,
    File(String),
    Lost(&'static str),
}

impl<W: Write + Seek> Writer<'_, W> {
    pub(super) fn identity(&mut self, about: &About) {
        self.emit.attribute(A::Guid, about.guid);
        self.emit.optional(A::Name, about.name.as_ref());
    }

    pub(super) fn stamps(&mut self, about: &About) {
        self.stamp(about.created, A::CreatingUser, A::CreationDateTime);
        self.stamp(about.modified, A::ModifyingUser, A::ModifiedDateTime);
    }

    /// Copies a file that is not text. Paths out of the archive are left out: they tell where somebody keeps their files (Q7).
    fn media(
        &mut self,
        guid: Uuid,
        media: &Media,
        files: &mut dyn MediaFiles,
    ) -> Result<Put, Error> {
        let Some(file) = &media.file else {
            return Ok(match media.path {
                Some(_) => Put::Lost("the path of a file that is not here"),
                None => Put::Nothing,
            });
        };
        if !self.sink.is_archive() || self.emit.is_muted() {
            return Ok(Put::Lost("its file, which XML alone cannot hold"));
        }
        let own = format!("{guid}.{}", ending(file));
        let name = format!("{}/{own}", self.profile.folder());
        let copied = self.sink.stream(&name, |output| files.copy(file, output))?;
        Ok(match copied {
            Some(_) => Put::File(format!("internal://{own}")),
            None => Put::Lost("the path of a file that is not here"),
        })
    }

    /// Identity, path and stamps of a source that is a file.
    pub(super) fn file(
        &mut self,
        element: E,
        about: &About,
        media: &Media,
        files: &mut dyn MediaFiles,
    ) -> Result<(), Error> {
        let put = self.media(about.guid, media, files)?;
        self.emit.open(element);
        self.identity(about);
        if let Put::File(path) = &put {
            self.emit.attribute(A::Path, path);
        }
        self.stamps(about);
        if let Put::Lost(what) = put {
            let why = "only files within the archive go along";
            self.emit.find("Q7", Outcome::Dropped, what, why);
        }
        self.description(about.description.as_deref());
        Ok(())
    }

    pub(super) fn picture(
        &mut self,
        picture: &PictureSource,
        files: &mut dyn MediaFiles,
    ) -> Result<(), Error> {
        self.file(E::PictureSource, &picture.about, &picture.media, files)?;
        if let Some(text) = &picture.text {
            self.document(E::TextDescription, text, files)?;
        }
        for selection in &picture.selections {
            self.selection(E::PictureSelection, selection, |writer, area| {
                writer.area(area);
            });
        }
        self.codings(&picture.codings);
        self.note_refs(&picture.about.note_refs);
        self.values(&picture.values);
        self.emit.close();
        Ok(())
    }

    pub(super) fn pdf(&mut self, pdf: &PdfSource, files: &mut dyn MediaFiles) -> Result<(), Error> {
        self.file(E::PdfSource, &pdf.about, &pdf.media, files)?;
        for selection in &pdf.selections {
            self.pdf_selection(selection, files)?;
        }
        if let Some(text) = &pdf.representation {
            self.document(E::Representation, text, files)?;
        }
        self.codings(&pdf.codings);
        self.note_refs(&pdf.about.note_refs);
        self.values(&pdf.values);
        self.emit.close();
        Ok(())
    }

    fn pdf_selection(
        &mut self,
        selection: &PdfSelection,
        files: &mut dyn MediaFiles,
    ) -> Result<(), Error> {
        let about = &selection.about;
        self.emit.open(E::PdfSelection);
        self.identity(about);
        self.emit.attribute(A::Page, selection.place.page);
        self.area(&selection.place.area);
        self.stamps(about);
        self.description(about.description.as_deref());
        if let Some(text) = &selection.place.representation {
            self.document(E::Representation, text, files)?;
        }
        self.codings(&selection.codings);
        self.note_refs(&about.note_refs);
        self.emit.close();
        Ok(())
    }

    fn area(&mut self, area: &Area) {
        self.emit.attribute(A::FirstX, area.first.0);
        self.emit.attribute(A::FirstY, area.first.1);
        self.emit.attribute(A::SecondX, area.second.0);
        self.emit.attribute(A::SecondY, area.second.1);
    }

    /// A selection that has nothing of its own but its place.
    pub(super) fn selection<P>(
        &mut self,
        element: E,
        selection: &Selection<P>,
        place: impl FnOnce(&mut Self, &P),
    ) {
        let about = &selection.about;
        self.emit.open(element);
        self.identity(about);
        place(self, &selection.place);
        self.stamps(about);
        self.description(about.description.as_deref());
        self.codings(&selection.codings);
        self.note_refs(&about.note_refs);
        self.emit.close();
    }

    pub(super) fn codings(&mut self, codings: &[Coding]) {
        for coding in codings {
            self.emit.open(E::Coding);
            self.emit.attribute(A::Guid, coding.guid);
            self.stamp(coding.created, A::CreatingUser, A::CreationDateTime);
            self.emit.reference(E::CodeRef, A::TargetGuid, coding.code);
            self.note_refs(&coding.note_refs);
            self.emit.close();
        }
    }
}

/// The ending of a file's name, in plain letters; `bin` where it has none.
fn ending(file: &str) -> String {
    let ending = file.rsplit_once('.').map(|(_, ending)| ending);
    let plain = ending.filter(|ending| {
        (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    plain.map_or_else(|| "bin".to_owned(), str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn endings_are_plain_letters_or_none() {
        let files = [
            "a.JPG",
            "b.tar.mp3",
            "c",
            "d.",
            "e.é",
            "f.a/b",
            "g.ninesigns",
        ];
        let endings = ["jpg", "mp3", "bin", "bin", "bin", "bin", "bin"];
        assert_eq!(files.map(ending), endings);
    }
}
