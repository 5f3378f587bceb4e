//! A project of Taguette or QualCoder into a study: its texts, codes, codings and memos are added to what the study holds, in one
//! transaction, each coding in its place.
//!
//! Names that the project has for its coders may be those of people and are not stored: a coder is a member of the team, or
//! becomes one without an account.

pub(super) mod layers;
pub(super) mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use formats::coded_project::{self, Project};
use formats::cost::Cost;
use platform::audit::Event;
use platform::storage::Tx;
use platform::{App, Error};
use study::problem::{Code as Fault, Problem};
use uuid::Uuid;

use super::{ImportError, Place};
use crate::codes;
use crate::reading_cost::bounded;

/// A file of another program, and how it is taken.
#[derive(Debug, Clone)]
pub struct ProjectFile {
    /// What the file is called, for messages.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Which project of the file, where it holds several.
    pub project: Option<String>,
    /// Handles of members by the names that the project has for its coders, the empty name for whoever is not named; `new` for
    /// somebody who is no member yet.
    pub coders: BTreeMap<String, String>,
    /// What reading it may cost.
    pub cost: Cost,
}

impl ProjectFile {
    /// A file of which nothing else is said, with the usual cost.
    pub fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            bytes: bytes.into(),
            project: None,
            coders: BTreeMap::new(),
            cost: bounded(),
        }
    }
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
    let project = coded_project::read(&file.bytes, file.project.as_deref(), &file.cost)
        .map_err(|error| vec![Problem::error(Fault::E10, &file.name, error.to_string())])?;
    let names = project.coders.iter();
    let names: BTreeSet<&str> = names
        .map(|name| name.as_deref().unwrap_or_default())
        .collect();
    let unknown = file
        .coders
        .keys()
        .filter(|name| !names.contains(name.as_str()));
    let unknown: Vec<Problem> = unknown
        .map(|name| {
            let message = "nobody of this name coded or wrote in the project";
            let known: Vec<&str> = names
                .iter()
                .copied()
                .filter(|name| !name.is_empty())
                .collect();
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
    place: impl Into<Place<'_>>,
    file: &ProjectFile,
    actor: Option<Uuid>,
) -> Result<ImportedProject, ImportError> {
    let read = file.clone();
    let checked = tokio::task::spawn_blocking(move || check_project(&read)).await;
    let checked = checked.map_err(Error::internal)?;
    let (project, mut told) = checked.map_err(ImportError::Problems)?;
    let tx = app.db.write().await?;
    let study = place.into().study(&tx, app).await?;
    let bringing = Bringing {
        tx: &tx,
        app,
        study: study.id,
        file,
        project: &project,
    };
    bringing.all(&mut told).await?;
    let event = Event {
        chain: study.slug,
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
}
