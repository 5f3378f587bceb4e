//! Sources of every kind as texts with what is selected in them; what is selected in pictures and recordings has no place here.

use std::collections::BTreeMap;

use formats::refi_qda::model::{
    About, Anchor, Coding, MediaSource, Selection, Source, TextDocument, Transcript,
};
use uuid::Uuid;

/// A text with what is selected in it.
#[derive(Debug, Default)]
pub(super) struct Material {
    /// The element it comes from.
    pub(super) element: &'static str,
    pub(super) about: About,
    /// The text; absent where the file has none for it (Q19d).
    pub(super) text: Option<String>,
    /// The bytes it came as, where they lay in a file of their own.
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) selections: Vec<Picked>,
    /// Codings of the whole.
    pub(super) codings: Vec<Coding>,
    /// Milliseconds of a recording by the code point at which they are.
    pub(super) times: BTreeMap<i64, i64>,
    /// Values of variables that it has.
    pub(super) values: usize,
}

/// A stretch of a text.
#[derive(Debug)]
pub(super) struct Picked {
    pub(super) element: &'static str,
    pub(super) about: About,
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) is_placed: bool,
    pub(super) codings: Vec<Coding>,
}

/// What of a source has no place in a text: element, selections, codings on them.
pub(super) type Lost = (&'static str, usize, usize);

/// The texts of a source, and what of it is in no text.
pub(super) fn materials(source: Source) -> (Vec<Material>, Vec<Lost>) {
    match source {
        Source::Text(text) => (vec![of_text("TextSource", text)], Vec::new()),
        Source::Picture(picture) => {
            let lost = lost("PictureSelection", &picture.selections, &picture.codings);
            let text = picture.text.map(|text| of_text("TextDescription", *text));
            (named(text, &picture.about), vec![lost])
        }
        Source::Pdf(pdf) => {
            let mut all = vec![lost("PDFSelection", &pdf.selections, &[])];
            let text = pdf
                .representation
                .map(|text| of_text("Representation", *text));
            match text {
                Some(mut text) => {
                    text.codings.extend(pdf.codings);
                    (named(Some(text), &pdf.about), all)
                }
                None => {
                    all.push(("PDFSource", 0, pdf.codings.len()));
                    (Vec::new(), all)
                }
            }
        }
        Source::Audio(media) => of_media("AudioSelection", media),
        Source::Video(media) => of_media("VideoSelection", media),
    }
}

fn of_media(element: &'static str, media: MediaSource) -> (Vec<Material>, Vec<Lost>) {
    let lost = lost(element, &media.selections, &media.codings);
    let texts = media.transcripts.into_iter().flat_map(|transcript| {
        let text = of_transcript(transcript);
        named(Some(text), &media.about)
    });
    (texts.collect(), vec![lost])
}

fn lost<P>(element: &'static str, selections: &[Selection<P>], whole: &[Coding]) -> Lost {
    let codings: usize = selections.iter().map(|one| one.codings.len()).sum();
    (element, selections.len(), codings + whole.len())
}

/// A text called as what it belongs to, where it has no name of its own.
fn named(text: Option<Material>, of: &About) -> Vec<Material> {
    let text = text.map(|mut text| {
        if text.about.name.is_none() {
            text.about.name.clone_from(&of.name);
        }
        text
    });
    text.into_iter().collect()
}

fn of_text(element: &'static str, document: TextDocument) -> Material {
    let picked = document.selections.into_iter().map(|selection| Picked {
        element: "PlainTextSelection",
        about: selection.about,
        start: selection.place.start,
        end: selection.place.end,
        is_placed: selection.place.anchor == Anchor::Placed,
        codings: selection.codings,
    });
    let selections = picked.collect();
    let (text, bytes) = match document.text {
        Some(text) => (Some(text.content), text.original.map(|file| file.bytes)),
        None => (None, None),
    };
    Material {
        element,
        about: document.about,
        text,
        bytes,
        selections,
        codings: document.codings,
        times: BTreeMap::new(),
        values: document.values.len(),
    }
}

fn of_transcript(transcript: Transcript) -> Material {
    let points = transcript.sync_points.iter();
    let times = points.filter_map(|point| Some((point.position?, point.time?)));
    let times = times.collect();
    let picked = transcript.selections.into_iter().map(|selection| {
        let span = selection.place.span;
        Picked {
            element: "TranscriptSelection",
            about: selection.about,
            start: span.map_or(0, |span| span.start),
            end: span.map_or(0, |span| span.end),
            is_placed: span.is_some_and(|span| span.anchor == Anchor::Placed),
            codings: selection.codings,
        }
    });
    let selections = picked.collect();
    let (text, bytes) = match transcript.text {
        Some(text) => (Some(text.content), text.original.map(|file| file.bytes)),
        None => (None, None),
    };
    Material {
        element: "Transcript",
        about: transcript.about,
        text,
        bytes,
        selections,
        codings: Vec::new(),
        times,
        values: 0,
    }
}

impl Material {
    /// How many code points the text has.
    pub(super) fn length(&self) -> u32 {
        let length = self.text.as_deref().map_or(0, |text| text.chars().count());
        u32::try_from(length).unwrap_or(u32::MAX)
    }

    /// What the text is called in a report.
    pub(super) fn called(&self) -> String {
        let name = self.about.name.clone();
        name.unwrap_or_else(|| self.about.guid.to_string())
    }
}

impl Material {
    /// The text as reports name it.
    pub(super) fn place(&self) -> String {
        place(self.element, self.about.guid)
    }
}

/// An element as reports name it.
pub(super) fn place(element: &str, guid: Uuid) -> String {
    format!("<{element} guid={guid}>")
}
