//! Whose codings somebody may see: everybody's but for blind passes (study R31, P10).
//!
//! Whoever codes a document in a blind pass is served no other layer of it, not even as a count, until they close the pass
//! themselves; and nobody else is served theirs, so that it stays what one person thought alone.

use platform::Result;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::passes::{self, Pass};
use super::state::{CODING, CodingState};
use crate::memos;
use crate::trail::{self, Event};

/// What of the layers of a study one person may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Who looks; none for a research lead who is no member.
    member: Option<Uuid>,
    /// The passes that are open.
    open: Vec<Pass>,
}

impl Sight {
    /// What a member may see now.
    pub async fn of(
        connection: &impl ConnectionTrait,
        study: Uuid,
        member: Option<Uuid>,
    ) -> Result<Self> {
        Ok(Self::new(member, passes::open(connection, study).await?))
    }

    pub(super) fn new(member: Option<Uuid>, open: Vec<Pass>) -> Self {
        Self { member, open }
    }

    /// Whether they may see the layer of somebody in a document.
    pub fn sees(&self, member: Uuid, document: Uuid) -> bool {
        let passes = |who: Uuid| {
            let mut open = self.open.iter();
            open.any(|pass| pass.member == who && pass.covers(document))
        };
        Some(member) == self.member || !(passes(member) || self.member.is_some_and(passes))
    }

    /// Whether they may see an event: one about a coding as far as the coding, and a memo as far as the layer it is part of.
    pub fn sees_event(&self, event: &Event) -> bool {
        if !memos::in_sight(event, self) {
            return false;
        }
        let states = [&event.before, &event.after];
        let codings = states
            .into_iter()
            .flatten()
            .map(|text| trail::read::<CodingState>(text));
        event.subject.0 != CODING
            || codings
                .into_iter()
                .all(|coding| coding.is_ok_and(|coding| self.sees(coding.member, coding.document)))
    }

    /// The open pass in which they code a document, if there is one.
    pub fn pass_on(&self, document: Uuid) -> Option<&Pass> {
        let mut own = self.own();
        own.find(|pass| pass.covers(document))
    }

    /// Whether any pass of theirs is open, so that what they see is less than there is.
    pub fn is_narrowed(&self) -> bool {
        self.own().next().is_some()
    }

    /// Whether anybody codes blind at the moment.
    pub fn has_open_passes(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether somebody else codes this document in a pass that is open.
    pub fn is_coded_blind_by(&self, member: Uuid, document: Uuid) -> bool {
        let mut open = self.open.iter();
        open.any(|pass| pass.member == member && pass.covers(document))
    }

    fn own(&self) -> impl Iterator<Item = &Pass> {
        let own = |pass: &&Pass| Some(pass.member) == self.member;
        self.open.iter().filter(own)
    }
}
