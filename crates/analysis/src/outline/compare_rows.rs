//! What became of an outline, as rows for the command line.

use study::transcripts::desk::Part;

use super::Difference;
use crate::console::Table;

/// A row for each that differs: its path, what happened to it, and each text that differs with what went and what came.
pub(crate) fn told(found: &[Difference]) -> Table {
    let row = |one: &Difference| {
        let mut what = one.what.clone();
        what.extend(one.words.iter().map(|(part, parts)| {
            let marked: String = parts.iter().map(marked).collect();
            format!("{part}: {marked}")
        }));
        vec![
            one.id.to_string().into(),
            one.path.clone().into(),
            what.into(),
        ]
    };
    Table::new(&["id", "path", "what"], found.iter().map(row).collect())
}

/// Words that went as `[-…-]`, words that came as `{+…+}`.
fn marked(part: &Part) -> String {
    match part {
        Part::Same(words) => words.clone(),
        Part::Gone(words) => format!("[-{words}-]"),
        Part::New(words) => format!("{{+{words}+}}"),
    }
}
