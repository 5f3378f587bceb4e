//! Certificates through the real router, on both databases (programme 2.5).

use platform::access::Role;
use platform::audit::Event;
use programme::sessions::{self, Entry, Mark, Outcome};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::world::{World, worlds};

const LIST: &str = "/programmes/saltmarsh/certificates";
const OWN: &str = "/programmes/saltmarsh/certificate";

/// The sessions of the published plan by time.
async fn meetings(world: &World) -> Vec<Uuid> {
    let db = world.installation.app.db.read();
    let text = "SELECT id FROM sessions ORDER BY starts_at";
    let query = Statement::from_string(db.get_database_backend(), text);
    let rows = db.query_all_raw(query).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "id").unwrap())
        .collect()
}

async fn hold(world: &World, session: Uuid, minutes: i64) {
    let app = &world.installation.app;
    let tx = app.db.write().await.unwrap();
    sessions::close(&tx, session, Outcome::Held { cases: 2 })
        .await
        .unwrap();
    let register = [Entry::new(
        world.resident,
        Mark::Present,
        Some(minutes),
        90,
        None,
    )];
    sessions::attend(&tx, session, &register).await.unwrap();
    tx.commit(app, Event::installation("test", "register"))
        .await
        .unwrap();
}

/// Writes other minutes into the register, as an organiser who mends it.
async fn mend(world: &World, session: Uuid, minutes: i64) {
    let db = world.installation.app.db.read();
    let text = "UPDATE attendances SET minutes = $1 WHERE session = $2";
    let values = [minutes.into(), session.into()];
    let query = Statement::from_sql_and_values(db.get_database_backend(), text, values);
    db.execute_raw(query).await.unwrap();
}

async fn act(world: &World, end: &str, form: &str) -> u16 {
    let cookie = world.cookie(Role::Organiser).await;
    let form = format!("csrf={}&{form}", world.csrf(&cookie).await);
    let answer = world
        .post(
            &format!("{LIST}{end}"),
            Some(&cookie),
            form.trim_end_matches('&'),
        )
        .await;
    answer.status
}

async fn own_page(world: &World) -> String {
    let cookie = world.cookie(Role::Resident).await;
    world.get(OWN, Some(&cookie)).await.body
}

/// The address that the resident's page gives for checking.
async fn address(world: &World) -> String {
    let cookie = world.cookie(Role::Resident).await;
    code_of(world, &cookie).await
}

