//! `enid account …`

use analysis::account::console::{self as account, Arrange};
use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use platform::App;

use super::{Form, Of, hand};

/// What is done with the account from field notes; `enid study export` takes it away.
#[derive(Subcommand)]
pub(in crate::cli) enum Account {
    /// List its extracts in their order with their panels, then what else could be in it
    #[command(after_help = "Example:\n  enid account list north-study")]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
    },
    /// Add an extract at the end, move it, take it out, or begin the second panel with it
    #[command(
        after_help = "Example:\n  enid account arrange north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f add --as R1"
    )]
    Arrange {
        #[command(flatten)]
        of: Of,
        /// A quote from a field note, by id
        extract: String,
        /// What becomes of it
        #[arg(value_enum)]
        what: What,
    },
    /// Give it a title
    #[command(
        after_help = "Example:\n  enid account name north-study \"A season of Thursdays\" --as R1"
    )]
    Name {
        #[command(flatten)]
        of: Of,
        /// The title
        title: String,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum What {
    /// It stands at the end
    Add,
    /// Before the one before it
    Up,
    /// Behind the one behind it
    Down,
    /// In the account no more
    Out,
    /// The second panel begins with it; again, and there is no second panel
    Turn,
}

impl Account {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. } | Self::Arrange { of, .. } | Self::Name { of, .. } => of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        let reading = async || hand(app, &of, "quotes.read").await;
        let writing = async || hand(app, &of, "quotes.write").await;
        match self {
            Self::List { form, .. } => form.print(&account::list(app, &reading().await?).await?),
            Self::Arrange { extract, what, .. } => {
                let what = match what {
                    What::Add => Arrange::Add,
                    What::Up => Arrange::Up,
                    What::Down => Arrange::Down,
                    What::Out => Arrange::Out,
                    What::Turn => Arrange::Turn,
                };
                account::arrange(app, &writing().await?, &extract, what).await?;
                Ok(extract)
            }
            Self::Name { title, .. } => {
                account::name(app, &writing().await?, &title).await?;
                Ok(title)
            }
        }
    }
}
