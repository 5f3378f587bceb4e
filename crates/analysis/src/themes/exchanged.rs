//! Themes of a REFI-QDA file that somebody takes up, in one act: what is here by its GUID or its path stays as it is.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use study::rows::random_id;
use uuid::Uuid;

use super::desk::Desk;
use super::edit::Edit;
use super::moment::{ThemeState, Themes};
use super::{ThemeStatus, store};
use crate::outline;
use crate::outline::siblings::GAP;
use crate::trail::{self, Act};

/// A theme on its way in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Brought {
    /// By which it is known again.
    pub(crate) guid: Uuid,
    /// The GUID of the theme above it, which stands before it in the list.
    pub(crate) parent: Option<Uuid>,
    /// Its own name.
    pub(crate) name: String,
    /// Its concept; may be empty.
    pub(crate) concept: String,
    /// Its story; may be empty.
    pub(crate) story: String,
    /// How far it is, where the file says so.
    pub(crate) status: Option<ThemeStatus>,
    /// The GUID of the theme into which it was merged.
    pub(crate) merged_into: Option<Uuid>,
    /// The codes that contribute to it, by their identifiers here.
    pub(crate) codes: Vec<Uuid>,
}

/// What became of the themes of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    /// The identifier of each theme that is here now, by its GUID.
    pub(crate) ids: BTreeMap<Uuid, Uuid>,
    pub(crate) new: usize,
}

/// Adds themes that are not there. Of those that are not taken only who is here already is told, by `others`.
pub(crate) async fn bring_in_exchanged(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Option<Uuid>,
    (themes, others): (&[Brought], &[Uuid]),
) -> Result<Taken> {
    let mut desk = Desk::open(tx, app, study).await?;
    let guids: Vec<Uuid> = themes.iter().map(|theme| theme.guid).collect();
    let used = store::used(tx.connection(), &guids).await?;
    let mut taken = Taken::default();
    let known = others.iter().filter(|id| desk.themes.theme(**id).is_some());
    taken.ids.extend(known.map(|id| (*id, *id)));
    let mut last: BTreeMap<Option<Uuid>, i64> = BTreeMap::new();
    let mut edits: Vec<Edit> = Vec::new();
    for theme in themes {
        let parent = theme.parent.and_then(|guid| taken.ids.get(&guid).copied());
        let here = desk.themes.theme(theme.guid).map(|_| theme.guid);
        if let Some(id) = here.or_else(|| desk.themes.namesake(parent, &theme.name, None)) {
            taken.ids.insert(theme.guid, id);
            continue;
        }
        let id = match used.contains(&theme.guid) {
            false => theme.guid,
            true => random_id(app),
        };
        taken.ids.insert(theme.guid, id);
        let next = last.entry(parent);
        let next = next.or_insert_with(|| desk.themes.next_place(parent).saturating_sub(GAP));
        *next = next.saturating_add(GAP);
        let state = ThemeState {
            position: *next,
            ..state_of(tx, app, study, theme, parent).await?
        };
        edits.push(Edit::new("import", id, state));
    }
    merged(&desk.themes, themes, &taken, &mut edits);
    taken.new = edits.len();
    if !edits.is_empty() {
        let act = Act::new(app, member, None);
        desk.store(tx, app, study, &act, &edits).await?;
    }
    Ok(taken)
}

async fn state_of(
    tx: &Tx,
    app: &App,
    study: Uuid,
    theme: &Brought,
    parent: Option<Uuid>,
) -> Result<ThemeState> {
    let name = trail::keep(tx, app, study, &theme.name).await?;
    let status = theme.status.unwrap_or(ThemeStatus::Candidate);
    Ok(ThemeState {
        concept: trail::kept(tx, app, study, &theme.concept).await?,
        story: trail::kept(tx, app, study, &theme.story).await?,
        // A theme is defined only with its concept (study R42).
        status: match status {
            ThemeStatus::Defined if theme.concept.is_empty() => ThemeStatus::Reviewed,
            status => status,
        },
        codes: theme.codes.clone(),
        ..ThemeState::candidate(name, parent)
    })
}

/// What was merged counts where it went, where that is here.
fn merged(themes: &Themes, brought: &[Brought], taken: &Taken, edits: &mut [Edit]) {
    let into = brought.iter().map(|theme| (theme.guid, theme.merged_into));
    let into = outline::merged(into, &taken.ids);
    let new: Vec<Uuid> = edits.iter().map(|edit| edit.id).collect();
    for edit in edits {
        if let (Some(state), Some(into)) = (&mut edit.after, into.get(&edit.id))
            && state.status == ThemeStatus::Dropped
            && (new.contains(into) || themes.theme(*into).is_some())
        {
            state.merged_into = Some(*into);
        }
    }
}
