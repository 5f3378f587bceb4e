//! Codes by path: what two of a name in one place come to, and what is too deep or too long.

use std::collections::BTreeMap;

use super::{Code, Error, MOST, Project};

/// Most codes that stand under each other.
const DEEPEST: usize = 50;
/// Longest name of a code, in characters.
const LONGEST: usize = 200;

/// Paths that are taken, each with how often it was asked for.
#[derive(Default)]
pub(super) struct Paths(BTreeMap<Vec<String>, usize>);

impl Paths {
    /// Adds a code under another and gives its place in the list.
    pub(super) fn add(
        &mut self,
        project: &mut Project,
        (above, name): (Option<usize>, &str),
        definition: &str,
    ) -> Result<usize, Error> {
        if project.codes.len() >= MOST {
            return Err(Error::TooMany("codes"));
        }
        let name = named(name, &mut project.notes);
        let above = above.and_then(|above| project.codes.get(above));
        let mut path = above.map_or_else(Vec::new, |code| code.path.clone());
        if path.len() >= DEEPEST {
            path.truncate(DEEPEST - 1);
            project.notes.push(format!(
                "“{name}” stands under more than {DEEPEST} codes; it was moved up"
            ));
        }
        path.push(name.clone());
        while let Some(asked) = self.0.get_mut(&path) {
            *asked += 1;
            let other = format!("{name} ({asked})");
            project.notes.push(format!(
                "two codes in one place are called “{name}”; one of them becomes “{other}”"
            ));
            path.pop();
            path.push(other);
        }
        self.0.insert(path.clone(), 1);
        let definition = fold(definition);
        project.codes.push(Code { path, definition });
        Ok(project.codes.len() - 1)
    }
}

fn named(name: &str, notes: &mut Vec<String>) -> String {
    let name = fold(name);
    if name.is_empty() {
        return "No name".to_owned();
    }
    if name.chars().count() <= LONGEST {
        return name;
    }
    let cut: String = name.chars().take(LONGEST - 1).collect();
    notes.push(format!(
        "the name of a code has more than {LONGEST} characters; it was cut: “{cut}…”"
    ));
    cut + "…"
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
