//! Texts: where they are put, and what is selected in them (Q8, Q17, Q18).

use std::borrow::Cow;
use std::io::{Seek, Write};

use uuid::Uuid;

use super::super::UNVERIFIED;
use super::super::error::Error;
use super::super::files::MediaFiles;
use super::super::model::{About, Anchor, Text, TextDocument, TextPlace, TextSelection};
use super::super::names::{Attribute as A, Element as E};
use super::super::path::Path;
use super::super::positions::{folded, quotes};
use super::super::report::Outcome;
use super::places::Places;
use super::sink::is_docx;
use super::{Profile, Writer};
use crate::text::binary;

/// Code points of a text that a name quotes (Q18).
const QUOTED: usize = 100;

/// A text on its way out: where it is, and how its places are counted there.
#[derive(Default)]
pub(super) struct Put<'t> {
    /// Path of its file.
    path: Option<String>,
    /// The text, where it stands in the XML.
    inline: Option<&'t str>,
    places: Option<Places<'t>>,
    /// Zeros that its file does not hold.
    zeros: usize,
    /// Path of its twin with styles; `Err` for one that is lost.
    pub twin: Option<Result<String, ()>>,
}

/// Where a span of text is written, and what is said of it.
pub(super) struct Marked<'t> {
    pub start: i64,
    pub end: i64,
    pub name: Option<Cow<'t, str>>,
    pub doubted: bool,
}

/// What is counted over the selections of one text.
#[derive(Default)]
pub(super) struct Tally {
    doubted: u64,
    renamed: u64,
    doubtful_elsewhere: u64,
}

