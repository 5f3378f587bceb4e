//! The command line. Results go to standard output, progress and errors to standard error; 0 is done,
//! 1 is done with errors found, 2 could not run.

mod agreement;
mod calendar;
mod care;
mod code_uses;
mod deidentify;
mod demo;
mod files;
mod findings;
mod interrupt;
mod letters;
mod placement;
mod plan;
mod qdpx;
mod queries;
mod rest;
mod retention;
mod rota;
mod saturation;
mod serve;
mod study;
mod study_archive;
mod study_audit;
mod study_export;
mod study_merge;
mod study_project;
mod study_project_export;
mod study_refi;
mod study_sealed;
mod transcript;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::settings::Given;

/// Runs Balint group programmes for doctors, and finds out what they did.
#[derive(Parser)]
#[command(
    name = "enid",
    version,
    after_help = "Example:\n  enid serve --data enid-data\n  enid user add --name \"Dr Pat Example\" --email pat@example.org --role administrator"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server
    #[command(after_help = "Example:\n  enid serve --listen 127.0.0.1:8080 --data enid-data")]
    Serve(serve::Serve),
    /// Fill a new data folder with an invented region and serve it
    #[command(after_help = "Example:\n  enid demo --port 8080")]
    Demo(demo::Demo),
    /// Read rotas and print shifts per doctor, unknown codes and warnings
    #[command(after_help = "Example:\n  enid rota august.xlsx --site OLD --codes shift_codes.csv")]
    Rota(rota::Rota),
    /// Tell whether a doctor can come to a session, by which rule and with what margin
    #[command(
        after_help = "Example:\n  enid rest --rota shifts.csv --resident R017 --start 2026-11-11T14:00 --minutes 90 --travel-in 45 --travel-out 45"
    )]
    Rest(rest::Rest),
    /// Plan who meets where and when, or check a plan
    #[command(after_help = "Example:\n  enid plan my-programme --out plan.json --explain")]
    Plan(plan::Plan),
    /// Write a calendar file for each group and each doctor of a plan
    #[command(
        after_help = "Example:\n  enid calendar plan.json --out calendars --from my-programme"
    )]
    Calendar(calendar::Calendar),
    /// Write release letters and coordinators' lists of a plan, as PDF and XLSX
    #[command(after_help = "Example:\n  enid letters plan.json --out letters --from my-programme")]
    Letters(letters::Letters),
    /// Read transcripts of any accepted format and write speaker turns
    #[command(after_help = "Example:\n  enid transcript interview.docx --to vtt --out turns")]
    Transcript(transcript::Transcript),
    /// Look into, check and convert projects and codebooks of REFI-QDA: .qdpx, .qde, .qdc
    #[command(subcommand)]
    Qdpx(qdpx::Qdpx),
    /// Print the settings in force, secrets masked
    #[command(after_help = "Example:\n  ENID_DATA=enid-data enid config")]
    Config(Given),
    /// Bring a data folder to this program's schema, after a copy
    #[command(after_help = "Example:\n  enid migrate --data enid-data")]
    Migrate(Given),
    /// Add and disable accounts, grant roles, print sign-in links
    #[command(subcommand)]
    User(care::User),
    /// Suggest what may identify somebody in a transcript, and replace what was accepted
    #[command(
        after_help = "Example:\n  enid deidentify M1.vtt --names names.csv --out work\n  enid deidentify M1.vtt --accept work/suggestions.csv --out work"
    )]
    Deidentify(deidentify::Deidentify),
    /// Tell how far raters agree about the same units, and on what that figure rests
    #[command(
        after_help = "Example:\n  enid agreement ratings.csv --measure alpha --level ordinal\n  enid agreement first.csv --code-uses-with second.csv"
    )]
    Agreement(agreement::Agreement),
    /// Count the new codes of each interview, from coding matrices or of a stored study
    #[command(
        after_help = "Example:\n  enid saturation Int01.xlsx Int02.xlsx Int03.xlsx\n  enid saturation curve north-study"
    )]
    Saturation(saturation::Saturation),
    /// Work with a study's files
    #[command(subcommand)]
    Study(study::Study),
    /// Find turns, passages or documents of a study by words, codes and themes
    #[command(
        after_help = "Example:\n  enid search north-study 'under:\"Leaving\" near/2 turns home' --data enid-data"
    )]
    Search(queries::Search),
    /// Count codes in documents and cohorts, codes beside codes, themes by participant, questions by theme
    #[command(
        after_help = "Example:\n  enid matrix north-study code-document --count codings --format csv --data enid-data"
    )]
    Matrix(queries::Matrices),
    #[command(flatten)]
    Findings(findings::Findings),
    /// Remove what is over its period, or tell what would go
    #[command(after_help = "Example:\n  enid retention --dry-run --data enid-data")]
    Retention(retention::Retention),
    /// Care for the record of what was done
    #[command(subcommand)]
    Audit(care::Audit),
}

