//! What joins the parts of Enid: the policy table, the map of routes, the pages between programme and
//! study, and the command line. Only this crate sees every other.

pub mod administration;
pub mod cli;
pub mod demo;
pub mod home;
pub mod jobs;
pub mod places;
pub mod policy;
pub mod retention;
pub mod routes;
pub mod schema;
pub mod settings;
pub mod start;
