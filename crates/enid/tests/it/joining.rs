//! Joining through the real router, on both databases (programme 2.2, R7).

use std::sync::Arc;

use platform::access::Role;
use platform::mail::{Mail, Mailer};
use sea_orm::{ConnectionTrait, Statement};

use crate::world::{Answer, World, worlds};

const BASE: &str = "/programmes/saltmarsh";
const REASON: &str = "a heron stood on the ward roof";
const HOURS: i64 = 60 * 60;

/// The programme seen by one person.
struct Person<'a> {
    world: &'a World,
    cookie: String,
    csrf: String,
}

impl<'a> Person<'a> {
    async fn of(world: &'a World, role: Role) -> Self {
        Self::with(world, world.cookie(role).await).await
    }

    async fn with(world: &'a World, cookie: String) -> Self {
        let csrf = world.csrf(&cookie).await;
        Self {
            world,
            cookie,
            csrf,
        }
    }

    async fn open(&self, end: &str) -> Answer {
        let path = format!("{BASE}{end}");
        self.world.get(&path, Some(&self.cookie)).await
    }

    async fn send(&self, end: &str, form: &str) -> Answer {
        let form = format!("csrf={}&{form}", self.csrf);
        let form = form.trim_end_matches('&');
        let path = format!("{BASE}{end}");
        self.world.post(&path, Some(&self.cookie), form).await
    }

    /// Sends a form that must be accepted.
    async fn does(&self, end: &str, form: &str) {
        let answer = self.send(end, form).await;
        assert_eq!(answer.status, 303, "{end} {form}: {}", answer.body);
    }
}

/// An organiser who has opened the expression of interest and invited all seven.
async fn invited(world: &World, places: u32) -> Person<'_> {
    let organiser = Person::of(world, Role::Organiser).await;
    let form = format!("closes_on=2026-12-18&places={places}");
    organiser.does("/joining/interest", &form).await;
    organiser.does("/joining/invite", "").await;
    organiser
}

/// Takes the resident of the world to an offer.
async fn offered(world: &World) -> (Person<'_>, Person<'_>) {
    let organiser = invited(world, 6).await;
    let resident = Person::of(world, Role::Resident).await;
    resident.does("/join/interest", "").await;
    let decide = format!("/joining/{}/decide", world.resident);
    organiser.does(&decide, "act=decide_eligible").await;
    organiser.does(&decide, "act=enter_draw").await;
    let offer = format!("/joining/{}/offer", world.resident);
    organiser.does(&offer, "").await;
    (organiser, resident)
}

fn token(mail: &Mail) -> &str {
    let (_, rest) = mail.body.split_once("/links/").unwrap();
    rest.split(['?', '\n']).next().unwrap()
}

