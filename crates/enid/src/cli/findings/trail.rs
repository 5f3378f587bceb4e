//! `enid trail …`

use std::path::PathBuf;

use analysis::trail::console::{self, Way};
use anyhow::Result;
use clap::{Args, Subcommand};
use platform::App;

use super::{Form, Of, Whose, hand};
use crate::cli::files;

/// What is done with the trail.
#[derive(Subcommand)]
pub(in crate::cli) enum Trail {
    /// List what was done to codes, themes, quotes, memos and phases, the newest first, with the reasons
    #[command(
        after_help = "Example:\n  enid trail list north-study --kind theme.merge --by R1 --from 2031-03-01"
    )]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        /// Only this kind, such as code.merge
        #[arg(long, default_value = "", hide_default_value = true)]
        kind: String,
        #[command(flatten)]
        whose: Whose,
    },
    /// Write every event, with its state before and after, as one JSON object a line
    #[command(after_help = "Example:\n  enid trail export north-study trail.jsonl")]
    Export {
        #[command(flatten)]
        of: Of,
        /// The file
        file: PathBuf,
    },
    /// Add a reason to what was done
    #[command(
        after_help = "Example:\n  enid trail why north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f \"Both say the same\" --as R1"
    )]
    Why {
        #[command(flatten)]
        of: Of,
        /// The act, by id
        act: String,
        /// Why, in one line
        why: String,
    },
    /// Take back what one did last, or an act that is named, and print what it was
    #[command(after_help = "Example:\n  enid trail undo north-study --as R1")]
    Undo(Back),
    /// Do again what one took back last, or an undo that is named, and print what it was
    #[command(after_help = "Example:\n  enid trail redo north-study --as R1")]
    Redo(Back),
}

/// What is taken back, or done again.
#[derive(Args)]
pub(in crate::cli) struct Back {
    #[command(flatten)]
    of: Of,
    /// The act, by id; the next of one's own, if it is left out
    act: Option<String>,
    /// With all later changes that rest on it
    #[arg(long)]
    whole: bool,
}

impl Trail {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. } | Self::Export { of, .. } | Self::Why { of, .. } => of,
            Self::Undo(back) | Self::Redo(back) => &back.of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        let (way, back) = match self {
            Self::List {
                form, kind, whose, ..
            } => {
                let viewer = hand(app, &of, "trail.read").await?;
                let days = [whose.from.as_str(), whose.until.as_str()];
                let asked = (kind.as_str(), whose.by.as_str(), days);
                return form.print(&console::list(app, &viewer, asked).await?);
            }
            Self::Export { file, .. } => {
                let viewer = hand(app, &of, "trail.read").await?;
                let lines = console::file(app, &viewer).await?;
                files::write_whole(&file, lines.as_bytes())?;
                return Ok(file.display().to_string());
            }
            Self::Why { act, why, .. } => {
                let viewer = hand(app, &of, "trail.write").await?;
                let act = console::add_why(app, &viewer, (&act, &why)).await?;
                return Ok(act.to_string());
            }
            Self::Undo(back) => (Way::Undo, back),
            Self::Redo(back) => (Way::Redo, back),
        };
        let viewer = hand(app, &of, "codes.write").await?;
        let asked = (way, back.act.as_deref(), back.whole);
        Ok(console::back(app, &viewer, asked).await?)
    }
}
