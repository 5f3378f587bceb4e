//! Mail as files.

use std::path::PathBuf;
use std::sync::Mutex;

use futures_util::future::BoxFuture;

use super::{Mail, Mailer, message};
use crate::{Error, Result};

/// Writes each message as a file, for an installation that has no mail server yet.
#[derive(Debug)]
pub struct FolderMailer {
    folder: PathBuf,
    from: String,
    sent: Mutex<u64>,
}

impl FolderMailer {
    /// Writes into this folder, which is created at the first message. `from` is such as
    /// `Enid <enid@example.org>`.
    pub fn new(folder: PathBuf, from: impl Into<String>) -> Self {
        Self {
            folder,
            from: from.into(),
            sent: Mutex::new(0),
        }
    }

    fn write(&self, mail: &Mail) -> Result<()> {
        let bytes = message::build(mail, &self.from)?.formatted();
        std::fs::create_dir_all(&self.folder).map_err(Error::internal)?;
        let mut sent = self
            .sent
            .lock()
            .expect("nothing panics while it holds the counter");
        loop {
            *sent += 1;
            let path = self.folder.join(format!("{:06}.eml", *sent));
            match std::fs::File::create_new(&path) {
                Ok(mut file) => {
                    return std::io::Write::write_all(&mut file, &bytes).map_err(Error::internal);
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::internal(error)),
            }
        }
    }
}

impl Mailer for FolderMailer {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { self.write(mail) })
    }

    fn text_address(&self, number: &str) -> Option<String> {
        Some(format!("{}@text.invalid", number.trim_start_matches('+')))
    }
}
