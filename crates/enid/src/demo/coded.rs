//! What is coded in the study of the demo: two analysts, one of whom codes one interview blind.

use std::collections::BTreeMap;

use analysis::codes::Book;
use analysis::codings::{self, New};
use analysis::trail;
use anyhow::{Context as _, Result, anyhow};
use platform::App;
use platform::access::Scope;
use study::documents::{self, Turn};
use study::rows::random_id;
use study::team;
use uuid::Uuid;

use super::fill::event;
use super::joining::days_ago;
use super::study as invented;

/// How long ago it was coded, in days.
const CODED: i64 = 12;
/// The interview that the second analyst codes blind.
const BLIND: &str = "M4-interview";

/// The code under which the passages of a subtheme or a facet were first coded.
const CODES: &[(&str, &str)] = &[
    ("Leaving the floor is the hardest part", "Being sent"),
    ("Asking costs more than going", "Asking to leave"),
    (
        "Somebody else pays with a break",
        "Price paid by colleagues",
    ),
    ("The room is on nobody’s side", "Nobody’s ground"),
    ("No smell of the department", "Sameness"),
    ("A chair that waits", "Sameness"),
    ("Somebody has to keep the door open", "Notice and lists"),
    ("Release is won again every week", "Winning release"),
    ("Money was never the hard part", "Winning release"),
    ("Saying it aloud changes its size", "Told to an end"),
    ("Let off for twenty minutes", "Sitting back"),
    ("Put down after being carried for months", "Told to an end"),
    ("It was never only me", "Not only me"),
    ("What the confident ones carry", "Not only me"),
    ("Some weeks it does not land", "Flat sessions"),
    ("Opened up, then sent back to work", "Opened too far"),
    ("Nothing a good friend would not give", "Not the answer"),
    ("A pause before the next cubicle", "The pause"),
    ("Curious instead of cross", "Wondering about the other"),
    ("Staying becomes thinkable", "Staying or going"),
    ("The letter stays in the drawer", "Staying or going"),
    (
        "Nights that do not end in the morning",
        "Night that goes on",
    ),
    ("The drive home", "Night that goes on"),
    ("Asleep with the list still running", "Night that goes on"),
    ("Making do with cars or kettles", "Own arrangements"),
    ("In charge without being told", "Alone in charge"),
];

/// Codes the passages that later became quotes, as each of two analysts read them.
pub(super) async fn fill(app: &App, study: &Scope) -> Result<()> {
    let then = days_ago(app, CODED)?;
    let members = team::all(app.db.read(), study.id).await?;
    let [first, second] = members.as_slice() else {
        return Err(anyhow!("the demo has a team of two"));
    };
    let (folder, _) = analysis::check(
        &invented::files(),
        &analysis::folder::ReadOptions::default(),
    )
    .map_err(|problems| anyhow!("{problems:?}"))?;
    let trail = trail::load(app.db.read(), study.id).await?;
    let book = Book::of(&trail::replay(&trail.events), &trail)?;
    let codes: BTreeMap<&str, Uuid> = book
        .codes()
        .keys()
        .map(|id| (book.name(*id), *id))
        .collect();
    let ids = documents::ids(app.db.read(), study.id).await?;
    for (index, quote) in folder.shown_quotes().enumerate() {
        let Some(document) = quote.document.as_ref().and_then(|handle| ids.get(handle)) else {
            continue;
        };
        let turns = documents::turns(app.db.read(), *document).await?;
        let Some((start, end)) = place(&turns, &quote.text) else {
            continue;
        };
        let place = quote.facet.as_ref().or(quote.subtheme.as_ref());
        let name = CODES
            .iter()
            .find(|(place_name, _)| Some(*place_name) == place.map(String::as_str));
        let Some(code) = name.and_then(|(_, code)| codes.get(code)) else {
            continue;
        };
        let new = |code: Uuid, start: u32, end: u32| New {
            id: random_id(&then),
            document: *document,
            code,
            start,
            end,
            revision: 0,
        };
        coded(&then, study, (first.id, new(*code, start, end))).await?;
        // The second analyst reads a little further, leaves some passages out, and sees two of them in another light.
        if index % 3 != 1 {
            let begun = if index % 4 == 0 {
                start.saturating_sub(1)
            } else {
                start
            };
            let other = if index % 9 == 4 {
                codes.get("Telling").unwrap_or(code)
            } else {
                code
            };
            coded(
                &then,
                study,
                (second.id, new(*other, begun.max(line(&turns, start)), end)),
            )
            .await?;
        }
    }
    let blind = *ids.get(BLIND).context("the demo has this interview")?;
    let tx = then.db.write().await?;
    codings::begin(&tx, &then, study.id, (second.id, Some(blind))).await?;
    tx.commit(&then, event(study, "demo", "a blind pass"))
        .await?;
    Ok(())
}

async fn coded(app: &App, study: &Scope, (member, new): (Uuid, New)) -> Result<()> {
    let tx = app.db.write().await?;
    let done = codings::add(&tx, app, study.id, (member, &new)).await?;
    done.map_err(|no| anyhow!("a passage of the demo is not coded: {no:?}"))?;
    tx.commit(app, event(study, "demo", "a passage coded"))
        .await?;
    Ok(())
}

/// Where words stand in a document, in code points.
fn place(turns: &[Turn], words: &str) -> Option<(u32, u32)> {
    let number = |count: usize| u32::try_from(count).ok();
    let mut start = 0;
    for turn in turns {
        if let Some(at) = turn.text.find(words) {
            let begin = start + turn.text[..at].chars().count();
            return Some((number(begin)?, number(begin + words.chars().count())?));
        }
        start += turn.text.chars().count() + 1;
    }
    None
}

/// The first code point of the turn in which a place stands.
fn line(turns: &[Turn], at: u32) -> u32 {
    let mut start = 0u32;
    for turn in turns {
        let next = start + u32::try_from(turn.text.chars().count()).unwrap_or(u32::MAX) + 1;
        if at < next {
            return start;
        }
        start = next;
    }
    start
}
