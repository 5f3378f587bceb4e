//! A project of Taguette or QualCoder into a study: its texts, codes, codings and memos are added to what the study holds, in one
//! transaction, each coding in its place.
//!
//! Names that the project has for its coders may be those of people and are not stored: a coder is a member of the team, or
//! becomes one without an account.

use std::collections::{BTreeMap, BTreeSet};

use formats::coded_project::{self, On, Project, Text};
use platform::access::Scope;
use platform::audit::Event;
use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error};
use sha2::{Digest as _, Sha256};
use study::columns::is_id;
use study::documents::{self, Document, Kind, Role, Turn};
use study::problem::{Code as Fault, Problem};
use study::rows::random_id;
use study::{participants, team};
use uuid::Uuid;

use super::{ImportError, withdrawn};
use crate::codes;
use crate::codings::{self, FolderCoding};
use crate::memos::{self, Target};

/// A file of another program, and how it is taken.
#[derive(Debug, Clone, Default)]
pub struct ProjectFile {
    /// What the file is called, for messages.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Which project of the file, where it holds several.
    pub project: Option<String>,
    /// Handles of members by the names that the project has for its coders.
    pub coders: BTreeMap<String, String>,
}

/// What came of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportedProject {
    /// The program that wrote it.
    pub program: &'static str,
    /// Texts.
    pub documents: usize,
    /// Codes.
    pub codes: usize,
    /// Codes on passages.
    pub codings: usize,
    /// Memos.
    pub memos: usize,
    /// What was there before, and what is not taken, with the reason.
    pub notices: Vec<Problem>,
}

/// Reads a project as an import would, and stores nothing.
///
/// # Errors
/// The file cannot be read, or names a coder whom the project does not have.
pub fn check_project(file: &ProjectFile) -> Result<(Project, ImportedProject), Vec<Problem>> {
    let project = coded_project::read(&file.bytes, file.project.as_deref())
        .map_err(|error| vec![Problem::error(Fault::E10, &file.name, error.to_string())])?;
    let names = project.coders.iter().flatten();
    let names: BTreeSet<&String> = names.collect();
    let unknown = file.coders.keys().filter(|name| !names.contains(name));
    let unknown: Vec<Problem> = unknown
        .map(|name| {
            let message = "nobody of this name coded or wrote in the project";
            let known: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            let problem = Problem::error(Fault::E07, &file.name, message);
            problem.with_value(name).with_example(&known.join(", "))
        })
        .collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let told = ImportedProject {
        program: project.program.name(),
        documents: project.texts.len(),
        codes: project.codes.len(),
        codings: project.codings.len(),
        memos: project.memos.len(),
        notices: notices(file, &project),
    };
    Ok((project, told))
}

/// What a person should know of a project.
fn notices(file: &ProjectFile, project: &Project) -> Vec<Problem> {
    let tell = |message: String| Problem::notice(&file.name, message);
    let mut notices: Vec<Problem> = project.notes.iter().cloned().map(tell).collect();
    let left = project.left.iter();
    notices.extend(left.map(|left| tell(format!("not taken: {}: {}", left.what, left.why))));
    if !project.texts.is_empty() {
        notices.push(tell(
            "who speaks is not taken: each paragraph is a turn of nobody, and names in the texts stand as they do there"
                .to_owned(),
        ));
    }
    notices
}

/// Adds a project to a study, in one transaction. A document that is there with the same text is coded further; what is coded
/// alike already is not coded twice.
///
/// # Errors
/// The file cannot be read, a document of the same id is there with another text, no member has a handle that a coder was given,
/// or the database failed; nothing was changed then.
pub async fn import_project(
    app: &App,
    study: &Scope,
    file: &ProjectFile,
    actor: Option<Uuid>,
) -> Result<ImportedProject, ImportError> {
    let (project, mut told) = check_project(file).map_err(ImportError::Problems)?;
    let tx = app.db.write().await?;
    let bringing = Bringing {
        tx: &tx,
        app,
        study: study.id,
        file,
        project: &project,
    };
    bringing.all(&mut told).await?;
    let event = Event {
        chain: study.slug.clone(),
        actor,
        action: "study.import",
        subject: study.id.to_string(),
        detail: format!(
            "{}: documents {}, codes {}, codings {}, memos {}",
            told.program, told.documents, told.codes, told.codings, told.memos
        ),
    };
    tx.commit(app, event).await?;
    Ok(told)
}

/// One project on its way into one study.
struct Bringing<'a> {
    tx: &'a Tx,
    app: &'a App,
    study: Uuid,
    file: &'a ProjectFile,
    project: &'a Project,
}

/// A document of the study for a text of the project.
#[derive(Clone)]
struct Placed {
    handle: String,
    id: Uuid,
}

