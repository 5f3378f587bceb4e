//! Quotes, and what whoever said them says to their being printed (trust PRI-7).

use platform::words::count_first;

use super::report::{Part, Verdict};
use crate::printing::{By, Printed, Said};

/// Each way in which a quote can stand: what it does to the release, and what is said of one quote and of several.
const WAYS: [(Verdict, &str, &str); 7] = [
    (
        Verdict::Clear,
        "quote may be printed: whoever said it has read these very words and said yes.",
        "quotes may be printed: whoever said them has read these very words and said yes.",
    ),
    (
        Verdict::Accept,
        "quote may be printed as the research lead wrote down, with how that was said elsewhere. Whoever approves answers for it.",
        "quotes may be printed as the research lead wrote down, with how that was said elsewhere. Whoever approves answers for it.",
    ),
    (
        Verdict::Refused,
        "quote is not to be printed: whoever said it has said no. Make it a draft again, or leave Table 2 out.",
        "quotes are not to be printed: whoever said them has said no. Make them drafts again, or leave Table 2 out.",
    ),
    (
        Verdict::Refused,
        "quote was not asked about: whoever said it has not seen these words as they would be printed.",
        "quotes were not asked about: whoever said them has not seen these words as they would be printed.",
    ),
    (
        Verdict::Refused,
        "quote waits for the answer of whoever said it. If they were asked otherwise, such as on paper, enter what they said.",
        "quotes wait for the answer of whoever said them. If they were asked otherwise, such as on paper, enter what they said.",
    ),
    (
        Verdict::Accept,
        "quote is of somebody whom the study does not know. Whoever approves answers for it that they let it be printed.",
        "quotes are of somebody whom the study does not know. Whoever approves answers for it that they let them be printed.",
    ),
    (
        Verdict::Clear,
        "quote is from a field note, which nobody who was interviewed said.",
        "quotes are from field notes, which nobody who was interviewed said.",
    ),
];

/// How a quote stands, as a place in [`WAYS`].
fn way(said: &Said) -> usize {
    match said {
        Said::Answered(one) if !one.yes => 2,
        Said::Answered(one) if one.by == By::Participant => 0,
        Said::Answered(_) => 1,
        Said::NotAsked => 3,
        Said::Waits(_) => 4,
        Said::Unknown => 5,
        Said::Note => 6,
    }
}

/// How the quotes of Table 2 stand; nothing where there are none.
pub(super) fn quoted(printed: &[Printed]) -> Option<Part> {
    if printed.is_empty() {
        return None;
    }
    let mut part = Part::new("Quotes, and whoever said them");
    for (at, (verdict, one, several)) in WAYS.iter().enumerate() {
        let count = printed.iter().filter(|quote| way(&quote.said) == at);
        let sentence = match count.count() {
            0 => continue,
            count => count_first(count, one, several),
        };
        match verdict {
            Verdict::Clear => part.says(sentence),
            Verdict::Accept => part.ask(sentence),
            Verdict::Refused => part.refuse(sentence),
        }
    }
    Some(part)
}
