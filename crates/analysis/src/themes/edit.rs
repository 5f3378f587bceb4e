//! What can be done to themes, and what is refused (study R42). Words were kept before: an edit refers to them.

use uuid::Uuid;

use super::ThemeStatus;
use super::moment::{ThemeState, Themes, level};
use crate::outline::{self, Node as _, Refused, siblings};

/// One change of a theme.
pub type Edit = outline::Edit<ThemeState>;

/// Adds a theme as the last of its siblings; `theme.position` is set here. `kind` says whether it is new or comes from a code.
///
/// # Errors
/// A theme of this name stands there, or what it is to stand under is not there, or is a facet.
pub fn create(
    themes: &Themes,
    kind: &'static str,
    (id, name): (Uuid, &str),
    mut theme: ThemeState,
) -> Result<Vec<Edit>, Refused> {
    free(themes, theme.parent, name, None)?;
    fits(themes, theme.parent, 1)?;
    theme.position = themes.next_place(theme.parent);
    Ok(vec![Edit::new(kind, id, theme)])
}

/// Whether a name is free under a parent that is there.
pub fn free(
    themes: &Themes,
    parent: Option<Uuid>,
    name: &str,
    but: Option<Uuid>,
) -> Result<(), Refused> {
    if parent.is_some_and(|parent| themes.theme(parent).is_none()) {
        return Err("The theme it is to stand under is not there any more.".to_owned());
    }
    match themes.namesake(parent, name, but) {
        None => Ok(()),
        Some(_) => Err(format!(
            "“{name}” stands in this place already. Equal names may stand under different themes only."
        )),
    }
}

/// Whether so many levels have room under a parent.
fn fits(themes: &Themes, parent: Option<Uuid>, height: usize) -> Result<(), Refused> {
    let above = parent.map_or(0, |parent| themes.up(parent).len());
    match above + height > ThemeState::DEEPEST {
        true => Err(
            "A theme has subthemes, and a subtheme has facets; nothing stands below a facet."
                .to_owned(),
        ),
        false => Ok(()),
    }
}

/// Moves a theme under another, or to the top, before one of those that stand there, or to their end. What stands under
/// it goes along.
///
/// # Errors
/// It would stand under itself, below a facet, or beside one of its name, or the place is not there.
pub fn place(
    themes: &Themes,
    id: Uuid,
    parent: Option<Uuid>,
    before: Option<Uuid>,
) -> Result<Vec<Edit>, Refused> {
    let theme = themes.theme(id).ok_or_else(gone)?;
    if parent.is_some_and(|parent| themes.up(parent).contains(&id)) {
        return Err("It cannot stand under itself, or under what stands under it.".to_owned());
    }
    free(themes, parent, themes.name(id), Some(id))?;
    fits(themes, parent, themes.height(id))?;
    let siblings = themes.below(parent).iter();
    let mut next = siblings.skip_while(|one| **one != id).skip(1);
    if theme.parent == parent && next.next().copied() == before {
        return Ok(Vec::new());
    }
    let places = siblings::placed(&themes.places(parent), id, before)
        .ok_or("What it is to stand before has moved meanwhile.")?;
    let mut edits = Vec::new();
    for (one, position) in places {
        let mut state = themes.theme(one).ok_or_else(gone)?.clone();
        if one == id {
            state.parent = parent;
            settle(themes, &mut state, parent);
        }
        state.position = position;
        edits.push(Edit::new("theme.move", one, state));
    }
    Ok(themes.changed(edits))
}

/// A subtheme that has become a theme without having its story is not defined any more.
fn settle(themes: &Themes, theme: &mut ThemeState, parent: Option<Uuid>) {
    let depth = parent.map_or(0, |parent| themes.up(parent).len());
    if theme.status == ThemeStatus::Defined && may_be_defined(theme, depth).is_err() {
        theme.status = ThemeStatus::Reviewed;
    }
}

/// Whether a theme at a depth has what it needs to be defined (R42).
///
/// # Errors
/// What it lacks.
pub fn may_be_defined(theme: &ThemeState, depth: usize) -> Result<(), Refused> {
    if theme.concept.is_none() {
        return Err(match depth {
            0 => "A theme is defined once its central organising concept is written.".to_owned(),
            _ => format!(
                "A {} is defined once it is said in a sentence what it is about.",
                level(depth)
            ),
        });
    }
    match theme.story.is_none() && depth == 0 {
        true => Err("A theme is defined once its story is written.".to_owned()),
        false => Ok(()),
    }
}

