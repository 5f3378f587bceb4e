//! The letters: neutral titles, plain words, no word of a group or of a case (R3).

use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::clock::Instant;
use platform::mail::{self, Part};

use crate::wording::{capital, full_date, moment};

/// Who writes, about what, and to whom; what it says is a letter of parts.
pub(super) struct Letter<'a> {
    pub programme: &'a str,
    pub organiser: &'a str,
    pub base_url: &'a str,
    pub zone: &'a TimeZone,
    pub name: &'a str,
    /// The address that leads to the page.
    pub link: &'a str,
    /// Until when the address signs the reader in; none if they sign in as they always do.
    pub link_until: Option<Instant>,
}

impl Letter<'_> {
    /// Asks whether somebody would like a place.
    pub(super) fn invitation(&self, closes_on: Date) -> mail::Letter {
        let what = format!(
            "{} has places in protected teaching: 90 minutes a week with the same few colleagues, released from \
             clinical time. Your hospital is asked to let you go. Whether you come is your own choice: you can say \
             no without a reason, and nobody who assesses you is told either way.",
            self.programme
        );
        let until = format!("Answers are taken until {}.", full_date(closes_on));
        self.write(
            "Protected teaching: a place for you?",
            &what,
            "read what it is and say yes or no",
            &until,
        )
    }

    /// Tells that a place is kept for somebody, and until when.
    pub(super) fn offer(&self, expires_at: Instant) -> mail::Letter {
        let until = moment(expires_at.to_jiff(), self.zone);
        let what = format!(
            "A place in the protected teaching of {} is kept for you until {until}.",
            self.programme
        );
        self.write(
            "Protected teaching: your answer, please",
            &what,
            "see when and where, and take the place or give it back",
            "If you do not answer by then, the place goes to somebody else and you stay on the waiting list.",
        )
    }

    fn write(&self, subject: &str, what: &str, purpose: &str, until: &str) -> mail::Letter {
        let signs_in = match self.link_until {
            Some(until) => format!(
                "The link signs you in once, and works until {}.",
                moment(until.to_jiff(), self.zone)
            ),
            None => "Sign in as you always do.".to_owned(),
        };
        let mut parts = vec![
            Part::Text(what.to_owned()),
            Part::Link {
                label: capital(purpose),
                href: self.link.to_owned(),
            },
            Part::Text(signs_in),
            Part::Text(until.to_owned()),
        ];
        if self.link_until.is_some() {
            parts.push(Part::Text(format!(
                "If the link has run out, ask for a fresh one at {}/sign-in; it goes to this address.",
                self.base_url
            )));
        }
        mail::Letter {
            subject: subject.to_owned(),
            greeting: format!("Dear {},", self.name),
            parts,
            closing: format!("{}\n{}", self.organiser, self.programme)
                .trim()
                .to_owned(),
        }
    }
}
