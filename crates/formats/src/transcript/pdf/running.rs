//! What is on a page for the reader's orientation and not part of what was said.

use std::collections::{HashMap, HashSet};

use super::layout::Line;

/// How many lines from the top and from the foot of a page may be headers or feet.
const DEEPEST: usize = 4;

/// Removes page headers, page feet, page numbers and numbers in the margin; gives the number of lines touched.
pub(super) fn remove(pages: &mut [Vec<Line>]) -> usize {
    let numbers = remove_margin(pages);
    let running = repeated(pages);
    let doomed: Vec<HashSet<usize>> = pages
        .iter()
        .zip(1..)
        .map(|(lines, page)| doomed(lines, page, &running))
        .collect();
    let removed: usize = doomed.iter().map(HashSet::len).sum();
    // Pages of nothing but repeated lines hold speech that repeats.
    if removed == pages.iter().map(Vec::len).sum::<usize>() {
        return numbers;
    }
    for (lines, doomed) in pages.iter_mut().zip(&doomed) {
        let mut at = 0..;
        lines.retain(|_| at.next().is_none_or(|at| !doomed.contains(&at)));
    }
    numbers + removed
}

/// The lines to leave out, from the edges of the page inwards.
fn doomed(lines: &[Line], page: usize, running: &HashSet<Key>) -> HashSet<usize> {
    let mut doomed = HashSet::new();
    for from_top in [true, false] {
        let order = by_height(lines, from_top);
        let numbered = |at: usize| is_number_of(&lines[at].text, page);
        let runs = |at: &&usize| running.contains(&key(&lines[**at])) || numbered(**at);
        let mut edge = order.iter().take(DEEPEST).take_while(runs).count();
        // Heads and feet stand apart from what is said; a line that only happens to recur does not.
        let ends = |edge: usize| {
            let Some(&next) = order.get(edge) else {
                return true;
            };
            let last = order[edge - 1];
            numbered(last) || apart(&lines[last], &lines[next])
        };
        while edge > 0 && !ends(edge) {
            edge -= 1;
        }
        doomed.extend(&order[..edge]);
    }
    doomed
}

fn apart(line: &Line, next: &Line) -> bool {
    (line.y - next.y).abs() > 1.6 * line.size.max(next.size)
}

/// A line's text with each number as `#`, and its height in steps of 3 points.
type Key = (String, i32);

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float is cut to the range of the integer"
)]
fn key(line: &Line) -> Key {
    let mut text = String::new();
    for c in line.text.chars() {
        if !c.is_numeric() {
            text.push(c);
        } else if !text.ends_with('#') {
            text.push('#');
        }
    }
    (text, (line.y / 3.0).round() as i32)
}

/// Lines that stand at one height near an edge of at least two and of most pages.
fn repeated(pages: &[Vec<Line>]) -> HashSet<Key> {
    let mut counts: HashMap<Key, usize> = HashMap::new();
    for lines in pages {
        let top = by_height(lines, true).into_iter().take(DEEPEST);
        let foot = by_height(lines, false).into_iter().take(DEEPEST);
        let edge: HashSet<usize> = top.chain(foot).collect();
        let keys: HashSet<Key> = edge.into_iter().map(|at| key(&lines[at])).collect();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let least = (pages.len() * 3).div_ceil(5).max(2);
    counts.retain(|_, count| *count >= least);
    counts.into_keys().collect()
}

fn by_height(lines: &[Line], from_top: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|&a, &b| {
        let rising = lines[a].y.total_cmp(&lines[b].y);
        if from_top { rising.reverse() } else { rising }
    });
    order
}

/// `12`, `- 12 -`, `Page 12`, `12/20`, `12 of 20`.
fn is_number_of(text: &str, page: usize) -> bool {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut numbers = Vec::new();
    for word in words {
        match word.parse::<usize>() {
            Ok(number) => numbers.push(number),
            Err(_)
                if ["page", "seite", "p", "of", "von", "sur"]
                    .contains(&word.to_lowercase().as_str()) => {}
            Err(_) => return false,
        }
    }
    matches!(numbers[..], [number] | [number, _] if number == page)
}

/// Numbers that stand apart at the left of lines and count up: those of lines or paragraphs, set by a program.
fn remove_margin(pages: &mut [Vec<Line>]) -> usize {
    let Some(left) = usual_left(pages) else {
        return 0;
    };
    let numbers: Vec<u32> = pages
        .iter()
        .flatten()
        .filter_map(|line| margin_number(line, left))
        .collect();
    let rising = numbers.windows(2).filter(|pair| pair[0] <= pair[1]).count();
    if numbers.len() < 5 || rising * 10 < (numbers.len() - 1) * 9 {
        return 0;
    }
    for lines in pages {
        for line in lines.iter_mut() {
            if margin_number(line, left).is_none() {
                continue;
            }
            match line.number.take() {
                Some(number) => {
                    line.text.drain(..number.rest.min(line.text.len()));
                    line.x = number.rest_x;
                }
                None => line.text.clear(),
            }
        }
        lines.retain(|line| !line.text.is_empty());
    }
    numbers.len()
}

fn margin_number(line: &Line, left: f32) -> Option<u32> {
    match line.number {
        Some(number) if number.end < left => Some(number.value),
        Some(_) => None,
        None if line.end < left => line.text.parse().ok(),
        None => None,
    }
}

/// Where most of the letters begin.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float is cut to the range of the integer"
)]
fn usual_left(pages: &[Vec<Line>]) -> Option<f32> {
    let mut letters: HashMap<i32, (usize, f32)> = HashMap::new();
    for line in pages.iter().flatten() {
        let x = line.number.map_or(line.x, |number| number.rest_x);
        let entry = letters.entry((x / 2.0).round() as i32).or_insert((0, x));
        entry.0 += line.text.len();
        entry.1 = entry.1.min(x);
    }
    let most = letters
        .into_iter()
        .max_by_key(|(step, (count, _))| (*count, -step));
    most.map(|(_, (_, x))| x)
}
