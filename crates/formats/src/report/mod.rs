//! A document model of headings, paragraphs and tables, and its writers.
//!
//! One [`Report`] gives the same words as a word-processor file and as a page. The files name no author and no time
//! of writing, and the same report always gives the same bytes (study section 4).

mod docx;
mod html;
mod layout;
mod model;
mod text;

pub use docx::{Error, docx};
pub use html::html;
pub use model::{Block, Cell, Report, ReportRow, ReportTable};
