//! The lists of a study, one of them with its drafts and answers, the methods paragraph; bringing a list in.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Routes, Shell, Upload, error_of, form_status, page, page_with};
use platform::words::capital;
use platform::{App, Result};
use study::dates::day_in_words;
use study::rights::Analyst;
use study::team::{self, Member};
use uuid::Uuid;

use super::desk::{bring, of_item};
use super::draft::Draft;
use super::file::Checklist;
use super::lists;
use super::methods;
use super::shown::{Shown, ShownItem};
use super::{READ, WRITE};
use crate::acts::read_trail;
use crate::codes::{BackForm, taken_back};
use crate::outputs::What;
use crate::trail::{Trail, all_of, replay};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/checklists", READ, index)
        .upload("/studies/{study}/checklists", WRITE, bring_in)
        .post("/studies/{study}/checklists/take-back", WRITE, back)
        .get("/studies/{study}/checklists/{list}", READ, show)
        .get("/studies/{study}/methods", READ, paragraph)
}

#[derive(Template)]
#[template(path = "checklists/index.html")]
struct IndexPage {
    shell: Shell,
    base: String,
    lists: Vec<Listed>,
    errors: Vec<(&'static str, String)>,
}

impl IndexPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

struct Listed {
    list: Checklist,
    answered: usize,
}

async fn index(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    listed(&app, &viewer, Vec::new()).await
}

async fn listed(
    app: &App,
    viewer: &Viewer,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?;
    let trail = read_trail(app, study.id).await?;
    let answers = all_of::<super::state::AnswerState>(&replay(&trail.events))?;
    let base = format!("/studies/{}", study.slug);
    let lists = lists::all(&trail)?.into_iter().map(|list| {
        let is_answered =
            |item: &&super::Item| answers.contains_key(&of_item(study.id, &list.id, &item.id).1);
        Listed {
            answered: list.items.iter().filter(is_answered).count(),
            list,
        }
    });
    let page = IndexPage {
        lists: lists.collect(),
        shell: Shell::new(app, viewer, "Checklists for the report")
            .crumb("Write-up", Some(format!("{base}/write-up")))
            .crumb("Checklists", None),
        base,
        errors,
    };
    page_with(form_status(&page.errors), page)
}

async fn bring_in(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Extension(upload): Extension<Upload>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    upload.only(&["csrf"])?;
    let Some(file) = upload.one_file() else {
        let sentence = "Choose one file, the checklist.".to_owned();
        return listed(&app, &viewer, vec![("list", sentence)]).await;
    };
    let tx = app.db.write().await?;
    let study = viewer.scope()?;
    // The name of a file tells whose it is, and is not kept.
    let asked = ("the file", &file.bytes[..]);
    match bring(&tx, &app, study.id, analyst.member, asked).await? {
        Ok(list) => {
            let event = viewer.event(WRITE.0, format!("checklist {}", list.id));
            tx.commit(&app, event.with_detail("brought in")).await?;
            let to = format!("/studies/{}/checklists/{}", study.slug, list.id);
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            drop(tx);
            let sentence = format!("Nothing was brought in. {}", capital(&error.to_string()));
            listed(&app, &viewer, vec![("list", sentence)]).await
        }
    }
}

async fn back(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<BackForm>,
) -> Result<Response> {
    let page = ("Checklists", "checklists", WRITE.0);
    taken_back(&app, &viewer, form, page).await
}

#[derive(Template)]
#[template(path = "checklists/list.html")]
struct ListPage {
    shell: Shell,
    base: String,
    lead: String,
    shown: Shown,
    /// By item: who answered it last, and when.
    answered: BTreeMap<String, String>,
    /// The first item that is open.
    next: Option<String>,
    files: Vec<(&'static str, String)>,
}

impl ListPage {
    /// Whether this item begins a section.
    fn begins(&self, index: &usize) -> bool {
        let section = |index: usize| &self.shown.items[index].item.section;
        *index == 0 || section(*index) != section(*index - 1)
    }

    fn by(&self, one: &ShownItem) -> &str {
        self.answered.get(&one.item.id).map_or("", String::as_str)
    }
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, list)): Path<(String, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let shown = Shown::of(&app, &viewer, &list).await?;
    let members = team::all(app.db.read(), study.id).await?;
    let base = format!("/studies/{}", study.slug);
    let all = shown.items.len();
    let title = match shown.answered() {
        0 => format!("{}: no item is answered yet", shown.list.name),
        answered if answered == all => format!("{}: all {all} items are answered", shown.list.name),
        answered => format!(
            "{}: {answered} of {all} items are answered",
            shown.list.name
        ),
    };
    let lead = match shown.drafted() {
        0 => "Each item has what the study holds for it, with the pages it comes from.".to_owned(),
        1 => "For one there is a draft from data, with the pages it comes from: read it and say that it stands.".to_owned(),
        drafted => format!("For {drafted} there is a draft from data, with the pages it comes from: read each and say that it stands."),
    };
    let file = |ending: &str| {
        let what = What::Checklist;
        format!(
            "{base}/{}/{}.{ending}?checklist={}",
            what.place(),
            what.word(),
            shown.list.id
        )
    };
    let formats = What::Checklist.formats().iter();
    let open = shown.items.iter().find(|one| one.answer.stands.is_none());
    page(ListPage {
        files: formats
            .map(|format| (format.label(), file(format.ending())))
            .collect(),
        next: open.map(|one| one.item.id.clone()),
        answered: last_answers(&shown, &members),
        shell: Shell::new(&app, &viewer, title)
            .crumb("Write-up", Some(format!("{base}/write-up")))
            .crumb("Checklists", Some(format!("{base}/checklists")))
            .crumb(shown.list.name.clone(), None),
        base,
        lead,
        shown,
    })
}

fn last_answers(shown: &Shown, members: &[Member]) -> BTreeMap<String, String> {
    let items = shown.items.iter();
    let answered = items.filter(|one| one.answer.stands.is_some());
    let said = answered.filter_map(|one| {
        let subject = of_item(shown.study, &shown.list.id, &one.item.id);
        let (who, day, _) = history(&shown.trail, subject.1, members).next()?;
        Some((one.item.id.clone(), format!("by {who}, {day}")))
    });
    said.collect()
}

/// Who changed an item, on which day, in which act; the newest first.
pub(super) fn history<'a>(
    trail: &'a Trail,
    item: Uuid,
    members: &'a [Member],
) -> impl Iterator<Item = (String, String, Uuid)> + 'a {
    let events = trail.events.iter().rev();
    let about = events.filter(move |event| event.subject.1 == item);
    about.map(|event| {
        (
            team::author(members, event.member),
            day_in_words(event.at),
            event.act,
        )
    })
}

#[derive(Template)]
#[template(path = "checklists/methods.html")]
struct MethodsPage {
    shell: Shell,
    base: String,
    draft: Draft,
    files: Vec<(&'static str, String)>,
}

async fn paragraph(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let draft = methods::of(&app, &viewer).await?;
    let base = format!("/studies/{}", viewer.scope()?.slug);
    let what = What::Methods;
    let file = |ending: &str| format!("{base}/{}/{}.{ending}", what.place(), what.word());
    page(MethodsPage {
        files: what
            .formats()
            .iter()
            .map(|format| (format.label(), file(format.ending())))
            .collect(),
        shell: Shell::new(&app, &viewer, "Methods paragraph")
            .crumb("Write-up", Some(format!("{base}/write-up")))
            .crumb("Methods paragraph", None),
        base,
        draft,
    })
}
