//! Letters, their links, and who may read and answer what.

use std::sync::Arc;

use platform::jobs::BoxFuture;

use super::*;

#[tokio::test]
async fn everybody_listed_is_asked_once_and_a_letter_names_no_group_and_no_colleague() {
    for world in worlds().await {
        let organiser = invited(&world, 6).await;
        let sent = world.installation.mail.sent();
        assert_eq!(sent.len(), 7);
        for mail in &sent {
            assert_eq!(mail.subject, "Protected teaching: a place for you?");
            for word in ["Balint", "group", "Quay House", "Dr Ada", "case"] {
                assert!(!mail.body.contains(word), "{word}: {}", mail.body);
            }
        }
        let page = organiser.open("/joining/invite").await;
        assert!(page.body.contains("No invitation waits to be sent"));
        let again = organiser.send("/joining/invite", "").await;
        assert_eq!(again.status, 303);
        world.run_jobs().await;
        assert_eq!(world.installation.mail.sent().len(), 7);
    }
}

#[tokio::test]
async fn the_link_of_a_letter_works_once_for_14_days_and_leads_to_the_question() {
    for world in worlds().await {
        invited(&world, 6).await;
        let sent = world.installation.mail.sent();
        let mail = sent.iter().find(|one| one.to == "r2@example.org").unwrap();
        world.installation.clock.advance(13 * 24 * HOURS);
        let path = format!(
            "/links/{}?next=%2Fprogrammes%2Fsaltmarsh%2Fjoin",
            token(mail)
        );
        assert!(mail.body.contains(&path), "{}", mail.body);
        let page = world.get(&path, None).await;
        assert!(page.body.contains("value=\"/programmes/saltmarsh/join\""));
        let form = format!(
            "token={}&next=%2Fprogrammes%2Fsaltmarsh%2Fjoin",
            token(mail)
        );
        let opened = world.post("/links/open", None, &form).await;
        let to = (opened.status, opened.header("location"));
        assert_eq!(to, (303, "/programmes/saltmarsh/join"));
        let cookie = opened.header("set-cookie").split(';').next().unwrap();
        let page = world.get(&format!("{BASE}/join"), Some(cookie)).await;
        assert!(page.body.contains("Would you like a place in a group?"));
        let again = world.post("/links/open", None, &form).await;
        assert_eq!(again.status, 410);
        // A fresh one goes to the address on file and leads to the same page.
        let ask = "email=r2%40example.org&next=%2Fprogrammes%2Fsaltmarsh%2Fjoin";
        world.post("/sign-in/link", None, ask).await;
        world.run_jobs().await;
        let fresh = world.installation.mail.sent();
        let fresh = fresh.last().unwrap();
        assert_eq!(fresh.to, "r2@example.org");
        assert!(
            fresh
                .body
                .contains("?next=%2Fprogrammes%2Fsaltmarsh%2Fjoin")
        );
        let late = sent.iter().find(|one| one.to == "r3@example.org").unwrap();
        world.installation.clock.advance(24 * HOURS);
        let form = format!("token={}", token(late));
        assert_eq!(world.post("/links/open", None, &form).await.status, 410);
    }
}

#[tokio::test]
async fn a_letter_never_signs_in_to_an_account_that_opens_more_than_a_resident_sees() {
    for world in worlds().await {
        let app = &world.installation.app;
        let tx = app.db.write().await.unwrap();
        let new = platform::access::NewAccount {
            name: "Dr Number 5",
            email: "r5@example.org",
        };
        let account = platform::access::create(&tx, app, new).await.unwrap();
        let grant = platform::access::NewGrant {
            account,
            role: Role::Researcher,
            subject: None,
        };
        platform::access::grant(&tx, app, &world.scopes[2], grant)
            .await
            .unwrap();
        let event = platform::audit::Event::installation("test", "researcher");
        tx.commit(app, event).await.unwrap();
        invited(&world, 6).await;
        let sent = world.installation.mail.sent();
        let mail = sent.iter().find(|one| one.to == "r5@example.org").unwrap();
        assert!(!mail.body.contains("/links/"), "{}", mail.body);
        assert!(mail.body.contains("/programmes/saltmarsh/join"));
        assert_eq!(sent.len(), 7);
    }
}

