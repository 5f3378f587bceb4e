//! A list with its drafts and answers, as pages, commands and files show it; and as the audit reads it.

use platform::access::Viewer;
use platform::{App, Result};
use study::setup::Design;
use uuid::Uuid;

use super::desk::{Answer, of_item, stored};
use super::draft::{Draft, draft};
use super::facts::Facts;
use super::file::{By, Checklist, Item};
use super::lists;
use super::state::Stands;
use crate::acts::read_trail;
use crate::reporting_audit::facts::{ChecklistAnswer, ChecklistItem};
use crate::trail::Trail;

/// A list of a study.
pub(crate) struct Shown {
    pub(super) list: Checklist,
    pub(super) items: Vec<ShownItem>,
    pub(super) trail: Trail,
    pub(super) study: Uuid,
}

/// An item.
pub(super) struct ShownItem {
    pub(super) item: Item,
    pub(super) draft: Draft,
    pub(super) answer: Answer,
    /// What a page says of its newest event.
    pub(super) seen: i64,
    /// Whether its reasoned answer fits: the design is reflexive.
    pub(super) is_reflexive: bool,
}

impl Shown {
    /// The list of this id, as whoever asks may see it.
    ///
    /// # Errors
    /// There is no such list; or whoever asks neither analyses nor leads.
    pub(crate) async fn of(app: &App, viewer: &Viewer, id: &str) -> Result<Self> {
        let study = viewer.scope()?.id;
        let trail = read_trail(app, study).await?;
        let list = lists::named(&trail, id)?;
        let facts = Facts::of(app, viewer, &trail).await?;
        Self::made(list, &facts, (trail, study))
    }

    /// A list over these facts.
    pub(super) fn made(
        list: Checklist,
        facts: &Facts,
        (trail, study): (Trail, Uuid),
    ) -> Result<Self> {
        let design = facts.laid_out.as_ref().map(|one| one.design);
        let items = list.items.iter().map(|item| {
            let (answer, seen) = stored(&trail, &of_item(study, &list.id, &item.id))?;
            Ok(ShownItem {
                item: item.clone(),
                draft: draft(&item.evidence, facts),
                answer,
                seen,
                is_reflexive: design == Some(Design::Reflexive),
            })
        });
        Ok(Self {
            items: items.collect::<Result<_>>()?,
            list,
            trail,
            study,
        })
    }

    /// How many items somebody has answered, those that do not apply among them.
    pub(crate) fn answered(&self) -> usize {
        let items = self.items.iter();
        items.filter(|one| one.answer.stands.is_some()).count()
    }

    /// How many of the others are drafted from data.
    pub(super) fn drafted(&self) -> usize {
        let items = self.items.iter();
        items.filter(|one| one.is_drafted()).count()
    }
}

impl ShownItem {
    /// Whether the draft says anything that a report can say.
    pub(super) fn says(&self) -> bool {
        !self.draft.sentences.is_empty()
    }

    /// Whether it is open and drafted from data.
    pub(super) fn is_drafted(&self) -> bool {
        self.answer.stands.is_none() && self.item.by == By::Data && self.says()
    }

    /// Whether the draft is part of the answer. What does not apply has its reason alone.
    pub(super) fn has_draft(&self) -> bool {
        self.says() && self.answer.stands != Some(Stands::NotApplicable)
    }

    /// How it stands, in a word or two.
    pub(super) fn state(&self) -> &'static str {
        match self.answer.stands {
            Some(Stands::Answered) => "Answered",
            Some(Stands::NotApplicable) => "Does not apply",
            None if self.is_drafted() => "Drafted from data",
            None => "Open",
        }
    }

    /// The answer that fits reflexive work, where nothing is said yet.
    pub(super) fn reasoned(&self) -> Option<&str> {
        let fits = self.is_reflexive && !self.item.reasoned.is_empty();
        (fits && self.answer.stands.is_none()).then_some(self.item.reasoned.as_str())
    }
}

/// Every list of which an item is answered, as whoever asks may see it.
pub(crate) async fn begun(app: &App, viewer: &Viewer) -> Result<Vec<Shown>> {
    let study = viewer.scope()?.id;
    let trail = read_trail(app, study).await?;
    let facts = Facts::of(app, viewer, &trail).await?;
    let mut begun = Vec::new();
    for list in lists::all(&trail)? {
        let mut is_begun = false;
        for item in &list.items {
            let (answer, _) = stored(&trail, &of_item(study, &list.id, &item.id))?;
            is_begun |= answer.stands.is_some();
        }
        if is_begun {
            begun.push(Shown::made(list, &facts, (trail.clone(), study))?);
        }
    }
    Ok(begun)
}

/// The answers of every list that somebody has begun, as the audit reads them; none where nobody has begun one.
pub(crate) async fn audited(app: &App, study: Uuid) -> Result<Option<Vec<ChecklistItem>>> {
    let trail = read_trail(app, study).await?;
    let mut items = Vec::new();
    for list in lists::all(&trail)? {
        let mut of = Vec::new();
        for item in &list.items {
            let (answer, _) = stored(&trail, &of_item(study, &list.id, &item.id))?;
            of.push(ChecklistItem {
                item: format!("{} of {}", item.id, list.name),
                asks: item.text.clone(),
                answer: match answer.stands {
                    Some(Stands::Answered) => ChecklistAnswer::Answered,
                    Some(Stands::NotApplicable) => ChecklistAnswer::NotApplicable,
                    None => ChecklistAnswer::Open,
                },
                location: (!answer.place.is_empty()).then_some(answer.place),
            });
        }
        if of.iter().any(|one| one.answer != ChecklistAnswer::Open) {
            items.extend(of);
        }
    }
    Ok((!items.is_empty()).then_some(items))
}
