//! Interview guides (study O10): every version that an interview has used, for an appendix of a report.

use formats::report::{Block, Cell, Report, ReportRow, ReportTable};
use platform::Result;
use platform::clock::Instant;
use sea_orm::ConnectionTrait;
use study::dates::{day_in_words, day_of};
use study::guides::{self, GuideVersion};
use uuid::Uuid;

/// The guides of a study as a report. What no interview has used is in it only where a cohort has nothing else, and says so.
pub(super) async fn report(connection: &impl ConnectionTrait, study: Uuid) -> Result<Report> {
    Ok(made(&of(connection, study).await?, on_day))
}

/// The same for a set that is released: of each time its month alone is left (study P14).
pub(crate) async fn released(connection: &impl ConnectionTrait, study: Uuid) -> Result<Report> {
    Ok(made(&of(connection, study).await?, in_month))
}

fn on_day(at: Instant) -> String {
    format!("on {}", day_in_words(at))
}

fn in_month(at: Instant) -> String {
    day_of(at).strftime("in %B %Y").to_string()
}

async fn of(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<GuideVersion>> {
    let mut versions = guides::versions(connection, study).await?;
    versions.sort_by(|one, other| (&one.cohort, one.number).cmp(&(&other.cohort, other.number)));
    Ok(versions)
}

fn made(versions: &[GuideVersion], time: fn(Instant) -> String) -> Report {
    let mut blocks = Vec::new();
    let mut used = 0;
    for of_cohort in versions.chunk_by(|one, other| one.cohort == other.cohort) {
        let any = of_cohort.iter().any(|version| version.used);
        let newest = of_cohort.last().map(|version| version.number);
        for version in of_cohort {
            if version.used || (!any && Some(version.number) == newest) {
                used += usize::from(version.used);
                blocks.extend(guide(version, time));
            }
        }
    }
    if versions.is_empty() {
        blocks.push(Block::Note("No guide was written yet.".to_owned()));
    }
    let lead = match used {
        0 => "No interview names the version of a guide that it used.".to_owned(),
        1 => "One version of a guide was used in interviews.".to_owned(),
        count => format!("{count} versions of guides were used in interviews."),
    };
    Report {
        title: "Interview guides".to_owned(),
        lead: Some(lead),
        blocks,
        footer: String::new(),
    }
}

fn guide(version: &GuideVersion, time: fn(Instant) -> String) -> [Block; 3] {
    let used = match version.used {
        true => "Used in interviews.",
        false => "Not used in an interview yet.",
    };
    let row = |(number, question): (usize, &guides::GuideQuestion)| {
        ReportRow::Cells(vec![
            Cell::number(number.to_string()),
            Cell::row_head(question.question.clone()),
            Cell {
                text: question.prompts.clone(),
                ..Cell::default()
            },
        ])
    };
    let table = ReportTable {
        caption: format!(
            "Questions for {}, version {}",
            version.cohort, version.number
        ),
        header: ["No.", "Question", "Prompts"].map(str::to_owned).into(),
        widths: vec![1, 8, 8],
        rows: (1..).zip(&version.questions).map(row).collect(),
        landscape: false,
    };
    [
        Block::Heading(format!("{}, version {}", version.cohort, version.number)),
        Block::Note(format!("Written {}. {used}", time(version.made_at))),
        Block::Table(table),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use formats::report::html;
    use study::guides::GuideQuestion;

    fn version(cohort: &str, number: i64, used: bool) -> GuideVersion {
        GuideVersion {
            id: Uuid::from_u128(u128::from(number.unsigned_abs())),
            cohort: cohort.to_owned(),
            number,
            made_at: Instant(0),
            used,
            questions: vec![GuideQuestion {
                question: format!("{cohort} {number}: how was it?"),
                prompts: vec!["And then?".to_owned()],
            }],
        }
    }

    #[test]
    fn every_version_that_was_used_is_printed_and_another_only_where_there_is_none() {
        let all = [
            version("members", 1, true),
            version("members", 2, true),
            version("members", 3, false),
            version("organisers", 1, false),
            version("organisers", 2, false),
        ];
        let written = html(&made(&all, on_day));
        for words in [
            "2 versions of guides were used",
            "members 1: how",
            "members 2: how",
            "organisers 2: how",
            "Not used in an interview yet",
            "And then?",
        ] {
            assert!(written.contains(words), "{words}: {written}");
        }
        for words in ["members 3: how", "organisers 1: how"] {
            assert!(!written.contains(words), "{words}: {written}");
        }
        let released = html(&made(&all, in_month));
        assert!(written.contains("Written on 1 January 1970."), "{written}");
        assert!(released.contains("Written in January 1970."), "{released}");
        assert!(html(&made(&[], on_day)).contains("No guide was written yet."));
    }
}
