//! How long data are kept: the part `[retention]` of the settings file, by class, with reasons in `[retention.notes]`.
//! Legal references are words of the settings, not of the program (trust RET-1).

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use platform::retention::Periods;
use serde::Deserialize;

use crate::schema::classes;

/// What the settings file says.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct RetentionFile {
    #[serde(default)]
    notes: BTreeMap<String, String>,
    #[serde(flatten)]
    periods: BTreeMap<String, String>,
}

/// How long data are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetentionSettings {
    /// What the installation runs with.
    pub periods: Arc<Periods>,
}

impl RetentionSettings {
    pub(super) fn read(file: &RetentionFile) -> Result<Self> {
        let periods = Periods::read(&classes(), &file.periods, &file.notes)
            .map_err(|problem| anyhow!(problem))?;
        Ok(Self {
            periods: Arc::new(periods),
        })
    }

    /// The settings in force, a line for each class.
    pub(super) fn show(&self) -> String {
        let mut lines = String::new();
        for class in classes() {
            let name = format!("retention.{}", class.name);
            let period = self.periods.of(&class).to_string();
            let note = self.periods.note(&class);
            let when = match class.counts {
                "" => String::new(),
                counts => format!(" {counts}"),
            };
            lines += &format!("{name:<23} {period}{when} ({note})\n");
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<RetentionSettings> {
        RetentionSettings::read(&toml::from_str(text).unwrap())
    }

    #[test]
    fn a_period_and_its_reason_come_from_the_settings() {
        let settings = read(
            "register = \"3 years\"\n[notes]\nregister = \"As our records schedule 7.2 says\"",
        );
        let shown = settings.unwrap().show();
        assert!(
            shown.contains(
                "retention.register      3 years after the run (As our records schedule 7.2 says)\n"
            ),
            "{shown}"
        );
        assert!(
            shown.contains("retention.letters       30 days after"),
            "{shown}"
        );
    }

    #[test]
    fn what_is_no_class_or_no_period_is_named() {
        for (text, named) in [
            ("registers = \"3 years\"", "no class \"registers\""),
            ("register = \"soon\"", "retention.register: \"soon\""),
            ("installation = \"1 year\"", "always kept"),
            ("[notes]\nnobody = \"x\"", "no class \"nobody\""),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }
}
