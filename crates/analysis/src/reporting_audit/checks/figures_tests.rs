use super::figures_read::*;
use crate::reporting_audit::context::Context;

fn minutes(of: u32) -> Printed {
    Printed {
        seconds: of * 60,
        step: 60,
    }
}

#[test]
fn ranges_means_and_ends_are_read_in_many_spellings() {
    for (sentence, low, high) in [
        ("Interviews lasted 30 to 50 minutes.", 30, 50),
        ("Interviews lasted between 25 and 50 minutes.", 25, 50),
        (
            "The length of the interviews ranged from 31 minutes to 1 hour 4 minutes.",
            31,
            64,
        ),
        ("Nine interviews, lasting 31–64 min, were held.", 31, 64),
        (
            "Interviews lasted from twenty to forty-five minutes.",
            20,
            45,
        ),
    ] {
        let found = lengths(sentence);
        assert_eq!(
            found.range,
            Some((minutes(low), minutes(high))),
            "{sentence}"
        );
    }
    for (sentence, of, length) in [
        (
            "Interviews had a mean length of 44 minutes.",
            LengthOf::Mean,
            44,
        ),
        ("Interviews took 44 minutes on average.", LengthOf::Mean, 44),
        (
            "The longest interview took 1 hour and 4 minutes.",
            LengthOf::Longest,
            64,
        ),
        (
            "The median of the interviews was 40 minutes.",
            LengthOf::Median,
            40,
        ),
    ] {
        assert_eq!(
            lengths(sentence).single,
            [(of, minutes(length))],
            "{sentence}"
        );
    }
}

#[test]
fn what_is_vague_planned_or_about_something_else_is_not_read() {
    for sentence in [
        "Interviews lasted about 30 to 50 minutes.",
        "Interviews were planned to last 30 to 60 minutes.",
        "Sessions lasted 90 minutes.",
        "Interviews were held 3 to 5 weeks later.",
    ] {
        assert_eq!(lengths(sentence), Found::default(), "{sentence}");
    }
}

#[test]
fn percentages_are_held_against_the_numbers_beside_them() {
    let facts = crate::reporting_audit::Facts::default();
    let context = Context::new(&facts, None);
    let wrong = |sentence: &str| shares(sentence, &context).into_iter().flatten().count();
    assert_eq!(wrong("Seven of nine participants (78 %) said so."), 0);
    assert_eq!(wrong("Seven of the nine participants (70 %) said so."), 1);
    assert_eq!(wrong("It was 77.8% (7/9) of them."), 0);
    assert_eq!(wrong("It was 77.9% (7/9) of them."), 1);
    assert_eq!(shares("Some 50 % agreed in 2 of 3 wards.", &context), []);
}
