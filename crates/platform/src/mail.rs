//! Mail as it is passed in: who sends is decided where the program starts.

use std::path::PathBuf;
use std::sync::Mutex;

use crate::{Error, Result};

/// One plain-text message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The address it goes to.
    pub to: String,
    /// A neutral title that tells a bystander nothing.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Something that delivers mail.
pub trait Mailer: Send + Sync {
    /// Hands a message over; an error means that it was not taken.
    fn send(&self, mail: &Mail) -> Result<()>;
}

/// Writes each message as a file, for an installation that has no mail server yet.
#[derive(Debug)]
pub struct FolderMailer {
    folder: PathBuf,
    sent: Mutex<u64>,
}

impl FolderMailer {
    /// Writes into this folder, which is created at the first message.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            sent: Mutex::new(0),
        }
    }
}

impl Mailer for FolderMailer {
    fn send(&self, mail: &Mail) -> Result<()> {
        if [&mail.to, &mail.subject]
            .iter()
            .any(|header| header.contains(['\r', '\n']))
        {
            return Err(Error::internal("a mail header may not hold a line break"));
        }
        std::fs::create_dir_all(&self.folder).map_err(Error::internal)?;
        let mut sent = self
            .sent
            .lock()
            .expect("nothing panics while it holds the counter");
        let text = format!(
            "To: {}\nSubject: {}\nContent-Type: text/plain; charset=utf-8\n\n{}\n",
            mail.to, mail.subject, mail.body
        );
        loop {
            *sent += 1;
            let path = self.folder.join(format!("{:06}.eml", *sent));
            match std::fs::File::create_new(&path) {
                Ok(mut file) => {
                    return std::io::Write::write_all(&mut file, text.as_bytes())
                        .map_err(Error::internal);
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::internal(error)),
            }
        }
    }
}

/// Keeps what was sent, for tests.
#[derive(Debug, Default)]
pub struct MemoryMailer(Mutex<Vec<Mail>>);

impl MemoryMailer {
    /// Everything sent so far, oldest first.
    pub fn sent(&self) -> Vec<Mail> {
        self.0
            .lock()
            .expect("nothing panics while it holds the list")
            .clone()
    }
}

impl Mailer for MemoryMailer {
    fn send(&self, mail: &Mail) -> Result<()> {
        self.0
            .lock()
            .expect("nothing panics while it holds the list")
            .push(mail.clone());
        Ok(())
    }
}
