//! A message as the bytes that leave.

use lettre::Message;
use lettre::message::header::{ContentType, To};
use lettre::message::{Mailbox, Mailboxes, MultiPart, SinglePart};

use super::Mail;
use crate::{Error, Result};

/// Builds the message: plain text, or text, HTML and calendar as alternatives of each other.
///
/// # Errors
/// A header that holds a line break (trust INP-3), or an address that is none.
pub(super) fn build(mail: &Mail, from: &str) -> Result<Message> {
    let method = mail.calendar.as_ref().map_or("", |event| event.method);
    let id = mail.message_id.as_deref().unwrap_or_default();
    if [&mail.to, &mail.subject, from, method, id]
        .iter()
        .any(|header| header.contains(['\r', '\n']))
    {
        return Err(Error::internal("a mail header may not hold a line break"));
    }
    let from: Mailbox = from
        .parse()
        .map_err(|_| Error::internal("the address that mail comes from is none"))?;
    let to: Mailboxes = mail
        .to
        .trim()
        .parse()
        .map_err(|_| Error::internal("the address that a mail goes to is none"))?;
    let mut message = Message::builder()
        .from(from)
        .mailbox(To::from(to))
        .subject(mail.subject.as_str());
    if let Some(id) = &mail.message_id {
        message = message.message_id(Some(id.clone()));
    }
    let text = SinglePart::plain(mail.body.clone());
    if mail.html.is_none() && mail.calendar.is_none() {
        return message.singlepart(text).map_err(Error::internal);
    }
    let mut parts = MultiPart::alternative().singlepart(text);
    if let Some(html) = &mail.html {
        parts = parts.singlepart(SinglePart::html(html.clone()));
    }
    if let Some(event) = &mail.calendar {
        let kind = format!("text/calendar; charset=utf-8; method={}", event.method);
        let kind = ContentType::parse(&kind).map_err(Error::internal)?;
        parts = parts.singlepart(SinglePart::builder().header(kind).body(event.ics.clone()));
    }
    message.multipart(parts).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::super::Invitation;
    use super::*;

    const FROM: &str = "Enid <enid@example.org>";

    fn mail() -> Mail {
        Mail {
            to: "pat@example.org".into(),
            subject: "Your link".into(),
            body: "Open it.".into(),
            ..Mail::default()
        }
    }

    #[test]
    fn no_header_holds_a_line_break() {
        let broken = "x\r\nBcc: everybody@example.org";
        for mail in [
            Mail {
                to: broken.into(),
                ..mail()
            },
            Mail {
                subject: broken.into(),
                ..mail()
            },
            Mail {
                message_id: Some(broken.into()),
                ..mail()
            },
            Mail {
                calendar: Some(Invitation {
                    method: "REQUEST\nX: y",
                    ics: String::new(),
                }),
                ..mail()
            },
        ] {
            let error = build(&mail, FROM).unwrap_err().to_string();
            assert!(error.contains("line break"), "{error}");
        }
        assert!(build(&mail(), "Enid <a@b.org>\nBcc: c@d.org").is_err());
    }

    #[test]
    fn an_address_that_is_none_is_refused_without_being_repeated() {
        let mail = Mail {
            to: "secret address".into(),
            ..mail()
        };
        let error = build(&mail, FROM).unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }

    #[test]
    fn one_letter_goes_to_two_people_who_lead_together() {
        let both = Mail {
            to: "pat@example.org, kim@example.org".into(),
            ..mail()
        };
        let message = build(&both, FROM).unwrap();
        assert_eq!(message.envelope().to().len(), 2);
    }

    #[test]
    fn text_html_and_calendar_are_alternatives_of_one_message() {
        let whole = Mail {
            html: Some("<p>Open it.</p>".into()),
            calendar: Some(Invitation {
                method: "REQUEST",
                ics: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".into(),
            }),
            message_id: Some("<1@enid.example>".into()),
            ..mail()
        };
        let bytes = build(&whole, FROM).unwrap().formatted();
        let text = String::from_utf8(bytes).unwrap();
        for words in [
            "From: Enid <enid@example.org>",
            "Message-ID: <1@enid.example>",
            "multipart/alternative",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Type: text/html; charset=utf-8",
            "Content-Type: text/calendar; charset=utf-8; method=REQUEST",
            "BEGIN:VCALENDAR",
        ] {
            assert!(text.contains(words), "{words} is missing: {text}");
        }
        let plain = build(&mail(), FROM).unwrap().formatted();
        assert!(!String::from_utf8(plain).unwrap().contains("multipart"));
    }
}
