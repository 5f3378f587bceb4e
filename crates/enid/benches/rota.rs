//! How long a rota of 400 invented doctors and 182 days takes from its bytes to facts in a database: `bench/rota`.
//!
//! First the reading alone, then the whole way of an organiser through the real router and the gate: hand in, look at
//! what would change, put in place. The second rota replaces the first and changes one day in ten.

#![allow(clippy::unwrap_used, reason = "a step that fails is no measurement")]

use std::collections::BTreeMap;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use enid::routes;
use enid::schema::MIGRATIONS;
use formats::table::{Sheet, SheetCell, write_xlsx};
use http_body_util::BodyExt as _;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use platform::access::{self, NewAccount, NewGrant, Role, ScopeKind};
use platform::audit::Event;
use platform::testing::{Installation, installations};
use programme::exchange;
use programme::rotas::ShiftCode;
use programme::rotas::reading::{Known, read_grid};
use tower::ServiceExt as _;

const DOCTORS: usize = 400;
const DAYS: usize = 182;
const ROUNDS: usize = 9;
const FIRST: Date = date(2026, 12, 2);
const AIM: &str = "aim 1 s";

#[tokio::main]
async fn main() {
    let (csv, xlsx) = (as_csv(&rows(0)), as_xlsx(&rows(0)));
    println!("{DOCTORS} doctors, {DAYS} days, {} facts", DOCTORS * DAYS);
    for (kind, bytes) in [("CSV", &csv), ("XLSX", &xlsx)] {
        let (median, best) = understood(bytes);
        println!(
            "read and understand, {kind:<5} {median:.2} s, median of {ROUNDS}; {best:.2} s at best; {} kB",
            bytes.len() / 1000
        );
    }
    let again = as_csv(&rows(1));
    let again_xlsx = as_xlsx(&rows(2));
    for installation in installations(MIGRATIONS).await {
        let town = Town::of(installation).await;
        println!("into {}, through the pages:", town.installation.on);
        for (what, name, bytes) in [
            ("CSV, the first rota", "a.csv", &csv),
            ("CSV, a changed one", "b.csv", &again),
            ("XLSX, a changed one", "c.xlsx", &again_xlsx),
            ("XLSX, the same again", "d.xlsx", &again_xlsx),
        ] {
            let began = Instant::now();
            let draft = town.hand_in(name, bytes).await;
            let handed = began.elapsed().as_secs_f64();
            let looked = Instant::now();
            town.look_at(&draft).await;
            let looked = looked.elapsed().as_secs_f64();
            let put = Instant::now();
            town.put_in_place(&draft).await;
            let put = put.elapsed().as_secs_f64();
            println!(
                "  {what:<21} put in place {put:.2} s ({AIM}); hand in {handed:.2} s, look at it {looked:.2} s"
            );
        }
    }
}

/// What stands on the sheet: each round of ten changes one day in ten.
fn rows(round: usize) -> Vec<Vec<String>> {
    const CODES: [&str; 6] = ["LD", "N", "SD", "OFF", "AL", "EDT"];
    let mut head = vec!["Name".to_owned(), "Grade".to_owned()];
    head.extend(
        FIRST
            .series(1.day())
            .take(DAYS)
            .map(|day| day.strftime("%a %-d %b %Y").to_string()),
    );
    let mut rows = vec![head];
    for doctor in 0..DOCTORS {
        let mut row = vec![format!("Dr Number {doctor}"), "ST3".to_owned()];
        row.extend((0..DAYS).map(|day| {
            let moved = if (doctor + day) % 10 == round { 1 } else { 0 };
            CODES[(doctor + day / 2 + moved) % CODES.len()].to_owned()
        }));
        rows.push(row);
    }
    rows
}

fn as_csv(rows: &[Vec<String>]) -> Vec<u8> {
    let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    lines.join("\n").into_bytes()
}

fn as_xlsx(rows: &[Vec<String>]) -> Vec<u8> {
    let cells = |row: &Vec<String>| row.iter().cloned().map(SheetCell::Text).collect();
    let sheet = Sheet {
        name: "Rota".to_owned(),
        header: rows[0].clone(),
        rows: rows[1..].iter().map(cells).collect(),
    };
    write_xlsx(&[sheet]).unwrap()
}

/// The median and the best of several readings, in seconds.
fn understood(bytes: &[u8]) -> (f64, f64) {
    let (codes, problems) = exchange::read_codes(CODES.as_bytes());
    assert_eq!(problems, []);
    let zone = TimeZone::get("Europe/London").unwrap();
    let known = Known {
        site: "OLD",
        codes: &codes as &[ShiftCode],
        zone: &zone,
        today: FIRST,
        who: &|label| Some(label.to_owned()),
        is_placed: &|_, _| true,
    };
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let reading = read_grid(bytes, None, &known).unwrap();
        times.push(began.elapsed().as_secs_f64());
        assert_eq!(reading.shifts.len(), DOCTORS * DAYS);
        assert_eq!(reading.remarks, []);
    }
    times.sort_by(f64::total_cmp);
    (times[ROUNDS / 2], times[0])
}

/// An installation with the doctors, their hospital and an organiser who is signed in.
struct Town {
    installation: Installation,
    router: Router,
    site: uuid::Uuid,
    cookie: String,
    csrf: String,
}

