//! The one list of migrations, in the order in which they apply, and of the classes by which what is in their tables is kept.

use platform::retention::Class;
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
    platform::retention::MIGRATION,
    study::transcripts::MIGRATION,
    study::DESIGN,
    study::recordings::MIGRATION,
    study::transcripts::replacements::MIGRATION,
    analysis::anchoring::MIGRATION,
    study::interviewers::MIGRATION,
    study::interviewers::times::MIGRATION,
    study::transcripts::replacements::MAP_KEY,
    analysis::trail::MIGRATION,
    analysis::codings::MIGRATION,
    study::journal::MIGRATION,
    analysis::conversation::MIGRATION,
    study::search::MIGRATION,
    analysis::themes::MIGRATION,
    analysis::quotes::MIGRATION,
    analysis::codes::MIGRATION,
    analysis::codings::CODED_AT,
    analysis::codings::INDEXES,
    analysis::codings::UNVERIFIED,
    study::manuscripts::MIGRATION,
    analysis::manuscript_audit::MIGRATION,
    analysis::output_release::MIGRATION,
    analysis::printing::MIGRATION,
    analysis::archive::MIGRATION,
    platform::audit::BUT_ALONE,
];

/// Every class of data, in the order in which they are swept: what refers to others goes first.
pub fn classes() -> Vec<Class> {
    let parts = [
        study::recordings::CLASSES,
        analysis::retention::CLASSES,
        study::retention::CLASSES,
        programme::retention::CLASSES,
        platform::retention::CLASSES,
    ];
    parts.into_iter().flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use platform::retention::Period;

    use super::*;

    #[test]
    fn every_class_has_a_name_of_its_own_a_period_and_a_reason_for_it() {
        let mut names = BTreeSet::new();
        for class in classes() {
            assert!(names.insert(class.name), "{} stands twice", class.name);
            let period: Period = class.period.parse().unwrap();
            let stays = period == Period::Never;
            assert_eq!(stays, class.sweep.is_none(), "{}", class.name);
            assert_eq!(stays, class.counts.is_empty(), "{}", class.name);
            assert!(!class.note.is_empty(), "{}", class.name);
        }
    }
}
