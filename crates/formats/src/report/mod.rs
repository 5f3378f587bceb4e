//! A document model of headings, paragraphs and tables, and its writers.
//!
//! One [`Report`] gives the same words as a word-processor file, as a PDF and as a page. The files name no author and no time
//! of writing, and the same report always gives the same bytes (study section 4).

mod docx;
mod html;
mod layout;
mod model;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(not(feature = "pdf"))]
#[path = "no_pdf.rs"]
mod pdf;
mod text;

pub use docx::{DocxPieces, docx};
pub use html::{HtmlPieces, html};
pub use model::{Block, Cell, Report, ReportPicture, ReportRow, ReportTable, Words};
pub use pdf::pdf;
pub(crate) use text::escape as escaped;

/// Why a report could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The parts could not be packed into one file, as when it grows beyond what a package holds.
    #[error("the document cannot be packed: {what}; write it as several documents")]
    Packing {
        /// What the packer met.
        what: String,
    },
    /// The typesetter refused the document.
    #[error("the document cannot be set as PDF: {what}; write it as DOCX or HTML")]
    Setting {
        /// What the typesetter met.
        what: String,
    },
    /// A drawing cannot be made a picture.
    #[error("a drawing in the document cannot be made a picture: {what}; write it as HTML")]
    Picture {
        /// What the renderer met.
        what: String,
    },
    /// The program was built without its typesetter.
    #[error("this program was built without PDF; write DOCX or HTML")]
    WithoutPdf,
}
