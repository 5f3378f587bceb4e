//! Texts: where they lie, and where their selections are in them.

use std::borrow::Cow;

use uuid::Uuid;

use super::super::UNVERIFIED;
use super::super::error::Fault;
use super::super::model::{Anchor, Original, Text, TextDocument, TextPlace, TextSelection};
use super::super::names::{Attribute as A, Element as E};
use super::super::path::Path;
use super::super::positions::{Answer, Asked, Evidence, Placed, Span, Stored, judge};
use super::super::report::{Outcome, Positions};
use super::Parser;
use super::base::{Child, at};
use crate::text::{binary, decode_stored, line_feeds};

/// A text with what of its storage positions may count.
pub(super) struct Loaded {
    pub text: Text,
    /// As stored, where that differs.
    raw: Option<String>,
    bom: bool,
    pub inline: bool,
}

impl Loaded {
    pub(super) fn stored(&self) -> Stored<'_> {
        Stored {
            raw: self.raw.as_deref().unwrap_or(&self.text.content),
            text: &self.text.content,
            bom: self.bom,
            inline: self.inline,
        }
    }
}

/// A text by its element and GUID, and by its name.
pub(super) type Named<'n> = ((E, Uuid), Option<&'n str>);

/// Paths of a text, and what of it stands in the XML.
#[derive(Default)]
pub(super) struct Paths {
    pub plain: Option<String>,
    pub rich: Option<String>,
    pub content: Option<String>,
}

