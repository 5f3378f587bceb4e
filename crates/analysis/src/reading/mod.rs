//! Becoming familiar with what was said (study R36): how far each member has read, and stretches that nobody has coded.

mod pages;
mod uncoded;

pub use pages::routes;
pub use uncoded::uncoded;
