//! The page on which a project of another program is brought in: first its report, then, when somebody has read it, the project.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use formats::coded_project;
use formats::refi_qda::shown;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, Upload, page, page_with};
use platform::words::hexadecimal;
use platform::{App, Error, Result};
use sha2::{Digest as _, Sha256};
use study::problem::Problem;
use study::rights::Analyst;
use study::team;

use super::told_page::Told;
use super::{
    ImportError, ImportedRefi, ProjectFile, RefiFile, Takes, check_project, check_refi,
    import_project, import_refi,
};

const IMPORT: Action = Action("study.import");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/import/project", IMPORT, form)
        .upload("/studies/{study}/import/project", IMPORT, take)
}

#[derive(Template)]
#[template(path = "import/project.html")]
struct ProjectPage {
    shell: Shell,
    lead: &'static str,
    action: String,
    folder: String,
    /// Where the study is taken out; none for whoever analyses nothing.
    export: Option<String>,
    errors: Vec<String>,
    told: Option<Told>,
    /// Says of which file the report is; empty before there is one.
    seen: String,
    /// Whether a report was confirmed and another file came.
    is_other: bool,
    coders: String,
    project: String,
    /// What to write about coders, with the team.
    hint: String,
}

async fn form(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    page(blank(&app, &viewer).await?)
}

/// A file of a program that this reads.
enum Known {
    Refi(RefiFile),
    Coded(ProjectFile),
}

async fn take(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Extension(upload): Extension<Upload>,
) -> Result<Response> {
    let mut blank = blank(&app, &viewer).await?;
    let field = |name: &str| upload.field(name).unwrap_or_default().to_owned();
    (blank.coders, blank.project) = (field("coders"), field("named"));
    let (seen, step) = (field("seen"), field("step"));
    let takes = match takes(&upload) {
        Ok(takes) => takes,
        Err(sentence) => return refused(blank, vec![sentence]),
    };
    let Some(chosen) = upload.files.into_iter().next() else {
        return refused(
            blank,
            vec!["Choose the file of the project first.".to_owned()],
        );
    };
    let coders = match coders(&blank.coders) {
        Ok(coders) => coders,
        Err(sentence) => return refused(blank, vec![sentence]),
    };
    let hash = hexadecimal(&Sha256::digest(&chosen.bytes));
    let bytes = chosen.bytes.to_vec();
    let known = if coded_project::may_be(&bytes) {
        Known::Coded(ProjectFile {
            project: Some(blank.project.trim().to_owned()).filter(|name| !name.is_empty()),
            coders,
            ..ProjectFile::new(&chosen.name, bytes)
        })
    } else if RefiFile::may_be(&bytes) {
        Known::Refi(RefiFile {
            coders,
            takes,
            ..RefiFile::new(&chosen.name, bytes)
        })
    } else {
        let sentence = "This is no project of REFI-QDA (.qdpx, .qde, .qdc), Taguette (.sqlite3) or QualCoder (data.qda).";
        return refused(blank, vec![sentence.to_owned()]);
    };
    if step == "import" && seen == hash {
        return bring_in(&app, &viewer, (blank, known)).await;
    }
    blank.is_other = step == "import";
    let found = tokio::task::spawn_blocking(move || look(&known));
    match found.await.map_err(Error::internal)? {
        Ok(told) => {
            blank.shell.title = "What this project would bring".to_owned();
            blank.seen = hash;
            blank.told = Some(told);
            page(blank)
        }
        Err(problems) => refused(blank, sentences(&problems)),
    }
}

/// What a file would bring.
fn look(known: &Known) -> std::result::Result<Told, Vec<Problem>> {
    match known {
        Known::Refi(file) => Ok(Told::of_refi(&check_refi(file)?)),
        Known::Coded(file) => {
            let (project, told) = check_project(file)?;
            Ok(Told::of_project(&project, &told))
        }
    }
}

async fn bring_in(
    app: &App,
    viewer: &Viewer,
    (blank, known): (ProjectPage, Known),
) -> Result<Response> {
    let scope = viewer.scope()?;
    let actor = Some(viewer.account);
    let member = team::of_viewer(app.db.read(), viewer).await?;
    let member = member.map(|member| member.id);
    let stored = match &known {
        Known::Refi(file) => import_refi(app, scope, file, (actor, member))
            .await
            .map(|_: ImportedRefi| ()),
        Known::Coded(file) => import_project(app, scope, file, actor).await.map(|_| ()),
    };
    match stored {
        Ok(()) => Ok(Redirect::to(&format!("/studies/{}/today", scope.slug)).into_response()),
        Err(ImportError::Problems(problems)) => refused(blank, sentences(&problems)),
        Err(ImportError::Failed(error)) => Err(error),
    }
}

fn sentences(problems: &[Problem]) -> Vec<String> {
    let errors = problems.iter().filter(|problem| problem.is_error());
    let sentence = |problem: &Problem| {
        let mut sentence = shown(&problem.message);
        if !problem.value.is_empty() {
            sentence = format!("{}: {sentence}", shown(&problem.value));
        }
        sentence
    };
    errors.map(sentence).collect()
}

fn refused(mut blank: ProjectPage, errors: Vec<String>) -> Result<Response> {
    blank.shell.title = "This project cannot be brought in yet".to_owned();
    blank.errors = errors;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, blank)
}

/// The offers that were ticked.
fn takes(upload: &Upload) -> std::result::Result<Takes, String> {
    let fields = upload.fields.iter();
    let ticked = fields.filter(|(name, _)| name == "take");
    let ticked: Vec<&str> = ticked.map(|(_, value)| value.as_str()).collect();
    match ticked.contains(&"all") {
        true => Ok(Takes::All),
        false => ticked.join(",").parse(),
    }
}

/// A line `name = handle` for each coder.
fn coders(text: &str) -> std::result::Result<BTreeMap<String, String>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| match line.rsplit_once('=') {
            Some((name, handle)) if !handle.trim().is_empty() => {
                Ok((name.trim().to_owned(), handle.trim().to_owned()))
            }
            _ => Err(format!(
                "Write a name and a member's handle in each line, such as kim = R1, not “{}”.",
                shown(line)
            )),
        })
        .collect()
}

async fn blank(app: &App, viewer: &Viewer) -> Result<ProjectPage> {
    let scope = viewer.scope()?;
    let members = team::all(app.db.read(), scope.id).await?;
    let members: Vec<&str> = members.iter().map(|one| one.handle.as_str()).collect();
    let base = format!("/studies/{}", scope.slug);
    Ok(ProjectPage {
        shell: Shell::new(app, viewer, "Bring in a project of another program")
            .crumb("Bring in", Some(format!("{base}/import")))
            .crumb("A project", None),
        lead: "First you see what the file holds, what of it would be taken, and what would not. Nothing is stored until you have seen that.",
        action: format!("{base}/import/project"),
        folder: format!("{base}/import"),
        export: Analyst::of(app, viewer)
            .await?
            .writes
            .then(|| format!("{base}/exchange")),
        errors: Vec::new(),
        told: None,
        seen: String::new(),
        is_other: false,
        coders: String::new(),
        project: String::new(),
        hint: format!(
            "If you know: a name of the file and a member in each line, such as kim = R1, or kim = new. The team: {}",
            members.join(", ")
        ),
    })
}
