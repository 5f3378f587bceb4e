//! What analysts do, without a browser (study R58): each command names its line of the policy, and calls the function that the
//! page calls. What it changes is one transaction with its row of the record and its event of the trail.

mod account;
mod checklists;
mod codes;
mod codings;
mod hand;
mod journal;
mod memos;
mod narratives;
mod passes;
mod quotes;
mod talk;
mod themes;
mod trail;

use analysis::console::Table;
use anyhow::Result;
use clap::{Args, Subcommand};
use platform::App;

use super::care::with_app;
use super::queries::TableFormat;
use super::{Outcome, say};
use crate::settings::Given;

pub(super) use hand::hand;
pub(super) use talk::Saturated;

/// A command about what a study found.
#[derive(Subcommand)]
pub(super) enum Findings {
    /// The codebook: list it, of now or of an earlier day, and change it
    #[command(subcommand)]
    Codes(codes::Codes),
    /// What is coded in documents, and coding in one's own layer
    #[command(subcommand)]
    Codings(codings::Codings),
    /// Blind passes: list, begin, close
    #[command(subcommand)]
    Passes(passes::Passes),
    /// Memos, journals and statements of position: list, search, take away; memos: write
    #[command(subcommand)]
    Memos(memos::Memos),
    /// One's own journal, as far as others may read it: list, write, change, remove
    #[command(subcommand)]
    Journal(journal::Journal),
    /// Themes: list, of now or of an earlier day, read, and work on them
    #[command(subcommand)]
    Themes(themes::Themes),
    /// Quotes: list, make from a document, place, change
    #[command(subcommand)]
    Quotes(quotes::Quotes),
    /// What is written about each theme, with live quotes: list, read, write
    #[command(subcommand)]
    Narratives(narratives::Narratives),
    /// The account from field notes: list, arrange, name
    #[command(subcommand)]
    Account(account::Account),
    /// Checklists of the report: list with drafts, answer, bring one in
    #[command(subcommand)]
    Checklists(checklists::Checklists),
    /// What was done and why; taking it back and doing it again
    #[command(subcommand)]
    Trail(trail::Trail),
    /// In which phases analysts worked, and stating one
    #[command(subcommand)]
    Phases(talk::Phases),
    /// Where analysts coded a document differently, and what was said about it
    #[command(subcommand)]
    Conversation(talk::Conversation),
    /// What is known of a stored study's saturation; `enid saturation` leads here
    #[command(subcommand, hide = true)]
    Saturated(Saturated),
}

impl From<Saturated> for Findings {
    fn from(of_study: Saturated) -> Self {
        Self::Saturated(of_study)
    }
}

/// Which study, and who acts.
#[derive(Args, Clone, Debug)]
pub(super) struct Of {
    #[command(flatten)]
    pub(super) given: Given,
    /// Short name of the study
    #[arg(value_name = "STUDY")]
    pub(super) study: String,
    /// Who acts: the handle of a member of the team, such as R1, with what they may do and see; without it, what a research lead
    /// who is no member may
    #[arg(long = "as", value_name = "MEMBER")]
    pub(super) member: Option<String>,
}

/// How a list is printed.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Form {
    /// How it is printed
    #[arg(long, value_enum, default_value = "text")]
    format: TableFormat,
}

/// As of which day something is listed.
#[derive(Args, Clone, Debug)]
pub(super) struct Day {
    /// The end of which day, such as 2031-03-04; now, if it is left out
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    at: String,
}

/// Whose is listed, of which days.
#[derive(Args, Clone, Debug)]
pub(super) struct Whose {
    /// Only by this member, or by lead
    #[arg(
        long,
        value_name = "MEMBER",
        default_value = "",
        hide_default_value = true
    )]
    by: String,
    /// Not before this day
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    from: String,
    /// Not after this day
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    until: String,
}

/// Why something is done.
#[derive(Args, Clone, Debug)]
pub(super) struct Why {
    /// Why, in one line; it is kept in the trail
    #[arg(
        long,
        value_name = "LINE",
        default_value = "",
        hide_default_value = true
    )]
    why: String,
}

pub(super) fn run(findings: Findings) -> Result<Outcome> {
    let given = findings.of().given.clone();
    with_app(&given, async |app| {
        let told = findings.told(app).await?;
        if !told.is_empty() {
            say(told.trim_end_matches('\n'))?;
        }
        Ok(Outcome::Done)
    })
}

impl Findings {
    fn of(&self) -> &Of {
        match self {
            Self::Codes(codes) => codes.of(),
            Self::Codings(codings) => codings.of(),
            Self::Passes(passes) => passes.of(),
            Self::Memos(memos) => memos.of(),
            Self::Journal(journal) => journal.of(),
            Self::Themes(themes) => themes.of(),
            Self::Quotes(quotes) => quotes.of(),
            Self::Narratives(narratives) => narratives.of(),
            Self::Account(account) => account.of(),
            Self::Checklists(checklists) => checklists.of(),
            Self::Trail(trail) => trail.of(),
            Self::Phases(phases) => phases.of(),
            Self::Conversation(conversation) => conversation.of(),
            Self::Saturated(saturated) => saturated.of(),
        }
    }

    /// Does it in an installation that is open, and gives what is printed.
    pub(super) async fn told(self, app: &App) -> Result<String> {
        match self {
            Self::Codes(codes) => codes.told(app).await,
            Self::Codings(codings) => codings.told(app).await,
            Self::Passes(passes) => passes.told(app).await,
            Self::Memos(memos) => memos.told(app).await,
            Self::Journal(journal) => journal.told(app).await,
            Self::Themes(themes) => themes.told(app).await,
            Self::Quotes(quotes) => quotes.told(app).await,
            Self::Narratives(narratives) => narratives.told(app).await,
            Self::Account(account) => account.told(app).await,
            Self::Checklists(checklists) => checklists.told(app).await,
            Self::Trail(trail) => trail.told(app).await,
            Self::Phases(phases) => phases.told(app).await,
            Self::Conversation(conversation) => conversation.told(app).await,
            Self::Saturated(saturated) => saturated.told(app).await,
        }
    }
}

impl Form {
    /// A list as it is printed.
    fn print(self, table: &Table) -> Result<String> {
        Ok(match self.format {
            TableFormat::Text => table.as_text(),
            TableFormat::Json => serde_json::to_string_pretty(&table.as_json())?,
            TableFormat::Csv => table.as_csv(),
        })
    }
}
