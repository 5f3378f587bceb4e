//! One theme to read: what is said about it, the codes and quotes it rests on, whose voices they are, what became of it
//! (study R44). The same of the end of an earlier day (R40).

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::dates::day_in_words;
use study::questions;
use study::rights::Analyst;
use study::team::{self, Member};
use uuid::Uuid;

use super::form::id_of;
use super::moment::{THEME, ThemeState, Themes, level};
use super::past::themes_at;
use super::quoted::Quotes;
use super::standing::Standing;
use super::voices::Voices;
use super::writing::{Words, words_of};
use super::{ThemeStatus, names};
use crate::acts::{Saying, read_trail};
use crate::codes::Book;
use crate::import::import_link;
use crate::memos::{Listed, On, listed};
use crate::trail::{self, Acts, Trail, replay};

pub(super) const READ: Action = Action("themes.read");

/// The page of a theme; that of all themes shows the first.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/themes", READ, first)
        .get("/studies/{study}/themes/{theme_id}", READ, show)
}

/// What of the themes is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The end of which day; now, if empty.
    at: String,
    /// Whether numbers of quotes are shown (R44: they are not, unless asked for).
    numbers: String,
}

#[derive(Template)]
#[template(path = "themes/theme.html")]
struct ThemePage {
    shell: Shell,
    base: String,
    here: String,
    theme: Uuid,
    asked: Asked,
    outline: Vec<Node>,
    counted: String,
    level: &'static str,
    above: Option<(Uuid, String)>,
    status: Shown,
    merged_into: Option<(Uuid, String)>,
    words: Words,
    /// Under which wording each of its questions was named, and how that reads (R2).
    questions: Vec<(String, String)>,
    last: String,
    advice: Vec<String>,
    answer: String,
    kept: String,
    codes: Vec<(Uuid, String)>,
    quotes: Quotes,
    voices: Voices,
    memos: Vec<Listed>,
    /// Where a memo on it is written.
    memo: String,
    history: Vec<Told>,
    writes: bool,
    /// Whether this is an earlier day.
    past: bool,
}

/// A status in the fixed words of pages, with its sign.
pub(super) struct Shown {
    pub(super) kind: &'static str,
    pub(super) icon: &'static str,
    pub(super) word: &'static str,
}

/// A status as pages show it.
pub(super) fn shown(status: ThemeStatus) -> Shown {
    let (kind, icon, word) = match status {
        ThemeStatus::Candidate => ("unknown", "ask", "Candidate"),
        ThemeStatus::Reviewed => ("info", "eye", "Reviewed"),
        ThemeStatus::Defined => ("ok", "check", "Defined"),
        ThemeStatus::Dropped => ("no", "cross", "Dropped"),
    };
    Shown { kind, icon, word }
}

/// A row of the outline.
struct Node {
    id: Uuid,
    name: String,
    count: usize,
    current: bool,
    dropped: bool,
    /// Whether it begins a list under the row before it.
    opens: bool,
    /// Whether nothing stands under it here.
    ends: bool,
    /// How many lists end after it.
    closes: usize,
}

/// One thing that was done to the theme.
struct Told {
    day: String,
    who: String,
    what: String,
    why: String,
}

#[derive(Template)]
#[template(path = "themes/none.html")]
struct NonePage {
    shell: Shell,
    base: String,
    import: String,
    writes: bool,
}

async fn first(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let trail = read_trail(&app, study.id).await?;
    let themes = Themes::of(&replay(&trail.events), &trail)?;
    let used = |id: &&Uuid| {
        let theme = themes.theme(**id);
        theme.is_some_and(|theme| theme.status != ThemeStatus::Dropped)
    };
    let top = themes.below(None);
    let base = format!("/studies/{}", study.slug);
    match top.iter().find(used).or_else(|| top.first()) {
        Some(id) => read(&app, &viewer, *id, asked).await,
        None => page(NonePage {
            shell: Shell::new(&app, &viewer, "Themes".to_owned()),
            base,
            import: import_link(&viewer)?,
            writes: Analyst::of(&app, &viewer).await?.writes,
        }),
    }
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, theme)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    read(&app, &viewer, id_of(&theme)?, asked).await
}

