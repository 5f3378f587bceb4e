//! The codebook as nested codes, and what is looked up and changed in them.

use formats::refi_qda::model::{Code, Colour};
use uuid::Uuid;

use super::flags::Flags;
use crate::codes::{Book, CodeStatus};

/// A code with those below it. Of a release no line names another code by its identifier.
pub(super) fn code(book: &Book, id: Uuid, is_release: bool) -> Code {
    let state = book.code(id);
    let mut flags = Flags::default();
    if let Some(state) = state {
        for (flag, says) in [("level", &state.level), ("origin", &state.origin)] {
            if !says.is_empty() {
                flags.add(flag, says.as_str());
            }
        }
        if state.status == CodeStatus::Retired {
            flags.add("retired", "");
        }
        if let Some(into) = state.merged_into.filter(|_| !is_release) {
            flags.add("merged-into", into.to_string());
        }
    }
    let below = book.below(Some(id)).iter();
    Code {
        guid: id,
        name: book.name(id).to_owned(),
        codable: !state.is_some_and(|state| state.is_heading),
        colour: state
            .and_then(|state| state.colour)
            .map(|colour| colour.ink())
            .map(|[red, green, blue]| Colour(red, green, blue)),
        description: flags.after(book.definition(id)),
        note_refs: Vec::new(),
        children: below.map(|id| code(book, *id, is_release)).collect(),
    }
}

/// Takes every reference to a note away.
pub(super) fn refer_to_nothing(codes: &mut [Code]) {
    for code in codes {
        code.note_refs.clear();
        refer_to_nothing(&mut code.children);
    }
}

/// Whether a code is among these, or below them.
pub(super) fn has_code(codes: &[Code], id: Uuid) -> bool {
    let mut codes = codes.iter();
    codes.any(|code| code.guid == id || has_code(&code.children, id))
}

/// Lets a code refer to a note.
pub(super) fn refer(codes: &mut [Code], id: Uuid, note: Uuid) {
    for code in codes {
        if code.guid == id {
            code.note_refs.push(note);
        }
        refer(&mut code.children, id, note);
    }
}
