//! Who may hear a recording, who may hand one in, and of whom.

use std::collections::BTreeSet;

use platform::{Error, Result};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Recording;
use crate::consent::{self, Scope, Use};
use crate::participants;
use crate::rights::Rights;

/// Whether somebody may hear a recording (study R10).
pub fn may_play(rights: &Rights, recording: &Recording) -> bool {
    rights.hears(recording.participant)
}

/// Whether somebody may hand in a recording of this participant: the research lead, and whoever is matched with them.
pub fn may_upload(rights: &Rights, participant: Uuid) -> bool {
    rights.holds(participant)
}

/// Everybody who has agreed to be recorded and has not withdrawn.
pub(super) async fn agreed(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeSet<Uuid>> {
    let consents = consent::consents(connection, study).await?;
    let mut agreed: BTreeSet<Uuid> = consents
        .into_iter()
        .filter(|(_, held)| held.granted.contains(&Use::Record))
        .map(|(participant, _)| participant)
        .collect();
    for one in consent::withdrawals(connection, study).await? {
        if one.scope == Scope::Whole {
            agreed.remove(&one.participant);
        }
    }
    Ok(agreed)
}

/// Refuses what the consent that holds now does not cover (study R7, P7).
///
/// # Errors
/// `Refused` with words for whoever hands a recording in; `NotFound` where the study has no such participant.
pub async fn refuse_unless_agreed(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
) -> Result<()> {
    let stored = participants::find(connection, study, participant)
        .await?
        .ok_or(Error::NotFound)?;
    let handle = stored.participant.participant;
    let is_out = consent::withdrawals(connection, study)
        .await?
        .iter()
        .any(|one| one.participant == participant && one.scope == Scope::Whole);
    if is_out {
        return Err(Error::refused(
            "R7",
            format!("{handle} has withdrawn."),
            "Nothing more is collected; delete the file where you have it.",
        ));
    }
    let held = consent::newest_of(connection, study, participant).await?;
    match held {
        Some((_, consent)) if consent.granted.contains(&Use::Record) => Ok(()),
        _ => Err(Error::refused(
            "P7",
            format!("{handle} has not agreed to be recorded."),
            "A recording can be handed in once the consent that holds says so.",
        )),
    }
}