/// The address that somebody's own page gives for checking.
pub async fn code_of(world: &World, cookie: &str) -> String {
    let page = world.get(OWN, Some(cookie)).await.body;
    let (_, rest) = page
        .split_once("<a href=\"http://enid.test/certificates/")
        .unwrap();
    format!("/certificates/{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn a_certificate_is_issued_once_the_run_is_over_and_says_what_was_attended() {
    for world in worlds().await {
        let meetings = meetings(&world).await;
        hold(&world, meetings[0], 90).await;
        assert_eq!(act(&world, "", "").await, 409, "the run goes on");
        assert!(
            own_page(&world)
                .await
                .contains("You have no certificate yet")
        );
        // 67 of 90 minutes are 74 in the hundred: the minutes count, the session does not.
        hold(&world, meetings[1], 67).await;
        let organiser = world.cookie(Role::Organiser).await;
        let list = world.get(LIST, Some(&organiser)).await;
        assert!(
            list.body.contains("One doctor waits for a certificate"),
            "{}",
            list.body
        );
        assert_eq!(act(&world, "", "").await, 303);
        assert_eq!(act(&world, "", "").await, 409, "nobody is left");
        let own = own_page(&world).await;
        assert!(
            own.contains("One session attended") && own.contains("2 h 37 min"),
            "{own}"
        );
        assert!(own.contains("Tuesday 1 December 2026 to Tuesday 8 December 2026"));
        let resident = world.cookie(Role::Resident).await;
        let file = world.get(&format!("{OWN}.pdf"), Some(&resident)).await;
        assert_eq!(file.status, 200);
        assert_eq!(file.header("content-type"), "application/pdf");
        assert!(file.body.starts_with("%PDF-"));
    }
}

#[tokio::test]
async fn anybody_with_the_code_can_check_it_and_unknown_codes_look_alike() {
    for world in worlds().await {
        for session in meetings(&world).await {
            hold(&world, session, 90).await;
        }
        assert_eq!(act(&world, "", "").await, 303);
        let address = address(&world).await;
        for typed in [
            address.clone(),
            address.to_lowercase(),
            address.replace('-', ""),
        ] {
            let answer = world.get(&typed, None).await;
            assert_eq!(answer.status, 200);
            assert_eq!(answer.header("cache-control"), "no-store");
            for wanted in [
                "This certificate is valid",
                "Dr Number 1",
                "saltmarsh",
                "2 sessions",
                "3 h",
            ] {
                assert!(answer.body.contains(wanted), "{wanted}: {}", answer.body);
            }
            for hidden in ["Dr Number 2", "Dr Ada Example", "Quay House", "R1"] {
                assert!(!answer.body.contains(hidden), "{hidden}");
            }
        }
        let unknown = world
            .get("/certificates/00000-00000-00000-00000", None)
            .await;
        assert!(unknown.body.contains("No certificate has this code"));
        for other in [
            "/certificates/x",
            "/certificates/%3Cb%3E",
            "/certificates/ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ",
        ] {
            assert_eq!(world.get(other, None).await.body, unknown.body, "{other}");
        }
    }
}

#[tokio::test]
async fn a_correction_issues_another_and_withdraws_the_one_before() {
    for world in worlds().await {
        let meetings = meetings(&world).await;
        hold(&world, meetings[0], 90).await;
        hold(&world, meetings[1], 67).await;
        assert_eq!(act(&world, "", "").await, 303);
        let before = address(&world).await;
        let form = format!("resident={}", world.resident);
        assert_eq!(act(&world, "/correct", &form).await, 409, "nothing differs");
        mend(&world, meetings[1], 68).await;
        let organiser = world.cookie(Role::Organiser).await;
        let list = world.get(LIST, Some(&organiser)).await;
        assert!(list.body.contains("The register says something else now"));
        assert!(
            own_page(&world).await.contains("One session attended"),
            "what was issued stays"
        );
        assert_eq!(act(&world, "/correct", &form).await, 303);
        let after = address(&world).await;
        assert_ne!(before, after);
        let old = world.get(&before, None).await.body;
        assert!(old.contains("This certificate was withdrawn") && !old.contains("Dr Number 1"));
        let new = world.get(&after, None).await.body;
        assert!(
            new.contains("This certificate is valid") && new.contains("2 sessions"),
            "{new}"
        );
    }
}

#[tokio::test]
async fn who_leaves_gets_one_for_what_was_attended() {
    for world in worlds().await {
        let meetings = meetings(&world).await;
        hold(&world, meetings[0], 90).await;
        let app = &world.installation.app;
        let tx = app.db.write().await.unwrap();
        let sql = format!(
            "INSERT INTO joinings (resident, programme, state, since) VALUES ($1, $2, 'left', {})",
            app.now().0
        );
        let backend = tx.connection().get_database_backend();
        let values = [world.resident.into(), world.scopes[1].id.into()];
        let insert = Statement::from_sql_and_values(backend, sql, values);
        tx.connection().execute_raw(insert).await.unwrap();
        tx.commit(app, Event::installation("test", "left"))
            .await
            .unwrap();
        assert_eq!(act(&world, "", "").await, 303);
        assert!(own_page(&world).await.contains("1 h 30 min"));
    }
}

#[tokio::test]
async fn a_certificate_is_never_changed_and_no_name_or_code_of_it_is_readable() {
    for world in worlds().await {
        for session in meetings(&world).await {
            hold(&world, session, 90).await;
        }
        act(&world, "", "").await;
        let db = world.installation.app.db.read();
        let backend = db.get_database_backend();
        for sql in [
            "UPDATE certificates SET number = 2",
            "DELETE FROM certificates",
        ] {
            assert!(
                db.execute_raw(Statement::from_string(backend, sql))
                    .await
                    .is_err(),
                "{sql}"
            );
        }
        let query = Statement::from_string(backend, "SELECT code_hash, content FROM certificates");
        let rows = db.query_all_raw(query).await.unwrap();
        assert_eq!(rows.len(), 1);
        let code = address(&world).await.replace("/certificates/", "");
        for column in ["code_hash", "content"] {
            let bytes: Vec<u8> = rows[0].try_get("", column).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(
                !text.contains("Number 1") && !text.contains(&code),
                "{column}"
            );
        }
    }
}
