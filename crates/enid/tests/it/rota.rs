//! Rotas come in, are understood, put in place and taken back, through the real router and on both databases.

use platform::access::Role;
use sea_orm::{ConnectionTrait as _, Statement};

use crate::world::{Answer, World, worlds};

const BASE: &str = "/programmes/saltmarsh";

/// The five weeks around the sessions of 1 and 8 December: these doctors and one more, a code for each day.
fn grid(rows: &[(&str, &dyn Fn(i8) -> &'static str)]) -> Vec<u8> {
    let mut text = "Name".to_owned();
    let first = jiff::civil::date(2026, 11, 16);
    let dates: Vec<_> = first.series(jiff::ToSpan::days(1)).take(35).collect();
    for date in &dates {
        text += &format!(",{}", date.strftime("%d/%m/%Y"));
    }
    let others: [(&str, &dyn Fn(i8) -> &'static str); 1] = [("Dr Number 6", &early)];
    for (name, code) in rows.iter().chain(&others) {
        text += &format!("\n{name}");
        for date in &dates {
            text += &format!(",{}", code(date.weekday().to_monday_zero_offset()));
        }
    }
    text.into_bytes()
}

fn early(day: i8) -> &'static str {
    if day < 5 { "E" } else { "off" }
}

/// Nights from Sunday to Tuesday morning: nobody of them can come on a Tuesday.
fn nights(day: i8) -> &'static str {
    match day {
        6 | 0 => "N",
        _ => "off",
    }
}

const CODES: &str = "code=E&kind=clinical&start=08%3A00&end=18%3A00&code=N&kind=clinical&start=20%3A30&end=09%3A00\
                     &code=off&kind=off&start=&end=";

fn import_page(world: &World) -> String {
    format!("{BASE}/sites/{}/rota/import", world.site)
}

async fn hand_in(world: &World, cookie: &str, bytes: &[u8]) -> Answer {
    let files = [("file", "december.csv", bytes)];
    world
        .upload(&import_page(world), cookie, &[("resident", "")], &files)
        .await
}

/// Hands a file in and tells the address of its draft.
async fn draft(world: &World, cookie: &str, bytes: &[u8]) -> String {
    let answer = hand_in(world, cookie, bytes).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").to_owned()
}

async fn act(world: &World, cookie: &str, path: &str, form: &str) -> Answer {
    let form = format!("csrf={}&{form}", world.csrf(cookie).await);
    world.post(path, Some(cookie), &form).await
}

/// Hands a grid in, gives its codes their meaning, and puts it in place.
async fn put(world: &World, cookie: &str, bytes: &[u8]) {
    let draft = draft(world, cookie, bytes).await;
    act(world, cookie, &format!("{draft}/codes"), CODES).await;
    let answer = act(world, cookie, &format!("{draft}/apply"), "").await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

async fn page(world: &World, cookie: &str, path: &str) -> String {
    let answer = world.get(path, Some(cookie)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

async fn number(world: &World, query: &str) -> i64 {
    let db = world.installation.app.db.read();
    let backend = db.get_database_backend();
    let row = db
        .query_one_raw(Statement::from_string(backend, query))
        .await
        .unwrap()
        .unwrap();
    row.try_get("", "n").unwrap()
}

/// Fills `{draft}` and `{import}` of an address with new ones of the kind that the address is about.
pub async fn with_ids(world: &World, path: &str) -> String {
    let mut path = path.to_owned();
    if path.contains("my-rota/calendar/{draft}") {
        let address = own_draft(world).await;
        path = path.replace("{draft}", address.rsplit('/').next().unwrap());
    } else if path.contains("{draft}") {
        let organiser = world.cookie(Role::Organiser).await;
        let address = draft(world, &organiser, &grid(&[("Dr Number 1", &early)])).await;
        path = path.replace("{draft}", address.rsplit('/').next().unwrap());
    }
    if path.contains("{import}") {
        let organiser = world.cookie(Role::Organiser).await;
        if path.contains("my-rota") {
            let resident = world.cookie(Role::Resident).await;
            act(world, &resident, &own_draft(world).await, "what=keep").await;
        } else {
            put(world, &organiser, &grid(&[("Dr Number 1", &early)])).await;
        }
        path = path.replace("{import}", &newest_import(world).await);
    }
    path
}

async fn newest_import(world: &World) -> String {
    let db = world.installation.app.db.read();
    let backend = db.get_database_backend();
    let query = "SELECT id FROM rota_imports WHERE number = (SELECT max(number) FROM rota_imports)";
    let row = db
        .query_one_raw(Statement::from_string(backend, query))
        .await
        .unwrap()
        .unwrap();
    let id: uuid::Uuid = row.try_get("", "id").unwrap();
    id.to_string()
}

const CALENDAR: &[u8] = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\n\
DTSTAMP:20261101T000000Z\r\nDTSTART;TZID=Europe/London:20261205T203000\r\nDTEND;TZID=Europe/London:20261206T090000\r\n\
SUMMARY:N\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2@example.org\r\nDTSTAMP:20261101T000000Z\r\n\
DTSTART;VALUE=DATE:20261207\r\nDTEND;VALUE=DATE:20261209\r\nSUMMARY:Dentist and shopping\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

async fn own_draft(world: &World) -> String {
    let resident = world.cookie(Role::Resident).await;
    let files = [("file", "mine.ics", CALENDAR)];
    let path = format!("{BASE}/my-rota/calendar");
    let answer = world.upload(&path, &resident, &[], &files).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").to_owned()
}

#[tokio::test]
async fn a_rota_shows_what_is_not_known_before_it_is_stored_and_is_stored_as_a_whole() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let bytes = grid(&[("\"Number 1, Dr\"", &nights), ("Dr Somebody Else", &early)]);
        let draft = draft(&world, &organiser, &bytes).await;
        let before = number(&world, "SELECT count(*) AS n FROM shifts").await;
        let shown = page(&world, &organiser, &draft).await;
        assert!(shown.contains("codes have no meaning yet"), "{shown}");
        assert!(
            shown.contains("Dr Somebody Else"),
            "a name that fits nobody is asked for"
        );
        act(&world, &organiser, &format!("{draft}/codes"), CODES).await;
        let names = "label=Dr+Somebody+Else&resident=none";
        act(&world, &organiser, &format!("{draft}/names"), names).await;
        let shown = page(&world, &organiser, &draft).await;
        assert!(!shown.contains("codes have no meaning yet"), "{shown}");
        assert!(
            shown.contains("70 days of 2 doctors can be put in place"),
            "{shown}"
        );
        assert!(shown.contains("Rest comes first"), "{shown}");
        let now = number(&world, "SELECT count(*) AS n FROM shifts").await;
        assert_eq!(before, now, "a dry run stores no fact");
        let answer = act(&world, &organiser, &format!("{draft}/apply"), "").await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let again = act(&world, &organiser, &format!("{draft}/apply"), "").await;
        assert_eq!(again.status, 404, "a draft is put in place once");
        let stored = number(
            &world,
            "SELECT count(*) AS n FROM shifts WHERE source = 'grid'",
        )
        .await;
        assert_eq!(stored, 70);
        let left = number(&world, "SELECT count(*) AS n FROM rota_drafts").await;
        assert_eq!(left, 0, "the file itself is not kept");
    }
}

#[tokio::test]
async fn nothing_of_a_rota_with_a_fault_is_kept() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let before = number(&world, "SELECT count(*) AS n FROM shifts").await;
        let nhs = |_| "943 476 5919";
        let draft = draft(&world, &organiser, &grid(&[("Dr Number 1", &nhs)])).await;
        let shown = page(&world, &organiser, &draft).await;
        assert!(
            shown.contains("What to mend in the file") && shown.contains("E50"),
            "{shown}"
        );
        assert!(!shown.contains("Put this rota in place"));
        let answer = act(&world, &organiser, &format!("{draft}/apply"), "").await;
        assert!((400..500).contains(&answer.status), "{}", answer.status);
        assert_eq!(
            before,
            number(&world, "SELECT count(*) AS n FROM shifts").await
        );
        let imports = number(
            &world,
            "SELECT count(*) AS n FROM rota_imports WHERE source = 'grid'",
        );
        assert_eq!(imports.await, 0);
    }
}

#[tokio::test]
async fn a_file_that_is_no_rota_is_refused_in_words_on_the_form() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let bad: [&[u8]; 5] = [
            b"PK\x03\x04 no workbook",
            b"BEGIN:VCALENDAR\r\nEND:VCALENDAR",
            b"resident_ref,when\nR1,2026-11-11\n",
            b"\x00\x01\x02\x03",
            b"",
        ];
        for bytes in bad {
            let answer = hand_in(&world, &organiser, bytes).await;
            assert_eq!(answer.status, 422, "{:?}", String::from_utf8_lossy(bytes));
            assert!(answer.body.contains("One thing to mend"), "{}", answer.body);
        }
        assert_eq!(
            number(&world, "SELECT count(*) AS n FROM rota_drafts").await,
            0
        );
    }
}

