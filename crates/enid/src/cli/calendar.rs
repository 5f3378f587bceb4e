//! `enid calendar …`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use programme::exchange::Folder;
use programme::release::from_plan;

use super::{Outcome, files, note, plan, say};

/// What `enid calendar` takes.
#[derive(Args)]
pub(super) struct Calendar {
    /// A plan that enid plan --out wrote
    #[arg(value_name = "PLAN.json")]
    plan: PathBuf,
    /// Folder to write into; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The programme folder that the plan was made from: gives rooms their names, and ways
    #[arg(long, value_name = "FOLDER")]
    from: Option<PathBuf>,
    /// Counts the plans sent before this one, so that calendar programs take the later entry
    #[arg(long, value_name = "N", default_value_t = 0)]
    sequence: u32,
}

pub(super) fn run(calendar: &Calendar) -> Result<Outcome> {
    let document = plan::read_plan(&calendar.plan)?;
    let folder = match &calendar.from {
        Some(from) => plan::read(from)?,
        None => {
            note("without --from FOLDER rooms are called by their codes, and no way is known");
            Folder::default()
        }
    };
    let written = from_plan::calendars(&document, &folder, calendar.sequence)?;
    for path in files::write_all(&calendar.out, &written)? {
        say(&path.display().to_string())?;
    }
    Ok(Outcome::Done)
}
