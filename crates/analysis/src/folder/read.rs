//! From files to a [`StudyFolder`].

use super::{FolderTranscript, ReadOptions, StudyFolder};
use crate::codes;
use crate::codings::{self, FolderCoding};
use crate::quotes::{self, Quote, References};
use crate::themes;
use formats::table::Table;
use formats::transcript;
use std::collections::BTreeSet;
use study::columns::{is_id, read_table};
use study::documents::{self, Document, Kind};
use study::participants;
use study::problem::{Code, Problem};
use study::questions;

const PARTICIPANTS: &str = "participants.csv";
const QUESTIONS: &str = "research_questions.csv";
const QUOTES: &str = "quotes.csv";

/// Files a study folder may hold that the tables are not made from.
const UNUSED: [&str; 2] = ["claims.toml", "matching.csv"];

/// Files a study folder may hold beside the needed ones.
const CODES: &str = "codes.csv";
const CODINGS: &str = "codings.csv";
const THEMES: &str = "themes.toml";

/// The folder whose text files are field notes, not transcripts.
const FIELD_NOTES: &str = "field_notes/";

/// Endings of files that are read as transcripts wherever they lie.
const TRANSCRIPTS: [&str; 4] = ["vtt", "srt", "docx", "txt"];
/// Endings that are read as transcripts in their folder alone: elsewhere such a file may be a manuscript or a table.
const IN_THEIR_FOLDER: [&str; 4] = ["odt", "rtf", "html", "pdf"];
/// What is written about the study: its quotations would be found in itself if it were read as a transcript.
const MANUSCRIPT: &str = "manuscript";
const TRANSCRIPT_FOLDER: &str = "transcripts/";

/// Reads the files of a study folder; names are relative to it, with `/` between folders.
///
/// Needs `participants.csv`, `research_questions.csv` and `quotes.csv`; takes `codes.csv`, `codings.csv`
/// and `themes.toml`. Every `.txt` and `.md` file in `field_notes` is a field note, every other `.vtt`, `.srt`,
/// `.docx` and `.txt` file a transcript, wherever it lies; in `transcripts` also `.odt`, `.rtf`, `.html` and `.pdf`.
/// A file called `manuscript` is no transcript but in `transcripts`. Files of other names are named in a notice.
///
/// # Errors
/// All errors and notices of all files, if there is at least one error.
pub fn read(
    files: Vec<(String, Vec<u8>)>,
    options: &ReadOptions,
) -> Result<StudyFolder, Vec<Problem>> {
    let (mut folder, problems) = gather(files, options, Purpose::Use);
    if problems.iter().any(Problem::is_error) {
        return Err(problems);
    }
    folder.notices = problems;
    folder.notices.extend(left_out(&folder));
    Ok(folder)
}

/// For what a folder is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// All needed files are there, and nothing in them contradicts anything else.
    Use,
    /// Any file may be missing, and contradictions are kept, to be told as findings.
    Audit,
}

/// All that the files say, with every problem they have; the folder holds no notices yet.
pub(super) fn gather(
    mut files: Vec<(String, Vec<u8>)>,
    options: &ReadOptions,
    purpose: Purpose,
) -> (StudyFolder, Vec<Problem>) {
    for (name, _) in &mut files {
        *name = name.replace('\\', "/").trim_start_matches("./").to_owned();
    }
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut problems = Vec::new();
    let transcripts = read_transcripts(&files, &mut problems);
    let audited = purpose == Purpose::Audit;
    let (participants, participants_whole) = read_one(
        &files,
        audited,
        (PARTICIPANTS, "Table 1 is counted from it"),
        &mut problems,
        |table| participants::parse(PARTICIPANTS, table, options),
    );
    let (questions, questions_whole) = read_one(
        &files,
        audited,
        (
            QUESTIONS,
            "Table 2 takes the wording of the questions from it",
        ),
        &mut problems,
        |table| questions::parse(QUESTIONS, table),
    );
    let ids: BTreeSet<String> = participants.iter().map(|p| p.participant.clone()).collect();
    let references = References {
        questions: questions_whole.then_some(questions.as_slice()),
        participants: participants_whole.then_some(&ids),
        documents: (!transcripts.ids.is_empty()).then_some(&transcripts.ids),
        keep_unknown: audited,
    };
    let (mut quotes, _) = read_one(
        &files,
        audited,
        (QUOTES, "Table 2 and the theme overview are made from it"),
        &mut problems,
        |table| quotes::parse(QUOTES, table, references),
    );
    let codes = read_codes(&files, &mut problems);
    let themes = match files.iter().find(|(name, _)| name == THEMES) {
        Some((_, bytes)) => {
            let (themes, found) = themes::parse(THEMES, bytes);
            problems.extend(found);
            themes
        }
        None => Vec::new(),
    };
    let mut documents = transcripts.documents(&files, &ids, &quotes, &mut problems);
    read_field_notes(&files, &mut documents, &mut problems);
    let notes = documents.iter().filter(|one| one.kind == Kind::FieldNote);
    let notes: BTreeSet<String> = notes.map(|one| one.handle.clone()).collect();
    for quote in &mut quotes {
        quote.is_note = quote
            .document
            .as_ref()
            .is_some_and(|one| notes.contains(one));
    }
    let codings = read_codings(&files, (&documents, &codes), &mut problems);
    name_unused(&files, audited, &mut problems);
    let folder = StudyFolder {
        participants,
        questions,
        quotes,
        other: Vec::new(),
        transcripts: transcripts.files,
        documents,
        themes,
        codes,
        codings,
        notices: Vec::new(),
    };
    (folder, problems)
}

