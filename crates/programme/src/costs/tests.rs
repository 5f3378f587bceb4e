//! What the ledger always comes to.

use std::collections::BTreeMap;

use jiff::civil::date;
use platform::clock::Instant;
use proptest::prelude::*;
use uuid::Uuid;

use super::ledger::{corrections, part, price, standing};
use super::rates::{in_force, repriced};
use super::*;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn line(number: u128, kind: Kind, minutes: i64, pence: Option<i64>) -> Line {
    Line {
        id: id(number),
        session: id(1),
        release: None,
        resident: None,
        site: None,
        kind,
        time_source: None,
        cover: None,
        subject: None,
        minutes,
        pence,
        rate: None,
        entered_at: Instant(0),
        replaces: None,
    }
}

fn member(number: u128, kind: Kind, minutes: i64, pence: Option<i64>) -> Line {
    Line {
        resident: Some(id(7)),
        site: Some(id(3)),
        time_source: Some(TimeSource::ReleasedFromShift),
        subject: Some(Subject::Member("ST3".into())),
        ..line(number, kind, minutes, pence)
    }
}

fn cover(number: u128, cover: Cover, minutes: i64, pence: Option<i64>) -> Line {
    Line {
        resident: Some(id(7)),
        site: Some(id(3)),
        cover: Some(cover),
        subject: cover.is_paid().then_some(Subject::Cover(cover)),
        ..line(number, Kind::Cover, minutes, pence)
    }
}

fn held_room(number: u128) -> Line {
    line(number, Kind::Room, 0, Some(6_000))
}

#[test]
fn r10_member_time_and_backfill_are_never_both_counted() {
    let ledger = [
        held_room(10),
        member(11, Kind::Attendance, 90, Some(4_500)),
        member(12, Kind::Travel, 60, Some(3_000)),
        cover(13, Cover::BankOrLocum, 150, Some(20_000)),
    ];
    let totals = count(&ledger);
    assert_eq!(totals.all.pence, 6_000 + 20_000);
    assert_eq!(totals.by_kind.get(&Kind::Attendance), None);
    assert_eq!(totals.memo.covered_member_time.pence, 7_500);
    assert_eq!(totals.attendances, 1);
    // Cover of a part of the time takes the place of that part.
    let mut half = ledger.clone();
    half[3] = cover(13, Cover::BankOrLocum, 120, Some(16_000));
    let totals = count(&half);
    assert_eq!(totals.all.pence, 6_000 + 16_000 + 1_500);
    assert_eq!(totals.memo.covered_member_time.minutes, 120);
}

#[test]
fn where_nobody_is_paid_to_cover_the_doctors_time_counts() {
    let ledger = [
        held_room(10),
        member(11, Kind::Attendance, 90, Some(4_500)),
        cover(13, Cover::Absorbed, 150, Some(0)),
    ];
    assert_eq!(count(&ledger).all.pence, 10_500);
}

#[test]
fn a_price_that_is_not_known_is_not_nothing() {
    let ledger = [
        line(10, Kind::Room, 0, None),
        member(11, Kind::Attendance, 90, None),
        cover(13, Cover::BankOrLocum, 90, None),
    ];
    let totals = count(&ledger);
    assert!(!totals.all.is_whole());
    let unknown: Vec<Kind> = totals.unknown.keys().map(|(kind, _)| *kind).collect();
    // The cover takes the place of the doctor's time although nobody knows its price.
    assert_eq!(unknown, [Kind::Cover, Kind::Room]);
}

#[test]
fn cover_is_only_agreed_until_its_session_was_held() {
    let agreed = [cover(13, Cover::BankOrLocum, 150, Some(20_000))];
    let totals = count(&agreed);
    assert_eq!(
        (totals.all.pence, totals.memo.agreed_cover_minutes),
        (0, 150)
    );
    let held = [agreed[0].clone(), line(14, Kind::Room, 0, Some(0))];
    let totals = count(&held);
    assert_eq!(
        (totals.all.pence, totals.memo.agreed_cover_minutes),
        (20_000, 0)
    );
    assert_eq!(totals.sessions, 1, "a room for nothing is a session held");
}

#[test]
fn time_that_was_not_released_costs_nothing_here_and_is_told() {
    let own = Line {
        time_source: Some(TimeSource::OwnDayOff),
        ..member(11, Kind::Attendance, 90, Some(4_500))
    };
    let totals = count(&[held_room(10), own]);
    assert_eq!(totals.all.pence, 6_000);
    assert_eq!(totals.memo.other_time_minutes, 90);
}