#[tokio::test]
async fn no_token_of_a_letter_is_stored_or_recorded() {
    for world in worlds().await {
        invited(&world, 6).await;
        let sent = world.installation.mail.sent();
        let events = platform::audit::newest(world.installation.app.db.read(), None, 500)
            .await
            .unwrap();
        assert!(events.iter().any(|event| event.action == "joining.invite"));
        for mail in &sent {
            for event in &events {
                let text = format!("{} {}", event.subject, event.detail);
                assert!(
                    !text.contains(token(mail)) && !text.contains(&mail.to),
                    "{text}"
                );
            }
        }
    }
}

#[tokio::test]
async fn nobody_but_an_organiser_reads_who_joins_and_nobody_but_a_resident_answers() {
    for world in worlds().await {
        invited(&world, 6).await;
        let person = format!("/joining/{}", world.resident);
        for role in Role::ALL {
            let other = Person::of(&world, role).await;
            for page in ["/joining", "/joining/counts", "/joining/invite", &person] {
                let expected = if role == Role::Organiser { 200 } else { 404 };
                assert_eq!(other.open(page).await.status, expected, "{role} {page}");
            }
            let expected = if role == Role::Resident { 200 } else { 404 };
            assert_eq!(other.open("/join").await.status, expected, "{role}");
            if role != Role::Resident {
                let answer = other.send("/join/interest", "").await;
                assert_eq!(answer.status, 404, "{role}");
            }
        }
    }
}

#[tokio::test]
async fn a_resident_can_answer_for_nobody_else() {
    for world in worlds().await {
        let organiser = invited(&world, 6).await;
        let resident = Person::of(&world, Role::Resident).await;
        let other = rows_of_second_resident(&world).await;
        let forged = resident
            .send("/join/interest", &format!("resident={other}"))
            .await;
        assert_eq!(forged.status, 422);
        resident.does("/join/interest", "").await;
        let list = organiser.open("/joining?state=interested").await;
        assert!(list.body.contains("1 of 7"), "{}", list.body);
        assert!(list.body.contains("Dr Number 1"));
    }
}

/// Programme R7: voluntary entry, no-fault exit, reason optional.
#[tokio::test]
async fn r7_no_page_of_the_organiser_holds_a_reason_for_saying_no_or_leaving() {
    for world in worlds().await {
        let (organiser, resident) = offered(&world).await;
        resident.does("/join/accept", "").await;
        let form = format!("reason={}", REASON.replace(' ', "+"));
        resident.does("/join/leave", &form).await;
        let own = resident.open("/join").await;
        assert!(
            own.body.contains(REASON),
            "one's own line is shown to oneself"
        );
        assert!(own.body.contains("You have left the group"));
        let person = format!("/joining/{}", world.resident);
        let place = format!("/people/{}", world.resident);
        let mut pages = vec![
            "",
            "/joining?state=left",
            "/joining/invite",
            "/joining/interest",
        ];
        pages.extend([
            "/joining",
            "/joining/counts",
            "/people",
            "/plan",
            "/release",
            "/sessions",
        ]);
        pages.extend([person.as_str(), place.as_str()]);
        for page in pages {
            let answer = organiser.open(page).await;
            assert_eq!(answer.status, 200, "{page}");
            assert!(!answer.body.contains("heron"), "{page} tells why");
        }
        for sql in [
            "SELECT count(*) AS n FROM audit_events WHERE subject LIKE '%heron%' OR detail LIKE '%heron%'",
            "SELECT count(*) AS n FROM joining_events WHERE code LIKE '%heron%'",
        ] {
            assert_eq!(rows(&world, sql).await, 0, "{sql}");
        }
        let sealed = "SELECT count(*) AS n FROM joining_reasons";
        assert_eq!(rows(&world, sealed).await, 1);
    }
}

#[tokio::test]
async fn a_reason_with_an_nhs_number_or_too_long_is_refused_and_kept_on_the_page() {
    for world in worlds().await {
        let (_, resident) = offered(&world).await;
        let long = "x".repeat(201);
        for (reason, word) in [
            ("943+476+5919", "NHS number"),
            (long.as_str(), "at most 200"),
        ] {
            let answer = resident
                .send("/join/decline", &format!("reason={reason}"))
                .await;
            assert_eq!(answer.status, 422);
            assert!(answer.body.contains(word), "{}", answer.body);
            assert!(
                answer
                    .body
                    .contains(&format!("value=\"{}\"", reason.replace('+', " ")))
            );
        }
        let page = resident.open("/join").await;
        assert!(page.body.contains("A place is kept for you until"));
    }
}

