//! What an audit says of a stored study: files are none of its words, and its quotes go by their number in Table 2.

use crate::reporting_audit::Audit;

/// Where values stand, in the words of files and of pages.
const SOURCES: [(&str, &str); 6] = [
    ("participants.csv", "participants"),
    ("research_questions.csv", "research questions"),
    ("quotes.csv", "quotes"),
    ("matching.csv", "interviewers"),
    ("themes.toml", "themes"),
    ("claims.toml", "set-up"),
];
/// Words that only fit a folder, each with what stands in its place.
const WORDS: [(&str, &str); 6] = [
    ("; no file of a folder holds them", ""),
    ("participants.csv", "the list of participants"),
    ("research_questions.csv", "the research questions"),
    ("the quote in row ", "quote "),
    ("quote in row ", "quote "),
    ("quotes.csv", "the quotes"),
];

/// Takes out whose interview was how long, for whoever may not know it: the lengths themselves are in every report.
pub(super) fn without_lengths(audit: &mut Audit) {
    let findings = audit.findings.iter_mut();
    for place in findings.flat_map(|finding| &mut finding.places) {
        if place.source == "participants.csv" && place.column.as_deref() == Some("interview_length")
        {
            place.text.clear();
        }
    }
}

/// Puts the words of pages in the place of those of files.
pub(super) fn of_study(audit: &mut Audit) {
    for check in &mut audit.checks {
        if let Some(reason) = &mut check.reason {
            *reason = translated(reason);
        }
    }
    for finding in &mut audit.findings {
        for text in [
            &mut finding.subject,
            &mut finding.message,
            &mut finding.settle,
        ] {
            *text = translated(text);
        }
        for place in &mut finding.places {
            let known = SOURCES.iter().find(|(file, _)| *file == place.source);
            if let Some((_, page)) = known {
                place.source = (*page).to_owned();
                place.row = place.row.filter(|_| *page == "quotes");
            }
        }
    }
}

/// The text without names of files; what stands between quotation marks is somebody's and stays as it is.
fn translated(text: &str) -> String {
    let mut found = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('“') {
        let close = rest[open..].find('”').map_or(rest.len(), |end| open + end);
        found.push_str(&own_words(&rest[..open]));
        found.push_str(&rest[open..close]);
        rest = &rest[close..];
    }
    found.push_str(&own_words(rest));
    found
}

fn own_words(text: &str) -> String {
    let mut text = without_files(text);
    for (files, pages) in WORDS {
        text = text.replace(files, pages);
    }
    for (row, quote) in [("Row ", "Quote "), ("row ", "quote ")] {
        for digit in '1'..='9' {
            text = text.replace(&format!("{row}{digit}"), &format!("{quote}{digit}"));
        }
    }
    text
}

/// Without the files that stand in brackets, and without brackets that hold nothing else.
fn without_files(text: &str) -> String {
    let is_file = |part: &&str| {
        [".csv", ".toml", "--"]
            .iter()
            .any(|file| part.contains(file))
    };
    let mut found = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" (") {
        let Some((inside, behind)) = after.split_once(')') else {
            break;
        };
        found.push_str(before);
        let kept: Vec<&str> = inside.split(", ").filter(|part| !is_file(part)).collect();
        if !kept.is_empty() {
            found.push_str(&format!(" ({})", kept.join(", ")));
        }
        rest = behind;
    }
    found + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reporting_audit::{Facts, audit};

    #[test]
    fn no_reason_of_a_stored_study_names_a_file_a_folder_or_an_option() {
        let mut nothing = audit(&Facts::default(), None);
        of_study(&mut nothing);
        for check in nothing.checks {
            let reason = check.reason.unwrap();
            for word in [".csv", ".toml", "--", "folder", "()"] {
                assert!(!reason.contains(word), "{}: {reason}", check.id);
            }
        }
    }

    #[test]
    fn rows_become_quotes_and_nobodys_words_are_changed() {
        assert_eq!(
            translated("Row 7 lies inside row 3."),
            "Quote 7 lies inside quote 3."
        );
        assert_eq!(
            translated("K3 withdrew; the quote in row 12 is theirs."),
            "K3 withdrew; quote 12 is theirs."
        );
        let said = "Printed “in row 4 (of quotes.csv)”; it is “row 5”";
        assert_eq!(translated(said), said);
        assert_eq!(
            translated("nothing states the themes (themes in claims.toml, a manuscript)"),
            "nothing states the themes (a manuscript)"
        );
    }
}
