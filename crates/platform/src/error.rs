//! One application error, sorted by what its reader can do about it.

/// What went wrong, as the reader can act on it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such object, or this viewer may not know of it: both look the same.
    #[error("there is nothing here that you can open")]
    NotFound,
    /// Nobody is signed in; the path is where to come back to.
    #[error("sign in first")]
    SignIn {
        /// The path to come back to after signing in.
        back: String,
    },
    /// The request is forged, stale or of the wrong kind.
    #[error("this request did not come from a page of Enid, or the page is too old: {0}")]
    Forbidden(&'static str),
    /// Some fields of a form cannot be accepted.
    #[error("some answers need another look")]
    Invalid(Vec<FieldError>),
    /// A rule says no, and says what to do instead.
    #[error("{0}")]
    Refused(Refusal),
    /// Somebody else was first.
    #[error("somebody else changed this in the meantime: {0}")]
    Conflict(&'static str),
    /// Enid is busy; the same request may go through later.
    #[error("Enid is busy at the moment")]
    Unavailable,
    /// Something failed on our side; nothing was changed.
    #[error("internal failure: {0}")]
    Internal(String),
}

/// A field of a form and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: &'static str,
    /// What to write instead, in a sentence.
    pub message: String,
}

/// A rule that said no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence} {next_step}")]
pub struct Refusal {
    /// The rule's identifier, such as `AC-4`.
    pub rule: &'static str,
    /// What the rule found, in a sentence.
    pub sentence: String,
    /// What can be done instead, in a sentence.
    pub next_step: String,
}

/// The result of everything above the engines.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failure on our side, with its cause for the log.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// A refusal by a rule.
    pub fn refused(
        rule: &'static str,
        sentence: impl Into<String>,
        next_step: impl Into<String>,
    ) -> Self {
        Self::Refused(Refusal {
            rule,
            sentence: sentence.into(),
            next_step: next_step.into(),
        })
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.to_string())
    }
}
