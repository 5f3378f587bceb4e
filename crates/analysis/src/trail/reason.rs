//! Why something was done, in a line.

use study::columns::fold_spaces;

/// Longest reason, in characters: one line.
pub(crate) const LONGEST_WHY: usize = 300;

/// A reason, spaces folded.
///
/// # Errors
/// It is longer than a line.
pub(crate) fn why(text: &str) -> Result<String, (&'static str, String)> {
    let why = fold_spaces(text);
    match why.chars().count() > LONGEST_WHY {
        true => Err(("why", format!("Write at most {LONGEST_WHY} characters."))),
        false => Ok(why),
    }
}