/// Reads one of the needed files; the flag says whether all of it could be used.
fn read_one<T>(
    files: &[(String, Vec<u8>)],
    may_be_missing: bool,
    (name, purpose): (&str, &str),
    problems: &mut Vec<Problem>,
    parse: impl FnOnce(&Table) -> (Vec<T>, Vec<Problem>),
) -> (Vec<T>, bool) {
    let mut named = files.iter().filter(|(file, _)| file == name);
    let Some((_, bytes)) = named.next() else {
        if may_be_missing {
            return (Vec::new(), false);
        }
        let message = format!("the file is missing; {purpose}");
        problems.push(Problem::error(Code::E01, name, message));
        return (Vec::new(), false);
    };
    if named.next().is_some() {
        problems.push(Problem::error(Code::E03, name, "the file is given twice"));
    }
    match read_table(name, bytes) {
        Err(problem) => {
            problems.push(*problem);
            (Vec::new(), false)
        }
        Ok(table) => {
            let (records, found) = parse(&table);
            let whole = !found.iter().any(Problem::is_error);
            problems.extend(found);
            (records, whole)
        }
    }
}

fn read_codes(files: &[(String, Vec<u8>)], problems: &mut Vec<Problem>) -> Vec<codes::Code> {
    let Some((_, bytes)) = files.iter().find(|(name, _)| name == CODES) else {
        return Vec::new();
    };
    match read_table(CODES, bytes) {
        Ok(table) => {
            let (codes, found) = codes::parse(CODES, &table);
            problems.extend(found);
            codes
        }
        Err(problem) => {
            problems.push(*problem);
            Vec::new()
        }
    }
}

fn read_codings(
    files: &[(String, Vec<u8>)],
    known: (&[Document], &[codes::Code]),
    problems: &mut Vec<Problem>,
) -> Vec<FolderCoding> {
    let Some((_, bytes)) = files.iter().find(|(name, _)| name == CODINGS) else {
        return Vec::new();
    };
    match read_table(CODINGS, bytes) {
        Ok(table) => {
            let (codings, found) = codings::parse(CODINGS, &table, known);
            problems.extend(found);
            codings
        }
        Err(problem) => {
            problems.push(*problem);
            Vec::new()
        }
    }
}

fn read_field_notes(
    files: &[(String, Vec<u8>)],
    documents: &mut Vec<Document>,
    problems: &mut Vec<Problem>,
) {
    for (name, bytes) in files {
        let Some(stem) = field_note_stem(name) else {
            continue;
        };
        if !is_id(stem) {
            let message = "the name of a field note is 1 to 32 letters, digits, _ or -";
            problems.push(Problem::error(Code::E07, name, message).with_example("note-1.txt"));
        } else if documents.iter().any(|document| document.handle == stem) {
            let message = "another document has this id";
            problems.push(Problem::error(Code::E03, name, message).with_value(stem));
        } else {
            documents.extend(documents::read_field_note(name, stem, bytes, problems));
        }
    }
}

#[derive(Default)]
struct Transcripts {
    files: Vec<FolderTranscript>,
    ids: BTreeSet<String>,
    /// The file of each transcript.
    names: Vec<String>,
}

