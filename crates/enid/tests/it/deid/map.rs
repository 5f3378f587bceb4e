//! The sealed map and the list of names: who opens them, and when they go.

use platform::access::{self, Role};
use platform::retention::{self, Mode, STEADY_DAYS};

use super::*;
use crate::release::count;
use crate::retention::dump;
use crate::sessions::run;

const MAP: &str = "/documents/T1/map";
const WHY: &str = "cause=mistake&reason=The+surrogate+looks+wrong";
const OPEN: &str =
    "cause=mistake&reason=The+surrogate+looks+wrong&passphrase=five+quiet+words+on+paper";
const PHRASE: &str = "new=five+quiet+words+on+paper&again=five+quiet+words+on+paper";

/// Sets the passphrase of the maps; gives the recovery code.
async fn keyed(world: &World) -> String {
    let lead = world.cookie(Role::ResearchLead).await;
    let set = act(world, &lead, "/map-key", PHRASE).await;
    assert_eq!(set.status, 200, "{}", set.body);
    let (_, rest) = set.body.split_once("<code>").unwrap();
    rest.split_once("</code>").unwrap().0.to_owned()
}

/// Tries to open the map with this; gives the answer.
async fn tried(world: &World, with: &str) -> Answer {
    let lead = world.cookie(Role::ResearchLead).await;
    act(world, &lead, MAP, &format!("{WHY}&{with}")).await
}

