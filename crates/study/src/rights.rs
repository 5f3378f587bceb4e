//! Who may hear an interview and read it before names are taken out: the research lead, whoever is matched to hold it, and
//! whoever checks its transcript (study R10, P13). Whose field notes an interviewer reads and writes; who changes findings.

use std::collections::BTreeSet;

use platform::access::{Role, Viewer};
use platform::{App, Error, Result};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::documents::{self, AuthorRole, Listed};
use crate::held::Held;
use crate::interviewers;
use crate::team::{self, Member};
use crate::transcripts::store::{self as transcripts, Stored};

/// What one person may hear in the study of the request.
#[derive(Clone, Debug)]
pub struct Rights {
    /// Whether they lead the study.
    pub leads: bool,
    /// Who they are in the team; a research lead may be no member.
    pub member: Option<Member>,
    /// The participants they are matched with.
    holds: BTreeSet<Uuid>,
    /// The participants whose transcripts they check.
    checks: BTreeSet<Uuid>,
}

impl Rights {
    /// What whoever asks may hear.
    pub async fn of(connection: &impl ConnectionTrait, viewer: &Viewer) -> Result<Self> {
        let study = viewer.scope()?.id;
        let mut rights = Rights {
            leads: viewer.acts_as(Role::ResearchLead),
            member: team::of_viewer(connection, viewer).await?,
            holds: BTreeSet::new(),
            checks: BTreeSet::new(),
        };
        let Some(member) = &rights.member else {
            return Ok(rights);
        };
        let matches = interviewers::matches(connection, study).await?;
        let stands = matches
            .iter()
            .filter(|one| one.ended_at.is_none() && one.interviewer == member.id);
        rights.holds = stands.map(|one| one.participant).collect();
        let checked = transcripts::checked_by(connection, study, member.id).await?;
        rights.checks = documents::interviewees_of(connection, &checked).await?;
        Ok(rights)
    }

    /// Whether they hold the interview of a participant.
    pub fn holds(&self, participant: Uuid) -> bool {
        self.leads || self.holds.contains(&participant)
    }

    /// Whether they hold anybody's.
    pub fn holds_any(&self) -> bool {
        self.leads || !self.holds.is_empty()
    }

    /// Whether they may bring transcripts in: an analyst reads what was de-identified (R10).
    pub fn takes_in(&self) -> bool {
        self.leads || self.member.as_ref().is_some_and(holds_or_checks)
    }

    fn is_interviewer_alone(&self) -> bool {
        is_interviewer_alone(self.leads, self.member.as_ref())
    }

    /// Whether they may write a note about the interview of a participant.
    pub fn notes(&self, participant: Uuid) -> bool {
        !self.is_interviewer_alone() || self.holds(participant)
    }

    /// Whether there is any interview about which they may write one.
    pub fn notes_any(&self) -> bool {
        !self.is_interviewer_alone() || self.holds_any()
    }

    /// Whether they may read a field note. Of what a participant-researcher writes, an interviewer reads only their own: it
    /// would tell whose handles belong together.
    pub fn reads_note(&self, note: &Listed) -> bool {
        if !self.is_interviewer_alone() {
            return true;
        }
        let Some(author) = &note.author else {
            return false;
        };
        match (author.role, note.participant) {
            (AuthorRole::Interviewer, Some(participant)) => self.holds(participant),
            _ => {
                let is_mine = |member: &Member| member.handle == author.id;
                self.member.as_ref().is_some_and(is_mine)
            }
        }
    }

    /// Whether they may hear the interview of a participant.
    pub fn hears(&self, participant: Uuid) -> bool {
        self.holds(participant) || self.checks.contains(&participant)
    }

    /// Whether they may read and correct what was said in a transcript.
    pub fn reads(&self, stored: &Stored, participant: Option<Uuid>) -> bool {
        let checks = |member: &Member| stored.checker == Some(member.id);
        self.member.as_ref().is_some_and(checks)
            || self.leads
            || participant.is_some_and(|id| self.holds.contains(&id))
    }
}

/// Who changes what a study found.
#[derive(Clone, Copy, Debug)]
pub struct Analyst {
    /// The member of the team; none for a research lead who is no member.
    pub member: Option<Uuid>,
    /// Whether they may change what was found: the research lead and who analyses (R10).
    pub writes: bool,
}

impl Analyst {
    /// Whoever asks.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        Ok(Held::of(app, viewer).await?.analyst(viewer))
    }

    /// Whoever asks, if they may write.
    ///
    /// # Errors
    /// `Refused` for everybody else.
    pub async fn writing(app: &App, viewer: &Viewer) -> Result<Self> {
        let hand = Self::of(app, viewer).await?;
        match hand.writes {
            true => Ok(hand),
            false => Err(Error::refused(
                "R10",
                "You are not entered as an analyst of this study.",
                "The research lead can change that on the page Team.",
            )),
        }
    }
}

/// Whether whoever asks may bring transcripts in: [`Rights::takes_in`] where nothing else is asked.
pub async fn takes_in(connection: &impl ConnectionTrait, viewer: &Viewer) -> Result<bool> {
    if viewer.acts_as(Role::ResearchLead) {
        return Ok(true);
    }
    let member = team::of_viewer(connection, viewer).await?;
    Ok(member.as_ref().is_some_and(holds_or_checks))
}

/// Whether notes open for somebody only as far as interviews are theirs: they interview, and neither lead nor analyse (P13).
pub(crate) fn is_interviewer_alone(leads: bool, member: Option<&Member>) -> bool {
    !leads && member.is_some_and(|member| member.interviews && !member.analyses)
}

fn holds_or_checks(member: &Member) -> bool {
    member.interviews || member.checks
}
