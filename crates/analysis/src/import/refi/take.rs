//! What of one text is taken: codings, memos, and what is said of the rest.

use formats::refi_qda::Outcome;
use formats::refi_qda::model::{About, Coding, Stamp};
use uuid::Uuid;

use super::material::{Material, Picked, place};
use super::outline::{Means, Outline, micros};
use super::told::{ImportedRefi, Review};
use crate::exchange::derived;
use crate::exchange::flags::Flags;
use crate::memos::Kind;

/// A coding on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TakenCoding {
    pub(super) guid: Uuid,
    /// The GUID of the code.
    pub(super) code: Uuid,
    pub(super) user: Option<Uuid>,
    pub(super) at: Option<i64>,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) is_placed: bool,
}

/// On what of a text a memo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    Text,
    Span(u32, u32),
    /// A coding, by its GUID.
    Coding(Uuid),
}

/// A memo on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TakenMemo {
    pub(super) guid: Uuid,
    pub(super) user: Option<Uuid>,
    pub(super) at: Option<i64>,
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) spot: Spot,
}

/// What of one text is taken.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) codings: Vec<TakenCoding>,
    pub(super) memos: Vec<TakenMemo>,
    /// The notes that are among the memos.
    pub(super) notes: Vec<Uuid>,
    /// Quotes that are taken and stand in the text, by their notes: one for each of their passages.
    pub(super) quoted: Vec<Uuid>,
}

/// Goes through one text.
pub(super) fn take(outline: &Outline, material: &Material, told: &mut ImportedRefi) -> Taken {
    let mut taking = Taking {
        outline,
        material,
        length: material.length(),
        told,
        taken: Taken::default(),
    };
    taking.about_the_text();
    for picked in &material.selections {
        taking.picked(picked);
    }
    taking.whole();
    taking.taken
}

struct Taking<'a> {
    outline: &'a Outline,
    material: &'a Material,
    length: u32,
    told: &'a mut ImportedRefi,
    taken: Taken,
}