impl Transcripts {
    /// The transcripts as documents without names. A file whose name is no id gets a number, since the
    /// name may be a person's.
    fn documents(
        &self,
        files: &[(String, Vec<u8>)],
        participants: &BTreeSet<String>,
        quotes: &[Quote],
        problems: &mut Vec<Problem>,
    ) -> Vec<Document> {
        let mut documents = Vec::new();
        let mut free = (1..).map(|number| format!("document-{number}"));
        for (name, transcript) in self.names.iter().zip(&self.files) {
            let bytes = files.iter().find(|(file, _)| file == name);
            let bytes = bytes.map_or(&[][..], |(_, bytes)| bytes);
            let participant = transcript.document.as_deref().and_then(|handle| {
                let quoted = quotes.iter().find(|quote| {
                    quote.document.as_deref() == Some(handle) && quote.participant.is_some()
                });
                let quoted = quoted.and_then(|quote| quote.participant.as_deref());
                quoted.or_else(|| documents::participant_of(handle, participants))
            });
            let handle = transcript.document.clone().unwrap_or_else(|| {
                free.find(|handle| !self.ids.contains(handle))
                    .unwrap_or_default()
            });
            documents.push(documents::read_transcript(
                (name, bytes),
                &transcript.transcript,
                handle,
                participant,
                problems,
            ));
        }
        documents
    }
}

fn read_transcripts(files: &[(String, Vec<u8>)], problems: &mut Vec<Problem>) -> Transcripts {
    let mut found = Transcripts::default();
    for (name, bytes) in files {
        let Some(stem) = transcript_stem(name) else {
            continue;
        };
        let document = Some(stem.to_owned()).filter(|stem| is_id(stem));
        match &document {
            None => problems.push(Problem::notice(
                name,
                "no quote can refer to this transcript: its name is not 1 to 32 letters, digits, _ or -",
            )),
            Some(id) if !found.ids.insert(id.clone()) => problems.push(
                Problem::error(Code::E03, name, "two transcripts have this id").with_value(id),
            ),
            Some(_) => {}
        }
        match transcript::read(name, bytes) {
            Ok(transcript) => {
                found.names.push(name.clone());
                found.files.push(FolderTranscript {
                    document,
                    transcript,
                });
            }
            Err(error) => problems.push(Problem::error(Code::E10, name, error.to_string())),
        }
    }
    found
}

/// The file name without folder and ending, if the file is a field note.
fn field_note_stem(path: &str) -> Option<&str> {
    let (stem, ending) = path.strip_prefix(FIELD_NOTES)?.rsplit_once('.')?;
    let known = ["txt", "md"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending));
    (known && !stem.is_empty()).then_some(stem)
}

/// The file name without folder and ending, if the ending is one of a transcript.
fn transcript_stem(path: &str) -> Option<&str> {
    if path.starts_with(FIELD_NOTES) {
        return None;
    }
    let (_, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, ending) = name.rsplit_once('.')?;
    if stem.eq_ignore_ascii_case(MANUSCRIPT) && !path.starts_with(TRANSCRIPT_FOLDER) {
        return None;
    }
    let is_one_of = |endings: &[&str]| endings.iter().any(|one| one.eq_ignore_ascii_case(ending));
    let in_folder = path.starts_with(TRANSCRIPT_FOLDER) && is_one_of(&IN_THEIR_FOLDER);
    let known = is_one_of(&TRANSCRIPTS) || in_folder;
    (known && !stem.is_empty()).then_some(stem)
}

fn name_unused(files: &[(String, Vec<u8>)], audited: bool, problems: &mut Vec<Problem>) {
    for (name, _) in files {
        let needed =
            [PARTICIPANTS, QUESTIONS, QUOTES, CODES, CODINGS, THEMES].contains(&name.as_str());
        let hidden = name.split('/').any(|part| part.starts_with('.'));
        let read = field_note_stem(name).is_some() || transcript_stem(name).is_some();
        let also_audited = UNUSED.contains(&name.as_str());
        if needed || hidden || read || (audited && also_audited) {
            continue;
        }
        let message = if also_audited {
            "the tables are not made from this file"
        } else {
            "no file of a study folder has this name; it is not read"
        };
        problems.push(Problem::notice(name, message));
    }
}

/// Notices about what the outputs leave out or could not check.
fn left_out(folder: &StudyFolder) -> Vec<Problem> {
    let mut notices = Vec::new();
    let withdrawn = folder.quotes.len() - folder.shown_quotes().count();
    if withdrawn > 0 {
        let message = format!("{withdrawn} quotes of withdrawn participants are left out");
        notices.push(Problem::notice(QUOTES, message));
    }
    let names_documents = folder.quotes.iter().any(|quote| quote.document.is_some());
    if folder.transcripts.is_empty() && names_documents {
        let message = "documents are not checked: the folder holds no transcripts";
        notices.push(Problem::notice(QUOTES, message));
    }
    notices
}
