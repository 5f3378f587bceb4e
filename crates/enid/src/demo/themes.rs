//! What two analysts did to the themes of the demo since the folder was brought in: candidates from codes, one of them named
//! against advice, one merged, one dropped with a reason.

use anyhow::{Context as _, Result, anyhow};
use platform::App;
use platform::access::Scope;
use study::team;
use uuid::Uuid;

use super::fill::event;
use analysis::codes::Book;
use analysis::thematic_map::{self, Kind, Relation};
use analysis::themes::{self, No, ThemeStatus, Themes, Wish, Words};
use analysis::trail::{self, Trail};

/// The theme under which most was done.
const YEAR: &str = "The year marks everyone, group or no group";

/// Works on the themes.
pub(super) async fn fill(app: &App, study: &Scope) -> Result<()> {
    let members = team::all(app.db.read(), study.id).await?;
    let [first, second] = members.as_slice() else {
        return Err(anyhow!("the demo has a team of two"));
    };
    let (first, second) = (Some(first.id), Some(second.id));
    let trail = trail::load(app.db.read(), study.id).await?;
    let year = named(&trail, YEAR)?;
    let letters = promoted(app, study, first, "Staying or going").await?;
    let wish = Wish::Rename(
        letters,
        newest(app, study, letters).await?,
        "Letters that are not sent".to_owned(),
    );
    let why = "Three of them wrote one, and none of them posted it; the code says only where it is about.";
    done(app, study, (first, why), &wish).await?;
    let words = Words {
        concept: "A letter of leave that stays in the drawer keeps the door in sight, and the doctor at work.".to_owned(),
        story: "The candidate gathers letters, lists and dates about leaving. It is about having an exit rather than using one.".to_owned(),
        is_not: "It is not a count of those who think of leaving, which nobody asked.".to_owned(),
        matters: "It matters to how staying is told: as something decided again, quietly, more than once.".to_owned(),
        boundaries: "Whether the group had a part in it belongs to Being heard before being fixed.".to_owned(),
        questions: vec!["RQ5".to_owned()],
    };
    let wish = Wish::Write(letters, newest(app, study, letters).await?, words);
    done(app, study, (second, ""), &wish).await?;
    let wish = Wish::Status(
        letters,
        newest(app, study, letters).await?,
        ThemeStatus::Reviewed,
    );
    done(app, study, (second, ""), &wish).await?;
    let wish = Wish::Move(
        letters,
        newest(app, study, letters).await?,
        Some(year),
        None,
    );
    done(app, study, (first, ""), &wish).await?;
    for code in ["Night that goes on", "Own arrangements", "Alone in charge"] {
        let wish = Wish::Contribute(year, code_named(&trail, code)?, true);
        done(app, study, (second, ""), &wish).await?;
    }
    let doubts = promoted(app, study, second, "Doubt").await?;
    let wish = Wish::Answer(
        doubts,
        newest(app, study, doubts).await?,
        "That doubt came from those who had stayed longest.".to_owned(),
    );
    done(app, study, (second, ""), &wish).await?;
    let dropped = promoted(app, study, first, "Flat sessions").await?;
    let why = "Two passages, and both say what Doubt says.";
    let wish = Wish::Drop(dropped, newest(app, study, dropped).await?);
    done(app, study, (first, why), &wish).await?;
    map(app, study, first).await
}

/// How the themes stand to each other, as one analyst drew it.
async fn map(app: &App, study: &Scope, member: Option<Uuid>) -> Result<()> {
    let trail = trail::load(app.db.read(), study.id).await?;
    for (from, kind, to) in [
        (
            "An hour the shift cannot reach",
            Kind::LeadsTo,
            "Being heard before being fixed",
        ),
        (
            "Being heard before being fixed",
            Kind::LeadsTo,
            "Going back with a second pair of eyes",
        ),
        ("An hour the shift cannot reach", Kind::InTension, YEAR),
    ] {
        let relation = Relation {
            from: named(&trail, from)?,
            kind,
            to: named(&trail, to)?,
        };
        let tx = app.db.write().await?;
        let wish = thematic_map::Wish::Relate(relation);
        let drawn = thematic_map::draw(&tx, app, study.id, member, &wish).await?;
        drawn.map_err(|words| anyhow!("the map of the demo: {words}"))?;
        tx.commit(app, event(study, "demo", "the map")).await?;
    }
    Ok(())
}

async fn promoted(app: &App, study: &Scope, member: Option<Uuid>, code: &str) -> Result<Uuid> {
    let trail = trail::load(app.db.read(), study.id).await?;
    let wish = Wish::Promote(code_named(&trail, code)?);
    done(app, study, (member, ""), &wish).await
}

async fn done(
    app: &App,
    study: &Scope,
    (member, why): (Option<Uuid>, &str),
    wish: &Wish,
) -> Result<Uuid> {
    let tx = app.db.write().await?;
    let theme = themes::act(&tx, app, study.id, (member, why), wish).await?;
    let theme = theme.map_err(|no: No| anyhow!("the themes of the demo: {no:?}"))?;
    tx.commit(app, event(study, "demo", "the themes")).await?;
    Ok(theme)
}

async fn newest(app: &App, study: &Scope, theme: Uuid) -> Result<i64> {
    let trail = trail::load(app.db.read(), study.id).await?;
    let of = trail.events.iter().filter(|event| event.subject.1 == theme);
    of.map(trail::Event::token)
        .next_back()
        .context("the theme has no event")
}

fn named(trail: &Trail, name: &str) -> Result<Uuid> {
    let themes = Themes::of(&trail::replay(&trail.events), trail)?;
    let mut found = themes.themes().keys().copied();
    found
        .find(|id| themes.name(*id) == name)
        .with_context(|| format!("the demo has no theme {name}"))
}

fn code_named(trail: &Trail, name: &str) -> Result<Uuid> {
    let book = Book::of(&trail::replay(&trail.events), trail)?;
    let mut found = book.codes().keys().copied();
    found
        .find(|id| book.name(*id) == name)
        .with_context(|| format!("the demo has no code {name}"))
}
