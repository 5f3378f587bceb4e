//! Bringing a rota in: the file, the dry run, and putting it in place.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Pressed, Routes, Upload, only};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::apply;
use super::content::{Content, source_of};
use super::draft_page;
use super::draft_store::{self, Draft};
use super::form_page::{After, form, form_page};
use super::prepare::{Ground, understand};
use super::store;
use crate::addresses::base;
use crate::rotas::grid::{DateOrder, Layout, People};
use crate::rotas::remark::Remark;
use crate::rotas::{Source, codes, names};
use crate::wording::capital;

const IMPORT: Action = Action("rotas.import");

/// The pages of the import.
pub(in crate::rotas) fn routes() -> Routes {
    Routes::new()
        .get(
            "/programmes/{programme}/sites/{site}/rota/import",
            IMPORT,
            form,
        )
        .upload(
            "/programmes/{programme}/sites/{site}/rota/import",
            IMPORT,
            upload,
        )
        .get("/programmes/{programme}/rota-drafts/{draft}", IMPORT, show)
        .post(
            "/programmes/{programme}/rota-drafts/{draft}/layout",
            IMPORT,
            lay_out,
        )
        .post(
            "/programmes/{programme}/rota-drafts/{draft}/names",
            IMPORT,
            name,
        )
        .post(
            "/programmes/{programme}/rota-drafts/{draft}/codes",
            IMPORT,
            mean,
        )
        .post(
            "/programmes/{programme}/rota-drafts/{draft}/apply",
            IMPORT,
            put,
        )
        .post(
            "/programmes/{programme}/rota-drafts/{draft}/discard",
            IMPORT,
            discard,
        )
        .post(
            "/programmes/{programme}/rota-imports/{import}/undo",
            Action("rotas.undo"),
            undo,
        )
        .merge(super::pattern_page::routes())
}

async fn upload(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, site)): Path<(String, Uuid)>,
    Extension(upload): Extension<Upload>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let ground = Ground::of(&app, scope.id, site).await?;
    let Some(file) = upload.files.first() else {
        let error = "Choose a file first: none came with the form".to_owned();
        return form_page(&app, &viewer, site, error, After::Nothing).await;
    };
    let source = source_of(&file.bytes);
    let resident = upload
        .field("resident")
        .and_then(|id| id.parse::<Uuid>().ok())
        .filter(|id| ground.people.iter().any(|one| one.id == *id));
    let error = match (source, resident) {
        (Source::Calendar, None) => {
            "This is a calendar. Say whose it is below, and choose the file once more"
        }
        (Source::Calendar, Some(_)) | (_, None) => "",
        (_, Some(_)) => {
            "This is not a calendar. Leave \"Whose calendar\" as it is, and choose the file once more"
        }
    };
    if !error.is_empty() {
        return form_page(&app, &viewer, site, error.to_owned(), After::Nothing).await;
    }
    let draft = Draft {
        id: app.new_id(),
        source,
        site,
        resident,
        content: Content::File {
            name: file.name.clone(),
            bytes: file.bytes.to_vec(),
        },
        layout: None,
        names: BTreeMap::new(),
        made_by: viewer.account,
    };
    // What cannot be opened at all is said on the form, where another file can be chosen.
    let understood = understand(&app, &ground, &draft).await?;
    if let Err(remark) = &understood.reading
        && source != Source::Grid
    {
        return form_page(&app, &viewer, site, not_read(remark), After::Nothing).await;
    }
    if source == Source::Grid
        && let Content::File { bytes, .. } = &draft.content
        && let Err(remark) = crate::rotas::reading::open(bytes)
    {
        return form_page(&app, &viewer, site, not_read(&remark), After::Nothing).await;
    }
    keep(&app, &viewer, &ground, &draft).await
}

/// Why a file cannot be read, and that nothing happened.
fn not_read(remark: &Remark) -> String {
    format!(
        "{}. Nothing was stored ({})",
        capital(remark.text.trim_end_matches('.')),
        remark.code
    )
}

