//! What is due by the calendar of a run: hospitals are asked ten weeks before it begins, rotas are in at eight, what is
//! agreed is locked at six, and each session is confirmed a week before (programme 7.6).

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::wording::{count, full_date};

/// Weeks before the first session by which hospitals are asked.
const ASK: i64 = 10;
/// Weeks before it by which rotas are in.
const ROTAS: i64 = 8;
/// Weeks before it at which what is agreed is locked.
const LOCK: i64 = 6;
/// Days before a step is due from which it is shown.
const AHEAD: i64 = 7;

/// What is still open of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Open {
    /// Requests that are not sent.
    pub unsent: usize,
    /// Hospitals whose rota is not wholly known.
    pub rotas: usize,
    /// Requests without an answer.
    pub unanswered: usize,
}

/// What is due for a run that begins on `first`: the sentence and the page that settles it.
pub(super) fn due(base: &str, first: Date, today: Date, open: Open) -> Vec<(String, String)> {
    let steps = [
        (
            ASK,
            open.unsent,
            format!(
                "Not sent yet: {}.",
                count(open.unsent, "request", "requests")
            ),
            "Hospitals are asked",
            "release",
        ),
        (
            ROTAS,
            open.rotas,
            format!(
                "Not wholly known: the rota of {}.",
                count(open.rotas, "hospital", "hospitals")
            ),
            "Rotas are in",
            "sites",
        ),
        (
            LOCK,
            open.unanswered,
            format!(
                "Without an answer: {}.",
                count(open.unanswered, "request", "requests")
            ),
            "What is agreed is locked, and the rest means not released,",
            "release",
        ),
    ];
    let mut due = Vec::new();
    for (weeks, number, open, step, page) in steps {
        let Ok(day) = first.checked_sub(weeks.weeks()) else {
            continue;
        };
        let shown_from = day.checked_sub(AHEAD.days()).unwrap_or(day);
        if number > 0 && today >= shown_from {
            let when = full_date(day);
            due.push((
                format!("{open} {step} {weeks} weeks before the first session, by {when}."),
                format!("{base}/{page}"),
            ));
        }
    }
    due
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const ALL: Open = Open {
        unsent: 2,
        rotas: 1,
        unanswered: 3,
    };

    #[test]
    fn each_step_is_shown_from_a_week_before_it_is_due() {
        let first = date(2027, 3, 2);
        let number = |today| due("", first, today, ALL).len();
        assert_eq!(number(date(2026, 12, 14)), 0);
        assert_eq!(
            number(date(2026, 12, 15)),
            1,
            "asking is due on 22 December"
        );
        assert_eq!(number(date(2026, 12, 28)), 1);
        assert_eq!(number(date(2026, 12, 29)), 2, "rotas are due on 5 January");
        assert_eq!(
            number(date(2027, 1, 12)),
            3,
            "the lock is due on 19 January"
        );
    }

    #[test]
    fn what_is_done_is_not_shown() {
        let first = date(2027, 3, 2);
        assert!(due("", first, first, Open::default()).is_empty());
    }

    #[test]
    fn the_sentence_says_how_many_and_by_when() {
        let list = due("/p", date(2027, 3, 2), date(2027, 2, 1), ALL);
        assert_eq!(
            list[0].0,
            "Not sent yet: 2 requests. Hospitals are asked 10 weeks before the first session, by Tuesday 22 December 2026."
        );
        assert_eq!(list[1].1, "/p/sites");
    }
}
