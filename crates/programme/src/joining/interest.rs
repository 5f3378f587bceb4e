//! The expression of interest: until when residents may say that they would like a place, and how many
//! places there are.

use jiff::ToSpan as _;
use jiff::civil::Date;
use platform::audit;
use platform::clock::Instant;
use platform::{App, FieldError, Result};
use uuid::Uuid;

use super::{offer, store};
use crate::planning;

/// Most places of a programme.
const MOST_PLACES: u32 = 500;

/// What a programme asks its residents. There is one for each programme; changing it changes the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interest {
    /// When it was opened.
    pub opened_at: Instant,
    /// The last day on which somebody can say yes.
    pub closes_on: Date,
    /// How many places can be given.
    pub places: u32,
}

impl Interest {
    /// Whether somebody can say yes on this day.
    pub fn is_open(&self, today: Date) -> bool {
        today <= self.closes_on
    }
}

/// Reads the closing date and the number of places of a form, or says what to write instead.
pub(super) fn read(
    closes_on: &str,
    places: &str,
    today: Date,
) -> Result<(Date, u32), Vec<FieldError>> {
    let last = today.saturating_add(1.year());
    let date = closes_on
        .trim()
        .parse::<Date>()
        .ok()
        .filter(|date| (today..=last).contains(date));
    let number = places
        .trim()
        .parse::<u32>()
        .ok()
        .filter(|number| (1..=MOST_PLACES).contains(number));
    match (date, number) {
        (Some(date), Some(number)) => Ok((date, number)),
        (date, number) => {
            let date = date.is_none().then(|| FieldError {
                field: "closes_on",
                message: format!(
                    "Choose a day from today on, such as {}.",
                    today.saturating_add(21.days())
                ),
            });
            let number = number.is_none().then(|| FieldError {
                field: "places",
                message: format!("Write a whole number from 1 to {MOST_PLACES}, such as 24."),
            });
            Err(date.into_iter().chain(number).collect())
        }
    }
}

/// Opens the expression of interest, or changes it.
///
/// # Errors
/// Fewer places than are taken or offered already.
pub async fn open(
    app: &App,
    programme: Uuid,
    (closes_on, places): (Date, u32),
    event: audit::Event,
) -> Result<()> {
    let tx = app.db.write().await?;
    store::hold_interest(&tx, programme).await?;
    let standings = store::standings(tx.connection(), programme).await?;
    let given = offer::given(standings.values());
    if places < given {
        return Err(platform::Error::Invalid(vec![FieldError {
            field: "places",
            message: format!("{given} places are taken or offered; write {given} or more."),
        }]));
    }
    store::put_interest(&tx, app, programme, event.actor, (closes_on, places)).await?;
    let event = event.with_detail(format!("places {places}, until {closes_on}"));
    tx.commit(app, event).await
}

/// Refuses what can only be done while the expression of interest is open.
pub(super) fn must_be_open(app: &App, interest: Option<Interest>) -> Result<Interest> {
    let today = planning::today(app)?;
    match interest {
        Some(interest) if interest.is_open(today) => Ok(interest),
        Some(interest) => Err(platform::Error::refused(
            "programme 2.2",
            format!(
                "Answers were taken until {}.",
                crate::wording::full_date(interest.closes_on)
            ),
            "The organiser of the programme can open it again with a later date.",
        )),
        None => Err(platform::Error::refused(
            "programme 2.2",
            "Nobody is asked yet whether they would like a place.",
            "The organiser of the programme opens the expression of interest first.",
        )),
    }
}
