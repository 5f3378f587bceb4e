//! A doctor of whom something stands in every table that can hold something, under a name, an address and a reference
//! that nobody else has.

use platform::access::{self, NewAccount, NewGrant, Role};
use platform::audit::Event;
use programme::{exchange, planning};
use uuid::Uuid;

use crate::programme_folder;
use crate::release;
use crate::rota;
use crate::training::session_ids;
use crate::world::{Answer, World};

const BASE: &str = "/programmes/saltmarsh";

/// What must be found nowhere afterwards.
pub const WORDS: [&str; 3] = ["Quillcanary", "quillcanary@", "QRX-9931"];

/// The doctor.
pub struct Canary<'a> {
    world: &'a World,
    /// As a resident.
    pub resident: Uuid,
    /// As an account.
    pub account: Uuid,
}

impl<'a> Canary<'a> {
    /// Puts the doctor in the place of the first one of the folder, plans anew and publishes.
    pub async fn of(world: &'a World) -> Self {
        let app = &world.installation.app;
        let programme = &world.scopes[1];
        let resident = import(world).await;
        let event = |action| event(world, action);
        planning::make(app, programme.id, event("plan"))
            .await
            .unwrap();
        let cookie = world.cookie(Role::Organiser).await;
        let publish = format!("{BASE}/plan/publish");
        let published = rota::act(world, &cookie, &publish, "").await;
        assert_eq!(published.status, 303, "{}", published.body);
        let tx = app.db.write().await.unwrap();
        let new = NewAccount {
            name: "Dr Wilhelmina Quillcanary",
            email: "quillcanary@example.org",
        };
        let account = access::create(&tx, app, new).await.unwrap();
        let grant = NewGrant {
            account,
            role: Role::Resident,
            subject: Some(resident),
        };
        access::grant(&tx, app, programme, grant).await.unwrap();
        tx.commit(app, event("user.grant")).await.unwrap();
        Self {
            world,
            resident,
            account,
        }
    }

    /// A cookie of the doctor.
    pub async fn cookie(&self) -> String {
        let app = &self.world.installation.app;
        let tx = app.db.write().await.unwrap();
        let token = access::begin(&tx, app, self.account).await.unwrap();
        tx.commit(app, Event::installation("test", "sign-in"))
            .await
            .unwrap();
        format!("__Host-s={}", token.reveal())
    }

    async fn does(&self, cookie: &str, end: &str, form: &str) {
        let answer = self.sends(cookie, end, form).await;
        assert_eq!(answer.status, 303, "{end} {form}: {}", answer.body);
    }

    /// Sends a form of the programme.
    pub async fn sends(&self, cookie: &str, end: &str, form: &str) -> Answer {
        let path = format!("{BASE}{end}");
        rota::act(self.world, cookie, &path, form).await
    }

    /// Lets everything happen to the doctor that leaves something behind.
    pub async fn lives(&self) {
        let world = self.world;
        let organiser = world.cookie(Role::Organiser).await;
        let doctor = self.cookie().await;
        self.joins(&organiser, &doctor).await;
        release::send(world).await;
        self.speaks(&organiser, &doctor).await;
        world.run_jobs().await;
        crate::sessions::run(
            world,
            "UPDATE releases SET state = 'locked' WHERE state = 'requested'",
        )
        .await;
        self.attends().await;
        let organiser = world.cookie(Role::Organiser).await;
        self.does(&organiser, "/certificates", "").await;
        let doctor = self.cookie().await;
        let record = world.get(&format!("{BASE}/my-record"), Some(&doctor)).await;
        assert_eq!(record.status, 200, "{}", record.body);
        self.does(&doctor, "/join/leave", "reason=Quillcanary+goes+home")
            .await;
        self.drafts().await;
    }

    /// From the invitation to a place, through a draw.
    async fn joins(&self, organiser: &str, doctor: &str) {
        let decide = format!("/joining/{}/decide", self.resident);
        let form = "closes_on=2026-12-18&places=6";
        self.does(organiser, "/joining/interest", form).await;
        self.does(organiser, "/joining/invite", "").await;
        self.world.run_jobs().await;
        self.does(doctor, "/join/interest", "").await;
        self.does(organiser, &decide, "act=decide_eligible").await;
        self.does(organiser, &decide, "act=enter_draw").await;
        let day = format!("/joining/{}/conversation", self.resident);
        self.does(organiser, &day, "on=2026-11-23").await;
        let seed = "seed=programme-2027-draw-1";
        self.does(organiser, "/joining/draw/promise", seed).await;
        self.does(organiser, "/joining/draw", seed).await;
        let offer = format!("/joining/{}/offer", self.resident);
        self.does(organiser, &offer, "").await;
        self.world.run_jobs().await;
        self.does(doctor, "/join/accept", "").await;
    }

