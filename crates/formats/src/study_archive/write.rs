//! Writing an archive: the manifest first, then the parts as they are given, without a time and packed alike each time.

use std::io::{Seek, Write};

use zip::result::ZipResult;
use zip::{CompressionMethod, ZipWriter};

use super::manifest::{Beside, FORMAT, LeftOut, Listed, Manifest, StudyName, fingerprint};
use super::read::{Error, MANIFEST};
use super::{Archive, Part};
use crate::refi_qda::write::options;

impl Archive {
    /// Parts with the manifest that fits them.
    pub fn of(
        (study, schema, program): (StudyName, u32, &str),
        left_out: Vec<LeftOut>,
        parts: Vec<Part>,
    ) -> Self {
        let files: Vec<Listed> = parts.iter().map(Listed::of).collect();
        Self {
            manifest: Manifest {
                enid_archive: FORMAT,
                schema,
                program: program.to_owned(),
                study,
                fingerprint: fingerprint(&files),
                files,
                left_out,
                beside: Beside::new(),
            },
            parts,
        }
    }
}

/// Writes an archive.
///
/// # Errors
/// `Output` where it cannot be written to where it is to lie.
pub fn write<W: Write + Seek>(output: W, archive: &Archive) -> Result<W, Error> {
    let manifest = serde_json::to_vec_pretty(&archive.manifest);
    let manifest = manifest.map_err(|error| failed(&error))?;
    let packed = || -> ZipResult<W> {
        let mut zip = ZipWriter::new(output);
        let parts = archive.parts.iter();
        let parts = parts.map(|part| (part.name.as_str(), part.bytes.as_slice()));
        for (name, bytes) in std::iter::once((MANIFEST, manifest.as_slice())).chain(parts) {
            zip.start_file(name, options(CompressionMethod::Deflated))?;
            zip.write_all(bytes)?;
        }
        zip.finish()
    };
    packed().map_err(|error| failed(&error))
}

fn failed(error: &dyn std::error::Error) -> Error {
    Error::Output {
        what: error.to_string(),
    }
}
