//! `enid passes …`

use analysis::codings::pass_console as passes;
use anyhow::Result;
use clap::Subcommand;
use platform::App;

use super::{Form, Of, hand};

/// What is done with blind passes.
#[derive(Subcommand)]
pub(in crate::cli) enum Passes {
    /// List blind passes, the newest first
    #[command(after_help = "Example:\n  enid passes list north-study --format json")]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
    },
    /// Begin a blind pass: its analyst sees no other layer, and nobody else theirs, until they close it
    #[command(
        after_help = "Example:\n  enid passes begin north-study --analyst R2 --document K1 --as R2"
    )]
    Begin {
        #[command(flatten)]
        of: Of,
        /// Whose; every analyst's, if it is left out
        #[arg(long, value_name = "MEMBER")]
        analyst: Option<String>,
        /// Over which document; over every one, if it is left out
        #[arg(long)]
        document: Option<String>,
    },
    /// Close a blind pass of one's own
    #[command(
        after_help = "Example:\n  enid passes close north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f --as R2"
    )]
    Close {
        #[command(flatten)]
        of: Of,
        /// The pass, by id
        pass: String,
    },
}

impl Passes {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. } | Self::Begin { of, .. } | Self::Close { of, .. } => of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        match self {
            Self::List { form, .. } => {
                let viewer = hand(app, &of, "codings.read").await?;
                form.print(&passes::list(app, &viewer).await?)
            }
            Self::Begin {
                analyst, document, ..
            } => {
                let viewer = hand(app, &of, "codings.write").await?;
                let asked = (analyst.as_deref(), document.as_deref());
                passes::begin(app, &viewer, asked).await?;
                Ok("begun".to_owned())
            }
            Self::Close { pass, .. } => {
                let viewer = hand(app, &of, "codings.write").await?;
                passes::close(app, &viewer, &pass).await?;
                Ok("closed".to_owned())
            }
        }
    }
}
