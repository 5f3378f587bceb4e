//! Taguette: one SQLite file of documents in HTML, tags, and highlights with tags.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::names::Paths;
use super::paragraphs::Paragraphs;
use super::passages::Finder;
use super::{Coding, Error, On, Program, Project, Text, with_text};
use crate::sqlite::{Database, Value};

/// Longest name of a tag that is taken for a tree, in bytes.
const LONGEST_TREE: usize = 1_000;
/// What a memo says on a passage that has no tag.
const UNTAGGED: &str = "Highlighted in Taguette without a tag.";

/// Whether a file has the tables of Taguette.
pub(super) fn is_one(file: &Database<'_>) -> bool {
    let needed = ["document_id", "start_offset", "end_offset"];
    file.has("highlights", &needed)
        && file.has("highlight_tags", &["highlight_id", "tag_id"])
        && file.has("documents", &["name", "contents", "project_id"])
        && file.has("tags", &["project_id", "path"])
}

pub(super) fn read(file: &Database<'_>, named: Option<&str>) -> Result<Project, Error> {
    let id = chosen(file, named)?;
    let mut project = Project::new(Program::Taguette);
    for row in file.rows("projects", &["id", "description"])? {
        if row[0].integer() == Some(id) {
            project.memo(On::Project, text(&row[1]), None);
        }
    }
    let mut marking = Marking {
        tags: read_tags(file, id, &mut project)?,
        log: Log::read(file, id)?,
        finder: Finder::default(),
        untagged: 0,
    };
    let mut marks = marks(file)?;
    let columns = ["id", "name", "description", "contents", "project_id"];
    for row in file.rows("documents", &columns)? {
        let Some(document) = row[0].integer().filter(|_| row[4].integer() == Some(id)) else {
            continue;
        };
        project.within_limits()?;
        let marks = marks.remove(&document).unwrap_or_default();
        with_text(file.meter(), text(&row[3]).len(), || {
            let paragraphs = Paragraphs::of_html(text(&row[3]));
            let place = project.texts.len();
            project.texts.push(Text {
                name: text(&row[1]).to_owned(),
                paragraphs: paragraphs.list(),
            });
            project.memo(On::Text(place), text(&row[2]), None);
            for mark in marks {
                file.meter().check()?;
                marking.code(&mut project, (document, &paragraphs), &mark);
            }
            Ok(())
        })?;
    }
    project.within_limits()?;
    marking
        .finder
        .tell(&mut project, ("highlight", "highlights"));
    if marking.untagged > 0 {
        project.notes.push(format!(
            "highlights without a tag: {}, each kept as a memo on its passage",
            marking.untagged
        ));
    }
    Ok(project)
}

/// Turns highlights into codings.
struct Marking {
    /// The places of codes by the identifiers of their tags.
    tags: BTreeMap<i64, usize>,
    log: Log,
    finder: Finder,
    untagged: usize,
}

impl Marking {
    /// Codes what a highlight marks in the newest text.
    fn code(
        &mut self,
        project: &mut Project,
        (document, paragraphs): (i64, &Paragraphs),
        mark: &Mark,
    ) {
        let place = project.texts.len() - 1;
        let words = Paragraphs::of_html(&mark.snippet);
        let words: String = words.text().iter().collect();
        let Some((start, end)) = self.finder.find(paragraphs, Some(mark.span), &words) else {
            return;
        };
        let set = self.log.0.get(&(document, mark.id));
        let coder = project.coder(set.map(|(login, _)| login.as_str()));
        let codes = mark.tags.iter().filter_map(|tag| self.tags.get(tag));
        let before = project.codings.len();
        project.codings.extend(codes.map(|code| Coding {
            text: place,
            code: *code,
            start,
            end,
            coder,
            at: set.and_then(|(_, at)| *at),
        }));
        if project.codings.len() == before {
            self.untagged += 1;
            project.memo(On::Passage(place, start, end), UNTAGGED, Some(coder));
        }
    }
}

/// The identifier of the project that is meant.
fn chosen(file: &Database<'_>, named: Option<&str>) -> Result<i64, Error> {
    let rows = file.rows("projects", &["id", "name"])?;
    let all = rows
        .iter()
        .filter_map(|row| Some((row[0].integer()?, text(&row[1]))));
    let all: Vec<(i64, &str)> = all.collect();
    let fits = |(_, name): &&(i64, &str)| named.is_none_or(|named| named == *name);
    let mut fitting = all.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some((id, _)), None) => Ok(*id),
        _ if all.is_empty() => Err(Error::Empty),
        _ => Err(Error::Several {
            names: all.iter().map(|(_, name)| (*name).to_owned()).collect(),
        }),
    }
}

