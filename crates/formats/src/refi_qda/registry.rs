//! Which GUID is what, and which references lead nowhere (Q5, Q19h).

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::lexical::derived;
use super::names::Element;

/// What a GUID belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    User,
    Code,
    Variable,
    Case,
    Source,
    Selection,
    Note,
    Vertex,
    SyncPoint,
    Other,
}

impl Kind {
    pub(super) fn of(element: Element) -> Self {
        use Element as E;
        match element {
            E::User => Self::User,
            E::Code => Self::Code,
            E::Variable => Self::Variable,
            E::Case => Self::Case,
            E::TextSource | E::PictureSource | E::PdfSource | E::AudioSource | E::VideoSource => {
                Self::Source
            }
            E::PlainTextSelection
            | E::PictureSelection
            | E::PdfSelection
            | E::AudioSelection
            | E::VideoSelection
            | E::TranscriptSelection => Self::Selection,
            E::Note => Self::Note,
            E::Vertex => Self::Vertex,
            E::SyncPoint => Self::SyncPoint,
            _ => Self::Other,
        }
    }
}

/// What a reference may lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Kind(Kind),
    /// A code, or a case with which a program codes (Q19i).
    CodeOrCase,
    /// Anything that has a GUID.
    Anything,
}

impl Wanted {
    fn takes(self, kind: Kind) -> bool {
        match self {
            Self::Kind(wanted) => wanted == kind,
            Self::CodeOrCase => matches!(kind, Kind::Code | Kind::Case),
            Self::Anything => true,
        }
    }
}

/// A reference that leads to nothing known so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pending {
    pub element: Element,
    pub target: Uuid,
    pub wanted: Wanted,
    /// The element that holds the reference.
    pub holder: (Element, Uuid),
    /// Where in the file it stands, for whoever asks.
    pub at: u64,
}

impl Pending {
    /// What leads nowhere: the code of a coding may be a case, that of a case may not, so that the two are told apart.
    pub(super) fn key(&self) -> (Element, Uuid) {
        match (self.element, self.holder.0) {
            (Element::CodeRef, Element::Coding) => (Element::Coding, self.target),
            (element, _) => (element, self.target),
        }
    }
}

/// All GUIDs of a document.
#[derive(Debug, Default)]
pub(super) struct Registry {
    known: HashMap<Uuid, Kind>,
    pending: Vec<Pending>,
    fresh: u64,
}

impl Registry {
    /// Takes a GUID for its holder. Where another has it already, a fresh one, and `false`.
    pub(super) fn hold(&mut self, guid: Uuid, kind: Kind) -> (Uuid, bool) {
        if let std::collections::hash_map::Entry::Vacant(free) = self.known.entry(guid) {
            free.insert(kind);
            return (guid, true);
        }
        (self.mint(guid, kind), false)
    }

    /// A GUID for a holder that has none.
    pub(super) fn mint(&mut self, seed: Uuid, kind: Kind) -> Uuid {
        loop {
            self.fresh += 1;
            let guid = derived(&[b"fresh", seed.as_bytes(), &self.fresh.to_le_bytes()]);
            if let std::collections::hash_map::Entry::Vacant(free) = self.known.entry(guid) {
                free.insert(kind);
                return guid;
            }
        }
    }

    pub(super) fn kind(&self, guid: Uuid) -> Option<Kind> {
        self.known.get(&guid).copied()
    }

    /// A reference; kept for the end where its target is not known yet.
    pub(super) fn refer(&mut self, pending: Pending) {
        let kind = self.kind(pending.target);
        if !kind.is_some_and(|kind| pending.wanted.takes(kind)) {
            self.pending.push(pending);
        }
    }

    /// References that lead nowhere now that everything is known.
    pub(super) fn dangling(&mut self) -> (Vec<Pending>, BTreeSet<(Element, Uuid)>) {
        let pending = std::mem::take(&mut self.pending);
        let left: Vec<Pending> = pending
            .into_iter()
            .filter(|one| {
                let kind = self.kind(one.target);
                !kind.is_some_and(|kind| one.wanted.takes(kind))
            })
            .collect();
        let targets = left.iter().map(Pending::key).collect();
        (left, targets)
    }
}
