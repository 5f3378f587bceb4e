//! QualCoder: `data.qda`, a SQLite file of sources in plain text, codes in categories, and codings.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Paths;
use super::paragraphs::Paragraphs;
use super::passages::{Finder, points};
use super::taguette::{moment, text};
use super::{Coding, Error, On, Program, Project, Text, with_text};
use crate::sqlite::{Database, Value};

/// Rows of a table.
type Rows = Vec<Vec<Value>>;

/// Whether a file has the tables of QualCoder.
pub(super) fn is_one(file: &Database<'_>) -> bool {
    file.has("code_text", &["cid", "fid", "pos0", "pos1"])
        && file.has("source", &["id", "name", "fulltext"])
        && file.has("code_name", &["cid", "name"])
}

pub(super) fn read(file: &Database<'_>) -> Result<Project, Error> {
    let mut project = Project::new(Program::QualCoder);
    if file.has("project", &["memo"]) {
        for row in file.rows("project", &["memo"])? {
            project.memo(On::Project, text(&row[0]), None);
        }
    }
    let codes = read_codes(file, &mut project)?;
    read_texts(file, &codes, &mut project)?;
    read_journal(file, &mut project)?;
    if project.codings.iter().any(|coding| coding.at.is_some()) {
        let note = "times in a QualCoder project have no zone; they were read as UTC";
        project.notes.push(note.to_owned());
    }
    leave(file, &mut project)?;
    Ok(project)
}

/// Categories and codes, as one tree of codes.
fn read_codes(file: &Database<'_>, project: &mut Project) -> Result<BTreeMap<i64, usize>, Error> {
    let mut paths = Paths::default();
    let categories = read_categories(file, project, &mut paths)?;
    let mut codes = BTreeMap::new();
    let mut coloured = 0;
    for row in file.rows("code_name", &["cid", "name", "memo", "catid", "color"])? {
        let Some(id) = row[0].integer() else { continue };
        let above = row[3].integer();
        let above = above.and_then(|above| categories.get(&above).copied());
        let place = paths.add(project, (above, text(&row[1])), text(&row[2]))?;
        coloured += usize::from(!text(&row[4]).is_empty());
        codes.insert(id, place);
    }
    let why = "a code has one of eight colours here, or none: choose it in the codebook";
    project.leave(coloured, ("colour of a code", "colours of codes"), why);
    Ok(codes)
}

/// Categories as codes, each after the one above it. Of those that stand under each other in a circle one stands at the top.
fn read_categories(
    file: &Database<'_>,
    project: &mut Project,
    paths: &mut Paths,
) -> Result<BTreeMap<i64, usize>, Error> {
    let mut places = BTreeMap::new();
    if !file.has("code_cat", &["catid", "name"]) {
        return Ok(places);
    }
    let rows = file.rows("code_cat", &["catid", "name", "memo", "supercatid"])?;
    let by_id = rows.iter().filter_map(|row| Some((row[0].integer()?, row)));
    let by_id: BTreeMap<i64, &Vec<Value>> = by_id.collect();
    for row in &rows {
        let mut next = row[0].integer();
        let mut way = Vec::new();
        let mut seen = BTreeSet::new();
        while let Some((id, row)) = next.and_then(|id| Some((id, *by_id.get(&id)?))) {
            if places.contains_key(&id) || !seen.insert(id) {
                break;
            }
            way.push((id, row));
            next = row[3].integer();
        }
        for (id, row) in way.into_iter().rev() {
            let above = row[3]
                .integer()
                .and_then(|above| places.get(&above).copied());
            let place = paths.add(project, (above, text(&row[1])), text(&row[2]))?;
            places.insert(id, place);
        }
    }
    Ok(places)
}

/// Rows of a table by the source that they are on, which is the first of the columns.
fn by_source(
    file: &Database<'_>,
    table: &str,
    columns: &[&str],
) -> Result<BTreeMap<i64, Vec<Vec<Value>>>, Error> {
    let mut found: BTreeMap<i64, Vec<Vec<Value>>> = BTreeMap::new();
    if file.has(table, &columns[..1]) {
        for row in file.rows(table, columns)? {
            found
                .entry(row[0].integer().unwrap_or(-1))
                .or_default()
                .push(row);
        }
    }
    Ok(found)
}

const CODED: [&str; 9] = [
    "fid",
    "pos0",
    "pos1",
    "cid",
    "seltext",
    "owner",
    "date",
    "memo",
    "important",
];
const NOTED: [&str; 5] = ["fid", "pos0", "pos1", "memo", "owner"];

fn read_texts(
    file: &Database<'_>,
    codes: &BTreeMap<i64, usize>,
    project: &mut Project,
) -> Result<(), Error> {
    let mut coded = by_source(file, "code_text", &CODED)?;
    let mut noted = by_source(file, "annotation", &NOTED)?;
    let mut finder = Finder::default();
    let (mut without, mut marked) = (0, 0);
    for row in file.rows("source", &["id", "name", "fulltext", "memo", "owner"])? {
        let source = row[0].integer();
        let Some(source) = source.filter(|_| has_words(text(&row[2]))) else {
            without += 1;
            continue;
        };
        project.within_limits()?;
        let on_it = (
            coded.remove(&source).unwrap_or_default(),
            noted.remove(&source).unwrap_or_default(),
        );
        let important = on_it.0.iter();
        marked += important.filter(|row| row[8].integer() == Some(1)).count();
        with_text(file.meter(), text(&row[2]).len(), || {
            read_text(file, (&mut *project, &mut finder), codes, (&row[..], on_it))
        })?;
    }
    project.within_limits()?;
    finder.nowhere += coded.values().map(Vec::len).sum::<usize>();
    finder.tell(project, ("coding of text", "codings of text"));
    let notes = noted.values().map(Vec::len).sum();
    leave_of_texts(project, (notes, without, marked));
    Ok(())
}