/// Whether what is kept of these originals opens with the keys of the server.
async fn opens_by_the_server(world: &World, words: &[&str]) -> bool {
    let kept = dump::holding(world, words).await;
    kept.contains(&"sealed_originals.original".to_owned())
}

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
async fn p8_the_map_opens_after_a_proof_and_a_reason_once_with_one_row_of_the_record() {
    for world in transcribed().await {
        accept_all(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let closed = get(&world, &lead, MAP).await;
        assert!(
            ORIGINALS.iter().all(|word| !closed.contains(word)),
            "{closed}"
        );
        assert!(closed.contains("Neither is set yet"), "{closed}");
        let without = act(&world, &lead, MAP, OPEN).await;
        assert!(!without.body.contains("Lapwing"), "{}", without.body);
        keyed(&world).await;
        for form in [
            "",
            "cause=mistake&reason=no&passphrase=five+quiet+words+on+paper",
            "reason=The+surrogate+looks+wrong&passphrase=five+quiet+words+on+paper",
            WHY,
        ] {
            assert_eq!(act(&world, &lead, MAP, form).await.status, 422, "{form}");
        }
        assert_eq!(openings(&world).await, 0);
        let opened = act(&world, &lead, MAP, OPEN).await;
        assert_eq!(opened.status, 200, "{}", opened.body);
        let fresh = cookie(&opened);
        let dead = world.get(&format!("{BASE}{MAP}"), Some(&lead)).await;
        assert_eq!(dead.status, 303, "the old token dies");
        let page = &opened.body;
        let csrf = world.csrf(&fresh).await;
        assert!(page.contains(&csrf), "its forms are of the new sign-in");
        for word in ORIGINALS {
            assert!(page.contains(word), "{word}: {page}");
        }
        assert!(page.contains("The surrogate looks wrong"), "{page}");
        assert_eq!(openings(&world).await, 1);
        assert!(
            !get(&world, &fresh, MAP).await.contains("Lapwing"),
            "it stands in one answer"
        );
        world.installation.clock.advance(10 * 60);
        // A sign-in by a link is no longer fresh by now.
        let late = act(&world, &fresh, MAP, OPEN).await;
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
        let key = format!("{PHRASE}&password=three+quiet+words+here");
        assert_eq!(act(&world, &lead, "/map-key", &key).await.status, 200);
        for wrong in ["", "&password=three+quiet+words"] {
            let answer = act(&world, &lead, MAP, &format!("{OPEN}{wrong}")).await;
            assert_eq!(answer.status, 422, "{wrong}");
            assert!(!answer.body.contains("Lapwing"));
        }
        assert_eq!(openings(&world).await, 0);
        let failed = "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'sign-in.failed'";
        assert_eq!(count(&world, failed).await, 2);
        let right = format!("{OPEN}&password=three+quiet+words+here");
        let opened = act(&world, &lead, MAP, &right).await;
        assert_eq!(opened.status, 200, "{}", opened.body);
        assert!(opened.body.contains("Lapwing"));
    }
}

#[tokio::test]
async fn pri_8_each_of_two_slots_opens_the_map_and_the_record_says_which() {
    for world in transcribed().await {
        accept_all(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        for (form, says) in [
            ("new=too+short&again=too+short", "at least 15"),
            (
                "new=five+quiet+words+on+paper&again=five+quiet+words+on+papyrus",
                "not the same",
            ),
        ] {
            let refused = act(&world, &lead, "/map-key", form).await;
            assert_eq!(refused.status, 422, "{form}");
            assert!(refused.body.contains(says), "{}", refused.body);
        }
        let code = keyed(&world).await;
        assert!(!get(&world, &lead, "/map-key").await.contains(&code));
        let kept = dump::holding(&world, &[&code, "five quiet words"]).await;
        assert_eq!(kept, Vec::<String>::new());
        let both = format!("passphrase=five+quiet+words+on+paper&code={code}");
        for (with, says) in [
            (
                "passphrase=five+quiet+words+on+papyrus",
                "not the passphrase",
            ),
            ("code=0000", "typing error"),
            ("passphrase=", "one of the two"),
            (both.as_str(), "one of the two"),
        ] {
            let refused = tried(&world, with).await;
            assert_eq!(refused.status, 422, "{with}");
            assert!(refused.body.contains(says), "{with}: {}", refused.body);
            assert!(!refused.body.contains("Lapwing"));
        }
        let typed = format!("code={}", code.to_lowercase().replace('-', "+"));
        for (with, slot) in [
            (typed.as_str(), "recovery code"),
            ("passphrase=five+quiet+words+on+paper", "passphrase"),
        ] {
            let opened = tried(&world, with).await;
            assert_eq!(opened.status, 200, "{with}: {}", opened.body);
            for word in ORIGINALS {
                assert!(opened.body.contains(word), "{word}: {}", opened.body);
            }
            let row = format!(
                "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'map.open' \
                 AND detail = 'mistake, with the {slot}'"
            );
            assert_eq!(count(&world, &row).await, 1, "{slot}");
        }
        assert_eq!(openings(&world).await, 2);
        let failed = "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'map.failed'";
        assert_eq!(count(&world, failed).await, 1, "typing errors are no tries");
    }
}

#[tokio::test]
async fn pri_8_what_is_taken_out_goes_under_the_map_key_and_the_server_alone_opens_it_no_more() {
    for world in transcribed().await {
        accept_all(&world).await;
        let there = opens_by_the_server(&world, &ORIGINALS).await;
        assert!(there, "before there is a key");
        keyed(&world).await;
        let there = opens_by_the_server(&world, &ORIGINALS).await;
        assert!(!there, "what was there");
        // Whoever takes names out needs neither passphrase nor code.
        let lead = world.cookie(Role::ResearchLead).await;
        for words in ["wrong+room", "it+was+late"] {
            let add = format!("words={words}&category=event");
            let added = act(&world, &lead, "/documents/T1/de-identify/add", &add).await;
            assert_eq!(added.status, 303, "{}", added.body);
        }
        assert_eq!(make(&world).await.status, 303);
        let since = ["wrong room", "it was late"];
        assert!(
            !opens_by_the_server(&world, &since).await,
            "what came since"
        );
        let opened = tried(&world, "passphrase=five+quiet+words+on+paper").await;
        for word in ORIGINALS.iter().chain(&since) {
            assert!(opened.body.contains(word), "{word}: {}", opened.body);
        }
    }
}

#[tokio::test]
async fn pri_8_the_passphrase_is_changed_with_either_slot_and_the_old_one_opens_nothing() {
    for world in transcribed().await {
        accept_all(&world).await;
        let code = keyed(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let change = async |with: &str, new: &str| {
            let form = format!("{with}&new={new}&again={new}");
            act(&world, &lead, "/map-key", &form).await.status
        };
        let (old, second) = ("five+quiet+words+on+paper", "a+second+quiet+sentence");
        let third = "the+third+and+last+sentence";
        assert_eq!(change("passphrase=something+else", second).await, 422);
        assert_eq!(change("", second).await, 422);
        assert_eq!(change(&format!("passphrase={old}"), second).await, 303);
        assert_eq!(
            tried(&world, &format!("passphrase={old}")).await.status,
            422
        );
        let opened = tried(&world, &format!("passphrase={second}")).await;
        assert!(opened.body.contains("Lapwing"), "{}", opened.body);
        assert_eq!(change(&format!("code={code}"), third).await, 303);
        assert_eq!(
            tried(&world, &format!("passphrase={second}")).await.status,
            422
        );
        for with in [format!("passphrase={third}"), format!("code={code}")] {
            let opened = tried(&world, &with).await;
            assert!(opened.body.contains("Lapwing"), "{with}: {}", opened.body);
        }
    }
}

#[tokio::test]
async fn pri_8_after_five_wrong_tries_the_next_waits_a_quarter_of_an_hour() {
    for world in transcribed().await {
        accept_all(&world).await;
        keyed(&world).await;
        let right = "passphrase=five+quiet+words+on+paper";
        for _ in 0..5 {
            let wrong = tried(&world, "passphrase=not+these+words+at+all").await;
            assert!(wrong.body.contains("not the passphrase"), "{}", wrong.body);
        }
        let waits = tried(&world, right).await;
        assert_eq!(waits.status, 422);
        assert!(waits.body.contains("Wait a quarter"), "{}", waits.body);
        world.installation.clock.advance(15 * 60);
        assert_eq!(tried(&world, right).await.status, 200);
        // One that was right takes the wrong ones back.
        for _ in 0..4 {
            tried(&world, "passphrase=not+these+words+at+all").await;
        }
        assert_eq!(tried(&world, right).await.status, 200);
        tried(&world, "passphrase=not+these+words+at+all").await;
        assert_eq!(tried(&world, right).await.status, 200);
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
        keyed(&world).await;
        assert_eq!(act(&world, &lead, MAP, OPEN).await.status, 200);
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
            "map_keys",
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