#[tokio::test]
async fn the_same_rota_twice_changes_no_day_and_undo_brings_back_what_was() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let resident = world.cookie(Role::Resident).await;
        let week = format!("{BASE}/my-rota?week=2026-11-30");
        let first = page(&world, &resident, &week).await;
        assert!(
            first.contains("E: Clinical shift, 08:00 to 18:00"),
            "{first}"
        );
        let bytes = grid(&[("Dr Number 1", &nights)]);
        put(&world, &organiser, &bytes).await;
        let changed = page(&world, &resident, &week).await;
        assert!(
            changed.contains("N: Clinical shift, 20:30 to 09:00"),
            "{changed}"
        );
        assert!(changed.contains("Rest comes first"), "{changed}");
        let again = draft(&world, &organiser, &bytes).await;
        let shown = page(&world, &organiser, &again).await;
        assert!(
            shown.contains("Nothing changes") && shown.contains("70 as they were"),
            "{shown}"
        );
        assert!(shown.contains("Who can come stays as it is"), "{shown}");
        let import = newest_import(&world).await;
        let undo = format!("{BASE}/rota-imports/{import}/undo");
        assert_eq!(act(&world, &organiser, &undo, "").await.status, 303);
        let back = page(&world, &resident, &week).await;
        assert!(back.contains("E: Clinical shift, 08:00 to 18:00"), "{back}");
        assert!(!back.contains("N: Clinical shift"), "{back}");
        let twice = act(&world, &organiser, &undo, "").await;
        assert_eq!(twice.status, 409, "{}", twice.body);
    }
}

