//! A facilitator's own page of training: what is still needed, the log, supervision and papers.

use std::collections::BTreeMap;

use askama::Template;
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::Shell;
use platform::{App, Result};
use uuid::Uuid;

use super::proposals::proposals;
use super::store::{Record, Supervised, records};
use super::{Document, DocumentKind, NewEntry, Role, Setting, documents_of, set_of};
use crate::addresses::base;
use crate::facilitators::requirements::{self, Needed, RequirementSet, still_needed};
use crate::facilitators::{StoredFacilitator, listed, own};
use crate::form::Form;
use crate::planning;
use crate::wording::{count, dated, full_date};

#[derive(Template)]
#[template(path = "facilitators/training/page.html")]
pub(super) struct TrainingPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    form: Form,
    needed: Vec<String>,
    recommended: Vec<String>,
    also_asked: String,
    /// A list that the programme names and that is not the one they are on: its name and title.
    other: Option<(String, String)>,
    proposed: Vec<ProposedRow>,
    add_proposed: String,
    entries: Vec<EntryRow>,
    log_caption: String,
    supervision: Vec<SupervisionRow>,
    supervised_for: String,
    documents: Vec<DocumentRow>,
    roles: Vec<(&'static str, &'static str)>,
    settings: Vec<(&'static str, &'static str)>,
    kinds: Vec<(&'static str, &'static str)>,
    partners: Vec<(Uuid, String)>,
}

impl TrainingPage {
    /// So many entries are shown at once: the forms below stay within reach on a phone.
    const SHOWN: usize = 6;

    fn newest(&self) -> &[EntryRow] {
        &self.entries[..self.entries.len().min(Self::SHOWN)]
    }

    fn older(&self) -> &[EntryRow] {
        self.entries.get(Self::SHOWN..).unwrap_or_default()
    }
}

struct ProposedRow {
    when: String,
    role: &'static str,
}

struct EntryRow {
    id: Uuid,
    when: String,
    role: &'static str,
    setting: &'static str,
    cases: u32,
    partner: &'static str,
}

struct SupervisionRow {
    id: Uuid,
    when: String,
    minutes: i64,
    supervisor: String,
    together: String,
    is_own: bool,
}

struct DocumentRow {
    kind: &'static str,
    label: &'static str,
    when: String,
}

/// What a facilitator has, and what is asked of them.
pub(super) struct Own {
    pub(super) me: StoredFacilitator,
    pub(super) record: Record,
    pub(super) set: Option<&'static RequirementSet>,
    pub(super) today: Date,
}

impl Own {
    /// Reads what the viewer has.
    pub(super) async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        let me = own(app, viewer).await?;
        let mut records = records(app, viewer.scope()?.id, Some(me.id)).await?;
        let record = records.remove(&me.id).unwrap_or_default();
        let imported = me.facilitator.requirement_set.as_deref();
        Ok(Self {
            set: set_of(record.pathway.as_ref(), imported),
            today: planning::today(app)?,
            record,
            me,
        })
    }

    fn documents(&self) -> Vec<Document> {
        let facilitator = &self.me.facilitator;
        let trained = facilitator.psychodynamic.then_some(self.today);
        documents_of(&self.record.documents, trained)
    }

    fn needed(&self) -> Needed {
        let Some(set) = self.set else {
            return Needed::NotKnown;
        };
        let (log, supervision) = (self.record.log(), self.record.supervisions());
        still_needed(set, &log, &supervision, &self.documents(), self.today)
    }

    /// The list that the import names, if they are on another one.
    fn other(&self) -> Option<&'static RequirementSet> {
        let named = requirements::named(self.me.facilitator.requirement_set.as_deref()?)?;
        (Some(named) != self.set).then_some(named)
    }

    fn lead(&self) -> String {
        let Some(set) = self.set else {
            return "The programme names no list of an accrediting body for you, or one that is not known here. You can keep your log all the same.".into();
        };
        let since = match &self.record.pathway {
            Some(kept) => format!(", as you started on {}", full_date(kept.since)),
            None => String::new(),
        };
        let confirmed = if set.confirmed {
            ""
        } else {
            " The society has not confirmed this list; ask them before you rely on it."
        };
        format!("{}{since}.{confirmed}", set.title())
    }
}

