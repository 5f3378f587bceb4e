//! `enid checklists …`

use std::path::PathBuf;

use analysis::checklists::{Answer, console as checklists};
use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use platform::App;

use super::memos::Text;
use super::{Form, Of, hand};

/// What is done with checklists of the report; `enid study export` takes them away.
#[derive(Subcommand)]
pub(in crate::cli) enum Checklists {
    /// List the items of one with what is drafted from data, what is missing, and the answers
    #[command(
        after_help = "Example:\n  enid checklists list north-study --checklist srqr --format json"
    )]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        list: Which,
    },
    /// Answer an item; without words the draft is the answer as it stands
    #[command(
        after_help = "Example:\n  enid checklists answer north-study 10 --text \"Everybody of the year was invited.\" --where \"Methods; Table 1\" --as R1"
    )]
    Answer {
        #[command(flatten)]
        of: Of,
        /// The item, such as 12
        item: String,
        #[command(flatten)]
        list: Which,
        #[command(flatten)]
        text: Text,
        /// Where the manuscript tells it: a heading or a caption, several with a semicolon between them
        #[arg(
            long = "where",
            value_name = "PLACE",
            default_value = "",
            hide_default_value = true
        )]
        place: String,
        /// It does not apply, for the reason that the text gives
        #[arg(long)]
        not_applicable: bool,
        /// It is open again, and what was written goes
        #[arg(long, conflicts_with_all = ["not_applicable", "text", "text_file", "place"])]
        open: bool,
    },
    /// List what was done to an item, by whom and when
    #[command(after_help = "Example:\n  enid checklists history north-study 10")]
    History {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        /// The item, such as 12
        item: String,
        #[command(flatten)]
        list: Which,
    },
    /// Bring a list in from a TOML file, such as one of RTARG, whose items are not part of Enid
    #[command(after_help = "Example:\n  enid checklists bring north-study rtarg.toml --as R1")]
    Bring {
        #[command(flatten)]
        of: Of,
        /// The file
        file: PathBuf,
    },
}

/// Which list.
#[derive(Args)]
pub(in crate::cli) struct Which {
    /// The list, by its id
    #[arg(long = "checklist", value_name = "LIST", default_value = "coreq")]
    id: String,
}

impl Checklists {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. }
            | Self::Answer { of, .. }
            | Self::History { of, .. }
            | Self::Bring { of, .. } => of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        let reading = async || hand(app, &of, "checklists.read").await;
        let writing = async || hand(app, &of, "checklists.write").await;
        match self {
            Self::List { form, list, .. } => {
                form.print(&checklists::list(app, &reading().await?, &list.id).await?)
            }
            Self::Answer {
                item,
                list,
                text,
                place,
                not_applicable,
                open,
                ..
            } => {
                let answer = Answer {
                    stands: checklists::stands(open, not_applicable),
                    words: text.read()?.unwrap_or_default(),
                    place,
                };
                let asked = (list.id.as_str(), item.as_str());
                checklists::answer(app, &writing().await?, asked, answer).await?;
                Ok(item)
            }
            Self::History {
                form, item, list, ..
            } => {
                let asked = (list.id.as_str(), item.as_str());
                form.print(&checklists::history(app, &reading().await?, asked).await?)
            }
            Self::Bring { file, .. } => {
                let bytes = std::fs::read(&file)
                    .with_context(|| format!("{}: cannot be read", file.display()))?;
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                Ok(checklists::bring(app, &writing().await?, (&name, &bytes)).await?)
            }
        }
    }
}
