//! What is coded in one document, as somebody may see it.

use std::sync::Arc;

use platform::access::Viewer;
use platform::audit::Ends;
use platform::clock::Instant;
use platform::{App, Error, Result};
use serde::Serialize;
use study::documents::Outline;
use study::rights::Analyst;
use study::team::Member;
use uuid::Uuid;

use super::Sight;
use super::frame::Frame;
use super::lately::{self, Text};
use super::state::Waits;
use super::store::Stored;

/// A document on the desk of whoever asks.
pub(super) struct View {
    pub(super) study: Uuid,
    pub(super) frame: Arc<Frame>,
    pub(super) document: Outline,
    pub(super) analyst: Analyst,
    pub(super) sight: Sight,
    /// As of which change of the study it is read; none where it may be changed meanwhile.
    as_of: Option<i64>,
}

/// A coding as a page draws it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Shown {
    pub(super) id: Uuid,
    pub(super) code: Uuid,
    pub(super) member: Uuid,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The turn in which it begins, from 0.
    pub(super) turn: u32,
    /// What is sent with a change of it.
    pub(super) seen: i64,
    /// Whether its text changed, or went.
    pub(super) waits: Waits,
    /// When it was coded, where it came from elsewhere.
    #[serde(skip)]
    pub(super) coded_at: Option<Instant>,
}

impl Shown {
    /// A coding as a page draws it.
    pub(super) fn of(one: &Stored) -> Self {
        Self {
            id: one.id,
            code: one.state.code,
            member: one.state.member,
            start: one.state.start,
            end: one.state.end,
            turn: one.first,
            seen: one.since,
            waits: one.state.waits,
            coded_at: one.state.coded_at.map(Instant),
        }
    }
}

impl View {
    /// The document of this handle.
    ///
    /// # Errors
    /// `NotFound` where whoever asks may not read it.
    pub(super) async fn of(app: &App, viewer: &Viewer, handle: &str) -> Result<Self> {
        let study = viewer.scope()?.id;
        // What an act changes it looks at again in its transaction.
        let frame = Frame::of(app, &viewer.when_let_in()).await?;
        let analyst = frame.analyst(viewer);
        Ok(Self {
            study,
            document: frame.readable(app, viewer, handle).await?.clone(),
            sight: frame.sight(analyst.member),
            analyst,
            frame,
            as_of: viewer.as_of.map(Ends::changes),
        })
    }

    /// The member in whose layer whoever asks codes.
    ///
    /// # Errors
    /// `Refused` for whoever analyses nothing, or is in no team.
    pub(super) fn coder(&self) -> Result<Uuid> {
        let member = self.analyst.member.filter(|_| self.analyst.writes);
        member.ok_or_else(|| {
            Error::refused(
                "R31",
                "A coding stands in the layer of an analyst, and you are none in this study.",
                "The research lead can enter you on the page Team.",
            )
        })
    }

    /// Whether they code.
    pub(super) fn codes(&self) -> bool {
        self.analyst.writes && self.analyst.member.is_some()
    }

    /// What is coded in the document, by start and end.
    pub(super) async fn codings(&self, app: &App) -> Result<Vec<Shown>> {
        Ok(self.seen_of(&*self.text(app).await?))
    }

    /// What is said and coded in the document, layers that are not seen among it.
    pub(super) async fn text(&self, app: &App) -> Result<Arc<Text>> {
        let which = (self.study, self.document.id);
        lately::text(app, &self.frame, which, self.as_of).await
    }

    /// The codings of the document that are seen, by start and end.
    pub(super) fn seen_of(&self, text: &Text) -> Vec<Shown> {
        let seen = text
            .codings
            .iter()
            .filter(|one| self.sees(one.state.member));
        seen.map(Shown::of).collect()
    }

    fn sees(&self, member: Uuid) -> bool {
        self.sight.sees(member, self.document.id)
    }

    /// The analysts of the study, each with whether their layer may be seen.
    pub(super) fn layers(&self) -> Vec<(&Member, bool)> {
        let analysts = self.frame.members.iter().filter(|member| member.analyses);
        analysts
            .map(|member| (member, self.sees(member.id)))
            .collect()
    }
}
