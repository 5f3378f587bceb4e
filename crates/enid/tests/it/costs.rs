//! The ledger of costs through the real router, on both databases (programme R10).

use platform::access::Role;
use platform::audit::Event;
use platform::storage::Tx;
use programme::costs::{self, Attended, Cover, TimeSource};
use sea_orm::ConnectionTrait as _;
use uuid::Uuid;

use crate::training::{ids, session_ids};
use crate::world::{World, worlds};

const BASE: &str = "/programmes/saltmarsh";

async fn page(world: &World, end: &str) -> String {
    let cookie = world.cookie(Role::Organiser).await;
    let answer = world.get(&format!("{BASE}{end}"), Some(&cookie)).await;
    assert_eq!(answer.status, 200, "{end}: {}", answer.body);
    answer.body
}

async fn rate(world: &World, subject: &str, pounds: &str) -> u16 {
    let cookie = world.cookie(Role::Organiser).await;
    let form = format!(
        "csrf={}&subject={subject}&pounds={pounds}&valid_from=2026-09-01&price_year=2026&source=an+invented+circular",
        world.csrf(&cookie).await
    );
    let path = format!("{BASE}/costs/rates");
    world.post(&path, Some(&cookie), &form).await.status
}

async fn commit(world: &World, tx: Tx) {
    let event = Event::installation("test", "fixture");
    tx.commit(&world.installation.app, event).await.unwrap();
}

/// The first session was held: two facilitators for 90 minutes and a debrief of 20, a room for 60 pounds.
async fn held(world: &World) -> Uuid {
    let app = &world.installation.app;
    let session = session_ids(world).await[0];
    let tx = app.db.write().await.unwrap();
    let room = Some(6_000);
    costs::held(&tx, app, world.scopes[1].id, session, room, 2, 90, 20)
        .await
        .unwrap();
    commit(world, tx).await;
    session
}

async fn attended(world: &World, session: Uuid, residents: &[Uuid]) {
    let app = &world.installation.app;
    let line = |resident: &Uuid| Attended {
        resident: *resident,
        site: world.site,
        time_source: TimeSource::ReleasedFromShift,
        minutes: 90,
        away_minutes: 150,
    };
    let lines: Vec<Attended> = residents.iter().map(line).collect();
    let tx = app.db.write().await.unwrap();
    costs::attended(&tx, app, world.scopes[1].id, session, &lines)
        .await
        .unwrap();
    commit(world, tx).await;
}

async fn pence(world: &World) -> i64 {
    let totals = costs::totals(&world.installation.app, world.scopes[1].id);
    totals.await.unwrap().all.pence
}

#[tokio::test]
async fn what_has_no_price_is_not_known_until_a_rate_with_a_source_is_entered() {
    for world in worlds().await {
        assert!(
            page(&world, "/costs")
                .await
                .contains("Nothing has been entered yet")
        );
        let session = held(&world).await;
        attended(&world, session, &[world.resident]).await;
        let text = page(&world, "/costs").await;
        assert!(
            text.contains("£60.00 so far, and a part is not known"),
            "{text}"
        );
        assert!(
            text.contains("3 prices are not known") || text.contains("4 prices"),
            "{text}"
        );
        assert!(
            !text.contains("for each attendance"),
            "a part gives no cost for each"
        );
        assert_eq!(rate(&world, "member%3AST3", "50").await, 303);
        assert_eq!(rate(&world, "facilitator", "120.00").await, 303);
        let text = page(&world, "/costs").await;
        // 150 minutes at 50, twice 110 minutes at 120, and the room.
        assert!(
            text.contains("The sessions have cost £625.00 so far"),
            "{text}"
        );
        assert!(text.contains("£625.00 for each attendance"), "{text}");
        let without_source = rate(&world, "facilitator", "").await;
        assert_eq!(without_source, 422);
        assert!(
            page(&world, "/costs/rates")
                .await
                .contains("an invented circular")
        );
    }
}

