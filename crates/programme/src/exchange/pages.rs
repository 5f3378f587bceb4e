//! The import page: a folder goes in, every problem comes out with its place, and only a clean folder is stored.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use formats::table::write_csv;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, Upload, download, page, page_with};
use platform::{App, Error, Result};

use super::layout::LAYOUTS;
use super::{Problem, Reading, apply, digest, last, read};
use crate::addresses::base;
use crate::planning;
use crate::wording::{count, count_first, moment};

/// Most problems that are shown at once; the count is always whole.
const MOST_SHOWN: usize = 500;

/// The pages of the import.
pub fn routes() -> Routes {
    Routes::new()
        .get(
            "/programmes/{programme}/import",
            Action("import.read"),
            form,
        )
        .get(
            "/programmes/{programme}/import/templates/{file}",
            Action("import.read"),
            template,
        )
        .upload(
            "/programmes/{programme}/import",
            Action("import.apply"),
            import,
        )
}

#[derive(Template)]
#[template(path = "exchange/import.html")]
struct ImportPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    files: Vec<FileRow>,
    checked: bool,
    clean: bool,
    counts: Vec<(String, usize)>,
    faults: Vec<Problem>,
    fault_count: usize,
    warnings: Vec<Problem>,
    warning_count: usize,
}

struct FileRow {
    name: &'static str,
    columns: Vec<(&'static str, bool)>,
    required: bool,
}

async fn form(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let lead = match last(&app, scope.id).await? {
        Some(import) => {
            let when = moment(import.at.to_jiff(), &planning::zone()?);
            format!("Last import: {when}. A new one takes its place as a whole; plans and answers stay.")
        }
        None => "Choose all files of the folder at once. They are checked first; nothing is stored until every row is right.".into(),
    };
    page(ImportPage {
        heading: "Import a programme folder".into(),
        lead,
        ..empty(&app, &viewer, "Import a programme folder")?
    })
}

async fn import(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Extension(upload): Extension<Upload>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let files: BTreeMap<String, Vec<u8>> = upload
        .files
        .iter()
        .map(|file| (file.name.clone(), file.bytes.to_vec()))
        .collect();
    if files.is_empty() {
        let heading = "Choose the files first";
        return page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            ImportPage {
                heading: heading.into(),
                lead: "No file came with the form. Nothing was changed.".into(),
                ..empty(&app, &viewer, heading)?
            },
        );
    }
    // Reading half a million rows takes a while: not on the thread that serves others.
    let (files, reading) = tokio::task::spawn_blocking(move || {
        let reading = read(&files);
        (files, reading)
    })
    .await
    .map_err(Error::internal)?;
    let digest = digest(&files);
    let only_check = upload.field("what") != Some("import");
    if !reading.may_apply() || only_check {
        return answer(&app, &viewer, &reading);
    }
    let same = last(&app, scope.id)
        .await?
        .is_some_and(|import| import.digest == digest);
    if !same {
        let event = viewer.event("programme.import", digest.clone());
        apply(&app, scope.id, &reading, &digest, event).await?;
    }
    let to = base(&viewer)?;
    Ok(Redirect::to(&to).into_response())
}

async fn template(Path((_, file)): Path<(String, String)>) -> Result<Response> {
    let layout = LAYOUTS
        .iter()
        .find(|layout| layout.file == file)
        .ok_or(Error::NotFound)?;
    let text = write_csv(layout.header, &[]);
    download(layout.file, "text/csv; charset=utf-8", text.into_bytes())
}

fn answer(app: &App, viewer: &Viewer, reading: &Reading) -> Result<Response> {
    let faults: Vec<Problem> = reading.faults().cloned().collect();
    let warnings: Vec<Problem> = reading.warnings().cloned().collect();
    let clean = faults.is_empty();
    let heading = if clean {
        "The folder can be imported".to_owned()
    } else {
        format!("{} to mend", count_first(faults.len(), "thing", "things"))
    };
    let lead = if clean {
        match warnings.len() {
            0 => "Every row is right. Choose the files once more and press Import.".to_owned(),
            some => format!(
                "Every row can be stored; {} to know. Choose the files once more and press Import.",
                count(some, "thing", "things")
            ),
        }
    } else {
        "Nothing was stored. Mend the rows below and choose the files again.".to_owned()
    };
    let status = if clean {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page_with(
        status,
        ImportPage {
            lead,
            checked: true,
            clean,
            counts: reading
                .rows
                .iter()
                .map(|(file, rows)| ((*file).to_owned(), *rows))
                .collect(),
            fault_count: faults.len(),
            warning_count: warnings.len(),
            faults: faults.into_iter().take(MOST_SHOWN).collect(),
            warnings: warnings.into_iter().take(MOST_SHOWN).collect(),
            ..empty(app, viewer, &heading)?
        },
    )
}

fn empty(app: &App, viewer: &Viewer, heading: &str) -> Result<ImportPage> {
    let base = base(viewer)?;
    Ok(ImportPage {
        shell: Shell::new(app, viewer, heading),
        base,
        heading: heading.to_owned(),
        lead: String::new(),
        files: LAYOUTS
            .iter()
            .map(|layout| FileRow {
                name: layout.file,
                columns: layout
                    .columns
                    .iter()
                    .map(|column| (column.name, column.needed))
                    .collect(),
                required: layout.needed,
            })
            .collect(),
        checked: false,
        clean: false,
        counts: Vec::new(),
        faults: Vec::new(),
        fault_count: 0,
        warnings: Vec::new(),
        warning_count: 0,
    })
}
