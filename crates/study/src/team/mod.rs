//! Who works in a study, and as what (study R10, R11).
//!
//! A member is a handle such as `R1`. Whose account that is stands in the grants alone: the grant of a research role has
//! the member as its subject. No table of a study holds an account.

mod member;
mod store;

pub use member::{MOST_ROOM, Member, NewMember};
pub(crate) use store::ROLES;
pub use store::{add, all, change, find, names, of_viewer};
