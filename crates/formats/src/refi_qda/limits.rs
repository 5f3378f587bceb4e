//! What a stranger's project may cost (Q31, Q32).

use crate::cost::Cost;
use crate::zipped;

/// Limits of reading. [`Limits::default`] is what the rule names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The file as it comes, and what it may unpack to.
    pub zip: zipped::Limits,
    /// Time and memory of one reading.
    pub cost: Cost,
    /// Elements within each other.
    pub depth: usize,
    /// Elements altogether.
    pub elements: u64,
    /// Bytes of one attribute.
    pub attribute: usize,
    /// Bytes of one text.
    pub text: usize,
    /// Findings that are listed for each rule; the rest are counted.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            zip: zipped::Limits::default(),
            cost: Cost::default(),
            depth: 64,
            elements: 1_000_000,
            attribute: 64 << 10,
            text: 20_000_000,
            findings: 200,
        }
    }
}
