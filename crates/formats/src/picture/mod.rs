//! A drawing as a picture, for whoever cannot use the drawing itself.

#[cfg(feature = "pdf")]
mod drawn;
#[cfg(not(feature = "pdf"))]
#[path = "no_picture.rs"]
mod drawn;

pub use drawn::png;

/// Why a drawing could not be made a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is no drawing, or one of no size.
    #[error("this cannot be drawn: {what}; use the SVG")]
    Drawing {
        /// What the renderer met.
        what: String,
    },
    /// The program was built without its renderer.
    #[error("this program was built without pictures; use the SVG")]
    WithoutPictures,
}

#[cfg(test)]
#[cfg(feature = "pdf")]
mod tests;