#[tokio::test]
async fn a_meaning_given_later_reaches_the_days_that_are_stored() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let draft = draft(&world, &organiser, &grid(&[("Dr Number 1", &early)])).await;
        act(&world, &organiser, &format!("{draft}/apply"), "").await;
        let unknown = "SELECT count(*) AS n FROM shifts WHERE source = 'grid' AND kind = 'unknown'";
        assert_eq!(number(&world, unknown).await, 70);
        let codes = format!("{BASE}/sites/{}/codes", world.site);
        let form = "code=E&kind=clinical&start=08%3A00&end=18%3A00&valid_from=2026-08-05&valid_to=\
                    &code=off&kind=off&start=&end=&valid_from=2026-08-05&valid_to=2026-11-30";
        assert_eq!(act(&world, &organiser, &codes, form).await.status, 303);
        // Weekends after November have no meaning yet.
        assert_eq!(number(&world, unknown).await, 12);
        let wrong = "code=E&kind=clinical&start=08%3A00&end=&valid_from=2026-08-05&valid_to=";
        let answer = act(&world, &organiser, &codes, wrong).await;
        assert_eq!(answer.status, 422);
        assert!(
            answer.body.contains("Give both a start and an end"),
            "{}",
            answer.body
        );
        assert_eq!(number(&world, unknown).await, 12, "nothing half changed");
    }
}

#[tokio::test]
async fn a_fact_is_unknown_after_fourteen_days_until_its_doctor_says_that_it_holds() {
    for world in worlds().await {
        let week = format!("{BASE}/my-rota?week=2026-12-07");
        world.installation.clock.advance(14 * 24 * 3600);
        let resident = world.cookie(Role::Resident).await;
        let fresh = page(&world, &resident, &week).await;
        assert!(
            !fresh.contains("Too old to count"),
            "exactly fourteen days are not too old"
        );
        world.installation.clock.advance(3600);
        let resident = world.cookie(Role::Resident).await;
        let old = page(&world, &resident, &week).await;
        assert!(
            old.contains("Too old to count") && old.contains("Not known"),
            "{old}"
        );
        let answer = act(
            &world,
            &resident,
            &format!("{BASE}/my-rota"),
            "week=2026-12-07",
        )
        .await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let said = page(&world, &resident, &week).await;
        assert!(!said.contains("Too old to count"), "{said}");
        assert!(said.contains("You told us today"), "{said}");
    }
}

