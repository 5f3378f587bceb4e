//! `enid qdpx …`: projects and codebooks of REFI-QDA, without a server.

mod convert;
mod inspect;
mod validate;

use std::fs::File;
use std::path::{Path, PathBuf};

use analysis::reading_cost::bounded;
use anyhow::{Context as _, Result, anyhow};
use clap::{Args, Subcommand};
use formats::cost::Cost;
use formats::refi_qda::{Error, Limits, shown};
use formats::zipped;

use super::Outcome;

/// What can be done with a file of REFI-QDA.
#[derive(Subcommand)]
pub(super) enum Qdpx {
    /// Tell what a project or a codebook holds, what its positions count and what an import would lose
    #[command(after_help = "Example:\n  enid qdpx inspect study.qdpx --format text")]
    Inspect(inspect::Inspect),
    /// Check a project or a codebook against the published schema, with line and column of each error
    #[command(
        after_help = "Example:\n  enid qdpx validate study.qdpx --strict\n\nExit codes: 0 valid; 1 not valid; 2 not readable at all."
    )]
    Validate(validate::Validate),
    /// Read a project or a codebook tolerantly, write it strictly, and tell what was lost on the way
    #[command(
        after_help = "Example:\n  enid qdpx convert study.qdpx for-nvivo.qdpx --profile nvivo\n  enid qdpx convert study.qdpx codes.qdc --format json"
    )]
    Convert(convert::Convert),
}

/// A file that is read.
#[derive(Args)]
pub(super) struct Given {
    /// A project (.qdpx, .qde) or a codebook (.qdc); its kind is told by its content
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    size: Size,
}

/// How much is read.
#[derive(Args, Clone, Copy)]
pub(super) struct Size {
    /// Take ten times as much as usual, which is 50 MiB packed, 200 MiB unpacked, 1,000,000 elements, 30 seconds and 512 MiB of
    /// memory: for files of your own
    #[arg(long)]
    large: bool,
}

pub(super) fn run(qdpx: &Qdpx) -> Result<Outcome> {
    match qdpx {
        Qdpx::Inspect(asked) => inspect::run(asked),
        Qdpx::Validate(asked) => validate::run(asked),
        Qdpx::Convert(asked) => convert::run(asked),
    }
}

impl Size {
    /// How many times as much as usual is taken.
    pub(super) fn times(self) -> u32 {
        if self.large { 10 } else { 1 }
    }

    /// How much time and memory a reading takes that begins now.
    pub(super) fn cost(self) -> Cost {
        bounded().times(self.times())
    }

    /// So many times as much of what an archive may be.
    pub(super) fn zip(self, usual: zipped::Limits) -> zipped::Limits {
        let times = u64::from(self.times());
        zipped::Limits {
            packed: usual.packed * times,
            unpacked: usual.unpacked * times,
            ..usual
        }
    }

    pub(super) fn limits(self) -> Limits {
        let usual = Limits::default();
        Limits {
            zip: zipped::Limits {
                entries: usual.zip.entries * if self.large { 10 } else { 1 },
                ..self.zip(usual.zip)
            },
            elements: usual.elements * u64::from(self.times()),
            cost: self.cost(),
            findings: 1_000,
            ..usual
        }
    }
}

impl Given {
    fn open(&self) -> Result<File> {
        open(&self.file)
    }

    fn limits(&self) -> Limits {
        self.size.limits()
    }
}

fn open(path: &Path) -> Result<File> {
    File::open(path).with_context(|| format!("{}: cannot be read", path.display()))
}

/// What is wrong with a file, where, and what helps, in one line.
fn refused(path: &Path, error: &Error) -> anyhow::Error {
    let what = match error {
        Error::Xml {
            file,
            line,
            column,
            what,
        } => format!("{file}:{line}:{column}: {what}"),
        other => other.to_string(),
    };
    let help = match error {
        Error::TooLarge { .. } | Error::File(zipped::Error::TooLarge { .. }) => {
            "; if it is your own file, --large takes ten times as much"
        }
        Error::Xml { .. } => "; export it anew, or mend the XML there",
        Error::Projects { .. } => "; leave one .qde at the root of the archive",
        Error::Root { .. } => "; a .qdpx, .qde or .qdc holds one of these",
        Error::NoCode => "; write it as a .qdpx or .qde",
        _ => "",
    };
    anyhow!("{}: {}{help}", path.display(), shown(&what))
}
