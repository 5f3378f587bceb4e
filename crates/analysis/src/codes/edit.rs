//! What can be done to a codebook, and what is refused (study R32). Words were kept before: an edit refers to them.

use uuid::Uuid;

use super::CodeStatus;
use super::book::{Book, CodeState};
use crate::outline::{self, Refused, siblings};

/// One change of a code.
pub type Edit = outline::Edit<CodeState>;

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
    code.position = book.next_place(code.parent);
    Ok(vec![Edit::new("code.create", id, code)])
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
    book.code(id).ok_or_else(gone)?;
    if parent.is_some_and(|parent| book.up(parent).contains(&id)) {
        return Err(
            "A code cannot stand under itself, or under one that stands under it.".to_owned(),
        );
    }
    free(book, parent, book.name(id), Some(id))?;
    let places = siblings::placed(&book.places(parent), id, before)
        .ok_or("The code before which it is to stand has moved meanwhile.")?;
    let mut edits = Vec::new();
    for (one, position) in places {
        let mut state = book.code(one).ok_or_else(gone)?.clone();
        state.parent = parent;
        state.position = position;
        edits.push(Edit::new("code.move", one, state));
    }
    Ok(book.changed(edits))
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
    let mut position = book.next_place(Some(into));
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
        position = position.saturating_add(siblings::GAP);
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
        id,
        after: None,
    }])
}

fn gone() -> Refused {
    "This code is not there any more.".to_owned()
}
