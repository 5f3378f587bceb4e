//! A regular expression that is compiled when it is first used.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

pub(super) struct Pattern {
    written: &'static str,
    compiled: OnceLock<Regex>,
}

/// `pattern!(NAME = r"…");` declares one.
macro_rules! pattern {
    ($name:ident = $written:expr) => {
        static $name: Pattern = Pattern::new($written);
    };
}
pub(super) use pattern;

impl Pattern {
    pub(super) const fn new(written: &'static str) -> Self {
        Pattern {
            written,
            compiled: OnceLock::new(),
        }
    }

    fn regex(&self) -> &Regex {
        self.compiled.get_or_init(|| {
            Regex::new(self.written).expect("a pattern written here is well formed")
        })
    }

    /// The bytes of each match, or of its first group where it has one.
    pub(super) fn each(&self, text: &str, mut act: impl FnMut(Range<usize>)) {
        if self.regex().captures_len() == 1 {
            for found in self.regex().find_iter(text) {
                act(found.range());
            }
            return;
        }
        for captures in self.regex().captures_iter(text) {
            if let Some(group) = captures.get(1) {
                act(group.range());
            }
        }
    }
}
