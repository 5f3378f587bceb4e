//! What an audit says, for people and for programs.

mod report;
#[cfg(test)]
mod tests;
mod text;

pub use report::report;
pub use text::text;

use super::findings::{Audit, Severity, Status};

/// The audit as JSON: `checks` with every id, and `findings`.
///
/// # Errors
/// Never for what an audit holds.
pub fn json(audit: &Audit) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(audit)
}

/// `3 errors, 4 warnings, 2 to consider; 20 checks clear, 2 not run`.
pub(crate) fn summary(audit: &Audit) -> String {
    let many = |count: usize, one: &str, many: &str| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    let aside = audit
        .findings
        .iter()
        .filter(|one| one.set_aside.is_some())
        .count();
    let aside = if aside > 0 {
        format!(", {aside} set aside")
    } else {
        String::new()
    };
    format!(
        "{}, {}, {} to consider{aside}; {} clear, {} not run",
        many(audit.count(Severity::Error), "error", "errors"),
        many(audit.count(Severity::Warning), "warning", "warnings"),
        audit.count(Severity::Notice),
        many(audit.ended(Status::Clear), "check", "checks"),
        audit.ended(Status::NotRun),
    )
}
