//! What facilitators say of themselves beside the import: when and where they can lead, and who supervises them. And
//! what facilitators and residents say of each other: that they must not share a group (programme 2.4, A2, A3).
//!
//! The later statement wins. An import that repeats what an earlier one said is no later statement: a folder that is
//! handed in again for its rotas does not undo what somebody has said since.

mod availability;
mod conflicts;
mod own_conflicts;
mod store;

use jiff::civil::{Date, Weekday};
use platform::web::Routes;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::columns;
use crate::words::words;
pub use conflicts::declare_to_facilitator;
pub(crate) use conflicts::match_conflicts;
pub(super) use conflicts::name_problem;
pub(crate) use store::last_changed_at;
pub use store::state;
pub(super) use store::{conflict_ties, fits_nobody, take_import};

words! {
    /// Who said it.
    Source accepts "own, import" {
        /// The facilitator.
        Own = "own",
        /// The folder of the organiser.
        Import = "import",
    }
}

/// When and where somebody can lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Days of the week in three letters, parted by semicolons, from Monday on.
    weekdays: String,
    /// The first day.
    pub from: Date,
    /// The last day; none means until further notice.
    pub to: Option<Date>,
    /// The site where they work, if they work at one.
    pub work_site: Option<Uuid>,
    /// The most groups they lead in one run.
    pub max_groups: u32,
    /// Who supervises them, where that is arranged.
    pub supervisor: Option<String>,
}

impl Statement {
    /// A statement of these days and the rest.
    pub fn new(
        weekdays: &[Weekday],
        (from, to): (Date, Option<Date>),
        work_site: Option<Uuid>,
        max_groups: u32,
        supervisor: Option<String>,
    ) -> Self {
        Self {
            weekdays: columns::weekdays_text(weekdays),
            from,
            to,
            work_site,
            max_groups,
            supervisor,
        }
    }

    /// The days of the week as a column holds them.
    pub(super) fn weekdays_text(&self) -> &str {
        &self.weekdays
    }
}

/// What of two statements holds: the import's where it says something new, or else what was said last.
fn holds<'a>(
    import: &'a Statement,
    last_import: Option<&Statement>,
    last_own: Option<&'a Statement>,
) -> &'a Statement {
    match (last_import, last_own) {
        (Some(before), Some(own)) if before == import => own,
        _ => import,
    }
}

/// The pages on which facilitators and residents say it.
pub(super) fn routes() -> Routes {
    Routes::new()
        .merge(availability::routes())
        .merge(own_conflicts::routes())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn said(max_groups: u32) -> Statement {
        let days = [Weekday::Tuesday];
        Statement::new(&days, (date(2026, 9, 1), None), None, max_groups, None)
    }

    #[test]
    fn an_import_that_says_nothing_new_does_not_undo_what_somebody_said_since() {
        let (import, own) = (said(1), said(2));
        assert_eq!(holds(&import, Some(&said(1)), Some(&own)), &own);
    }

    #[test]
    fn an_import_that_says_something_new_is_the_later_statement() {
        let (import, own) = (said(3), said(2));
        assert_eq!(holds(&import, Some(&said(1)), Some(&own)), &import);
        assert_eq!(holds(&import, None, Some(&own)), &import);
        assert_eq!(holds(&import, Some(&said(3)), None), &import);
    }
}