#[tokio::test]
async fn whom_no_letter_reached_is_named_and_can_be_written_to_again_at_once() {
    for mut world in worlds().await {
        let good = world.installation.app.clone();
        let mail = world.installation.mail.clone();
        world.installation.app.mailer = Arc::new(Picky(mail.clone()));
        let organiser = invited(&world, 6).await;
        assert_eq!(mail.sent().len(), 6);
        let page = organiser.open("/joining/invite").await;
        assert!(page.body.contains("No letter has reached these doctors"));
        assert!(page.body.contains("Dr Number 4"));
        let (cookie, csrf) = (organiser.cookie, organiser.csrf);
        world.installation.app = good;
        assert_eq!(
            world.run_jobs().await,
            0,
            "it is tried again a minute later"
        );
        let organiser = Person {
            world: &world,
            cookie,
            csrf,
        };
        organiser.does("/joining/invite", "").await;
        let page = organiser.open("/joining").await;
        assert!(
            !page.body.contains("Not reached by mail"),
            "it is on its way"
        );
        world.run_jobs().await;
        assert_eq!(mail.sent().last().unwrap().to, "r4@example.org");
        assert_eq!(mail.sent().len(), 7);
        let invited = "SELECT count(*) AS n FROM joining_events WHERE event = 'invite'";
        assert_eq!(rows(&world, invited).await, 7);
        let page = organiser.open("/joining").await;
        assert!(!page.body.contains("Not reached by mail"));
    }
}

#[tokio::test]
async fn a_letter_that_was_not_taken_leaves_by_itself_later_with_a_link_that_lives_its_full_time() {
    for mut world in worlds().await {
        let good = world.installation.app.clone();
        let mail = world.installation.mail.clone();
        world.installation.app.mailer = Arc::new(Picky(mail.clone()));
        invited(&world, 6).await;
        world.installation.app = good;
        world.installation.clock.advance(60 * 60);
        assert_eq!(world.run_jobs().await, 1);
        let sent = mail.sent();
        let late = sent.last().unwrap();
        assert_eq!(late.to, "r4@example.org");
        world.installation.clock.advance(14 * 24 * HOURS - 1);
        let form = format!("token={}", token(late));
        assert_eq!(world.post("/links/open", None, &form).await.status, 303);
    }
}

#[tokio::test]
async fn a_letter_about_a_step_that_is_past_does_not_leave() {
    for world in worlds().await {
        let organiser = Person::of(&world, Role::Organiser).await;
        let form = "closes_on=2026-12-18&places=6";
        organiser.does("/joining/interest", form).await;
        organiser.does("/joining/invite", "").await;
        let resident = Person::of(&world, Role::Resident).await;
        resident.does("/join/interest", "").await;
        assert_eq!(world.run_jobs().await, 7);
        let sent = world.installation.mail.sent();
        assert_eq!(sent.len(), 6, "who has answered is not asked any more");
    }
}

#[tokio::test]
async fn a_job_of_a_letter_holds_no_name_no_address_and_no_link() {
    for world in worlds().await {
        invited(&world, 6).await;
        world
            .post(
                "/sign-in/link",
                None,
                "email=r2%40example.org&next=%2Fx%3Fq%3DNumber",
            )
            .await;
        for word in ["%Number%", "%example.org%", "%links%"] {
            let sql = format!(
                "SELECT count(*) AS n FROM jobs WHERE payload LIKE '{word}' OR key LIKE '{word}'"
            );
            assert_eq!(rows(&world, &sql).await, 0, "{word}");
        }
        let letters = "SELECT count(*) AS n FROM jobs WHERE kind NOT LIKE 'release.%'";
        assert_eq!(rows(&world, letters).await, 8);
    }
}

/// A mail server that takes nothing for one address.
struct Picky(Arc<platform::mail::MemoryMailer>);

impl Mailer for Picky {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, platform::Result<()>> {
        Box::pin(async move {
            if mail.to == "r4@example.org" {
                return Err(platform::Error::internal("not taken"));
            }
            self.0.send(mail).await
        })
    }
}
