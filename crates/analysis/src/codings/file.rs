//! `codings.csv`: a stretch of a document, a code, an analyst (study section 6).

use std::collections::{BTreeMap, BTreeSet};

use formats::table::Table;
use jiff::Timestamp;
use platform::clock::Instant;
use study::columns::{Cells, Columns, fold_spaces, is_id};
use study::documents::Document;
use study::problem::{Code as Fault, Problem};
use study::transcripts::anchors::{Span, Version};

use crate::codes::Code;

const REQUIRED: [&str; 8] = [
    "document",
    "layer",
    "start",
    "end",
    "code",
    "analyst",
    "created_at",
    "text",
];
const LAYERS: [&str; 2] = ["corrected", "deidentified"];
/// So much of a value is shown in a message.
const SHOWN: usize = 40;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderCoding {
    /// The handle of the document.
    pub document: String,
    /// The first code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// The path of the code, outermost first.
    pub code: Vec<String>,
    /// The handle of the analyst.
    pub analyst: String,
    /// When it was coded.
    pub at: Option<Instant>,
}

/// Reads the rows. Documents and codes are those of the folder.
pub fn parse(
    file: &str,
    table: &Table,
    (documents, codes): (&[Document], &[Code]),
) -> (Vec<FolderCoding>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut codings = Vec::new();
    let Some(columns) = Columns::find(file, table, &REQUIRED, &[], &mut problems) else {
        return (codings, problems);
    };
    let texts = documents.iter().map(|document| {
        let words: Vec<&str> = document
            .turns
            .iter()
            .map(|turn| turn.text.as_str())
            .collect();
        (document.handle.as_str(), Version::of_turns(&words))
    });
    let known = Known {
        texts: texts.collect(),
        codes: codes.iter().map(|code| code.path.as_slice()).collect(),
    };
    for cells in columns.rows() {
        codings.extend(known.row(cells, &mut problems));
    }
    (codings, problems)
}

/// What a row may refer to.
struct Known<'a> {
    texts: BTreeMap<&'a str, Version>,
    codes: BTreeSet<&'a [String]>,
}

impl Known<'_> {
    fn row(&self, cells: Cells<'_>, problems: &mut Vec<Problem>) -> Option<FolderCoding> {
        let before = problems.len();
        let document = cells.required("document", problems)?;
        let text = self.texts.get(document);
        if text.is_none() {
            let message = "no document of the folder has this id";
            problems.push(cells.error(Fault::E07, "document", message));
        }
        if !LAYERS.contains(&cells.text("layer")) {
            let problem = cells.error(Fault::E07, "layer", "no such layer");
            problems.push(problem.with_example("deidentified"));
        }
        let code = path(cells.required("code", problems)?);
        if !self.codes.contains(code.as_slice()) {
            let message = "no row of codes.csv gives this code";
            let problem = cells.error(Fault::E07, "code", message);
            problems.push(problem.with_example("Leaving > Asking"));
        }
        let analyst = cells.required("analyst", problems)?;
        if !is_id(analyst) {
            let message = "an analyst is 1 to 32 letters, digits, _ or -";
            problems.push(
                cells
                    .error(Fault::E07, "analyst", message)
                    .with_example("R1"),
            );
        }
        let at = cells.required("created_at", problems)?;
        let at: Option<Timestamp> = at.parse().ok();
        if at.is_none() {
            let problem = cells.error(Fault::E04, "created_at", "no date and time with an offset");
            problems.push(problem.with_example("2031-03-04T10:31:00Z"));
        }
        let start = number(cells, "start", problems)?;
        let end = number(cells, "end", problems)?;
        if let Some(text) = text {
            let span = Span::new(start as usize, end as usize);
            problems.extend(differs(cells, text, span));
        }
        (problems.len() == before).then(|| FolderCoding {
            document: document.to_owned(),
            start,
            end,
            code,
            analyst: analyst.to_owned(),
            at: at.map(Instant::from_jiff),
        })
    }
}

fn number(cells: Cells<'_>, column: &'static str, problems: &mut Vec<Problem>) -> Option<u32> {
    let text = cells.required(column, problems)?;
    let number = text.parse().ok();
    if number.is_none() {
        let message = "a position is a whole number of code points from 0";
        problems.push(cells.error(Fault::E08, column, message).with_example("120"));
    }
    number
}

/// The names of a path; ` > ` within a name is written ` \> `.
fn path(text: &str) -> Vec<String> {
    let parts = text.split(" > ");
    parts
        .map(|name| fold_spaces(&name.replace("\\>", ">")))
        .collect()
}

