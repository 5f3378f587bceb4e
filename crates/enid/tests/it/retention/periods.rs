//! What goes when.

use platform::access::{self, NewAccount, NewGrant, Role};
use platform::audit;
use programme::planning;

use super::{DAY, TO_THE_END, come_to, dump, run, swept};
use crate::release::count;
use crate::sessions;
use crate::world::{World, worlds};

const YEAR: i64 = 365 * DAY;

async fn is_whole(world: &World) {
    let app = &world.installation.app;
    let verdict = audit::verify(app.db.read()).await.unwrap();
    assert_eq!(verdict.breaks, Vec::<String>::new());
    let programme = world.scopes[1].id;
    assert_eq!(planning::first_broken(app, programme).await.unwrap(), None);
}

async fn rows(world: &World, table: &str) -> i64 {
    count(world, &format!("SELECT COUNT(*) AS n FROM {table}")).await
}

#[tokio::test]
async fn r11_register_releases_and_people_go_two_years_after_the_run_and_not_a_day_before() {
    for world in worlds().await {
        sessions::hold_with_costs(&world).await;
        let lines = rows(&world, "cost_lines").await;
        assert!(lines > 0);
        let two_years = TO_THE_END + 731 * DAY;
        come_to(&world, two_years).await;
        let early = swept(&run(&world).await);
        for class in ["register", "residents", "facilitators", "contacts"] {
            assert!(!early.contains(&class), "{class} went early");
        }
        assert!(rows(&world, "attendances").await > 0);
        world.installation.clock.advance(1);
        let due = swept(&run(&world).await);
        let classes = ["residents", "facilitators", "register", "contacts"];
        assert_eq!(due, classes, "on {}", world.installation.on);
        for table in [
            "attendances",
            "register_views",
            "releases",
            "release_events",
            "placements",
            "joinings",
        ] {
            assert_eq!(rows(&world, table).await, 0, "{table}");
        }
        // What sessions cost stays, and how much that was.
        assert_eq!(rows(&world, "cost_lines").await, lines);
        let names = [
            "Dr Number",
            "@example.org",
            "Rota Desk",
            "Prof. Example",
            "Dr Ada",
        ];
        let found = dump::holding(&world, &names).await;
        // Accounts of the organiser and of the other roles go on.
        assert_eq!(found, ["accounts.email"], "on {}", world.installation.on);
        let tombs = "SELECT COUNT(*) AS n FROM tombstones WHERE table_name = 'releases'";
        assert_eq!(count(&world, tombs).await, 1);
        is_whole(&world).await;
        assert_eq!(run(&world).await.swept, []);
        let organiser = world.cookie(Role::Organiser).await;
        for page in [
            "",
            "/people",
            "/plan",
            "/release",
            "/sessions",
            "/sites",
            "/costs",
            "/facilitators",
            "/joining",
        ] {
            let answer = world
                .get(&format!("/programmes/saltmarsh{page}"), Some(&organiser))
                .await;
            assert_eq!(answer.status, 200, "{page}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn r11_plans_and_costs_go_after_seven_years_and_the_record_goes_on_from_where_it_was_cut() {
    for world in worlds().await {
        sessions::hold_with_costs(&world).await;
        come_to(&world, TO_THE_END + 7 * YEAR + 3 * DAY).await;
        let before = rows(&world, "audit_events").await;
        let due = swept(&run(&world).await);
        for class in ["plans", "record", "contacts", "letters", "rotas"] {
            assert!(due.contains(&class), "{class} of {due:?}");
        }
        for table in [
            "plans",
            "sessions",
            "cost_lines",
            "rota_lines",
            "rota_imports",
            "sign_ins",
        ] {
            assert_eq!(rows(&world, table).await, 0, "{table}");
        }
        assert!(rows(&world, "audit_events").await < before);
        is_whole(&world).await;
        // A row that is taken out after the cut is found.
        let sql = "SELECT COUNT(*) AS n FROM audit_starts WHERE seq > 0";
        assert!(count(&world, sql).await > 0);
        sessions::run(&world, "UPDATE audit_starts SET seq = seq - 1").await;
        let app = &world.installation.app;
        let verdict = audit::verify(app.db.read()).await.unwrap();
        assert!(!verdict.breaks.is_empty());
    }
}

#[tokio::test]
async fn r11_a_study_goes_as_a_whole_ten_years_after_the_last_thing_done_in_it() {
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        let app = &world.installation.app;
        let study = &world.scopes[2];
        let all = study::participants::all(app.db.read(), study.id)
            .await
            .unwrap();
        let tx = app.db.write().await.unwrap();
        let new = NewAccount {
            name: "Dr Interviewed",
            email: "interviewed@example.org",
        };
        let account = access::create(&tx, app, new).await.unwrap();
        let grant = NewGrant {
            account,
            role: Role::Participant,
            subject: Some(all[0].id),
        };
        access::grant(&tx, app, study, grant).await.unwrap();
        let event = audit::Event::installation("test", "participant");
        tx.commit(app, event).await.unwrap();
        crate::study_design::fill(&world).await;
        crate::memos::fill(&world).await;
        come_to(&world, 9 * YEAR).await;
        assert!(!swept(&run(&world).await).contains(&"research"));
        come_to(&world, 10 * YEAR + 20 * DAY).await;
        let due = swept(&run(&world).await);
        assert!(
            due.contains(&"research"),
            "{due:?} on {}",
            world.installation.on
        );
        for table in [
            "participants",
            "documents",
            "turns",
            "quotes",
            "themes",
            "codes",
            "trail",
            "trail_heads",
            "trail_texts",
            "cohorts",
            "team_members",
            "dual_roles",
            "positionalities",
            "study_designs",
            "question_wordings",
            "question_cohorts",
            "cohort_aims",
            "guide_versions",
            "guide_questions",
            "recruitment_log",
            "written_notes",
            "note_versions",
            "journal_entries",
            "private_entries",
            "journal_keys",
            "dismissed_prompts",
            "read_to",
        ] {
            assert_eq!(rows(&world, table).await, 0, "{table}");
        }
        let found = dump::holding(&world, &["Interviewed", "interviewed@"]).await;
        assert_eq!(found, Vec::<String>::new());
        is_whole(&world).await;
    }
}

#[tokio::test]
async fn r11_a_disabled_account_is_erased_after_its_period_and_a_live_one_never() {
    for world in worlds().await {
        let app = &world.installation.app;
        let gone = world.account(Role::Auditor);
        let tx = app.db.write().await.unwrap();
        access::disable(&tx, gone).await.unwrap();
        let event = audit::Event::installation("test", "disable");
        tx.commit(app, event).await.unwrap();
        come_to(&world, 20 * DAY).await;
        run(&world).await;
        come_to(&world, 2 * YEAR + 19 * DAY).await;
        assert!(!swept(&run(&world).await).contains(&"accounts"));
        come_to(&world, 2 * YEAR + 22 * DAY).await;
        assert!(swept(&run(&world).await).contains(&"accounts"));
        let found = dump::holding(&world, &["Dr auditor", "auditor@"]).await;
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(access::name_of(app, gone).await.unwrap(), "–");
        let live = world.account(Role::Administrator);
        assert_eq!(
            access::name_of(app, live).await.unwrap(),
            "Dr administrator of Saltmarsh"
        );
    }
}
