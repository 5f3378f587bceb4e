//! The pages of de-identification.

mod acts;
mod decide;
mod list;
mod map;
mod map_key;
mod names;
mod search;
mod shown;

use platform::web::{Action, Routes};

const DECIDE: Action = Action("replacements.decide");

/// All of them.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(decide::routes())
        .merge(acts::routes())
        .merge(search::routes())
        .merge(names::routes())
        .merge(map::routes())
        .merge(map_key::routes())
}
