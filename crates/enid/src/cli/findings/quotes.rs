//! `enid quotes …`

use analysis::quotes::Way;
use analysis::quotes::console::{self, Doing, Filter, Said, Taken};
use anyhow::{Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use platform::App;

use super::{Form, Of, Why, hand};

/// What is done with quotes.
#[derive(Subcommand)]
pub(in crate::cli) enum Quotes {
    /// List the quotes with their places, questions and spans
    #[command(
        after_help = "Example:\n  enid quotes list north-study --theme \"Holding on\" --state ready --format json"
    )]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        filter: Asked,
    },
    /// Make a quote from a document; words that were not said so are refused with what differs
    #[command(
        after_help = "Example:\n  enid quotes add north-study K1 --words \"I went … by the side [door]\" --theme \"Holding on\" --question RQ1 --as R1\n  enid quotes add north-study K1 --start 10 --end 34 --as R1"
    )]
    Add {
        #[command(flatten)]
        of: Of,
        /// The document
        document: String,
        /// The words, with … for what is left out and [brackets] for what is put in
        #[arg(long, conflicts_with = "start")]
        words: Option<String>,
        /// The turn from which on the words are looked for, from 1
        #[arg(long, default_value = "1", hide_default_value = true)]
        turn: usize,
        /// The first code point of the document, as `enid search --format json` prints it
        #[arg(long, requires = "end")]
        start: Option<usize>,
        /// The code point after the last
        #[arg(long, requires = "start")]
        end: Option<usize>,
        /// The theme in which it is placed, or other for the other findings; nowhere yet, if it is left out
        #[arg(long)]
        theme: Option<String>,
        #[command(flatten)]
        marks: Marks,
    },
    /// Give a quote other words of its document
    #[command(
        after_help = "Example:\n  enid quotes reword north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f \"I went … by the side door\" --as R1"
    )]
    Reword {
        #[command(flatten)]
        of: Of,
        /// The quote, by id
        quote: String,
        /// The words, with … for what is left out and [brackets] for what is put in
        words: String,
        #[command(flatten)]
        why: Why,
    },
    /// Say which questions a quote answers, whether it is ready, and what it says to its theme; what is left out stays
    #[command(
        after_help = "Example:\n  enid quotes mark north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f --question RQ1 --question RQ2 --ready yes --as R1"
    )]
    Mark {
        #[command(flatten)]
        of: Of,
        /// The quote, by id
        quote: String,
        #[command(flatten)]
        marks: Marks,
        #[command(flatten)]
        why: Why,
    },
    /// Place a quote under a theme; under a second one, say why
    #[command(
        after_help = "Example:\n  enid quotes place north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f Waiting --why \"It says both\" --as R1"
    )]
    Place(InPlace),
    /// Take a quote out of a theme
    #[command(
        after_help = "Example:\n  enid quotes unplace north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f Waiting --as R1"
    )]
    Unplace(InPlace),
    /// Move a quote from one theme to another
    #[command(
        after_help = "Example:\n  enid quotes move north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f Waiting other --why \"No part of the story\" --as R1"
    )]
    Move {
        #[command(flatten)]
        of: Of,
        /// The quote, by id
        quote: String,
        /// The theme in which it stands, or other
        from: String,
        /// The theme into which it goes, or other
        to: String,
        #[command(flatten)]
        why: Why,
    },
    /// Move a quote up or down among those of a theme
    #[command(
        after_help = "Example:\n  enid quotes order north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f Waiting up --as R1"
    )]
    Order {
        #[command(flatten)]
        of: Of,
        /// The quote, by id
        quote: String,
        /// The theme, or other
        theme: String,
        /// Which way
        #[arg(value_enum)]
        way: Direction,
    },
    /// Remove a quote
    #[command(
        after_help = "Example:\n  enid quotes remove north-study 0f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f --why \"Said twice\" --as R1"
    )]
    Remove {
        #[command(flatten)]
        of: Of,
        /// The quote, by id
        quote: String,
        #[command(flatten)]
        why: Why,
    },
}

