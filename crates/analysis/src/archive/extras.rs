//! What an archive holds that this Enid does not know: it comes along, and is written again where it stood (REFI-QDA notes, Q26).

use std::collections::BTreeMap;

use formats::study_archive::{Archive, Beside as Fields, Manifest, Part};
use platform::storage::tables::Beside;

/// The entry in which an archive says what it is.
const MANIFEST: &str = "manifest.json";
/// What stands beside the name of the study in the manifest.
const STUDY: &str = "study";
/// What stands beside an entry of the list of files: `file ` and its name.
const FILE: &str = "file ";

/// Something that is not known: an entry as a whole, or what stands beside the fields of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Extra {
    /// The bytes of an entry.
    Whole(Vec<u8>),
    /// An object of fields as JSON.
    Fields(String),
}

/// All that is not known, by its entry and the line; an entry as a whole has no line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extras(pub(super) BTreeMap<(String, String), Extra>);

impl Extras {
    /// What the manifest of an archive says beside what is known.
    pub(super) fn of_manifest(archive: &Archive) -> Self {
        let mut extras = Self::default();
        let manifest = &archive.manifest;
        extras.keep("", &manifest.beside);
        extras.keep(STUDY, &manifest.study.beside);
        for listed in &manifest.files {
            extras.keep(&format!("{FILE}{}", listed.name), &listed.beside);
        }
        extras
    }

    fn keep(&mut self, line: &str, fields: &Fields) {
        if !fields.is_empty() {
            let fields = serde_json::to_string(fields).expect("JSON that was read is written");
            self.add(MANIFEST, line, Extra::Fields(fields));
        }
    }

    pub(super) fn add(&mut self, entry: &str, line: &str, extra: Extra) {
        self.0.insert((entry.to_owned(), line.to_owned()), extra);
    }

    /// What stands beside the rows of a table.
    pub(super) fn add_beside(&mut self, entry: &str, beside: Beside) {
        for (line, fields) in beside {
            self.add(entry, &line, Extra::Fields(fields));
        }
    }

    /// The same, to be written.
    pub(super) fn beside(&self, entry: &str) -> Beside {
        let own = self.0.iter().filter(|((of, _), _)| of == entry);
        own.filter_map(|((_, line), extra)| match extra {
            Extra::Fields(fields) => Some((line.clone(), fields.clone())),
            Extra::Whole(_) => None,
        })
        .collect()
    }

    /// Entries that are not known, ordered by their names.
    pub(super) fn parts(&self) -> impl Iterator<Item = Part> {
        self.0.iter().filter_map(|((name, _), extra)| match extra {
            Extra::Whole(bytes) => Some(Part {
                name: name.clone(),
                bytes: bytes.clone(),
            }),
            Extra::Fields(_) => None,
        })
    }

    /// Writes into a manifest what stood beside what it says.
    pub(super) fn write_into(&self, manifest: &mut Manifest) {
        manifest.beside = self.fields("");
        manifest.study.beside = self.fields(STUDY);
        for listed in &mut manifest.files {
            listed.beside = self.fields(&format!("{FILE}{}", listed.name));
        }
    }

    fn fields(&self, line: &str) -> Fields {
        let found = self.0.get(&(MANIFEST.to_owned(), line.to_owned()));
        let read = match found {
            Some(Extra::Fields(fields)) => serde_json::from_str(fields).ok(),
            _ => None,
        };
        read.unwrap_or_default()
    }
}
