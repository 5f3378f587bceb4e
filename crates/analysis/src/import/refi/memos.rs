//! Notes, comments and descriptions as memos, each on what it was on.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::coders::Coders;
use super::offers::Offers;
use super::outline::{Outline, micros};
use super::take::{Spot, TakenMemo, words_of};
use super::told::ImportedRefi;
use crate::exchange::derived;
use crate::exchange::flags::Flags;
use crate::memos::{Brought, Kind, On, Target};

/// The memos of one file.
pub(super) struct Memos {
    study: Uuid,
    pub(super) brought: Vec<Brought>,
    /// Notes that are on a text or something in it.
    pub(super) notes: BTreeSet<Uuid>,
    /// GUIDs that are taken: a note that is on several things is a memo on each.
    used: BTreeSet<Uuid>,
}

/// A memo on a code, or on the study.
pub(super) struct Beside {
    memo: TakenMemo,
    /// The GUID of the code; none for the study.
    code: Option<Uuid>,
}

impl Memos {
    pub(super) fn new(study: Uuid) -> Self {
        Self {
            study,
            brought: Vec::new(),
            notes: BTreeSet::new(),
            used: BTreeSet::new(),
        }
    }

    /// Memos on a text and in it.
    pub(super) fn of_text(
        &mut self,
        memos: Vec<TakenMemo>,
        (document, codings): (Uuid, &BTreeMap<Uuid, Uuid>),
        coders: &Coders,
    ) {
        for memo in memos {
            let (on, id, span) = match memo.spot {
                Spot::Text => (On::Document, document, None),
                Spot::Span(start, end) => (On::Span, document, Some((start, end))),
                Spot::Coding(guid) => match codings.get(&guid) {
                    Some(id) => (On::Coding, *id, None),
                    None => (On::Document, document, None),
                },
            };
            let target = Target {
                on,
                id,
                document: Some(document),
                span,
            };
            self.add(memo, target, coders);
        }
    }

    /// Memos on codes, on themes that are here, and on the study.
    pub(super) fn beside(
        &mut self,
        all: Vec<Beside>,
        (offers, codes, themes): (&Offers, &BTreeMap<Uuid, Uuid>, &BTreeMap<Uuid, Uuid>),
        coders: &Coders,
    ) {
        for one in all {
            let code = one.code.and_then(|guid| codes.get(&guid).copied());
            let theme = offers.theme_of(one.memo.guid);
            let theme = theme.and_then(|theme| themes.get(&theme.brought.guid).copied());
            let (on, id) = match (code, theme) {
                (Some(code), _) => (On::Code, code),
                (None, Some(theme)) => (On::Theme, theme),
                (None, None) => (On::Study, self.study),
            };
            let target = Target {
                on,
                id,
                document: None,
                span: None,
            };
            self.add(one.memo, target, coders);
        }
    }

    fn add(&mut self, memo: TakenMemo, target: Target, coders: &Coders) {
        let id = match self.used.insert(memo.guid) {
            true => memo.guid,
            false => {
                let (start, end) = target.span.unwrap_or_default();
                let place = [start.to_be_bytes(), end.to_be_bytes()].concat();
                let parts = [memo.guid.as_bytes(), target.id.as_bytes()];
                derived(&[b"memo", parts[0], parts[1], &place])
            }
        };
        self.brought.push(Brought {
            id: Some(id),
            member: memo.user.and_then(|user| coders.get(&Some(user)).copied()),
            written_at: memo.at,
            kind: memo.kind,
            target,
            text: memo.text,
        });
    }
}

/// Memos that are in no text: on codes, on the project, and notes that are on nothing.
pub(super) fn beside(
    outline: &Outline,
    placed: &BTreeSet<Uuid>,
    told: &mut ImportedRefi,
) -> Vec<Beside> {
    let mut found = Vec::new();
    let mut met = placed.clone();
    let project = &outline.reading.project;
    let note = |guid: &Uuid, code: Option<Uuid>| {
        let note = outline.notes.get(guid)?;
        let (kind, text) = words_of(note)?;
        let memo = TakenMemo {
            guid: *guid,
            user: note.about.created.user,
            at: micros(&note.about.created),
            kind,
            text,
            spot: Spot::Text,
        };
        Some(Beside { memo, code })
    };
    for (code, notes) in &outline.on_codes {
        let linked = outline.linked.get(code).into_iter().flatten();
        for guid in notes.iter().chain(linked) {
            met.insert(*guid);
            found.extend(note(guid, Some(*code)));
        }
    }
    let (words, _) = Flags::split(project.description.as_deref());
    if !words.trim().is_empty() {
        let memo = TakenMemo {
            guid: derived(&[b"project", words.as_bytes()]),
            user: None,
            at: None,
            kind: Kind::Method,
            text: words,
            spot: Spot::Text,
        };
        found.push(Beside { memo, code: None });
    }
    let rest = outline.notes.keys().filter(|guid| !met.contains(guid));
    for guid in project.note_refs.iter().filter(|guid| !met.contains(guid)) {
        found.extend(note(guid, None));
    }
    let on_project: BTreeSet<&Uuid> = project.note_refs.iter().collect();
    let mut lone = 0;
    for guid in rest.filter(|guid| !on_project.contains(guid)) {
        let theme = outline.offers.theme_of(*guid);
        lone += u64::from(!theme.is_some_and(|theme| theme.is_taken));
        found.extend(note(guid, None));
    }
    if lone > 0 {
        told.change("Note", lone);
        let what = format!("{lone} notes that are on nothing");
        let why = "each is a memo on the study";
        told.find(
            "Q19k",
            formats::refi_qda::Outcome::Changed,
            "<Notes>",
            what,
            why,
        );
    }
    found
}

/// Counts notes as memos, and those that say nothing as left out.
pub(super) fn count_notes(outline: &Outline, told: &mut ImportedRefi) {
    let silent = outline
        .notes
        .values()
        .filter(|note| words_of(note).is_none());
    let silent = silent.count() as u64;
    told.store("Note", outline.notes.len() as u64 - silent);
    told.leave(("Q19d", "Note"), silent, "<Notes>", "they have no words");
}