    /// What the doctor and others say: rotas, weeks, a calendar, conflicts, a feed.
    async fn speaks(&self, organiser: &str, doctor: &str) {
        let world = self.world;
        let grid = rota::grid(&[("Dr Wilhelmina Quillcanary", &rota::early)]);
        rota::put(world, organiser, &grid).await;
        let change = "week=2026-11-30&2026-12-05=code%3AE";
        self.does(doctor, "/my-rota/change", change).await;
        self.keeps_a_calendar(doctor).await;
        let facilitator = world.cookie(Role::Facilitator).await;
        let named = "named=Dr+Wilhelmina+Quillcanary";
        self.does(&facilitator, "/availability/conflicts", named)
            .await;
        let page = world
            .get(&format!("{BASE}/conflicts"), Some(doctor))
            .await
            .body;
        let (_, rest) = page.split_once("Choose…</option><option value=\"").unwrap();
        let whom = format!("facilitator={}", &rest[..36]);
        self.does(doctor, "/conflicts", &whom).await;
        let feed = world.get(&format!("{BASE}/calendar"), Some(doctor)).await;
        assert_eq!(feed.status, 200, "{}", feed.body);
        self.does(doctor, "/calendar", "").await;
    }

    async fn keeps_a_calendar(&self, doctor: &str) {
        let files = [("file", "Quillcanary.ics", rota::CALENDAR)];
        let path = format!("{BASE}/my-rota/calendar");
        let answer = self.world.upload(&path, doctor, &[], &files).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let draft = answer.header("location").to_owned();
        let kept = rota::act(self.world, doctor, &draft, "what=keep").await;
        assert_eq!(kept.status, 303, "{}", kept.body);
    }

    /// Both sessions are held, with the doctor on the register.
    async fn attends(&self) {
        let world = self.world;
        crate::sessions::hold_with_costs(world).await;
        world.installation.clock.advance(7 * super::DAY);
        let second = session_ids(world).await[1];
        let facilitator = world.cookie(Role::Facilitator).await;
        let page = format!("{BASE}/sessions/{second}/register");
        let page = world.get(&page, Some(&facilitator)).await.body;
        let (_, rest) = page.split_once("name=\"version\" value=\"").unwrap();
        let mut form = format!("version={}", rest.split('"').next().unwrap());
        for part in page.split("id=\"field-m-").skip(1) {
            form += &format!("&mark-{}=present", part.split('"').next().unwrap());
        }
        let end = format!("/sessions/{second}");
        self.does(&facilitator, &format!("{end}/register"), &form)
            .await;
        let held = "outcome=held&code=venue&started=14:00&ended=15:30&cases=2&route=no";
        self.does(&facilitator, &format!("{end}/close"), held).await;
    }

    /// A rota of the hospital that was handed in and not put in place.
    async fn drafts(&self) {
        let organiser = self.world.cookie(Role::Organiser).await;
        let grid = rota::grid(&[("Dr Wilhelmina Quillcanary", &rota::early)]);
        let path = format!("{BASE}/sites/{}/rota/import", self.world.site);
        let files = [("file", "Quillcanary and others.csv", grid.as_slice())];
        let fields = [("resident", "")];
        let answer = self.world.upload(&path, &organiser, &fields, &files).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
}

fn event(world: &World, action: &'static str) -> Event {
    Event {
        chain: world.scopes[1].slug.clone(),
        actor: None,
        action,
        subject: String::new(),
        detail: String::new(),
    }
}

/// Imports the folder with the doctor in the place of the first one, and tells who they are.
pub async fn import(world: &World) -> Uuid {
    let mut files = programme_folder::files();
    for bytes in files.values_mut() {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let name = "QRX-9931,Dr Wilhelmina Quillcanary,quillcanary@";
        let text = text.replace("R1,Dr Number 1,r1@", name);
        *bytes = text.replace("R1,OLD", "QRX-9931,OLD").into_bytes();
    }
    let app = &world.installation.app;
    let reading = exchange::read(&files);
    let digest = exchange::digest(&files);
    let programme = world.scopes[1].id;
    let applied = exchange::apply(app, programme, &reading, &digest, event(world, "import"));
    applied.await.unwrap().residents["QRX-9931"]
}
