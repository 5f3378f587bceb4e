//! One item: its draft, what else bears on it, the answer, and who changed it.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Routes, Shell, error_of, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::desk::{Answer, No, answer, of_item};
use super::pages::history;
use super::shown::{Shown, ShownItem};
use super::state::Stands;
use super::{READ, WRITE};
use crate::acts::Saying;
use crate::trail::Acts;

pub(super) fn routes() -> Routes {
    let here = "/studies/{study}/checklists/{list}/{item}";
    Routes::new().get(here, READ, open).post(here, WRITE, save)
}

#[derive(Template)]
#[template(path = "checklists/item.html")]
struct ItemPage {
    shell: Shell,
    base: String,
    /// The address of the list.
    list: String,
    one: ShownItem,
    form: ItemForm,
    /// Whether the field has the answer that is offered and nothing of a person.
    is_offered: bool,
    /// What somebody answered meanwhile.
    meanwhile: Option<Answer>,
    errors: Vec<(&'static str, String)>,
    /// Who did what on which day, the newest first.
    history: Vec<(String, String, String)>,
    /// The act that can be taken back.
    undo: Option<Uuid>,
    before: Option<String>,
    after: Option<String>,
}

impl ItemPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }

    fn hint(&self) -> &'static str {
        match (self.is_offered, self.one.says()) {
            (true, _) => {
                "An answer that fits reflexive work stands here. Change it until it is yours, or take it out."
            }
            (false, true) => "Beside the draft. Leave it empty where the draft says it all.",
            (false, false) => "In the words of the report.",
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemForm {
    seen: String,
    stands: String,
    words: String,
    place: String,
}

const ANSWERED: &str = "answered";
const NOT_APPLICABLE: &str = "not_applicable";
const OPEN: &str = "open";

impl ItemForm {
    fn of(one: &ShownItem) -> Self {
        let answer = &one.answer;
        let stands = match answer.stands {
            Some(Stands::NotApplicable) => NOT_APPLICABLE,
            _ => ANSWERED,
        };
        let offered = one.reasoned().filter(|_| !one.says()).unwrap_or_default();
        Self {
            seen: one.seen.to_string(),
            stands: stands.to_owned(),
            words: match answer.words.is_empty() {
                true => offered.to_owned(),
                false => answer.words.clone(),
            },
            place: answer.place.clone(),
        }
    }

    fn read(&self) -> std::result::Result<Answer, No> {
        let tidy = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
        let stands = match self.stands.as_str() {
            ANSWERED => Some(Stands::Answered),
            NOT_APPLICABLE => Some(Stands::NotApplicable),
            OPEN => None,
            _ => {
                let sentence = "Choose how the item stands.".to_owned();
                return Err(No::Refused("stands", sentence));
            }
        };
        Ok(match stands {
            None => Answer::default(),
            Some(_) => Answer {
                stands,
                words: tidy(&self.words),
                place: study::columns::fold_spaces(&self.place),
            },
        })
    }
}

async fn open(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, list, item)): Path<(String, String, String)>,
) -> Result<Response> {
    opened(&app, &viewer, (&list, &item), None).await
}

/// The page, with a form that was refused and why.
async fn opened(
    app: &App,
    viewer: &Viewer,
    (list, item): (&str, &str),
    refused: Option<(ItemForm, No)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let mut shown = Shown::of(app, viewer, list).await?;
    let at = shown.items.iter().position(|one| one.item.id == item);
    let at = at.ok_or(Error::NotFound)?;
    let near = |at: Option<usize>| Some(shown.items.get(at?)?.item.id.clone());
    let (before, after) = (near(at.checked_sub(1)), near(at.checked_add(1)));
    let analyst = Analyst::of(app, viewer).await?;
    let members = team::all(app.db.read(), study.id).await?;
    let subject = of_item(study.id, list, item);
    let acts = Acts::of(&shown.trail.events);
    let saying = Saying::of(&shown.trail, &acts, &members)?;
    let changed: Vec<_> = history(&shown.trail, subject.1, &members).collect();
    let newest = shown.trail.events.iter().rev();
    let newest = newest.clone().find(|event| event.subject == subject);
    let undo = newest.filter(|event| event.member == analyst.member);
    let undo = undo.map(|event| event.act);
    let history = changed
        .into_iter()
        .map(|(who, day, act)| (who, day, saying.act(act)));
    let history = history.collect();
    drop(acts);
    let base = format!("/studies/{}", study.slug);
    let list_at = format!("{base}/checklists/{list}");
    let title = format!(
        "{} {}: {}",
        shown.list.name, item, shown.items[at].item.text
    );
    let shell = Shell::new(app, viewer, title)
        .crumb("Checklists", Some(format!("{base}/checklists")))
        .crumb(shown.list.name.clone(), Some(list_at.clone()))
        .crumb(format!("Item {item}"), None);
    let one = shown.items.swap_remove(at);
    let (mut form, mut errors, mut meanwhile) = (ItemForm::of(&one), Vec::new(), None);
    let is_offered = refused.is_none() && one.answer.words.is_empty() && !form.words.is_empty();
    match refused {
        None => {}
        Some((kept, No::Refused(field, sentence))) => {
            errors.push((field, sentence));
            form = kept;
        }
        Some((kept, No::Changed(now))) => {
            meanwhile = Some(now);
            // Sent again, it takes the place of what is shown.
            form = ItemForm {
                seen: one.seen.to_string(),
                ..kept
            };
        }
    }
    let status = match (&meanwhile, errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = ItemPage {
        shell,
        base,
        list: list_at,
        one,
        form,
        is_offered,
        meanwhile,
        errors,
        history,
        undo,
        before,
        after,
    };
    page_with(status, page)
}

async fn save(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, list, item)): Path<(String, String, String)>,
    Form(form): Form<ItemForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let shown = Shown::of(&app, &viewer, &list).await?;
    let one = shown.items.iter().find(|one| one.item.id == item);
    let drafted = one.ok_or(Error::NotFound)?.says();
    let place = (list.as_str(), item.as_str());
    let no = match form.read() {
        Err(no) => no,
        Ok(given) => {
            let seen = form.seen.parse().unwrap_or(0);
            let tx = app.db.write().await?;
            let hand = (analyst.member, seen);
            let done = answer(&tx, &app, study.id, hand, (&list, &item, drafted), &given).await?;
            match done {
                Ok(()) => {
                    let event = viewer.event(WRITE.0, format!("{list} {item}"));
                    tx.commit(&app, event).await?;
                    let to = format!("/studies/{}/checklists/{list}#item-{item}", study.slug);
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(no) => no,
            }
        }
    };
    opened(&app, &viewer, place, Some((form, no))).await
}
