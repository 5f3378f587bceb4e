//! The one list of migrations, in the order in which they apply.

use platform::storage::Migration;

/// Every step of the schema; steps are only ever added at the end.
pub const MIGRATIONS: &[Migration] = &[
    platform::access::MIGRATION,
    programme::MIGRATION,
    study::MIGRATION,
    analysis::MIGRATION,
    programme::joining::MIGRATION,
    programme::rotas::MIGRATION,
    programme::rotas::LINES,
    programme::joining::lottery::MIGRATION,
    programme::planning::MIGRATION,
    platform::jobs::MIGRATION,
    platform::access::PASSES,
    programme::release::MIGRATION,
    programme::sessions::MIGRATION,
    programme::facilitators::TRAINING,
    programme::costs::MIGRATION,
    programme::feeds::MIGRATION,
    programme::certificates::MIGRATION,
    programme::sites::DESKS,
    programme::texts::MIGRATION,
    study::consent::MIGRATION,
];
