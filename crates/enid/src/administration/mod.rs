//! Pages for those who run and those who check an installation. They show no content of a programme or
//! a study.

mod accounts;
mod policy;
mod record;
mod state;

use platform::web::Routes;

/// Pages of administrator and auditor.
pub fn routes() -> Routes {
    Routes::new()
        .merge(state::routes())
        .merge(accounts::routes())
        .merge(policy::routes())
        .merge(record::routes())
}