/// The page with the form as it came, if one needs another look.
pub(super) async fn draw(app: &App, viewer: &Viewer, form: Form) -> Result<TrainingPage> {
    let own = Own::of(app, viewer).await?;
    let programme = viewer.scope()?.id;
    let proposed = proposals(app, programme, own.me.id, &own.record).await?;
    let partners: Vec<(Uuid, String)> = listed(app, programme, &BTreeMap::new())
        .await?
        .into_iter()
        .filter(|one| one.id != own.me.id)
        .map(|one| (one.id, one.facilitator.full_name))
        .collect();
    let needed = own.needed();
    let heading = match (&needed, own.set) {
        (_, None) => "What is still needed is not known".to_owned(),
        (needed, Some(_)) => needed.words(),
    };
    let (missing, recommended) = match needed {
        Needed::NotKnown => (Vec::new(), Vec::new()),
        Needed::Known {
            missing,
            recommended,
        } => (missing, recommended),
    };
    Ok(TrainingPage {
        shell: Shell::new(app, viewer, heading.clone()),
        base: base(viewer)?,
        lead: own.lead(),
        heading,
        form,
        needed: missing.iter().map(|one| one.line()).collect(),
        recommended: recommended.iter().map(|one| one.line()).collect(),
        also_asked: own
            .set
            .and_then(|set| set.also_asked.clone())
            .unwrap_or_default(),
        other: own.other().map(|set| (set.name.clone(), set.title())),
        add_proposed: add_proposed(&proposed),
        proposed: proposed.iter().map(proposed_row).collect(),
        log_caption: log_caption(own.record.entries.len()),
        entries: entry_rows(&own.record),
        supervised_for: hours(&own.record),
        supervision: supervision_rows(&own, &partners),
        documents: document_rows(&own.record),
        roles: Role::ALL
            .iter()
            .map(|one| (one.word(), one.label()))
            .collect(),
        settings: Setting::ALL
            .iter()
            .map(|one| (one.word(), one.label()))
            .collect(),
        kinds: DocumentKind::ALL
            .iter()
            .map(|one| (one.word(), one.label()))
            .collect(),
        partners,
    })
}

fn log_caption(entries: usize) -> String {
    match entries {
        1 => "One entry".into(),
        some if some > TrainingPage::SHOWN => {
            format!("{some} entries; the newest {} of them", TrainingPage::SHOWN)
        }
        some => format!("{some} entries, newest first"),
    }
}

fn add_proposed(proposed: &[NewEntry]) -> String {
    match proposed.len() {
        1 => "Add this session".into(),
        some => format!("Add these {some} sessions"),
    }
}

fn proposed_row(new: &NewEntry) -> ProposedRow {
    let cases = count(new.entry.cases as usize, "case", "cases");
    ProposedRow {
        when: format!("{}, {cases}", full_date(new.entry.on)),
        role: new.entry.role.label(),
    }
}

fn entry_rows(record: &Record) -> Vec<EntryRow> {
    let row = |one: &super::Entry| EntryRow {
        id: one.id,
        when: dated(one.entry.on),
        role: one.entry.role.label(),
        setting: one.entry.setting.label(),
        cases: one.entry.cases,
        partner: if one.entry.partner_accredited {
            "Yes"
        } else {
            "No"
        },
    };
    record.entries.iter().map(row).collect()
}

fn supervision_rows(own: &Own, partners: &[(Uuid, String)]) -> Vec<SupervisionRow> {
    let name = |id: Uuid| {
        let known = partners.iter().find(|(partner, _)| *partner == id);
        known.map_or("Somebody who is no longer listed", |(_, name)| {
            name.as_str()
        })
    };
    let row = |one: &Supervised| {
        let is_own = one.by == own.me.id;
        let together = match (is_own, one.together_with) {
            (true, Some(partner)) => format!("Together with {}", name(partner)),
            (true, None) => String::new(),
            (false, _) => format!("Together with {}, who logged it", name(one.by)),
        };
        SupervisionRow {
            id: one.id,
            when: dated(one.supervision.on),
            minutes: one.supervision.minutes,
            supervisor: one.supervisor.clone(),
            together,
            is_own,
        }
    };
    own.record.supervision.iter().map(row).collect()
}

fn hours(record: &Record) -> String {
    let minutes: i64 = record
        .supervision
        .iter()
        .map(|one| one.supervision.minutes)
        .sum();
    let times = count(record.supervision.len(), "supervision", "supervisions");
    match (minutes / 60, minutes % 60) {
        (0, 0) => String::new(),
        (0, rest) => format!("{times}, {rest} min in all"),
        (whole, 0) => format!("{times}, {whole} h in all"),
        (whole, rest) => format!("{times}, {whole} h {rest} min in all"),
    }
}

fn document_rows(record: &Record) -> Vec<DocumentRow> {
    let row = |one: &Document| DocumentRow {
        kind: one.kind.word(),
        label: one.kind.label(),
        when: dated(one.on),
    };
    record.documents.iter().map(row).collect()
}
