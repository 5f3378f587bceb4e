//! The way in from a browser: routes that name their policy, forms that carry a token, pages that share
//! one layout, and headers on every answer.

mod announcements;
#[cfg(test)]
mod contrast;
mod csrf;
mod design;
mod errors;
mod form;
mod gate;
mod headers;
mod layout;
mod routes;
mod sign_in;
mod sign_in_letter;
mod static_files;
mod step_up;

pub use announcements::Announcements;
pub use design::routes as design_routes;
pub use form::{Pressed, Upload, UploadedFile, only};
pub use gate::{Gate, StreamRight};
pub use headers::{HEADERS, Sandboxed, WithWorker};
pub use layout::{
    Crumb, Notice, Place, Shell, download, error_of, form_status, page, page_of_length, page_with,
};
pub use routes::{Action, Route, Routes};
pub use sign_in::routes as sign_in_routes;
pub use sign_in_letter::jobs as sign_in_jobs;
pub use static_files::routes as static_routes;
pub use step_up::{Proof, proof_of, prove, renew, renewed};
