//! How a resident's own page says where they stand: what it is, and what happens next.

use platform::Result;

use super::interest::Interest;
use super::state::{Code, Event, State};
use super::store::{Past, Standing};
use crate::planning;
use crate::wording::{full_date, moment};

/// A heading and the sentences below it.
pub(super) struct Said {
    pub heading: String,
    pub lead: String,
}

/// Where somebody stands, in words to them. `number` is their number on the waiting list.
pub(super) fn of(
    standing: Option<&Standing>,
    interest: Option<Interest>,
    open: bool,
    number: Option<usize>,
) -> Result<Said> {
    let closes = interest.map(|interest| full_date(interest.closes_on));
    let (heading, lead): (String, String) = match (standing.map(|one| one.state), closes) {
        (None, _) => (
            "You have not been asked yet".into(),
            "When the programme asks who would like a place, you get a letter with a link to this page.".into(),
        ),
        (Some(State::Invited), Some(closes)) if open => (
            "Would you like a place in a group?".into(),
            format!("Answers are taken until {closes}. You can say no without a reason, and change your mind until then."),
        ),
        (Some(State::Invited), _) => (
            "Answers are no longer taken".into(),
            "If you would still like a place, ask the organiser of the programme to open it again.".into(),
        ),
        (Some(State::Interested), _) => (
            "You have said that you are interested".into(),
            "The programme looks whether you can have a place in this run. You need do nothing; what comes of it stands here.".into(),
        ),
        (Some(State::Eligible), _) => (
            "You can have a place in this run".into(),
            "Places are given out once all answers are in. If there are fewer places than doctors, a draw decides.".into(),
        ),
        (Some(State::Ineligible), _) => (
            "You cannot have a place in this run".into(),
            ineligible(standing.and_then(|one| one.code)),
        ),
        (Some(State::InDraw), _) => (
            "You are in the draw for a place".into(),
            "You get a letter when a place is offered to you. It is then kept for you for 72 hours.".into(),
        ),
        (Some(State::Offered), _) => return offered(standing),
        (Some(State::Expired | State::Waiting), _) => (
            "You are on the waiting list".into(),
            waiting(number),
        ),
        (Some(State::Active), _) => (
            "You have a place in a group".into(),
            "Your hospital is asked to let you go for each session; you need not explain why.".into(),
        ),
        (Some(State::Completed), _) => (
            "You have completed the run".into(),
            "Your certificate follows from the programme.".into(),
        ),
        (Some(State::Declined), _) => ("You have said no".into(), back("Nobody asks why, and nobody is told.", open)),
        (Some(State::Left), _) => ("You have left the group".into(), back("Nobody asks why. Nobody expects you, and releases that lay ahead are called off.", open)),
    };
    Ok(Said { heading, lead })
}

fn offered(standing: Option<&Standing>) -> Result<Said> {
    let zone = planning::zone()?;
    let until = standing.and_then(|one| one.expires_at);
    let until = until.map_or_else(String::new, |at| moment(at.to_jiff(), &zone));
    Ok(Said {
        heading: format!("A place is kept for you until {until}"),
        lead: "Take it or give it back. If you do neither, it goes to somebody else and you stay on the waiting list.".into(),
    })
}

fn ineligible(code: Option<Code>) -> String {
    let why = code.map_or("", Code::sentence);
    format!(
        "{why} If that is wrong, tell the organiser of the programme: the decision can be taken back."
    )
}

fn waiting(number: Option<usize>) -> String {
    let place = number.map_or_else(String::new, |number| {
        format!("You are number {number} in line. ")
    });
    format!("{place}When a place is free, you get a letter and it is kept for you for 72 hours.")
}

fn back(sentence: &str, open: bool) -> String {
    if open {
        format!("{sentence} If you change your mind, you can come back here.")
    } else {
        sentence.to_owned()
    }
}

/// How long is left, from seconds; "" when nothing is.
pub(super) fn left(seconds: i64) -> String {
    let plural = |number: i64, word: &str| match number {
        1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    };
    let (days, hours, minutes) = (
        seconds / 86_400,
        seconds % 86_400 / 3600,
        seconds % 3600 / 60,
    );
    match (days, hours, minutes) {
        _ if seconds <= 0 => String::new(),
        (0, 0, 0) => "Less than a minute is left.".into(),
        (0, 0, minutes) => format!("About {} left.", plural(minutes, "minute")),
        (0, hours, _) => format!("About {} left.", plural(hours, "hour")),
        (days, 0, _) => format!("About {} left.", plural(days, "day")),
        (days, hours, _) => format!(
            "About {} and {} left.",
            plural(days, "day"),
            plural(hours, "hour")
        ),
    }
}

/// One step of the resident's own history.
pub(super) fn step(past: &Past) -> String {
    let text = match past.event {
        Event::Invite => "You were asked whether you would like a place",
        Event::ExpressInterest => "You said that you are interested",
        Event::DecideEligible => "You can have a place",
        Event::DecideIneligible => {
            let code = past.code.map_or("", Code::label);
            return format!(
                "You cannot have a place in this run: {}",
                code.to_lowercase()
            );
        }
        Event::TakeBack => "That decision was taken back",
        Event::EnterDraw => "You went into the draw",
        Event::Offer => "A place was offered to you",
        Event::Accept => "You took the place",
        Event::Decline => "You said no",
        Event::Expire => "The offer ran out",
        Event::Wait => "You went onto the waiting list",
        Event::Complete => "The run ended",
        Event::Leave => "You left the group",
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn the_time_left_is_said_in_two_parts_at_most() {
        assert_eq!(left(72 * 3600), "About 3 days left.");
        assert_eq!(left(53 * 3600 + 100), "About 2 days and 5 hours left.");
        assert_eq!(left(3600), "About 1 hour left.");
        assert_eq!(left(61), "About 1 minute left.");
        assert_eq!(left(5), "Less than a minute is left.");
        assert_eq!(left(0), "");
    }
}