async fn read(app: &App, viewer: &Viewer, id: Uuid, asked: Asked) -> Result<Response> {
    let study = viewer.scope()?;
    let writes = Analyst::of(app, viewer).await?.writes;
    let trail = read_trail(app, study.id).await?;
    let moment = trail::moment(&asked.at)?;
    let themes = themes_at(&trail, moment.as_ref())?;
    let theme = themes.theme(id).ok_or(Error::NotFound)?;
    let book = Book::of(&replay(&trail.events), &trail)?;
    let connection = app.db.read();
    // Quotes and memos have no history here: an earlier day shows none.
    let standing = match moment {
        Some(_) => Standing::default(),
        None => Standing::of(connection, study.id).await?,
    };
    let advice = match theme.kept.is_some() || theme.status == ThemeStatus::Dropped {
        true => Vec::new(),
        false => super::advise(themes.name(id), &names::asked(app, study.id).await?),
    };
    let base = format!("/studies/{}", study.slug);
    let name = themes.name(id).to_owned();
    let mut shell = Shell::new(app, viewer, name.clone())
        .crumb("Themes", Some(format!("{base}/themes")))
        .crumb(name, None);
    if let Some(moment) = &moment {
        shell = shell.crumb(format!("End of {}", moment.in_words), None);
    }
    let members = team::all(connection, study.id).await?;
    let history = history(&trail, &members, id)?;
    let memos = listed(&trail, &members, (On::Theme, id), &base)?;
    page(ThemePage {
        shell,
        here: format!("{base}/themes/{id}"),
        theme: id,
        outline: outline(&themes, id, &standing),
        counted: counted(&themes),
        level: level(themes.up(id).len() - 1),
        above: theme.parent.map(|above| named(&themes, above)),
        status: shown(theme.status),
        merged_into: theme.merged_into.map(|into| named(&themes, into)),
        questions: asked_under(app, study.id, theme).await?,
        words: words_of(&themes, theme),
        last: history.first().map(last).unwrap_or_default(),
        advice: advice.iter().map(super::Advice::in_words).collect(),
        answer: themes.words(theme.answer.as_ref()).to_owned(),
        kept: themes.words(theme.kept.as_ref()).to_owned(),
        codes: contributing(&book, theme),
        quotes: Quotes::of(&themes, id, &standing.quotes, &base),
        voices: standing.voices(&themes, id),
        memos,
        memo: format!("{base}/memos/new?on=theme&id={id}"),
        history,
        writes: writes && moment.is_none(),
        past: moment.is_some(),
        base,
        asked,
    })
}

fn named(themes: &Themes, id: Uuid) -> (Uuid, String) {
    (id, themes.name(id).to_owned())
}

/// The rows of the outline: every theme, and what stands under it.
fn outline(themes: &Themes, current: Uuid, standing: &Standing) -> Vec<Node> {
    let walk = themes.walk();
    let depth_at = |at: usize| walk.get(at).map(|(depth, _)| *depth);
    let node = |(at, (depth, id)): (usize, &(usize, Uuid))| Node {
        id: *id,
        name: themes.name(*id).to_owned(),
        count: standing.count(themes, *id),
        current: *id == current,
        dropped: themes
            .theme(*id)
            .is_some_and(|theme| theme.status == ThemeStatus::Dropped),
        opens: at > 0 && depth_at(at - 1).is_some_and(|before| before < *depth),
        ends: depth_at(at + 1).is_none_or(|next| next <= *depth),
        closes: depth.saturating_sub(depth_at(at + 1).unwrap_or(0)),
    };
    walk.iter().enumerate().map(node).collect()
}

/// How many themes, subthemes and facets there are that were not dropped.
pub(super) fn counted(themes: &Themes) -> String {
    let mut counts = [0usize; 3];
    for (depth, id) in themes.walk() {
        let theme = themes.theme(id);
        if theme.is_some_and(|theme| theme.status != ThemeStatus::Dropped) {
            counts[depth.min(2)] += 1;
        }
    }
    let said = counts.iter().enumerate().map(|(depth, count)| {
        let plural = if *count == 1 { "" } else { "s" };
        format!("{count} {}{plural}", level(depth))
    });
    said.collect::<Vec<_>>().join(", ")
}

/// The questions a theme matters to, with the wording each was named under.
async fn asked_under(app: &App, study: Uuid, theme: &ThemeState) -> Result<Vec<(String, String)>> {
    let wordings = questions::wordings(app.db.read(), study).await?;
    let mut found = Vec::new();
    for (label, number) in &theme.questions {
        let all = wordings.get(label).map_or(&[][..], Vec::as_slice);
        let own = all.iter().find(|one| one.number == *number);
        let words = own.map_or("", |one| one.wording.as_str());
        let newest = all.iter().map(|one| one.number).max();
        let note = match newest {
            Some(newest) if newest > *number => {
                format!(" (wording {number}; it was reworded since)")
            }
            _ => String::new(),
        };
        found.push((label.clone(), format!("{words}{note}")));
    }
    Ok(found)
}

/// The codes that contribute, each with its path; one that was merged counts as the one it went into.
fn contributing(book: &Book, theme: &ThemeState) -> Vec<(Uuid, String)> {
    let mut found: Vec<(Uuid, String)> = Vec::new();
    for code in &theme.codes {
        let mut at = *code;
        let mut passed = vec![at];
        while let Some(into) = book.code(at).and_then(|code| code.merged_into) {
            if passed.contains(&into) {
                break;
            }
            passed.push(into);
            at = into;
        }
        if book.code(at).is_some() && found.iter().all(|(other, _)| *other != at) {
            found.push((at, book.path(at).join(" > ")));
        }
    }
    found
}

fn history(trail: &Trail, members: &[Member], id: Uuid) -> Result<Vec<Told>> {
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(trail, &acts, members)?;
    let about = trail.events.iter().rev();
    let about = about.filter(|event| event.subject.0 == THEME && event.subject.1 == id);
    let told = about.map(|event| Told {
        day: day_in_words(event.at),
        who: saying.who(event.member),
        what: saying.event(event),
        why: trail.words(event.why.as_ref()).to_owned(),
    });
    Ok(told.collect())
}

fn last(told: &Told) -> String {
    let why = match told.why.is_empty() {
        true => String::new(),
        false => format!(": “{}”", told.why),
    };
    format!("Last change {}, {}{why}", told.day, told.who)
}
