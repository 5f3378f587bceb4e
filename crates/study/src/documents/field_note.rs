//! Field notes: a few lines that say who, when and what kind, a blank line, then paragraphs.

use sha2::{Digest as _, Sha256};

use super::{Author, AuthorRole, Document, Kind, Role, Turn};
use crate::columns::{fold_spaces, is_id};
use crate::dates::{DateOrder, InterviewDate};
use crate::field_notes::NoteText;
use crate::problem::{Code, Problem};

const AUTHOR_EXAMPLE: &str = "Author: Interviewer I2, or Author: Participant-researcher PR1";

/// Reads a field note. The kind of a note is always shown (study R57), so a note without its author's
/// part is refused; so is an author who is not an id, since that may be a name.
pub fn read(
    file: &str,
    handle: &str,
    bytes: &[u8],
    problems: &mut Vec<Problem>,
) -> Option<Document> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let message = "a field note is a text file in UTF-8";
        problems.push(Problem::error(Code::E10, file, message));
        return None;
    };
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let head = Head::read(file, &text, problems);
    let body = text.lines().skip(head.lines).collect::<Vec<_>>().join("\n");
    let turns = paragraphs(&body);
    if turns.is_empty() {
        let message = "the note holds no text below its first lines";
        problems.push(Problem::error(Code::E12, file, message));
    }
    let author = head.author?;
    Some(Document {
        handle: handle.to_owned(),
        kind: Kind::FieldNote,
        title: head.kind.unwrap_or_else(|| "Field note".to_owned()),
        participant: None,
        author: Some(author),
        dated: head.dated,
        source_hash: Sha256::digest(bytes).to_vec(),
        turns,
    })
}

/// A note that is written here, as a document.
pub fn note(handle: &str, (role, author): (AuthorRole, &str), note: &NoteText) -> Document {
    let date = note.dated.to_string();
    Document {
        handle: handle.to_owned(),
        kind: Kind::FieldNote,
        title: note.title.clone(),
        participant: None,
        author: Some(Author {
            role,
            id: author.to_owned(),
        }),
        dated: InterviewDate::parse(&date, DateOrder::DayFirst).ok(),
        source_hash: hash(&note.text),
        turns: paragraphs(&note.text),
    }
}

/// SHA-256 of a text.
pub(super) fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// What stands between empty lines, as turns of the author.
pub(super) fn paragraphs(body: &str) -> Vec<Turn> {
    let paragraphs = body
        .split("\n\n")
        .map(str::trim)
        .filter(|text| !text.is_empty());
    let turn = |text: &str| Turn {
        role: Role::Other,
        label: None,
        start_ms: None,
        end_ms: None,
        text: text.to_owned(),
    };
    paragraphs.map(turn).collect()
}

/// The lines above the first blank one.
struct Head {
    lines: usize,
    author: Option<Author>,
    dated: Option<InterviewDate>,
    kind: Option<String>,
}

impl Head {
    fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> Self {
        let mut head = Head {
            lines: 0,
            author: None,
            dated: None,
            kind: None,
        };
        let mut told = false;
        for line in text.lines() {
            let Some((key, value)) = line.split_once(':') else {
                break;
            };
            let row = u32::try_from(head.lines + 1).unwrap_or(u32::MAX);
            let value = fold_spaces(value);
            match key.trim().to_lowercase().as_str() {
                "author" => {
                    told = true;
                    head.author = author(&value);
                    if head.author.is_none() {
                        let message = "the author is a part and an id, never a name";
                        problems.push(
                            Problem::error(Code::E07, file, message)
                                .at_row(row)
                                .in_column("Author")
                                .with_example(AUTHOR_EXAMPLE),
                        );
                    }
                }
                "date" => match InterviewDate::parse(&value, DateOrder::DayFirst) {
                    Ok(date) => head.dated = Some(date),
                    Err(error) => problems.push(
                        Problem::error(Code::E04, file, error.to_string())
                            .at_row(row)
                            .in_column("Date")
                            .with_value(&value)
                            .with_example(InterviewDate::EXAMPLE),
                    ),
                },
                "kind" => head.kind = Some(value).filter(|text| !text.is_empty()),
                _ => break,
            }
            head.lines += 1;
        }
        if !told {
            let message = "the first lines of a field note say who wrote it, in which part";
            problems.push(Problem::error(Code::E12, file, message).with_example(AUTHOR_EXAMPLE));
        }
        head
    }
}

fn author(text: &str) -> Option<Author> {
    let (part, id) = text.rsplit_once(' ')?;
    let role = match part.to_lowercase().replace([' ', '_'], "-").as_str() {
        "participant-researcher" => AuthorRole::ParticipantResearcher,
        "interviewer" => AuthorRole::Interviewer,
        _ => return None,
    };
    is_id(id).then(|| Author {
        role,
        id: id.to_owned(),
    })
}
