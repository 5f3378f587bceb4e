//! The daily run as a job, holds, dry runs and the clock.

use platform::audit;
use platform::retention::{STEADY_DAYS, hold, lift_hold};

use super::{DAY, TO_THE_END, come_to, dry_run, dump, run, swept};
use crate::release::count;
use crate::world::worlds;

/// Two years of the calendar after the last session, and a second.
const TWO_YEARS: i64 = TO_THE_END + 731 * DAY + 1;

#[tokio::test]
async fn r11_one_run_a_day_is_asked_for_and_leaves_a_row_of_the_record() {
    for world in worlds().await {
        let app = &world.installation.app;
        let runs = "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'retention.run'";
        for _ in 0..2 {
            enid::retention::begin(app).await.unwrap();
            world.run_jobs().await;
            assert_eq!(count(&world, runs).await, 1);
        }
        for day in 2..=4 {
            world.installation.clock.advance(DAY);
            world.run_jobs().await;
            assert_eq!(count(&world, runs).await, day);
        }
    }
}

#[tokio::test]
async fn r11_nothing_goes_early_because_the_clock_jumped() {
    for world in worlds().await {
        let clock = &world.installation.clock;
        run(&world).await;
        // Ten years ahead for six days, and back: what is there stays there.
        let before = dump::of_others(&world, &[]).await;
        clock.advance(3650 * DAY);
        for _ in 0..STEADY_DAYS {
            let report = run(&world).await;
            assert!(report.waits_until.is_some() && report.swept.is_empty());
            clock.advance(DAY);
        }
        clock.advance(-(3650 + STEADY_DAYS) * DAY);
        for _ in 0..=STEADY_DAYS {
            let report = run(&world).await;
            assert_eq!(report.swept, [], "on {}", world.installation.on);
            clock.advance(DAY);
        }
        let mut after = dump::of_others(&world, &[]).await;
        let mut before = before;
        for tables in [&mut before, &mut after] {
            tables.remove("retention_clock");
        }
        assert_eq!(before, after);
    }
}

#[tokio::test]
async fn r11_a_dry_run_tells_what_would_go_and_removes_nothing() {
    for world in worlds().await {
        come_to(&world, TWO_YEARS).await;
        let before = dump::of_others(&world, &[]).await;
        let told = dry_run(&world).await;
        assert_eq!(before, dump::of_others(&world, &[]).await);
        assert!(swept(&told).contains(&"register"), "{told:?}");
        let done = run(&world).await;
        assert_eq!(told.swept, done.swept);
        assert_eq!(dry_run(&world).await.swept, []);
    }
}

#[tokio::test]
async fn r11_a_legal_hold_stops_everything_of_its_programme() {
    for world in worlds().await {
        let app = &world.installation.app;
        let programme = world.scopes[1].id;
        let event = || audit::Event::installation("test", "hold");
        let tx = app.db.write().await.unwrap();
        for _ in 0..2 {
            hold(&tx, app, programme).await.unwrap();
        }
        tx.commit(app, event()).await.unwrap();
        come_to(&world, TWO_YEARS).await;
        let report = run(&world).await;
        assert_eq!(report.swept, [], "on {}", world.installation.on);
        assert!(report.held.contains(&("register", "saltmarsh".to_owned())));
        // The rows of the installation do not tell whose they are: they stay as well.
        assert!(
            report
                .held
                .contains(&("sign-ins", "installation".to_owned()))
        );
        let tx = app.db.write().await.unwrap();
        lift_hold(&tx, programme).await.unwrap();
        assert!(lift_hold(&tx, programme).await.is_err());
        tx.commit(app, event()).await.unwrap();
        assert!(swept(&run(&world).await).contains(&"register"));
    }
}
