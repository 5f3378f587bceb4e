//! A checklist as a file: TOML with a line of its own for each thing that is wrong.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use study::columns::fold_spaces;
use toml::Spanned;

/// The format of the file.
const FORMAT: &str = "enid-checklist/1";
/// The most items of a list.
const MOST: usize = 200;
/// The longest text of one field, in characters.
const LONGEST: usize = 800;
/// The largest file, in bytes.
pub(super) const LARGEST: usize = 200_000;

/// A checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// In addresses and commands, such as `coreq`.
    pub id: String,
    /// As readers know it, such as `COREQ`.
    pub name: String,
    /// What it is for, in a line.
    pub title: String,
    /// Where its items are published.
    pub source: String,
    /// The items in their order.
    pub items: Vec<Item>,
}

/// What one item asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number, such as `12` or `S4`.
    pub id: String,
    /// The part of the list in which it stands.
    pub section: String,
    /// What it asks, in short words.
    pub text: String,
    /// Who fills it.
    pub by: By,
    /// What a study holds that bears on it.
    pub evidence: Vec<Topic>,
    /// An answer for reflexive design, where the item fits that badly (study R59); may be empty.
    pub reasoned: String,
}

/// Who fills an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// It is filled from data; a person may add words.
    Data,
    /// A person writes it, beside what the study holds.
    Person,
}