#[tokio::test]
async fn a_report_does_not_stand_against_the_hospital_but_both_are_shown() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        put(&world, &organiser, &grid(&[("Dr Number 1", &early)])).await;
        let resident = world.cookie(Role::Resident).await;
        let change = format!("{BASE}/my-rota/change");
        // A working day that the doctor calls free, and a free day that the doctor works.
        let form = "week=2026-11-30&2026-12-02=kind%3Aoff&2026-12-05=code%3AE";
        assert_eq!(act(&world, &resident, &change, form).await.status, 303);
        let week = page(
            &world,
            &resident,
            &format!("{BASE}/my-rota?week=2026-11-30"),
        )
        .await;
        assert!(week.contains("You say otherwise: Day off"), "{week}");
        assert!(
            week.contains("The hospital&#39;s rota says otherwise: off: Day off"),
            "{week}"
        );
        let rota = format!("{BASE}/sites/{}/rota?week=2026-11-30", world.site);
        let rota = page(&world, &organiser, &rota).await;
        assert!(rota.contains("2 days are told in two ways"), "{rota}");
    }
}

#[tokio::test]
async fn a_calendar_is_its_doctors_own_and_what_has_no_code_stays_unknown() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        put(&world, &organiser, &grid(&[("Dr Number 2", &early)])).await;
        let address = own_draft(&world).await;
        let resident = world.cookie(Role::Resident).await;
        let shown = page(&world, &resident, &address).await;
        assert!(shown.contains("3 days can be kept"), "{shown}");
        assert!(shown.contains("Dentist and shopping"), "{shown}");
        let other = world.get(&address, Some(&organiser)).await;
        assert_eq!(
            other.status, 404,
            "a calendar is out of reach for an organiser"
        );
        let id = address.rsplit('/').next().unwrap();
        let as_rota = world
            .get(&format!("{BASE}/rota-drafts/{id}"), Some(&organiser))
            .await;
        assert_eq!(as_rota.status, 404, "also by another address");
        assert_eq!(
            act(&world, &resident, &address, "what=keep").await.status,
            303
        );
        let kept = "SELECT count(*) AS n FROM shifts WHERE source = 'calendar'";
        assert_eq!(number(&world, kept).await, 3);
        let unknown = format!("{kept} AND kind = 'unknown'");
        assert_eq!(number(&world, &unknown).await, 2);
        let titled = "SELECT count(*) AS n FROM shifts WHERE code LIKE '%entist%'";
        assert_eq!(
            number(&world, titled).await,
            0,
            "a private title is not kept"
        );
        let undo = format!("{BASE}/my-rota/undo/{}", newest_import(&world).await);
        assert_eq!(act(&world, &resident, &undo, "").await.status, 303);
        assert_eq!(number(&world, kept).await, 0);
    }
}