/// The vector of measures 6.5: 20 sessions of 8 doctors for 2.5 hours at 50.
#[test]
fn the_worked_example_of_member_time_comes_out() {
    let mut ledger = Vec::new();
    for session in 0..20u128 {
        for seat in 0..8u128 {
            let number = 1_000 + session * 100 + seat * 2;
            let own = |number: u128, kind: Kind, minutes: i64| Line {
                session: id(session),
                resident: Some(id(seat)),
                ..member(number, kind, minutes, Some(price(minutes, 5_000)))
            };
            ledger.push(own(number, Kind::Attendance, 90));
            ledger.push(own(number + 1, Kind::Travel, 60));
        }
    }
    let totals = count(&ledger);
    assert_eq!((totals.all.pence, totals.attendances), (2_000_000, 160));
}

#[test]
fn a_penny_is_rounded_once_and_a_half_upwards() {
    assert_eq!(price(1, 30), 1);
    assert_eq!(price(1, 29), 0);
    assert_eq!(price(90, 4_821), 7_232);
    assert_eq!(part(7, 1, 2), 4);
}

#[test]
fn entering_the_same_again_enters_nothing_and_something_else_replaces_it() {
    let before = [member(11, Kind::Attendance, 90, Some(4_500))];
    let standing: Vec<&Line> = before.iter().collect();
    assert_eq!(corrections(&standing, before.to_vec()), []);
    let shorter = member(0, Kind::Attendance, 70, Some(3_500));
    let entered = corrections(&standing, vec![shorter]);
    assert_eq!(entered.len(), 1);
    assert_eq!(
        (entered[0].replaces, entered[0].minutes),
        (Some(id(11)), 70)
    );
    let gone = corrections(&standing, Vec::new());
    assert_eq!(
        (gone[0].replaces, gone[0].minutes, gone[0].pence),
        (Some(id(11)), 0, Some(0))
    );
}

fn rate(number: u128, pence_per_hour: i64, valid_from: jiff::civil::Date) -> Rate {
    Rate {
        id: id(number),
        subject: Subject::Member("ST3".into()),
        pence_per_hour,
        price_year: 2026,
        with_qualifications: false,
        valid_from,
        source: "a test".into(),
        entered_at: Instant(i64::try_from(number).expect("small")),
        entered_by: None,
    }
}

#[test]
fn a_rate_prices_the_hours_from_its_first_day_on_and_a_later_one_corrects_it() {
    let first = rate(1, 5_000, date(2026, 12, 1));
    let ledger = [member(11, Kind::Attendance, 90, None)];
    let on = |day: jiff::civil::Date| move |_: Uuid| Some(day);
    let before = repriced(
        &ledger,
        std::slice::from_ref(&first),
        on(date(2026, 11, 30)),
    );
    assert_eq!(before, [], "it does not hold yet");
    let after = repriced(&ledger, std::slice::from_ref(&first), on(date(2026, 12, 1)));
    assert_eq!(after[0].pence, Some(7_500));
    let priced = [
        ledger[0].clone(),
        Line {
            id: id(12),
            ..after[0].clone()
        },
    ];
    let mended = rate(2, 6_000, date(2026, 12, 1));
    let rates = [first, mended];
    let again = repriced(&priced, &rates, on(date(2026, 12, 8)));
    assert_eq!(
        (again[0].replaces, again[0].pence),
        (Some(id(12)), Some(9_000))
    );
    assert_eq!(
        in_force(&rates, &Subject::Facilitator, date(2027, 1, 1)),
        None
    );
}

fn any_line(number: u128) -> impl Strategy<Value = Line> {
    let kind = prop::sample::select(Kind::ALL);
    let how = prop::sample::select(Cover::ALL);
    let source = prop::sample::select(TimeSource::ALL);
    let minutes = 0..200i64;
    let pence = prop::option::of(0..30_000i64);
    let of = (0..3u128, 0..3u128);
    (kind, how, source, minutes, pence, of).prop_map(
        move |(kind, how, source, minutes, pence, (session, resident))| {
            let shape = match kind {
                Kind::Cover => cover(number, how, minutes, pence),
                Kind::Attendance | Kind::Travel => Line {
                    time_source: Some(source),
                    ..member(number, kind, minutes, pence)
                },
                Kind::Room | Kind::Facilitator | Kind::Debrief => {
                    line(number, kind, minutes, pence)
                }
            };
            Line {
                session: id(session),
                resident: shape.resident.map(|_| id(resident)),
                ..shape
            }
        },
    )
}

