//! Which extracts are asked for.

use crate::codes::{self, Book};
use crate::codings::{Coded, Coding, Frame, Material};
use crate::console::{self, refused};
use crate::themes::{self, Themes};
use crate::trail::{State, Trail};
use platform::Result;
use std::collections::BTreeSet;
use std::sync::Arc;
use study::columns::fold_spaces;
use uuid::Uuid;

/// What of all that is coded is asked for; nothing is left out by what is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A code by path, by a name that is its alone, or by id; with what stands under it.
    pub code: String,
    /// A theme, subtheme or facet, so too: the codes that contribute to it and to what stands under it or was merged into it.
    pub theme: String,
    /// The name of a cohort; field notes belong to none.
    pub cohort: String,
    /// The handle of an analyst.
    pub analyst: String,
}

/// What is asked for, understood.
pub(super) struct Wanted {
    /// The codes of which any is wanted; none for all. A coding has to be under one of each.
    codes: Vec<BTreeSet<Uuid>>,
    cohort: Option<String>,
    analyst: Option<Uuid>,
    /// What is asked for, in sentences.
    pub(super) words: Vec<String>,
}

impl Filter {
    /// Understands what is asked for.
    ///
    /// # Errors
    /// Something is named that is not there.
    pub(super) fn read(
        &self,
        (book, state, trail): (&Book, &State, &Trail),
        (frame, material): (&Frame, &Material),
    ) -> Result<Wanted> {
        let mut wanted = Wanted {
            codes: Vec::new(),
            cohort: None,
            analyst: None,
            words: Vec::new(),
        };
        if !self.code.trim().is_empty() {
            let code = console::named(book, codes::console::NAMED, &self.code)?;
            let code = frame.codes.counts_as(code);
            let under = |id: &Uuid| book.up(*id).contains(&code);
            let codes = material.codes.keys().copied();
            wanted.codes.push(codes.filter(under).collect());
            let path = book.path(code).join(" > ");
            wanted
                .words
                .push(format!("Code: {path}, and what stands under it."));
        }
        if !self.theme.trim().is_empty() {
            let themes = Themes::of(state, trail)?;
            let theme = console::named(&themes, themes::console::NAMED, &self.theme)?;
            let theme = went_into(&themes, theme);
            let codes = contributing(&themes, theme).into_iter();
            let codes = codes.map(|code| frame.codes.counts_as(code));
            wanted.codes.push(codes.collect());
            let path = themes.path(theme).join(" > ");
            wanted
                .words
                .push(format!("Theme: the codes that contribute to {path}."));
        }
        let cohort = fold_spaces(&self.cohort);
        if !cohort.is_empty() {
            let mut known: Vec<&str> = material
                .documents
                .iter()
                .filter_map(|one| one.cohort.as_deref())
                .collect();
            known.sort_unstable();
            known.dedup();
            if !known.contains(&cohort.as_str()) {
                return Err(refused(
                    format!("No document is of a cohort “{cohort}”."),
                    format!("The cohorts: {}.", known.join(", ")),
                ));
            }
            wanted.words.push(format!("Cohort: {cohort}."));
            wanted.cohort = Some(cohort);
        }
        if !self.analyst.trim().is_empty() {
            let member = console::member(&frame.members, self.analyst.trim())?;
            wanted.words.push(format!("Analyst: {}.", member.handle));
            wanted.analyst = Some(member.id);
        }
        Ok(wanted)
    }
}

/// The theme that quotes of another count to: what it was merged into, however often.
fn went_into(themes: &Themes, theme: Uuid) -> Uuid {
    let mut at = theme;
    for _ in 0..themes.themes().len() {
        let into = themes.theme(at).and_then(|state| state.merged_into);
        at = into.unwrap_or(at);
    }
    at
}

fn contributing(themes: &Themes, theme: Uuid) -> BTreeSet<Uuid> {
    let counted = themes.themes().iter();
    let counted = counted.filter(|(id, _)| themes.up(went_into(themes, **id)).contains(&theme));
    counted
        .flat_map(|(_, state)| state.codes.iter().copied())
        .collect()
}

impl Wanted {
    /// A document with the codings in it that are wanted; none where there is none.
    pub(super) fn of(&self, coded: &Coded) -> Option<Coded> {
        if self.cohort.is_some() && coded.cohort != self.cohort {
            return None;
        }
        let fits = |one: &Coding| {
            self.codes.iter().all(|codes| codes.contains(&one.code))
                && self.analyst.is_none_or(|analyst| analyst == one.member)
        };
        let is_whole = self.codes.is_empty() && self.analyst.is_none();
        let codings = match is_whole {
            true => Arc::clone(&coded.codings),
            false => coded
                .codings
                .iter()
                .filter(|one| fits(one))
                .copied()
                .collect(),
        };
        (!codings.is_empty()).then(|| Coded {
            codings,
            ..coded.clone()
        })
    }
}
