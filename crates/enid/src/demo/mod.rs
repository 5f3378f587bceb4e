//! The invented region and the invented study that `enid demo` fills a new data folder with. No person, place or
//! interview in it exists.

pub mod region;
pub mod study;
