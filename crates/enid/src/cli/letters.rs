//! `enid letters …`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use programme::exchange::Folder;
use programme::release::from_plan;

use super::{Outcome, files, note, plan, say};

/// What `enid letters` takes.
#[derive(Args)]
pub(super) struct Letters {
    /// A plan that enid plan --out wrote
    #[arg(value_name = "PLAN.json")]
    plan: PathBuf,
    /// Folder to write into; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The programme folder that the plan was made from: gives names, hospitals, shifts, ways and limits
    #[arg(long, value_name = "FOLDER")]
    from: Option<PathBuf>,
}

pub(super) fn run(letters: &Letters) -> Result<Outcome> {
    let document = plan::read_plan(&letters.plan)?;
    let folder = match &letters.from {
        Some(from) => plan::read(from)?,
        None => {
            note(
                "without --from FOLDER no names, hospitals, shifts and limits are known: doctors are called by their \
                 references, all stand in one letter, and 60 minutes are taken for each way",
            );
            Folder::default()
        }
    };
    let written = from_plan::letters(&document, &folder)?;
    for path in files::write_all(&letters.out, &written)? {
        say(&path.display().to_string())?;
    }
    Ok(Outcome::Done)
}