#[tokio::test]
async fn a_pattern_fills_only_days_of_which_nobody_has_said_anything() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        put(&world, &organiser, &grid(&[("Dr Number 1", &early)])).await;
        let path = format!("{BASE}/sites/{}/rota/pattern", world.site);
        let weeks = "N,N,off,off,off,off,off%0Aoff,off,off,off,off,off,off";
        let form = format!(
            "weeks={weeks}&first=2026-12-14&last=2027-01-10&{}=1",
            world.resident
        );
        let answer = act(&world, &organiser, &path, &form).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let draft = answer.header("location").to_owned();
        assert_eq!(
            act(&world, &organiser, &format!("{draft}/apply"), "")
                .await
                .status,
            303
        );
        let resident = world.cookie(Role::Resident).await;
        let spoken = page(
            &world,
            &resident,
            &format!("{BASE}/my-rota?week=2026-12-14"),
        )
        .await;
        assert!(spoken.contains("From the hospital&#39;s rota"), "{spoken}");
        let silent = page(
            &world,
            &resident,
            &format!("{BASE}/my-rota?week=2026-12-28"),
        )
        .await;
        assert!(silent.contains("From a rotating pattern"), "{silent}");
        assert!(
            silent.contains("N: Clinical shift, 20:30 to 09:00"),
            "{silent}"
        );
        let wrong = format!(
            "weeks=N,N&first=2026-12-14&last=2026-12-01&{}=9",
            world.resident
        );
        let answer = act(&world, &organiser, &path, &wrong).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("a week has seven"), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_rota_says_where_it_breaks_the_rules_of_its_own_hospital_and_what_lies_outside_placements()
 {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        // Two nights and an early shift without the rest between them.
        let harsh = |day: i8| if day < 2 { "N" } else { "E" };
        let draft = draft(&world, &organiser, &grid(&[("Dr Number 1", &harsh)])).await;
        act(&world, &organiser, &format!("{draft}/codes"), CODES).await;
        let shown = page(&world, &organiser, &draft).await;
        assert!(
            shown.contains("W63") && shown.contains("Dr Number 1: "),
            "{shown}"
        );
        assert!(
            shown.contains("Put this rota in place"),
            "a breach is said, not refused"
        );
        let late =
            b"Name,01/03/2027,02/03/2027,03/03/2027\nDr Number 1,E,E,off\nDr Number 2,E,E,off\n";
        let draft = self::draft(&world, &organiser, late).await;
        let shown = page(&world, &organiser, &draft).await;
        assert!(shown.contains("W62"), "{shown}");
    }
}

#[tokio::test]
async fn drafts_and_imports_hold_no_readable_name() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let canary = grid(&[("Dr Wilhelmina Canary", &early), ("Dr Number 1", &early)]);
        let draft = draft(&world, &organiser, &canary).await;
        let names = "label=Dr+Wilhelmina+Canary&resident=none";
        act(&world, &organiser, &format!("{draft}/names"), names).await;
        let db = world.installation.app.db.read();
        let backend = db.get_database_backend();
        let query = "SELECT content, names FROM rota_drafts";
        let row = db
            .query_one_raw(Statement::from_string(backend, query))
            .await
            .unwrap()
            .unwrap();
        for column in ["content", "names"] {
            let bytes: Vec<u8> = row.try_get("", column).unwrap();
            let lies_open = bytes.windows(6).any(|window| window == b"Canary");
            assert!(!lies_open && bytes.len() > 20, "{column} lies open");
        }
        act(&world, &organiser, &format!("{draft}/apply"), "").await;
        let again = self::draft(&world, &organiser, &canary).await;
        let shown = page(&world, &organiser, &again).await;
        assert!(
            shown.contains("value=\"none\" selected"),
            "who a label is was remembered: {shown}"
        );
    }
}

#[tokio::test]
async fn a_hospitals_bar_counts_days_as_the_rules_of_what_stands_do() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let sites = format!("{BASE}/sites");
        let all = page(&world, &organiser, &sites).await;
        assert!(all.contains("Every day until 8 December is known"), "{all}");
        // 7 doctors, 24 November to 8 December; two of them are handed in without a meaning for any code.
        let draft = draft(&world, &organiser, &grid(&[("Dr Number 1", &early)])).await;
        act(&world, &organiser, &format!("{draft}/apply"), "").await;
        let gaps = page(&world, &organiser, &sites).await;
        assert!(
            gaps.contains("71 % of days until 8 December are known, 30 not known"),
            "{gaps}"
        );
        // A doctor's own word fills what is not understood.
        let resident = world.cookie(Role::Resident).await;
        let form = "week=2026-11-30&2026-12-01=kind%3Aoff&2026-12-02=kind%3Aoff&2026-12-03=unknown";
        act(&world, &resident, &format!("{BASE}/my-rota/change"), form).await;
        let filled = page(&world, &organiser, &sites).await;
        assert!(
            filled.contains("73 % of days until 8 December are known, 28 not known"),
            "{filled}"
        );
        world.installation.clock.advance(14 * 24 * 3600 - 3600);
        let organiser = world.cookie(Role::Organiser).await;
        let last = page(&world, &organiser, &sites).await;
        assert!(
            last.contains("71 % of days until 8 December are known, 2 not known"),
            "{last}"
        );
        world.installation.clock.advance(2 * 3600);
        let organiser = world.cookie(Role::Organiser).await;
        let old = page(&world, &organiser, &sites).await;
        assert!(
            old.contains("0 % of days until 8 December are known, 7 too old"),
            "{old}"
        );
    }
}
