//! Drawing lots: promised, drawn once, published, and followed.

use super::*;

const SEED: &str = "programme-2027-draw-1";
const DIGEST: &str = "b2bc1881e2222a7b179307870ee1853d2ff8a88c1fa4f3e0a64ae2c376947567";

/// An organiser with so many places, and all seven doctors in the draw.
async fn all_in_draw(world: &World, places: u32) -> Person<'_> {
    let organiser = invited(world, places).await;
    Person::of(world, Role::Resident)
        .await
        .does("/join/interest", "")
        .await;
    for number in 2..=7 {
        interested(world, &format!("r{number}@example.org")).await;
    }
    organiser
        .does("/joining/decide", "act=eligible&grade=ST3")
        .await;
    organiser.does("/joining/decide", "act=draw").await;
    organiser
}

const ORDER: &str = "SELECT resident FROM lottery_tickets ORDER BY position";

async fn residents(world: &World, query: &str) -> Vec<uuid::Uuid> {
    let db = world.installation.app.db.read();
    let query = Statement::from_string(db.get_database_backend(), query);
    let rows = db.query_all_raw(query).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "resident").unwrap())
        .collect()
}

async fn in_state(world: &World, state: &str) -> i64 {
    rows(
        world,
        &format!("SELECT count(*) AS n FROM joinings WHERE state = '{state}'"),
    )
    .await
}

/// The same, and their lots are drawn.
async fn drawn(world: &World, places: u32) -> Person<'_> {
    let organiser = all_in_draw(world, places).await;
    let seed = format!("seed={SEED}");
    organiser.does("/joining/draw/promise", &seed).await;
    organiser.does("/joining/draw", &seed).await;
    organiser
}

#[tokio::test]
async fn lots_are_drawn_once_with_the_promised_seed_and_places_follow_the_published_order() {
    for world in worlds().await {
        let organiser = all_in_draw(&world, 2).await;
        let list = organiser.open("/joining").await;
        assert!(
            list.body.contains("draw lots, or offer places one by one"),
            "{}",
            list.body
        );
        let early = organiser
            .send("/joining/draw", &format!("seed={SEED}"))
            .await;
        assert_eq!(early.status, 409, "a draw needs a promise");
        organiser
            .does("/joining/draw/promise", &format!("seed={SEED}"))
            .await;
        let promised = organiser.open("/joining/draw").await;
        assert!(promised.body.contains(DIGEST), "{}", promised.body);
        assert!(
            !promised.body.contains(SEED),
            "the seed is nowhere before the draw"
        );
        let own = Person::of(&world, Role::Resident).await.open("/join").await;
        assert!(
            own.body.contains(DIGEST) && !own.body.contains(SEED),
            "{}",
            own.body
        );
        let wrong = organiser
            .send("/joining/draw", "seed=programme-2027-draw-2")
            .await;
        assert_eq!(wrong.status, 422);
        assert!(
            wrong.body.contains("not the seed that was promised"),
            "{}",
            wrong.body
        );
        organiser
            .does("/joining/draw", &format!("seed={SEED}"))
            .await;
        let again = organiser
            .send("/joining/draw", &format!("seed={SEED}"))
            .await;
        assert_eq!(again.status, 409, "a promise is drawn once");
        let log = organiser.open("/joining/draw.csv").await;
        let lines: Vec<&str> = log.body.lines().collect();
        assert_eq!(lines.len(), 8, "{}", log.body);
        assert!(
            lines[1].starts_with(&format!("1,{DIGEST},{SEED},1,")),
            "{}",
            lines[1]
        );
        assert!(
            !log.body.contains("Dr Number"),
            "the log holds references, no names"
        );
        let own = Person::of(&world, Role::Resident).await.open("/join").await;
        assert!(own.body.contains("of 7 doctors"), "{}", own.body);
        assert!(
            !own.body.contains("Dr Number 2"),
            "nobody reads where others stand"
        );
        // Two places: exactly the first two of the log are offered one.
        let list = organiser.open("/joining").await;
        assert!(
            list.body.contains("Offer a place to the next 2 doctors"),
            "{}",
            list.body
        );
        organiser.does("/joining/offer", "").await;
        assert_eq!(in_state(&world, "offered").await, 2);
        let offered = residents(
            &world,
            "SELECT resident FROM joinings WHERE state = 'offered'",
        )
        .await;
        // One of the seven fits no group of the plan; their turn comes later.
        let plan: serde_json::Value =
            serde_json::from_str(&organiser.open("/plan.json").await.body).unwrap();
        let fits = |id: &uuid::Uuid| !plan["unplaced"].to_string().contains(&id.to_string());
        let order = residents(&world, ORDER).await;
        let first: Vec<uuid::Uuid> = order.into_iter().filter(fits).take(2).collect();
        assert!(
            first.iter().all(|id| offered.contains(id)),
            "{first:?} {offered:?}"
        );
    }
}

#[tokio::test]
async fn nobody_who_drew_an_earlier_lot_is_passed_over() {
    for world in worlds().await {
        let organiser = drawn(&world, 2).await;
        let order = residents(&world, ORDER).await;
        let third = organiser
            .send(&format!("/joining/{}/offer", order[2]), "")
            .await;
        assert_eq!(third.status, 409);
        assert!(
            third.body.contains("comes first in the published order"),
            "{}",
            third.body
        );
        organiser
            .does(&format!("/joining/{}/offer", order[0]), "")
            .await;
        organiser
            .does(&format!("/joining/{}/offer", order[1]), "")
            .await;
        assert_eq!(in_state(&world, "offered").await, 2);
        // An offer that runs out leads to the waiting list, at the place that was drawn.
        world.installation.clock.advance(72 * HOURS);
        let organiser = Person::of(&world, Role::Organiser).await;
        let waiting = organiser.open("/joining?state=waiting").await;
        assert!(
            waiting.body.contains("Number 1 in line"),
            "{}",
            waiting.body
        );
        assert!(
            waiting.body.contains("Number 2 in line"),
            "{}",
            waiting.body
        );
        assert!(
            !waiting.body.contains("Number 3 in line"),
            "{}",
            waiting.body
        );
    }
}

#[tokio::test]
async fn a_draw_can_be_neither_changed_nor_removed() {
    for world in worlds().await {
        let organiser = drawn(&world, 2).await;
        let app = &world.installation.app;
        for sql in [
            "UPDATE lotteries SET commitment = 'x'",
            "DELETE FROM lottery_draws",
            "UPDATE lottery_tickets SET position = 99",
        ] {
            let tx = app.db.write().await.unwrap();
            let done = tx.connection().execute_unprepared(sql).await;
            assert!(done.is_err(), "{}: {sql}", world.installation.on);
        }
        let short = organiser.send("/joining/draw/promise", "seed=short").await;
        assert_eq!(short.status, 422);
        let same = organiser
            .send("/joining/draw/promise", &format!("seed={SEED}"))
            .await;
        assert_eq!(same.status, 422, "a seed that is known cannot be promised");
    }
}
