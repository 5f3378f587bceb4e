#![allow(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

mod brute_force;
mod file;
mod in_the_way;
mod worked;

use super::*;

/// A problem from a picture: a row for each participant `K1`, `K2`, … with its cohort, a column for each interviewer
/// `I1`, `I2`, … `.` none, `!` none and confirmed, `k` knows, `?` unknown, `x` none but never at the same time.
fn problem(capacities: &[u32], rows: &[(&str, &str)]) -> Problem {
    let mut problem = Problem::default();
    for (index, capacity) in capacities.iter().enumerate() {
        problem.interviewers.push(Interviewer {
            id: format!("I{}", index + 1),
            capacity: *capacity,
        });
    }
    for (index, (cohort, marks)) in rows.iter().enumerate() {
        problem.participants.push(Participant {
            id: format!("K{}", index + 1),
            cohort: (*cohort).to_owned(),
        });
        for (other, mark) in marks.chars().enumerate() {
            let relation = match mark {
                '.' | '!' | 'x' => Acquaintance::None,
                'k' => Acquaintance::Knows,
                _ => Acquaintance::Unknown,
            };
            let tie = Tie {
                relation,
                available: mark != 'x',
                confirmed: mark == '!',
            };
            problem.ties.insert((index, other), tie);
        }
    }
    problem
}

/// The interviewers in the order of participants, such as `I1 I2 -`.
fn seen_by(problem: &Problem) -> String {
    let matching = solve(problem);
    let interviewer = |participant: &Participant| {
        let pair = matching
            .pairs
            .iter()
            .find(|pair| pair.participant == participant.id);
        pair.map_or("-".to_owned(), |pair| pair.interviewer.clone())
    };
    let all: Vec<String> = problem.participants.iter().map(interviewer).collect();
    all.join(" ")
}
