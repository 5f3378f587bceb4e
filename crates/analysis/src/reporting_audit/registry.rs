//! The list of all checks.

use super::checks::{self, Outcome};
use super::context::Context;
use super::findings::Severity::{self, Error, Notice, Warning};

/// One check.
pub struct Check {
    /// Its id, never reused.
    pub id: &'static str,
    /// What it looks at, in words.
    pub title: &'static str,
    /// How grave its findings usually are.
    pub severity: Severity,
    /// What it reads, in words.
    pub reads: &'static str,
    pub(super) run: fn(&Context) -> Outcome,
}

const fn check(
    id: &'static str,
    severity: Severity,
    title: &'static str,
    reads: &'static str,
    run: fn(&Context) -> Outcome,
) -> Check {
    Check {
        id,
        title,
        severity,
        reads,
        run,
    }
}

static CHECKS: [Check; 31] = [
    check(
        "A01",
        Error,
        "The number of participants is that of the data, wherever it is stated",
        "claims, manuscript, participants",
        checks::counts::participants,
    ),
    check(
        "A02",
        Error,
        "The numbers of the cohorts are those of the data and add up",
        "claims, manuscript, participants",
        checks::counts::cohorts,
    ),
    check(
        "A03",
        Error,
        "All interviews lie in the stated period",
        "claims, participants",
        checks::period::run,
    ),
    check(
        "A04",
        Warning,
        "Each research question has a quote",
        "questions, quotes",
        checks::coverage::questions,
    ),
    check(
        "A05",
        Warning,
        "Each theme, subtheme and facet has a quote",
        "themes, claims, quotes",
        checks::coverage::themes,
    ),
    check(
        "A06",
        Error,
        "Each quote answers a question that there is",
        "quotes, questions",
        checks::coverage::answers,
    ),
    check(
        "A07",
        Warning,
        "No passage is used twice",
        "quotes, transcripts",
        checks::passages::used_twice,
    ),
    check(
        "A08",
        Warning,
        "A passage stands under one theme",
        "quotes",
        checks::passages::two_themes,
    ),
    check(
        "A09",
        Error,
        "Every quotation was said so",
        "manuscript, quotes, transcripts",
        checks::quotations::verbatim,
    ),
    check(
        "A10",
        Warning,
        "No participant carries too much",
        "quotes with participants, participants",
        checks::reliance::run,
    ),
    check(
        "A11",
        Warning,
        "Each cohort that was interviewed is quoted",
        "quotes with participants, participants",
        checks::coverage::cohorts,
    ),
    check(
        "A12",
        Warning,
        "No row of Table 1 is the only one of its kind",
        "participants",
        checks::table1::unique,
    ),
    check(
        "A13",
        Error,
        "No label of a quote leads to a row of Table 1 or to a file",
        "manuscript, participants, transcripts",
        checks::labels::run,
    ),
    check(
        "A14",
        Error,
        "Consent precedes the interview and covers its uses",
        "consents, participants, quotes",
        checks::consents::run,
    ),
    check(
        "A15",
        Error,
        "No interviewer knew the participant",
        "acquaintance, interviews",
        checks::acquaintance::run,
    ),
    check(
        "A16",
        Warning,
        "Transcripts were checked against the recording",
        "accuracy checks, manuscript",
        checks::accuracy::run,
    ),
    check(
        "A17",
        Error,
        "Percentages, lengths and means agree with the data",
        "manuscript, claims, participants, quotes",
        checks::figures::run,
    ),
    check(
        "A18",
        Notice,
        "The wording fits the method",
        "manuscript",
        checks::wording::run,
    ),
    check(
        "A19",
        Warning,
        "The items of the checklist are answered where it says",
        "checklist, manuscript",
        checks::checklist::run,
    ),
    check(
        "A20",
        Error,
        "Nobody who withdrew is quoted, counted or tabled",
        "participants, withdrawals, quotes, manuscript",
        checks::withdrawn::run,
    ),
    check(
        "A21",
        Warning,
        "Number, names and nesting of the themes agree",
        "manuscript, claims, quotes, themes",
        checks::themes::run,
    ),
    check(
        "A22",
        Warning,
        "A quotation that is announced follows",
        "manuscript",
        checks::announced::run,
    ),
    check(
        "A23",
        Notice,
        "What is selected is printed, and what is printed is selected",
        "quotes, manuscript",
        checks::quotations::selected,
    ),
    check(
        "A24",
        Warning,
        "What is said about saturation agrees with the team's stance and with itself",
        "saturation stance, manuscript",
        checks::saturation::run,
    ),
    check(
        "A25",
        Warning,
        "Each interview names its guide, and each cohort's guide is appended",
        "guides, interviews, manuscript",
        checks::guides::run,
    ),
    check(
        "A26",
        Error,
        "Nothing printed identifies anybody",
        "list of names, manuscript, quotes",
        checks::names::run,
    ),
    check(
        "A27",
        Warning,
        "The place of a quote does not give a small cohort away",
        "quotes with participants, participants",
        checks::small_cohorts::run,
    ),
    check(
        "A28",
        Warning,
        "Dual roles are declared",
        "roles, manuscript",
        checks::roles::run,
    ),
    check(
        "A29",
        Notice,
        "Tables, figures and appendices are there and cited in order",
        "manuscript",
        checks::citations::run,
    ),
    check(
        "A30",
        Error,
        "Rows of participants are coherent",
        "participants, claims",
        checks::counts::coherent,
    ),
    check(
        "A31",
        Error,
        "Quoted words are a participant's",
        "transcripts, manuscript, quotes",
        checks::quotations::voices,
    ),
];

/// Every check, in the order of the ids.
pub fn checks() -> &'static [Check] {
    &CHECKS
}
