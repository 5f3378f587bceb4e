//! The page on which a study folder is brought in.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, Upload, page, page_with};
use platform::{App, Error, Result};
use study::problem::{Code, Problem};
use study::team;

use super::{ImportError, Imported, Source, check, import_by, project_page};
use crate::folder::ReadOptions;

const IMPORT: Action = Action("study.import");
/// Most rows that one page lists.
const MOST: usize = 500;

/// The page of the import.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/import", IMPORT, form)
        .upload("/studies/{study}/import", IMPORT, take)
        .merge(project_page::routes())
}

/// Where a study folder is brought in; empty for whoever cannot.
pub(crate) fn import_link(viewer: &Viewer) -> Result<String> {
    let may = viewer.acts_as(Role::Researcher) || viewer.acts_as(Role::ResearchLead);
    let slug = &viewer.scope()?.slug;
    Ok(if may {
        format!("/studies/{slug}/import")
    } else {
        String::new()
    })
}

#[derive(Template)]
#[template(path = "import/import.html")]
struct ImportPage {
    shell: Shell,
    lead: &'static str,
    action: String,
    project: String,
    found: String,
    errors: Vec<Row>,
    notices: Vec<Row>,
    summary: Option<String>,
    check: bool,
}

struct Row {
    place: String,
    code: String,
    message: String,
    value: String,
    example: String,
}

async fn form(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    page(ImportPage::empty(&app, &viewer)?)
}

async fn take(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Extension(upload): Extension<Upload>,
) -> Result<Response> {
    let scope = viewer.scope()?.clone();
    let only_check = upload.field("step") != Some("import");
    let mut blank = ImportPage::empty(&app, &viewer)?;
    blank.check = only_check;
    let (files, doubled) = files(upload);
    if files.is_empty() {
        let problem = Problem::error(Code::E01, "no file", "choose the files of the study first");
        return refused(blank, &[problem]);
    }
    let source = Source {
        files,
        options: ReadOptions::default(),
        actor: Some(viewer.account),
    };
    if !doubled.is_empty() {
        return refused(blank, &doubled);
    }
    if only_check {
        return match check(&source.files, &source.options) {
            Ok((_, summary)) => page(ImportPage {
                notices: rows(&summary.notices),
                summary: Some(in_words(&summary)),
                check: false,
                ..blank
            }),
            Err(problems) => refused(blank, &problems),
        };
    }
    let member = team::of_viewer(app.db.read(), &viewer).await?;
    let member = member.map(|member| member.id);
    match import_by(&app, (&scope).into(), source, member).await {
        Ok(_) => Ok(Redirect::to(&format!("/studies/{}/today", scope.slug)).into_response()),
        Err(ImportError::Problems(problems)) => refused(blank, &problems),
        Err(ImportError::Failed(error)) => Err(error),
    }
}

/// Bytes by name; the field of the form says which folder a file belongs to. A browser can send two
/// files of one name from two folders, and neither may win.
fn files(upload: Upload) -> (BTreeMap<String, Vec<u8>>, Vec<Problem>) {
    let mut files = BTreeMap::new();
    let mut doubled = Vec::new();
    for file in upload.files {
        let folder = match file.field.as_str() {
            "transcripts" => "transcripts/",
            "field_notes" => "field_notes/",
            _ => "",
        };
        let name = format!("{folder}{}", file.name);
        if files.insert(name.clone(), file.bytes.to_vec()).is_some() {
            doubled.push(Problem::error(
                Code::E03,
                &name,
                "this file was chosen twice",
            ));
        }
    }
    (files, doubled)
}

fn refused(blank: ImportPage, problems: &[Problem]) -> Result<Response> {
    let (errors, notices): (Vec<&Problem>, Vec<&Problem>) =
        problems.iter().partition(|problem| problem.is_error());
    let found = match errors.len() {
        1 => "One place needs to be mended".to_owned(),
        count if count > MOST => {
            format!("{count} places need to be mended; the first {MOST} are listed")
        }
        count => format!("{count} places need to be mended"),
    };
    let mut blank = ImportPage {
        found,
        errors: errors.into_iter().take(MOST).map(Row::of).collect(),
        notices: notices.into_iter().take(MOST).map(Row::of).collect(),
        ..blank
    };
    blank.shell.title = blank.found.clone();
    page_with(StatusCode::UNPROCESSABLE_ENTITY, blank)
}

fn rows(problems: &[Problem]) -> Vec<Row> {
    problems.iter().take(MOST).map(Row::of).collect()
}

fn in_words(summary: &Imported) -> String {
    format!(
        "{} participants, {} research questions, {} documents, {} quotes under {} themes, subthemes \
         and facets, {} codes. Nothing was stored yet: choose the files again and import them.",
        summary.participants,
        summary.questions,
        summary.documents,
        summary.quotes,
        summary.themes,
        summary.codes
    )
}

impl ImportPage {
    fn empty(app: &App, viewer: &Viewer) -> Result<Self, Error> {
        Ok(ImportPage {
            shell: Shell::new(app, viewer, "Bring in a study folder"),
            lead: "Enid reads plain files, checks them against each other, and names every place to mend by file, row and column.",
            action: format!("/studies/{}/import", viewer.scope()?.slug),
            project: format!("/studies/{}/import/project", viewer.scope()?.slug),
            found: String::new(),
            errors: Vec::new(),
            notices: Vec::new(),
            summary: None,
            check: true,
        })
    }
}

impl Row {
    fn of(problem: &Problem) -> Self {
        let mut place = problem.file.clone();
        if let Some(row) = problem.row {
            place.push_str(&format!(", row {row}"));
        }
        if let Some(column) = &problem.column {
            place.push_str(&format!(", {column}"));
        }
        Row {
            place,
            code: problem
                .code
                .map(|code| code.to_string())
                .unwrap_or_default(),
            message: problem.message.clone(),
            value: problem.value.clone(),
            example: problem.example.clone(),
        }
    }
}
