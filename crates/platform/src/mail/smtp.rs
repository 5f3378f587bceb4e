//! Mail through a mail server.

use std::time::Duration;

use futures_util::future::BoxFuture;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use super::{Mail, Mailer, message};
use crate::{Error, Result};

/// How a connection to the mail server is kept from being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tls {
    /// TLS from the first byte, as on port 465.
    #[default]
    Required,
    /// TLS after STARTTLS, as on port 587; without it nothing is sent.
    StartTls,
    /// None: for a server on this machine.
    None,
}

/// Which mail server, and as whom.
#[derive(Clone)]
pub struct Smtp {
    /// Its name, as its certificate says.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// User and password, if it wants them.
    pub credentials: Option<(String, String)>,
    /// Who mail comes from, such as `Enid <enid@example.org>`.
    pub from: String,
    /// How the connection is kept from being read.
    pub tls: Tls,
    /// The address of a gateway for text messages, with `{number}` where the digits go.
    pub text_gateway: Option<String>,
    /// How long one message may take; it must be less than a job's lease.
    pub timeout: Duration,
}

/// Hands each message to a mail server, over a connection of its own: a message that is broken off leaves no
/// connection behind in which the next one would be taken for its end.
pub struct SmtpMailer {
    smtp: Smtp,
    tls: Option<TlsParameters>,
}

impl SmtpMailer {
    /// # Errors
    /// The sender's address is none, or no certificate could be checked.
    pub fn new(smtp: Smtp) -> Result<Self> {
        smtp.from.parse::<Mailbox>().map_err(|_| {
            Error::internal("mail.from is not an address such as Enid <enid@example.org>")
        })?;
        let tls = match smtp.tls {
            Tls::None => None,
            Tls::Required | Tls::StartTls => {
                Some(TlsParameters::new(smtp.host.clone()).map_err(refused)?)
            }
        };
        Ok(Self { smtp, tls })
    }

    async fn deliver(&self, mail: &Mail) -> Result<()> {
        let message = message::build(mail, &self.smtp.from)?;
        let mut connection = self.connect().await.map_err(refused)?;
        connection
            .send(message.envelope(), &message.formatted())
            .await
            .map_err(refused)?;
        // It is taken; whether the server says goodbye is of no account.
        let _ = connection.quit().await;
        Ok(())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, lettre::transport::smtp::Error> {
        let hello = ClientId::default();
        let server = (self.smtp.host.as_str(), self.smtp.port);
        let at_once = match self.smtp.tls {
            Tls::Required => self.tls.clone(),
            Tls::StartTls | Tls::None => None,
        };
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            server,
            Some(self.smtp.timeout),
            &hello,
            at_once,
            None,
        )
        .await?;
        if let (Tls::StartTls, Some(tls)) = (self.smtp.tls, &self.tls) {
            connection.starttls(tls.clone(), &hello).await?;
        }
        if let Some((user, password)) = &self.smtp.credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<()>> {
        Box::pin(async {
            tokio::time::timeout(self.smtp.timeout, self.deliver(mail))
                .await
                .unwrap_or_else(|_| Err(Error::internal("the mail server did not answer in time")))
        })
    }

    fn text_address(&self, number: &str) -> Option<String> {
        let gateway = self.smtp.text_gateway.as_deref()?;
        Some(gateway.replace("{number}", number.trim_start_matches('+')))
    }
}

/// What went wrong, without the server's words: they may repeat an address.
fn refused(error: lettre::transport::smtp::Error) -> Error {
    match error.status() {
        Some(code) => Error::internal(format!("the mail server answered {code}")),
        None if error.is_tls() => Error::internal("no TLS connection to the mail server"),
        None if error.is_client() => {
            Error::internal("the mail server does not offer what is needed")
        }
        None if error.is_response() => {
            Error::internal("the mail server's answer is not understood")
        }
        None => Error::internal("the mail server cannot be reached, or broke off"),
    }
}