/// Whether a text has a paragraph.
fn has_words(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace())
}

/// One text, with the rows of codings and of annotations that are on it.
fn read_text(
    file: &Database<'_>,
    (project, finder): (&mut Project, &mut Finder),
    codes: &BTreeMap<i64, usize>,
    (row, (coded, noted)): (&[Value], (Rows, Rows)),
) -> Result<(), Error> {
    let paragraphs = Paragraphs::of_lines(text(&row[2]));
    let place = project.texts.len();
    project.texts.push(Text {
        name: text(&row[1]).to_owned(),
        paragraphs: paragraphs.list(),
    });
    noted_by(project, On::Text(place), (&row[3], &row[4]));
    for row in coded {
        file.meter().check()?;
        code(project, (&paragraphs, &mut *finder), codes, &row);
    }
    for row in noted {
        let span = row[1].integer().zip(row[2].integer());
        let passage = span.and_then(|(start, end)| paragraphs.passage(start, end));
        let passage = passage.and_then(|(first, last)| points(first, last));
        let on = passage.map_or(On::Text(place), |(one, two)| On::Passage(place, one, two));
        noted_by(project, on, (&row[3], &row[4]));
    }
    Ok(())
}

/// Codes what a row says in the newest text.
fn code(
    project: &mut Project,
    (paragraphs, finder): (&Paragraphs, &mut Finder),
    codes: &BTreeMap<i64, usize>,
    row: &[Value],
) {
    let span = row[1].integer().zip(row[2].integer());
    let Some(code) = row[3].integer().and_then(|code| codes.get(&code)) else {
        finder.nowhere += 1;
        return;
    };
    let Some((start, end)) = finder.find(paragraphs, span, text(&row[4])) else {
        return;
    };
    let coding = project.codings.len();
    let coder = project.coder(row[5].text());
    project.codings.push(Coding {
        text: project.texts.len() - 1,
        code: *code,
        start,
        end,
        coder,
        at: moment(text(&row[6])),
    });
    noted_by(project, On::Coding(coding), (&row[7], &row[5]));
}

/// Says what of the texts is not taken.
fn leave_of_texts(project: &mut Project, (notes, without, marked): (usize, usize, usize)) {
    let why = "the text that it is on is not in the project";
    project.leave(notes, ("annotation", "annotations"), why);
    let why = "pictures, recordings and empty files are no documents; a recording is handed in with its interview";
    project.leave(
        without,
        ("source without text", "sources without text"),
        why,
    );
    let why = "there is no such mark here; a memo on the coding can say it";
    project.leave(marked, ("mark of importance", "marks of importance"), why);
}

/// Keeps a memo with whoever wrote it, if it says anything.
fn noted_by(project: &mut Project, on: On, (memo, owner): (&Value, &Value)) {
    if !text(memo).trim().is_empty() {
        let coder = project.coder(owner.text());
        project.memo(on, text(memo), Some(coder));
    }
}

/// Entries of the journal, which everybody who opens the project can read, as memos on the study.
fn read_journal(file: &Database<'_>, project: &mut Project) -> Result<(), Error> {
    if !file.has("journal", &["name", "jentry"]) {
        return Ok(());
    }
    for row in file.rows("journal", &["name", "jentry", "owner"])? {
        if text(&row[1]).trim().is_empty() {
            continue;
        }
        let words = format!("{}\n\n{}", text(&row[0]).trim(), text(&row[1]));
        let coder = project.coder(row[2].text());
        project.memo(On::Project, &words, Some(coder));
    }
    Ok(())
}

/// Says what else the project holds.
fn leave(file: &Database<'_>, project: &mut Project) -> Result<(), Error> {
    let kept = [
        (
            "code_image",
            ("coding of a picture", "codings of pictures"),
            "only text is coded here",
        ),
        (
            "code_av",
            ("coding of a recording", "codings of recordings"),
            "only text is coded here; code the transcript",
        ),
        (
            "cases",
            ("case", "cases"),
            "a participant enters the study with their cohort and consent, in participants.csv or on the page of participants",
        ),
        (
            "attribute",
            ("attribute", "attributes"),
            "what is known of participants is brought in with participants.csv",
        ),
        (
            "graph",
            ("graph", "graphs"),
            "the map of themes is drawn here anew",
        ),
        (
            "stored_sql",
            ("stored query", "stored queries"),
            "nothing of a project is run",
        ),
    ];
    for (table, words, why) in kept {
        if file.has(table, &[]) {
            let count = file.rows(table, &[])?.len();
            project.leave(count, words, why);
        }
    }
    Ok(())
}
