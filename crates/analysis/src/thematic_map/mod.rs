//! The thematic map (study R48): themes, subthemes and facets, and how they stand to each other.
//!
//! The map is a subject of the trail, and each act on it a version; no table holds it. `layout` says where boxes stand,
//! `draw` writes the SVG and `alt` drafts the text for whoever does not see it, all pure; `desk` does what somebody wants.

mod alt;
mod desk;
mod draw;
mod drawing;
mod layout;
mod page;
mod said;
mod state;

#[cfg(test)]
mod tests;

pub use desk::{Wish, draw};
pub(crate) use drawing::{drawing, unpictured};
pub(crate) use layout::boxes;
pub use page::routes;
pub(crate) use said::said;
pub(crate) use state::MAP;
pub use state::{Kind, MapState, Relation, map_in};
