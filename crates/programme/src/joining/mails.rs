//! The letters: neutral titles, plain words, no word of a group or of a case (R3).

use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::clock::Instant;
use platform::mail::Mail;

use crate::wording::{full_date, moment};

/// Who writes, about what, and to whom.
pub(super) struct Letter<'a> {
    pub programme: &'a str,
    pub organiser: &'a str,
    pub base_url: &'a str,
    pub zone: &'a TimeZone,
    pub to: &'a str,
    pub name: &'a str,
    /// The address that leads to the page.
    pub link: &'a str,
    /// Until when the address signs the reader in; none if they sign in as they always do.
    pub link_until: Option<Instant>,
}

impl Letter<'_> {
    /// Asks whether somebody would like a place.
    pub(super) fn invitation(&self, closes_on: Date) -> Mail {
        let what = format!(
            "{} has places in protected teaching: 90 minutes a week with the same few colleagues, released from \
             clinical time. Your hospital is asked to let you go. Whether you come is your own choice: you can say \
             no without a reason, and nobody who assesses you is told either way.",
            self.programme
        );
        let until = format!("Answers are taken until {}.", full_date(closes_on));
        self.mail(
            "Protected teaching: a place for you?",
            &what,
            "read what it is and say yes or no",
            &until,
        )
    }

    /// Tells that a place is kept for somebody, and until when.
    pub(super) fn offer(&self, expires_at: Instant) -> Mail {
        let until = moment(expires_at.to_jiff(), self.zone);
        let what = format!(
            "A place in the protected teaching of {} is kept for you until {until}.",
            self.programme
        );
        self.mail(
            "Protected teaching: your answer, please",
            &what,
            "see when and where, and take the place or give it back",
            "If you do not answer by then, the place goes to somebody else and you stay on the waiting list.",
        )
    }

    fn mail(&self, subject: &str, what: &str, purpose: &str, until: &str) -> Mail {
        let (signs_in, fresh) = match self.link_until {
            Some(until) => (
                format!(
                    "It signs you in once, and works until {}.",
                    moment(until.to_jiff(), self.zone)
                ),
                format!(
                    "If the link has run out, ask for a fresh one at {}/sign-in; it goes to this address.\n\n",
                    self.base_url
                ),
            ),
            None => ("Sign in as you always do.".to_owned(), String::new()),
        };
        let body = format!(
            "Dear {name},\n\n{what}\n\n\
             Open this link to {purpose}. {signs_in}\n\n\
             {link}\n\n\
             {until}\n\n\
             {fresh}{organiser}\n{programme}",
            name = self.name,
            link = self.link,
            organiser = self.organiser,
            programme = self.programme,
        );
        Mail {
            to: self.to.to_owned(),
            subject: subject.to_owned(),
            body,
        }
    }
}
