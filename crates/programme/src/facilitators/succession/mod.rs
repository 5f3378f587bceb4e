//! Whether there will be enough facilitators in the next 24 months (programme A8): a forecast of places, from dates that
//! people gave and the pace of their training. It says nothing of how anybody leads.

mod pages;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Level;
use super::requirements::Earliest;
pub(super) use pages::routes;

/// How many months are looked ahead.
pub const MONTHS: i64 = 24;

/// A facilitator as the forecast sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Who, for the page to name.
    pub name: String,
    /// Experienced or novice.
    pub level: Level,
    /// The most groups they lead at once.
    pub max_groups: u32,
    /// The first day on which they can lead.
    pub from: Date,
    /// The last day; none means until further notice.
    pub to: Option<Date>,
    /// When a novice can meet their list at the earliest.
    pub ready: Earliest,
}

/// One month of the forecast. Somebody counts who can lead on every day of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// How many experienced facilitators there are.
    pub experienced: usize,
    /// How many novices.
    pub novices: usize,
    /// How many groups the experienced can lead together.
    pub places: u32,
    /// How many groups novices could lead who can have met their list by then; places that no one has yet.
    pub in_training: u32,
    /// Whose last day lies in it, by place in the list that was given.
    pub leaving: Vec<usize>,
    /// Whether the experienced can lead fewer groups than are planned.
    pub is_short: bool,
}

/// The forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// The months, the present one first.
    pub months: Vec<Month>,
    /// How many groups are planned.
    pub planned: usize,
}

impl Outlook {
    /// The first month in which places do not suffice.
    pub fn first_short(&self) -> Option<&Month> {
        self.months.iter().find(|month| month.is_short)
    }
}

/// Looks 24 months ahead. A novice stays a novice here: only the organiser's list makes somebody experienced.
pub fn outlook(seats: &[Seat], planned: usize, today: Date) -> Outlook {
    let months = (0..MONTHS).map(|ahead| {
        let first = today.first_of_month().saturating_add(ahead.months());
        month(seats, planned, (first, first.max(today)))
    });
    Outlook {
        months: months.collect(),
        planned,
    }
}

fn month(seats: &[Seat], planned: usize, (first, from): (Date, Date)) -> Month {
    let last = first.last_of_month();
    let here = |seat: &&Seat| seat.from <= from && seat.to.is_none_or(|to| last <= to);
    let of = |level: Level| {
        seats
            .iter()
            .filter(here)
            .filter(move |seat| seat.level == level)
    };
    let places = of(Level::Experienced).map(|seat| seat.max_groups).sum();
    let ready = |seat: &&Seat| match seat.ready {
        Earliest::Met => true,
        Earliest::On(day) => day <= from,
        Earliest::NotInSight | Earliest::NotKnown => false,
    };
    let leaves = |seat: &Seat| seat.to.is_some_and(|to| from <= to && to <= last);
    Month {
        first,
        experienced: of(Level::Experienced).count(),
        novices: of(Level::Novice).count(),
        places,
        in_training: of(Level::Novice)
            .filter(ready)
            .map(|seat| seat.max_groups)
            .sum(),
        leaving: (0..seats.len()).filter(|at| leaves(&seats[*at])).collect(),
        is_short: usize::try_from(places).is_ok_and(|places| places < planned),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn seat(level: Level, max_groups: u32) -> Seat {
        Seat {
            name: String::new(),
            level,
            max_groups,
            from: date(2026, 9, 1),
            to: None,
            ready: Earliest::NotKnown,
        }
    }

    #[test]
    fn a8_it_warns_from_the_month_in_which_experienced_places_fall_below_the_groups_planned() {
        let mut leaving = seat(Level::Experienced, 2);
        leaving.to = Some(date(2027, 3, 15));
        let seats = [leaving, seat(Level::Experienced, 1), seat(Level::Novice, 4)];
        let found = outlook(&seats, 3, TODAY);
        assert_eq!(found.months.len(), 24);
        let before = &found.months[3];
        assert_eq!(
            (before.first, before.places, before.is_short),
            (date(2027, 2, 1), 3, false)
        );
        // Who leaves in a month does not count in it: the groups of its last weeks would have nobody.
        let march = &found.months[4];
        assert_eq!((march.places, march.is_short), (1, true));
        assert_eq!(march.leaving, [0]);
        assert_eq!(
            found.first_short().map(|month| month.first),
            Some(date(2027, 3, 1))
        );
    }

    #[test]
    fn the_month_that_runs_counts_from_today() {
        let mut here = seat(Level::Experienced, 1);
        here.from = date(2026, 11, 20);
        let mut later = seat(Level::Experienced, 1);
        later.from = date(2026, 11, 30);
        let found = outlook(&[here, later], 1, TODAY);
        assert_eq!(
            (found.months[0].experienced, found.months[1].experienced),
            (1, 2)
        );
    }

    #[test]
    fn a_novice_never_counts_as_experienced_before_the_list_says_so() {
        let mut novice = seat(Level::Novice, 2);
        novice.ready = Earliest::On(date(2027, 1, 10));
        let found = outlook(&[novice], 1, TODAY);
        assert!(
            found
                .months
                .iter()
                .all(|month| month.is_short && month.places == 0)
        );
        let ready: Vec<u32> = found.months.iter().map(|month| month.in_training).collect();
        assert_eq!(&ready[..4], [0, 0, 0, 2]);
    }

    proptest! {
        #[test]
        fn one_facilitator_more_never_makes_a_month_short(
            seats in prop::collection::vec((any::<bool>(), 0..4u32, prop::option::of(0..900i64)), 0..8),
            planned in 0..9usize,
            more in 0..4u32,
        ) {
            let mut list: Vec<Seat> = seats
                .into_iter()
                .map(|(experienced, most, days)| Seat {
                    to: days.map(|days| TODAY.saturating_add(days.days())),
                    ..seat(if experienced { Level::Experienced } else { Level::Novice }, most)
                })
                .collect();
            let before = outlook(&list, planned, TODAY);
            list.push(seat(Level::Experienced, more));
            let after = outlook(&list, planned, TODAY);
            for (before, after) in before.months.iter().zip(&after.months) {
                prop_assert!(after.places == before.places + more);
                prop_assert!(before.is_short || !after.is_short);
            }
        }
    }
}
