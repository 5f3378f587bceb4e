//! `enid codes …`

use analysis::codes::console::{self, Doing, Said};
use anyhow::Result;
use clap::Subcommand;
use platform::App;

use super::{Day, Form, Of, Why, hand};

/// What is done with the codebook.
#[derive(Subcommand)]
pub(in crate::cli) enum Codes {
    /// List the codes, of now or of the end of an earlier day
    #[command(after_help = "Example:\n  enid codes list north-study --at 2031-03-04 --format csv")]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        day: Day,
        /// Only codes with these words in name or definition
        #[arg(
            long,
            value_name = "WORDS",
            default_value = "",
            hide_default_value = true
        )]
        words: String,
        /// Retired codes too
        #[arg(long)]
        retired: bool,
    },
    /// What was done to one code, the newest first
    #[command(after_help = "Example:\n  enid codes history north-study \"Leaving > Asking\"")]
    History {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        /// The code: its path, its name where no other has it, or its id
        code: String,
    },
    /// What became of the codes between the ends of two days
    #[command(after_help = "Example:\n  enid codes compare north-study 2031-03-01 2031-03-31")]
    Compare {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        /// The earlier day
        from: String,
        /// The later day; now, if it is left out
        #[arg(default_value = "", hide_default_value = true)]
        to: String,
    },
    /// Add a code
    #[command(
        after_help = "Example:\n  enid codes create north-study Asking --under Leaving --definition \"Asking to go\" --as R1"
    )]
    Create {
        #[command(flatten)]
        of: Of,
        /// Its name
        name: String,
        /// The code under which it stands; at the top, if it is left out
        #[arg(long, value_name = "CODE")]
        under: Option<String>,
        #[command(flatten)]
        words: Words,
        #[command(flatten)]
        why: Why,
    },
    /// Rename a code
    #[command(
        after_help = "Example:\n  enid codes rename north-study Asking \"Asking first\" --why \"Others ask later\" --as R1"
    )]
    Rename {
        #[command(flatten)]
        of: Of,
        /// The code
        code: String,
        /// Its new name
        name: String,
        #[command(flatten)]
        why: Why,
    },
    /// Say what a code is for; what is left out stays
    #[command(
        after_help = "Example:\n  enid codes define north-study Asking --definition \"Asking to go\" --level semantic --as R1"
    )]
    Define {
        #[command(flatten)]
        of: Of,
        /// The code
        code: String,
        #[command(flatten)]
        words: Words,
        #[command(flatten)]
        why: Why,
    },
    /// Put a code under another, or at the top
    #[command(
        after_help = "Example:\n  enid codes move north-study Asking --under Leaving --as R1"
    )]
    Move {
        #[command(flatten)]
        of: Of,
        /// The code
        code: String,
        /// Under which; at the top, if it is left out
        #[arg(long, value_name = "CODE")]
        under: Option<String>,
        /// Before which of those that stand there; at the end, if it is left out
        #[arg(long, value_name = "CODE")]
        before: Option<String>,
        #[command(flatten)]
        why: Why,
    },
    /// Merge a code into another; its codings follow
    #[command(
        after_help = "Example:\n  enid codes merge north-study Going Leaving --why \"They say the same\" --as R1"
    )]
    Merge {
        #[command(flatten)]
        of: Of,
        /// The code that goes
        code: String,
        /// The code that stays
        into: String,
        #[command(flatten)]
        why: Why,
    },
    /// Take a code out of use; it stays in the record
    #[command(
        after_help = "Example:\n  enid codes retire north-study Asking --why \"Too narrow\" --as R1"
    )]
    Retire(One),
    /// Take a code into use again
    #[command(after_help = "Example:\n  enid codes restore north-study Asking --as R1")]
    Restore(One),
    /// Remove a code with which nothing is coded
    #[command(after_help = "Example:\n  enid codes remove north-study Asking --as R1")]
    Remove(One),
}

/// One code, for a reason.
#[derive(clap::Args)]
pub(in crate::cli) struct One {
    #[command(flatten)]
    of: Of,
    /// The code: its path, its name where no other has it, or its id
    code: String,
    #[command(flatten)]
    why: Why,
}

/// What is said of a code.
#[derive(clap::Args)]
pub(in crate::cli) struct Words {
    /// What it is for
    #[arg(long, value_name = "WORDS")]
    definition: Option<String>,
    /// Of what is said (semantic), or of what lies under it (latent)
    #[arg(long, value_name = "semantic|latent")]
    level: Option<String>,
    /// From the data (inductive), or from theory (deductive)
    #[arg(long, value_name = "inductive|deductive")]
    origin: Option<String>,
}

impl Codes {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. }
            | Self::History { of, .. }
            | Self::Compare { of, .. }
            | Self::Create { of, .. }
            | Self::Rename { of, .. }
            | Self::Define { of, .. }
            | Self::Move { of, .. }
            | Self::Merge { of, .. } => of,
            Self::Retire(one) | Self::Restore(one) | Self::Remove(one) => &one.of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        let reading = async || hand(app, &of, "codes.read").await;
        let (doing, why) = match self {
            Self::List {
                form,
                day,
                words,
                retired,
                ..
            } => {
                let asked = (day.at.as_str(), words.as_str(), retired);
                return form.print(&console::list(app, &reading().await?, asked).await?);
            }
            Self::History { form, code, .. } => {
                return form.print(&console::history(app, &reading().await?, &code).await?);
            }
            Self::Compare { form, from, to, .. } => {
                let days = (from.as_str(), to.as_str());
                return form.print(&console::compared(app, &reading().await?, days).await?);
            }
            Self::Create {
                name,
                under,
                words,
                why,
                ..
            } => (Doing::Create(name, under, words.said()), why),
            Self::Rename {
                code, name, why, ..
            } => (Doing::Change(code, Some(name), Said::default()), why),
            Self::Define {
                code, words, why, ..
            } => (Doing::Change(code, None, words.said()), why),
            Self::Move {
                code,
                under,
                before,
                why,
                ..
            } => (Doing::Move(code, under, before), why),
            Self::Merge {
                code, into, why, ..
            } => (Doing::Merge(code, into), why),
            Self::Retire(one) => (Doing::Retire(one.code), one.why),
            Self::Restore(one) => (Doing::Restore(one.code), one.why),
            Self::Remove(one) => (Doing::Remove(one.code), one.why),
        };
        let viewer = hand(app, &of, "codes.write").await?;
        let code = console::done(app, &viewer, (&doing, &why.why)).await?;
        Ok(code.to_string())
    }
}

impl Words {
    fn said(self) -> Said {
        Said {
            definition: self.definition,
            level: self.level,
            origin: self.origin,
        }
    }
}
