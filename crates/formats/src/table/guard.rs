//! The apostrophe that keeps a cell from being taken for a formula (trust INP-3, study F2).

use std::borrow::Cow;

const FORMULA_STARTS: [char; 5] = ['=', '+', '-', '@', '\t'];

/// Puts an apostrophe before a cell that a spreadsheet program could evaluate, or that starts with an apostrophe.
///
/// In a guarded cell each further line that looks like a formula is guarded too: a program that mistakes the line
/// break for the end of the row would otherwise meet it at the start of a cell.
pub(super) fn guard(cell: &str) -> Cow<'_, str> {
    if !needs_guard(cell) {
        return Cow::Borrowed(cell);
    }
    let mut guarded = String::with_capacity(cell.len() + 2);
    guarded.push('\'');
    for (index, line) in lines(cell).enumerate() {
        if index > 0 && is_risky(line) {
            guarded.push('\'');
        }
        guarded.push_str(line);
    }
    Cow::Owned(guarded)
}

/// Takes the apostrophes of [`guard`] away; a cell that `guard` cannot have written stays as it is.
pub(super) fn unguard(cell: &str) -> Cow<'_, str> {
    let Some(bare) = cell.strip_prefix('\'') else {
        return Cow::Borrowed(cell);
    };
    let mut text = String::with_capacity(bare.len());
    for (index, line) in lines(bare).enumerate() {
        let guarded = line.strip_prefix('\'').filter(|rest| is_risky(rest));
        text.push_str(guarded.filter(|_| index > 0).unwrap_or(line));
    }
    if needs_guard(&text) {
        Cow::Owned(text)
    } else {
        Cow::Borrowed(cell)
    }
}

fn needs_guard(cell: &str) -> bool {
    let begins = after_space(cell);
    let is_line_of_spaces = begins.starts_with(['\r', '\n']);
    let mut ends = memchr::memchr2_iter(b'\r', b'\n', cell.as_bytes());
    is_line_of_spaces || is_risky(cell) || ends.any(|end| is_formula(&cell[end + 1..]))
}

/// A line that must not stand bare in a guarded cell: a formula, or an apostrophe that would be taken for a guard.
fn is_risky(line: &str) -> bool {
    line.starts_with('\'') || is_formula(line)
}

fn is_formula(line: &str) -> bool {
    after_space(line).starts_with(FORMULA_STARTS)
}

fn after_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\u{a0}'])
}

/// The physical lines with their ends, whichever of LF and CR ends them.
fn lines(cell: &str) -> impl Iterator<Item = &str> {
    cell.split_inclusive(['\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::{guard, unguard};
    use proptest::prelude::*;

    #[test]
    fn a_cell_that_could_be_a_formula_gets_one_apostrophe() {
        for cell in [
            "=1+1",
            "+44",
            "-3",
            "@here",
            "\tx",
            "\rx",
            "\nx",
            "  =1",
            "\u{a0}@x",
            " \u{a0}-x",
            "'quoted'",
        ] {
            assert_eq!(guard(cell), format!("'{cell}"));
            assert_eq!(unguard(&guard(cell)), cell);
        }
    }

    #[test]
    fn every_line_that_could_be_a_formula_is_guarded() {
        assert_eq!(guard("well\n=1+1\nno"), "'well\n'=1+1\nno");
        assert_eq!(guard("well\r\n -1"), "'well\r\n' -1");
    }

    #[test]
    fn plain_text_is_left_alone() {
        for cell in [
            "",
            "a=b",
            "12.5",
            "a - b",
            "one\n\ntwo",
            "don't",
            "said\n'no'",
            " ' ",
        ] {
            assert_eq!(guard(cell), cell);
        }
    }

    #[test]
    fn an_apostrophe_that_guards_nothing_belongs_to_the_text() {
        for cell in ["'tis late", "'I was tired'", "'"] {
            assert_eq!(unguard(cell), cell);
        }
    }

    proptest! {
        #[test]
        fn what_is_guarded_reads_back_as_it_was(cell in "[-='@+ \t\r\na\u{a0}]{0,12}") {
            let guarded = guard(&cell);
            prop_assert_eq!(unguard(&guarded), cell.as_str());
        }

        #[test]
        fn no_line_of_a_guarded_cell_starts_like_a_formula(cell in "[-='@+ \t\r\na\u{a0}]{0,12}") {
            let guarded = guard(&cell);
            for line in guarded.split(['\r', '\n']) {
                let start = line.trim_start_matches([' ', '\u{a0}']);
                prop_assert!(!start.starts_with(['=', '+', '-', '@', '\t']), "{:?}", guarded);
            }
        }
    }
}
