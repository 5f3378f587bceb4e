//! What whoever is quoted says holds a release back, or lets it go (trust PRI-7).

use platform::clock::Instant;

use super::*;
use crate::printing::{Answered, By, Printed, Said, printed_in_test as printed};

const TITLE: &str = "Quotes, and whoever said them";

fn answered(yes: bool, by: By) -> Said {
    Said::Answered(Answered {
        yes,
        by,
        at: Instant(0),
        why: "In a letter".to_owned(),
    })
}

fn judged(printed: Vec<Printed>) -> Judged {
    let facts = Facts { printed, ..facts() };
    judge(&facts, &Choice::default())
}

#[test]
fn pri7_only_a_yes_to_these_words_lets_a_quote_be_printed_and_one_that_was_said_elsewhere_is_to_be_accepted()
 {
    for (said, verdict, words) in [
        (
            answered(true, By::Participant),
            Verdict::Clear,
            "has read these very words and said yes",
        ),
        (
            answered(true, By::ResearchLead),
            Verdict::Accept,
            "as the research lead wrote down",
        ),
        (
            answered(false, By::Participant),
            Verdict::Refused,
            "has said no",
        ),
        (
            answered(false, By::ResearchLead),
            Verdict::Refused,
            "has said no",
        ),
        (Said::NotAsked, Verdict::Refused, "was not asked about"),
        (
            Said::Waits(Instant(1)),
            Verdict::Refused,
            "waits for the answer",
        ),
        (
            Said::Unknown,
            Verdict::Accept,
            "whom the study does not know",
        ),
        (Said::Note, Verdict::Clear, "from a field note"),
    ] {
        // A yes of others changes nothing of it.
        let yes = printed(1, answered(true, By::Participant));
        let judged = judged(vec![yes, printed(2, said)]);
        let (found, says) = part(&judged, TITLE);
        assert!(says.contains(words), "{words}: {says}");
        assert_eq!(found, verdict, "{words}");
        for told in ["I said", "In a letter", "P01"] {
            assert!(!says.contains(told), "{told}: {says}");
        }
    }
}

#[test]
fn pri7_a_release_without_quotes_asks_nobody() {
    let without = Choice {
        table2: false,
        ..Choice::default()
    };
    let facts = Facts {
        printed: vec![printed(1, Said::NotAsked)],
        ..facts()
    };
    let judged = judge(&facts, &without);
    assert_eq!(judged.report.refused(), 0);
    assert!(judged.report.parts.iter().all(|part| part.title != TITLE));
}
