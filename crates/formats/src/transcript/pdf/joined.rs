//! Lines to paragraphs, across lines and pages.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::label;
use super::layout::Line;

/// The paragraphs, and how many words a line end had split.
pub(super) fn paragraphs(lines: &[Line]) -> (Vec<String>, usize) {
    let shape = Shape::of(lines);
    let words = Words::of(lines);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut joined = 0;
    for (at, line) in lines.iter().enumerate() {
        let above = at.checked_sub(1).map(|above| &lines[above]);
        let open = above.is_some_and(|above| !shape.breaks(above, line));
        match paragraphs.last_mut().filter(|_| open) {
            Some(paragraph) => joined += usize::from(words.join(paragraph, &line.text)),
            None => paragraphs.push(line.text.clone()),
        }
    }
    (paragraphs, joined)
}

/// What the lines of a document have in common.
struct Shape {
    /// The usual distance of two lines of a paragraph.
    leading: f32,
    /// Where full lines end, by page and by the step of [`STEP`] points in which they begin: columns differ.
    rights: HashMap<(usize, i32), f32>,
}

/// The width of a step in points.
const STEP: f32 = 10.0;

/// The narrowest column in which lines are wrapped, in heights of its letters.
const NARROWEST: f32 = 12.0;

/// Steps to either side in which lines belong to one column, first lines of paragraphs included.
const NEAR: i32 = 6;

impl Shape {
    fn of(lines: &[Line]) -> Self {
        let pairs = lines.windows(2).filter(|pair| pair[0].page == pair[1].page);
        let mut gaps: Vec<f32> = pairs
            .map(|pair| pair[0].y - pair[1].y)
            .filter(|gap| *gap > 1.0)
            .collect();
        gaps.sort_by(f32::total_cmp);
        // Lines within paragraphs are the nearest to each other; a third of all pairs are surely such where there are
        // any, and where there are none each line is a paragraph in any case.
        let leading = gaps.get(gaps.len() / 3).copied().unwrap_or(f32::MAX);
        Self {
            leading,
            rights: rights(lines),
        }
    }

    /// Whether a paragraph ends between two lines that follow each other.
    fn breaks(&self, above: &Line, line: &Line) -> bool {
        let gap = above.y - line.y;
        let apart = above.page == line.page && !(0.0..self.leading * 1.3).contains(&gap);
        let resized = (above.size - line.size).abs() > 0.15 * above.size.max(line.size);
        // Over a page nothing tells a full last line from one that goes on, but the end of a sentence.
        let ended =
            above.page != line.page && above.text.ends_with(['.', '!', '?', '\u{2026}', ':']);
        apart
            || ended
            || resized
            || label::split(&line.text).is_some()
            || self.had_room(above, line)
    }

    /// Whether the first word of the line would have fitted into the one above: then nobody wrapped it.
    fn had_room(&self, above: &Line, line: &Line) -> bool {
        let first = line.text.split_whitespace().next().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "lengths of lines are small")]
        let length = |text: &str| text.chars().count() as f32;
        let letter = (line.end - line.x) / length(&line.text).max(1.0);
        let needed = letter * (length(first) + 1.0) + 0.5 * above.size;
        let Some(&right) = self.rights.get(&(above.page, step(above))) else {
            return true;
        };
        // Where no line is long, nobody wrapped any.
        above.end + needed < right || right - above.x < NARROWEST * above.size
    }
}

/// For each step of a page in which lines begin, where nineteen of twenty lines of its column have ended.
fn rights(lines: &[Line]) -> HashMap<(usize, i32), f32> {
    let mut ends: BTreeMap<(usize, i32), Vec<f32>> = BTreeMap::new();
    for line in lines {
        ends.entry((line.page, step(line)))
            .or_default()
            .push(line.end);
    }
    let right = |page: usize, step: i32| {
        let near = (page, step.saturating_sub(NEAR))..=(page, step.saturating_add(NEAR));
        let near = ends.range(near).flat_map(|(_, ends)| ends.iter().copied());
        let mut near: Vec<f32> = near.collect();
        near.sort_by(f32::total_cmp);
        near.get(near.len() * 19 / 20).copied().unwrap_or(0.0)
    };
    let places = ends.keys();
    places
        .map(|&(page, step)| ((page, step), right(page, step)))
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float is cut to the range of the integer"
)]
fn step(line: &Line) -> i32 {
    (line.x / STEP).round() as i32
}

/// The words within lines, to tell a hyphen that was set for a line end from one that was written.
struct Words<'a> {
    counts: HashMap<&'a str, usize>,
    compounds: HashSet<&'a str>,
}

impl<'a> Words<'a> {
    fn of(lines: &'a [Line]) -> Self {
        let mut counts = HashMap::new();
        let mut compounds = HashSet::new();
        for line in lines {
            for word in line.text.split_whitespace().map(bare) {
                *counts.entry(word).or_default() += 1;
                if word.contains('-') {
                    compounds.insert(word);
                }
            }
        }
        Self { counts, compounds }
    }

    /// Adds a line to a paragraph; tells whether a word was put together.
    fn join(&self, paragraph: &mut String, line: &str) -> bool {
        if paragraph.ends_with('\u{ad}') {
            paragraph.pop();
            paragraph.push_str(line);
            return true;
        }
        let (before, after) = (last_word(paragraph), bare(first_word(line)));
        let lower = after.chars().next().is_some_and(char::is_lowercase);
        let split = before
            .strip_suffix(['-', '\u{2010}'])
            .filter(|part| lower && part.chars().next_back().is_some_and(char::is_alphabetic));
        let Some(part) = split else {
            // A dash or a slash at a line end needs no space; a word does.
            if !paragraph.ends_with(char::is_whitespace) {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
            return false;
        };
        let whole = format!("{part}{after}");
        let written = self.compounds.contains(format!("{part}-{after}").as_str());
        let keep = written && !self.counts.contains_key(whole.as_str());
        if !keep {
            paragraph.pop();
        }
        paragraph.push_str(line);
        !keep
    }
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-')
        .trim_matches('-')
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

fn last_word(text: &str) -> &str {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.trim_start_matches(|c: char| !c.is_alphanumeric())
}
