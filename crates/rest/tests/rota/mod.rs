//! Invented rotas from a seed: the same on every machine, for the tests and for the benchmark.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use rest::{Fact, Kind};

/// Numbers that look random and are the same for the same seed (SplitMix64, Steele 2014).
pub struct Dice(u64);

impl Dice {
    /// Dice that begin with a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, `below`.
    pub fn below(&mut self, below: i64) -> i64 {
        let below = below.unsigned_abs().max(1);
        i64::try_from(self.next() % below).expect("less than an i64")
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        let length = i64::try_from(list.len()).expect("a short list");
        list[usize::try_from(self.below(length)).expect("no less than nothing")]
    }
}

/// Where and when a rota is invented.
pub struct Frame {
    /// The zone of its clock times.
    pub zone: TimeZone,
    /// Its first date.
    pub first: Date,
    /// How many dates.
    pub days: i64,
    /// When most of its facts were learnt.
    pub learnt: Timestamp,
}

impl Frame {
    fn fact(&self, day: i64, kind: Kind, minute: i64, minutes: i64) -> Fact {
        let date = self.first + day.days();
        let local = date.at(0, 0, 0, 0) + minute.minutes();
        let end = local + minutes.minutes();
        let instant = |local: jiff::civil::DateTime| {
            let zoned = local.to_zoned_datetime(self.zone.clone());
            zoned.expect("a date of this century").timestamp()
        };
        Fact {
            date,
            start: instant(local),
            end: instant(end),
            kind,
            imported_at: self.learnt,
        }
    }

    fn whole(&self, day: i64, kind: Kind) -> Fact {
        self.fact(day, kind, 0, 24 * 60)
    }
}

/// A rota as hospitals write them: weeks of normal days with teaching, of long days, of nights followed by
/// rest, weekends on duty, leave, now and then a day that nobody could read. About 1.15 facts a date.
pub fn ordinary(frame: &Frame, dice: &mut Dice) -> Vec<Fact> {
    let mut facts = Vec::with_capacity(usize::try_from(frame.days).unwrap_or(0) * 5 / 4);
    let mut week = 0;
    while week * 7 < frame.days {
        let sort = dice.below(20);
        for day in (week * 7)..(week * 7 + 7).min(frame.days) {
            ordinary_day(frame, dice, &mut facts, (sort, day));
        }
        week += 1;
    }
    facts
}

fn ordinary_day(frame: &Frame, dice: &mut Dice, facts: &mut Vec<Fact>, (sort, day): (i64, i64)) {
    let weekday = day % 7;
    if dice.below(150) == 0 {
        facts.push(frame.whole(day, Kind::Unknown));
        return;
    }
    match (sort, weekday) {
        // Nights from Monday to Thursday, from Friday to Sunday, or two of them.
        (0 | 1, 0..=3) | (2 | 3, 4..=6) | (4, 2 | 3) => {
            facts.push(frame.fact(day, Kind::Clinical, 20 * 60 + 30, 750));
        }
        (0..=4, 4..=6) | (2 | 3, 0..=1) => facts.push(frame.whole(day, Kind::Off)),
        // Long days, at a weekend or in the week.
        (5..=7, 0..=2) | (8 | 9, 4..=6) => {
            facts.push(frame.fact(day, Kind::Clinical, 8 * 60, 750));
        }
        (5..=7, 5 | 6) | (8 | 9, 1 | 2) => facts.push(frame.whole(day, Kind::Off)),
        (10, _) => facts.push(frame.whole(day, Kind::AnnualLeave)),
        (11, 0..=4) => facts.push(frame.fact(day, Kind::Clinical, 13 * 60, 630)),
        (12, 2) => facts.push(frame.whole(day, Kind::LtftOff)),
        (13, 0..=3) => facts.push(frame.fact(day, Kind::Nroc, 20 * 60, 720)),
        (_, 5 | 6) => facts.push(frame.whole(day, Kind::Off)),
        (_, 3) => {
            facts.push(frame.fact(day, Kind::Clinical, 9 * 60, 240));
            facts.push(frame.fact(day, Kind::Edt, 13 * 60, 240));
        }
        (_, 1) => {
            facts.push(frame.fact(day, Kind::Clinical, 8 * 60 + 30, 270));
            facts.push(frame.fact(day, Kind::Teaching, 13 * 60, 90));
            facts.push(frame.fact(day, Kind::Clinical, 14 * 60 + 30, 150));
        }
        _ => facts.push(frame.fact(day, Kind::Clinical, 9 * 60, 480)),
    }
}

/// A rota that breaks every custom: several things on one date, shifts of any length at any hour, stale ones.
// The benchmark asks only for ordinary rotas.
#[allow(dead_code)]
pub fn wild(frame: &Frame, dice: &mut Dice) -> Vec<Fact> {
    const WORK: [Kind; 8] = [
        Kind::Clinical,
        Kind::Clinical,
        Kind::Clinical,
        Kind::Clinical,
        Kind::Clinical,
        Kind::Edt,
        Kind::Teaching,
        Kind::Nroc,
    ];
    const FREE: [Kind; 10] = [
        Kind::Off,
        Kind::Off,
        Kind::Off,
        Kind::Off,
        Kind::Off,
        Kind::Off,
        Kind::LtftOff,
        Kind::AnnualLeave,
        Kind::Strike,
        Kind::Rest,
    ];
    // Some rotas are dense and some are sparse, or no rule but the first would ever decide.
    let dense = dice.below(10);
    let mut facts = Vec::new();
    for day in 0..frame.days {
        if dice.below(10) > dense {
            facts.push(frame.whole(day, dice.of(&FREE)));
            continue;
        }
        if dice.below(90) == 0 {
            facts.push(frame.whole(day, Kind::Unknown));
        }
        for _ in 0..=(dice.below(5) / 3) {
            let start = dice.below(96) * 15;
            let longest = 4 + dice.below(64);
            let kind = dice.of(&WORK);
            let mut fact = frame.fact(day, kind, start, longest * 15);
            if dice.below(300) == 0 {
                fact.imported_at -= SignedDuration::from_hours(24 * 15);
            }
            facts.push(fact);
        }
    }
    facts
}
