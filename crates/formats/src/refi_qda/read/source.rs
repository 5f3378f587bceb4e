//! Sources, their selections and codings, each source handed over once it is whole.

use uuid::Uuid;

use super::super::error::{Error, Fault, Stopped};
use super::super::model::{
    Area, Coding, Media, PdfPlace, PdfSource, PictureSource, Selection, Source,
};
use super::super::names::{Attribute as A, Element as E};
use super::super::registry::{Kind, Wanted};
use super::super::report::Outcome;
use super::Parser;
use super::base::{Child, at};

/// Of a source that was handed over, a part in so many stays: its GUIDs and its name.
const STAYS: u64 = 8;

impl Parser<'_, '_, '_> {
    /// Sources now, or, where they stand before users and codes, when the file is read again (Q19f).
    pub(super) fn sources_in_turn(&mut self) -> Result<(), Fault> {
        if !(self.state.users_known && self.state.codes_known) {
            self.state.deferred = true;
        }
        // Once some wait, all wait: their order stays that of the file.
        if self.state.deferred && !self.state.again {
            return self.skip();
        }
        loop {
            let held = self.state.meter.held();
            let Some(child) = self.child()? else {
                return Ok(());
            };
            let source = match child {
                Child::Known(E::TextSource) => Source::Text(self.text_document(E::TextSource)?),
                Child::Known(E::PictureSource) => Source::Picture(self.picture()?),
                Child::Known(E::PdfSource) => Source::Pdf(self.pdf()?),
                Child::Known(E::AudioSource) => Source::Audio(self.recording(E::AudioSource)?),
                Child::Known(E::VideoSource) => Source::Video(self.recording(E::VideoSource)?),
                _ => {
                    self.unknown("Sources")?;
                    continue;
                }
            };
            self.hand_over(source)?;
            if !self.state.keeps {
                let source = self.state.meter.held().saturating_sub(held);
                self.state.meter.let_go(held + source / STAYS);
            }
        }
    }

    fn hand_over(&mut self, mut source: Source) -> Result<(), Fault> {
        self.name(&mut source);
        let taken = (self.state.each)(&self.state.project, source);
        taken.map_err(|Stopped| Error::Stopped.into())
    }

    /// Gives a name that no other source has (Q19j).
    fn name(&mut self, source: &mut Source) {
        let spoken = match source {
            Source::Audio(media) | Source::Video(media) => media
                .transcripts
                .iter()
                .find_map(|one| one.about.name.clone()),
            _ => None,
        };
        let about = source.about_mut();
        let place = || format!("<source guid={}>", about.guid);
        if let (None, Some(name)) = (&about.name, spoken) {
            let what = "it had no name";
            let why = "it got its transcript's";
            self.state
                .log
                .find("Q19j", Outcome::Changed, place(), what, why);
            about.name = Some(name);
        }
        let Some(name) = &about.name else { return };
        if self.state.names.insert(name.clone()) {
            return;
        }
        let numbered = (2_u64..).map(|number| format!("{name} ({number})"));
        let free = numbered
            .into_iter()
            .find(|name| self.state.names.insert(name.clone()));
        let why = "it got a number, so that names tell sources apart";
        let what = "another source has the same name";
        self.state
            .log
            .find("Q19j", Outcome::Changed, place(), what, why);
        about.name = free;
    }

    /// Path and file of something that is not text. Where the file is not here, its path says where it should be.
    pub(super) fn media(&mut self, element: E, guid: Uuid) -> Media {
        let path = self.attribute(A::Path);
        let file = path
            .as_deref()
            .and_then(|path| self.locate(path, element, guid));
        Media { path, file }
    }

    pub(super) fn coding(&mut self) -> Result<Option<Coding>, Fault> {
        let guid = self.hold(E::Coding);
        let holder = (E::Coding, guid);
        let created = self.stamp(A::CreatingUser, A::CreationDateTime, holder);
        let (mut code, mut note_refs) = (None, Vec::new());
        while let Some(child) = self.child()? {
            match child {
                Child::Known(E::CodeRef) if code.is_none() => {
                    code = self.reference(E::CodeRef, Wanted::CodeOrCase, holder)?;
                }
                Child::Known(E::NoteRef) => note_refs.extend(self.note_ref(holder)?),
                _ => self.unknown("Coding")?,
            }
        }
        let Some(code) = code else {
            self.state.log.count(E::Coding).dropped += 1;
            let what = "a coding without a code";
            self.find(
                "Q19h",
                Outcome::Dropped,
                at(E::Coding, guid),
                what,
                "it says nothing",
            );
            return Ok(None);
        };
        if self.state.registry.kind(code) == Some(Kind::Case) {
            let why = "the span says to which case it belongs";
            let what = format!("it codes with the case {code}");
            self.find("Q19i", Outcome::Noted, at(E::Coding, guid), what, why);
        }
        Ok(Some(Coding {
            guid,
            code,
            created,
            note_refs,
        }))
    }

    /// The children of a selection that have nothing of their own.
    pub(super) fn selection<P>(
        &mut self,
        element: E,
        about: super::super::model::About,
        place: P,
    ) -> Result<Selection<P>, Fault> {
        let mut selection = Selection {
            about,
            place,
            codings: Vec::new(),
        };
        while let Some(child) = self.child()? {
            if self.about_child(child, element, &mut selection.about)? {
                continue;
            }
            match child {
                Child::Known(E::Coding) => selection.codings.extend(self.coding()?),
                _ => self.unknown(element.word())?,
            }
        }
        Ok(selection)
    }

    fn area(&mut self, element: E, guid: Uuid) -> Area {
        let mut number = |name| self.needed(name, element, guid).0;
        Area {
            first: (number(A::FirstX), number(A::FirstY)),
            second: (number(A::SecondX), number(A::SecondY)),
        }
    }

    fn picture(&mut self) -> Result<PictureSource, Fault> {
        let about = self.about(E::PictureSource);
        let guid = about.guid;
        let holder = (E::PictureSource, guid);
        let mut picture = PictureSource {
            about,
            media: self.media(E::PictureSource, guid),
            ..PictureSource::default()
        };
        while let Some(child) = self.child()? {
            if self.about_child(child, E::PictureSource, &mut picture.about)? {
                continue;
            }
            match child {
                Child::Known(E::TextDescription) if picture.text.is_none() => {
                    picture.text = Some(Box::new(self.text_document(E::TextDescription)?));
                }
                Child::Known(E::PictureSelection) => {
                    let about = self.about(E::PictureSelection);
                    let area = self.area(E::PictureSelection, about.guid);
                    let selection = self.selection(E::PictureSelection, about, area)?;
                    picture.selections.push(selection);
                }
                Child::Known(E::Coding) => picture.codings.extend(self.coding()?),
                Child::Known(E::VariableValue) => picture.values.extend(self.value(holder)?),
                _ => self.unknown("PictureSource")?,
            }
        }
        Ok(picture)
    }

    fn pdf(&mut self) -> Result<PdfSource, Fault> {
        let about = self.about(E::PdfSource);
        let guid = about.guid;
        let holder = (E::PdfSource, guid);
        let mut pdf = PdfSource {
            about,
            media: self.media(E::PdfSource, guid),
            ..PdfSource::default()
        };
        while let Some(child) = self.child()? {
            if self.about_child(child, E::PdfSource, &mut pdf.about)? {
                continue;
            }
            match child {
                Child::Known(E::PdfSelection) => pdf.selections.push(self.pdf_selection()?),
                Child::Known(E::Representation) if pdf.representation.is_none() => {
                    pdf.representation = Some(Box::new(self.text_document(E::Representation)?));
                }
                Child::Known(E::Coding) => pdf.codings.extend(self.coding()?),
                Child::Known(E::VariableValue) => pdf.values.extend(self.value(holder)?),
                _ => self.unknown("PDFSource")?,
            }
        }
        Ok(pdf)
    }

    fn pdf_selection(&mut self) -> Result<Selection<PdfPlace>, Fault> {
        let about = self.about(E::PdfSelection);
        let guid = about.guid;
        let place = PdfPlace {
            page: self.needed(A::Page, E::PdfSelection, guid).0,
            area: self.area(E::PdfSelection, guid),
            representation: None,
        };
        let mut selection = Selection {
            about,
            place,
            codings: Vec::new(),
        };
        while let Some(child) = self.child()? {
            if self.about_child(child, E::PdfSelection, &mut selection.about)? {
                continue;
            }
            match child {
                Child::Known(E::Representation) if selection.place.representation.is_none() => {
                    let text = self.text_document(E::Representation)?;
                    selection.place.representation = Some(Box::new(text));
                }
                Child::Known(E::Coding) => selection.codings.extend(self.coding()?),
                _ => self.unknown("PDFSelection")?,
            }
        }
        Ok(selection)
    }
}
