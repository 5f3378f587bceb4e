//! `enid themes …`

use analysis::themes::console::{self, Doing, Said};
use anyhow::Result;
use clap::{Args, Subcommand};
use platform::App;

use super::{Day, Form, Of, Why, hand};

/// What is done with themes.
#[derive(Subcommand)]
pub(in crate::cli) enum Themes {
    /// List the themes, of now or of the end of an earlier day
    #[command(after_help = "Example:\n  enid themes list north-study --at 2031-03-04")]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        day: Day,
        /// Dropped themes too
        #[arg(long)]
        dropped: bool,
    },
    /// What is said about one theme
    #[command(after_help = "Example:\n  enid themes show north-study \"Holding on > The rota\"")]
    Show {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        /// The theme: its path, its name where no other has it, or its id
        theme: String,
    },
    /// What was done to one theme, the newest first
    #[command(after_help = "Example:\n  enid themes history north-study \"Holding on\"")]
    History {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        /// The theme
        theme: String,
    },
    /// What became of the themes between the ends of two days
    #[command(after_help = "Example:\n  enid themes compare north-study 2031-03-01 2031-03-31")]
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
    /// Begin a candidate theme
    #[command(
        after_help = "Example:\n  enid themes create north-study \"The rota says no\" --under \"Holding on\" --as R1"
    )]
    Create {
        #[command(flatten)]
        of: Of,
        /// Its name
        name: String,
        /// The theme under which it stands; at the top, if it is left out
        #[arg(long, value_name = "THEME")]
        under: Option<String>,
        #[command(flatten)]
        why: Why,
    },
    /// Make a code a candidate theme; the code contributes to it
    #[command(after_help = "Example:\n  enid themes promote north-study Leaving --as R1")]
    Promote {
        #[command(flatten)]
        of: Of,
        /// The code
        code: String,
        #[command(flatten)]
        why: Why,
    },
    /// Rename a theme
    #[command(
        after_help = "Example:\n  enid themes rename north-study \"Holding on\" \"Holding on to the door\" --why \"Says more\" --as R1"
    )]
    Rename {
        #[command(flatten)]
        of: Of,
        /// The theme
        theme: String,
        /// Its new name
        name: String,
        #[command(flatten)]
        why: Why,
    },
    /// Write about a theme; what is left out stays
    #[command(
        after_help = "Example:\n  enid themes write north-study \"Holding on\" --concept \"Staying is work\" --story \"Whoever stays asks why.\" --question RQ1 --as R1"
    )]
    Write {
        #[command(flatten)]
        of: Of,
        /// The theme
        theme: String,
        #[command(flatten)]
        words: Words,
        #[command(flatten)]
        why: Why,
    },
    /// Say how far a theme is: candidate, reviewed or defined; defined needs its concept and story
    #[command(
        after_help = "Example:\n  enid themes status north-study \"Holding on\" defined --as R1"
    )]
    Status {
        #[command(flatten)]
        of: Of,
        /// The theme
        theme: String,
        /// candidate, reviewed or defined
        status: String,
        #[command(flatten)]
        why: Why,
    },
    /// Put a theme under another, or at the top
    #[command(
        after_help = "Example:\n  enid themes move north-study \"The rota says no\" --under \"Holding on\" --as R1"
    )]
    Move {
        #[command(flatten)]
        of: Of,
        /// The theme
        theme: String,
        /// Under which; at the top, if it is left out
        #[arg(long, value_name = "THEME")]
        under: Option<String>,
        /// Before which of those that stand there; at the end, if it is left out
        #[arg(long, value_name = "THEME")]
        before: Option<String>,
        #[command(flatten)]
        why: Why,
    },
    /// Merge a theme into another
    #[command(
        after_help = "Example:\n  enid themes merge north-study Waiting \"Holding on\" --why \"One story\" --as R1"
    )]
    Merge {
        #[command(flatten)]
        of: Of,
        /// The theme that goes
        theme: String,
        /// The theme that stays
        into: String,
        #[command(flatten)]
        why: Why,
    },
    /// Give a theme up; it stays in the record
    #[command(
        after_help = "Example:\n  enid themes drop north-study Waiting --why \"One voice alone\" --as R1"
    )]
    Drop(One),
    /// Take a theme up again
    #[command(after_help = "Example:\n  enid themes restore north-study Waiting --as R1")]
    Restore(One),
    /// Let a code contribute to a theme, or no more
    #[command(
        after_help = "Example:\n  enid themes contribute north-study \"Holding on\" Leaving --as R1"
    )]
    Contribute {
        #[command(flatten)]
        of: Of,
        /// The theme
        theme: String,
        /// The code
        code: String,
        /// It contributes no more
        #[arg(long)]
        out: bool,
        #[command(flatten)]
        why: Why,
    },
    /// Answer the advice about a theme's name, or say why the name stays and keep the advice silent
    #[command(
        after_help = "Example:\n  enid themes advice north-study \"Holding on\" --keep \"The team's own word\" --as R1"
    )]
    Advice {
        #[command(flatten)]
        of: Of,
        /// The theme
        theme: String,
        /// What is said about it
        #[arg(
            long,
            value_name = "LINE",
            required_unless_present = "keep",
            conflicts_with = "keep"
        )]
        answer: Option<String>,
        /// Why the name stays
        #[arg(long, value_name = "LINE")]
        keep: Option<String>,
    },
}

