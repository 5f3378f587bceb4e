//! Whatever makes the rules faster must leave every answer as it was: digests of many findings.

mod rota;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rest::{Fact, Finding, Pack, Policy, Session, Timeline, Travel, feasible};
use rota::{Dice, Frame};

const ENGLAND: &str = include_str!("../packs/england-2019.toml");

/// The first dates of rotas: around both clock changes of 2026, and weeks away from any.
const FIRST: [Date; 3] = [
    Date::constant(2026, 3, 2),
    Date::constant(2026, 10, 5),
    Date::constant(2027, 1, 4),
];
const DAYS: i64 = 49;

#[test]
fn findings_on_ordinary_rotas_are_those_of_the_record() {
    let pack = Pack::parse(ENGLAND).expect("a shipped pack");
    assert_eq!(digest(&pack, 150, rota::ordinary), ORDINARY);
}

#[test]
fn findings_on_wild_rotas_are_those_of_the_record() {
    let pack = Pack::parse(ENGLAND).expect("a shipped pack");
    assert_eq!(digest(&pack, 150, rota::wild), WILD);
}

#[test]
fn findings_under_a_pack_with_other_switches_are_those_of_the_record() {
    let text = ENGLAND
        .replace("release_from_night = false", "release_from_night = true")
        .replace(
            "nights_count_as_long = true",
            "nights_count_as_long = false",
        );
    let pack = Pack::parse(&text).expect("a shipped pack with two switches turned");
    assert_eq!(digest(&pack, 90, rota::wild), SWITCHED);
}

const WILD: &str = "c4298d721d92c8b8 [2052, 3650, 1217, 238, 1075, 123, 78, 174, 1131, 76, 152, 107, 91, 254, 127, 1455]";
const ORDINARY: &str = "046596602164fadf [524, 1687, 400, 857, 3097, 177, 178, 385, 1579, 93, 575, 915, 18, 32, 231, 1252]";
const SWITCHED: &str =
    "9887e167c86c4e6b [1324, 2182, 433, 142, 617, 74, 34, 107, 735, 64, 240, 70, 74, 142, 79, 883]";

/// Counts by rule, and a hash of every part of every finding.
fn digest(pack: &Pack, rotas: u64, invent: fn(&Frame, &mut Dice) -> Vec<Fact>) -> String {
    let zone = TimeZone::get("Europe/London").expect("a zone of the bundle");
    let mut hash = Fnv::default();
    let mut counts = [0u32; 16];
    for seed in 0..rotas {
        let mut dice = Dice::new(seed);
        let first = FIRST[usize::try_from(seed % 3).expect("small")];
        let learnt = first
            .to_zoned_datetime(zone.clone())
            .expect("a date")
            .timestamp();
        let frame = Frame {
            zone: zone.clone(),
            first,
            days: DAYS,
            learnt,
        };
        let facts = invent(&frame, &mut dice);
        let policy = policy(seed, first);
        let timeline = Timeline::new(&facts, &zone, learnt, &policy, Some(pack));
        for _ in 0..80 {
            let (session, travel) = asked(learnt, &mut dice);
            let finding = feasible(session, &timeline, travel);
            counts[finding.rule as usize] += 1;
            hash.finding(&finding);
        }
    }
    format!("{:016x} {counts:?}", hash.0)
}

fn policy(seed: u64, first: Date) -> Policy {
    let weeks = |weeks: i32| {
        first
            .checked_add(jiff::Span::new().weeks(weeks))
            .expect("a date")
    };
    Policy {
        stale_after_days: 14,
        travel_counts_as_work: !seed.is_multiple_of(5),
        opt_out_48: seed.is_multiple_of(4),
        reference: match seed % 7 {
            0 => None,
            1 => Some((weeks(-8), weeks(60))),
            2 => Some((weeks(0), weeks(7))),
            3 => Some((weeks(2), weeks(4))),
            _ => Some((weeks(1), weeks(6))),
        },
    }
}

fn asked(learnt: Timestamp, dice: &mut Dice) -> (Session, Travel) {
    let start = learnt + SignedDuration::from_mins(dice.below(DAYS * 24 * 4) * 15);
    let end = start + SignedDuration::from_mins(15 + dice.below(40) * 5);
    let way = |dice: &mut Dice| (dice.below(8) > 0).then_some(dice.below(25) * 5);
    let travel = Travel {
        inward: way(dice),
        back: way(dice),
    };
    (Session { start, end }, travel)
}

/// FNV-1a of 64 bits (Fowler, Noll, Vo).
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn number(&mut self, number: i64) {
        for byte in number.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finding(&mut self, finding: &Finding) {
        let instant = |at: Option<Timestamp>| at.map_or(i64::MIN, Timestamp::as_second);
        self.number(finding.verdict as i64);
        self.number(finding.rule as i64);
        self.number(finding.margin.unwrap_or(i64::MIN));
        self.number(instant(finding.between.map(|[first, _]| first)));
        self.number(instant(finding.between.map(|[_, second]| second)));
        self.number(instant(finding.bound));
        self.number(instant(finding.earliest));
        for rule in &finding.also {
            self.number(*rule as i64);
        }
        self.number(finding.travel_assumed.into());
        self.number(finding.average_not_proven.into());
    }
}
