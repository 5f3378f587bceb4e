//! The pages of releases: their list, one in preparation with its report, and one that was approved.

use std::collections::BTreeSet;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Pressed, Routes, Shell, error_of, form_status, page, page_with};
use platform::words::count_first;
use platform::{App, Result};
use serde::Deserialize;
use study::dates::day_in_words;
use study::{consent, team};
use uuid::Uuid;

use super::act::{self, Standing};
use super::choice::{Choice, CohortLevel, GenderLevel, LengthLevel, TimeLevel};
use super::hand_out::archive;
use super::report::Report;
use super::store::{self, Frozen, Kept};
use crate::printing;

const READ: Action = Action("releases.read");
const PREPARE: Action = Action("releases.prepare");
const APPROVE: Action = Action("releases.approve");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/releases", READ, list)
        .post("/studies/{study}/releases", PREPARE, prepare)
        .get("/studies/{study}/releases/{set}", READ, open)
        .post("/studies/{study}/releases/{set}/choice", PREPARE, choose)
        .post("/studies/{study}/releases/{set}/discard", PREPARE, discard)
        .post("/studies/{study}/releases/{set}/approve", APPROVE, approve)
}

#[derive(Template)]
#[template(path = "output_release/list.html")]
struct ListPage {
    shell: Shell,
    here: String,
    drafts: Vec<Line>,
    approved: Vec<Line>,
}

/// A release in the list.
struct Line {
    href: String,
    name: String,
    /// When, and by whom.
    said: String,
    holds: String,
}

pub(super) fn here(viewer: &Viewer) -> Result<String> {
    Ok(format!("/studies/{}/releases", viewer.scope()?.slug))
}

/// The head of a page: below the list where it has a name of its own, and below a release where that has an address.
pub(super) fn shell(
    app: &App,
    viewer: &Viewer,
    (title, end): (String, Option<(&str, &str)>),
) -> Result<Shell> {
    let base = format!("/studies/{}", viewer.scope()?.slug);
    let shell = Shell::new(app, viewer, title)
        .crumb("Write-up", Some(format!("{base}/write-up")))
        .crumb("What leaves the study", Some(format!("{base}/outputs")));
    Ok(match end {
        Some((end, href)) => shell
            .crumb("Releases", Some(format!("{base}/releases")))
            .crumb(end, (!href.is_empty()).then(|| href.to_owned())),
        None => shell.crumb("Releases", None),
    })
}

async fn list(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?.id;
    let here = here(&viewer)?;
    let names = team::Names::of(&app, study).await?;
    let all = store::all(app.db.read(), study).await?;
    let (mut drafts, mut approved) = (Vec::new(), Vec::new());
    for kept in &all {
        let line = |name, said| Line {
            href: format!("{here}/{}", kept.id),
            name,
            said,
            holds: kept.choice.in_words().join(", "),
        };
        match &kept.frozen {
            Some(frozen) => approved.push((
                frozen.number,
                line(
                    format!("Release {}", frozen.number),
                    format!(
                        "approved on {} by {}",
                        day_in_words(frozen.at),
                        names.name(frozen.by)
                    ),
                ),
            )),
            None => drafts.push(line(
                "In preparation".to_owned(),
                format!(
                    "begun on {} by {}",
                    day_in_words(kept.prepared_at),
                    names.name(kept.prepared_by)
                ),
            )),
        }
    }
    approved.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    let title = match approved.len() {
        0 => "Nothing was released of this study yet".to_owned(),
        count => format!(
            "{} approved",
            count_first(count, "release was", "releases were")
        ),
    };
    page(ListPage {
        shell: shell(&app, &viewer, (title, None))?,
        here,
        drafts,
        approved: approved.into_iter().map(|(_, line)| line).collect(),
    })
}

async fn prepare(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let id = act::prepare(&app, &viewer).await?;
    Ok(Redirect::to(&format!("{}/{id}", here(&viewer)?)).into_response())
}

#[derive(Template)]
#[template(path = "output_release/draft.html")]
struct DraftPage {
    shell: Shell,
    here: String,
    list: String,
    team: String,
    choice: Choice,
    report: Report,
    /// How many quotes there are of whoever is asked, and how many answers are missing.
    quoted: usize,
    missing: usize,
    seen: String,
    reason: String,
    errors: Vec<(&'static str, String)>,
}

impl DraftPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }

    fn may_leave(&self) -> bool {
        self.report.refused() == 0 && !self.choice.is_empty()
    }
}

#[derive(Template)]
#[template(path = "output_release/frozen.html")]
struct FrozenPage {
    shell: Shell,
    lead: String,
    here: String,
    archive: String,
    /// What each file is called, how large it is, and its seal.
    files: Vec<(String, String, String)>,
    frozen: Frozen,
    withdrawn: String,
    list: String,
}

async fn open(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, set)): Path<(String, Uuid)>,
) -> Result<Response> {
    let kept = store::find(app.db.read(), viewer.scope()?.id, set).await?;
    match kept.frozen.clone() {
        Some(frozen) => approved(&app, &viewer, (&kept, frozen)).await,
        None => draft(&app, &viewer, kept, Again::default()).await,
    }
}

