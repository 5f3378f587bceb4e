//! Questions with their prompts, and the text they are written as: a line a question, an indented line a prompt.

use std::fmt;

use crate::rows::storable;

/// Most questions of a guide.
const MOST_QUESTIONS: usize = 100;
/// Most prompts under one question.
const MOST_PROMPTS: usize = 30;
/// Longest question or prompt, in characters.
const LONGEST: usize = 1_000;

/// One question of a guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideQuestion {
    /// As it is asked; one line, no number before it.
    pub question: String,
    /// What to ask on with, in order; each is one line.
    pub prompts: Vec<String>,
}

/// Why a text is no guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuideError {
    /// There is no question in it.
    Empty,
    /// The first line is indented, so that its prompt belongs to no question.
    PromptFirst {
        /// From 1.
        line: usize,
    },
    /// A line is too long.
    TooLong {
        /// From 1.
        line: usize,
    },
    /// There are too many questions, or prompts under one question.
    TooMany {
        /// The first line that is too many, from 1.
        line: usize,
    },
}

impl fmt::Display for GuideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Write at least one question, each on a line of its own."),
            Self::PromptFirst { line } => write!(
                f,
                "Line {line} is indented, but no question stands above it. Write the question first."
            ),
            Self::TooLong { line } => {
                write!(f, "Line {line} has more than {LONGEST} characters.")
            }
            Self::TooMany { line } => write!(
                f,
                "Line {line} is one too many: a guide has at most {MOST_QUESTIONS} questions, with {MOST_PROMPTS} prompts each."
            ),
        }
    }
}

/// Reads a guide. Numbers and marks of a list before a line fall away, so that a question that moves stays the same question.
///
/// # Errors
/// The first line that does not fit.
pub fn parse(text: &str) -> Result<Vec<GuideQuestion>, GuideError> {
    let mut questions: Vec<GuideQuestion> = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, raw) in text.lines().enumerate() {
        let line = index + 1;
        let words = words_of(raw);
        if words.is_empty() {
            continue;
        }
        if words.chars().count() > LONGEST {
            return Err(GuideError::TooLong { line });
        }
        if raw.starts_with(char::is_whitespace) {
            let last = questions
                .last_mut()
                .ok_or(GuideError::PromptFirst { line })?;
            if last.prompts.len() == MOST_PROMPTS {
                return Err(GuideError::TooMany { line });
            }
            last.prompts.push(words);
        } else {
            if questions.len() == MOST_QUESTIONS {
                return Err(GuideError::TooMany { line });
            }
            questions.push(GuideQuestion {
                question: words,
                prompts: Vec::new(),
            });
        }
    }
    match questions.is_empty() {
        true => Err(GuideError::Empty),
        false => Ok(questions),
    }
}

/// The guide as text, which reads back as the same guide.
pub fn to_text(questions: &[GuideQuestion]) -> String {
    let mut text = String::new();
    for question in questions {
        text.push_str(&question.question);
        text.push('\n');
        for prompt in &question.prompts {
            text.push_str("    ");
            text.push_str(prompt);
            text.push('\n');
        }
    }
    text
}

/// The words of a line, with spaces folded and without what marks it as an item of a list.
fn words_of(line: &str) -> String {
    let folded = storable(line)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let mut rest = folded.as_str();
    while let Some((first, after)) = rest.split_once(' ') {
        if !is_list_mark(first) {
            return rest.to_owned();
        }
        rest = after;
    }
    match is_list_mark(rest) {
        true => String::new(),
        false => rest.to_owned(),
    }
}

/// Whether a word only marks an item: `-`, `•`, `3.`, `12)`.
fn is_list_mark(word: &str) -> bool {
    if matches!(word, "-" | "–" | "•" | "*") {
        return true;
    }
    word.strip_suffix(['.', ')']).is_some_and(|digits| {
        (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
    })
}
