//! Mail as it is passed in: who sends is decided where the program starts.
//!
//! A letter is written once, as [`Letter`], and leaves as plain text and as HTML of the same parts. Both ways
//! of sending build the same bytes from a [`Mail`] (`message`).

mod folder;
mod letter;
mod memory;
mod message;
mod smtp;

use futures_util::future::BoxFuture;

use crate::Result;

pub use folder::FolderMailer;
pub use letter::{Letter, Part};
pub use memory::MemoryMailer;
pub use smtp::{Smtp, SmtpMailer, Tls};

/// One message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// The address it goes to, or several with commas between them.
    pub to: String,
    /// A neutral title that tells a bystander nothing.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// The same as an HTML document.
    pub html: Option<String>,
    /// An event for the reader's calendar.
    pub calendar: Option<Invitation>,
    /// What the message is known by, such as `<id@enid.example>`; jobs set it.
    pub message_id: Option<String>,
}

/// An event for a calendar, beside the text (programme 7.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// `REQUEST` or `CANCEL`, as the file says too.
    pub method: &'static str,
    /// The iCalendar file.
    pub ics: String,
}

/// Something that delivers mail.
pub trait Mailer: Send + Sync {
    /// Hands a message over; an error means that it may not have been taken. The error's words hold no
    /// address: they go into the log.
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<()>>;

    /// The address at which a gateway takes a mail for a mobile number, given as `+` and digits, and hands it on as a
    /// text message; none where there is no gateway.
    fn text_address(&self, _number: &str) -> Option<String> {
        None
    }
}
