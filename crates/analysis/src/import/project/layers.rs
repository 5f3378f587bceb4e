//! Who coded, what they coded, and what was noted.

use std::collections::{BTreeMap, BTreeSet};

use formats::coded_project::On;
use platform::Error;
use platform::clock::Instant;
use study::problem::{Code as Fault, Problem};
use study::team;
use uuid::Uuid;

use super::{Bringing, ImportedProject, Placed};
use crate::codes;
use crate::codings::{self, FolderCoding};
use crate::import::ImportError;
use crate::memos::{self, Target};

/// How members are called whom a project has brought, with a number behind.
const BROUGHT: &str = "coder-";
/// Stands in the place of a handle for somebody who is no member yet.
const NEW: &str = "new";

/// The codings of a document by layer, code and positions.
type Marks = BTreeMap<(Uuid, Uuid, u32, u32), Uuid>;

impl Bringing<'_> {
    /// The handles of the members who are the coders.
    pub(super) async fn handles(
        &self,
        told: &mut ImportedProject,
    ) -> Result<Vec<String>, ImportError> {
        let members = team::all(self.tx.connection(), self.study).await?;
        let members: Vec<&str> = members.iter().map(|one| one.handle.as_str()).collect();
        let coders = &self.project.coders;
        let handles = assign(coders, &self.file.coders, &members);
        let handles = handles.map_err(|faults| unassigned(&self.file.name, faults))?;
        for (name, handle) in coders.iter().zip(&handles) {
            let who = match name {
                Some(name) => format!("“{name}”"),
                None => "whoever is not named".to_owned(),
            };
            self.tell(told, format!("{who} is {handle} here; no name is stored"));
        }
        let entering: BTreeSet<&str> = handles.iter().map(String::as_str).collect();
        team::enter(self.tx, self.app, self.study, &entering).await?;
        Ok(handles)
    }

    /// Adds what is coded and gives how much of it is new.
    pub(super) async fn codings(
        &self,
        placed: &[Option<Placed>],
        handles: &[String],
    ) -> Result<usize, Error> {
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

    /// Adds what was noted and gives how much of it is new.
    pub(super) async fn memos(
        &self,
        placed: &[Option<Placed>],
        handles: &[String],
    ) -> Result<usize, Error> {
        let members = team::all(self.tx.connection(), self.study).await?;
        let member = |coder: usize| {
            let found = members.iter().find(|one| one.handle == handles[coder]);
            found.map(|one| one.id)
        };
        let marks = self.marks(placed).await?;
        let paths = codes::paths(self.tx.connection(), self.study).await?;
        let coding = |place: usize| {
            let coding = &self.project.codings[place];
            let code = paths.get(&self.project.codes[coding.code].path)?;
            let mark = (member(coding.coder)?, *code, coding.start, coding.end);
            let document = placed[coding.text].as_ref()?.id;
            Some((document, *marks.get(&document)?.get(&mark)?))
        };
        let mut brought = Vec::new();
        for memo in &self.project.memos {
            let document = |text: usize| placed[text].as_ref().map(|one| one.id);
            let target = match memo.on {
                On::Project => Some((memos::On::Study, self.study, None, None)),
                On::Text(text) => {
                    document(text).map(|id| (memos::On::Document, id, Some(id), None))
                }
                On::Passage(text, start, end) => {
                    document(text).map(|id| (memos::On::Span, id, Some(id), Some((start, end))))
                }
                On::Coding(place) => coding(place)
                    .map(|(document, id)| (memos::On::Coding, id, Some(document), None)),
            };
            if let Some((on, id, document, span)) = target {
                let target = Target {
                    on,
                    id,
                    document,
                    span,
                };
                brought.push(memos::Brought {
                    id: None,
                    member: memo.coder.and_then(member),
                    written_at: None,
                    kind: memos::Kind::Method,
                    target,
                    text: memo.text.clone(),
                });
            }
        }
        let added = memos::bring_in(self.tx, self.app, self.study, &brought).await?;
        Ok(added.new)
    }

    /// What is coded now in the documents in which a memo is on a coding.
    async fn marks(&self, placed: &[Option<Placed>]) -> Result<BTreeMap<Uuid, Marks>, Error> {
        let texts = self.project.memos.iter().filter_map(|memo| match memo.on {
            On::Coding(place) => Some(self.project.codings[place].text),
            _ => None,
        });
        let mut found = BTreeMap::new();
        for text in texts.collect::<BTreeSet<usize>>() {
            if let Some(document) = &placed[text] {
                let marks = codings::placed(self.tx, self.study, document.id).await?;
                found.insert(document.id, marks);
            }
        }
        Ok(found)
    }
}

