//! What can be done to a codebook, and what is refused (study R32). Words were kept before: an edit refers to them.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::CodeStatus;
use super::book::{Book, CodeState, GAP};

/// One change of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is done, as the trail calls it.
    pub kind: &'static str,
    /// To which code.
    pub code: Uuid,
    /// What it is afterwards; none where it goes.
    pub after: Option<CodeState>,
}

/// Why something cannot be done, in a sentence.
pub type Refused = String;

impl Edit {
    fn new(kind: &'static str, code: Uuid, after: CodeState) -> Self {
        Self {
            kind,
            code,
            after: Some(after),
        }
    }
}

/// Adds a code as the last of its siblings; `code.position` is set here.
///
/// # Errors
/// A code of this name stands there, or what it is to stand under is not there.
pub fn create(
    book: &Book,
    id: Uuid,
    name: &str,
    mut code: CodeState,
) -> Result<Vec<Edit>, Refused> {
    free(book, code.parent, name, None)?;
    code.position = last_position(book, code.parent);
    Ok(vec![Edit::new("code.create", id, code)])
}

fn last_position(book: &Book, parent: Option<Uuid>) -> i64 {
    let last = book.below(parent).last().and_then(|id| book.code(*id));
    last.map_or(GAP, |last| last.position.saturating_add(GAP))
}

/// Whether a name is free under a parent that is there.
pub fn free(
    book: &Book,
    parent: Option<Uuid>,
    name: &str,
    but: Option<Uuid>,
) -> Result<(), Refused> {
    if parent.is_some_and(|parent| book.code(parent).is_none()) {
        return Err("The code it is to stand under is not there any more.".to_owned());
    }
    match book.namesake(parent, name, but) {
        None => Ok(()),
        Some(_) => Err(format!(
            "There is a code “{name}” in this place already. Equal names may stand under different codes only."
        )),
    }
}

/// Moves a code under another, or to the top, before one of those that stand there, or to their end.
///
/// # Errors
/// It would stand under itself, or beside a code of its name, or the place is not there.
pub fn place(
    book: &Book,
    id: Uuid,
    parent: Option<Uuid>,
    before: Option<Uuid>,
) -> Result<Vec<Edit>, Refused> {
    let code = book.code(id).ok_or_else(gone)?;
    if parent.is_some_and(|parent| book.up(parent).contains(&id)) {
        return Err(
            "A code cannot stand under itself, or under one that stands under it.".to_owned(),
        );
    }
    free(book, parent, book.name(id), Some(id))?;
    let siblings: Vec<Uuid> = book
        .below(parent)
        .iter()
        .copied()
        .filter(|sibling| *sibling != id)
        .collect();
    let at = match before {
        None => siblings.len(),
        Some(before) => siblings
            .iter()
            .position(|sibling| *sibling == before)
            .ok_or("The code before which it is to stand has moved meanwhile.")?,
    };
    let position = |at: usize| {
        siblings
            .get(at)
            .and_then(|id| book.code(*id))
            .map(|c| c.position)
    };
    let left = at.checked_sub(1).and_then(position).unwrap_or(0);
    let right = position(at).unwrap_or(left.saturating_add(2 * GAP));
    let mut moved = code.clone();
    moved.parent = parent;
    if right.saturating_sub(left) >= 2 {
        moved.position = left + (right - left) / 2;
        return Ok(changed(book, vec![Edit::new("code.move", id, moved)]));
    }
    // No room is left between the two: all that stand there are placed anew.
    let mut order = siblings;
    order.insert(at, id);
    let mut edits = Vec::new();
    for (index, sibling) in order.into_iter().enumerate() {
        let mut state = book.code(sibling).ok_or_else(gone)?.clone();
        state.parent = parent;
        state.position = i64::try_from(index).map_or(i64::MAX, |index| (index + 1) * GAP);
        let edit = Edit::new("code.move", sibling, state);
        match sibling == id {
            true => edits.insert(0, edit),
            false => edits.push(edit),
        }
    }
    Ok(changed(book, edits))
}

