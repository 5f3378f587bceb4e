//! What a study asks and whom, for the advice about names.

use std::collections::BTreeMap;

use platform::{App, Result};
use study::{cohorts, guides, questions};
use uuid::Uuid;

use super::Asked;

/// Research questions in their newest wording, the questions of each cohort's newest guide, and the cohorts.
pub(super) async fn asked(app: &App, study: Uuid) -> Result<Asked> {
    let connection = app.db.read();
    let mut asked = Asked {
        cohorts: cohorts::names(connection, study).await?,
        ..Asked::default()
    };
    for (_, question) in questions::all(connection, study).await? {
        asked.questions.push((question.id, question.wording));
    }
    let mut newest = BTreeMap::new();
    for version in guides::versions(connection, study).await? {
        let of = newest.entry(version.cohort.clone());
        let of = of.or_insert_with(|| version.clone());
        if version.number > of.number {
            *of = version;
        }
    }
    for (cohort, guide) in newest {
        let called = format!("a question of the guide for {cohort}");
        let own = guide.questions.into_iter();
        asked
            .questions
            .extend(own.map(|question| (called.clone(), question.question)));
    }
    Ok(asked)
}
