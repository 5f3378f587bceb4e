//! Themes on the command line: what their pages list and do (study R40, R42 to R44, R58).

use platform::access::Viewer;
use platform::{App, Result};
use serde_json::Value;
use study::questions;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::desk::{No, Wish};
use super::form::{self, WordsForm};
use super::moment::{THEME, ThemeState, Themes};
use super::writing::words_of;
use super::{Advice, ThemeStatus, act, advise, compare, names, past};
use crate::acts::{Saying, read_trail};
use crate::codes::{self, Book};
use crate::console::{self, Table, faulty, not_done, overtaken, refused, text};
use crate::outline;
use crate::trail::{Acts, Trail, moment, replay};

/// How a theme is called, and what lists them.
pub(crate) const NAMED: (&str, &str) = ("theme", "themes");

/// The themes at the end of a day, or now where `at` is empty; dropped ones where they are asked for.
///
/// # Errors
/// `at` is no day.
pub async fn list(app: &App, viewer: &Viewer, (at, dropped): (&str, bool)) -> Result<Table> {
    let trail = read_trail(app, viewer.scope()?.id).await?;
    let themes = past::themes_at(&trail, moment(at)?.as_ref())?;
    let walk = themes.walk().into_iter();
    let rows = walk.filter_map(|(_, id)| {
        let theme = themes.theme(id)?;
        let shown = dropped || theme.status != ThemeStatus::Dropped;
        let into = theme.merged_into.map(|into| themes.path(into).join(" > "));
        shown.then(|| {
            vec![
                id.to_string().into(),
                themes.path(id).join(" > ").into(),
                theme.status.as_str().into(),
                into.map_or(Value::Null, Value::from),
                theme.codes.len().into(),
                text(themes.words(theme.concept.as_ref())),
            ]
        })
    });
    let columns = &["id", "theme", "status", "merged_into", "codes", "concept"];
    Ok(Table::new(columns, rows.collect()))
}

/// What is said about one theme now: a row a field.
///
/// # Errors
/// There is no such theme.
pub async fn show(app: &App, viewer: &Viewer, theme: &str) -> Result<Table> {
    let study = viewer.scope()?.id;
    let trail = read_trail(app, study).await?;
    let state = replay(&trail.events);
    let (themes, book) = (Themes::of(&state, &trail)?, Book::of(&state, &trail)?);
    let id = console::named(&themes, NAMED, theme)?;
    let advice = advise(themes.name(id), &names::asked(app, study).await?);
    let advice: Vec<String> = advice.iter().map(Advice::in_words).collect();
    let rows = themes.theme(id).map(|theme| {
        let words = words_of(&themes, theme);
        let codes = theme.codes.iter();
        let codes: Vec<String> = codes.map(|code| book.path(*code).join(" > ")).collect();
        [
            ("id", id.to_string().into()),
            ("theme", themes.path(id).join(" > ").into()),
            ("status", theme.status.as_str().into()),
            ("concept", text(&words.concept)),
            ("story", text(&words.story)),
            ("is_not", text(&words.is_not)),
            ("matters", text(&words.matters)),
            ("boundaries", text(&words.boundaries)),
            ("questions", words.questions.into()),
            ("codes", codes.into()),
            ("advice", advice.into()),
            ("answer", text(themes.words(theme.answer.as_ref()))),
            ("kept", text(themes.words(theme.kept.as_ref()))),
        ]
    });
    let rows = rows.into_iter().flatten();
    let rows = rows.map(|(field, value): (&str, Value)| vec![field.into(), value]);
    Ok(Table::new(&["field", "value"], rows.collect()))
}

/// What was done to one theme, the newest first, with the reasons that were given.
///
/// # Errors
/// There is no such theme.
pub async fn history(app: &App, viewer: &Viewer, theme: &str) -> Result<Table> {
    let study = viewer.scope()?.id;
    let trail = read_trail(app, study).await?;
    let themes = Themes::of(&replay(&trail.events), &trail)?;
    let id = console::named(&themes, NAMED, theme)?;
    let members = team::all(app.db.read(), study).await?;
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(&trail, &acts, &members)?;
    Ok(saying.history((THEME, id)))
}

/// What became of the themes between the ends of two days; now, where `to` is empty.
///
/// # Errors
/// One of them is no day.
pub async fn compared(app: &App, viewer: &Viewer, (from, to): (&str, &str)) -> Result<Table> {
    let trail = read_trail(app, viewer.scope()?.id).await?;
    let at = |day: &str| past::themes_at(&trail, moment(day)?.as_ref());
    Ok(outline::told(&compare(&at(from)?, &at(to)?)))
}

/// What is done to themes; themes and codes by path, by a name that is theirs alone, or by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A new candidate of this name under another, or at the top.
    Create(String, Option<String>),
    /// A new candidate from a code.
    Promote(String),
    /// Another name.
    Rename(String, String),
    /// Other words; what is not said stays.
    Write(String, Said),
    /// How far it is: candidate, reviewed or defined.
    Status(String, String),
    /// Under another theme, or to the top; before one that stands there, or to the end.
    Move(String, Option<String>, Option<String>),
    /// Into another.
    Merge(String, String),
    /// Given up.
    Drop(String),
    /// Taken up again.
    Restore(String),
    /// A code contributes to it, or no more.
    Contribute(String, String, bool),
    /// An answer to the advice about its name.
    Answer(String, String),
    /// Why its name stays.
    Keep(String, String),
}

