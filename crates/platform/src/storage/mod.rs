//! The database: SQLite in a file by default, PostgreSQL by address, one code path.

mod backup;
mod db;
mod dialect;
mod memory;
mod migrate;
mod packed;
pub mod tables;
mod together;
mod tx;
mod used;

pub use backup::copy_before_migration;
pub use db::{Db, OLDEST_SQLITE};
pub use dialect::Dialect;
pub use memory::Memory;
pub use migrate::{Migration, Pending, apply, pending};
pub use packed::Packed;
pub use tx::{Statements, Tx};
pub use used::used;

/// Most rows of a dozen columns one statement may carry: SQLite allows 32,766 parameters.
pub const BATCH: usize = 1000;
