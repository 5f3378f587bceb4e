//! What nearly every page of a study asks for before anything else, read once between two changes of the study.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use platform::access::{Role, Viewer};
use platform::audit::{self, Ends};
use platform::{App, Error, Result};
use uuid::Uuid;

use crate::consent;
use crate::documents::{self, Kind, Outline};
use crate::rights::{Analyst, Rights, is_interviewer_alone};
use crate::team::{self, Member};

/// As of which change something of a study is read.
#[derive(Clone, Copy, Debug)]
pub struct AsOf {
    /// A number that grows with every change.
    pub changes: i64,
    /// The same as of the last change that was not [`audit::ALONE`].
    pub settled: i64,
}

/// How far a study's record had come, and what had settled by then.
struct Settled {
    ends: Ends,
    as_of: i64,
}

impl AsOf {
    /// For the study of the request.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        let scope = viewer.scope()?;
        let ends = match viewer.as_of {
            Some(ends) => ends,
            None => audit::ends(app.db.read(), &scope.slug).await?,
        };
        let changes = ends.changes();
        let memory = app.db.memory();
        let settled = match memory.recall::<Settled>(scope.id) {
            Some((stamp, kept)) if stamp == changes => kept.as_of,
            Some((_, kept)) if ends.were_alone_since(kept.ends) => kept.as_of,
            _ => changes,
        };
        let as_of = settled;
        memory.keep(scope.id, changes, Arc::new(Settled { ends, as_of }));
        Ok(Self { changes, settled })
    }
}

/// The documents of a study, who works in it, and what participants refuse.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// The change of the study as of which it was read: [`AsOf::settled`].
    pub as_of: i64,
    /// In the order of their files, those that nobody may open among them.
    pub documents: Vec<Outline>,
    /// The place of each document by its handle.
    places: BTreeMap<String, usize>,
    /// Participants of whom nothing is analysed (P7).
    refused: BTreeSet<Uuid>,
    /// Everybody who works in the study, in the order in which they joined.
    pub members: Vec<Member>,
}

impl Held {
    /// What is held of the study of the request.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of(app: &App, viewer: &Viewer) -> Result<Arc<Self>> {
        let scope = viewer.scope()?;
        let as_of = AsOf::of(app, viewer).await?.settled;
        let read = Self::read(app, scope.id, as_of);
        app.db.memory().as_of(scope.id, as_of, read).await
    }

    async fn read(app: &App, study: Uuid, as_of: i64) -> Result<Self> {
        let connection = app.db.read();
        let documents = documents::outlines(connection, study).await?;
        let handles = documents.iter().map(|one| one.handle.clone());
        Ok(Self {
            as_of,
            places: handles.zip(0..).collect(),
            documents,
            refused: consent::refused(connection, study).await?.analysis,
            members: team::all(connection, study).await?,
        })
    }

    /// A document that whoever asks may read, by its handle.
    ///
    /// # Errors
    /// `NotFound` where there is none that they may read, whatever the reason.
    pub async fn readable(&self, app: &App, viewer: &Viewer, handle: &str) -> Result<&Outline> {
        let place = self.places.get(handle).ok_or(Error::NotFound)?;
        let outline = &self.documents[*place];
        if self.is_hidden(outline) {
            return Err(Error::NotFound);
        }
        if outline.kind == Kind::FieldNote {
            let connection = app.db.read();
            let listed = documents::find(connection, viewer.scope()?.id, handle).await?;
            let rights = Rights::of(connection, viewer).await?;
            if !listed.is_some_and(|note| rights.reads_note(&note)) {
                return Err(Error::NotFound);
            }
        }
        Ok(outline)
    }

    /// Whether a document opens for nobody, since whoever speaks in it does not let it be analysed (P7).
    pub fn is_hidden(&self, outline: &Outline) -> bool {
        let participant = outline.participant.as_ref();
        participant.is_some_and(|participant| self.refused.contains(participant))
    }

    /// Which member the person is who asks; none for somebody with a role and no place in the team.
    pub fn member_of(&self, viewer: &Viewer) -> Option<&Member> {
        let id = team::subject_of(viewer)?;
        self.members.iter().find(|member| member.id == id)
    }

    /// Whether there may be notes that whoever asks may not read.
    pub fn notes_are_limited(&self, viewer: &Viewer) -> bool {
        let leads = viewer.acts_as(Role::ResearchLead);
        is_interviewer_alone(leads, self.member_of(viewer))
    }

    /// Whoever asks, as somebody who analyses or does not.
    pub fn analyst(&self, viewer: &Viewer) -> Analyst {
        let member = self.member_of(viewer);
        let analyses = member.is_some_and(|member| member.analyses);
        Analyst {
            writes: analyses || viewer.acts_as(Role::ResearchLead),
            member: member.map(|member| member.id),
        }
    }
}
