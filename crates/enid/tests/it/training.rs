//! Facilitators' own pages, declared conflicts and what the organiser sees of them, through the real router and on both
//! databases (programme 2.4, 4, R4).

use platform::access::{self, NewAccount, NewGrant, Role};
use platform::audit::Event;
use platform::storage::Tx;
use programme::{exchange, sessions};
use sea_orm::{ConnectionTrait as _, Statement};
use uuid::Uuid;

use crate::programme_folder;
use crate::world::{Answer, World, worlds};

const BASE: &str = "/programmes/saltmarsh";

/// Somebody at their pages of the programme.
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

    async fn page(&self, end: &str) -> String {
        let answer = self.answer(end).await;
        assert_eq!(answer.status, 200, "{end}: {}", answer.body);
        answer.body
    }

    async fn answer(&self, end: &str) -> Answer {
        let path = format!("{BASE}{end}");
        self.world.get(&path, Some(&self.cookie)).await
    }

    async fn send(&self, end: &str, form: &str) -> Answer {
        let form = format!("csrf={}&{form}", self.csrf);
        let path = format!("{BASE}{end}");
        self.world.post(&path, Some(&self.cookie), &form).await
    }

    /// Sends a form that must be accepted.
    async fn does(&self, end: &str, form: &str) {
        let answer = self.send(end, form).await;
        assert_eq!(answer.status, 303, "{end} {form}: {}", answer.body);
    }
}

const HEADER: &str = "facilitator_ref,full_name,email,profession,level,psychodynamic_training,requirement_set,max_groups,available_weekdays,active_from,active_to,supervisor_name";
const ADA: &str = "FA01,Dr Ada Example,ada@example.org,psychiatrist,experienced,yes,uk-older,1,Tue,2026-09-01,,Prof. Example";
const BEN: &str = "FA02,Dr Ben Example,ben@example.org,emergency physician,novice,no,uk-older,1,Tue,2026-09-01,2027-06-30,";

/// Imports the folder of the world again, with these facilitators and ties.
async fn import(world: &World, facilitators: &[&str], ties: Option<&str>) -> exchange::Applied {
    let app = &world.installation.app;
    let mut files = programme_folder::files();
    let text = format!("{HEADER}\n{}\n", facilitators.join("\n"));
    files.insert("facilitators.csv".into(), text.into_bytes());
    if let Some(ties) = ties {
        let text = format!("from,to,tie\n{ties}");
        files.insert("ties.csv".into(), text.into_bytes());
    }
    let reading = exchange::read(&files);
    let event = Event::installation("test", "import");
    exchange::apply(
        app,
        world.scopes[1].id,
        &reading,
        &exchange::digest(&files),
        event,
    )
    .await
    .unwrap()
}

/// A second facilitator of the programme, signed in.
async fn ben(world: &World) -> Person<'_> {
    let applied = import(world, &[ADA, BEN], None).await;
    let app = &world.installation.app;
    let tx = app.db.write().await.unwrap();
    let new = NewAccount {
        name: "Dr Ben Example",
        email: "ben@example.org",
    };
    let account = access::create(&tx, app, new).await.unwrap();
    let grant = NewGrant {
        account,
        role: Role::Facilitator,
        subject: Some(applied.facilitators["FA02"]),
    };
    access::grant(&tx, app, &world.scopes[1], grant)
        .await
        .unwrap();
    let token = access::begin(&tx, app, account).await.unwrap();
    commit(world, tx).await;
    Person::with(world, format!("__Host-s={}", token.reveal())).await
}

async fn commit(world: &World, tx: Tx) {
    let event = Event::installation("test", "fixture");
    tx.commit(&world.installation.app, event).await.unwrap();
}

/// The sessions of the published plan, first to last.
pub async fn session_ids(world: &World) -> Vec<Uuid> {
    ids(world, "SELECT id FROM sessions ORDER BY starts_at").await
}

pub async fn ids(world: &World, query: &str) -> Vec<Uuid> {
    let db = world.installation.app.db.read();
    let query = Statement::from_string(db.get_database_backend(), query.to_owned());
    let rows = db.query_all_raw(query).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "id").unwrap())
        .collect()
}

