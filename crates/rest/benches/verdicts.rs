//! 7.8 million verdicts: 10,000 residents, 30 places in the week, 26 weeks. Prints what it took.
//!
//! The rotas are invented before the clock starts and stay in memory, as a programme's would; sorting each
//! of them into a timeline is measured.

#[path = "../tests/rota/mod.rs"]
mod rota;

use std::time::Instant;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rest::{Fact, Pack, Policy, Session, Timeline, Travel, Verdict, feasible};
use rota::{Dice, Frame};

const RESIDENTS: usize = 10_000;
const THREADS: usize = 2;
const WEEKS: i64 = 26;
/// Sessions begin two weeks into the rota and end a week before its last day.
const FIRST: Date = Date::constant(2026, 7, 20);
const DAYS: i64 = 14 + WEEKS * 7 + 7;
const SECONDS_AIM: f64 = 5.0;
const MEMORY_AIM_MIB: u64 = 1024;

fn main() {
    let zone = TimeZone::get("Europe/London").expect("a zone of the bundle");
    let pack = Pack::named("england-2019").expect("a shipped pack");
    let sessions = sessions(&zone);
    let rotas = rotas(&zone);
    let facts: usize = rotas.iter().map(Vec::len).sum();

    let began = Instant::now();
    let idle = processor_seconds();
    let counts = std::thread::scope(|scope| {
        let part = RESIDENTS.div_ceil(THREADS);
        let threads: Vec<_> = rotas
            .chunks(part)
            .map(|rotas| scope.spawn(|| judged(rotas, &sessions, &zone, &pack)))
            .collect();
        let mut sum = Tally::default();
        for thread in threads {
            sum.add(&thread.join().expect("no verdict panics"));
        }
        sum
    });
    let seconds = began.elapsed().as_secs_f64();
    let busy = processor_seconds() - idle;

    let verdicts = RESIDENTS * sessions.len();
    println!(
        "residents {RESIDENTS}, sessions each {}, facts {facts}, threads {THREADS}",
        sessions.len()
    );
    println!(
        "verdicts {verdicts}, seconds {seconds:.2} (aim {SECONDS_AIM}), of a processor {busy:.2}"
    );
    println!("verdicts a second {:.0}", verdicts as f64 / seconds);
    println!("peak memory {} MiB (aim {MEMORY_AIM_MIB})", peak_mib());
    for verdict in VERDICTS {
        println!(
            "{:<13} {}",
            verdict.word(),
            counts.by_verdict[verdict as usize]
        );
    }
    println!("checksum {:016x}", counts.checksum);
}

const VERDICTS: [Verdict; 5] = [
    Verdict::Never,
    Verdict::Unknown,
    Verdict::OwnChoice,
    Verdict::NeedsRelease,
    Verdict::MayAttend,
];

/// Verdicts counted, and a sum over the rules and margins of all of them.
#[derive(Default)]
struct Tally {
    by_verdict: [u64; 5],
    checksum: u64,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        for (own, more) in self.by_verdict.iter_mut().zip(other.by_verdict) {
            *own += more;
        }
        self.checksum = self.checksum.wrapping_add(other.checksum);
    }
}

fn judged(rotas: &[Vec<Fact>], sessions: &[Session], zone: &TimeZone, pack: &Pack) -> Tally {
    let last = FIRST
        .checked_add(SignedDuration::from_hours(24 * DAYS))
        .expect("a date");
    let policy = Policy {
        reference: Some((FIRST, last)),
        ..Policy::default()
    };
    let mut tally = Tally::default();
    for (at, facts) in rotas.iter().enumerate() {
        let timeline = Timeline::new(facts, zone, learnt(zone), &policy, Some(pack));
        // Hospitals lie between no way at all and an hour and a quarter away.
        let minutes = i64::try_from(at % 6).expect("below six") * 15;
        let travel = Travel {
            inward: Some(minutes),
            back: Some(minutes),
        };
        for session in sessions {
            let finding = feasible(*session, &timeline, travel);
            tally.by_verdict[finding.verdict as usize] += 1;
            let margin = finding.margin.unwrap_or(0).unsigned_abs();
            let part = (margin << 8) + finding.rule as u64 * 16 + finding.also.len() as u64;
            tally.checksum = tally.checksum.wrapping_mul(31).wrapping_add(part);
        }
    }
    tally
}

fn learnt(zone: &TimeZone) -> Timestamp {
    let midnight = FIRST.to_zoned_datetime(zone.clone());
    midnight.expect("a date of this century").timestamp()
}

fn rotas(zone: &TimeZone) -> Vec<Vec<Fact>> {
    let frame = Frame {
        zone: zone.clone(),
        first: FIRST,
        days: DAYS,
        learnt: learnt(zone),
    };
    let seeds = 0..u64::try_from(RESIDENTS).expect("ten thousand");
    seeds
        .map(|seed| rota::ordinary(&frame, &mut Dice::new(seed)))
        .collect()
}

/// Six times a day from Monday to Friday, an hour and a half each.
fn sessions(zone: &TimeZone) -> Vec<Session> {
    const STARTS: [i8; 6] = [8, 10, 12, 14, 16, 18];
    let mut sessions = Vec::new();
    for week in 0..WEEKS {
        for day in 0..5 {
            let hours = SignedDuration::from_hours(24 * (14 + week * 7 + day));
            let date = FIRST.checked_add(hours).expect("a date of this century");
            for hour in STARTS {
                let local = date.at(hour, 30, 0, 0).to_zoned_datetime(zone.clone());
                let start = local.expect("a date of this century").timestamp();
                let end = start + SignedDuration::from_mins(90);
                sessions.push(Session { start, end });
            }
        }
    }
    sessions
}

/// What all threads have computed so far: fields 14 and 15 of proc(5) `stat`, in hundredths of a second. It
/// tells what the work took on a machine that others use too; zero where the system does not tell.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let fields = behind_name.split_whitespace().skip(11).take(2);
    fields
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

/// The most memory this process has had; zero where the system does not tell.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|text| text.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}