/// Leaves out what changes nothing.
pub fn changed(book: &Book, edits: Vec<Edit>) -> Vec<Edit> {
    let differs = |edit: &Edit| edit.after.as_ref() != book.code(edit.code);
    edits.into_iter().filter(differs).collect()
}

/// Merges a code into another: what stands under it moves under the other, and it stays, retired.
///
/// # Errors
/// The other is not used, or stands under it, or has a code of the name of one that would move there.
pub fn merge(book: &Book, id: Uuid, into: Uuid) -> Result<Vec<Edit>, Refused> {
    let code = book.code(id).ok_or_else(gone)?;
    let target = book
        .code(into)
        .ok_or("Choose the code into which it goes.")?;
    if code.merged_into.is_some() {
        return Err("This code was merged into another already.".to_owned());
    }
    if target.status == CodeStatus::Retired {
        return Err(format!(
            "“{}” is retired. Restore it first.",
            book.name(into)
        ));
    }
    if book.up(into).contains(&id) {
        return Err(format!(
            "“{}” is this code or stands under it. Move it elsewhere first.",
            book.name(into)
        ));
    }
    let mut merged = code.clone();
    merged.status = CodeStatus::Retired;
    merged.merged_into = Some(into);
    let mut edits = vec![Edit::new("code.merge", id, merged)];
    let mut position = last_position(book, Some(into));
    for child in book.below(Some(id)) {
        let name = book.name(*child);
        // The merged code itself may be a sibling of those its children join.
        if book.namesake(Some(into), name, None).is_some() {
            return Err(format!(
                "Both have a code “{name}” under them. Merge or rename one of these first."
            ));
        }
        let mut state = book.code(*child).ok_or_else(gone)?.clone();
        state.parent = Some(into);
        state.position = position;
        position = position.saturating_add(GAP);
        edits.push(Edit::new("code.move", *child, state));
    }
    Ok(edits)
}

/// Takes a code out of use; it stays in the codebook.
///
/// # Errors
/// It is out of use already.
pub fn retire(book: &Book, id: Uuid) -> Result<Vec<Edit>, Refused> {
    let mut code = book.code(id).ok_or_else(gone)?.clone();
    if code.status == CodeStatus::Retired {
        return Err("This code is retired already.".to_owned());
    }
    code.status = CodeStatus::Retired;
    Ok(vec![Edit::new("code.retire", id, code)])
}

/// Takes a code into use again. What moved elsewhere when it was merged stays there.
///
/// # Errors
/// It is in use.
pub fn restore(book: &Book, id: Uuid) -> Result<Vec<Edit>, Refused> {
    let mut code = book.code(id).ok_or_else(gone)?.clone();
    if code.status == CodeStatus::Active {
        return Err("This code is in use.".to_owned());
    }
    code.status = CodeStatus::Active;
    code.merged_into = None;
    Ok(vec![Edit::new("code.restore", id, code)])
}

/// Removes a code that was never used.
///
/// # Errors
/// Others stand under it or were merged into it.
pub fn remove(book: &Book, id: Uuid) -> Result<Vec<Edit>, Refused> {
    book.code(id).ok_or_else(gone)?;
    let is_used = |code: &CodeState| code.merged_into == Some(id);
    if !book.below(Some(id)).is_empty() || book.codes().values().any(is_used) {
        return Err(
            "Other codes stand under it or were merged into it. Retire it, or move them first."
                .to_owned(),
        );
    }
    Ok(vec![Edit {
        kind: "code.remove",
        code: id,
        after: None,
    }])
}

/// The codebook after these edits.
pub fn after(book: &Book, edits: &[Edit]) -> BTreeMap<Uuid, CodeState> {
    let mut codes = book.codes().clone();
    for edit in edits {
        match &edit.after {
            Some(after) => codes.insert(edit.code, after.clone()),
            None => codes.remove(&edit.code),
        };
    }
    codes
}

fn gone() -> Refused {
    "This code is not there any more.".to_owned()
}