async fn hold_all(world: &World) {
    let tx = world.installation.app.db.write().await.unwrap();
    for session in session_ids(world).await {
        let outcome = sessions::Outcome::Held { cases: 2 };
        sessions::close(&tx, session, outcome).await.unwrap();
    }
    commit(world, tx).await;
}

/// The first identifier in a hidden field of this name.
fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&start).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_facilitator_logs_and_sees_what_is_still_needed() {
    for world in worlds().await {
        let ada = Person::of(&world, Role::Facilitator).await;
        let page = ada.page("/training").await;
        assert!(page.contains("What is still needed is not known"), "{page}");
        import(&world, &[ADA], None).await;
        let page = ada.page("/training").await;
        assert!(page.contains("8 sessions as a member"), "{page}");
        assert!(page.contains("has not confirmed this list"), "{page}");
        let form = "on=2026-11-03&role=member&setting=in_person&cases=2";
        ada.does("/training/entries", form).await;
        let page = ada.page("/training").await;
        assert!(page.contains("7 more sessions as a member"), "{page}");
        ada.does("/training/papers", "kind=membership&paper_on=2025-05-01")
            .await;
        let page = ada.page("/training").await;
        assert!(!page.contains("membership of the society"), "{page}");
        let entry = hidden(&page, "entry");
        ada.does("/training/entries/undo", &format!("entry={entry}"))
            .await;
        assert!(
            ada.page("/training")
                .await
                .contains("8 sessions as a member")
        );
    }
}

#[tokio::test]
async fn a_form_that_needs_another_look_keeps_what_was_written() {
    for world in worlds().await {
        let ada = Person::of(&world, Role::Facilitator).await;
        let form = "on=2027-11-03&role=member&setting=weekend&cases=7";
        let answer = ada.send("/training/entries", form).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(
            answer.body.contains("Choose a day up to 2026-11-24"),
            "{}",
            answer.body
        );
        assert!(answer.body.contains("value=\"7\""), "{}", answer.body);
        let form = "supervised_on=2026-11-03&minutes=60&supervised_by=943+476+5919&together_with=";
        let answer = ada.send("/training/supervision", form).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("NHS number"), "{}", answer.body);
    }
}

#[tokio::test]
async fn nothing_can_be_remarked_on_anywhere() {
    for world in worlds().await {
        let ada = Person::of(&world, Role::Facilitator).await;
        for page in ["/training", "/availability"] {
            assert!(!ada.page(page).await.contains("<textarea"), "{page}");
        }
        let form = "on=2026-11-03&role=member&setting=online&cases=1&remarks=heron";
        ada.does("/training/entries", form).await;
        assert!(!ada.page("/training").await.contains("heron"));
        assert!(!ada.page("/training.csv").await.contains("heron"));
    }
}

#[tokio::test]
async fn held_sessions_are_proposed_and_stand_in_the_log_by_one_act() {
    for world in worlds().await {
        let ada = Person::of(&world, Role::Facilitator).await;
        assert!(!ada.page("/training").await.contains("not in your log"));
        hold_all(&world).await;
        let page = ada.page("/training").await;
        assert!(
            page.contains("2 held sessions are not in your log"),
            "{page}"
        );
        assert!(page.contains("Add these 2 sessions"), "{page}");
        ada.does("/training/sessions", "").await;
        ada.does("/training/sessions", "").await;
        let file = ada.page("/training.csv").await;
        let line = "group,2026-12-08,lead,in_person,2,no,,,";
        assert!(file.contains(line), "{file}");
        assert_eq!(file.lines().count(), 3, "{file}");
        let book = ada.answer("/training.xlsx").await;
        assert_eq!(book.status, 200);
        assert!(book.header("content-type").contains("spreadsheetml"));
    }
}

