//! Meetings of groups: when they are, whether they were held, and who was there. Nothing else: no field here
//! could hold what was said (programme 3.3).

mod pages;
mod past_store;
mod store;

pub use pages::routes;
pub(crate) use past_store::{held, starts};
pub use store::{Outcome, Session, State, add, all, attend, close, counts, go_on};
