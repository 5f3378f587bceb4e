//! A study folder as the reporting audit reads it (study R61): any file may be missing, and what contradicts itself is kept.

use study::columns::read_table;
use study::interviewers::matching;
use study::problem::{Code, Problem};

use super::read::{Purpose, gather};
use super::{ReadOptions, StudyFolder};
use crate::reporting_audit::claims::{self, Claims};

const CLAIMS: &str = "claims.toml";
const MATCHING: &str = "matching.csv";
/// What an audit can be made of; without all of them there is nothing to check.
const FILES: [&str; 5] = [
    "participants.csv",
    "research_questions.csv",
    "quotes.csv",
    CLAIMS,
    MATCHING,
];

/// What a folder holds for an audit.
#[derive(Debug, Clone)]
pub struct Audited {
    /// The rows of its files, with their notices.
    pub folder: StudyFolder,
    /// Which of its files are there.
    pub names: Vec<String>,
    /// What `claims.toml` says.
    pub claims: Option<Claims>,
    /// What `matching.csv` says.
    pub matching: Option<matching::Problem>,
}

impl Audited {
    /// Whether the folder holds a file of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }
}

/// Reads a folder for an audit: as [`super::read`], and `claims.toml` and `matching.csv` too.
///
/// Kept and told as findings are a status that contradicts its date or length, and questions that are not known; whom
/// `codings.csv` does not fit is told as a notice, since only its analysts are asked for.
///
/// # Errors
/// All errors and notices of all files, if there is at least one error; or nothing to audit is there.
pub fn read_for_audit(
    files: Vec<(String, Vec<u8>)>,
    options: &ReadOptions,
) -> Result<Audited, Vec<Problem>> {
    let options = ReadOptions {
        keep_contradictions: true,
        ..options.clone()
    };
    let mut problems = Vec::new();
    let named = |wanted: &str| {
        let mut files = files.iter();
        let found = files.find(|(name, _)| name.trim_start_matches("./") == wanted);
        found.map(|(_, bytes)| bytes.as_slice())
    };
    let claims = named(CLAIMS).and_then(|bytes| {
        let (claims, found) = claims::parse(CLAIMS, bytes);
        problems.extend(found);
        claims
    });
    let matching = named(MATCHING).and_then(|bytes| match read_table(MATCHING, bytes) {
        Ok(table) => {
            let (matching, found) = matching::parse_held(MATCHING, &table);
            problems.extend(found);
            Some(matching)
        }
        Err(problem) => {
            problems.push(*problem);
            None
        }
    });
    let names: Vec<String> = FILES
        .into_iter()
        .filter(|name| named(name).is_some())
        .map(str::to_owned)
        .collect();
    let (mut folder, found) = gather(files, &options, Purpose::Audit);
    problems.extend(
        found
            .into_iter()
            .map(|problem| match problem.file.as_str() {
                "codings.csv" => Problem {
                    code: None,
                    ..problem
                },
                _ => problem,
            }),
    );
    if names.is_empty() && folder.documents.is_empty() {
        let message = "nothing to audit is in this folder";
        let problem = Problem::error(Code::E01, "participants.csv", message);
        problems.push(problem.with_example(&FILES.join(", ")));
    }
    if problems.iter().any(Problem::is_error) {
        return Err(problems);
    }
    folder.notices = problems;
    Ok(Audited {
        folder,
        names,
        claims,
        matching,
    })
}