/// Why nothing is stored, where it cannot be said who somebody is.
pub(in crate::import) fn unassigned(
    file: &str,
    faults: Vec<(String, &'static str)>,
) -> ImportError {
    let problem = |(value, message): (String, &str)| {
        Problem::error(Fault::E07, file, message).with_value(&value)
    };
    ImportError::Problems(faults.into_iter().map(problem).collect())
}

/// The handle of each coder: as given by name, `new` for somebody new; else the member of that handle; else a new member. A name that
/// was not stored cannot be known again, so that somebody new who is not given is refused once an earlier project has brought
/// somebody. Whoever is not named is given by the empty name.
///
/// # Errors
/// Names and handles about which this cannot say, each with why.
pub(in crate::import) fn assign(
    coders: &[Option<String>],
    given: &BTreeMap<String, String>,
    members: &[&str],
) -> Result<Vec<String>, Vec<(String, &'static str)>> {
    let is_again = members.iter().any(|handle| handle.starts_with(BROUGHT));
    let mut sorted: Vec<&Option<String>> = coders.iter().collect();
    sorted.sort();
    let mut handles: BTreeMap<&Option<String>, String> = BTreeMap::new();
    let mut faults = Vec::new();
    let mut free = (1..).map(|number| format!("{BROUGHT}{number}"));
    let mut new = || free.find(|handle| !members.contains(&handle.as_str()));
    for coder in sorted {
        let name = coder.as_deref().unwrap_or_default();
        let same = members
            .iter()
            .find(|handle| handle.eq_ignore_ascii_case(name));
        let handle = match (given.get(name).map(String::as_str), same) {
            (Some(NEW), _) => new(),
            (Some(handle), _) if members.contains(&handle) => Some(handle.to_owned()),
            (Some(handle), _) => {
                faults.push((handle.to_owned(), "no member of the team has this handle"));
                None
            }
            (None, Some(handle)) => Some((*handle).to_owned()),
            (None, None) if is_again => {
                let message = "an earlier project has brought coders whose names were not stored; say who this is: --coder \
                               NAME=HANDLE, or NAME=new";
                faults.push((name.to_owned(), message));
                None
            }
            (None, None) => new(),
        };
        handles.extend(handle.map(|handle| (coder, handle)));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let handle = |coder| handles.get(coder).cloned().unwrap_or_default();
    Ok(coders.iter().map(handle).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assigned(
        coders: &[&str],
        given: &[(&str, &str)],
        members: &[&str],
    ) -> Result<String, String> {
        let name = |name: &&str| Some((*name).to_owned()).filter(|name| !name.is_empty());
        let coders: Vec<Option<String>> = coders.iter().map(name).collect();
        let given = given
            .iter()
            .map(|(name, handle)| ((*name).to_owned(), (*handle).to_owned()));
        let found = assign(&coders, &given.collect(), members);
        found.map(|handles| handles.join(" ")).map_err(|faults| {
            let faults = faults
                .iter()
                .map(|(value, message)| format!("{value}: {message}"));
            faults.collect::<Vec<_>>().join("; ")
        })
    }

    #[test]
    fn a_coder_is_who_they_are_given_as_or_the_member_of_that_handle_or_somebody_new() {
        let members = ["R1", "R2"];
        assert_eq!(
            assigned(&["lee", "r2", "kim", ""], &[("kim", "R1")], &members).unwrap(),
            "coder-2 R2 R1 coder-1"
        );
        assert_eq!(
            assigned(&["kim"], &[("kim", "new")], &members).unwrap(),
            "coder-1"
        );
        let fault = assigned(&["kim"], &[("kim", "R9")], &members).unwrap_err();
        assert!(fault.starts_with("R9: no member"), "{fault}");
    }

    #[test]
    fn once_an_earlier_project_has_brought_somebody_nobody_is_taken_for_them_unasked() {
        let members = ["R1", "coder-1"];
        let fault = assigned(&["zoe"], &[], &members).unwrap_err();
        assert!(fault.contains("say who this is"), "{fault}");
        assert_eq!(
            assigned(&["zoe"], &[("zoe", "coder-1")], &members).unwrap(),
            "coder-1"
        );
        assert_eq!(
            assigned(&["zoe"], &[("zoe", "new")], &members).unwrap(),
            "coder-2"
        );
        assert_eq!(
            assigned(&["r1", ""], &[("", "coder-1")], &members).unwrap(),
            "R1 coder-1"
        );
    }
}
