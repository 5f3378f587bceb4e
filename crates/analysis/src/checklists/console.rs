//! Checklists on the command line: items with drafts and answers, answering one, bringing a list in (study O8, R58).

use platform::access::Viewer;
use platform::{App, Error, Result};
use study::columns::fold_spaces;
use study::rights::Analyst;
use study::team;

use super::WRITE;
use super::desk::{self, Answer, No, of_item};
use super::output::texts;
use super::shown::Shown;
use super::state::{ANSWER, Stands};
use crate::acts::Saying;
use crate::console::{Table, not_done, overtaken, refused, text};
use crate::trail::Acts;

/// Every item of a list with its draft, what is missing, and its answer.
///
/// # Errors
/// There is no such list; or whoever asks neither analyses nor leads.
pub async fn list(app: &App, viewer: &Viewer, list: &str) -> Result<Table> {
    let shown = shown(app, viewer, list).await?;
    let rows = shown.items.iter().map(|one| {
        vec![
            one.item.id.clone().into(),
            one.item.text.clone().into(),
            one.state().into(),
            text(&texts(&one.draft.sentences)),
            text(&texts(&one.draft.evidence)),
            text(&texts(&one.draft.missing)),
            text(&one.answer.words),
            text(&one.answer.place),
        ]
    });
    let columns = &[
        "item", "asks", "state", "draft", "evidence", "missing", "words", "where",
    ];
    Ok(Table::new(columns, rows.collect()))
}

/// What was done to an item, the newest first.
///
/// # Errors
/// There is no such item.
pub async fn history(app: &App, viewer: &Viewer, (list, item): (&str, &str)) -> Result<Table> {
    let shown = shown(app, viewer, list).await?;
    is_there(&shown, item)?;
    let members = team::all(app.db.read(), shown.study).await?;
    let acts = Acts::of(&shown.trail.events);
    let saying = Saying::of(&shown.trail, &acts, &members)?;
    let subject = of_item(shown.study, list, item);
    Ok(saying.history((ANSWER, subject.1)))
}

/// Answers an item, or opens it again.
///
/// # Errors
/// Whoever asks may not; or what stands in the way, in a sentence.
pub async fn answer(
    app: &App,
    viewer: &Viewer,
    (list, item): (&str, &str),
    answer: Answer,
) -> Result<()> {
    let analyst = Analyst::writing(app, viewer).await?;
    let shown = shown(app, viewer, list).await?;
    let at = is_there(&shown, item)?;
    let one = &shown.items[at];
    let given = Answer {
        stands: answer.stands,
        words: answer.words.replace("\r\n", "\n").trim().to_owned(),
        place: fold_spaces(&answer.place),
    };
    let tx = app.db.write().await?;
    let hand = (analyst.member, one.seen);
    let asked = (list, item, one.says());
    let done = desk::answer(&tx, app, shown.study, hand, asked, &given).await?;
    done.map_err(|no| said(no, &given))?;
    tx.commit(app, viewer.event(WRITE.0, format!("{list} {item}")))
        .await?;
    Ok(())
}

/// Brings a list in from a file; gives its id.
///
/// # Errors
/// What is wrong with the file, with its line.
pub async fn bring(app: &App, viewer: &Viewer, (name, bytes): (&str, &[u8])) -> Result<String> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    let list = desk::bring(&tx, app, study, analyst.member, (name, bytes)).await?;
    let list = list.map_err(|error| not_done(&error.to_string()))?;
    let event = viewer.event(WRITE.0, format!("checklist {}", list.id));
    tx.commit(app, event.with_detail("brought in")).await?;
    Ok(list.id)
}

async fn shown(app: &App, viewer: &Viewer, list: &str) -> Result<Shown> {
    let shown = Shown::of(app, viewer, list).await;
    shown.map_err(|error| match error {
        Error::NotFound => no_list(list),
        other => other,
    })
}

/// Says that there is no such list.
pub(crate) fn no_list(list: &str) -> Error {
    refused(
        format!("There is no checklist “{list}” in this study."),
        "There are coreq and srqr; `enid checklists bring` brings another in.",
    )
}

/// The place of an item in its list.
fn is_there(shown: &Shown, item: &str) -> Result<usize> {
    let at = shown.items.iter().position(|one| one.item.id == item);
    at.ok_or_else(|| {
        let items = shown.items.iter().map(|one| one.item.id.as_str());
        let known: Vec<&str> = items.collect();
        refused(
            format!("{} has no item “{item}”.", shown.list.name),
            format!("Its items: {}.", known.join(", ")),
        )
    })
}

fn said(no: No, mine: &Answer) -> Error {
    match no {
        No::Refused(_, sentence) => not_done(&sentence),
        No::Changed(now) => overtaken(&[
            ("the answer", now.words, mine.words.clone()),
            ("the place", now.place, mine.place.clone()),
        ]),
    }
}

/// How an item stands, by what the command line says of it.
pub fn stands(is_open: bool, is_not_applicable: bool) -> Option<Stands> {
    match (is_open, is_not_applicable) {
        (true, _) => None,
        (false, true) => Some(Stands::NotApplicable),
        (false, false) => Some(Stands::Answered),
    }
}