async fn rows(world: &World, sql: &str) -> i64 {
    let connection = world.installation.app.db.read();
    let statement = Statement::from_string(connection.get_database_backend(), sql.to_owned());
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

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

async fn rows_of_second_resident(world: &World) -> String {
    let organiser = Person::of(world, Role::Organiser).await;
    let list = organiser.open("/joining?q=Number+2").await.body;
    let (_, rest) = list.split_once("id=\"r-").unwrap();
    rest.split('"').next().unwrap().to_owned()
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
async fn two_presses_take_a_place_once() {
    for world in worlds().await {
        let (_, resident) = offered(&world).await;
        let (one, two) = tokio::join!(
            resident.send("/join/accept", ""),
            resident.send("/join/accept", "")
        );
        assert_eq!((one.status, two.status), (303, 303));
        let accepted = "SELECT count(*) AS n FROM joining_events WHERE event = 'accept'";
        assert_eq!(rows(&world, accepted).await, 1);
        assert!(
            resident
                .open("/join")
                .await
                .body
                .contains("You have a place in a group")
        );
    }
}

#[tokio::test]
async fn an_offer_tells_dates_room_and_facilitators_and_how_long_it_holds() {
    for world in worlds().await {
        offered(&world).await;
        world.installation.clock.advance(19 * HOURS);
        let resident = Person::with(&world, world.cookie(Role::Resident).await).await;
        let page = resident.open("/join").await;
        for words in [
            "About 2 days and 5 hours left.",
            "Tuesdays, 14:00 to 15:30",
            "Quay House",
            "Dr Ada Example",
        ] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        let next = resident.open("/next").await;
        assert!(next.body.contains("A place is offered to you"));
        let sent = world.installation.mail.sent();
        let offer = sent.last().unwrap();
        assert_eq!(offer.subject, "Protected teaching: your answer, please");
        assert!(!offer.body.contains("Quay House"));
    }
}

#[tokio::test]
async fn an_offer_past_its_time_cannot_be_taken_and_leads_to_the_waiting_list() {
    for world in worlds().await {
        offered(&world).await;
        world.installation.clock.advance(72 * HOURS);
        let resident = Person::with(&world, world.cookie(Role::Resident).await).await;
        let late = resident.send("/join/accept", "").await;
        assert_eq!(late.status, 409, "{}", late.body);
        let page = resident.open("/join").await;
        assert!(page.body.contains("You are on the waiting list"));
        assert!(page.body.contains("You are number 1 in line."));
        let by_clock = "SELECT count(*) AS n FROM joining_events WHERE actor = 'clock'";
        assert_eq!(rows(&world, by_clock).await, 2);
        let organiser = Person::of(&world, Role::Organiser).await;
        organiser
            .does(&format!("/joining/{}/offer", world.resident), "")
            .await;
        resident.does("/join/accept", "").await;
    }
}

#[tokio::test]
async fn no_more_places_are_offered_than_there_are() {
    for world in worlds().await {
        let (organiser, resident) = offered(&world).await;
        resident.does("/join/accept", "").await;
        let lower = organiser
            .send("/joining/interest", "closes_on=2026-12-18&places=0")
            .await;
        assert_eq!(lower.status, 422);
        organiser
            .does("/joining/interest", "closes_on=2026-12-18&places=1")
            .await;
        let second = rows_of_second_resident(&world).await;
        interested(&world, "r2@example.org").await;
        let decide = format!("/joining/{second}/decide");
        organiser.does(&decide, "act=decide_eligible").await;
        organiser.does(&decide, "act=enter_draw").await;
        let offer = organiser
            .send(&format!("/joining/{second}/offer"), "")
            .await;
        assert_eq!(offer.status, 409);
        assert!(offer.body.contains("No place is free"), "{}", offer.body);
        resident.does("/join/leave", "").await;
        organiser
            .does(&format!("/joining/{second}/offer"), "")
            .await;
    }
}

/// Follows the newest letter to this address and says yes.
async fn interested(world: &World, address: &str) {
    let sent = world.installation.mail.sent();
    let mail = sent.iter().rev().find(|one| one.to == address).unwrap();
    let form = format!("token={}", token(mail));
    let opened = world.post("/links/open", None, &form).await;
    let cookie = opened.header("set-cookie").split(';').next().unwrap();
    let person = Person::with(world, cookie.to_owned()).await;
    person.does("/join/interest", "").await;
}

#[tokio::test]
async fn counts_by_hospital_and_by_whole_time_equivalent_add_up() {
    for world in worlds().await {
        let organiser = invited(&world, 6).await;
        Person::of(&world, Role::Resident)
            .await
            .does("/join/interest", "")
            .await;
        interested(&world, "r2@example.org").await;
        let form = "act=eligible&grade=ST3";
        organiser.does("/joining/decide", form).await;
        let page = organiser.open("/joining/counts").await.body;
        for table in page.split("<tbody>").skip(1) {
            let numbers = |part: &str| -> Vec<u32> {
                part.split("<td class=\"number\">")
                    .skip(1)
                    .map(|cell| cell.trim_start_matches("<b>").split('<').next().unwrap())
                    .map(|number| number.parse().unwrap())
                    .collect()
            };
            let (body, foot) = table.split_once("<tfoot>").unwrap();
            let sums = numbers(foot);
            let mut added = vec![0; sums.len()];
            for row in body.split("<tr>").skip(1) {
                for (sum, number) in added.iter_mut().zip(numbers(row)) {
                    *sum += number;
                }
            }
            assert_eq!(added, sums);
            assert_eq!(sums, [5, 2, 7], "invited, eligible, all");
        }
    }
}

#[tokio::test]
async fn a_decision_is_taken_back_until_the_draw_and_not_after() {
    for world in worlds().await {
        let organiser = invited(&world, 6).await;
        let resident = Person::of(&world, Role::Resident).await;
        resident.does("/join/interest", "").await;
        let decide = format!("/joining/{}/decide", world.resident);
        let without = organiser.send(&decide, "act=decide_ineligible").await;
        assert_eq!(without.status, 422);
        organiser
            .does(&decide, "act=decide_ineligible&code=away_all_run")
            .await;
        let told = resident.open("/join").await;
        assert!(
            told.body
                .contains("You are away for the whole of this run.")
        );
        organiser.does(&decide, "act=take_back").await;
        organiser.does(&decide, "act=decide_eligible").await;
        organiser.does(&decide, "act=enter_draw").await;
        assert_eq!(organiser.send(&decide, "act=take_back").await.status, 409);
        for act in [
            "accept",
            "express_interest",
            "decline",
            "leave",
            "expire",
            "offer",
            "x",
        ] {
            let answer = organiser.send(&decide, &format!("act={act}")).await;
            assert_eq!(answer.status, 422, "an organiser did {act} for somebody");
        }
    }
}

#[tokio::test]
async fn whoever_said_no_comes_back_while_answers_are_taken() {
    for world in worlds().await {
        invited(&world, 6).await;
        let resident = Person::of(&world, Role::Resident).await;
        resident.does("/join/decline", "").await;
        assert!(
            resident
                .open("/join")
                .await
                .body
                .contains("You have said no")
        );
        resident.does("/join/interest", "").await;
        resident.does("/join/decline", "").await;
        world.installation.clock.advance(25 * 24 * HOURS);
        let resident = Person::with(&world, world.cookie(Role::Resident).await).await;
        assert!(!resident.open("/join").await.body.contains("after all"));
        assert_eq!(resident.send("/join/interest", "").await.status, 409);
    }
}

#[tokio::test]
async fn leaving_calls_off_the_releases_that_lie_ahead() {
    for world in worlds().await {
        let (_, resident) = offered(&world).await;
        resident.does("/join/accept", "").await;
        let of_resident = |state: &str| {
            format!(
                "SELECT count(*) AS n FROM releases WHERE state {state} 'cancelled' AND resident = \
                 (SELECT resident FROM joinings WHERE state IN ('active', 'left'))"
            )
        };
        assert!(rows(&world, &of_resident("<>")).await > 0);
        resident.does("/join/leave", "").await;
        assert_eq!(rows(&world, &of_resident("<>")).await, 0);
        assert!(rows(&world, &of_resident("=")).await > 0);
        let facilitator = Person::of(&world, Role::Facilitator).await;
        let groups = facilitator.open("/groups").await;
        assert!(!groups.body.contains("Dr Number 1<"), "{}", groups.body);
    }
}

#[tokio::test]
async fn the_history_can_be_neither_changed_nor_removed() {
    for world in worlds().await {
        invited(&world, 6).await;
        let connection = world.installation.app.db.read();
        for sql in [
            "UPDATE joining_events SET event = 'x'",
            "DELETE FROM joining_events",
        ] {
            let statement = Statement::from_string(connection.get_database_backend(), sql);
            let refused = connection.execute_raw(statement).await.unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{refused}");
        }
    }
}

/// A mail server that takes nothing for one address.
struct Picky(Arc<platform::mail::MemoryMailer>);

impl Mailer for Picky {
    fn send(&self, mail: &Mail) -> platform::Result<()> {
        if mail.to == "r4@example.org" {
            return Err(platform::Error::internal("not taken"));
        }
        self.0.send(mail)
    }
}

#[tokio::test]
async fn whom_no_letter_reached_is_named_and_can_be_invited_again() {
    for mut world in worlds().await {
        let mail = world.installation.mail.clone();
        let picky = platform::App {
            mailer: Arc::new(Picky(mail.clone())),
            ..world.installation.app.clone()
        };
        let good = std::mem::replace(&mut world.router, enid::routes::router(picky));
        let organiser = invited(&world, 6).await;
        assert_eq!(mail.sent().len(), 6);
        let page = organiser.open("/joining/invite").await;
        assert!(page.body.contains("No letter has reached these doctors"));
        assert!(page.body.contains("Dr Number 4"));
        let (cookie, csrf) = (organiser.cookie, organiser.csrf);
        world.router = good;
        let organiser = Person {
            world: &world,
            cookie,
            csrf,
        };
        organiser.does("/joining/invite", "").await;
        assert_eq!(mail.sent().last().unwrap().to, "r4@example.org");
        let invited = "SELECT count(*) AS n FROM joining_events WHERE event = 'invite'";
        assert_eq!(rows(&world, invited).await, 7);
        let page = organiser.open("/joining").await;
        assert!(!page.body.contains("Not reached by mail"));
    }
}
