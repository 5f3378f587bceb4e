//! Codings: a code, a stretch of a document, an analyst.
//!
//! What is coded follows from the trail; the table `codings` holds what that comes to.

mod act;
mod answers;
mod before;
pub mod console;
mod cutter;
mod desk_page;
mod exchanged;
mod file;
mod folder;
mod follow;
mod frame;
mod lately;
mod live;
mod load;
mod material;
mod pass_act;
pub mod pass_console;
mod pass_page;
mod passages_page;
mod passes;
mod read_store;
mod ready_store;
mod said;
mod settle;
mod sight;
mod split;
mod standing;
mod state;
mod store;
mod texts;
mod view;

pub use act::{Change, New, No, add, alter};
pub(crate) use cutter::Cutter;
pub(crate) use exchanged::{Brought as BroughtCodings, bring_in_exchanged};
pub use file::{FolderCoding, parse};
pub(crate) use folder::{bring_in_folder, placed};
pub use follow::follow;
pub(crate) use follow::{coded_texts, leave};
pub use frame::Frame;
pub use load::{material, material_of};
pub use material::{Coded, Coding, Material, Stretch};
pub use passes::{Pass, begin, close};
pub use read_store::find;
pub(crate) use read_store::of_document;
pub(crate) use said::{said, said_of_split};
pub(crate) use settle::{faults, settle};
pub use sight::Sight;
pub use split::{Goes, split};
pub(crate) use state::CODING;
pub use state::{CodingState, Waits};
pub use store::Stored;
pub(crate) use store::{coded, count_in, under_codes_of};

use platform::storage::Migration;
use platform::web::Routes;

/// Codings as the trail has left them, and blind passes.
pub const MIGRATION: Migration = Migration {
    name: "0031 codings",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

/// When a passage was coded elsewhere.
pub const CODED_AT: Migration = Migration {
    name: "0038 when passages were coded elsewhere",
    sql: "ALTER TABLE codings ADD COLUMN coded_at BIGINT;\n",
    append_only: &[],
};

/// The newest event about a subject and the counts of a layer come from an index alone, however much is coded.
pub const INDEXES: Migration = Migration {
    name: "0039 indexes of layers",
    sql: "DROP INDEX trail_by_subject;\n\
          CREATE INDEX trail_by_subject ON trail (study, subject, seq);\n\
          CREATE INDEX codings_by_member ON codings (study, member, code);\n",
    append_only: &[],
};

/// Codings of which it is not known where they stand. In the column `waits` such a coding is lost, so that whoever counts leaves it
/// out.
pub const UNVERIFIED: Migration = Migration {
    name: "0041 codings whose place is not known",
    sql: "ALTER TABLE codings ADD COLUMN is_unverified BIGINT NOT NULL DEFAULT 0;\n",
    append_only: &[],
};

/// The coding desk, and blind passes.
pub fn routes() -> Routes {
    Routes::new()
        .merge(desk_page::routes())
        .merge(answers::routes())
        .merge(pass_page::routes())
        .merge(passages_page::routes())
}
