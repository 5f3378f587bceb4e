//! Who may do what: accounts, sign-ins, roles, and the one table that decides.
//!
//! Everything is denied unless the table says otherwise, and what is denied looks as if it were not
//! there (trust AC-1).

mod accounts;
mod erase;
mod grants;
mod links;
mod passes;
mod password;
mod policy;
mod role;
mod schema;
mod sign_ins;
mod viewer;

pub use accounts::{
    Account, NewAccount, all as all_accounts, create, disable, find, find_by_email, name_of,
    set_password,
};
pub use erase::{disabled_before, erase_account, erase_subject};
pub use grants::{
    Grant, NewGrant, Scope, ScopeKind, clear_subjects, create_scope, find_scope, grant, grants_of,
    holders, is_held, keep_scope, made_at, scope, scopes, set_subject,
};
pub use links::{Purpose, draw_link, spend_link};
pub use passes::{
    FRESH_PASS, NewPass, OPEN_SECONDS, Opened, PASS_SECONDS, PASSES, Worn, draw_pass, end_pass,
    resume_pass, revoke_passes, spend_pass, stretch_pass, worn_pass,
};
pub use password::{Passwords, SHORTEST_PASSWORD};
pub use policy::{Entry, Policy, Relation, Who};
pub use role::Role;
pub use schema::MIGRATION;
pub use sign_ins::{
    ABSOLUTE_SECONDS, IDLE_SECONDS, Resumed, SignIn, began_at, begin, end, end_all, hold, look,
    renew, resume,
};
pub use viewer::{Hand, Opening, Viewer};
