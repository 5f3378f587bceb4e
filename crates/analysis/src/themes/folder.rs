//! Themes of a study folder: a theme keeps its identifier by its path, and what the files add, say differently or lack
//! becomes one act of the trail.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::Tx;
use platform::{App, Result};
use study::rows::random_id;
use uuid::Uuid;

use super::desk::Desk;
use super::edit::Edit;
use super::moment::{ThemeState, Themes};
use super::{About, ThemeStatus};
use crate::outline::siblings::GAP;
use crate::trail::{self, Act};

/// Puts the places of a folder in the place of those that are there, parents first, and gives their ids by path. Of a place
/// about which the folder says nothing stays what was written here. No quote may stand under one that goes.
pub async fn bring_in(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Option<Uuid>,
    (places, said): (&[About], &[About]),
) -> Result<BTreeMap<Vec<String>, Uuid>> {
    let mut desk = Desk::open(tx, app, study).await?;
    let themes = &desk.themes;
    let mut known: BTreeMap<Vec<String>, Uuid> = BTreeMap::new();
    for (_, id) in themes.walk() {
        known.entry(themes.path(id)).or_insert(id);
    }
    let mut ids: BTreeMap<Vec<String>, Uuid> = BTreeMap::new();
    let mut last: BTreeMap<Option<Uuid>, i64> = BTreeMap::new();
    let mut edits = Vec::new();
    for about in places {
        let above = &about.path[..about.path.len().saturating_sub(1)];
        let parent = ids.get(above).copied();
        let id = known.get(&about.path).copied();
        let id = id.unwrap_or_else(|| random_id(app));
        ids.insert(about.path.clone(), id);
        let old = themes.theme(id);
        let is_said = said.iter().any(|one| one.path == about.path);
        let mut theme = match old {
            Some(old) => old.clone(),
            None => {
                let name = about.path.last().map_or("", String::as_str);
                ThemeState::candidate(trail::keep(tx, app, study, name).await?, parent)
            }
        };
        // Who stands in the order of the files already stays where they are.
        let after = last.entry(parent).or_insert(0);
        let stays = old.map(|old| old.position).filter(|old| *old > *after);
        *after = stays.unwrap_or(after.saturating_add(GAP));
        theme.position = *after;
        if is_said || old.is_none() {
            say(tx, app, study, themes, (about, &mut theme)).await?;
        }
        edits.push(Edit::new("import", id, theme));
    }
    let kept: BTreeSet<Uuid> = ids.values().copied().collect();
    for edit in &mut edits {
        if let Some(theme) = &mut edit.after {
            theme.merged_into = theme.merged_into.filter(|into| kept.contains(into));
        }
    }
    let lacking = themes.themes().keys().filter(|id| !kept.contains(id));
    edits.extend(lacking.map(|id| Edit {
        kind: "import",
        id: *id,
        after: None,
    }));
    let edits = themes.changed(edits);
    if !edits.is_empty() {
        let act = Act::new(app, member, None);
        desk.store(tx, app, study, &act, &edits).await?;
    }
    Ok(ids)
}

/// What a folder says about a theme; words that are the same keep what refers to them.
async fn say(
    tx: &Tx,
    app: &App,
    study: Uuid,
    themes: &Themes,
    (about, theme): (&About, &mut ThemeState),
) -> Result<()> {
    theme.status = about.status;
    theme.merged_into = theme
        .merged_into
        .filter(|_| about.status == ThemeStatus::Dropped);
    if themes.words(theme.concept.as_ref()) != about.concept {
        theme.concept = match about.concept.is_empty() {
            true => None,
            false => Some(trail::keep(tx, app, study, &about.concept).await?),
        };
    }
    if themes.story(theme) != about.story {
        theme.story = match about.story.is_empty() {
            true => None,
            false => Some(trail::keep(tx, app, study, &about.story).await?),
        };
        (theme.is_not, theme.matters) = (None, None);
    }
    Ok(())
}