/// Declares the topics, each with its word in files.
macro_rules! topics {
    ($($(#[$doc:meta])* $topic:ident = $word:literal;)*) => {
        /// Something that a study holds and a report tells.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Topic {
            $($(#[$doc])* $topic,)*
        }

        impl Topic {
            /// Every topic.
            pub const ALL: &[Topic] = &[$(Topic::$topic),*];

            /// Its word in files.
            pub fn word(self) -> &'static str {
                match self {
                    $(Topic::$topic => $word,)*
                }
            }
        }
    };
}

topics! {
    /// Who held the interviews.
    Interviewers = "interviewers";
    /// Statements of position: profession and background.
    Statements = "statements";
    /// Statements of position: training.
    Training = "training";
    /// Statements of position as they are.
    Positions = "positions";
    /// Whether interviewers knew whom they interviewed.
    Relationship = "relationship";
    /// Members who are two things at once.
    DualRoles = "dual-roles";
    /// What participants were given to read.
    Information = "information";
    /// Ontology, orientation, theory.
    Stance = "stance";
    /// Design and reasoning.
    Design = "design";
    /// Research questions.
    Questions = "questions";
    /// Cohorts, and how many were aimed at.
    Sampling = "sampling";
    /// How people were approached.
    Approach = "approach";
    /// How many were interviewed.
    SampleSize = "sample-size";
    /// How many were not.
    NonParticipation = "non-participation";
    /// Where and how interviews were held.
    Setting = "setting";
    /// Who else was there.
    OthersPresent = "others-present";
    /// What Table 1 tells of those interviewed.
    Sample = "sample";
    /// The months of interviewing.
    Period = "period";
    /// Interview guides.
    Guides = "guides";
    /// Repeated interviews.
    Repeats = "repeats";
    /// Recordings.
    Recording = "recording";
    /// Field notes.
    FieldNotes = "field-notes";
    /// How long interviews took.
    Lengths = "lengths";
    /// Where the study stands on saturation.
    Saturation = "saturation";
    /// Transcripts that participants were given.
    Returned = "returned";
    /// Transcripts checked against recordings, and names taken out.
    Transcripts = "transcripts";
    /// Who coded.
    Coders = "coders";
    /// The codebook and the map.
    CodingTree = "coding-tree";
    /// Whether codes came from the material or from theory.
    Origin = "origin";
    /// Software.
    Software = "software";
    /// Comments of participants on findings.
    Reflections = "reflections";
    /// Quotations, and what stands with them.
    Quotations = "quotations";
    /// Questions that have quotes.
    Fit = "fit";
    /// Themes.
    Themes = "themes";
    /// Subthemes, facets and findings outside the themes.
    MinorThemes = "minor-themes";
    /// Ethics review.
    Ethics = "ethics";
}

/// What is wrong with the file of a checklist, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// The name of the file.
    pub file: String,
    /// The line, from 1; none where the file as a whole is meant.
    pub line: Option<usize>,
    /// What is wrong and how to mend it, in sentences.
    pub what: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}

impl std::error::Error for FileError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: Spanned<String>,
    id: Spanned<String>,
    name: Spanned<String>,
    title: Spanned<String>,
    source: Spanned<String>,
    #[serde(default, rename = "item")]
    items: Vec<WrittenItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenItem {
    id: Spanned<String>,
    section: Spanned<String>,
    text: Spanned<String>,
    by: Option<By>,
    #[serde(default)]
    evidence: Vec<Spanned<String>>,
    reasoned: Option<Spanned<String>>,
}

/// Reads a checklist. Without `by` an item is for a person.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn read(file: &str, bytes: &[u8]) -> Result<Checklist, FileError> {
    let whole = |what: &str| FileError {
        file: file.to_owned(),
        line: None,
        what: what.to_owned(),
    };
    if bytes.len() > LARGEST {
        return Err(whole(
            "the file is larger than a checklist can be (200 kB).",
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| whole("the file is not UTF-8 text."))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = Reader { file, text };
    let written: Written = toml::from_str(text).map_err(|error| FileError {
        line: error.span().map(|span| reader.line(&span)),
        ..whole(&format!("{}.", error.message().trim_end()))
    })?;
    reader.checklist(&written)
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
}

impl Reader<'_> {
    fn checklist(&self, written: &Written) -> Result<Checklist, FileError> {
        if written.format.get_ref() != FORMAT {
            let what = format!("no such format; write format = \"{FORMAT}\".");
            return Err(self.at(&written.format, what));
        }
        let mut items: Vec<Item> = Vec::new();
        for one in &written.items {
            let id = self.id(&one.id, char::is_ascii_alphanumeric)?;
            if items.iter().any(|other| other.id == id) {
                return Err(self.at(&one.id, format!("item {id} stands twice.")));
            }
            if items.len() == MOST {
                return Err(self.at(&one.id, format!("a list has at most {MOST} items.")));
            }
            let evidence = one.evidence.iter().map(|word| self.topic(word));
            items.push(Item {
                id,
                section: self.words(&one.section)?,
                text: self.words(&one.text)?,
                by: one.by.unwrap_or(By::Person),
                evidence: evidence.collect::<Result<_, _>>()?,
                reasoned: match &one.reasoned {
                    Some(reasoned) => self.words(reasoned)?,
                    None => String::new(),
                },
            });
        }
        if items.is_empty() {
            let what = "there is no item; each begins with [[item]].".to_owned();
            return Err(self.at(&written.id, what));
        }
        Ok(Checklist {
            id: self.id(&written.id, |c| {
                c.is_ascii_lowercase() || c.is_ascii_digit()
            })?,
            name: self.words(&written.name)?,
            title: self.words(&written.title)?,
            source: self.words(&written.source)?,
            items,
        })
    }

    fn id(&self, id: &Spanned<String>, fits: fn(&char) -> bool) -> Result<String, FileError> {
        let text = id.get_ref();
        let is_whole = text.chars().all(|c| fits(&c) || c == '-' || c == '.');
        let begins = text.chars().next().is_some_and(|c| fits(&c));
        if begins && is_whole && text.len() <= 16 {
            return Ok(text.clone());
        }
        let what = "an id is 1 to 16 letters and digits, such as id = \"coreq\" of a list or id = \"12\" of an item; that of a list is in small letters.";
        Err(self.at(id, what.to_owned()))
    }

    fn words(&self, words: &Spanned<String>) -> Result<String, FileError> {
        let text = fold_spaces(words.get_ref());
        match text.chars().count() {
            0 => Err(self.at(words, "write something here.".to_owned())),
            count if count > LONGEST => {
                Err(self.at(words, format!("write at most {LONGEST} characters.")))
            }
            _ => Ok(text),
        }
    }

    fn topic(&self, word: &Spanned<String>) -> Result<Topic, FileError> {
        let mut all = Topic::ALL.iter().copied();
        all.find(|topic| topic.word() == word.get_ref())
            .ok_or_else(|| {
                let known: Vec<&str> = Topic::ALL.iter().map(|topic| topic.word()).collect();
                let what = format!(
                    "“{}” is nothing that a study holds; there are {}.",
                    word.get_ref(),
                    known.join(", ")
                );
                self.at(word, what)
            })
    }

    fn at<T>(&self, place: &Spanned<T>, what: String) -> FileError {
        FileError {
            file: self.file.to_owned(),
            line: Some(self.line(&place.span())),
            what,
        }
    }

    fn line(&self, span: &Range<usize>) -> usize {
        let before = self.text.as_bytes().iter().take(span.start);
        before.filter(|byte| **byte == b'\n').count() + 1
    }
}
