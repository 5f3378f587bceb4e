//! The courses of a study as a drawing: a row for each analyst in each phase, time to the right (look.md section 8).

use jiff::civil::Date;
use platform::clock::Instant;
use study::dates::day_of;

use super::course::Course;
use super::phase::Phase;

/// Where the bars begin.
const LEFT: i64 = 200;
/// Where they end.
const RIGHT: i64 = 690;
/// How high a row is.
const ROW: i64 = 16;
/// What is free above the first phase and between two.
const GAP: i64 = 12;
/// Narrower bars are not seen.
const NARROWEST: i64 = 4;

/// What is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Timeline {
    /// How high the drawing is.
    pub(super) height: i64,
    /// The names of phases and of analysts: right end, place, words, whether it names a phase.
    pub(super) labels: Vec<Label>,
    /// One for each stretch.
    pub(super) bars: Vec<Bar>,
    /// First and last day.
    pub(super) days: [String; 2],
}

/// Words beside a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) y: i64,
    pub(super) words: String,
    pub(super) is_phase: bool,
}

/// A stretch: filled the first time, hollow after a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
    pub(super) is_first: bool,
}

/// Draws courses with the names of their analysts, as they are at a moment.
pub(super) fn draw(courses: &[(String, Course)], now: Instant) -> Timeline {
    let all = courses.iter().flat_map(|(_, course)| &course.stretches);
    let Some(begin) = all.clone().map(|one| one.from).min() else {
        return Timeline::default();
    };
    let ends = all.map(|one| one.until.unwrap_or(now));
    let end = ends.max().unwrap_or(now).max(now);
    let long = end.0.saturating_sub(begin.0).max(1);
    let place = |at: Instant| {
        let part = i128::from(at.0.saturating_sub(begin.0)) * i128::from(RIGHT - LEFT);
        LEFT + i64::try_from(part / i128::from(long)).unwrap_or(0)
    };
    let mut drawn = Timeline {
        days: [day(day_of(begin)), day(day_of(end))],
        ..Timeline::default()
    };
    let mut y = GAP;
    for phase in Phase::ALL {
        let of_phase = |course: &Course| course.stretches.iter().any(|one| one.phase == phase);
        drawn.labels.push(Label {
            y: y + 11,
            words: format!("{} {}", phase.number(), phase.in_words()),
            is_phase: true,
        });
        y += ROW;
        for (name, course) in courses.iter().filter(|(_, course)| of_phase(course)) {
            drawn.labels.push(Label {
                y: y + 11,
                words: name.clone(),
                is_phase: false,
            });
            for one in course.stretches.iter().filter(|one| one.phase == phase) {
                let (from, to) = (place(one.from), place(one.until.unwrap_or(end)));
                drawn.bars.push(Bar {
                    x: from.min(RIGHT - NARROWEST),
                    y: y + 3,
                    width: (to - from).max(NARROWEST),
                    is_first: one.is_first,
                });
            }
            y += ROW;
        }
        y += GAP;
    }
    drawn.height = y + ROW;
    drawn
}

fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
