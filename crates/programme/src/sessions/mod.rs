//! Meetings of groups: when they are, whether they were held, and who was there. Nothing else: no field here
//! could hold what was said (programme 3.3).

mod pages;
mod store;

pub use pages::routes;
pub use store::{Outcome, Session, State, add, all, attend, close, counts, go_on};