impl Bringing<'_> {
    async fn all(&self, told: &mut ImportedProject) -> Result<(), ImportError> {
        let placed = self.texts(told).await?;
        let (tx, app, study) = (self.tx, self.app, self.study);
        told.codes = codes::add_missing(tx, app, study, &self.project.codes).await?;
        let retired = codes::out_of_use(tx.connection(), study).await?;
        let retired = self
            .project
            .codes
            .iter()
            .filter(|code| retired.contains(&code.path));
        let retired: Vec<String> = retired.map(|code| code.path.join(" > ")).collect();
        if !retired.is_empty() {
            self.tell(
                told,
                format!(
                    "retired here, and coded all the same: {}",
                    retired.join(", ")
                ),
            );
        }
        let handles = self.handles(told).await?;
        told.codings = self.codings(&placed, &handles).await?;
        told.memos = self.memos(&placed, &handles).await?;
        Ok(())
    }

    fn tell(&self, told: &mut ImportedProject, message: String) {
        told.notices.push(Problem::notice(&self.file.name, message));
    }

    /// The documents for the texts; none for one of somebody who has withdrawn.
    async fn texts(&self, told: &mut ImportedProject) -> Result<Vec<Option<Placed>>, ImportError> {
        let connection = self.tx.connection();
        let mut ids = documents::ids(connection, self.study).await?;
        let people = participants::all(connection, self.study).await?;
        let people: BTreeMap<String, Uuid> = people
            .into_iter()
            .map(|stored| (stored.participant.participant, stored.id))
            .collect();
        let names: BTreeSet<String> = people.keys().cloned().collect();
        let out = withdrawn(self.tx, self.study).await?;
        let mut placed = Vec::new();
        let mut problems = Vec::new();
        let (mut withheld, mut unnamed, mut known) = (0, 0, 0);
        for text in &self.project.texts {
            let stem = stem(&text.name).filter(|stem| is_id(stem));
            let participant = stem.and_then(|stem| documents::participant_of(stem, &names));
            if participant.is_some_and(|participant| out.contains(participant)) {
                withheld += 1;
                placed.push(None);
                continue;
            }
            let taken: Vec<&str> = placed
                .iter()
                .flatten()
                .map(|one: &Placed| one.handle.as_str())
                .collect();
            let stem = stem.filter(|stem| !taken.contains(stem));
            unnamed += usize::from(stem.is_none());
            let handle = match stem {
                Some(stem) => stem.to_owned(),
                None => self.number(text, (&ids, &taken)).await?,
            };
            if let Some(id) = ids.get(&handle).copied() {
                if !self.is(id, text).await? {
                    let message = "a document of this id is here with another text; nothing of the project would stand in its place";
                    let problem = Problem::error(Fault::E03, &self.file.name, message);
                    problems.push(problem.with_value(&handle));
                }
                known += 1;
                placed.push(Some(Placed { handle, id }));
                continue;
            }
            let id = random_id(self.app);
            let document = document(&handle, text, participant);
            let participant = participant.and_then(|handle| people.get(handle)).copied();
            documents::add(self.tx, self.study, (id, &document), participant).await?;
            ids.insert(handle.clone(), id);
            placed.push(Some(Placed { handle, id }));
        }
        if !problems.is_empty() {
            return Err(ImportError::Problems(problems));
        }
        told.documents = placed.iter().flatten().count() - known;
        if known > 0 {
            self.tell(
                told,
                format!("documents that are here already, with the same text: {known}"),
            );
        }
        if unnamed > 0 {
            self.tell(told, format!(
                "documents with a number for a name, because theirs is not 1 to 32 letters, digits, _ or -, or stands twice: {unnamed}"
            ));
        }
        if withheld > 0 {
            self.tell(told, format!(
                "not taken: documents, with all that is coded in them: {withheld}: their participants have withdrawn"
            ));
        }
        Ok(placed)
    }

    /// A numbered id for a text: that of a document which has it, or the next that is free.
    async fn number(
        &self,
        text: &Text,
        (ids, taken): (&BTreeMap<String, Uuid>, &[&str]),
    ) -> Result<String, Error> {
        for number in 1.. {
            let handle = format!("document-{number}");
            if taken.contains(&handle.as_str()) {
                continue;
            }
            match ids.get(&handle) {
                Some(id) if !self.is(*id, text).await? => {}
                _ => return Ok(handle),
            }
        }
        Err(Error::internal("no number is left for a document"))
    }

    /// Whether a document has this text.
    async fn is(&self, document: Uuid, text: &Text) -> Result<bool, Error> {
        let turns = documents::turns(self.tx.connection(), document).await?;
        Ok(turns
            .iter()
            .map(|turn| &turn.text)
            .eq(text.paragraphs.iter()))
    }

    /// The handles of the members who are the coders: as given, of the same handle, or `coder-1` and so on, in the order of their
    /// names, so that they are the same when the project comes again.
    async fn handles(&self, told: &mut ImportedProject) -> Result<Vec<String>, ImportError> {
        let members = team::all(self.tx.connection(), self.study).await?;
        let mut problems = Vec::new();
        for handle in self.file.coders.values() {
            if !members.iter().any(|member| member.handle == *handle) {
                let message = "no member of the team has this handle";
                let problem = Problem::error(Fault::E07, &self.file.name, message);
                problems.push(problem.with_value(handle));
            }
        }
        if !problems.is_empty() {
            return Err(ImportError::Problems(problems));
        }
        let of = |name: &str| {
            let same = members
                .iter()
                .find(|member| member.handle.eq_ignore_ascii_case(name));
            let given = self.file.coders.get(name).cloned();
            given.or_else(|| same.map(|member| member.handle.clone()))
        };
        let mut others: Vec<&Option<String>> = self.project.coders.iter().collect();
        others.retain(|name| name.as_deref().and_then(of).is_none());
        others.sort();
        let handles = self.project.coders.iter().map(|name| {
            let known = name.as_deref().and_then(of);
            known.unwrap_or_else(|| {
                let place = others.iter().position(|other| *other == name);
                format!("coder-{}", place.unwrap_or_default() + 1)
            })
        });
        let handles: Vec<String> = handles.collect();
        for (name, handle) in self.project.coders.iter().zip(&handles) {
            let name = name.as_deref().map_or_else(
                || "whoever is not named".to_owned(),
                |name| format!("“{name}”"),
            );
            self.tell(
                told,
                format!("{name} is {handle} here; the name is not stored"),
            );
        }
        let entering: BTreeSet<&str> = handles.iter().map(String::as_str).collect();
        team::enter(self.tx, self.app, self.study, &entering).await?;
        Ok(handles)
    }

    async fn codings(&self, placed: &[Option<Placed>], handles: &[String]) -> Result<usize, Error> {
        let rows = self.project.codings.iter().filter_map(|coding| {
            Some(FolderCoding {
                document: placed[coding.text].as_ref()?.handle.clone(),
                start: coding.start,
                end: coding.end,
                code: self.project.codes[coding.code].path.clone(),
                analyst: handles[coding.coder].clone(),
                at: coding.at.map(Instant::from_jiff),
            })
        });
        let rows: Vec<FolderCoding> = rows.collect();
        let documents = placed
            .iter()
            .flatten()
            .map(|one| (one.handle.clone(), one.id));
        let documents: BTreeMap<String, Uuid> = documents.collect();
        let brought = (rows.as_slice(), &documents);
        codings::bring_in_folder(self.tx, self.app, self.study, None, brought).await
    }

    async fn memos(&self, placed: &[Option<Placed>], handles: &[String]) -> Result<usize, Error> {
        let (tx, study) = (self.tx, self.study);
        let members = team::all(tx.connection(), study).await?;
        let member = |coder: usize| {
            let mut members = members.iter();
            members
                .find(|one| one.handle == handles[coder])
                .map(|one| one.id)
        };
        let paths = codes::paths(tx.connection(), study).await?;
        let mut there: BTreeMap<Uuid, BTreeMap<_, Uuid>> = BTreeMap::new();
        let mut brought = Vec::new();
        for memo in &self.project.memos {
            let document = |text: usize| placed[text].as_ref().map(|one| one.id);
            let target = match memo.on {
                On::Project => Some((memos::On::Study, study, None, None)),
                On::Text(text) => {
                    document(text).map(|id| (memos::On::Document, id, Some(id), None))
                }
                On::Passage(text, start, end) => {
                    document(text).map(|id| (memos::On::Span, id, Some(id), Some((start, end))))
                }
                On::Coding(coding) => {
                    let coding = &self.project.codings[coding];
                    let Some(id) = document(coding.text) else {
                        continue;
                    };
                    if !there.contains_key(&id) {
                        there.insert(id, codings::placed(tx, study, id).await?);
                    }
                    let code = paths.get(&self.project.codes[coding.code].path);
                    let mark = code.zip(member(coding.coder));
                    let mark = mark.map(|(code, member)| (member, *code, coding.start, coding.end));
                    let coding = mark.and_then(|mark| there.get(&id)?.get(&mark).copied());
                    coding.map(|coding| (memos::On::Coding, coding, Some(id), None))
                }
            };
            if let Some((on, id, document, span)) = target {
                let target = Target {
                    on,
                    id,
                    document,
                    span,
                };
                brought.push((memo.coder.and_then(member), target, memo.text.as_str()));
            }
        }
        memos::bring_in(tx, self.app, study, &brought).await
    }
}

/// The name of a file without its ending; a name without one as it is.
fn stem(name: &str) -> Option<&str> {
    let name = name.rsplit(['/', '\\']).next()?.trim();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    (!stem.is_empty()).then_some(stem)
}

fn document(handle: &str, text: &Text, participant: Option<&str>) -> Document {
    let turn = |paragraph: &String| Turn {
        role: Role::Unknown,
        label: None,
        start_ms: None,
        end_ms: None,
        text: paragraph.clone(),
    };
    Document {
        title: match participant {
            Some(participant) => format!("Interview with {participant}"),
            None => format!("Transcript {handle}"),
        },
        handle: handle.to_owned(),
        kind: Kind::Transcript,
        participant: participant.map(str::to_owned),
        author: None,
        dated: None,
        source_hash: Sha256::digest(text.paragraphs.join("\n")).to_vec(),
        turns: text.paragraphs.iter().map(turn).collect(),
    }
}