/// What of the quotes is asked for.
#[derive(Args)]
pub(in crate::cli) struct Asked {
    /// Only of this theme with what stands under it, of other, or of none
    #[arg(long, default_value = "", hide_default_value = true)]
    theme: String,
    /// Only of this question, or of none
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    question: String,
    /// Only of this participant
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    participant: String,
    /// Only from this document
    #[arg(long, default_value = "", hide_default_value = true)]
    document: String,
    /// Only ready, draft, against, lone or unfound ones
    #[arg(long, default_value = "", hide_default_value = true)]
    state: String,
}

/// What is said of a quote.
#[derive(Args)]
pub(in crate::cli) struct Marks {
    /// A research question it answers, by id; once for each
    #[arg(long = "question", value_name = "ID")]
    questions: Option<Vec<String>>,
    /// It answers no question
    #[arg(long, conflicts_with = "questions")]
    no_question: bool,
    /// Whether it may be printed
    #[arg(long, value_enum)]
    ready: Option<Ready>,
    /// against or lone; empty for neither
    #[arg(long)]
    stance: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Ready {
    Yes,
    No,
}

#[derive(Clone, Copy, ValueEnum)]
pub(in crate::cli) enum Direction {
    Up,
    Down,
}

/// A quote and a place of it.
#[derive(Args)]
pub(in crate::cli) struct InPlace {
    #[command(flatten)]
    of: Of,
    /// The quote, by id
    quote: String,
    /// The theme: its path, its name where no other has it, or its id; other for the other findings
    theme: String,
    #[command(flatten)]
    why: Why,
}

impl Quotes {
    pub(super) fn of(&self) -> &Of {
        match self {
            Self::List { of, .. }
            | Self::Add { of, .. }
            | Self::Reword { of, .. }
            | Self::Mark { of, .. }
            | Self::Move { of, .. }
            | Self::Order { of, .. }
            | Self::Remove { of, .. } => of,
            Self::Place(one) | Self::Unplace(one) => &one.of,
        }
    }

    pub(super) async fn told(self, app: &App) -> Result<String> {
        let of = self.of().clone();
        let (doing, why) = match self {
            Self::List { form, filter, .. } => {
                let viewer = hand(app, &of, "quotes.read").await?;
                return form.print(&console::list(app, &viewer, &filter.filter()).await?);
            }
            Self::Add {
                document,
                words,
                turn,
                start,
                end,
                theme,
                marks,
                ..
            } => {
                let taken = match (words, start.zip(end)) {
                    (Some(words), _) => Taken::Words(words, turn),
                    (_, Some((start, end))) => Taken::Span(start, end),
                    _ => bail!("say what is quoted: --words WORDS, or --start and --end"),
                };
                let doing = Doing::Make(document, taken, theme, marks.said());
                (doing, String::new())
            }
            Self::Reword {
                quote, words, why, ..
            } => (Doing::Reword(quote, words), why.why),
            Self::Mark {
                quote, marks, why, ..
            } => (Doing::Mark(quote, marks.said()), why.why),
            Self::Place(one) => (Doing::Place(one.quote, one.theme), one.why.why),
            Self::Unplace(one) => (Doing::Unplace(one.quote, one.theme), one.why.why),
            Self::Move {
                quote,
                from,
                to,
                why,
                ..
            } => (Doing::Move(quote, from, to), why.why),
            Self::Order {
                quote, theme, way, ..
            } => {
                let way = match way {
                    Direction::Up => Way::Up,
                    Direction::Down => Way::Down,
                };
                (Doing::Order(quote, theme, way), String::new())
            }
            Self::Remove { quote, why, .. } => (Doing::Remove(quote), why.why),
        };
        let viewer = hand(app, &of, "quotes.write").await?;
        let quote = console::done(app, &viewer, (&doing, &why)).await?;
        Ok(quote.to_string())
    }
}

impl Asked {
    fn filter(self) -> Filter {
        Filter {
            theme: self.theme,
            question: self.question,
            participant: self.participant,
            document: self.document,
            state: self.state,
        }
    }
}

impl Marks {
    fn said(self) -> Said {
        Said {
            questions: match self.no_question {
                true => Some(Vec::new()),
                false => self.questions,
            },
            ready: self.ready.map(|ready| ready == Ready::Yes),
            stance: self.stance,
        }
    }
}