/// Keeps a draft and goes to its page.
pub(super) async fn keep(
    app: &App,
    viewer: &Viewer,
    ground: &Ground,
    draft: &Draft,
) -> Result<Response> {
    let tx = app.db.write().await?;
    draft_store::add_draft(&tx, app, viewer.scope()?.id, &ground.key, draft).await?;
    tx.commit(
        app,
        viewer.event("rotas.import", format!("draft {}", draft.id)),
    )
    .await?;
    Ok(Redirect::to(&address(viewer, draft.id)?).into_response())
}

fn address(viewer: &Viewer, draft: Uuid) -> Result<String> {
    Ok(format!("{}/rota-drafts/{draft}", base(viewer)?))
}

/// A draft of this programme with what stands around it.
async fn found(app: &App, viewer: &Viewer, draft: Uuid) -> Result<(Ground, Draft)> {
    let programme = viewer.scope()?.id;
    let site = draft_store::site_of_draft(app, programme, draft).await?;
    let ground = Ground::of(app, programme, site).await?;
    let draft = draft_store::draft(app, programme, &ground.key, draft).await?;
    // What a doctor hands in is theirs until they keep it.
    if draft.resident.is_some() && draft.made_by != viewer.account {
        return Err(Error::NotFound);
    }
    Ok((ground, draft))
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, draft)): Path<(String, Uuid)>,
) -> Result<Response> {
    let (ground, draft) = found(&app, &viewer, draft).await?;
    draft_page::show(&app, &viewer, &ground, &draft, &[]).await
}

type Fields = Vec<(String, String)>;

async fn lay_out(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, draft)): Path<(String, Uuid)>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    let known = [
        "sheet", "people", "names", "dates", "first", "last", "order", "year",
    ];
    only(fields.iter().map(|(name, _)| name.as_str()), &known)?;
    let (ground, mut draft) = found(&app, &viewer, draft).await?;
    draft.layout = Some(layout(&fields)?);
    change(&app, &viewer, &ground, &draft).await
}

async fn change(app: &App, viewer: &Viewer, ground: &Ground, draft: &Draft) -> Result<Response> {
    let tx = app.db.write().await?;
    draft_store::change_draft(&tx, app, &ground.key, draft).await?;
    tx.commit(
        app,
        viewer.event("rotas.import", format!("draft {}", draft.id)),
    )
    .await?;
    Ok(Redirect::to(&address(viewer, draft.id)?).into_response())
}

fn layout(fields: &Fields) -> Result<Layout> {
    let text = |name: &str| {
        let found = fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.trim())
    };
    let in_rows = text("people") != "columns";
    let column = |name: &str| line(text(name), true).ok_or_else(|| unclear(name));
    let row = |name: &str| line(text(name), false).ok_or_else(|| unclear(name));
    let (names, dates, first, last) = if in_rows {
        (column("names")?, row("dates")?, row("first")?, row("last")?)
    } else {
        (
            row("names")?,
            column("dates")?,
            column("first")?,
            column("last")?,
        )
    };
    Ok(Layout {
        sheet: text("sheet").to_owned(),
        people: if in_rows {
            People::InRows
        } else {
            People::InColumns
        },
        names,
        dates,
        first: first.min(last),
        last: last.max(first),
        order: if text("order") == "month" {
            DateOrder::MonthFirst
        } else {
            DateOrder::DayFirst
        },
        year: text("year").parse().ok(),
    })
}

/// The index of a row number from 1, or of column letters.
fn line(text: &str, is_column: bool) -> Option<usize> {
    if !is_column {
        return text.parse::<usize>().ok()?.checked_sub(1);
    }
    let mut index = 0_usize;
    for letter in text.to_ascii_uppercase().bytes() {
        if !letter.is_ascii_uppercase() || index > 1_000_000 {
            return None;
        }
        index = index * 26 + usize::from(letter - b'A') + 1;
    }
    index.checked_sub(1)
}