/// What a command found: nothing wrong, or errors in what it checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Done,
    /// Exit code 1.
    ErrorsFound,
}

/// Runs the command that was asked for.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match perform(arguments.command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::ErrorsFound) => ExitCode::from(1),
        Err(error) => {
            note(&format!("enid: {error:#}"));
            ExitCode::from(2)
        }
    }
}

fn perform(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Serve(serve) => serve::run(serve),
        Command::Demo(demo) => demo::run(demo),
        Command::Rota(rota) => rota::run(rota),
        Command::Rest(rest) => rest::run(rest),
        Command::Plan(plan) => plan::run(plan),
        Command::Calendar(calendar) => calendar::run(&calendar),
        Command::Letters(letters) => letters::run(&letters),
        Command::Transcript(transcript) => transcript::run(&transcript),
        Command::Qdpx(qdpx) => qdpx::run(&qdpx),
        Command::Config(given) => care::config(&given),
        Command::Migrate(given) => care::migrate(&given),
        Command::User(user) => care::user(user),
        Command::Deidentify(deidentify) => deidentify::run(&deidentify),
        Command::Agreement(agreement) => agreement::run(&agreement),
        Command::Saturation(saturation) => saturation::run(saturation),
        Command::Study(study) => study::run(study),
        Command::Search(search) => queries::search(search),
        Command::Matrix(matrix) => queries::matrix(matrix),
        Command::Findings(findings) => findings::run(findings),
        Command::Retention(retention) => retention::run(retention),
        Command::Audit(audit) => care::audit(audit),
    }
}

/// Runs a command about what a study found in an installation that is open, and gives what it prints.
///
/// # Errors
/// It is no such command, or it could not be done: what, where, and how to mend it.
pub async fn told(app: &platform::App, words: &[&str]) -> anyhow::Result<String> {
    let words = std::iter::once("enid").chain(words.iter().copied());
    match Arguments::try_parse_from(words)?.command {
        Command::Findings(findings) => findings.told(app).await,
        Command::Saturation(saturation) => saturation.told(app).await,
        Command::Search(search) => queries::found(app, &search).await,
        Command::Study(study::Study::Audit(audit)) => audit.told(app).await,
        Command::Study(study::Study::Export(export)) => export.told(app).await,
        Command::Study(study::Study::ExportSealed(asked)) => asked.told(app).await,
        Command::Study(study::Study::ImportSealed(asked)) => asked.told(app).await,
        _ => anyhow::bail!("this is no command about what a study found"),
    }
}

/// Runs one asynchronous command to its end.
fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}

/// Prints a result. A reader who has gone away, such as `head`, is no error.
fn say(text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Tells something beside the result, on standard error. That nobody reads it is no error either.
fn note(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

#[cfg(test)]
mod tests {
    use clap::{Command as Parsed, CommandFactory as _};

    use super::*;

    /// Every command that does something, with its words.
    fn commands(under: &Parsed, above: &str, found: &mut Vec<(String, Parsed)>) {
        for command in under.get_subcommands() {
            let words = format!("{above} {}", command.get_name());
            let leads_on = command.get_subcommands().next().is_some();
            if !leads_on || command.get_positionals().next().is_some() {
                found.push((words.clone(), command.clone()));
            }
            commands(command, &words, found);
        }
    }

    #[test]
    fn every_command_says_what_it_does_and_shows_an_example_that_is_one() {
        let mut found = Vec::new();
        commands(&Arguments::command(), "enid", &mut found);
        assert!(found.len() > 80, "{}", found.len());
        for (words, command) in found {
            if words.contains("saturated") {
                continue;
            }
            assert!(command.get_about().is_some(), "{words}");
            let help = command.get_after_help().map(ToString::to_string);
            let help = help.unwrap_or_else(|| panic!("{words} has no example"));
            let examples = help.lines().filter(|line| line.trim().starts_with("enid "));
            assert!(help.starts_with("Example:\n"), "{words}: {help}");
            for example in examples {
                assert!(example.contains(&words), "{words}: {example}");
                let read = Arguments::try_parse_from(parted(example.trim()));
                assert!(read.is_ok(), "{example}: {}", read.err().unwrap());
            }
        }
    }

    /// The words of a line as a shell parts them.
    fn parted(line: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut mark = None;
        for letter in line.chars() {
            let word = words.last_mut().expect("there is one from the start");
            match (letter, mark) {
                ('"' | '\'', None) => mark = Some(letter),
                (letter, Some(open)) if letter == open => mark = None,
                (' ', None) => words.push(String::new()),
                (letter, _) => word.push(letter),
            }
        }
        words
    }
}
