//! Where a coding stands, held against the words that the other program keeps beside it.

use super::Project;
use super::paragraphs::Paragraphs;

/// So many characters are gone over in all to look for passages, since each look goes over a whole text.
const LOOKED: usize = 500_000_000;

/// Finds the passages of one project, and counts those that are not where the project says.
#[derive(Default)]
pub(super) struct Finder {
    looked: usize,
    moved: usize,
    /// Passages that nobody can find.
    pub(super) nowhere: usize,
}

impl Finder {
    /// Where the stretch of a text stands that is kept with these words, in code points. White space is not compared: programs
    /// fold it. Where other words stand, it is the only place that has these.
    pub(super) fn find(
        &mut self,
        paragraphs: &Paragraphs,
        span: Option<(i64, i64)>,
        words: &str,
    ) -> Option<(u32, u32)> {
        let said: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some((first, last)) = span.and_then(|(start, end)| paragraphs.passage(start, end)) {
            let there = paragraphs.text()[first..last].iter();
            let there = there.filter(|c| !c.is_whitespace()).copied();
            if said.is_empty() || there.eq(said.chars()) {
                return points(first, last);
            }
        }
        if !said.is_empty() && self.looked < LOOKED {
            self.looked += paragraphs.text().len();
            if let Some((first, last)) = only(paragraphs.text(), &said) {
                self.moved += 1;
                return points(first, last);
            }
        }
        self.nowhere += 1;
        None
    }

    /// Says which passages are elsewhere, and which are not taken.
    pub(super) fn tell(&self, project: &mut Project, (one, many): (&str, &str)) {
        if self.moved > 0 {
            let what = if self.moved == 1 { one } else { many };
            project.notes.push(format!(
                "{} {what} stood where the text has other words than are kept beside; put to the only place that has these",
                self.moved
            ));
        }
        let why = "its text or its code is not in the project, or the words kept with it do not stand at its place, nor at one \
                   other place alone";
        project.leave(self.nowhere, (one, many), why);
    }
}

/// A stretch of characters as positions of code points.
pub(super) fn points(first: usize, last: usize) -> Option<(u32, u32)> {
    Some((u32::try_from(first).ok()?, u32::try_from(last).ok()?))
}

/// The only stretch of a text that has these characters, white space left out.
fn only(text: &[char], said: &str) -> Option<(usize, usize)> {
    let places = (0..text.len()).filter(|at| !text[*at].is_whitespace());
    let places: Vec<usize> = places.collect();
    let bare: String = places.iter().map(|at| text[*at]).collect();
    let first = bare.find(said)?;
    if bare.rfind(said) != Some(first) {
        return None;
    }
    let start = bare[..first].chars().count();
    let end = start + said.chars().count();
    Some((*places.get(start)?, places.get(end.checked_sub(1)?)? + 1))
}
