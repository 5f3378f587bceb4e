//! What the trail means for the table of themes.

use std::collections::BTreeSet;

use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::moment::{ThemeState, Themes};
use super::store;
use crate::folder::stored;
use crate::trail::{Change, State, Subject, Trail};

/// Whether there are themes and none of them was ever in the trail.
pub(crate) async fn are_outside(
    connection: &impl ConnectionTrait,
    study: Uuid,
    trail: &Trail,
) -> Result<bool> {
    Ok(!trail.knows::<ThemeState>() && store::has_any(connection, study).await?)
}

/// The themes that are older than the trail, as changes of the act by which they enter it.
pub(crate) async fn untold(tx: &Tx, app: &App, study: Uuid) -> Result<Vec<Change>> {
    let themes = store::untold(tx, app, study).await?;
    let told = themes
        .iter()
        .map(|(id, theme)| Change::of("import", *id, None, Some(theme)));
    told.collect()
}

/// The themes because of which a state does not hold together.
pub(crate) fn faults(state: &State, trail: &Trail) -> BTreeSet<Subject> {
    let themes = Themes::of(state, trail);
    themes.map(|themes| themes.faults()).unwrap_or_default()
}

/// Puts the table from what one state means to what another means.
///
/// # Errors
/// `Refused`: quotes stand under a theme that would go.
pub(crate) async fn settle(
    tx: &Tx,
    study: Uuid,
    (old, new): (&State, &State),
    trail: &Trail,
) -> Result<()> {
    let (old, new) = (Themes::of(old, trail)?, Themes::of(new, trail)?);
    let gone = old.themes().keys().filter(|id| new.theme(**id).is_none());
    let gone: BTreeSet<Uuid> = gone.copied().collect();
    if !gone.is_empty() {
        let (_, quotes, places) = stored(tx.connection(), study).await?;
        let goes = places.iter().filter(|place| gone.contains(&place.id));
        let paths: Vec<&Vec<String>> = goes.map(|place| &place.about.path).collect();
        if quotes
            .iter()
            .any(|stored| paths.contains(&&stored.quote.path()))
        {
            return Err(Error::refused(
                "R41",
                "Quotes stand under a theme that would go.",
                "Place the quotes elsewhere first, or drop the theme.",
            ));
        }
    }
    store::put(tx, study, &old, &new).await
}