impl Taking<'_> {
    fn about_the_text(&mut self) {
        let material = self.material;
        let about = &material.about;
        let (words, _) = Flags::split(about.description.as_deref());
        self.remark(about, &words, Spot::Text);
        self.notes(&about.note_refs, about.guid, Spot::Text);
        let values = self.material.values as u64;
        let why = "what is known of participants is entered in their table";
        let place = self.material.place();
        self.told
            .leave(("Q19i", "VariableValue"), values, &place, why);
    }

    fn picked(&mut self, picked: &Picked) {
        let at = place(picked.element, picked.about.guid);
        let numbers = (u32::try_from(picked.start), u32::try_from(picked.end));
        let (words, _) = Flags::split(picked.about.description.as_deref());
        let span = match numbers {
            (Ok(start), Ok(end)) if picked.is_placed => Some((start, end)),
            _ => None,
        };
        let spot = match span {
            Some((start, end)) if start < end => Spot::Span(start, end),
            _ => Spot::Text,
        };
        self.remark(&picked.about, &words, spot);
        self.notes(&picked.about.note_refs, picked.about.guid, spot);
        for coding in &picked.codings {
            let Some(code) = self.code_of(coding, picked) else {
                continue;
            };
            match span {
                Some((start, end)) if start == end => self.point(coding, code, start, &at),
                Some(span) => self.coding(coding, code, (span, true)),
                None => {
                    self.told.review(Review {
                        document: self.material.called(),
                        code: self.outline.names.get(&code).cloned().unwrap_or_default(),
                        start: picked.start,
                        end: picked.end,
                    });
                    // Numbers that no text can have are in the list; the coding itself has none then.
                    let span = match numbers {
                        (Ok(start), Ok(end)) => (start, end),
                        _ => (0, 0),
                    };
                    self.coding(coding, code, (span, false));
                }
            }
        }
    }

    /// Codings of the whole text are codings of all its words.
    fn whole(&mut self) {
        let material = self.material;
        let at = material.place();
        for coding in &material.codings {
            let Some(Means::Code(code)) = self.outline.means.get(&coding.code).copied() else {
                let why = "only codes are on texts here";
                self.told.leave(("Q19i", "Coding"), 1, &at, why);
                continue;
            };
            if self.length == 0 {
                let why = "the whole is coded, and it has no words";
                self.told.leave(("Q19d", "Coding"), 1, &at, why);
                continue;
            }
            self.told.change("Coding", 1);
            let what = "a coding of the whole text";
            let why = "it is on all of its words here";
            self.told
                .find("Q20", Outcome::Changed, at.clone(), what, why);
            self.coding(coding, code, ((0, self.length), true));
        }
    }

    /// The GUID of the code of a coding; none where it is no coding here.
    fn code_of(&mut self, coding: &Coding, picked: &Picked) -> Option<Uuid> {
        let (rule, why) = match self.outline.means.get(&coding.code) {
            Some(Means::Code(code)) => return Some(*code),
            Some(Means::Quote) => {
                let offers = &self.outline.offers;
                let taken = coding
                    .note_refs
                    .iter()
                    .find(|note| offers.quotes.contains_key(note));
                if let Some(note) = taken {
                    self.taken.quoted.push(*note);
                    return None;
                }
                let is_known = |note: &Uuid| offers.left_quotes.contains(note);
                if !coding.note_refs.iter().any(is_known) {
                    let holds = picked.about.name.clone().unwrap_or_default();
                    self.told
                        .offer("quote", self.material.called(), holds, String::new());
                }
                ("Q20", "a quote is offered")
            }
            Some(Means::Theme) => ("Q20", "themes are offered; passages are coded with codes"),
            Some(Means::Case) => (
                "Q19i",
                "a passage is about a case; whose words they are follows from the text here",
            ),
            None => ("Q19h", "its code is not in the file"),
        };
        let at = place("Coding", coding.guid);
        self.told.leave((rule, "Coding"), 1, &at, why);
        None
    }

    fn coding(
        &mut self,
        coding: &Coding,
        code: Uuid,
        ((start, end), is_placed): ((u32, u32), bool),
    ) {
        self.taken.codings.push(TakenCoding {
            guid: coding.guid,
            code,
            user: coding.created.user,
            at: micros(&coding.created),
            start,
            end,
            is_placed,
        });
        let spot = Spot::Coding(coding.guid);
        self.notes(&coding.note_refs, coding.guid, spot);
    }

    /// A coding of no words is a memo (Q14).
    fn point(&mut self, coding: &Coding, code: Uuid, start: u32, at: &str) {
        self.told.change("Coding", 1);
        let what = "a coding of no words";
        let why = "it became a memo on the text that says where it was";
        self.told.find("Q14", Outcome::Changed, at, what, why);
        let name = self.outline.names.get(&code).map_or("", String::as_str);
        let text = format!(
            "Coded “{name}” before character {}.",
            start.saturating_add(1)
        );
        self.memo(
            coding.guid,
            &coding.created,
            (Kind::Method, text),
            Spot::Text,
        );
    }

    /// A comment on a text or a passage (Q19k).
    fn remark(&mut self, about: &About, words: &str, spot: Spot) {
        if words.trim().is_empty() {
            return;
        }
        let guid = derived(&[b"comment", about.guid.as_bytes()]);
        self.memo(guid, &about.created, (Kind::Method, words.to_owned()), spot);
    }

    /// Notes on something, and those to which it is linked.
    fn notes(&mut self, refs: &[Uuid], of: Uuid, spot: Spot) {
        let outline = self.outline;
        let linked = outline.linked.get(&of).into_iter().flatten();
        for guid in refs.iter().chain(linked) {
            let Some(note) = outline.notes.get(guid) else {
                continue;
            };
            self.taken.notes.push(*guid);
            if let Some((kind, text)) = words_of(note) {
                self.memo(*guid, &note.about.created, (kind, text), spot);
            }
        }
    }

    fn memo(&mut self, guid: Uuid, by: &Stamp, (kind, text): (Kind, String), spot: Spot) {
        self.taken.memos.push(TakenMemo {
            guid,
            user: by.user,
            at: micros(by),
            kind,
            text,
            spot,
        });
    }
}

/// What a note says: its name above its words, where another program has named it. None where it says nothing.
pub(super) fn words_of(note: &formats::refi_qda::model::TextDocument) -> Option<(Kind, String)> {
    let (words, flags) = Flags::split(note.about.description.as_deref());
    let text = note.text.as_ref().map(|text| text.content.as_str());
    let text = text.filter(|text| !text.trim().is_empty());
    let kind = flags.get("memo").and_then(Kind::of_word);
    let parts = match kind {
        Some(_) => [None, None, text],
        None => {
            let name = note.about.name.as_deref();
            [name, Some(words.as_str()), text]
        }
    };
    let parts = parts.into_iter().flatten();
    let parts: Vec<&str> = parts.filter(|part| !part.trim().is_empty()).collect();
    let has_words = text.is_some() || !words.trim().is_empty();
    has_words.then(|| (kind.unwrap_or(Kind::Method), parts.join("\n")))
}
