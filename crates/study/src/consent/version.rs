//! A version of the consent wording: what it asks for, and what withdrawing does under it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use platform::clock::Instant;
use uuid::Uuid;

/// What somebody may agree to, each by itself (study glossary, `ConsentVersion`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// The interview is recorded.
    Record,
    /// What was said is analysed.
    Analyse,
    /// Words are quoted.
    Quote,
    /// A quote may say a little about the speaker.
    Attribute,
    /// The text is kept for other researchers.
    Archive,
    /// The recording is kept once its transcript is checked.
    KeepRecording,
    /// A program may suggest codes.
    AiAssistance,
}

impl Use {
    /// In the order in which they are asked for.
    pub const ALL: [Self; 7] = [
        Self::Record,
        Self::Analyse,
        Self::Quote,
        Self::Attribute,
        Self::Archive,
        Self::KeepRecording,
        Self::AiAssistance,
    ];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Analyse => "analyse",
            Self::Quote => "quote",
            Self::Attribute => "attribute",
            Self::Archive => "archive",
            Self::KeepRecording => "keep_recording",
            Self::AiAssistance => "ai_assistance",
        }
    }

    /// What the participant is asked.
    pub fn question(self) -> &'static str {
        match self {
            Self::Record => "May the interview be recorded?",
            Self::Analyse => "May what you say be written down and analysed?",
            Self::Quote => "May your words be quoted, without your name?",
            Self::Attribute => {
                "May a quote say a little about you, such as the kind of work you do?"
            }
            Self::Archive => "May the text without names be kept for other researchers?",
            Self::KeepRecording => {
                "May the recording be kept after the text was checked against it?"
            }
            Self::AiAssistance => "May a computer program read the text to suggest codes?",
        }
    }

    /// In a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Record => "Recording",
            Self::Analyse => "Analysis",
            Self::Quote => "Quotation",
            Self::Attribute => "Quotation with a word about the speaker",
            Self::Archive => "Archive",
            Self::KeepRecording => "Keeping the recording",
            Self::AiAssistance => "Suggestions by a program",
        }
    }
}

read_by_word!(Use);

/// Uses as one text, in their order.
pub(super) fn text_of(uses: &[Use]) -> String {
    let words: Vec<&str> = Use::ALL
        .iter()
        .filter(|one| uses.contains(one))
        .map(|one| one.word())
        .collect();
    words.join(";")
}

/// The uses that a text names; a word that is none is passed over.
pub(super) fn uses_of(text: &str) -> Vec<Use> {
    text.split(';')
        .filter_map(|word| word.parse().ok())
        .collect()
}

/// What withdrawing does (trust RET-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Everything goes, whenever it is asked for.
    Always,
    /// Everything goes until the study is frozen; afterwards nothing more is collected.
    UntilFreeze(Date),
    /// Nothing more is collected; what there is stays.
    KeepCollected,
}

impl Rule {
    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::UntilFreeze(_) => "until_freeze",
            Self::KeepCollected => "keep_collected",
        }
    }

    /// Whether what was collected goes when somebody withdraws on this day.
    pub fn removes(self, today: Date) -> bool {
        match self {
            Self::Always => true,
            Self::UntilFreeze(freeze) => today < freeze,
            Self::KeepCollected => false,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => f.write_str(
                "You can withdraw at any time. Everything of yours is then taken out, but for what is already published.",
            ),
            Self::UntilFreeze(freeze) => write!(
                f,
                "You can withdraw at any time. Before {} everything of yours is then taken out; from that day on what there is stays, and nothing more is collected.",
                freeze.strftime("%-d %B %Y")
            ),
            Self::KeepCollected => f.write_str(
                "You can withdraw at any time. What was collected until then stays; nothing more is collected.",
            ),
        }
    }
}

/// How much is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Whole,
    /// The quotations only.
    Quotes,
    /// The recording only.
    Recording,
}

impl Scope {
    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Quotes => "quotes",
            Self::Recording => "recording",
        }
    }
}

impl FromStr for Scope {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "whole" => Ok(Self::Whole),
            "quotes" => Ok(Self::Quotes),
            "recording" => Ok(Self::Recording),
            _ => Err(()),
        }
    }
}

/// A version of the wording. It is never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its identifier.
    pub id: Uuid,
    /// From 1, in the order in which they were made.
    pub number: i64,
    /// What a participant reads before deciding: paragraphs with an empty line between them.
    pub information: String,
    /// What it asks for.
    pub uses: Vec<Use>,
    /// The uses that mean something else than before: whoever agreed to one of them is asked again (R6).
    pub affects: Vec<Use>,
    /// What withdrawing does.
    pub rule: Rule,
    /// When it was made.
    pub made_at: Instant,
}

impl Version {
    /// Whether somebody who agreed to these uses under an earlier version is asked again.
    pub fn asks_again(&self, granted: &[Use]) -> bool {
        self.affects.iter().any(|one| granted.contains(one))
    }

    /// The paragraphs of the information.
    pub fn paragraphs(&self) -> Vec<String> {
        self.information
            .split("\n\n")
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_freeze_lets_everything_go_until_the_day_before_it() {
        let freeze = date(2031, 6, 1);
        assert!(Rule::UntilFreeze(freeze).removes(date(2031, 5, 31)));
        assert!(!Rule::UntilFreeze(freeze).removes(freeze));
        assert!(Rule::Always.removes(date(2099, 1, 1)));
        assert!(!Rule::KeepCollected.removes(date(2000, 1, 1)));
    }

    #[test]
    fn uses_are_written_in_one_order_and_read_back() {
        let uses = [Use::Quote, Use::Record];
        assert_eq!(text_of(&uses), "record;quote");
        assert_eq!(uses_of("record;quote"), [Use::Record, Use::Quote]);
        assert!(uses_of("").is_empty());
        assert_eq!(uses_of(&text_of(&Use::ALL)), Use::ALL);
    }

    #[test]
    fn only_whom_a_new_wording_concerns_is_asked_again() {
        let version = Version {
            id: Uuid::nil(),
            number: 2,
            information: "One.\n\n\n Two. ".into(),
            uses: Use::ALL.to_vec(),
            affects: vec![Use::Archive],
            rule: Rule::Always,
            made_at: Instant(0),
        };
        assert!(version.asks_again(&[Use::Analyse, Use::Archive]));
        assert!(!version.asks_again(&[Use::Analyse]));
        assert_eq!(version.paragraphs(), ["One.", "Two."]);
    }
}
