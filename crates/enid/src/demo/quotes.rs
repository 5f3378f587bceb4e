//! Quotes of the demo beside those of the folder: one that speaks against its theme, drafts, other findings, and an account
//! from field notes.

use analysis::account::{self, Part, Step};
use analysis::narratives::{self, mark};
use analysis::quotes::{self, Marks, NewWords, No, Stance, Visible, Wish, declared};
use analysis::themes;
use anyhow::{Context as _, Result, anyhow};
use platform::App;
use platform::access::Scope;
use study::{documents, team};
use uuid::Uuid;

use super::fill::event;

/// Words from a field note, and under which theme they stand.
const NOTES: [(&str, &str, Option<&str>); 3] = [
    (
        "2025-10-15-member",
        "I left late and walked fast, then noticed that I was walking fast to a place where nothing would happen if I were late. … Inside I took the same chair as last week",
        Some("An hour the shift cannot reach"),
    ),
    (
        "2026-01-14-member",
        "At first I heard only mistakes … After some minutes I noticed that they were not talking about what I had done. They were talking about who had been frightened, and I was one of the people on the list.",
        Some("Being heard before being fixed"),
    ),
    (
        "2026-01-14-member",
        "On the way back I did not feel better. I felt less busy. At [work] nobody asked where I had been",
        None,
    ),
];

/// What analysts have done since the folder was brought in.
pub(super) async fn fill(app: &App, study: &Scope) -> Result<()> {
    let members = team::all(app.db.read(), study.id).await?;
    let first = members.first().map(|member| member.id);
    for (handle, words, under) in NOTES {
        let place = match under {
            Some(name) => Some(theme(app, study, name).await?),
            None => None,
        };
        let marks = Marks {
            is_ready: under.is_some(),
            ..Marks::default()
        };
        let words = from(app, study, handle, words).await?;
        done(
            app,
            study,
            (first, ""),
            &Wish::Make(words, marks, Some(place)),
        )
        .await?;
    }
    let against = saying(app, study, "It opened something and then").await?;
    let marks = Marks {
        questions: against.state.questions.clone(),
        is_ready: true,
        stance: Stance::Against,
    };
    let seen = seen(app, study, against.id).await?;
    done(
        app,
        study,
        (first, ""),
        &Wish::Mark(against.id, seen, marks),
    )
    .await?;
    let twice = saying(app, study, "You do not win release once").await?;
    let staying = theme(app, study, "Being heard before being fixed").await?;
    let why = "It says as much about being cut off as about getting away.";
    let seen = self::seen(app, study, twice.id).await?;
    let wish = Wish::Place(twice.id, seen, Some(staying));
    done(app, study, (first, why), &wish).await?;
    let seen = self::seen(app, study, twice.id).await?;
    let wish = Wish::Unplace(twice.id, seen, Some(staying));
    done(app, study, (first, "Read again, it does not."), &wish).await?;
    arrange(app, study, first).await?;
    narrate(app, study, first).await
}

/// What is written about the second theme, with one quote in a paragraph of its own and one within a sentence.
async fn narrate(app: &App, study: &Scope, member: Option<Uuid>) -> Result<()> {
    let under = theme(app, study, "Being heard before being fixed").await?;
    let alone = saying(app, study, "I had told that story eleven times").await?;
    let within = saying(app, study, "It was the only place in that year").await?;
    let text = format!(
        "Nobody in the group was given an answer, and hardly anybody missed one. What was told became smaller while it was told:\n\n{}\n\n\
         Being unprepared was part of it: {} Not every week was like that, and three doctors said so.",
        mark(alone.id),
        mark(within.id)
    );
    let tx = app.db.write().await?;
    let act = (member, "");
    let written = narratives::write(&tx, app, study.id, act, (Some(under), 0, &text)).await?;
    written.map_err(|no| anyhow!("the narrative of the demo: {no:?}"))?;
    tx.commit(app, event(study, "demo", "a narrative")).await?;
    Ok(())
}

/// The account: both notes, each a panel of its own.
async fn arrange(app: &App, study: &Scope, member: Option<Uuid>) -> Result<()> {
    let mut parts = vec![Part::Title("A year of Tuesdays".to_owned())];
    for (_, words, under) in NOTES {
        let quote = saying(app, study, words.split(" … ").next().unwrap_or(words)).await?;
        if under.is_some() {
            parts.push(Part::Step(Step::Add(quote.id)));
        }
        if words.starts_with("At first") {
            parts.push(Part::Step(Step::Turn(quote.id)));
        }
    }
    for part in parts {
        let tx = app.db.write().await?;
        account::change(&tx, app, study.id, (member, None), part).await?;
        tx.commit(app, event(study, "demo", "the account")).await?;
    }
    Ok(())
}

/// Words of a document, as a quote.
async fn from(app: &App, study: &Scope, handle: &str, words: &str) -> Result<NewWords> {
    let document = documents::find(app.db.read(), study.id, handle).await?;
    let document = document.with_context(|| format!("the demo has no document {handle}"))?;
    let turns = documents::turns(app.db.read(), document.id).await?;
    let found = declared(words, &turns, 0).map_err(|no| anyhow!("{handle}: {no:?}"))?;
    Ok(NewWords::of(
        (document.id, document.participant),
        &turns,
        found,
    ))
}

async fn done(
    app: &App,
    study: &Scope,
    (member, why): (Option<Uuid>, &str),
    wish: &Wish,
) -> Result<()> {
    let tx = app.db.write().await?;
    let quote = quotes::act(&tx, app, study.id, (member, why), wish).await?;
    quote.map_err(|no: No| anyhow!("the quotes of the demo: {no:?}"))?;
    tx.commit(app, event(study, "demo", "the quotes")).await?;
    Ok(())
}

async fn seen(app: &App, study: &Scope, quote: Uuid) -> Result<i64> {
    let trail = analysis::trail::load(app.db.read(), study.id).await?;
    Ok(quotes::newest(&trail, quote))
}

async fn saying(app: &App, study: &Scope, words: &str) -> Result<Visible> {
    let all = quotes::visible(app.db.read(), study.id).await?;
    let found = all
        .into_iter()
        .find(|quote| quote.words.text.starts_with(words));
    found.with_context(|| format!("the demo has no quote {words}"))
}

async fn theme(app: &App, study: &Scope, name: &str) -> Result<Uuid> {
    let all = themes::all(app.db.read(), study.id).await?;
    let found = all.iter().find(|one| one.about.path == [name.to_owned()]);
    found
        .map(|one| one.id)
        .with_context(|| format!("the demo has no theme {name}"))
}
