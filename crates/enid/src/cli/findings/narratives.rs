//! `enid narratives …`

use analysis::narratives::console as narratives;
use anyhow::{Result, bail};
use clap::Subcommand;
use platform::App;

use super::memos::Text;
use super::{Form, Of, Why, hand};

/// What is done with narratives. A section is a theme, by name or id, or `other` for the other findings.
#[derive(Subcommand)]
pub(in crate::cli) enum Narratives {
    /// List the sections, each with its text as it is written and how many quotes it leaves out
    #[command(after_help = "Example:\n  enid narratives list north-study --format json")]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
    },
    /// Print a section as it is read, its quotes in their words
    #[command(after_help = "Example:\n  enid narratives read north-study \"Being let go\"")]
    Read {
        #[command(flatten)]
        of: Of,
        /// The section
        section: String,
    },
    /// List the quotes under a section, each with the mark by which its text names it
    #[command(after_help = "Example:\n  enid narratives quotes north-study \"Being let go\"")]
    Quotes {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        /// The section
        section: String,
    },
    /// Write the text of a section, in the place of what it was; a mark puts a quote into it
    #[command(
        after_help = "Example:\n  enid narratives write north-study \"Being let go\" --text-file let-go.txt --as R1"
    )]
    Write {
        #[command(flatten)]
        of: Of,
        /// The section
        section: String,
        #[command(flatten)]
        text: Text,
        #[command(flatten)]
        why: Why,
    },
    /// Move a quote from the text of one section into that of another, and its place with it
    #[command(
        after_help = "Example:\n  enid narratives move north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f --from \"Being let go\" --to other --as R1"
    )]
    Move {
        #[command(flatten)]
        of: Of,
        /// The quote, by id
        quote: String,
        /// From which section
        #[arg(long, value_name = "SECTION")]
        from: String,
        /// Into which section
        #[arg(long, value_name = "SECTION")]
        to: String,
        #[command(flatten)]
        why: Why,
    },
}

impl Narratives {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. }
            | Self::Read { of, .. }
            | Self::Quotes { of, .. }
            | Self::Write { of, .. }
            | Self::Move { of, .. } => of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        let reading = async || hand(app, &of, "narratives.read").await;
        let writing = async || hand(app, &of, "narratives.write").await;
        match self {
            Self::List { form, .. } => form.print(&narratives::list(app, &reading().await?).await?),
            Self::Read { section, .. } => {
                let read = narratives::read(app, &reading().await?, &section).await?;
                Ok(read.join("\n\n"))
            }
            Self::Quotes { form, section, .. } => {
                form.print(&narratives::quotes(app, &reading().await?, &section).await?)
            }
            Self::Write {
                section, text, why, ..
            } => {
                let Some(text) = text.read()? else {
                    bail!("say what the section says: --text TEXT, or --text-file FILE");
                };
                let words = (text.as_str(), why.why.as_str());
                narratives::write(app, &writing().await?, &section, words).await?;
                Ok(section)
            }
            Self::Move {
                quote,
                from,
                to,
                why,
                ..
            } => {
                let asked = (quote.as_str(), from.as_str(), to.as_str());
                narratives::transfer(app, &writing().await?, asked, &why.why).await?;
                Ok(to)
            }
        }
    }
}
