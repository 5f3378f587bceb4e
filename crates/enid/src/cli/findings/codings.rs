//! `enid codings …`

use analysis::codings::console::{self, Doing, Passage, Target};
use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use platform::App;

use super::{Form, Of, Why, hand};

/// What is done with codings.
#[derive(Subcommand)]
pub(in crate::cli) enum Codings {
    /// List what is coded in a document, as far as whoever asks sees it
    #[command(after_help = "Example:\n  enid codings list north-study K1 --by R1 --format json")]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        /// The document
        document: String,
        /// Only the layer of this member
        #[arg(long, value_name = "MEMBER")]
        by: Option<String>,
    },
    /// Code a passage in one's own layer
    #[command(
        after_help = "Example:\n  enid codings add north-study K1 \"Leaving > Asking\" --start 10 --end 34 --as R1\n  enid codings add north-study K1 Leaving --turn 2 --as R1"
    )]
    Add {
        #[command(flatten)]
        of: Of,
        /// The document
        document: String,
        /// The code: its path, its name where no other has it, or its id
        code: String,
        #[command(flatten)]
        passage: Where,
    },
    /// Give a coding other edges
    #[command(
        after_help = "Example:\n  enid codings edges north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f 10 40 --as R1"
    )]
    Edges {
        #[command(flatten)]
        of: Of,
        /// The coding, by id
        coding: String,
        /// Its first code point
        start: u32,
        /// The code point after its last
        end: u32,
    },
    /// Give a coding another code
    #[command(
        after_help = "Example:\n  enid codings recode north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f Leaving --as R1"
    )]
    Recode {
        #[command(flatten)]
        of: Of,
        /// The coding, by id
        coding: String,
        /// The code
        code: String,
    },
    /// Say that a coding is right, though its text changed
    #[command(
        after_help = "Example:\n  enid codings confirm north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f --as R1"
    )]
    Confirm(One),
    /// Remove a coding
    #[command(
        after_help = "Example:\n  enid codings remove north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f --as R1"
    )]
    Remove(One),
    /// Split a code: give passages of it to another code, old or new, and print that code
    #[command(
        after_help = "Example:\n  enid codings split north-study Leaving --new \"Leaving early\" 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f --as R1"
    )]
    Split {
        #[command(flatten)]
        of: Of,
        /// The code
        code: String,
        /// The codings that go, by id
        #[arg(required = true, value_name = "CODING")]
        codings: Vec<String>,
        /// To this code
        #[arg(long, value_name = "CODE", conflicts_with = "new")]
        to: Option<String>,
        /// To a new code of this name, beside the old one
        #[arg(long, value_name = "NAME")]
        new: Option<String>,
        #[command(flatten)]
        why: Why,
    },
}

/// One coding.
#[derive(Args)]
pub(in crate::cli) struct One {
    #[command(flatten)]
    of: Of,
    /// The coding, by id
    coding: String,
}

/// A passage of a document.
#[derive(Args)]
pub(in crate::cli) struct Where {
    /// The first code point of the document, as `enid search --format json` prints it
    #[arg(long, requires = "end", conflicts_with = "turn")]
    start: Option<u32>,
    /// The code point after the last
    #[arg(long, requires = "start")]
    end: Option<u32>,
    /// A whole turn, from 1
    #[arg(long)]
    turn: Option<usize>,
}

impl Codings {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. }
            | Self::Add { of, .. }
            | Self::Edges { of, .. }
            | Self::Recode { of, .. }
            | Self::Split { of, .. } => of,
            Self::Confirm(one) | Self::Remove(one) => &one.of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        let doing = match self {
            Self::List {
                form, document, by, ..
            } => {
                let viewer = hand(app, &of, "codings.read").await?;
                let asked = (document.as_str(), by.as_deref());
                return form.print(&console::list(app, &viewer, asked).await?);
            }
            Self::Split {
                code,
                codings,
                to,
                new,
                why,
                ..
            } => {
                let to = match (to, new) {
                    (Some(code), _) => Target::Code(code),
                    (_, Some(name)) => Target::New(name),
                    _ => bail!("say where the passages go: --to CODE, or --new NAME"),
                };
                let viewer = hand(app, &of, "codings.write").await?;
                let what = (code.as_str(), codings.as_slice(), &to);
                let code = console::split_code(app, &viewer, what, &why.why).await?;
                return Ok(code.to_string());
            }
            Self::Add {
                document,
                code,
                passage,
                ..
            } => Doing::Add(document, code, passage.passage()?),
            Self::Edges {
                coding, start, end, ..
            } => Doing::Edges(coding, start, end),
            Self::Recode { coding, code, .. } => Doing::Recode(coding, code),
            Self::Confirm(one) => Doing::Confirm(one.coding),
            Self::Remove(one) => Doing::Remove(one.coding),
        };
        let viewer = hand(app, &of, "codings.write").await?;
        Ok(console::done(app, &viewer, &doing).await?.to_string())
    }
}

impl Where {
    fn passage(&self) -> Result<Passage> {
        match (self.start, self.end, self.turn) {
            (Some(start), Some(end), _) => Ok(Passage::Span(start, end)),
            (_, _, Some(turn)) => Ok(Passage::Turn(turn)),
            _ => bail!("say what is coded: --start and --end, or --turn"),
        }
    }
}
