//! The page: the text of the manuscript with findings beside the places, the checks, and the way to bring the next one in.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Result};
use study::dates::day_in_words;
use study::manuscripts::Kept;
use study::rights::Analyst;
use study::team;

use super::acts::words;
use super::card::{Card, Reader, cards};
use super::marked::{Row, rows};
use super::run::{self, Run};
use crate::reporting_audit::shown::summary;
use crate::reporting_audit::{Audit, Severity, Status};

pub(super) fn routes() -> Routes {
    Routes::new().get(
        "/studies/{study}/reporting-audit",
        Action("reporting-audit.read"),
        open,
    )
}

/// What needs another look, and the reason that somebody was writing, with its finding.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) errors: Vec<(&'static str, String)>,
    pub(super) aside: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "manuscript_audit/page.html")]
struct AuditPage {
    shell: Shell,
    lead: String,
    here: String,
    /// Whether a manuscript is kept.
    is_kept: bool,
    /// The number of the first error that nobody set aside.
    first_error: Option<usize>,
    rows: Vec<Row>,
    cards: Vec<Card>,
    /// The cards that stand at no place of the manuscript, by check.
    elsewhere: Vec<Group>,
    checks: Vec<Check>,
    files: [(&'static str, &'static str); 4],
    errors: Vec<(&'static str, String)>,
}

impl AuditPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

/// Cards of one check, one after another.
struct Group {
    /// What the check looks at, and how many there are; empty where they are few enough to be shown at once.
    title: String,
    cards: Vec<usize>,
    /// Whether they are open, since somebody is writing in one of them.
    is_open: bool,
}

/// How a check ended, as the list has it.
struct Check {
    id: &'static str,
    title: &'static str,
    chip: (&'static str, &'static str, String),
    reason: String,
    /// The number of its first finding.
    first: Option<usize>,
}

async fn open(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    show(&app, &viewer, Asked::default()).await
}

/// The page as it stands now.
pub(super) async fn show(app: &App, viewer: &Viewer, asked: Asked) -> Result<Response> {
    Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?;
    let Run {
        audit,
        fingerprints,
        kept,
    } = run::of_kept(app, viewer).await?;
    let here = format!("/studies/{}/reporting-audit", study.slug);
    let base = format!("/studies/{}", study.slug);
    let rows = kept
        .as_ref()
        .map(|kept| rows(&kept.manuscript, &audit))
        .unwrap_or_default();
    let beside: Vec<usize> = rows.iter().flat_map(|row| &row.findings).copied().collect();
    let shell = Shell::new(app, viewer, title(&audit, kept.is_some()))
        .crumb("Write-up", Some(format!("{base}/write-up")))
        .crumb("Reporting audit", None);
    let reader = Reader {
        base: &base,
        leads: viewer.acts_as(Role::ResearchLead),
    };
    let cards = cards(&audit, &fingerprints, (reader, asked.aside.as_ref()));
    let elsewhere: Vec<usize> = (0..audit.findings.len())
        .filter(|index| !beside.contains(index))
        .collect();
    let page = AuditPage {
        shell,
        lead: lead(app, study.id, (&audit, kept.as_ref())).await?,
        is_kept: kept.is_some(),
        first_error: first_error(&audit, &rows),
        elsewhere: groups(&audit, &cards, &elsewhere),
        cards,
        checks: checks(&audit),
        files: [
            ("Word (DOCX)", "audit.docx"),
            ("Web page", "audit.html"),
            ("Text", "audit.txt"),
            ("JSON", "audit.json"),
        ],
        rows,
        here,
        errors: asked.errors,
    };
    page_with(form_status(&page.errors), page)
}

fn title(audit: &Audit, is_kept: bool) -> String {
    if !is_kept {
        return "Bring in the manuscript".to_owned();
    }
    let errors = audit.count(Severity::Error);
    match (errors, audit.count(Severity::Warning)) {
        (0, 0) => "No errors and no warnings".to_owned(),
        (0, 1) => "No errors, and one warning to look at".to_owned(),
        (0, warnings) => format!("No errors, and {warnings} warnings to look at"),
        (1, _) => "One error to settle before this can be sent".to_owned(),
        (errors, _) => format!("{errors} errors to settle before this can be sent"),
    }
}

async fn lead(
    app: &App,
    study: uuid::Uuid,
    (audit, kept): (&Audit, Option<&Kept>),
) -> Result<String> {
    let summary = summary(audit);
    let Some(kept) = kept else {
        return Ok(format!(
            "Every quotation and every number in it is held against what this study knows. What the study tells without it stands below: {summary}."
        ));
    };
    let name = team::Names::of(app, study).await?.name(kept.read_by);
    Ok(format!(
        "{} words, brought in on {} by {name}, held against the study as it stands now: {summary}. A check that was not run is not clear.",
        words(&kept.manuscript),
        day_in_words(kept.read_at),
    ))
}

/// More findings of one check than this are folded: a draft without its results has one for every theme.
const FEW: usize = 3;

fn groups(audit: &Audit, cards: &[Card], some: &[usize]) -> Vec<Group> {
    let check = |index: usize| audit.findings[index].check;
    let title = |id: &str, count: usize| {
        let mut all = audit.checks.iter();
        let title = all.find(|one| one.id == id).map(|one| one.title);
        format!("{id} {}: {count} findings", title.unwrap_or_default())
    };
    some.chunk_by(|one, next| check(*one) == check(*next))
        .map(|same| Group {
            title: match same.len() > FEW && !same.iter().any(|index| is_open_error(audit, *index))
            {
                true => title(check(same[0]), same.len()),
                false => String::new(),
            },
            is_open: same.iter().any(|index| cards[*index].writing.is_some()),
            cards: same.to_vec(),
        })
        .collect()
}

/// The first error in the order of the page.
fn first_error(audit: &Audit, rows: &[Row]) -> Option<usize> {
    let beside = rows.iter().flat_map(|row| &row.findings).copied();
    let mut all = beside.chain(0..audit.findings.len());
    let first = all.find(|index| is_open_error(audit, *index));
    first.map(|index| index + 1)
}

fn is_open_error(audit: &Audit, index: usize) -> bool {
    let finding = &audit.findings[index];
    finding.severity == Severity::Error && finding.set_aside.is_none()
}

fn checks(audit: &Audit) -> Vec<Check> {
    let check = |state: &crate::reporting_audit::CheckState| {
        let own = || audit.findings.iter().filter(|one| one.check == state.id);
        let open = own().filter(|one| one.set_aside.is_none()).count();
        let chip = match (state.status, open) {
            (Status::Clear, _) => ("ok", "check", "Clear".to_owned()),
            (Status::NotRun, _) => ("unknown", "ask", "Not run".to_owned()),
            (Status::Found, 0) => ("unknown", "note", "Set aside".to_owned()),
            (Status::Found, open) => ("wait", "warn", format!("Found: {open}")),
        };
        let mut findings = audit.findings.iter();
        Check {
            id: state.id,
            title: state.title,
            chip,
            reason: state.reason.clone().unwrap_or_default(),
            first: findings
                .position(|one| one.check == state.id)
                .map(|index| index + 1),
        }
    };
    audit.checks.iter().map(check).collect()
}
