//! Settings: from the command line, else the environment (`ENID_*`, `DATABASE_URL`), else the file, else
//! the default.

mod mail;
mod retention;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::Deserialize;

pub use mail::MailSettings;
use retention::RetentionFile;
pub use retention::RetentionSettings;

/// What the server and the commands of care run with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where the server listens.
    pub listen: String,
    /// The data folder; the key file stands beside it.
    pub data: PathBuf,
    /// Where recordings lie, sealed; none for a folder in the data folder.
    pub objects: Option<PathBuf>,
    /// PostgreSQL's address, without a password; none for SQLite in the data folder.
    pub database_url: Option<String>,
    /// The file that holds PostgreSQL's password.
    pub database_password_file: Option<PathBuf>,
    /// The address people use, when it is not the one the server listens at.
    pub base_url: Option<String>,
    /// How mail leaves.
    pub mail: MailSettings,
    /// How long data are kept.
    pub retention: RetentionSettings,
}

/// What `enid.toml` may say. An unknown key is an error.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<String>,
    data: Option<PathBuf>,
    objects: Option<PathBuf>,
    database_url: Option<String>,
    database_password_file: Option<PathBuf>,
    base_url: Option<String>,
    #[serde(default)]
    mail: MailSettings,
    #[serde(default)]
    retention: RetentionFile,
}

/// What the command line and the environment say.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Given {
    /// Settings file
    #[arg(long, env = "ENID_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Data folder [default: enid-data]
    #[arg(long, env = "ENID_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Folder of recordings, sealed [default: objects in the data folder]
    #[arg(long, env = "ENID_OBJECTS", value_name = "DIR")]
    pub objects: Option<PathBuf>,
    /// PostgreSQL address without a password; SQLite in the data folder when it is not given
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// File that holds PostgreSQL's password
    #[arg(long, env = "ENID_DATABASE_PASSWORD_FILE", value_name = "FILE")]
    pub database_password_file: Option<PathBuf>,
}

impl Settings {
    /// Joins all sources.
    pub fn read(given: &Given, listen: Option<String>) -> Result<Self> {
        let file = match &given.config {
            Some(path) => read_file(path)?,
            None => File::default(),
        };
        let base_url = std::env::var("ENID_BASE_URL").ok().or(file.base_url);
        Ok(Self {
            listen: listen
                .or(file.listen)
                .unwrap_or_else(|| "127.0.0.1:8080".into()),
            data: given
                .data
                .clone()
                .or(file.data)
                .unwrap_or_else(|| "enid-data".into()),
            objects: given.objects.clone().or(file.objects),
            database_url: given.database_url.clone().or(file.database_url),
            database_password_file: given
                .database_password_file
                .clone()
                .or(file.database_password_file),
            base_url,
            mail: MailSettings::read(file.mail, |name| std::env::var(name).ok())?,
            retention: RetentionSettings::read(&file.retention)?,
        })
    }

    /// The settings in force, a line each, with any password in an address masked.
    pub fn show(&self) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".into());
        let file = |value: &Option<PathBuf>| {
            value
                .as_ref()
                .map_or_else(|| "–".into(), |path| path.display().to_string())
        };
        format!(
            "listen                  {}\ndata                    {}\nobjects                 {}\ndatabase_url            {}\n\
             database_password_file  {}\nbase_url                {}\n{}{}",
            self.listen,
            self.data.display(),
            self.objects_folder().display(),
            text(&self.database_url.as_deref().map(masked)),
            file(&self.database_password_file),
            text(&self.base_url),
            self.mail.show(),
            self.retention.show(),
        )
    }

    /// The key file: beside the data folder, so that a copy of the folder alone opens no name.
    pub fn key_file(&self) -> PathBuf {
        let mut name = self.data.as_os_str().to_owned();
        name.push(".key");
        PathBuf::from(name)
    }

    /// The folder of recordings.
    pub fn objects_folder(&self) -> PathBuf {
        let inside = || self.data.join("objects");
        self.objects.clone().unwrap_or_else(inside)
    }

    /// The SQLite file.
    pub fn sqlite_file(&self) -> PathBuf {
        self.data.join("enid.sqlite")
    }
}

fn read_file(path: &Path) -> Result<File> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the settings file {} cannot be read", path.display()))?;
    toml::from_str(&text).with_context(|| format!("the settings file {} is wrong", path.display()))
}

/// An address with whatever stands between the user and the host hidden.
fn masked(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return "***".into();
    };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let name = user.split(':').next().unwrap_or_default();
            let hidden = if user.contains(':') { ":***" } else { "" };
            format!("{scheme}://{name}{hidden}@{host}")
        }
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_an_address_is_never_shown() {
        let settings = Settings {
            listen: "x".into(),
            data: "d".into(),
            objects: None,
            database_url: Some("postgres://enid:s3cret@db.example/enid".into()),
            database_password_file: None,
            base_url: None,
            mail: MailSettings::default(),
            retention: RetentionSettings::default(),
        };
        let shown = settings.show();
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(shown.contains("postgres://enid:***@db.example/enid"));
    }

    #[test]
    fn the_key_file_stands_beside_the_data_folder_not_in_it() {
        let given = Given {
            data: Some("somewhere/enid-data".into()),
            ..Given::default()
        };
        let settings = Settings::read(&given, None).unwrap();
        assert_eq!(
            settings.key_file(),
            PathBuf::from("somewhere/enid-data.key")
        );
        assert!(!settings.key_file().starts_with(&settings.data));
    }

    #[test]
    fn an_unknown_key_in_the_settings_file_is_an_error_that_names_it() {
        let error = toml::from_str::<File>("listenn = \"x\"").unwrap_err();
        assert!(error.to_string().contains("listenn"));
    }
}
