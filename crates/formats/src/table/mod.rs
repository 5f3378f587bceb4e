//! Tables from CSV and spreadsheets, with the place of every cell.
//!
//! Reading is strict, so that an importer can name the line to mend: nothing is padded, guessed or evaluated. For
//! sheets made for people, [`read_raw`] gives every cell by its place and leaves the judging to its caller.
//! Writing is safe to open: no cell of ours becomes a formula in a spreadsheet program (trust INP-3).

mod bounds;
mod cell_text;
mod delimited;
mod error;
mod grid;
mod guard;
mod hidden;
mod model;
mod ods;
mod ods_cell;
mod ods_style;
mod raw;
mod raw_csv;
mod raw_xlsx;
mod workbook;
mod workbook_pieces;
mod workbook_writer;

pub use delimited::{csv_lines, read_csv, write_csv};
pub use error::Error;
pub use model::{Limits, Row, Table};
pub use raw::{BookKind, Merge, RawBook, RawCell, RawSheet, read_ods, read_raw};
pub use workbook::read_xlsx;
pub use workbook_pieces::XlsxPieces;
pub use workbook_writer::{Sheet, SheetCell, write_xlsx};