/// What somebody wrote who was refused.
#[derive(Default)]
struct Again {
    reason: String,
    errors: Vec<(&'static str, String)>,
}

async fn draft(app: &App, viewer: &Viewer, kept: Kept, again: Again) -> Result<Response> {
    let standing = Standing::of(app, viewer, &kept.choice).await?;
    let report = standing.judged.report;
    let printed = match kept.choice.quotes() {
        true => standing.facts.printed.as_slice(),
        false => &[],
    };
    let title = match (kept.choice.is_empty(), report.refused(), report.to_accept()) {
        (true, ..) => "Choose what is in the release".to_owned(),
        (_, 0, 0) => "This release can be approved".to_owned(),
        (_, 0, count) => format!(
            "This release can be approved by whoever accepts {}",
            count_first(count, "thing", "things").to_lowercase()
        ),
        (_, count, _) => format!(
            "{} this release back",
            count_first(count, "thing holds", "things hold")
        ),
    };
    let list = here(viewer)?;
    let page = DraftPage {
        shell: shell(app, viewer, (title, Some(("In preparation", ""))))?,
        here: format!("{list}/{}", kept.id),
        list,
        team: format!("/studies/{}/team", viewer.scope()?.slug),
        quoted: printed.iter().filter(|one| one.person.is_some()).count(),
        missing: printing::open(printed),
        choice: kept.choice,
        report,
        seen: standing.seen,
        reason: again.reason,
        errors: again.errors,
    };
    page_with(form_status(&page.errors), page)
}

async fn approved(app: &App, viewer: &Viewer, (kept, frozen): (&Kept, Frozen)) -> Result<Response> {
    let study = viewer.scope()?.id;
    let names = team::Names::of(app, study).await?;
    let list = here(viewer)?;
    let withdrawals = consent::withdrawals(app.db.read(), study).await?;
    let since = withdrawals.iter().filter(|one| one.at > frozen.at);
    let since: BTreeSet<Uuid> = since.map(|one| one.participant).collect();
    let files = store::names(app.db.read(), kept.id).await?.into_iter();
    let number = frozen.number;
    page(FrozenPage {
        shell: shell(
            app,
            viewer,
            (
                format!("Release {number} may leave the team"),
                Some((format!("Release {number}").as_str(), "")),
            ),
        )?,
        lead: format!(
            "Prepared by {}, approved on {} by {}. Its files were made then, and nothing of the study changes them.",
            names.name(kept.prepared_by),
            day_in_words(frozen.at),
            names.name(frozen.by),
        ),
        here: format!("{list}/{}", kept.id),
        archive: archive(number),
        files: files
            .map(|(name, bytes, seal)| (name, size(bytes), seal))
            .collect(),
        withdrawn: match since.len() {
            0 => String::new(),
            count => format!(
                "{} withdrawn since",
                count_first(count, "participant has", "participants have")
            ),
        },
        frozen,
        list,
    })
}

fn size(bytes: usize) -> String {
    match bytes.div_ceil(1024) {
        0 | 1 => "1 kB".to_owned(),
        kilobytes => format!("{kilobytes} kB"),
    }
}

/// What is in a release, as the page sends it: a box that is not ticked is not sent.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ChoiceForm {
    summary: String,
    gender_words: String,
    people: String,
    people_words: String,
    cohort: CohortLevel,
    gender: GenderLevel,
    time: TimeLevel,
    length: LengthLevel,
    crossed: String,
    table2: String,
    questions: String,
    map: String,
    guides: String,
    project: String,
    matrix: String,
    codebook: String,
    checklists: String,
    methods: String,
    pdf: String,
}

/// The most words of a consent that are named, in characters.
const MOST_WORDS: usize = 1000;

impl ChoiceForm {
    fn read(self) -> Choice {
        let ticked = |text: &str| text == "yes";
        let words = |text: &str| text.trim().chars().take(MOST_WORDS).collect();
        Choice {
            summary: ticked(&self.summary),
            gender_words: words(&self.gender_words),
            people: ticked(&self.people),
            people_words: words(&self.people_words),
            cohort: self.cohort,
            gender: self.gender,
            time: self.time,
            length: self.length,
            crossed: ticked(&self.crossed),
            table2: ticked(&self.table2),
            questions: ticked(&self.questions),
            map: ticked(&self.map),
            guides: ticked(&self.guides),
            project: ticked(&self.project),
            matrix: ticked(&self.matrix),
            codebook: ticked(&self.codebook),
            checklists: ticked(&self.checklists),
            methods: ticked(&self.methods),
            pdf: ticked(&self.pdf),
        }
    }
}

async fn choose(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, set)): Path<(String, Uuid)>,
    Form(form): Form<ChoiceForm>,
) -> Result<Response> {
    act::choose(&app, &viewer, set, &form.read()).await?;
    Ok(Redirect::to(&format!("{}/{set}", here(&viewer)?)).into_response())
}

async fn discard(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, set)): Path<(String, Uuid)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    act::discard(&app, &viewer, set).await?;
    Ok(Redirect::to(&here(&viewer)?).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ApproveForm {
    seen: String,
    reason: String,
}

async fn approve(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, set)): Path<(String, Uuid)>,
    Form(form): Form<ApproveForm>,
) -> Result<Response> {
    let kept = store::find(app.db.read(), viewer.scope()?.id, set).await?;
    if kept.frozen.is_some() {
        return Err(platform::Error::Conflict("the release was approved before"));
    }
    let asked = (form.seen.as_str(), form.reason.as_str());
    match act::approve(&app, &viewer, &kept, asked).await? {
        Ok(()) => Ok(Redirect::to(&format!("{}/{set}", here(&viewer)?)).into_response()),
        Err(wrong) => {
            let again = Again {
                reason: form.reason,
                errors: vec![wrong],
            };
            draft(&app, &viewer, kept, again).await
        }
    }
}
