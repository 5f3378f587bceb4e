/// Why a file cannot be read as a calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The file is larger than the limit (programme I6).
    #[error(
        "the file has {found} bytes and at most {limit} are read; export a shorter span of time"
    )]
    TooLarge {
        /// The most bytes that are read.
        limit: usize,
        /// The size found.
        found: usize,
    },
    /// The file is something else than a calendar.
    #[error("line {line}: this is not an iCalendar file: {what}")]
    NotACalendar {
        /// The line that shows it, from 1.
        line: u32,
        /// What the file is instead, and what to do.
        what: String,
    },
    /// Components are nested without end.
    #[error("line {line}: components are nested more than {limit} deep; export the calendar again")]
    TooDeep {
        /// The line of the innermost that was met.
        line: u32,
        /// The most levels that are read.
        limit: usize,
    },
}