/// What is said about a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The central organising concept.
    pub concept: Option<String>,
    /// What it is.
    pub story: Option<String>,
    /// What it is not.
    pub is_not: Option<String>,
    /// Why it matters.
    pub matters: Option<String>,
    /// Where it ends and another begins.
    pub boundaries: Option<String>,
    /// The research questions it matters to, by id.
    pub questions: Option<Vec<String>>,
}

/// Does something to themes for a reason, and gives the theme it was done to.
///
/// # Errors
/// Whoever asks may not; or what stands in the way, in a sentence.
pub async fn done(app: &App, viewer: &Viewer, (doing, why): (&Doing, &str)) -> Result<Uuid> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let why = console::reason(why)?;
    let trail = read_trail(app, study).await?;
    let asked = questions::all(app.db.read(), study).await?;
    let asked: Vec<String> = asked.into_iter().map(|(_, question)| question.id).collect();
    let wish = wish(&trail, doing, &asked)?;
    let tx = app.db.write().await?;
    match act(&tx, app, study, (analyst.member, &why), &wish).await? {
        Ok(theme) => {
            tx.commit(app, viewer.event("themes.write", theme.to_string()))
                .await?;
            Ok(theme)
        }
        Err(No::Refused(_, sentence)) => Err(not_done(&sentence)),
        Err(No::Changed(what)) => Err(overtaken(&what)),
    }
}

fn wish(trail: &Trail, doing: &Doing, questions: &[String]) -> Result<Wish> {
    let state = replay(&trail.events);
    let (themes, book) = (Themes::of(&state, trail)?, Book::of(&state, trail)?);
    let newest = trail.newest::<ThemeState>();
    let seen = |id: Uuid| newest.get(&id).copied().unwrap_or(0);
    let theme = |name: &str| -> Result<(Uuid, i64)> {
        let id = console::named(&themes, NAMED, name)?;
        Ok((id, seen(id)))
    };
    let other = |name: &str| console::named(&themes, NAMED, name);
    let maybe = |name: &Option<String>| name.as_deref().map(other).transpose();
    let code = |name: &str| console::named(&book, codes::console::NAMED, name);
    let called = |name: &str| form::name(name).map_err(|error| faulty(vec![error]));
    let line = |words: &str| match console::reason(words)?.as_str() {
        "" => Err(not_done("Write a line.")),
        line => Ok(line.to_owned()),
    };
    Ok(match doing {
        Doing::Create(name, under) => Wish::Create(maybe(under)?, called(name)?),
        Doing::Promote(name) => Wish::Promote(code(name)?),
        Doing::Rename(name, new) => {
            let (id, seen) = theme(name)?;
            Wish::Rename(id, seen, called(new)?)
        }
        Doing::Write(name, said) => {
            let (id, seen) = theme(name)?;
            let now = themes.theme(id).map(|theme| words_of(&themes, theme));
            let form = said.joined(WordsForm::saying(now.unwrap_or_default()));
            if let Some(unknown) = form.questions.iter().find(|one| !questions.contains(one)) {
                let sentence = format!("There is no research question “{unknown}”.");
                let known = format!("The questions: {}.", questions.join(", "));
                return Err(refused(sentence, known));
            }
            Wish::Write(id, seen, form.read(questions).map_err(faulty)?)
        }
        Doing::Status(name, status) => {
            let (id, seen) = theme(name)?;
            let status = ThemeStatus::parse(status).filter(|one| *one != ThemeStatus::Dropped);
            let words =
                "A theme is candidate, reviewed or defined; `enid themes drop` gives one up.";
            Wish::Status(id, seen, status.ok_or_else(|| not_done(words))?)
        }
        Doing::Move(name, under, before) => {
            let (id, seen) = theme(name)?;
            Wish::Move(id, seen, maybe(under)?, maybe(before)?)
        }
        Doing::Merge(name, into) => {
            let (id, seen) = theme(name)?;
            Wish::Merge(id, seen, other(into)?)
        }
        Doing::Drop(name) => {
            let (id, seen) = theme(name)?;
            Wish::Drop(id, seen)
        }
        Doing::Restore(name) => {
            let (id, seen) = theme(name)?;
            Wish::Restore(id, seen)
        }
        Doing::Contribute(name, of, contributes) => {
            Wish::Contribute(other(name)?, code(of)?, *contributes)
        }
        Doing::Answer(name, words) => {
            let (id, seen) = theme(name)?;
            Wish::Answer(id, seen, line(words)?)
        }
        Doing::Keep(name, words) => {
            let (id, seen) = theme(name)?;
            Wish::Keep(id, seen, line(words)?)
        }
    })
}

impl Said {
    /// The form with what is said in the place of what was.
    fn joined(&self, now: WordsForm) -> WordsForm {
        let or = |said: &Option<String>, now: String| said.clone().unwrap_or(now);
        WordsForm {
            concept: or(&self.concept, now.concept),
            story: or(&self.story, now.story),
            is_not: or(&self.is_not, now.is_not),
            matters: or(&self.matters, now.matters),
            boundaries: or(&self.boundaries, now.boundaries),
            questions: self.questions.clone().unwrap_or(now.questions),
            ..now
        }
    }
}
