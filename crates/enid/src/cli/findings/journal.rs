//! `enid journal …`

use analysis::journal::console::{self as journal, Words};
use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use platform::App;

use super::memos::Text;
use super::{Form, Of, hand};

/// What is done with one's own journal.
#[derive(Subcommand)]
pub(in crate::cli) enum Journal {
    /// List one's own entries that others may read, the newest day first; `enid memos list --type journal` has those of the team
    #[command(after_help = "Example:\n  enid journal list north-study --as R1")]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
    },
    /// Write an entry that others may read; what is for its author alone is written on the page
    #[command(
        after_help = "Example:\n  enid journal write north-study --text \"I looked for the rota first.\" --for team --as R1"
    )]
    Write {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        entry: Entry,
    },
    /// Change an entry of one's own; what is left out stays
    #[command(
        after_help = "Example:\n  enid journal change north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f --for publishable --as R1"
    )]
    Change {
        #[command(flatten)]
        of: Of,
        /// The entry, by id
        id: String,
        #[command(flatten)]
        entry: Entry,
    },
    /// Remove an entry of one's own
    #[command(
        after_help = "Example:\n  enid journal remove north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f --as R1"
    )]
    Remove {
        #[command(flatten)]
        of: Of,
        /// The entry, by id
        id: String,
    },
}

/// What an entry says.
#[derive(Args)]
pub(in crate::cli) struct Entry {
    #[command(flatten)]
    text: Text,
    /// The day it is about, such as 2031-03-01; of a new entry today, if it is left out
    #[arg(long, value_name = "DAY")]
    day: Option<String>,
    /// team or publishable; needed for a new entry
    #[arg(long = "for", value_name = "READERS")]
    readers: Option<String>,
    /// The act of the trail that it is about, by id
    #[arg(long, value_name = "ACT")]
    about: Option<String>,
}

impl Journal {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. }
            | Self::Write { of, .. }
            | Self::Change { of, .. }
            | Self::Remove { of, .. } => of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let viewer = hand(app, self.of(), "journal.own").await?;
        match self {
            Self::List { form, .. } => form.print(&journal::list(app, &viewer).await?),
            Self::Write { entry, .. } => {
                let words = entry.words()?;
                if words.text.is_none() {
                    bail!("say what the entry says: --text TEXT, or --text-file FILE");
                }
                if words.visibility.is_none() {
                    bail!("say who may read it: --for team, or --for publishable");
                }
                Ok(journal::write(app, &viewer, words).await?.to_string())
            }
            Self::Change { id, entry, .. } => {
                let id = journal::change(app, &viewer, &id, entry.words()?).await?;
                Ok(id.to_string())
            }
            Self::Remove { id, .. } => {
                journal::remove(app, &viewer, &id).await?;
                Ok(id)
            }
        }
    }
}

impl Entry {
    fn words(self) -> Result<Words> {
        Ok(Words {
            dated: self.day,
            visibility: self.readers,
            about: self.about,
            text: self.text.read()?,
        })
    }
}