/// What is wrong where a span does not hold the text that the row says, with the nearest place that does.
fn differs(cells: Cells<'_>, text: &Version, span: Span) -> Option<Problem> {
    let said = cells.text("text");
    if span.is_empty() || span.end > text.len() {
        let message = format!(
            "the span is not in the text, which has {} code points",
            text.len()
        );
        return Some(cells.error(Fault::E08, "end", message));
    }
    let is = text.slice(span);
    if is == said {
        return None;
    }
    let message = match nearest(&text.text(), said, span.start) {
        Some(place) => format!(
            "these words stand at {} to {} in the text",
            place.start, place.end
        ),
        None => {
            let shown: String = is.chars().take(SHOWN).collect();
            format!("the text says “{shown}” there, and these words stand nowhere in it")
        }
    };
    Some(cells.error(Fault::E08, "text", message))
}

/// The place nearest to a position at which words stand, in code points.
fn nearest(text: &str, words: &str, at: usize) -> Option<Span> {
    if words.is_empty() {
        return None;
    }
    let length = words.chars().count();
    let places = text
        .match_indices(words)
        .map(|(byte, _)| text[..byte].chars().count());
    let start = places.min_by_key(|start| start.abs_diff(at))?;
    Some(Span::new(start, start + length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use study::documents::{Kind, Role, Turn};

    use super::*;
    use crate::codes::CodeStatus;

    fn parsed(rows: &str) -> (Vec<FolderCoding>, Vec<String>) {
        let turn = |text: &str| Turn {
            role: Role::Participant,
            label: None,
            start_ms: None,
            end_ms: None,
            text: text.to_owned(),
        };
        let document = Document {
            handle: "D1".to_owned(),
            kind: Kind::Transcript,
            title: String::new(),
            participant: None,
            author: None,
            dated: None,
            source_hash: Vec::new(),
            turns: vec![turn("Où? 🦉 Here."), turn("Here, they said.")],
        };
        let code = |path: &[&str]| Code {
            path: path.iter().map(|name| (*name).to_owned()).collect(),
            definition: String::new(),
            status: CodeStatus::Active,
            colour: None,
        };
        let codes = [code(&["Leaving"]), code(&["Leaving", "A > B"])];
        let text = format!("document,layer,start,end,code,analyst,created_at,text\n{rows}");
        let Ok(table) = study::columns::read_table("codings.csv", text.as_bytes()) else {
            return (Vec::new(), vec!["no table".to_owned()]);
        };
        let (codings, problems) = parse("codings.csv", &table, (&[document], &codes));
        (codings, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_row_is_read_in_code_points_over_turns_joined_by_line_feeds() {
        let (codings, problems) = parsed(
            "D1,deidentified,4,5,Leaving,R1,2031-03-04T10:00:00Z,🦉\n\
             D1,corrected,6,16,Leaving > A \\> B,R2,2031-03-04T10:00:00+01:00,\"Here.\nHere\"\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!((codings[0].start, codings[0].end), (4, 5));
        assert_eq!(codings[1].code, ["Leaving", "A > B"]);
        assert_eq!(codings[1].analyst, "R2");
        let at = codings[1].at.unwrap().to_jiff().to_string();
        assert_eq!(at, "2031-03-04T09:00:00Z");
    }

    #[test]
    fn words_that_stand_elsewhere_are_refused_with_the_nearest_place() {
        let (codings, problems) =
            parsed("D1,deidentified,10,14,Leaving,R1,2031-03-04T10:00:00Z,Here\n");
        assert!(codings.is_empty());
        assert!(problems[0].contains("12 to 16"), "{problems:?}");
    }

    #[test]
    fn every_fault_of_a_row_names_its_column() {
        for (row, column) in [
            (
                "D2,deidentified,4,5,Leaving,R1,2031-03-04T10:00:00Z,🦉",
                "document",
            ),
            (
                "D1,imported,4,5,Leaving,R1,2031-03-04T10:00:00Z,🦉",
                "layer",
            ),
            (
                "D1,deidentified,4,5,Asking,R1,2031-03-04T10:00:00Z,🦉",
                "code",
            ),
            (
                "D1,deidentified,4,5,Leaving,Dr Who,2031-03-04T10:00:00Z,🦉",
                "analyst",
            ),
            ("D1,deidentified,4,5,Leaving,R1,4 March,🦉", "created_at"),
            (
                "D1,deidentified,-4,5,Leaving,R1,2031-03-04T10:00:00Z,🦉",
                "start",
            ),
            (
                "D1,deidentified,4,4,Leaving,R1,2031-03-04T10:00:00Z,",
                "end",
            ),
            (
                "D1,deidentified,4,400,Leaving,R1,2031-03-04T10:00:00Z,🦉",
                "end",
            ),
            (
                "D1,deidentified,4,5,Leaving,R1,2031-03-04T10:00:00Z,nowhere",
                "text",
            ),
        ] {
            let (codings, problems) = parsed(&format!("{row}\n"));
            assert!(codings.is_empty(), "{row}");
            assert!(
                problems.iter().any(|one| one.contains(column)),
                "{row}: {problems:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_row_stops_the_reader(cells in proptest::collection::vec("[^\"\n,]{0,12}", 8)) {
            parsed(&format!("{}\n", cells.join(",")));
        }
    }
}