impl<W: Write + Seek> Writer<'_, W> {
    pub(super) fn document(
        &mut self,
        element: E,
        document: &TextDocument,
        media: &mut dyn MediaFiles,
    ) -> Result<(), Error> {
        let about = &document.about;
        let mut put = self.put(about.guid, document.text.as_ref(), document.inline)?;
        put.twin = self.twin(about.guid, document.rich_text_path.as_deref(), media)?;
        self.begin_text(element, about, &put);
        let mut tally = Tally::default();
        for selection in &document.selections {
            self.text_selection(selection, &put, &mut tally)?;
        }
        self.tell(&tally, element, about.guid);
        self.codings(&document.codings);
        self.note_refs(&about.note_refs);
        self.values(&document.values);
        self.emit.close();
        Ok(())
    }

    /// The tag of a text, with what stands in it before its selections.
    pub(super) fn begin_text(&mut self, element: E, about: &About, put: &Put<'_>) {
        self.emit.open(element);
        self.identity(about);
        let twin = put.twin.as_ref().and_then(|twin| twin.as_ref().ok());
        self.emit.optional(A::RichTextPath, twin);
        self.emit.optional(A::PlainTextPath, put.path.as_ref());
        self.stamps(about);
        self.lost(put);
        self.description(about.description.as_deref());
        if let Some(text) = put.inline {
            self.emit.leaf(E::PlainTextContent, text);
        }
    }

    fn text_selection(
        &mut self,
        selection: &TextSelection,
        put: &Put<'_>,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let about = &selection.about;
        let (element, place) = (E::PlainTextSelection, selection.place);
        let marked = self.marked(about, place, put, tally)?;
        self.emit.open(element);
        self.emit.attribute(A::Guid, about.guid);
        self.emit.optional(A::Name, marked.name.as_deref());
        self.emit.attribute(A::StartPosition, marked.start);
        self.emit.attribute(A::EndPosition, marked.end);
        self.stamps(about);
        self.marked_description(about, marked.doubted);
        self.codings(&selection.codings);
        self.note_refs(&about.note_refs);
        self.emit.close();
        Ok(())
    }

    /// Puts a text into a file, or says that it stands in the XML.
    pub(super) fn put<'t>(
        &mut self,
        guid: Uuid,
        text: Option<&'t Text>,
        inline: bool,
    ) -> Result<Put<'t>, Error> {
        let Some(text) = text else {
            return Ok(Put::default());
        };
        let content = text.content.as_str();
        if content.contains('\r') {
            return Err(Error::Unsound {
                place: format!("the text of {guid}"),
                what: "it has line ends that are not LF".to_owned(),
            });
        }
        let mut put = Put {
            places: Some(Places::of(content)),
            ..Put::default()
        };
        let within = inline && self.profile == Profile::Standard;
        if self.emit.is_muted() || !self.sink.is_archive() || within {
            put.inline = Some(content);
            return Ok(put);
        }
        let file = format!("{guid}.txt");
        let name = format!("{}/{file}", self.profile.folder());
        put.zeros = content.bytes().filter(|byte| *byte == 0).count();
        self.sink
            .file(&name, self.bytes(content).as_bytes(), true)?;
        put.path = Some(format!("internal://{file}"));
        Ok(put)
    }

    /// A text as it lies in its file. A zero makes any reader take it for no text.
    fn bytes<'t>(&self, content: &'t str) -> Cow<'t, str> {
        let text = match content.contains('\0') {
            true => Cow::Owned(content.replace('\0', "\u{fffd}")),
            false => Cow::Borrowed(content),
        };
        // A mark that is a character of the text needs one before it that is not; and what would be taken for something else by its
        // first bytes is known as text by one.
        let marked = text.starts_with('\u{feff}') || binary(text.as_bytes()).is_some();
        match self.profile {
            Profile::Nvivo => Cow::Owned(format!("\u{feff}{}", text.replace('\n', "\r\n"))),
            Profile::Standard if marked => Cow::Owned(format!("\u{feff}{text}")),
            Profile::Standard => text,
        }
    }

    /// The twin with styles, where it is a document of Word (Q19e).
    pub(super) fn twin(
        &mut self,
        guid: Uuid,
        path: Option<&str>,
        media: &mut dyn MediaFiles,
    ) -> Result<Option<Result<String, ()>>, Error> {
        let Some(path) = path else { return Ok(None) };
        let mut bytes = Vec::new();
        let found = match Path::of(path) {
            Path::Inside { file, .. } if self.sink.is_archive() => media.copy(file, &mut bytes)?,
            _ => None,
        };
        if found.is_none() || !is_docx(&bytes) {
            return Ok(Some(Err(())));
        }
        let file = format!("{guid}.docx");
        let name = format!("{}/{file}", self.profile.folder());
        self.sink.file(&name, &bytes, false)?;
        Ok(Some(Ok(format!("internal://{file}"))))
    }

    /// What became of a text otherwise than it was.
    fn lost(&mut self, put: &Put<'_>) {
        if put.twin == Some(Err(())) {
            let what = "a twin with styles that cannot go along";
            let why = "only a document of Word within an archive does; some programs refuse a path that leads nowhere";
            self.emit.find("Q19e", Outcome::Dropped, what, why);
        }
        if put.zeros > 0 {
            let what = format!("{} zeros in its text", put.zeros);
            let why = "each became U+FFFD, so that positions hold";
            self.emit.find("Q19n", Outcome::Changed, what, why);
        }
    }

    /// Where a span stands, in the numbers of the profile, with the text that it selects as its name.
    pub(super) fn marked<'t>(
        &self,
        about: &'t About,
        place: TextPlace,
        put: &Put<'t>,
        tally: &mut Tally,
    ) -> Result<Marked<'t>, Error> {
        let own = about.name.as_deref().map(Cow::Borrowed);
        if place.anchor == Anchor::Unverified {
            tally.doubted += 1;
            return Ok(Marked {
                start: place.start,
                end: place.end,
                name: own,
                doubted: true,
            });
        }
        let placed = put.places.as_ref().and_then(|places| {
            let slice = places.slice(place.start, place.end)?;
            let start = self.position(put, place.start)?;
            Some((places, slice, start, self.position(put, place.end)?))
        });
        let (places, slice, start, end) = placed.ok_or_else(|| Error::Unsound {
            place: format!("the selection {}", about.guid),
            what: format!("{} to {} is not in its text", place.start, place.end),
        })?;
        let elsewhere =
            self.profile == Profile::Standard && places.is_doubtful_elsewhere(place.end);
        tally.doubtful_elsewhere += u64::from(elsewhere);
        let name = match slice.is_empty() {
            // A point selects nothing; what it is called is all there is.
            true => own,
            false => {
                let other = about
                    .name
                    .as_deref()
                    .is_some_and(|name| !quotes(name, slice));
                tally.renamed += u64::from(other);
                quoted(slice).map(Cow::Owned)
            }
        };
        Ok(Marked {
            start,
            end,
            name,
            doubted: false,
        })
    }

    /// A place of the text in the numbers of the profile.
    pub(super) fn position(&self, put: &Put<'_>, code_point: i64) -> Option<i64> {
        let places = put.places.as_ref()?;
        match self.profile {
            Profile::Standard => places.slice(0, code_point).map(|_| code_point),
            Profile::Nvivo => places.nvivo(code_point, put.path.is_some()),
        }
    }

    /// A description, behind the line that says that the place is in doubt.
    pub(super) fn marked_description(&mut self, about: &About, doubted: bool) {
        let own = about.description.as_deref();
        match (doubted, own) {
            (false, own) => self.description(own),
            (true, None) => self.description(Some(UNVERIFIED)),
            (true, Some(own)) => self.description(Some(&format!("{UNVERIFIED}\n{own}"))),
        }
    }

    /// Says what holds for the selections of one text.
    pub(super) fn tell(&mut self, tally: &Tally, element: E, guid: Uuid) {
        if self.emit.is_muted() {
            return;
        }
        let part = match element {
            E::Transcript => E::TranscriptSelection,
            _ => E::PlainTextSelection,
        };
        if tally.renamed > 0 {
            self.emit.log.count(part).changed += tally.renamed;
        }
        let place = format!("<{} guid={guid}>", element.word());
        let mut find = |rule, outcome, number: u64, what: &str, why| {
            if number > 0 {
                let what = format!("{number} {what}");
                self.emit.log.find(rule, outcome, &*place, what, why);
            }
        };
        find(
            "Q13",
            Outcome::Noted,
            tally.doubted,
            "selections whose place is in doubt",
            "they keep their numbers, and their descriptions say so",
        );
        find(
            "Q18",
            Outcome::Changed,
            tally.renamed,
            "selections had a name of their own",
            "a name is the text that is selected, by which any reader can tell whether it counts as we do",
        );
        find(
            "Q17",
            Outcome::Noted,
            tally.doubtful_elsewhere,
            "selections stand behind characters that NVivo counts as two",
            "it would show them too early; the profile for NVivo counts as it does",
        );
    }
}

/// The text of a selection on one line, cut where it is long; `None` for white space alone.
fn quoted(slice: &str) -> Option<String> {
    let mut characters = folded(slice);
    let mut name: String = characters.by_ref().take(QUOTED).collect();
    if characters.next().is_some() {
        name.push('…');
    }
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_text_on_one_line_cut_at_a_hundred_code_points() {
        assert_eq!(quoted("  a\n\tb  c "), Some("a b c".to_owned()));
        assert_eq!(quoted(" \n"), None);
        let hundred = "é".repeat(100);
        assert_eq!(quoted(&hundred), Some(hundred.clone()));
        assert_eq!(quoted(&format!("{hundred}x")), Some(format!("{hundred}…")));
        assert!(quotes(&format!("{hundred}…"), &format!("{hundred} x")));
    }
}
