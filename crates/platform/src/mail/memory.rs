//! Mail that goes nowhere.

use std::sync::Mutex;

use futures_util::future::BoxFuture;

use super::{Mail, Mailer};
use crate::Result;

/// Keeps what was sent, for tests.
#[derive(Debug, Default)]
pub struct MemoryMailer(Mutex<Vec<Mail>>);

impl MemoryMailer {
    /// A mailer that has sent these already.
    pub fn having_sent(letters: Vec<Mail>) -> Self {
        Self(Mutex::new(letters))
    }

    /// Everything sent so far, oldest first.
    pub fn sent(&self) -> Vec<Mail> {
        self.0
            .lock()
            .expect("nothing panics while it holds the list")
            .clone()
    }
}

impl Mailer for MemoryMailer {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<()>> {
        Box::pin(async {
            self.0
                .lock()
                .expect("nothing panics while it holds the list")
                .push(mail.clone());
            Ok(())
        })
    }

    fn text_address(&self, number: &str) -> Option<String> {
        Some(format!("{}@text.invalid", number.trim_start_matches('+')))
    }
}
