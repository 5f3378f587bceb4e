//! Stretches of a document that nobody has coded.

use study::documents::Role;

use crate::codings::Coded;

/// The stretches of turns, from 0 and both ends included, in which no turn but an interviewer's has any coding. What an interviewer says
/// neither begins nor ends nor parts a stretch.
pub fn uncoded(document: &Coded) -> Vec<(usize, usize)> {
    let mut coded = vec![false; document.turns.len()];
    for coding in document.codings.iter() {
        let (first, last) = (coding.first as usize, coding.last as usize);
        for turn in coded.iter_mut().take(last.saturating_add(1)).skip(first) {
            *turn = true;
        }
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut is_going_on = false;
    for (at, turn) in document.turns.iter().enumerate() {
        if turn.role == Role::Interviewer {
            continue;
        }
        match (coded[at], is_going_on, found.last_mut()) {
            (false, true, Some(last)) => last.1 = at,
            (false, ..) => found.push((at, at)),
            (true, ..) => {}
        }
        is_going_on = !coded[at];
    }
    found
}

#[cfg(test)]
mod tests {
    use study::documents::Kind;
    use uuid::Uuid;

    use super::*;
    use crate::codings::{Coding, Stretch};

    fn document(roles: &str, codings: &[(u32, u32)]) -> Coded {
        let turn = |(at, role)| Stretch {
            role: match role {
                'I' => Role::Interviewer,
                'O' => Role::Other,
                _ => Role::Participant,
            },
            start: at as u32 * 10,
            end: at as u32 * 10 + 9,
        };
        let coding = |(first, last): &(u32, u32)| Coding {
            start: first * 10,
            end: last * 10 + 5,
            code: Uuid::from_u128(1),
            member: Uuid::from_u128(2),
            id: Uuid::from_u128(3),
            first: *first,
            last: *last,
        };
        Coded {
            id: Uuid::from_u128(4),
            handle: "M1".to_owned(),
            kind: Kind::Transcript,
            cohort: None,
            participant: None,
            turns: roles.chars().enumerate().map(turn).collect(),
            codings: codings.iter().map(coding).collect(),
        }
    }

    #[test]
    fn turns_without_a_coding_are_listed_as_stretches_over_what_the_interviewer_says() {
        let found = |roles, codings: &[(u32, u32)]| uncoded(&document(roles, codings));
        assert_eq!(found("IPIPIP", &[]), [(1, 5)]);
        assert_eq!(found("IPIPIP", &[(3, 3)]), [(1, 1), (5, 5)]);
        assert_eq!(found("IPIPIP", &[(0, 2)]), [(3, 5)]);
        assert_eq!(found("PPP", &[(0, 1), (1, 2)]), []);
        assert_eq!(found("OP", &[(1, 9)]), [(0, 0)]);
        assert_eq!(found("", &[(0, 0)]), []);
    }
}
