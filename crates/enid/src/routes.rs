//! The map: a line for each slice. Every route names its line of the policy.

use axum::Router;
use platform::App;
use platform::web::{Routes, design_routes, sign_in_routes, static_routes};

use crate::places::places;
use crate::policy::POLICY;
use crate::{administration, home};

/// Every route there is.
pub fn all() -> Routes {
    Routes::new()
        .merge(static_routes())
        .merge(design_routes())
        .merge(sign_in_routes())
        .merge(home::routes())
        .merge(administration::routes())
        .merge(programme::routes())
        .merge(study::routes(analysis::anchoring::follow_text))
        .merge(analysis::routes())
}

/// The router that the server runs, behind the gate.
pub fn router(app: App) -> Router {
    all().finish(app, POLICY, places)
}