#[tokio::test]
async fn r10_backfill_takes_the_place_of_member_time_and_is_never_added_to_it() {
    for world in worlds().await {
        let app = &world.installation.app;
        let session = held(&world).await;
        attended(&world, session, &[world.resident]).await;
        for (subject, pounds) in [
            ("member%3AST3", "50"),
            ("facilitator", "0"),
            ("cover%3Abank_or_locum", "80"),
        ] {
            assert_eq!(rate(&world, subject, pounds).await, 303);
        }
        assert_eq!(pence(&world).await, 6_000 + 12_500);
        let release = release_of(&world, session).await;
        let cover = |cover: Cover, minutes: i64| {
            let world = &world;
            async move {
                let tx = app.db.write().await.unwrap();
                let (programme, site) = (world.scopes[1].id, world.site);
                costs::covered(&tx, app, programme, release, session, site, cover, minutes)
                    .await
                    .unwrap();
                commit(world, tx).await;
            }
        };
        cover(Cover::BankOrLocum, 150).await;
        assert_eq!(pence(&world).await, 6_000 + 20_000, "the cover alone");
        let text = page(&world, "/costs").await;
        assert!(text.contains("would have come to £125.00"), "{text}");
        cover(Cover::Absorbed, 150).await;
        assert_eq!(
            pence(&world).await,
            6_000 + 12_500,
            "corrected: nobody was paid"
        );
        cover(Cover::BankOrLocum, 0).await;
        assert_eq!(pence(&world).await, 6_000 + 12_500, "taken back");
    }
}

/// The release of the world's resident for a session.
async fn release_of(world: &World, session: Uuid) -> Uuid {
    let of = |column: &'static str| async move {
        let query = format!("SELECT {column} AS id FROM releases ORDER BY releases.id");
        ids(world, &query).await
    };
    let all = of("id").await.into_iter();
    let rows = all.zip(of("session").await).zip(of("resident").await);
    let mut own = rows.filter(|((_, of), resident)| *of == session && *resident == world.resident);
    let ((release, _), _) = own.next().unwrap();
    release
}

#[tokio::test]
async fn r10_a_register_that_is_corrected_is_replaced_line_by_line_and_can_be_counted_again() {
    for world in worlds().await {
        let session = held(&world).await;
        assert_eq!(rate(&world, "member%3AST3", "50").await, 303);
        let residents = ids(&world, "SELECT id FROM residents ORDER BY id").await;
        attended(&world, session, &residents[..3]).await;
        assert_eq!(pence(&world).await, 6_000 + 3 * 12_500);
        attended(&world, session, &residents[..3]).await;
        let file = page(&world, "/costs.csv").await;
        let lines = file.lines().count();
        assert_eq!(lines, 1 + 3 + 6, "the same again enters nothing: {file}");
        attended(&world, session, &residents[1..3]).await;
        assert_eq!(pence(&world).await, 6_000 + 2 * 12_500);
        let file = page(&world, "/costs.csv").await;
        assert_eq!(file.lines().count(), lines + 2, "{file}");
        // The total from the file alone.
        let sum: i64 = file
            .lines()
            .skip(1)
            .map(|line| line.split(',').collect::<Vec<_>>())
            .filter(|cells| cells[3] == "yes")
            .filter_map(|cells| cells[13].parse::<i64>().ok())
            .sum();
        assert_eq!(sum, pence(&world).await);
        assert!(!file.contains("Dr Number"), "nobody is named in it");
    }
}

#[tokio::test]
async fn no_line_of_the_ledger_can_be_altered() {
    for world in worlds().await {
        held(&world).await;
        let tx = world.installation.app.db.write().await.unwrap();
        let changed = tx
            .connection()
            .execute_unprepared("UPDATE cost_lines SET pence = 1")
            .await;
        assert!(changed.is_err(), "on {}", world.installation.on);
    }
}
