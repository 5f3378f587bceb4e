//! What facilitators and residents say of themselves and of each other, and what the plan makes of it (R4).

use platform::access::Role;
use platform::audit::Event;
use programme::exchange;

use super::{ADA, Person, hidden, ids, import};
use crate::programme_folder;
use crate::world::worlds;

#[tokio::test]
async fn what_a_facilitator_says_holds_until_an_import_says_something_new() {
    for world in worlds().await {
        let ada = Person::of(&world, Role::Facilitator).await;
        let page = ada.page("/availability").await;
        assert!(
            page.contains("You can lead one group, on Tuesdays"),
            "{page}"
        );
        let form = "day=Wed&day=Thu&from=2026-09-01&to=&site=&most=2&supervisor=Prof.+Canary";
        ada.does("/availability", form).await;
        let said = "You can lead 2 groups, on Wednesdays and Thursdays";
        assert!(ada.page("/availability").await.contains(said));
        // The same folder again, for its rotas.
        let repeated = ADA.replace("uk-older", "");
        import(&world, &[&repeated], None).await;
        let page = ada.page("/availability").await;
        assert!(page.contains(said), "{page}");
        assert!(page.contains("So you said on"), "{page}");
        let newer = repeated.replace(",1,Tue,", ",3,Mon,");
        import(&world, &[&newer], None).await;
        let page = ada.page("/availability").await;
        assert!(page.contains("You can lead 3 groups, on Mondays"), "{page}");
        assert!(page.contains("list said on"), "{page}");
    }
}

#[tokio::test]
async fn r4_a_facilitator_who_leads_alone_without_supervision_makes_the_plan_not_hold() {
    for world in worlds().await {
        let organiser = Person::of(&world, Role::Organiser).await;
        assert!(
            organiser
                .page("/plan/known")
                .await
                .contains("holds with what is known now")
        );
        let ada = Person::of(&world, Role::Facilitator).await;
        world.installation.clock.advance(60);
        let form = "day=Tue&from=2026-09-01&to=&site=&most=1&supervisor=";
        ada.does("/availability", form).await;
        let page = ada.page("/availability").await;
        assert!(
            page.contains("nobody is named who supervises you"),
            "{page}"
        );
        let page = organiser.page("/plan/known").await;
        assert!(page.contains("no longer holds"), "{page}");
        let page = organiser.page("/plan").await;
        assert!(
            page.contains("Facts have changed since this plan was made"),
            "{page}"
        );
        let page = organiser.page("/facilitators").await;
        assert!(page.contains("Cannot lead alone"), "{page}");
    }
}

#[tokio::test]
async fn r4_a_conflict_that_a_resident_declares_forbids_the_group_and_is_told_to_nobody() {
    for world in worlds().await {
        let (organiser, resident) = (
            Person::of(&world, Role::Organiser).await,
            Person::of(&world, Role::Resident).await,
        );
        let page = resident.page("/conflicts").await;
        let (_, rest) = page.split_once("Dr Ada Example").unwrap();
        assert!(rest.contains("Declare"), "{page}");
        let ada = ids(&world, "SELECT id FROM facilitators").await[0];
        resident
            .does("/conflicts", &format!("facilitator={ada}"))
            .await;
        let page = resident.page("/conflicts").await;
        assert!(
            page.contains("One facilitator will not lead your group"),
            "{page}"
        );
        plan_is_broken_and_says_no_reason(&organiser).await;
        // The other side learns nothing.
        let facilitator = Person::of(&world, Role::Facilitator).await;
        let page = facilitator.page("/availability").await;
        assert!(page.contains("You have declared nobody"), "{page}");
        // An import that knows nothing of it does not drop it.
        import(&world, &[ADA], Some("FA01,R7,supervises\n")).await;
        plan_is_broken_and_says_no_reason(&organiser).await;
        let conflict = hidden(&resident.page("/conflicts").await, "conflict");
        let foreign = facilitator
            .send(
                "/availability/conflicts/undo",
                &format!("conflict={conflict}"),
            )
            .await;
        assert_eq!(foreign.status, 404, "only who declared it takes it back");
        resident
            .does("/conflicts/undo", &format!("conflict={conflict}"))
            .await;
        assert!(
            organiser
                .page("/plan/known")
                .await
                .contains("holds with what is known now")
        );
    }
}

async fn plan_is_broken_and_says_no_reason(organiser: &Person<'_>) {
    let page = organiser.page("/plan/known").await;
    assert!(page.contains("no longer holds"), "{page}");
    for word in ["conflict", "declared", "tie"] {
        let (_, main) = page.split_once("<main").unwrap();
        let found = main
            .split(|c: char| !c.is_alphabetic())
            .any(|one| one == word);
        assert!(!found, "{word}: {main}");
    }
}

#[tokio::test]
async fn r4_a_conflict_that_a_facilitator_declares_is_answered_alike_whoever_is_on_the_list() {
    for world in worlds().await {
        let organiser = Person::of(&world, Role::Organiser).await;
        let ada = Person::of(&world, Role::Facilitator).await;
        let declare = "/availability/conflicts";
        ada.does(declare, "named=prof+nobody+of+this+list").await;
        assert!(
            organiser
                .page("/plan/known")
                .await
                .contains("holds with what is known now")
        );
        assert!(
            organiser
                .page("/facilitators")
                .await
                .contains("fits nobody on the list")
        );
        ada.does(declare, "named=number+2").await;
        plan_is_broken_and_says_no_reason(&organiser).await;
        let page = ada.page("/availability").await;
        for name in ["prof nobody of this list", "number 2"] {
            assert!(page.contains(name), "{page}");
        }
        let empty = ada.send(declare, "named=").await;
        assert_eq!(empty.status, 422);
    }
}

#[tokio::test]
async fn r4_a_name_that_fitted_nobody_is_asked_of_every_later_import() {
    for world in worlds().await {
        let ada = Person::of(&world, Role::Facilitator).await;
        ada.does("/availability/conflicts", "named=Dr+Late+Comer")
            .await;
        let app = &world.installation.app;
        let mut files = programme_folder::files();
        let residents = files.get_mut("residents.csv").unwrap();
        residents.extend_from_slice(b"R8,Dr Late Comer,late@example.org,ST3,1.00\n");
        let reading = exchange::read(&files);
        let event = Event::installation("test", "import");
        let digest = exchange::digest(&files);
        let applied = exchange::apply(app, world.scopes[1].id, &reading, &digest, event)
            .await
            .unwrap();
        let tied = ids(&world, "SELECT resident AS id FROM declared_conflicts").await;
        assert_eq!(tied, [applied.residents["R8"]]);
    }
}
