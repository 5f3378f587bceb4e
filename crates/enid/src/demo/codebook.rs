//! The codebook of the demo: begun early, brought in whole, and changed since, with reasons.

use anyhow::{Context as _, Result, anyhow};
use platform::App;
use platform::access::Scope;
use study::team;
use uuid::Uuid;

use super::fill::event;
use super::joining::days_ago;
use super::study as invented;
use analysis::codes::{self, No, Wish, Words};
use analysis::trail::{self, Acts};

/// How long ago the first codes were written, in days.
const BEGUN: i64 = 160;
/// How many codes there were then.
const FIRST: usize = 8;

/// The first codes, before the folder is brought in.
pub(super) async fn begin(app: &App, study: &Scope) -> Result<()> {
    let files = invented::files();
    let (folder, _) = analysis::check(&files, &analysis::folder::ReadOptions::default())
        .map_err(|problems| anyhow!("{problems:?}"))?;
    let then = days_ago(app, BEGUN)?;
    let tx = then.db.write().await?;
    let first = &folder.codes[..FIRST.min(folder.codes.len())];
    codes::bring_in(&tx, &then, study.id, None, first).await?;
    tx.commit(&then, event(study, "demo", "the first codes"))
        .await?;
    Ok(())
}

/// What two analysts have done since.
pub(super) async fn fill(app: &App, study: &Scope) -> Result<()> {
    let members = team::all(app.db.read(), study.id).await?;
    let [first, second] = members.as_slice() else {
        return Err(anyhow!("the demo has a team of two"));
    };
    let (first, second) = (Some(first.id), Some(second.id));
    let new = |name: &str, definition: &str| Words {
        name: name.to_owned(),
        definition: definition.to_owned(),
        level: "semantic".to_owned(),
        origin: "inductive".to_owned(),
        ..Words::default()
    };
    let late = new(
        "Coming late",
        "Sitting down when somebody is telling already",
    );
    let late = done(app, study, (first, ""), &Wish::Create(None, late)).await?;
    let weather = new("Weather", "Snow, ferries and roads as a reason not to come");
    let weather = done(app, study, (second, ""), &Wish::Create(None, weather)).await?;
    let said = new(
        "Coming late",
        "Sitting down when somebody is telling already; not: leaving early, which is Missed weeks",
    );
    let wish = Wish::Change(late, newest(app, study, late).await?, said);
    done(app, study, (second, ""), &wish).await?;
    let why = "Three passages, all of one winter; they say nothing that Missed weeks does not say.";
    let wish = Wish::Retire(weather, newest(app, study, weather).await?);
    done(app, study, (first, why), &wish).await?;
    let away = codes_named(app, study, "Getting away").await?;
    let wish = Wish::Move(late, newest(app, study, late).await?, Some(away), None);
    done(app, study, (first, ""), &wish).await?;
    let missed = codes_named(app, study, "Missed weeks").await?;
    let why = "We could not tell them apart in four of six passages.";
    let wish = Wish::Merge(late, newest(app, study, late).await?, missed);
    done(app, study, (first, why), &wish).await?;
    take_back_last(app, study, first).await
}

async fn done(
    app: &App,
    study: &Scope,
    (member, why): (Option<Uuid>, &str),
    wish: &Wish,
) -> Result<Uuid> {
    let tx = app.db.write().await?;
    let code = codes::act(&tx, app, study.id, (member, why), wish).await?;
    let code = code.map_err(|no: No| anyhow!("the codebook of the demo: {no:?}"))?;
    tx.commit(app, event(study, "demo", "the codebook")).await?;
    Ok(code)
}

async fn take_back_last(app: &App, study: &Scope, member: Option<Uuid>) -> Result<()> {
    let trail = trail::load(app.db.read(), study.id).await?;
    let last = Acts::of(&trail.events).undoes(member);
    let last = last.context("nothing was done in the codebook of the demo")?;
    let tx = app.db.write().await?;
    let back = analysis::acts::take_back(&tx, app, study.id, member, (last, false)).await?;
    back.map_err(|blocked| anyhow!("the codebook of the demo: {blocked:?}"))?;
    tx.commit(app, event(study, "demo", "taken back")).await?;
    Ok(())
}

async fn newest(app: &App, study: &Scope, code: Uuid) -> Result<i64> {
    let trail = trail::load(app.db.read(), study.id).await?;
    let of = trail.events.iter().filter(|event| event.subject.1 == code);
    of.map(trail::Event::token)
        .next_back()
        .context("the code has no event")
}

async fn codes_named(app: &App, study: &Scope, name: &str) -> Result<Uuid> {
    let trail = trail::load(app.db.read(), study.id).await?;
    let book = codes::Book::of(&trail::replay(&trail.events), &trail)?;
    let found = book.codes().keys().find(|id| book.name(**id) == name);
    found
        .copied()
        .with_context(|| format!("the demo has no code {name}"))
}
