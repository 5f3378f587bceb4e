//! Writing about a theme: what two people write at once is joined by field (study R52).

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use study::questions;
use uuid::Uuid;

use super::ThemeStatus;
use super::desk::{Desk, Found, No};
use super::edit::{self, Edit, gone};
use super::moment::{ThemeState, Themes};
use crate::trail::{self, Phrase};

/// What is said about a theme, as a form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The central organising concept; spaces folded.
    pub concept: String,
    /// What it is.
    pub story: String,
    /// What it is not.
    pub is_not: String,
    /// Why it matters.
    pub matters: String,
    /// Where it ends and another begins.
    pub boundaries: String,
    /// The labels of the research questions it matters to, in their order.
    pub questions: Vec<String>,
}

/// Other words for a theme, joined field by field with what others changed meanwhile (R52).
pub(super) async fn write(
    tx: &Tx,
    app: &App,
    study: Uuid,
    desk: &Desk,
    (id, seen, words): (Uuid, i64, &Words),
) -> Result<Found> {
    let themes = &desk.themes;
    let (Some(now), Some(was)) = (themes.theme(id), desk.trail.seen::<ThemeState>(id, seen)) else {
        return Ok(Err(No::Refused("", gone())));
    };
    let (theirs, base) = (words_of(themes, now), words_of(themes, &was));
    let joined = match join(&base, &theirs, words) {
        Ok(joined) => joined,
        Err(different) => return Ok(Err(No::Changed(different))),
    };
    let mut theme = now.clone();
    let fields = [
        (&theirs.concept, &joined.concept, &mut theme.concept),
        (&theirs.story, &joined.story, &mut theme.story),
        (&theirs.is_not, &joined.is_not, &mut theme.is_not),
        (&theirs.matters, &joined.matters, &mut theme.matters),
        (
            &theirs.boundaries,
            &joined.boundaries,
            &mut theme.boundaries,
        ),
    ];
    for (theirs, joined, phrase) in fields {
        if theirs != joined {
            *phrase = trail::kept(tx, app, study, joined).await?;
        }
    }
    if joined.questions != theirs.questions {
        let wordings = questions::newest(tx.connection(), study).await?;
        let known = now.questions.iter().cloned().collect::<BTreeMap<_, _>>();
        let under = |label: String| {
            let wording = known.get(&label).or_else(|| wordings.get(&label)).copied();
            (label, wording.unwrap_or(1))
        };
        theme.questions = joined.questions.into_iter().map(under).collect();
    }
    if theme.status == ThemeStatus::Defined {
        let depth = themes.up(id).len() - 1;
        if let Err(words) = edit::may_be_defined(&theme, depth) {
            let words = format!("{words} Set it back to reviewed first.");
            return Ok(Err(No::Refused("concept", words)));
        }
    }
    let edits = themes.changed(vec![Edit::new("theme.write", id, theme)]);
    Ok(Ok((id, edits)))
}

/// What two people have written, joined; or each field in which they differ, with both.
fn join(
    base: &Words,
    theirs: &Words,
    mine: &Words,
) -> Result<Words, Vec<(&'static str, String, String)>> {
    let mut different = Vec::new();
    let mut of = |field: &'static str, base: &str, theirs: &str, mine: &str| {
        if mine == base || mine == theirs {
            return theirs.to_owned();
        }
        if theirs != base {
            different.push((field, theirs.to_owned(), mine.to_owned()));
        }
        mine.to_owned()
    };
    let joined = Words {
        concept: of("concept", &base.concept, &theirs.concept, &mine.concept),
        story: of("story", &base.story, &theirs.story, &mine.story),
        is_not: of("is_not", &base.is_not, &theirs.is_not, &mine.is_not),
        matters: of("matters", &base.matters, &theirs.matters, &mine.matters),
        boundaries: of(
            "boundaries",
            &base.boundaries,
            &theirs.boundaries,
            &mine.boundaries,
        ),
        questions: Vec::new(),
    };
    let listed = |words: &Words| words.questions.join("\n");
    let questions = of("questions", &listed(base), &listed(theirs), &listed(mine));
    match different.is_empty() {
        true => Ok(Words {
            questions: questions.lines().map(str::to_owned).collect(),
            ..joined
        }),
        false => Err(different),
    }
}

/// What is said about a theme.
pub fn words_of(themes: &Themes, theme: &ThemeState) -> Words {
    let words = |phrase: &Option<Phrase>| themes.words(phrase.as_ref()).to_owned();
    Words {
        concept: words(&theme.concept),
        story: words(&theme.story),
        is_not: words(&theme.is_not),
        matters: words(&theme.matters),
        boundaries: words(&theme.boundaries),
        questions: theme
            .questions
            .iter()
            .map(|(label, _)| label.clone())
            .collect(),
    }
}
