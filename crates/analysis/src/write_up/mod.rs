//! What leaves a study: the tables and the drawing to look at, and everything to take away.
//!
//! Table 1 in the form of a row a person is a page of its own with its own line in the policy, since
//! whoever reads quotes need not read it (study P3).

mod files;
mod outputs_page;
mod pages;

use platform::web::Routes;

/// The pages and files of the write-up.
pub fn routes() -> Routes {
    Routes::new()
        .merge(pages::routes())
        .merge(outputs_page::routes())
        .merge(files::routes())
}