/// One theme, for a reason.
#[derive(Args)]
pub(in crate::cli) struct One {
    #[command(flatten)]
    of: Of,
    /// The theme: its path, its name where no other has it, or its id
    theme: String,
    #[command(flatten)]
    why: Why,
}

/// What is said about a theme.
#[derive(Args)]
pub(in crate::cli) struct Words {
    /// The central organising concept
    #[arg(long, value_name = "WORDS")]
    concept: Option<String>,
    /// What it is
    #[arg(long, value_name = "WORDS")]
    story: Option<String>,
    /// What it is not
    #[arg(long, value_name = "WORDS")]
    is_not: Option<String>,
    /// Why it matters
    #[arg(long, value_name = "WORDS")]
    matters: Option<String>,
    /// Where it ends and another begins
    #[arg(long, value_name = "WORDS")]
    boundaries: Option<String>,
    /// A research question it matters to, by id; once for each
    #[arg(long = "question", value_name = "ID")]
    questions: Option<Vec<String>>,
}

impl Themes {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. }
            | Self::Show { of, .. }
            | Self::History { of, .. }
            | Self::Compare { of, .. }
            | Self::Create { of, .. }
            | Self::Promote { of, .. }
            | Self::Rename { of, .. }
            | Self::Write { of, .. }
            | Self::Status { of, .. }
            | Self::Move { of, .. }
            | Self::Merge { of, .. }
            | Self::Contribute { of, .. }
            | Self::Advice { of, .. } => of,
            Self::Drop(one) | Self::Restore(one) => &one.of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        let reading = async || hand(app, &of, "themes.read").await;
        let (doing, why) = match self {
            Self::List {
                form, day, dropped, ..
            } => {
                let asked = (day.at.as_str(), dropped);
                return form.print(&console::list(app, &reading().await?, asked).await?);
            }
            Self::Show { form, theme, .. } => {
                return form.print(&console::show(app, &reading().await?, &theme).await?);
            }
            Self::History { form, theme, .. } => {
                return form.print(&console::history(app, &reading().await?, &theme).await?);
            }
            Self::Compare { form, from, to, .. } => {
                let days = (from.as_str(), to.as_str());
                return form.print(&console::compared(app, &reading().await?, days).await?);
            }
            other => other.doing(),
        };
        let viewer = hand(app, &of, "themes.write").await?;
        let theme = console::done(app, &viewer, (&doing, &why)).await?;
        Ok(theme.to_string())
    }

    /// What is done, and why.
    fn doing(self) -> (Doing, String) {
        let (doing, why) = match self {
            Self::Create {
                name, under, why, ..
            } => (Doing::Create(name, under), why),
            Self::Promote { code, why, .. } => (Doing::Promote(code), why),
            Self::Rename {
                theme, name, why, ..
            } => (Doing::Rename(theme, name), why),
            Self::Write {
                theme, words, why, ..
            } => (Doing::Write(theme, words.said()), why),
            Self::Status {
                theme, status, why, ..
            } => (Doing::Status(theme, status), why),
            Self::Move {
                theme,
                under,
                before,
                why,
                ..
            } => (Doing::Move(theme, under, before), why),
            Self::Merge {
                theme, into, why, ..
            } => (Doing::Merge(theme, into), why),
            Self::Drop(one) => (Doing::Drop(one.theme), one.why),
            Self::Restore(one) => (Doing::Restore(one.theme), one.why),
            Self::Contribute {
                theme,
                code,
                out,
                why,
                ..
            } => (Doing::Contribute(theme, code, !out), why),
            Self::Advice {
                theme,
                answer,
                keep,
                ..
            } => {
                let doing = match keep {
                    Some(words) => Doing::Keep(theme, words),
                    None => Doing::Answer(theme, answer.unwrap_or_default()),
                };
                return (doing, String::new());
            }
            Self::List { .. } | Self::Show { .. } | Self::History { .. } | Self::Compare { .. } => {
                unreachable!("what only reads has answered")
            }
        };
        (doing, why.why)
    }
}

impl Words {
    fn said(self) -> Said {
        Said {
            concept: self.concept,
            story: self.story,
            is_not: self.is_not,
            matters: self.matters,
            boundaries: self.boundaries,
            questions: self.questions,
        }
    }
}