impl Town {
    async fn of(installation: Installation) -> Self {
        let app = &installation.app;
        let event = |action| Event::installation(action, "");
        let tx = app.db.write().await.unwrap();
        let kind = ScopeKind::Programme;
        let scope = access::create_scope(&tx, app, kind, "saltmarsh", "Saltmarsh", None)
            .await
            .unwrap();
        tx.commit(app, event("scope")).await.unwrap();
        let files = folder();
        let reading = exchange::read(&files);
        assert!(reading.may_apply(), "{:?}", reading.problems);
        let digest = exchange::digest(&files);
        let applied = exchange::apply(app, scope.id, &reading, &digest, event("import"))
            .await
            .unwrap();
        let tx = app.db.write().await.unwrap();
        let new = NewAccount {
            name: "Organiser",
            email: "organiser@example.org",
        };
        let account = access::create(&tx, app, new).await.unwrap();
        let grant = NewGrant {
            account,
            role: Role::Organiser,
            subject: None,
        };
        access::grant(&tx, app, &scope, grant).await.unwrap();
        let token = access::begin(&tx, app, account).await.unwrap();
        tx.commit(app, event("organiser")).await.unwrap();
        let mut town = Self {
            router: routes::router(app.clone()),
            site: applied.sites["OLD"],
            cookie: format!("__Host-s={}", token.reveal()),
            csrf: String::new(),
            installation,
        };
        let page = town.send(Method::GET, "/help", "", Vec::new()).await.1;
        let (_, rest) = page.split_once("name=\"csrf\" value=\"").unwrap();
        town.csrf = rest.split('"').next().unwrap().to_owned();
        town
    }

    /// Hands a file in and tells the address of its draft.
    async fn hand_in(&self, name: &str, bytes: &[u8]) -> String {
        let mut body = Vec::new();
        for (field, value) in [("csrf", self.csrf.as_str()), ("resident", "")] {
            let head = format!(
                "--b\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(head.as_bytes());
        }
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let path = format!("/programmes/saltmarsh/sites/{}/rota/import", self.site);
        let (status, body, location) = self
            .answer(Method::POST, &path, "multipart/form-data; boundary=b", body)
            .await;
        assert_eq!(status, 303, "{body}");
        location
    }

    async fn look_at(&self, draft: &str) {
        let (status, page) = self.send(Method::GET, draft, "", Vec::new()).await;
        assert_eq!(status, 200, "{page}");
        assert!(page.contains("can be put in place"), "{page}");
    }

    async fn put_in_place(&self, draft: &str) {
        let form = format!("csrf={}", self.csrf).into_bytes();
        let path = format!("{draft}/apply");
        let kind = "application/x-www-form-urlencoded";
        let (status, page) = self.send(Method::POST, &path, kind, form).await;
        assert_eq!(status, 303, "{page}");
    }

    async fn send(&self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> (u16, String) {
        let (status, page, _) = self.answer(method, path, kind, body).await;
        (status, page)
    }

    async fn answer(
        &self,
        method: Method,
        path: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> (u16, String, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, kind)
            .header(header::COOKIE, &self.cookie)
            .body(Body::from(body))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let location = response.headers().get(header::LOCATION);
        let location = location.map_or_else(String::new, |to| to.to_str().unwrap().to_owned());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (
            status,
            String::from_utf8_lossy(&bytes).into_owned(),
            location,
        )
    }
}

/// A programme with a session on every weekday of the half year, and no rota yet.
fn folder() -> BTreeMap<String, Vec<u8>> {
    let mut residents = "resident_ref,full_name,email,grade,wte\n".to_owned();
    let mut placements = "resident_ref,site_code,start_date,end_date,role\n".to_owned();
    for number in 0..DOCTORS {
        residents += &format!("R{number},Dr Number {number},r{number}@example.org,ST3,1.00\n");
        placements += &format!("R{number},OLD,2026-08-05,2027-08-03,registrar\n");
    }
    let mut slots = "weekday,start,minutes,first_date,weeks\n".to_owned();
    for (weekday, day) in (2..).zip(["Wed", "Thu", "Fri"]) {
        slots += &format!("{day},14:00,90,2026-12-{weekday:02},26\n");
    }
    slots += "Mon,14:00,90,2026-12-07,26\nTue,14:00,90,2026-12-08,25\n";
    [
        ("sites.csv", SITES.to_owned()),
        ("residents.csv", residents),
        ("placements.csv", placements),
        ("venues.csv", VENUES.to_owned()),
        ("facilitators.csv", FACILITATORS.to_owned()),
        ("shift_codes.csv", CODES.to_owned()),
        ("slots.csv", slots),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .collect()
}

const SITES: &str = "site_code,site_name,organisation,nation,block,rule_pack,coordinator_name,coordinator_email,tutor_email,escalation_email\n\
    OLD,Saltmarsh General,Saltmarsh Trust,eng,north,england-2019,Rota Desk,rota@example.org,tutor@example.org,tpd@example.org\n";
const VENUES: &str = "venue_code,venue_name,address,capacity,step_free,interruption_free\n\
    U1,Quay House,\"1 Example St, Saltmarsh\",14,yes,yes\n";
const FACILITATORS: &str = "facilitator_ref,full_name,email,profession,level,psychodynamic_training,max_groups,available_weekdays,active_from,supervisor_name\n\
    FA01,Dr Ada Example,ada@example.org,psychiatrist,experienced,yes,1,Tue,2026-09-01,Prof. Example\n";
const CODES: &str = "site_code,code,kind,start,end,valid_from\n\
    OLD,LD,clinical,08:00,20:30,2026-08-05\nOLD,N,clinical,20:30,09:00,2026-08-05\n\
    OLD,SD,clinical,08:00,16:00,2026-08-05\nOLD,OFF,off,,,2026-08-05\nOLD,AL,annual_leave,,,2026-08-05\n\
    OLD,EDT,edt,09:00,17:00,2026-08-05\n";
