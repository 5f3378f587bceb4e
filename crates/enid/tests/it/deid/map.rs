//! The sealed map and the list of names: who opens them, and when they go.

use platform::access::{self, Role};
use platform::retention::{self, Mode, STEADY_DAYS};

use super::*;
use crate::release::count;
use crate::retention::dump;
use crate::sessions::run;

const MAP: &str = "/documents/T1/map";
const WHY: &str = "cause=mistake&reason=The+surrogate+looks+wrong";

async fn openings(world: &World) -> i64 {
    count(
        world,
        "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'map.open'",
    )
    .await
}

/// The cookie that an answer sets.
fn cookie(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie");
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn p8_the_map_opens_after_a_proof_and_a_reason_for_minutes_with_one_row_of_the_record() {
    for world in transcribed().await {
        accept_all(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let closed = get(&world, &lead, MAP).await;
        assert!(
            ORIGINALS.iter().all(|word| !closed.contains(word)),
            "{closed}"
        );
        for form in [
            "",
            "cause=mistake&reason=no",
            "reason=The+surrogate+looks+wrong",
        ] {
            assert_eq!(act(&world, &lead, MAP, form).await.status, 422, "{form}");
        }
        assert_eq!(openings(&world).await, 0);
        let opened = act(&world, &lead, MAP, WHY).await;
        assert_eq!(opened.status, 303, "{}", opened.body);
        let fresh = cookie(&opened);
        let dead = world.get(&format!("{BASE}{MAP}"), Some(&lead)).await;
        assert_eq!(dead.status, 303, "the old token dies");
        let page = get(&world, &fresh, MAP).await;
        for word in ORIGINALS {
            assert!(page.contains(word), "{word}: {page}");
        }
        assert!(page.contains("The surrogate looks wrong"), "{page}");
        assert_eq!(openings(&world).await, 1);
        let other = world.cookie(Role::ResearchLead).await;
        assert!(
            !get(&world, &other, MAP).await.contains("Lapwing"),
            "it is open for one sign-in"
        );
        world.installation.clock.advance(10 * 60);
        assert!(
            !get(&world, &fresh, MAP).await.contains("Lapwing"),
            "it closes by itself"
        );
        // A sign-in by a link is no longer fresh by now.
        let late = act(&world, &fresh, MAP, WHY).await;
        assert_eq!(late.status, 422, "{}", late.body);
        assert!(late.body.contains("fresh link"), "{}", late.body);
        assert_eq!(openings(&world).await, 1);
    }
}

#[tokio::test]
async fn pri_8_an_account_with_a_password_proves_itself_with_it() {
    for world in transcribed().await {
        accept_all(&world).await;
        let app = &world.installation.app;
        let account = world.account(Role::ResearchLead);
        let tx = app.db.write().await.unwrap();
        let password = "three quiet words here";
        access::set_password(&tx, app, account, password)
            .await
            .unwrap();
        tx.commit(app, event(&world)).await.unwrap();
        let lead = world.cookie(Role::ResearchLead).await;
        for wrong in ["", "&password=three+quiet+words"] {
            let answer = act(&world, &lead, MAP, &format!("{WHY}{wrong}")).await;
            assert_eq!(answer.status, 422, "{wrong}");
            assert!(!answer.body.contains("Lapwing"));
        }
        assert_eq!(openings(&world).await, 0);
        let failed = "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'sign-in.failed'";
        assert_eq!(count(&world, failed).await, 2);
        let right = format!("{WHY}&password=three+quiet+words+here");
        let opened = act(&world, &lead, MAP, &right).await;
        assert_eq!(opened.status, 303, "{}", opened.body);
        assert!(get(&world, &cookie(&opened), MAP).await.contains("Lapwing"));
    }
}

#[tokio::test]
async fn the_list_of_names_is_sealed_found_in_transcripts_and_shown_to_the_keyholder_alone() {
    for world in transcribed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let wrong = act(&world, &lead, "/names", "term=x&category=").await;
        assert_eq!(wrong.status, 422);
        let form = "term=the+rota&category=rare_detail&kind=list&participant=";
        assert_eq!(act(&world, &lead, "/names", form).await.status, 303);
        let kept = dump::holding(&world, &["the rota"]).await;
        assert!(kept.contains(&"listed_terms.term".to_owned()), "{kept:?}");
        accept_all(&world).await;
        make(&world).await;
        assert!(read(&world).await[3].contains("[list A] says no"));
        let page = get(&world, &lead, "/names").await;
        assert!(page.contains("the rota"), "{page}");
        let id = value(&page, "id");
        act(&world, &lead, "/names/remove", &format!("id={id}")).await;
        assert!(!get(&world, &lead, "/names").await.contains("the rota"));
    }
}

#[tokio::test]
async fn ret_1_the_map_goes_when_the_study_is_frozen_and_what_is_read_stays() {
    for world in transcribed().await {
        accept_all(&world).await;
        make(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        act(&world, &lead, "/names", "term=Barnacle&category=place").await;
        act(&world, &lead, MAP, WHY).await;
        let app = &world.installation.app;
        let today = study::dates::today(app);
        let day = today
            .checked_add(jiff::Span::new().days(STEADY_DAYS + 2))
            .unwrap();
        let design = format!(
            "INSERT INTO study_designs (id, study, number, ontology, orientation, theory, reasoning, design, ethics, \
             freeze_on, why, made_at) SELECT id, id, 1, '', '', '', 'both', 'reflexive', '', '{day}', '', 0 \
             FROM scopes WHERE slug = 'saltmarsh-study'"
        );
        run(&world, &design).await;
        let maps = "SELECT COUNT(*) AS n FROM sealed_originals";
        let all = count(&world, maps).await;
        assert!(all > 0);
        for gone in 0..=STEADY_DAYS + 2 {
            retention::run(app, &enid::schema::classes(), Mode::Remove)
                .await
                .unwrap();
            assert_eq!(
                count(&world, maps).await,
                all,
                "{gone} days from now it is early"
            );
            world.installation.clock.advance(24 * 60 * 60);
        }
        world.installation.clock.advance(24 * 60 * 60);
        let report = retention::run(app, &enid::schema::classes(), Mode::Remove)
            .await
            .unwrap();
        let swept: Vec<&str> = report.swept.iter().map(|swept| swept.class).collect();
        assert!(swept.contains(&"maps"), "{swept:?}");
        for table in [
            "sealed_originals",
            "sealed_maps",
            "map_openings",
            "listed_terms",
            "name_lists",
        ] {
            let left = format!("SELECT COUNT(*) AS n FROM {table}");
            assert_eq!(count(&world, &left).await, 0, "{table}");
        }
        let lead = world.cookie(Role::ResearchLead).await;
        assert!(get(&world, &lead, MAP).await.contains("is gone"));
        assert!(
            get(&world, &lead, "/documents/T1")
                .await
                .contains("[hospital A]")
        );
        // A decision that is made after that keeps no original.
        let add = "words=it+was+late&category=event";
        act(&world, &lead, "/documents/T1/de-identify/add", add).await;
        assert_eq!(make(&world).await.status, 303);
        assert_eq!(count(&world, maps).await, 0);
    }
}

#[tokio::test]
async fn a_withdrawal_takes_decisions_originals_and_terms_about_the_person_along() {
    for world in transcribed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let id = crate::consent::participant(&world, "K1").await;
        let form = format!("term=Merganser&category=person&participant={id}");
        assert_eq!(act(&world, &lead, "/names", &form).await.status, 303);
        accept_all(&world).await;
        make(&world).await;
        let end = format!("/consent/{id}/withdraw");
        let preview = get(&world, &lead, &end).await;
        assert!(preview.contains("list of names"), "{preview}");
        assert_eq!(act(&world, &lead, &end, "scope=whole").await.status, 303);
        let found = dump::holding(&world, &ORIGINALS).await;
        assert_eq!(found, Vec::<String>::new(), "on {}", world.installation.on);
        for table in [
            "replacements",
            "replacement_sets",
            "sealed_maps",
            "sealed_originals",
            "listed_terms",
        ] {
            let left = format!("SELECT COUNT(*) AS n FROM {table}");
            assert_eq!(count(&world, &left).await, 0, "{table}");
        }
    }
}
