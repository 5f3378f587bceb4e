//! `enid memos …`

use std::path::PathBuf;

use analysis::memos::console::{self as writing, Doing, Subject};
use analysis::notes::console::{self as notes, Filter};
use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use platform::App;

use super::{Form, Of, Whose, hand};
use crate::cli::files;

/// What is done with memos.
#[derive(Subcommand)]
pub(in crate::cli) enum Memos {
    /// List memos, entries of journals that are not private, and statements of position, the newest first
    #[command(
        after_help = "Example:\n  enid memos list north-study --type theory --by R1 --from 2031-03-01 --words \"side door\""
    )]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        filter: Asked,
    },
    /// Write the same into a file: CSV, HTML or DOCX, by its ending
    #[command(after_help = "Example:\n  enid memos export north-study notes.docx --by R1")]
    Export {
        #[command(flatten)]
        of: Of,
        /// The file
        file: PathBuf,
        #[command(flatten)]
        filter: Asked,
    },
    /// Write a memo: on the study, or on what is named
    #[command(
        after_help = "Example:\n  enid memos add north-study --kind theory --code Leaving --text \"Leaving is asked for.\" --as R1\n  enid memos add north-study --kind linguistic --document K1 --start 10 --end 34 --text-file memo.txt --as R1"
    )]
    Add {
        #[command(flatten)]
        of: Of,
        /// definition, theory, method, linguistic, personal or member_reflection
        #[arg(long)]
        kind: String,
        #[command(flatten)]
        text: Text,
        #[command(flatten)]
        on: On,
    },
    /// Change a memo of one's own; what is left out stays
    #[command(
        after_help = "Example:\n  enid memos change north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f --text \"Leaving is never asked for.\" --as R1"
    )]
    Change {
        #[command(flatten)]
        of: Of,
        /// The memo, by id
        memo: String,
        /// Its kind
        #[arg(long)]
        kind: Option<String>,
        #[command(flatten)]
        text: Text,
    },
    /// Remove a memo of one's own
    #[command(
        after_help = "Example:\n  enid memos remove north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f --as R1"
    )]
    Remove {
        #[command(flatten)]
        of: Of,
        /// The memo, by id
        memo: String,
    },
}

/// What of the notes is asked for.
#[derive(Args)]
pub(in crate::cli) struct Asked {
    /// Only this type: a kind of memo, journal or positionality
    #[arg(
        long = "type",
        value_name = "TYPE",
        default_value = "",
        hide_default_value = true
    )]
    kind: String,
    #[command(flatten)]
    whose: Whose,
    /// Only memos on this: span, coding, code, theme, document, participant or study
    #[arg(
        long,
        value_name = "SUBJECT",
        default_value = "",
        hide_default_value = true
    )]
    on: String,
    /// Only with these words in the text, or in what it is on
    #[arg(long, default_value = "", hide_default_value = true)]
    words: String,
}

/// A text that somebody writes.
#[derive(Args)]
pub(in crate::cli) struct Text {
    /// What it says
    #[arg(long, conflicts_with = "text_file")]
    text: Option<String>,
    /// A file that says it
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
}

/// What a memo is on.
#[derive(Args)]
pub(in crate::cli) struct On {
    /// A code
    #[arg(long)]
    code: Option<String>,
    /// A theme
    #[arg(long)]
    theme: Option<String>,
    /// A coding, by id
    #[arg(long)]
    coding: Option<String>,
    /// A participant
    #[arg(long)]
    participant: Option<String>,
    /// A document
    #[arg(long)]
    document: Option<String>,
    /// The first code point of a passage of the document
    #[arg(long, requires = "end", requires = "document")]
    start: Option<u32>,
    /// The code point after the last
    #[arg(long, requires = "start")]
    end: Option<u32>,
}

impl Memos {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. }
            | Self::Export { of, .. }
            | Self::Add { of, .. }
            | Self::Change { of, .. }
            | Self::Remove { of, .. } => of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        let doing = match self {
            Self::List { form, filter, .. } => {
                let viewer = hand(app, &of, "memos.read").await?;
                return form.print(&notes::list(app, &viewer, &filter.filter()).await?);
            }
            Self::Export { file, filter, .. } => {
                let viewer = hand(app, &of, "memos.read").await?;
                let ending = file.extension().and_then(|ending| ending.to_str());
                let asked = (&filter.filter(), ending.unwrap_or_default());
                let bytes = notes::file(app, &viewer, asked).await?;
                files::write_whole(&file, &bytes)?;
                return Ok(file.display().to_string());
            }
            Self::Add { kind, text, on, .. } => {
                let Some(text) = text.read()? else {
                    bail!("say what the memo says: --text TEXT, or --text-file FILE");
                };
                Doing::Write(on.subject(), kind, text)
            }
            Self::Change {
                memo, kind, text, ..
            } => Doing::Change(memo, kind, text.read()?),
            Self::Remove { memo, .. } => Doing::Remove(memo),
        };
        let viewer = hand(app, &of, "memos.write").await?;
        Ok(writing::done(app, &viewer, &doing).await?.to_string())
    }
}

impl Asked {
    fn filter(self) -> Filter {
        Filter {
            kind: self.kind,
            by: self.whose.by,
            from: self.whose.from,
            until: self.whose.until,
            on: self.on,
            words: self.words,
        }
    }
}

impl Text {
    pub(super) fn read(self) -> Result<Option<String>> {
        let Some(file) = self.text_file else {
            return Ok(self.text);
        };
        let place = file.display();
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("{place}: cannot be read; name a text file in UTF-8"))?;
        Ok(Some(text))
    }
}

impl On {
    fn subject(self) -> Subject {
        Subject {
            code: self.code,
            theme: self.theme,
            coding: self.coding,
            participant: self.participant,
            document: self.document,
            span: self.start.zip(self.end),
        }
    }
}