impl Parser<'_, '_, '_> {
    pub(super) fn paths(&self) -> Paths {
        Paths {
            plain: self.attribute(A::PlainTextPath),
            rich: self.attribute(A::RichTextPath),
            content: None,
        }
    }

    pub(super) fn text_document(&mut self, element: E) -> Result<TextDocument, Fault> {
        let mut paths = self.paths();
        let about = self.about(element);
        let holder = (element, about.guid);
        let mut document = TextDocument {
            about,
            ..TextDocument::default()
        };
        // Whether each selection's numbers can be asked about at all.
        let mut sound = Vec::new();
        while let Some(child) = self.child()? {
            if self.about_child(child, element, &mut document.about)? {
                continue;
            }
            match child {
                Child::Known(E::PlainTextContent) => paths.content = Some(self.text()?),
                Child::Known(E::PlainTextSelection) => {
                    let (selection, whole) = self.text_selection()?;
                    document.selections.push(selection);
                    sound.push(whole);
                }
                Child::Known(E::Coding) => document.codings.extend(self.coding()?),
                Child::Known(E::VariableValue) => document.values.extend(self.value(holder)?),
                _ => self.unknown(element.word())?,
            }
        }
        let loaded = self.load(&paths, holder)?;
        document.rich_text_path = paths.rich;
        if !document.selections.is_empty() {
            let name = document.about.name.as_deref();
            let selections = &mut document.selections;
            self.place(selections, &sound, loaded.as_ref(), (holder, name));
        }
        if let Some(loaded) = loaded {
            document.inline = loaded.inline;
            document.text = Some(loaded.text);
        }
        Ok(document)
    }

    fn text_selection(&mut self) -> Result<(TextSelection, bool), Fault> {
        let about = self.about(E::PlainTextSelection);
        let guid = about.guid;
        let (start, first) = self.needed(A::StartPosition, E::PlainTextSelection, guid);
        let (end, second) = self.needed(A::EndPosition, E::PlainTextSelection, guid);
        let place = TextPlace {
            start,
            end,
            anchor: Anchor::Unverified,
        };
        let mut selection = self.selection(E::PlainTextSelection, about, place)?;
        let doubted = take_mark(&mut selection.about.description);
        Ok((selection, first && second && !doubted))
    }

    /// Turns positions into spans of the text, or leaves them as they are to be looked at.
    fn place(
        &mut self,
        selections: &mut [TextSelection],
        sound: &[bool],
        loaded: Option<&Loaded>,
        holder: Named<'_>,
    ) {
        let asked = selections.iter().zip(sound).filter(|(_, sound)| **sound);
        let spans: Vec<Span<'_>> = asked.map(|(selection, _)| span(selection)).collect();
        let answer = match loaded {
            Some(loaded) => judge(&Asked {
                stored: loaded.stored(),
                origin: self.state.origin,
                spans: &spans,
                points: &[],
                ends_fixed: false,
            }),
            None => self.unplaced(spans.len()),
        };
        let mut placed = answer.spans.iter();
        let mut unverified = 0;
        for (selection, sound) in selections.iter_mut().zip(sound) {
            let guid = selection.about.guid;
            let place = &mut selection.place;
            let found = match sound {
                true => placed.next().copied(),
                false => None,
            };
            let found = found.unwrap_or(Placed::Unverified("its positions were in doubt before"));
            *place = self.placed(*place, found, (E::PlainTextSelection, guid));
            unverified += usize::from(place.anchor == Anchor::Unverified);
        }
        self.report_positions(holder, &answer, selections.len(), unverified);
    }

    /// The answer where there is no text.
    pub(super) fn unplaced(&self, spans: usize) -> Answer {
        Answer {
            basis: self.state.origin.basis,
            evidence: Evidence::Nothing,
            score: None,
            spans: vec![Placed::Unverified("its text is missing"); spans],
            points: Vec::new(),
        }
    }

    pub(super) fn placed(
        &mut self,
        stored: TextPlace,
        found: Placed,
        (element, guid): (E, Uuid),
    ) -> TextPlace {
        let at_place = |start, end| TextPlace {
            start,
            end,
            anchor: Anchor::Placed,
        };
        match found {
            Placed::At(start, end) => at_place(start, end),
            Placed::Clamped(start, end) => {
                let what = "a position one step beyond the end";
                let why = "it was taken as the end";
                self.find("Q14", Outcome::Changed, at(element, guid), what, why);
                at_place(start, end)
            }
            Placed::Unverified(why) => {
                let what = format!("{} to {}: anchor unverified", stored.start, stored.end);
                self.find("Q13", Outcome::Noted, at(element, guid), what, why);
                TextPlace {
                    anchor: Anchor::Unverified,
                    ..stored
                }
            }
        }
    }

    pub(super) fn report_positions(
        &mut self,
        ((element, guid), name): Named<'_>,
        answer: &Answer,
        selections: usize,
        unverified: usize,
    ) {
        self.state.log.report.positions.push(Positions {
            place: at(element, guid),
            name: name.map(str::to_owned),
            basis: answer.basis,
            evidence: answer.evidence,
            score: answer.score,
            selections,
            unverified,
        });
    }

    /// The text of a document, from the archive or from the XML.
    pub(super) fn load(
        &mut self,
        paths: &Paths,
        holder: (E, Uuid),
    ) -> Result<Option<Loaded>, Fault> {
        let (element, guid) = holder;
        if let (Some(_), Some(twin)) = (&paths.plain, &paths.rich) {
            // It is not read, but it is said where it is missing.
            self.locate(twin, element, guid);
        }
        if let Some(path) = &paths.plain
            && let Some(file) = self.locate(path, element, guid)
            && let Some(loaded) = self.open(file, holder)?
        {
            return Ok(Some(loaded));
        }
        if let Some(content) = &paths.content {
            let (text, raw) = with_line_feeds(Cow::Borrowed(content));
            return Ok(Some(Loaded {
                text: Text::new(text),
                raw,
                bom: false,
                inline: true,
            }));
        }
        let rich = paths.rich.as_deref().filter(|_| paths.plain.is_none());
        if let Some(path) = rich {
            let text = path.to_ascii_lowercase().ends_with(".txt");
            if text && let Some(file) = self.locate(path, element, guid) {
                let why = "it was read as the text";
                let what = "richTextPath leads to plain text";
                self.find("Q19e", Outcome::Changed, at(element, guid), what, why);
                return self.open(file, holder);
            }
            let why = "its selections cannot be placed without the plain text that belongs to it";
            self.find(
                "Q19d",
                Outcome::Noted,
                at(element, guid),
                "only a text with styles",
                why,
            );
        } else if paths.plain.is_none() && matches!(element, E::TextSource | E::Transcript) {
            let why = "it is kept without one, and its selections are to be looked at";
            self.find("Q19d", Outcome::Noted, at(element, guid), "no text", why);
        }
        Ok(None)
    }

    fn open(&mut self, file: String, (element, guid): (E, Uuid)) -> Result<Option<Loaded>, Fault> {
        let Some(bytes) = self.state.texts.bytes(&file)? else {
            return Ok(None);
        };
        // As it came, as text, and as it was where its lines end otherwise.
        self.state.meter.hold(bytes.len().saturating_mul(3))?;
        if let Some(found) = binary(&bytes) {
            let what = format!("the plain text is {found}");
            let why = "it is kept without a text, and its selections are to be looked at";
            self.find("Q33", Outcome::Dropped, at(element, guid), what, why);
            return Ok(None);
        }
        let stored = decode_stored(&bytes);
        if stored.guessed || stored.had_errors {
            let what = format!("the text is no UTF-8 and was read as {}", stored.encoding);
            let why = "the standard has UTF-8; look at its letters";
            self.find("Q1", Outcome::Changed, at(element, guid), what, why);
        }
        let bom = stored.bom;
        let (content, raw) = with_line_feeds(stored.text);
        let path = self.state.texts.name(&file).unwrap_or(file);
        Ok(Some(Loaded {
            text: Text {
                content,
                original: Some(Original { path, bytes }),
            },
            raw,
            bom,
            inline: false,
        }))
    }

    /// The file of a path, where the archive has it. Nothing outside of the archive is ever followed (Q7, Q19c).
    pub(super) fn locate(&mut self, path: &str, element: E, guid: Uuid) -> Option<String> {
        let place = at(element, guid);
        let Path::Inside { file, bare } = Path::of(path) else {
            let why = "files outside of the archive are not followed; upload it beside the project";
            let what = "a file outside of the archive";
            self.find("Q7", Outcome::Dropped, place, what, why);
            return None;
        };
        if self.state.texts.name(file).is_none() {
            let what = format!(
                "{:?} is not in the archive",
                file.chars().take(100).collect::<String>()
            );
            let why = "it is kept without the file";
            self.find("Q19d", Outcome::Dropped, place, what, why);
            return None;
        }
        if bare {
            let why = "the archive has a file of that name";
            self.find(
                "Q19c",
                Outcome::Changed,
                place,
                "a path without internal://",
                why,
            );
        }
        Some(file.to_owned())
    }
}

fn span(selection: &TextSelection) -> Span<'_> {
    Span {
        start: selection.place.start,
        end: selection.place.end,
        name: selection.about.name.as_deref(),
    }
}

/// Text with LF line ends, and as it was where that differs.
fn with_line_feeds(stored: Cow<'_, str>) -> (String, Option<String>) {
    if !stored.contains('\r') {
        return (stored.into_owned(), None);
    }
    let raw = stored.into_owned();
    (line_feeds(Cow::Borrowed(&raw)), Some(raw))
}

/// Takes the line away that says that a selection's place was in doubt when it was written.
pub(super) fn take_mark(description: &mut Option<String>) -> bool {
    let Some(text) = description else {
        return false;
    };
    let rest = match text.strip_prefix(UNVERIFIED) {
        Some("") => None,
        Some(rest) => match rest.strip_prefix('\n') {
            Some(rest) => Some(rest.to_owned()),
            None => return false,
        },
        None => return false,
    };
    *description = rest;
    true
}
