//! Removing: by time, by the research lead, by withdrawing, and after a crash.

use platform::access::Role;
use platform::keys::person_keys;
use platform::retention::{hold, lift_hold};
use study::consent::Use;
use study::recordings::{self, Why};
use uuid::Uuid;

use super::{BASE, agree, agreed, event, folders, post, source, store, study};
use crate::release::count;
use crate::retention::{DAY, come_to, run, swept};
use crate::sessions;
use crate::world::{Answer, World};

async fn only(world: &World) -> recordings::Recording {
    let app = &world.installation.app;
    let mut all = recordings::all(app, study(world)).await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Whether nothing of the recording can be played any more, from no copy of its pieces.
async fn is_gone(world: &World, why: Why) {
    world.run_jobs().await;
    let one = only(world).await;
    assert_eq!(one.deleted.map(|(_, why)| why), Some(why));
    assert_eq!(folders(world), Vec::<String>::new());
    let app = &world.installation.app;
    let keys = person_keys(app.db.read(), app, [one.person]).await;
    assert!(keys.unwrap().is_empty(), "the key is still there");
    let lead = world.cookie(Role::ResearchLead).await;
    let page = world.get(&format!("{BASE}/{}", one.id), Some(&lead)).await;
    assert_eq!(page.status, 404);
    let list = world.get(BASE, Some(&lead)).await.body;
    assert!(list.contains(why.sentence()), "{list}");
}

async fn check(world: &World, participant: Uuid) {
    let app = &world.installation.app;
    let tx = app.db.write().await.unwrap();
    recordings::transcript_checked(&tx, app, study(world), participant)
        .await
        .unwrap();
    tx.commit(app, event()).await.unwrap();
}

#[tokio::test]
async fn a_recording_goes_after_ninety_days_and_not_a_second_earlier() {
    for (world, participant) in agreed().await {
        store(&world, participant).await;
        // The consent was signed a second after the beginning of every test.
        come_to(&world, 90 * DAY).await;
        assert!(!swept(&run(&world).await).contains(&"recordings"));
        assert_eq!(only(&world).await.deleted, None);
        world.installation.clock.advance(1);
        assert!(swept(&run(&world).await).contains(&"recordings"));
        is_gone(&world, Why::Period).await;
    }
}

#[tokio::test]
async fn once_the_transcript_is_checked_a_recording_goes_with_the_next_run_unless_its_participant_lets_it_be_kept()
 {
    for (world, participant) in agreed().await {
        store(&world, participant).await;
        come_to(&world, 8 * DAY).await;
        assert!(!swept(&run(&world).await).contains(&"recordings"));
        let keep = [Use::Record, Use::Analyse, Use::KeepRecording];
        agree(&world, "K2", &keep).await;
        check(&world, participant).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let list = world.get(BASE, Some(&lead)).await.body;
        assert!(list.contains("kept, as the participant agreed"), "{list}");
        assert!(!swept(&run(&world).await).contains(&"recordings"));
        agree(&world, "K2", &[Use::Record, Use::Analyse]).await;
        assert!(swept(&run(&world).await).contains(&"recordings"));
        is_gone(&world, Why::Checked).await;
    }
}

#[tokio::test]
async fn a_legal_hold_keeps_a_recording_from_its_period_and_from_the_research_lead() {
    for (world, participant) in agreed().await {
        let app = &world.installation.app;
        let id = store(&world, participant).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let tx = app.db.write().await.unwrap();
        hold(&tx, app, study(&world)).await.unwrap();
        tx.commit(app, event()).await.unwrap();
        let end = format!("/{id}/remove");
        let refused = post(&world, &lead, &end, "why=asked").await;
        assert_eq!(refused.status, 409);
        assert!(refused.body.contains("legal hold"), "{}", refused.body);
        come_to(&world, 100 * DAY).await;
        assert!(!swept(&run(&world).await).contains(&"recordings"));
        let tx = app.db.write().await.unwrap();
        lift_hold(&tx, study(&world)).await.unwrap();
        tx.commit(app, event()).await.unwrap();
        assert!(swept(&run(&world).await).contains(&"recordings"));
        is_gone(&world, Why::Period).await;
    }
}

#[tokio::test]
async fn the_research_lead_removes_a_recording_with_a_reason_from_the_list() {
    for (world, participant) in agreed().await {
        let id = store(&world, participant).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let end = format!("/{id}/remove");
        for form in ["", "why=because+Dr+Quilla+said+so", "why=withdrawal"] {
            let refused = post(&world, &lead, &end, form).await;
            assert_eq!(refused.status, 422, "{form}");
            assert!(
                refused.body.contains("Choose why it goes"),
                "{}",
                refused.body
            );
        }
        let open = source(&world, &lead, id).await;
        let done = post(&world, &lead, &end, "why=wrong_file").await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(world.get(&open, Some(&lead)).await.status, 404);
        is_gone(&world, Why::WrongFile).await;
        assert!(only(&world).await.sha256.is_some(), "what went can be told");
        assert_eq!(post(&world, &lead, &end, "why=asked").await.status, 404);
    }
}

#[tokio::test]
async fn what_a_crash_leaves_in_the_store_goes_with_the_daily_run_and_nothing_else_does() {
    for (world, participant) in agreed().await {
        let removed = store(&world, participant).await;
        let kept = store(&world, participant).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let end = format!("/{removed}/remove");
        post(&world, &lead, &end, "why=asked").await;
        // The server was killed after the commit, and the job was lost with a restored database.
        sessions::run(&world, "DELETE FROM jobs WHERE kind = 'recordings.tidy'").await;
        let store = world.installation.objects().join("recordings");
        let half = store.join(Uuid::from_u128(7).to_string());
        std::fs::create_dir_all(&half).unwrap();
        std::fs::write(half.join("0#1"), "half").unwrap();
        assert_eq!(folders(&world).len(), 3);
        enid::retention::begin(&world.installation.app)
            .await
            .unwrap();
        world.run_jobs().await;
        assert_eq!(folders(&world), [kept.to_string()]);
        source(&world, &lead, kept).await;
    }
}

async fn withdraw(world: &World, participant: Uuid, scope: &str) -> Answer {
    let lead = world.cookie(Role::ResearchLead).await;
    let path = format!("/studies/saltmarsh-study/consent/{participant}/withdraw");
    let page = world.get(&path, Some(&lead)).await.body;
    assert!(page.contains("1 recording<"), "{page}");
    assert!(page.contains("From being recorded only"), "{page}");
    let form = format!("csrf={}&scope={scope}", world.csrf(&lead).await);
    world.post(&path, Some(&lead), &form).await
}

#[tokio::test]
async fn p6_withdrawing_takes_recordings_along_with_every_mark_of_them() {
    for (world, participant) in agreed().await {
        store(&world, participant).await;
        let done = withdraw(&world, participant, "whole").await;
        assert_eq!(done.status, 303, "{}", done.body);
        is_gone(&world, Why::Withdrawal).await;
        let one = only(&world).await;
        assert_eq!((one.sha256, one.length_ms), (None, None));
    }
}

#[tokio::test]
async fn withdrawing_from_being_recorded_takes_the_recording_and_leaves_the_text() {
    for (world, participant) in agreed().await {
        store(&world, participant).await;
        let lead = world.cookie(Role::ResearchLead).await;
        world.installation.clock.advance(1);
        let done = withdraw(&world, participant, "recording").await;
        assert_eq!(done.status, 303, "{}", done.body);
        is_gone(&world, Why::Withdrawal).await;
        let document = world
            .get("/studies/saltmarsh-study/documents/K2", Some(&lead))
            .await;
        assert_eq!(document.status, 200);
        let page = world
            .get("/studies/saltmarsh-study/consent", Some(&lead))
            .await
            .body;
        assert!(page.contains("recording taken back"), "{page}");
        assert!(page.contains(">analysis<"), "{page}");
        let form = format!("participant={participant}&size=1&first={}", "0".repeat(64));
        let refused = post(&world, &lead, "/uploads", &form).await;
        assert!(refused.body.contains("has not agreed"), "{}", refused.body);
        crate::study::import(&world).await.unwrap();
        let text = world
            .get("/studies/saltmarsh-study/documents/K2", Some(&lead))
            .await;
        assert!(
            text.body.contains("side door"),
            "the words stay: {}",
            text.body
        );
        let later = agree(&world, "K2", &[Use::Record]).await;
        assert_eq!(later, participant);
        let begun = post(&world, &lead, "/uploads", &form).await;
        assert_eq!(begun.status, 200, "whoever agrees again is recorded again");
    }
}

#[tokio::test]
async fn a_study_that_is_over_its_period_leaves_no_recording_behind() {
    for (world, participant) in agreed().await {
        store(&world, participant).await;
        withdraw(&world, participant, "recording").await;
        come_to(&world, 3654 * DAY).await;
        run(&world).await;
        world.run_jobs().await;
        for table in ["recordings", "recording_uploads", "recording_withdrawals"] {
            let rows = format!("SELECT COUNT(*) AS n FROM {table}");
            assert_eq!(count(&world, &rows).await, 0, "{table}");
        }
        assert_eq!(folders(&world), Vec::<String>::new());
    }
}
