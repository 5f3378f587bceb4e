//! `enid phases …`, `enid conversation …`, and `enid saturation …` of a stored study.

use analysis::conversation::console as conversation;
use analysis::phases::console as phases;
use analysis::saturation::console as saturation;
use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use platform::App;

use super::{Form, Of, hand};

/// What is done with phases.
#[derive(Subcommand)]
pub(in crate::cli) enum Phases {
    /// List the stretches in which analysts worked in a phase
    #[command(after_help = "Example:\n  enid phases list north-study")]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
    },
    /// State that one works in a phase now; later changes carry it
    #[command(after_help = "Example:\n  enid phases enter north-study generate --as R1")]
    Enter {
        #[command(flatten)]
        of: Of,
        /// familiarise, code, generate, develop, define or write
        phase: String,
    },
    /// State that a phase is closed
    #[command(after_help = "Example:\n  enid phases leave north-study familiarise --as R1")]
    Leave {
        #[command(flatten)]
        of: Of,
        /// familiarise, code, generate, develop, define or write
        phase: String,
    },
}

/// What is done with the conversation about codings.
#[derive(Subcommand)]
pub(in crate::cli) enum Conversation {
    /// List the passages of a document on which analysts differ, with what was said about each
    #[command(
        after_help = "Example:\n  enid conversation list north-study K1 --among R1,R2 --format json"
    )]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        /// The document
        document: String,
        /// Whose layers are compared; everybody's, if it is left out
        #[arg(long, value_name = "MEMBERS", value_delimiter = ',')]
        among: Vec<String>,
    },
    /// Note what was said about a passage, and what came of it
    #[command(
        after_help = "Example:\n  enid conversation say north-study K1 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f --note \"Both readings hold\" --outcome both_stay --as R1"
    )]
    Say {
        #[command(flatten)]
        of: Of,
        /// The document
        document: String,
        /// The coding by which the list names the passage
        coding: String,
        /// What was said
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
        /// both_stay, revised, new_code or left_open
        #[arg(long, default_value = "", hide_default_value = true)]
        outcome: String,
    },
}

/// What is known of a stored study's saturation, and where the team stands.
#[derive(Subcommand)]
pub(in crate::cli) enum Saturated {
    /// The new codes of each interview of a study: of all together, then of each cohort
    #[command(
        after_help = "Example:\n  enid saturation curve north-study --order coding --format csv"
    )]
    Curve {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        /// In which order
        #[arg(long, value_enum, default_value = "interviews")]
        order: Order,
    },
    /// Who is quoted under each theme, subtheme and facet
    #[command(after_help = "Example:\n  enid saturation voices north-study")]
    Voices {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
    },
    /// The last structural change, and the interviews after it
    #[command(after_help = "Example:\n  enid saturation change north-study")]
    Change {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
    },
    /// Where the study stands, in the team's own words: every statement, the newest first
    #[command(after_help = "Example:\n  enid saturation statements north-study")]
    Statements {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
    },
    /// State where the study stands; earlier statements stay
    #[command(
        after_help = "Example:\n  enid saturation state north-study not_claimed --grounds \"Each interview added a reading\" --as R1"
    )]
    State {
        #[command(flatten)]
        of: Of,
        /// claimed, not_claimed, information_power or other
        stance: String,
        /// On what grounds, or why not
        #[arg(long, value_name = "WORDS")]
        grounds: String,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Order {
    /// As they were held
    Interviews,
    /// As they were coded first
    Coding,
}

impl Saturated {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::Curve { of, .. }
            | Self::Voices { of, .. }
            | Self::Change { of, .. }
            | Self::Statements { of, .. }
            | Self::State { of, .. } => of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        let reading = async || hand(app, &of, "saturation.read").await;
        match self {
            Self::Curve { form, order, .. } => {
                let by_coding = order == Order::Coding;
                form.print(&saturation::curves(app, &reading().await?, by_coding).await?)
            }
            Self::Voices { form, .. } => {
                form.print(&saturation::voices(app, &reading().await?).await?)
            }
            Self::Change { form, .. } => {
                form.print(&saturation::last_change(app, &reading().await?).await?)
            }
            Self::Statements { form, .. } => {
                form.print(&saturation::statements(app, &reading().await?).await?)
            }
            Self::State {
                stance, grounds, ..
            } => {
                let viewer = hand(app, &of, "saturation.write").await?;
                saturation::state(app, &viewer, (&stance, &grounds)).await?;
                Ok(stance)
            }
        }
    }
}

impl Phases {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. } | Self::Enter { of, .. } | Self::Leave { of, .. } => of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        let (phase, enters) = match self {
            Self::List { form, .. } => {
                let viewer = hand(app, &of, "phases.read").await?;
                return form.print(&phases::list(app, &viewer).await?);
            }
            Self::Enter { phase, .. } => (phase, true),
            Self::Leave { phase, .. } => (phase, false),
        };
        let viewer = hand(app, &of, "phases.state").await?;
        let changes = phases::state(app, &viewer, (&phase, enters)).await?;
        Ok(match changes {
            true => phase,
            false => format!("{phase}: nothing changes"),
        })
    }
}

impl Conversation {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. } | Self::Say { of, .. } => of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        match self {
            Self::List {
                form,
                document,
                among,
                ..
            } => {
                let viewer = hand(app, &of, "conversation.read").await?;
                let asked = (document.as_str(), among.as_slice());
                form.print(&conversation::list(app, &viewer, asked).await?)
            }
            Self::Say {
                document,
                coding,
                note,
                outcome,
                ..
            } => {
                let viewer = hand(app, &of, "conversation.write").await?;
                let place = (document.as_str(), coding.as_str());
                let said = (note.as_str(), outcome.as_str());
                let coding = conversation::say(app, &viewer, place, said).await?;
                Ok(coding.to_string())
            }
        }
    }
}
