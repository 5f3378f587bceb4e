//! How mail leaves: the part `[mail]` of the settings file, or the environment. Nothing of it comes from the command
//! line, where a list of processes would show it (trust SEC-1).

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use platform::mail::{FolderMailer, Mailer, Smtp, SmtpMailer, Tls};
use serde::Deserialize;

/// How long a message may take: well within the time for which a job is claimed.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Who mail comes from where nothing is said.
const NOBODY: &str = "Enid <enid@localhost>";

/// How mail leaves. Without a host it is written as files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// The mail server.
    pub smtp_host: Option<String>,
    /// Its port; 465, 587 or 25 as `tls` says unless given.
    pub smtp_port: Option<u16>,
    /// The user to sign in as there, if it wants one.
    pub smtp_user: Option<String>,
    /// The file that holds that user's password.
    pub smtp_password_file: Option<PathBuf>,
    /// Who mail comes from, such as `Enid <enid@example.org>`.
    pub from: Option<String>,
    /// Where a gateway takes text messages as mail, such as `{number}@text.example.org`.
    pub text_gateway: Option<String>,
    /// `required`, `starttls` or `none`; `required` unless given.
    pub tls: Option<String>,
}

impl MailSettings {
    /// What the environment says, else what the file says.
    pub(super) fn read(file: Self, environment: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let port = environment("ENID_SMTP_PORT")
            .map(|port| {
                port.parse()
                    .with_context(|| format!("ENID_SMTP_PORT is no port: {port}"))
            })
            .transpose()?;
        let read = Self {
            smtp_host: environment("ENID_SMTP_HOST").or(file.smtp_host),
            smtp_port: port.or(file.smtp_port),
            smtp_user: environment("ENID_SMTP_USER").or(file.smtp_user),
            smtp_password_file: environment("ENID_SMTP_PASSWORD_FILE")
                .map(PathBuf::from)
                .or(file.smtp_password_file),
            from: environment("ENID_MAIL_FROM").or(file.from),
            text_gateway: environment("ENID_TEXT_GATEWAY").or(file.text_gateway),
            tls: environment("ENID_MAIL_TLS").or(file.tls),
        };
        read.protection()?;
        if let Some(gateway) = &read.text_gateway
            && !(gateway.contains("{number}") && gateway.contains('@'))
        {
            bail!(
                "mail.text_gateway is \"{gateway}\"; it is an address with {{number}} in it, such as {{number}}@text.example.org"
            );
        }
        Ok(read)
    }

    /// What hands mail over: a mail server if one is named, else the folder `mail` in the data folder.
    ///
    /// # Errors
    /// The settings contradict each other, or the password file cannot be read.
    pub fn mailer(&self, folder: PathBuf) -> Result<Arc<dyn Mailer>> {
        let Some(host) = &self.smtp_host else {
            let from = self.from.as_deref().unwrap_or(NOBODY);
            return Ok(Arc::new(FolderMailer::new(folder, from)));
        };
        let Some(from) = &self.from else {
            bail!("mail.from is missing: say who mail comes from, such as Enid <enid@example.org>");
        };
        let tls = self.protection()?;
        Ok(Arc::new(SmtpMailer::new(Smtp {
            host: host.clone(),
            port: self.smtp_port.unwrap_or(match tls {
                Tls::Required => 465,
                Tls::StartTls => 587,
                Tls::None => 25,
            }),
            credentials: self.credentials()?,
            from: from.clone(),
            text_gateway: self.text_gateway.clone(),
            tls,
            timeout: TIMEOUT,
        })?))
    }

    fn credentials(&self) -> Result<Option<(String, String)>> {
        match (&self.smtp_user, &self.smtp_password_file) {
            (None, None) => Ok(None),
            (Some(user), Some(file)) => {
                let password = std::fs::read_to_string(file).with_context(|| {
                    format!("the password file {} cannot be read", file.display())
                })?;
                Ok(Some((user.clone(), password.trim_end().to_owned())))
            }
            _ => bail!(
                "mail.smtp_user and mail.smtp_password_file belong together: give both or neither"
            ),
        }
    }

    fn protection(&self) -> Result<Tls> {
        Ok(match self.tls.as_deref() {
            None | Some("required") => Tls::Required,
            Some("starttls") => Tls::StartTls,
            Some("none") => Tls::None,
            Some(other) => bail!("mail.tls is \"{other}\"; it is required, starttls or none"),
        })
    }

    /// The settings in force, a line each. The password stands in a file, of which only the name is shown.
    pub(super) fn show(&self) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".into());
        let lines = [
            ("mail.smtp_host", text(&self.smtp_host)),
            (
                "mail.smtp_port",
                text(&self.smtp_port.map(|port| port.to_string())),
            ),
            ("mail.smtp_user", text(&self.smtp_user)),
            (
                "mail.smtp_password_file",
                text(
                    &self
                        .smtp_password_file
                        .as_ref()
                        .map(|file| file.display().to_string()),
                ),
            ),
            ("mail.from", text(&self.from)),
            ("mail.text_gateway", text(&self.text_gateway)),
            ("mail.tls", text(&self.tls)),
        ];
        lines
            .map(|(name, value)| format!("{name:<23} {value}\n"))
            .concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named() -> MailSettings {
        MailSettings {
            smtp_host: Some("mail.example".into()),
            from: Some("Enid <enid@example.org>".into()),
            ..MailSettings::default()
        }
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let environment = |name: &str| match name {
            "ENID_SMTP_HOST" => Some("other.example".to_owned()),
            "ENID_SMTP_PORT" => Some("2525".to_owned()),
            _ => None,
        };
        let read = MailSettings::read(named(), environment).unwrap();
        assert_eq!(read.smtp_host.as_deref(), Some("other.example"));
        assert_eq!(read.smtp_port, Some(2525));
        assert_eq!(read.from, named().from);
    }

    #[test]
    fn settings_that_contradict_each_other_are_refused_in_words() {
        let refused = |settings: MailSettings, words: &str| {
            let error = match settings.mailer("mail".into()) {
                Ok(_) => panic!("{words} is accepted"),
                Err(error) => error.to_string(),
            };
            assert!(error.contains(words), "{error}");
        };
        refused(
            MailSettings {
                from: None,
                ..named()
            },
            "mail.from",
        );
        refused(
            MailSettings {
                smtp_user: Some("enid".into()),
                ..named()
            },
            "belong together",
        );
        refused(
            MailSettings {
                tls: Some("maybe".into()),
                ..named()
            },
            "required, starttls or none",
        );
    }

    #[test]
    fn a_password_is_never_shown_and_stands_in_no_setting_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        std::fs::write(&file, "s3cret\n").unwrap();
        let settings = MailSettings {
            smtp_user: Some("enid".into()),
            smtp_password_file: Some(file),
            ..named()
        };
        assert!(settings.mailer("mail".into()).is_ok());
        assert!(!settings.show().contains("s3cret"), "{}", settings.show());
        assert!(toml::from_str::<MailSettings>("smtp_password = \"s3cret\"").is_err());
    }
}
