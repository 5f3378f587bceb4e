//! Every kind of work that is done later: a line for each part of Enid. Every kind names its line of the policy.

use platform::access;
use platform::jobs::{Kind, Run};
use platform::web::Action;

/// Every kind there is.
pub fn all() -> Vec<Kind> {
    let parts = [
        platform::web::sign_in_jobs(),
        programme::jobs(),
        study::jobs(),
        vec![fresh_link()],
        crate::retention::jobs(),
    ];
    parts.into_iter().flatten().collect()
}

/// A fresh link in the place of a worn one, from whichever part of Enid had sent that.
fn fresh_link() -> Kind {
    Kind {
        name: access::FRESH_PASS,
        action: Action("links.fresh"),
        run: Run::Mail(|app, tx, job| {
            Box::pin(async move {
                match programme::release::fresh_link(app, tx, job).await? {
                    Some(letter) => Ok(Some(letter)),
                    None => study::consent::fresh_link(app, tx, job).await,
                }
            })
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use platform::access::Who;

    use super::*;
    use crate::policy::POLICY;

    #[test]
    fn every_kind_of_job_has_a_line_of_the_policy_that_lets_the_program_do_it() {
        for kind in all() {
            let entry = POLICY.entry(kind.action.0);
            let who = entry.map(|entry| entry.who);
            assert_eq!(who, Some(Who::System), "{}", kind.name);
        }
    }

    #[test]
    fn every_line_for_the_program_itself_is_used_by_a_kind_of_job() {
        let used: BTreeSet<_> = all().iter().map(|kind| kind.action.0).collect();
        for entry in POLICY.entries().filter(|entry| entry.who == Who::System) {
            assert!(used.contains(entry.action), "{}", entry.action);
        }
    }

    #[test]
    fn no_two_kinds_of_job_share_a_name() {
        let names: BTreeSet<_> = all().iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), all().len());
    }
}
