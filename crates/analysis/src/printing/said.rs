//! A quote as it would be printed, and what whoever said it says to that. Pure.

use platform::clock::Instant;
use platform::words::hexadecimal;
use uuid::Uuid;

use crate::outputs::Digest;

/// A quote that is ready to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// The quote.
    pub(crate) quote: Uuid,
    /// Its words as Table 2 prints them, without quotation marks.
    pub(crate) words: String,
    /// Whoever said it, where that is known.
    pub(crate) person: Option<Uuid>,
    /// Changes with the words, the quote and the person; 64 hexadecimal digits.
    pub(crate) seal: String,
    /// What they say.
    pub(crate) said: Said,
}

/// What whoever said something says to its being printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// Nobody who was interviewed said it: a field note did.
    Note,
    /// The study does not know who said it.
    Unknown,
    /// They were not asked about these words.
    NotAsked,
    /// They were asked then, and have not answered.
    Waits(Instant),
    /// They answered.
    Answered(Answered),
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answered {
    /// Whether the words may be printed.
    pub(crate) yes: bool,
    /// Who entered it.
    pub(crate) by: By,
    /// When.
    pub(crate) at: Instant,
    /// Of a participant why, if they said so; of the research lead how they were told.
    pub(crate) why: String,
}

/// Who entered an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// Whoever said the words, on their own page.
    Participant,
    /// The research lead, for something that was said elsewhere.
    ResearchLead,
}

impl By {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::ResearchLead => "research_lead",
        }
    }
}

/// What is known of an answer: to which words, when it was asked for, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) seal: String,
    pub(super) asked_at: Instant,
    pub(super) answered: Option<Answered>,
}

impl Printed {
    /// A quote with these words of this person, and what is known of their answer.
    pub(super) fn new(
        quote: Uuid,
        words: String,
        (person, is_note): (Option<Uuid>, bool),
        known: Option<&Known>,
    ) -> Self {
        let seal = seal(quote, person, &words);
        let said = match (person, known) {
            (None, _) if is_note => Said::Note,
            (None, _) => Said::Unknown,
            // Words that were changed since are other words.
            (_, Some(known)) if known.seal == seal => match &known.answered {
                Some(answered) => Said::Answered(answered.clone()),
                None => Said::Waits(known.asked_at),
            },
            _ => Said::NotAsked,
        };
        Self {
            quote,
            words,
            person,
            seal,
            said,
        }
    }

    /// Whether an answer is still missing.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.said, Said::NotAsked | Said::Waits(_))
    }
}

/// Whether whoever said it lets it be printed.
pub(crate) fn is_printed(one: &&Printed) -> bool {
    matches!(&one.said, Said::Answered(answered) if answered.yes)
}

/// How many answers are missing.
pub(crate) fn open(printed: &[Printed]) -> usize {
    printed.iter().filter(|one| one.is_open()).count()
}

fn seal(quote: Uuid, person: Option<Uuid>, words: &str) -> String {
    let mut digest = Digest::new("words that are to be printed");
    digest.add(&quote.to_string());
    digest.add(&person.unwrap_or_default().to_string());
    digest.add(words);
    hexadecimal(&digest.bytes())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A quote with this answer, for whoever needs one.
    pub(crate) fn printed(number: u128, said: Said) -> Printed {
        let person = Uuid::from_u128(100 + number);
        let words = format!("I said {number}");
        let quote = Uuid::from_u128(number);
        Printed {
            said,
            ..Printed::new(quote, words, (Some(person), false), None)
        }
    }

    #[test]
    fn pri7_an_answer_is_to_these_very_words_of_this_quote_by_this_person() {
        let (quote, person) = (Uuid::from_u128(1), Some(Uuid::from_u128(2)));
        let made = |quote, words: &str, person, known: Option<&Known>| {
            Printed::new(quote, words.to_owned(), (person, false), known)
        };
        let asked = made(quote, "I count twice", person, None);
        assert_eq!(asked.said, Said::NotAsked);
        let answered = Answered {
            yes: true,
            by: By::Participant,
            at: Instant(2),
            why: String::new(),
        };
        let mut known = Known {
            seal: asked.seal.clone(),
            asked_at: Instant(1),
            answered: None,
        };
        let of = |known: &Known| made(quote, "I count twice", person, Some(known)).said;
        assert_eq!(of(&known), Said::Waits(Instant(1)));
        known.answered = Some(answered.clone());
        assert_eq!(of(&known), Said::Answered(answered));
        for (quote, words, person) in [
            (quote, "I count thrice", person),
            (Uuid::from_u128(3), "I count twice", person),
            (quote, "I count twice", Some(Uuid::from_u128(3))),
        ] {
            let other = made(quote, words, person, Some(&known));
            assert_eq!(other.said, Said::NotAsked, "{words}");
        }
        let nobody = made(quote, "I count twice", None, Some(&known));
        assert_eq!(nobody.said, Said::Unknown);
        let note = Printed::new(quote, "I left".to_owned(), (None, true), None);
        assert_eq!(note.said, Said::Note);
    }
}
