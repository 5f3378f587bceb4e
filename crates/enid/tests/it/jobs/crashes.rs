//! Workers that end in the middle of whatever they do (trust F-15).

use std::collections::BTreeMap;
use std::pin::pin;
use std::task::Poll;

use super::*;

const REMINDERS: i64 = 1000;
const LETTERS: i64 = 100;

/// Lets a worker make so many steps and then drops it where it stands. Tells whether it was dropped.
async fn drop_after(steps: u64, app: &App) -> bool {
    let mut left = steps;
    let mut work = pin!(jobs::run_due(app, &[EFFECT, LETTER]));
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(true);
        }
        left -= 1;
        work.as_mut().poll(context).map(|ran| {
            ran.unwrap();
            false
        })
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_dropped_at_any_step_do_each_effect_once_and_lose_no_letter() {
    for one in installations().await {
        let app = &one.app;
        enqueue(app, &EFFECT, 1..=REMINDERS).await;
        enqueue(app, &LETTER, 1..=LETTERS).await;
        // Letters among the reminders, not all at the end.
        change(
            app,
            "UPDATE jobs SET run_at = run_at - 1000 WHERE kind = 'test.letter' AND key LIKE '%0'",
        )
        .await;
        let mut draw = Draw(20_261_124);
        let mut drops = 0;
        while number(app, OPEN).await > 0 {
            let (first, second) = tokio::join!(
                drop_after(1 + draw.below(1500), app),
                drop_after(1 + draw.below(1500), app)
            );
            drops += usize::from(first) + usize::from(second);
            end_leases(app).await;
        }
        assert!(drops > 10, "only {drops} on {}", one.on);
        assert_eq!(number(app, EFFECTS).await, REMINDERS, "{}", one.on);
        let distinct = "SELECT count(DISTINCT number) AS n FROM effects";
        assert_eq!(number(app, distinct).await, REMINDERS);
        let mut letters: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for mail in one.mail.sent() {
            letters.entry(mail.to).or_default().extend(mail.message_id);
        }
        assert_eq!(letters.len(), LETTERS as usize, "letters are missing");
        let sent: usize = letters.values().map(Vec::len).sum();
        assert!(sent - letters.len() <= drops, "{sent} after {drops} drops");
        for ids in letters.values() {
            assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        }
        let record = platform::audit::verify(app.db.read()).await.unwrap();
        assert_eq!(record.breaks, Vec::<String>::new());
        let events = "SELECT count(*) AS n FROM audit_events WHERE action = 'test.letter'";
        assert_eq!(number(app, events).await, LETTERS);
    }
}
