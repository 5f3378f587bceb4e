//! The archive of a project: which of its entries are the project and its sources (Q1, Q19a, Q19b).

use std::collections::HashMap;
use std::io::{Read, Seek};

use zip::ZipArchive;

use super::error::{Error, too_large};
use super::limits::Limits;
use crate::zipped::{Budget, Called, Counted, Shared, entries};

/// What a file of REFI-QDA is called in messages.
pub(super) const PROJECT: Called = Called {
    name: "the project",
    mend: "export it again as .qdpx from the program that wrote it",
};

/// What an error of reading is: one of our limits, a damaged archive, or the system's.
pub(super) fn reading_error(place: &str, error: std::io::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(ours) => ours,
        Err(error) => PROJECT.reading(place, error).into(),
    }
}

/// An archive whose list of entries was looked through.
pub(super) struct Archive<R> {
    zip: ZipArchive<Shared<R>>,
    budget: Budget,
    text_limit: usize,
    /// The entry of the project file and its name.
    project: (usize, String),
    /// Entries of the folder of sources, by name in lower case.
    sources: HashMap<String, (usize, String)>,
    /// Entries that are neither, in their order.
    pub strangers: Vec<String>,
}

impl<R: Read + Seek> Clone for Archive<R> {
    fn clone(&self) -> Self {
        Self {
            zip: self.zip.clone(),
            budget: self.budget.clone(),
            text_limit: self.text_limit,
            project: self.project.clone(),
            sources: self.sources.clone(),
            strangers: Vec::new(),
        }
    }
}

impl<R: Read + Seek> Archive<R> {
    pub(super) fn open(input: Shared<R>, budget: Budget, limits: &Limits) -> Result<Self, Error> {
        let (zip, entries) = entries(input, &limits.zip, PROJECT)?;
        let mut projects = Vec::new();
        let mut sources = HashMap::new();
        let mut strangers = Vec::new();
        for (index, name) in entries {
            let lower = name.to_lowercase();
            if let Some(file) = lower
                .strip_prefix("sources/")
                .filter(|file| !file.contains('/'))
            {
                if file != ".root" {
                    sources.insert(file.to_owned(), (index, name));
                }
            } else if lower.ends_with(".qde") && !lower.contains('/') {
                projects.push((index, name));
            } else {
                strangers.push(name);
            }
        }
        Ok(Self {
            zip,
            budget,
            text_limit: limits.text,
            project: choose(projects)?,
            sources,
            strangers,
        })
    }

    /// The name of the project file.
    pub(super) fn project_name(&self) -> &str {
        &self.project.1
    }

    /// The project file, unfolded while it is read.
    pub(super) fn project(&mut self) -> Result<impl Read + '_, Error> {
        let (index, name) = &self.project;
        let entry = self.zip.by_index(*index);
        let inner = entry.map_err(|error| PROJECT.entry(name, error))?;
        Ok(Counted {
            inner,
            budget: self.budget.clone(),
        })
    }

    /// The name in the archive of a file of the folder of sources, whatever its capitals.
    pub(super) fn source_name(&self, file: &str) -> Option<&str> {
        let found = self.sources.get(&file.to_lowercase());
        found.map(|(_, name)| name.as_str())
    }

    /// The bytes of a text in the folder of sources.
    pub(super) fn text(&mut self, file: &str) -> Result<Option<Vec<u8>>, Error> {
        let limit = self.text_limit;
        let mut bytes = Vec::new();
        let Some(mut entry) = self.entry(file)? else {
            return Ok(None);
        };
        let read = (&mut entry).take(limit as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| reading_error(file, error))?;
        if bytes.len() > limit {
            return Err(too_large(format!("the text {file}"), limit as u64, "bytes"));
        }
        Ok(Some(bytes))
    }

    /// A file of the folder of sources, unfolded while it is read.
    pub(super) fn entry(&mut self, file: &str) -> Result<Option<impl Read + '_>, Error> {
        let Some((index, name)) = self.sources.get(&file.to_lowercase()) else {
            return Ok(None);
        };
        let entry = self.zip.by_index(*index);
        let inner = entry.map_err(|error| PROJECT.entry(name, error))?;
        Ok(Some(Counted {
            inner,
            budget: self.budget.clone(),
        }))
    }
}

/// `project.qde` in any case; else the only one (Q19a).
fn choose(mut projects: Vec<(usize, String)>) -> Result<(usize, String), Error> {
    let named = |(_, name): &(usize, String)| name.eq_ignore_ascii_case("project.qde");
    if let Some(at) = projects.iter().position(named) {
        return Ok(projects.swap_remove(at));
    }
    match <[_; 1]>::try_from(projects) {
        Ok([only]) => Ok(only),
        Err(several) => Err(Error::Projects {
            found: several.into_iter().map(|(_, name)| name).collect(),
        }),
    }
}