/// The tags as codes. Taguette writes a tree into names: `work.night` stands under `work`, where there is such a tag.
fn read_tags(
    file: &Database<'_>,
    project_id: i64,
    project: &mut Project,
) -> Result<BTreeMap<i64, usize>, Error> {
    let rows = file.rows("tags", &["id", "path", "description", "project_id"])?;
    let own = rows
        .iter()
        .filter(|row| row[3].integer() == Some(project_id));
    let mut tags: Vec<(&str, i64, &str)> = own
        .filter_map(|row| Some((text(&row[1]), row[0].integer()?, text(&row[2]))))
        .collect();
    // A tag is shorter than what stands under it; a stable order keeps that in which they were made.
    tags.sort_by_key(|(path, _, _)| path.matches('.').count());
    let mut paths = Paths::default();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut codes = BTreeMap::new();
    for (path, id, description) in tags {
        let tree = Some(path)
            .filter(|path| path.len() <= LONGEST_TREE)
            .unwrap_or_default();
        let split = tree.rmatch_indices('.').find_map(|(dot, _)| {
            let name = &path[dot + 1..];
            let is_name = name.starts_with(|c: char| !c.is_whitespace());
            places
                .get(&path[..dot])
                .filter(|_| is_name)
                .map(|above| (*above, name))
        });
        let (above, name) = split.map_or((None, path), |(above, name)| (Some(above), name));
        let place = paths.add(project, (above, name), description)?;
        places.entry(path).or_insert(place);
        codes.insert(id, place);
    }
    Ok(codes)
}

struct Mark {
    id: i64,
    span: (i64, i64),
    snippet: String,
    tags: Vec<i64>,
}

/// Highlights by their document, in the order of the text.
fn marks(file: &Database<'_>) -> Result<BTreeMap<i64, Vec<Mark>>, Error> {
    let mut tags: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for row in file.rows("highlight_tags", &["highlight_id", "tag_id"])? {
        if let (Some(mark), Some(tag)) = (row[0].integer(), row[1].integer()) {
            tags.entry(mark).or_default().push(tag);
        }
    }
    let columns = ["id", "document_id", "start_offset", "end_offset", "snippet"];
    let mut marks: BTreeMap<i64, Vec<Mark>> = BTreeMap::new();
    for row in file.rows("highlights", &columns)? {
        let numbers = [0, 1, 2, 3].map(|place: usize| row[place].integer());
        let [Some(id), Some(document), Some(start), Some(end)] = numbers else {
            continue;
        };
        marks.entry(document).or_default().push(Mark {
            id,
            span: (start, end),
            snippet: text(&row[4]).to_owned(),
            tags: tags.remove(&id).unwrap_or_default(),
        });
    }
    for marks in marks.values_mut() {
        marks.sort_by_key(|mark| (mark.span, mark.id));
    }
    Ok(marks)
}

/// Who set a highlight last, and when: the log of the project says it, by document and highlight.
struct Log(BTreeMap<(i64, i64), (String, Option<Timestamp>)>);

#[derive(Deserialize)]
struct Payload {
    #[serde(rename = "type")]
    kind: String,
    highlight_id: Option<i64>,
}

impl Log {
    fn read(file: &Database<'_>, project: i64) -> Result<Self, Error> {
        let mut log = BTreeMap::new();
        let columns = ["user_login", "date", "document_id", "payload", "project_id"];
        if !file.has("commands", &columns) {
            return Ok(Self(log));
        }
        for row in file.rows("commands", &columns)? {
            if row[4].integer() != Some(project) {
                continue;
            }
            let payload = serde_json::from_str::<Payload>(text(&row[3]));
            let Ok(payload) = payload.map(|one| (one.kind, one.highlight_id)) else {
                continue;
            };
            if let (("highlight_add", Some(mark)), Some(document)) =
                ((payload.0.as_str(), payload.1), row[2].integer())
            {
                let at = moment(text(&row[1]));
                log.insert((document, mark), (text(&row[0]).to_owned(), at));
            }
        }
        Ok(Self(log))
    }
}

pub(super) fn text(value: &Value) -> &str {
    value.text().unwrap_or_default()
}

/// A moment as both programs write it; one without a zone is in UTC.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let local = || {
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        TimeZone::UTC.to_timestamp(civil).ok()
    };
    text.parse().ok().or_else(local)
}
