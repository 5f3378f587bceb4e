//! Putting a draft in place, keeping what a resident reports, and undoing an import.

use std::collections::BTreeMap;

use platform::access::Viewer;
use platform::audit::Event;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::draft_store::{self, Draft};
use super::prepare::{Ground, Understood, understand};
use super::store::{self, ImportRow};
use crate::identity::seal;
use crate::release;
use crate::rotas::store::{Batch, add, take_back};
use crate::rotas::{Kind, Shift, Source, StoredShift};
use crate::sites;

/// Puts a draft in place: facts, the import, what is remembered of the file, and the audit row in one transaction.
///
/// # Errors
/// Something in the file has to be mended first, or the draft is gone.
pub(super) async fn apply(
    app: &App,
    viewer: &Viewer,
    action: &'static str,
    ground: &Ground,
    draft: &Draft,
) -> Result<(Uuid, usize)> {
    let programme = viewer.scope()?.id;
    let understood = understand(app, ground, draft).await?;
    let reading = match &understood.reading {
        Ok(reading) if understood.may_apply() => reading,
        _ => return Err(cannot(&understood)),
    };
    let warnings = reading.remarks.len();
    let batch = NewBatch {
        source: draft.source,
        site: Some(draft.site),
        resident: draft.resident,
        file_name: Some(seal(app, &ground.key, &draft.content.name())?),
        file_hash: draft.content.hash(),
        warnings,
        by: Some(viewer.account),
    };
    let codes = sites::by_code(app, programme).await?;
    let facts: Vec<(Uuid, Uuid, &Shift)> = placed(&reading.shifts, &codes);
    let tx = app.db.write().await?;
    if !draft_store::drop_draft(&tx, draft.id).await? {
        return Err(Error::Conflict("this rota was put in place already"));
    }
    let import = keep(&tx, app, programme, batch, &facts).await?;
    let mut kept = draft.clone();
    kept.layout = reading.layout.clone();
    store::remember(&tx, app, &kept).await?;
    release::after_facts(&tx, app, programme).await?;
    let event = Event {
        detail: format!(
            "{} facts, {} unknown, {warnings} warnings",
            facts.len(),
            unknown(&facts)
        ),
        ..viewer.event(action, import.to_string())
    };
    tx.commit(app, event).await?;
    Ok((import, facts.len()))
}

fn cannot(understood: &Understood) -> Error {
    let (sentence, next) = match &understood.reading {
        Err(remark) => (
            format!(
                "This file cannot be read: {}.",
                remark.text.trim_end_matches('.')
            ),
            "Mend it and hand it in again; nothing was stored.",
        ),
        Ok(reading) => match reading.faults().next() {
            Some(fault) => (
                format!("{}.", fault.text.trim_end_matches('.')),
                "Mend the file and hand it in again; nothing was stored.",
            ),
            None => (
                "There is nobody in this file whom we know.".to_owned(),
                "Say who the names are first; nothing was stored.",
            ),
        },
    };
    Error::refused("I1", sentence, next)
}

/// What an import is, beside its facts.
struct NewBatch {
    source: Source,
    site: Option<Uuid>,
    resident: Option<Uuid>,
    file_name: Option<platform::keys::Sealed>,
    file_hash: Vec<u8>,
    warnings: usize,
    by: Option<Uuid>,
}

async fn keep(
    tx: &platform::storage::Tx,
    app: &App,
    programme: Uuid,
    batch: NewBatch,
    facts: &[(Uuid, Uuid, &Shift)],
) -> Result<Uuid> {
    let dates = || facts.iter().map(|(_, _, shift)| shift.date);
    let text =
        |date: Option<jiff::civil::Date>| date.map_or_else(String::new, |date| date.to_string());
    let row = ImportRow {
        id: app.new_id(),
        programme,
        number: 0,
        source: batch.source.word().into(),
        site: batch.site,
        resident: batch.resident,
        file_name: batch.file_name,
        file_hash: batch.file_hash,
        first_date: text(dates().min()),
        last_date: text(dates().max()),
        facts: i64::try_from(facts.len()).unwrap_or(i64::MAX),
        unknown: i64::try_from(unknown(facts)).unwrap_or(i64::MAX),
        warnings: i64::try_from(batch.warnings).unwrap_or(i64::MAX),
        imported_at: app.now(),
        imported_by: batch.by,
        undone_at: None,
    };
    let (id, source, at) = (row.id, batch.source, row.imported_at);
    let number = store::add_import(tx, row).await?;
    let batch = Batch {
        id,
        number,
        source,
        at,
    };
    add(tx, programme, batch, facts).await?;
    Ok(id)
}

fn unknown(facts: &[(Uuid, Uuid, &Shift)]) -> usize {
    let unknown = facts
        .iter()
        .filter(|(_, _, shift)| shift.kind == Kind::Unknown);
    unknown.count()
}