#[tokio::test]
async fn supervision_together_is_one_entry_that_counts_for_both() {
    for world in worlds().await {
        let ben = ben(&world).await;
        let ada = Person::of(&world, Role::Facilitator).await;
        let page = ada.page("/training").await;
        let (_, rest) = page.split_once("id=\"field-together_with\"").unwrap();
        let partner = rest.split("<option value=\"").nth(2).unwrap();
        let partner = partner.split('"').next().unwrap();
        let form = format!(
            "supervised_on=2026-11-03&minutes=75&supervised_by=Prof.+Canary&together_with={partner}"
        );
        ada.does("/training/supervision", &form).await;
        for (person, other) in [(&ada, "Dr Ben Example"), (&ben, "Dr Ada Example")] {
            let page = person.page("/training").await;
            assert!(
                page.contains("one supervision, 1 h 15 min in all"),
                "{page}"
            );
            assert!(page.contains(&format!("Together with {other}")), "{page}");
            assert!(page.contains("Prof. Canary"), "{page}");
        }
        // Whoever was there too takes only themselves out of it.
        let entry = hidden(&ben.page("/training").await, "entry");
        ben.does("/training/supervision/undo", &format!("entry={entry}"))
            .await;
        assert!(!ben.page("/training").await.contains("Prof. Canary"));
        assert!(ada.page("/training").await.contains("Prof. Canary"));
        let foreign = ben
            .send("/training/supervision/undo", &format!("entry={entry}"))
            .await;
        assert_eq!(foreign.status, 404, "another's entry is not there");
    }
}

#[tokio::test]
async fn somebody_stays_on_the_list_they_started_under_until_they_choose_to_move() {
    for world in worlds().await {
        import(&world, &[ADA], None).await;
        let ada = Person::of(&world, Role::Facilitator).await;
        ada.does("/training/papers", "kind=membership&paper_on=2025-05-01")
            .await;
        let newer = ADA.replace("uk-older", "uk-2023");
        import(&world, &[&newer], None).await;
        let page = ada.page("/training").await;
        assert!(
            page.contains("Balint Society UK, older guideline, as you started"),
            "{page}"
        );
        assert!(
            page.contains("now names another list: Balint Society UK, from June 2023"),
            "{page}"
        );
        ada.does("/training/move", "set=uk-2023").await;
        let page = ada.page("/training").await;
        assert!(page.contains("What is still needed is not known"), "{page}");
        assert!(page.contains("asks for an application form"), "{page}");
    }
}

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

#[tokio::test]
async fn the_organiser_sees_levels_pairs_and_the_months_in_which_there_are_too_few() {
    for world in worlds().await {
        let organiser = Person::of(&world, Role::Organiser).await;
        let leaving = ADA.replace(",2026-09-01,,", ",2026-09-01,2027-03-15,");
        import(&world, &[&leaving, BEN], None).await;
        let page = organiser.page("/facilitators").await;
        assert!(
            page.contains("Experienced facilitators can lead one group; one is planned"),
            "{page}"
        );
        assert!(
            page.contains("<b>Dr Ada Example</b> beside <b>Dr Ben Example</b>"),
            "{page}"
        );
        assert!(
            page.contains("Still needed: 20 sessions as a member"),
            "{page}"
        );
        let page = organiser.page("/facilitators/succession").await;
        assert!(
            page.contains("From March 2027 there are too few experienced facilitators"),
            "{page}"
        );
        assert!(
            page.contains("Not known: not within two years at this pace"),
            "{page}"
        );
        assert!(page.contains("role=\"img\""), "{page}");
    }
}

#[tokio::test]
async fn the_name_of_a_supervisor_and_of_a_conflict_lies_sealed() {
    let world = worlds().await.remove(0);
    let ada = Person::of(&world, Role::Facilitator).await;
    let form = "supervised_on=2026-11-03&minutes=60&supervised_by=Prof.+Canary&together_with=";
    ada.does("/training/supervision", form).await;
    ada.does("/availability/conflicts", "named=Dr+Canary").await;
    let form = "day=Tue&from=2026-09-01&to=&site=&most=1&supervisor=Prof.+Canary";
    ada.does("/availability", form).await;
    let db = world.installation.app.db.read();
    for (table, column) in [
        ("supervision_entries", "supervisor"),
        ("declared_conflicts", "named"),
        ("facilitator_statements", "said"),
    ] {
        let query = format!("SELECT {column} AS sealed FROM {table}");
        let query = Statement::from_string(db.get_database_backend(), query);
        let rows = db.query_all_raw(query).await.unwrap();
        assert!(!rows.is_empty(), "{table}");
        for row in rows {
            let bytes: Vec<u8> = row.try_get("", "sealed").unwrap();
            let found = bytes.windows(6).any(|window| window == b"Canary");
            assert!(!found, "{table} holds a name");
        }
    }
}