fn any_ledger() -> impl Strategy<Value = Vec<Line>> {
    (1..40usize).prop_flat_map(|size| {
        let lines: Vec<_> = (0..size).map(|at| any_line(100 + at as u128)).collect();
        lines
    })
}

proptest! {
    #[test]
    fn totals_equal_the_sum_of_the_lines_whatever_their_order(
        ledger in any_ledger(),
        seed in any::<prop::sample::Index>(),
    ) {
        let totals = count(&ledger);
        let mut other = ledger.clone();
        let turn = seed.index(other.len());
        other.rotate_left(turn);
        other.reverse();
        prop_assert_eq!(&count(&other), &totals);
        let held: Vec<Uuid> = ledger
            .iter()
            .filter(|line| line.kind == Kind::Room)
            .map(|line| line.session)
            .collect();
        let counts = |line: &&Line| match line.kind {
            Kind::Cover => line.cover.is_some_and(Cover::is_paid) && held.contains(&line.session),
            kind if kind.is_member_time() => line.time_source == Some(TimeSource::ReleasedFromShift),
            _ => true,
        };
        let sum: i64 = ledger.iter().filter(counts).filter_map(|line| line.pence).sum();
        prop_assert_eq!(totals.all.pence + totals.memo.covered_member_time.pence, sum);
        let by_kind: i64 = totals.by_kind.values().map(|sum| sum.pence).sum();
        let by_site: i64 = totals.by_site.values().map(|sum| sum.pence).sum();
        let by_both: i64 = totals.by_site_and_kind.values().map(|sum| sum.pence).sum();
        prop_assert_eq!([by_kind, by_site, by_both], [totals.all.pence; 3]);
    }

    #[test]
    fn r10_no_released_minute_is_counted_as_time_and_as_cover(ledger in any_ledger()) {
        let totals = count(&ledger);
        let held = |session: Uuid| {
            let mut rooms = ledger.iter().filter(|line| line.kind == Kind::Room);
            rooms.any(|line| line.session == session)
        };
        // Minutes of released time and of paid cover, by session and doctor.
        let mut by_doctor: BTreeMap<(Uuid, Option<Uuid>), (i64, i64)> = BTreeMap::new();
        for line in &ledger {
            let (time, cover) = by_doctor.entry((line.session, line.resident)).or_default();
            if line.time_source == Some(TimeSource::ReleasedFromShift) {
                *time += line.minutes;
            }
            if line.cover.is_some_and(Cover::is_paid) && held(line.session) {
                *cover += line.minutes;
            }
        }
        let uncovered: i64 = by_doctor.values().map(|(time, cover)| (time - cover).max(0)).sum();
        let covered: i64 = by_doctor.values().map(|(time, cover)| *time.min(cover)).sum();
        let of = |kind: Kind| totals.by_kind.get(&kind).map_or(0, |sum| sum.minutes);
        prop_assert_eq!(of(Kind::Attendance) + of(Kind::Travel), uncovered);
        prop_assert_eq!(totals.memo.covered_member_time.minutes, covered);
    }

    #[test]
    fn replaying_corrections_comes_to_what_was_said_last(
        before in any_ledger(),
        after in any_ledger(),
    ) {
        // One line for each thing that is said, as the store keeps it.
        let single = |ledger: Vec<Line>| {
            let mut seen = std::collections::BTreeSet::new();
            let mut ledger: Vec<Line> = ledger
                .into_iter()
                .filter(|line| line.session == id(0) && !line.is_nothing())
                .filter(|line| line.kind != Kind::Room)
                .filter(|line| seen.insert((line.kind, line.resident)))
                .collect();
            for line in &mut ledger {
                line.subject = None;
            }
            // A room is never taken back, so each has one.
            ledger.push(Line { session: id(0), ..held_room(99) });
            ledger
        };
        let (before, after) = (single(before), single(after));
        let standing_before: Vec<&Line> = before.iter().collect();
        let mut ledger = before.clone();
        for (at, line) in corrections(&standing_before, after.clone()).into_iter().enumerate() {
            ledger.push(Line { id: id(10_000 + at as u128), ..line });
        }
        prop_assert_eq!(count(&ledger), count(&after));
        let nothing_new = corrections(&standing(&ledger), after);
        prop_assert_eq!(nothing_new, []);
    }
}