/// How far a theme is.
///
/// # Errors
/// It was dropped, or lacks what a defined one has.
pub fn set_status(themes: &Themes, id: Uuid, status: ThemeStatus) -> Result<Vec<Edit>, Refused> {
    let mut theme = themes.theme(id).ok_or_else(gone)?.clone();
    if theme.status == ThemeStatus::Dropped {
        return Err("It was dropped. Restore it first.".to_owned());
    }
    if status == ThemeStatus::Defined {
        may_be_defined(&theme, themes.up(id).len() - 1)?;
    }
    theme.status = status;
    Ok(themes.changed(vec![Edit::new("theme.status", id, theme)]))
}

/// Merges a theme into another: what stands under it moves under the other, its codes contribute to the other, its quotes
/// count there, and it stays, dropped.
///
/// # Errors
/// The other was dropped, or stands under it, or has no room for what would move there, or one of the same name.
pub fn merge(themes: &Themes, id: Uuid, into: Uuid) -> Result<Vec<Edit>, Refused> {
    let theme = themes.theme(id).ok_or_else(gone)?;
    let target = themes
        .theme(into)
        .ok_or("Choose the theme into which it goes.")?;
    if theme.merged_into.is_some() {
        return Err("It was merged into another already.".to_owned());
    }
    if target.status == ThemeStatus::Dropped {
        return Err(format!(
            "“{}” was dropped. Restore it first.",
            themes.name(into)
        ));
    }
    if themes.up(into).contains(&id) {
        return Err(format!(
            "“{}” is this theme or stands under it. Move it elsewhere first.",
            themes.name(into)
        ));
    }
    let mut merged = theme.clone();
    merged.status = ThemeStatus::Dropped;
    merged.merged_into = Some(into);
    let mut edits = vec![Edit::new("theme.merge", id, merged)];
    let new = theme
        .codes
        .iter()
        .filter(|code| !target.codes.contains(code));
    let mut joined = target.clone();
    joined.codes.extend(new);
    edits.push(Edit::new("theme.codes", into, joined));
    let mut position = themes.next_place(Some(into));
    for child in themes.below(Some(id)) {
        let name = themes.name(*child);
        if themes.namesake(Some(into), name, None).is_some() {
            return Err(format!(
                "Both have “{name}” under them. Merge or rename one of these first."
            ));
        }
        fits(themes, Some(into), themes.height(*child))?;
        let mut state = themes.theme(*child).ok_or_else(gone)?.clone();
        state.parent = Some(into);
        state.position = position;
        position = position.saturating_add(siblings::GAP);
        edits.push(Edit::new("theme.move", *child, state));
    }
    Ok(themes.changed(edits))
}

/// Gives a theme up; it stays, for the record.
///
/// # Errors
/// It was dropped already.
pub fn give_up(themes: &Themes, id: Uuid) -> Result<Vec<Edit>, Refused> {
    let mut theme = themes.theme(id).ok_or_else(gone)?.clone();
    if theme.status == ThemeStatus::Dropped {
        return Err("It was dropped already.".to_owned());
    }
    theme.status = ThemeStatus::Dropped;
    Ok(vec![Edit::new("theme.drop", id, theme)])
}

/// Takes a dropped theme up again, as a candidate. What moved elsewhere when it was merged stays there.
///
/// # Errors
/// It was not dropped.
pub fn restore(themes: &Themes, id: Uuid) -> Result<Vec<Edit>, Refused> {
    let mut theme = themes.theme(id).ok_or_else(gone)?.clone();
    if theme.status != ThemeStatus::Dropped {
        return Err("It was not dropped.".to_owned());
    }
    theme.status = ThemeStatus::Candidate;
    theme.merged_into = None;
    Ok(vec![Edit::new("theme.restore", id, theme)])
}

/// Lets a code contribute to a theme, or no more.
///
/// # Errors
/// The theme is not there any more.
pub fn contribute(
    themes: &Themes,
    id: Uuid,
    code: Uuid,
    contributes: bool,
) -> Result<Vec<Edit>, Refused> {
    let mut theme = themes.theme(id).ok_or_else(gone)?.clone();
    match contributes {
        false => theme.codes.retain(|other| *other != code),
        true if theme.codes.contains(&code) => {}
        true => theme.codes.push(code),
    }
    Ok(themes.changed(vec![Edit::new("theme.codes", id, theme)]))
}

pub(super) fn gone() -> Refused {
    "This theme is not there any more.".to_owned()
}
