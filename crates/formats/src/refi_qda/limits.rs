//! What a stranger's project may cost (Q31).

/// Limits of reading. [`Limits::default`] is what the rule names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as it comes.
    pub packed: u64,
    /// Bytes that all of it may unfold to, counted while it does.
    pub unpacked: u64,
    /// How many times its own size a file may unfold to.
    pub ratio: u64,
    /// Entries of an archive.
    pub entries: usize,
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
            packed: 50 << 20,
            unpacked: 200 << 20,
            ratio: 100,
            entries: 2_000,
            depth: 64,
            elements: 1_000_000,
            attribute: 64 << 10,
            text: 20_000_000,
            findings: 200,
        }
    }
}
