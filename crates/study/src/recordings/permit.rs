//! Who may hear a recording, who may hand one in, and of whom.

use std::collections::BTreeSet;

use platform::access::{Role, Viewer};
use platform::{Error, Result};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Recording;
use crate::consent::{self, Scope, Use};
use crate::participants;
use crate::team::{self, Member};

/// Somebody who works in the study.
#[derive(Clone, Debug)]
pub struct Listener {
    /// Whether they lead it.
    pub is_lead: bool,
    /// Who they are in the team, if they are of it.
    pub member: Option<Member>,
}

impl Listener {
    /// Who asks.
    pub async fn of(connection: &impl ConnectionTrait, viewer: &Viewer) -> Result<Self> {
        Ok(Self {
            is_lead: viewer
                .relations
                .iter()
                .any(|(role, _)| *role == Role::ResearchLead),
            member: team::of_viewer(connection, viewer).await?,
        })
    }

    /// The member, as rows keep it.
    pub fn id(&self) -> Option<Uuid> {
        self.member.as_ref().map(|member| member.id)
    }
}

/// Whether somebody may hear a recording (study R10): the research lead, whoever interviews, whoever checks. Which interviews
/// are whose is not known here yet; when it is, this is where it counts.
pub fn may_play(listener: &Listener, _recording: &Recording) -> bool {
    let of_team = |member: &Member| member.interviews || member.checks;
    listener.is_lead || listener.member.as_ref().is_some_and(of_team)
}

/// Whether somebody may hand in a recording of this participant: the research lead, and whoever interviews.
pub fn may_upload(listener: &Listener, _participant: Uuid) -> bool {
    listener.is_lead
        || listener
            .member
            .as_ref()
            .is_some_and(|member| member.interviews)
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
