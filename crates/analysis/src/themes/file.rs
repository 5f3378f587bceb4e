//! `themes.toml`: what is said about each theme, subtheme and facet that quotes name.
//!
//! ```toml
//! [[theme]]
//! path = "Keeping the door open > Who holds it"
//! status = "defined"
//! concept = "One sentence."
//! story = "What it is, what it is not, and which question it matters to."
//! ```

use study::columns::fold_spaces;
use study::problem::{Code, Problem};
use toml::{Spanned, Table, Value};

use super::{About, ThemeStatus};

const SEPARATOR: &str = " > ";
const KEYS: [&str; 4] = ["path", "status", "concept", "story"];

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    theme: Vec<Spanned<Table>>,
}

/// Reads the file; an entry with an error is left out, every problem has the line its entry starts on.
///
/// A `defined` theme has a concept and a story; a defined subtheme or facet has its one sentence
/// (study R42).
pub fn parse(file: &str, bytes: &[u8]) -> (Vec<About>, Vec<Problem>) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let problem = Problem::error(Code::E10, file, "the file is not UTF-8");
        return (Vec::new(), vec![problem]);
    };
    let read: File = match toml::from_str(text) {
        Ok(read) => read,
        Err(error) => {
            let problem = Problem::error(Code::E09, file, error.message());
            let row = error.span().map(|span| line_of(text, span.start));
            let problem = match row {
                Some(row) => problem.at_row(row),
                None => problem,
            };
            return (Vec::new(), vec![problem.with_example("[[theme]]")]);
        }
    };
    let mut problems = Vec::new();
    let mut themes: Vec<About> = Vec::new();
    for entry in &read.theme {
        let row = line_of(text, entry.span().start);
        let errors = problems.len();
        let about = Entry {
            file,
            row,
            table: entry.as_ref(),
        }
        .read(&mut problems);
        let Some(about) = about.filter(|_| problems.len() == errors) else {
            continue;
        };
        if themes.iter().any(|known| known.path == about.path) {
            let problem = Problem::error(Code::E03, file, "this path already stands above");
            let value = about.path.join(SEPARATOR);
            problems.push(problem.at_row(row).in_column("path").with_value(&value));
        } else {
            themes.push(about);
        }
    }
    (themes, problems)
}

struct Entry<'a> {
    file: &'a str,
    row: u32,
    table: &'a Table,
}

impl Entry<'_> {
    fn read(&self, problems: &mut Vec<Problem>) -> Option<About> {
        for key in self
            .table
            .keys()
            .filter(|key| !KEYS.contains(&key.as_str()))
        {
            problems.push(
                self.error(Code::E09, key, "unknown key")
                    .with_example(&KEYS.join(", ")),
            );
        }
        let path = self.path(problems);
        let concept = fold_spaces(self.text("concept", problems));
        let story = self.text("story", problems).trim().to_owned();
        let status = match ThemeStatus::parse(self.text("status", problems)) {
            Some(status) => status,
            None => {
                let problem = self.error(Code::E11, "status", "no such status of a theme");
                problems.push(problem.with_example("candidate, reviewed, defined, dropped"));
                return None;
            }
        };
        let path = path?;
        if status == ThemeStatus::Defined {
            if concept.is_empty() {
                let message = "what is defined has its central organising concept in a sentence";
                problems.push(self.error(Code::E12, "concept", message));
            }
            if story.is_empty() && path.len() == 1 {
                let message =
                    "a defined theme has a story: what it is, what it is not, why it matters";
                problems.push(self.error(Code::E12, "story", message));
            }
        }
        Some(About {
            path,
            concept,
            story,
            status,
        })
    }

    fn path(&self, problems: &mut Vec<Problem>) -> Option<Vec<String>> {
        let text = self.text("path", problems);
        let path: Vec<String> = text.split(SEPARATOR).map(fold_spaces).collect();
        if path.len() <= 3 && path.iter().all(|name| !name.is_empty()) {
            return Some(path);
        }
        let message = "a path is a theme, or a theme, a subtheme and a facet parted by \" > \"";
        let problem = self.error(Code::E12, "path", message).with_value(text);
        problems.push(problem.with_example("Keeping the door open > Who holds it"));
        None
    }

    /// The text of a key; empty where it is absent.
    fn text(&self, key: &str, problems: &mut Vec<Problem>) -> &str {
        match self.table.get(key) {
            None => "",
            Some(Value::String(text)) => text,
            Some(_) => {
                problems.push(self.error(
                    Code::E09,
                    key,
                    "this is written between quotation marks",
                ));
                ""
            }
        }
    }

    fn error(&self, code: Code, key: &str, message: &str) -> Problem {
        Problem::error(code, self.file, message)
            .at_row(self.row)
            .in_column(key)
    }
}

fn line_of(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().iter().take(offset);
    let lines = before.filter(|byte| **byte == b'\n').count();
    u32::try_from(lines + 1).unwrap_or(u32::MAX)
}
