//! What the codes of one site mean (programme I8).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{ShiftCode, folded};

/// The codes of one site, by the form in which spellings are compared.
#[derive(Debug, Clone, Default)]
pub struct Dictionary<'a> {
    meanings: BTreeMap<String, Vec<&'a ShiftCode>>,
}

impl<'a> Dictionary<'a> {
    /// Sorts the codes of one site.
    pub fn new(codes: impl IntoIterator<Item = &'a ShiftCode>) -> Self {
        let mut meanings: BTreeMap<String, Vec<&'a ShiftCode>> = BTreeMap::new();
        for code in codes {
            meanings.entry(folded(&code.code)).or_default().push(code);
        }
        Self { meanings }
    }

    /// What a code means on a day.
    pub fn meaning(&self, code: &str, day: Date) -> Option<&'a ShiftCode> {
        let meanings = self.meanings.get(&folded(code))?;
        meanings.iter().copied().find(|code| code.holds_on(day))
    }

    /// The codes in one cell: two are split by a slash, unless the site has a code that is written with one.
    pub fn codes_in<'t>(&self, cell: &'t str) -> Vec<&'t str> {
        let cell = cell.trim();
        if self.meanings.contains_key(&folded(cell)) || !cell.contains('/') {
            return vec![cell];
        }
        let parts: Vec<&str> = cell
            .split('/')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        if parts.is_empty() { vec![cell] } else { parts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rotas::Kind;

    fn code(text: &str, from: &str, to: Option<&str>) -> ShiftCode {
        ShiftCode {
            site: "OLD".into(),
            code: text.into(),
            kind: Kind::Off,
            start: None,
            end: None,
            role: None,
            valid_from: from.parse().unwrap(),
            valid_to: to.map(|date| date.parse().unwrap()),
        }
    }

    #[test]
    fn codes_are_the_same_after_trimming_and_in_any_case_and_else_not() {
        let codes = [code("LD", "2026-08-05", None)];
        let dictionary = Dictionary::new(&codes);
        let day = "2026-11-11".parse().unwrap();
        assert!(dictionary.meaning(" ld ", day).is_some());
        for other in ["L D", "LD1", "L.D", "L"] {
            assert!(dictionary.meaning(other, day).is_none(), "{other}");
        }
    }

    #[test]
    fn a_code_means_something_only_while_it_is_valid() {
        let codes = [
            code("LD", "2026-08-05", Some("2026-11-10")),
            code("LD", "2026-11-12", None),
        ];
        let dictionary = Dictionary::new(&codes);
        let on = |day: &str| dictionary.meaning("LD", day.parse().unwrap()).is_some();
        assert!(!on("2026-08-04") && on("2026-08-05") && on("2026-11-10"));
        assert!(!on("2026-11-11") && on("2026-11-12"));
    }

    #[test]
    fn two_codes_in_a_cell_are_parted_by_a_slash_unless_the_slash_belongs_to_the_code() {
        let codes = [code("A/L", "2026-08-05", None)];
        let dictionary = Dictionary::new(&codes);
        assert_eq!(dictionary.codes_in("E / T"), ["E", "T"]);
        assert_eq!(dictionary.codes_in(" a/l "), ["a/l"]);
        assert_eq!(dictionary.codes_in("/"), ["/"]);
        assert_eq!(dictionary.codes_in(""), [""]);
    }
}
