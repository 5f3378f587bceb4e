//! Who works in a study, and as what (study R10, R11).
//!
//! A member is a handle such as `R1`. Whose account that is stands in the grants alone: the grant of a research role has
//! the member as its subject. No table of a study holds an account.

mod dual;
mod list_page;
mod member;
mod member_page;
mod own_pages;
mod statements;
mod store;

pub use dual::{Declared, DualRole};
pub use member::{MOST_ROOM, Member, NewMember};
pub use statements::{Positionality, declare, dual_roles, positionalities, state};
pub(crate) use store::ROLES;
pub use store::subject_of;
pub use store::{
    Names, add, all, author, bind, change, enter, enter_as, find, forget_participant, names,
    of_viewer,
};

use platform::web::Routes;

/// The pages of the team.
pub fn routes() -> Routes {
    Routes::new()
        .merge(list_page::routes())
        .merge(member_page::routes())
        .merge(own_pages::routes())
}