fn placed<'a>(shifts: &'a [Shift], codes: &BTreeMap<String, Uuid>) -> Vec<(Uuid, Uuid, &'a Shift)> {
    shifts
        .iter()
        .filter_map(|shift| {
            Some((
                shift.resident.parse().ok()?,
                *codes.get(&shift.site)?,
                shift,
            ))
        })
        .collect()
}

/// The rota of a programme folder.
pub(crate) struct FolderRota<'a> {
    /// The shifts, residents by reference.
    pub shifts: &'a [Shift],
    /// Identifiers of residents by reference.
    pub residents: &'a BTreeMap<String, Uuid>,
    /// Identifiers of sites by code.
    pub sites: &'a BTreeMap<String, Uuid>,
    /// The digest of the folder.
    pub digest: &'a str,
    /// How many warnings it had.
    pub warnings: usize,
    /// Who imports it.
    pub by: Option<Uuid>,
}

/// Puts the shifts of a folder in the place of those of earlier folders. What hospitals, calendars and doctors said
/// otherwise stays, and gives way by the same rules as always.
pub(crate) async fn keep_folder(
    tx: &platform::storage::Tx,
    app: &App,
    programme: Uuid,
    rota: &FolderRota<'_>,
) -> Result<()> {
    crate::rotas::store::clear_folders(tx, programme).await?;
    let facts: Vec<(Uuid, Uuid, &Shift)> = rota
        .shifts
        .iter()
        .filter_map(|shift| {
            Some((
                *rota.residents.get(&shift.resident)?,
                *rota.sites.get(&shift.site)?,
                shift,
            ))
        })
        .collect();
    if facts.is_empty() {
        return Ok(());
    }
    let batch = NewBatch {
        source: Source::Folder,
        site: None,
        resident: None,
        file_name: None,
        file_hash: rota.digest.as_bytes().to_vec(),
        warnings: rota.warnings,
        by: rota.by,
    };
    keep(tx, app, programme, batch, &facts).await?;
    Ok(())
}

/// What a resident says of a week.
pub(crate) struct Report {
    /// Whose week.
    pub resident: Uuid,
    /// Where the resident works; days on which nobody knows are left out by the caller.
    pub facts: Vec<(Uuid, Shift)>,
}

/// Keeps what a resident reports, as a source of its own. A report of before about the same days gives way.
pub(crate) async fn keep_report(app: &App, viewer: &Viewer, report: &Report) -> Result<()> {
    let programme = viewer.scope()?.id;
    let facts: Vec<(Uuid, Uuid, &Shift)> = report
        .facts
        .iter()
        .map(|(site, shift)| (report.resident, *site, shift))
        .collect();
    let batch = NewBatch {
        source: Source::SelfReport,
        site: None,
        resident: Some(report.resident),
        file_name: None,
        file_hash: Vec::new(),
        warnings: 0,
        by: Some(viewer.account),
    };
    let tx = app.db.write().await?;
    let import = keep(&tx, app, programme, batch, &facts).await?;
    release::after_facts(&tx, app, programme).await?;
    let event = Event {
        detail: format!("{} days, {} unknown", facts.len(), unknown(&facts)),
        ..viewer.event("my-rota.report", import.to_string())
    };
    tx.commit(app, event).await
}

/// Takes an import out again: what gave way to it stands again.
///
/// # Errors
/// A later import stands over it, or it is undone already.
pub(super) async fn undo(
    app: &App,
    viewer: &Viewer,
    action: &'static str,
    row: &ImportRow,
) -> Result<()> {
    let tx = app.db.write().await?;
    if !store::is_newest(tx.connection(), row).await? {
        return Err(Error::refused(
            "I1",
            "A later rota stands over this one.",
            "Undo the later one first.",
        ));
    }
    if row.source == Source::Folder.word() {
        return Err(Error::refused(
            "I1",
            "A programme folder is put in place as a whole.",
            "Import the folder of before again.",
        ));
    }
    if !store::mark_undone(&tx, row.id, app.now()).await? {
        return Err(Error::Conflict("this import was undone already"));
    }
    take_back(&tx, row.programme, (row.id, row.number)).await?;
    release::after_facts(&tx, app, row.programme).await?;
    tx.commit(app, viewer.event(action, row.id.to_string()))
        .await
}

/// A stored fact said again by somebody else: the same day, the same code and hours.
pub(crate) fn said_again(fact: &StoredShift) -> Shift {
    Shift {
        resident: fact.resident.to_string(),
        site: String::new(),
        date: fact.date,
        code: fact.code.clone(),
        start: Some(fact.start),
        end: Some(fact.end),
        whole_day: fact.whole_day,
        kind: fact.kind,
        status: crate::rotas::Status::Published,
        role: fact.role.clone(),
        published_on: None,
        line: 0,
        imported_at: None,
    }
}
