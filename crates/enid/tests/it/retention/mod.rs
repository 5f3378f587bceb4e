//! How long data are kept and how somebody is erased, on both databases (programme R11; trust RET-1, RET-2, P8, V-22).

mod canary;
mod classes;
pub mod dump;
mod erasure;
mod periods;
mod runs;

use platform::retention::{self, Mode, Report};
use platform::testing::BEGINNING;

use crate::world::World;

pub const DAY: i64 = 24 * 60 * 60;
/// From the beginning of every test to the end of the last session, Tuesday 8 December 2026, 15:30.
const TO_THE_END: i64 = 14 * DAY + 8 * 60 * 60 + 30 * 60;

pub async fn run(world: &World) -> Report {
    let app = &world.installation.app;
    let report = retention::run(app, &enid::schema::classes(), Mode::Remove).await;
    let report = report.unwrap();
    assert_eq!(report.failed, [], "on {}", world.installation.on);
    report
}

async fn dry_run(world: &World) -> Report {
    let app = &world.installation.app;
    let report = retention::run(app, &enid::schema::classes(), Mode::DryRun).await;
    report.unwrap()
}

/// Moves the clock to so many seconds after the beginning of every test, with a run a day for as long as it is not
/// believed: the next run is the first that removes anything.
pub async fn come_to(world: &World, seconds: i64) {
    let begun: jiff::Timestamp = BEGINNING.parse().unwrap();
    let now = world.installation.app.now().to_jiff();
    let gone = now.as_second() - begun.as_second();
    let days = retention::STEADY_DAYS;
    world
        .installation
        .clock
        .advance(seconds - gone - days * DAY);
    for _ in 0..days {
        let report = run(world).await;
        assert!(report.waits_until.is_some() && report.swept.is_empty());
        world.installation.clock.advance(DAY);
    }
}

/// The classes that were swept, in order.
pub fn swept(report: &Report) -> Vec<&'static str> {
    let mut classes: Vec<&str> = report.swept.iter().map(|swept| swept.class).collect();
    classes.dedup();
    classes
}