fn unclear(name: &str) -> Error {
    let what = match name {
        "names" => "Where the names are",
        "dates" => "Where the dates are",
        "first" => "Where the first doctor is",
        _ => "Where the last doctor is",
    };
    Error::refused(
        "I7",
        format!("{what} is not clear."),
        "Write the letters of a column, such as B, or the number of a row, such as 4; nothing was changed.",
    )
}

async fn name(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, draft)): Path<(String, Uuid)>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    let names = fields.iter().map(|(name, _)| name.as_str());
    only(names, &["label", "resident"])?;
    let (ground, mut draft) = found(&app, &viewer, draft).await?;
    let values = |name: &'static str| {
        let fields = fields.iter().filter(move |(field, _)| field == name);
        fields.map(|(_, value)| value.as_str())
    };
    for (label, chosen) in values("label").zip(values("resident")) {
        let who = match chosen {
            "" => continue,
            "none" => None,
            id => {
                let known = ground.people.iter().find(|one| one.id.to_string() == id);
                Some(known.ok_or(Error::NotFound)?.id)
            }
        };
        draft.names.insert(names::plain(label), who);
    }
    change(&app, &viewer, &ground, &draft).await
}

async fn mean(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, draft)): Path<(String, Uuid)>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    let names = fields.iter().map(|(name, _)| name.as_str());
    only(names, &["code", "kind", "start", "end"])?;
    let (ground, draft) = found(&app, &viewer, draft).await?;
    let understood = understand(&app, &ground, &draft).await?;
    let first = understood
        .reading
        .ok()
        .and_then(|reading| reading.dates)
        .map_or(ground.today, |(first, _)| first.min(ground.today));
    let known = codes::from_fields(&fields, &ground.site.site.code, first);
    let known = match known {
        Ok(known) => known,
        Err(rows) => return draft_page::show(&app, &viewer, &ground, &draft, &rows).await,
    };
    codes::add(&app, &viewer, &ground.site, &ground.codes, known).await?;
    Ok(Redirect::to(&address(&viewer, draft.id)?).into_response())
}

async fn put(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, draft)): Path<(String, Uuid)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let (ground, draft) = found(&app, &viewer, draft).await?;
    apply::apply(&app, &viewer, "rotas.import", &ground, &draft).await?;
    let to = format!(
        "{}/sites/{}/rota/import?after=placed",
        base(&viewer)?,
        ground.site.id
    );
    Ok(Redirect::to(&to).into_response())
}

async fn discard(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, draft)): Path<(String, Uuid)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let site = draft_store::site_of_draft(&app, viewer.scope()?.id, draft).await?;
    let tx = app.db.write().await?;
    draft_store::drop_draft(&tx, draft).await?;
    tx.commit(
        &app,
        viewer.event("rotas.import", format!("discarded {draft}")),
    )
    .await?;
    let to = format!("{}/sites/{site}/rota/import", base(&viewer)?);
    Ok(Redirect::to(&to).into_response())
}

async fn undo(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, import)): Path<(String, Uuid)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let row = store::import(app.db.read(), viewer.scope()?.id, import).await?;
    apply::undo(&app, &viewer, "rotas.undo", &row).await?;
    let to = match row.site {
        Some(site) => format!("{}/sites/{site}/rota/import?after=undone", base(&viewer)?),
        None => format!("{}/sites", base(&viewer)?),
    };
    Ok(Redirect::to(&to).into_response())
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn rows_count_from_one_and_columns_are_letters() {
        assert_eq!(line("1", false), Some(0));
        assert_eq!(line("0", false), None);
        assert_eq!(line("A", true), Some(0));
        assert_eq!(line("aa", true), Some(26));
        assert_eq!(line("4", true), None);
        assert_eq!(line("", true), None);
    }
}
