//! Which doctor a name on a rota is. A name that fits nobody, or two, fits nobody: it is asked for, never guessed.

use std::collections::BTreeMap;

/// Words before or after a name that are no part of it.
const TITLES: [&str; 8] = ["dr", "doctor", "mr", "mrs", "ms", "miss", "mx", "prof"];

/// The doctors that a rota may speak of, by the spellings in which a rota may write them.
#[derive(Debug, Clone, Default)]
pub struct Names {
    by_spelling: BTreeMap<String, Vec<String>>,
    by_surname: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// Takes the doctors as identifier, reference and full name.
    pub fn new<'a>(people: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>) -> Self {
        let mut names = Self::default();
        for (id, reference, name) in people {
            let spelling = plain(name);
            let surname = spelling.rsplit(' ').next().unwrap_or_default().to_owned();
            let mut spellings = vec![spelling, reference.to_lowercase()];
            spellings.dedup();
            for spelling in spellings {
                let ids = names.by_spelling.entry(spelling).or_default();
                ids.push(id.to_owned());
            }
            names
                .by_surname
                .entry(surname)
                .or_default()
                .push(id.to_owned());
        }
        names
    }

    /// The one doctor whom a label names in full, by name or by reference.
    pub fn find(&self, label: &str) -> Option<&str> {
        let reference = label.trim().to_lowercase();
        let ids = self
            .by_spelling
            .get(&plain(label))
            .or_else(|| self.by_spelling.get(&reference))?;
        match ids.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The doctors whom a label may mean, because it holds their surname.
    pub fn near(&self, label: &str) -> Vec<&str> {
        let plain = plain(label);
        let mut ids: Vec<&str> = plain
            .split(' ')
            .filter_map(|word| self.by_surname.get(word))
            .flatten()
            .map(String::as_str)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// The form in which two spellings of one name are the same: no case, no titles, no marks, nothing in brackets, the
/// forename first.
pub fn plain(label: &str) -> String {
    let mut text = String::with_capacity(label.len());
    let mut depth = 0_usize;
    for c in label.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '\'' | '\u{2019}' | '\u{2018}' | '.' => {}
            ',' => text.push(','),
            c if c.is_alphanumeric() => text.extend(c.to_lowercase()),
            _ => text.push(' '),
        }
    }
    let turned = match text.split_once(',') {
        Some((surname, forename)) if !forename.trim().is_empty() => format!("{forename} {surname}"),
        _ => text.replace(',', " "),
    };
    let words: Vec<&str> = turned
        .split_whitespace()
        .filter(|word| !TITLES.contains(word))
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::new([
            ("1", "R001", "Dr Amber O\u{2019}Quill"),
            ("2", "R002", "Noor Farr-Whitcombe"),
            ("3", "R003", "Sam Pike"),
            ("4", "R004", "Sam Pike"),
        ])
    }

    #[test]
    fn a_name_is_found_in_the_spellings_of_rotas() {
        let names = names();
        for label in [
            "Amber O'Quill",
            "O'QUILL, Amber",
            "Dr. Amber O'Quill (ST3)",
            "r001",
            "  amber   oquill ",
        ] {
            assert_eq!(names.find(label), Some("1"), "{label}");
        }
        assert_eq!(names.find("Farr Whitcombe, Noor"), Some("2"));
    }

    #[test]
    fn a_name_that_two_doctors_bear_or_nobody_bears_in_full_finds_nobody() {
        let names = names();
        assert_eq!(names.find("Sam Pike"), None);
        assert_eq!(names.find("A O'Quill"), None);
        assert_eq!(names.find(""), None);
        assert_eq!(names.near("Dr S Pike"), ["3", "4"]);
        assert_eq!(names.near("A O'Quill"), ["1"]);
    }
}
