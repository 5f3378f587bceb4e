//! What consent keeps out of analysis and out of print (study P7). It is asked of the database each time, so that a changed
//! choice acts with the next page.

use std::collections::BTreeSet;

use platform::Result;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::store;
use super::version::Use;

/// Participants whose newest signature does not cover a use. Whoever signed nothing here, as in a study that began on paper,
/// is in neither set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// Nothing of theirs is analysed.
    pub analysis: BTreeSet<Uuid>,
    /// Nothing of theirs is quoted; those whose interview is not analysed among them.
    pub quotation: BTreeSet<Uuid>,
}

/// What the participants of a study refuse as of now.
pub async fn refused(connection: &impl ConnectionTrait, study: Uuid) -> Result<Refused> {
    let mut refused = Refused::default();
    for (participant, consent) in store::consents(connection, study).await? {
        let covers = |one: Use| consent.granted.contains(&one);
        if !covers(Use::Analyse) {
            refused.analysis.insert(participant);
        }
        if !covers(Use::Analyse) || !covers(Use::Quote) {
            refused.quotation.insert(participant);
        }
    }
    Ok(refused)
}
