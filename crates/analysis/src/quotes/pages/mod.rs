//! The pages of quotes.

mod form;
mod list_page;
mod make_page;
mod place_acts;
mod quote_page;
mod reliance_page;

pub(super) use form::{OTHER, Offered, sentence};
pub(super) use list_page::Asked;

use platform::web::{Action, Routes};

const READ: Action = Action("quotes.read");
const WRITE: Action = Action("quotes.write");

/// The pages of quotes.
pub fn routes() -> Routes {
    Routes::new()
        .merge(make_page::routes())
        .merge(reliance_page::routes())
        .merge(list_page::routes())
        .merge(quote_page::routes())
        .merge(place_acts::routes())
}
