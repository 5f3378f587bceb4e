//! Two real servers on one database, killed in the middle of their letters (trust F-15).

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use enid::settings::{MailSettings, RetentionSettings, Settings};
use enid::start;
use platform::access::{self, NewAccount};
use platform::storage::Db;

use super::catcher::{Catcher, message_id};
use super::*;

const LETTERS: i64 = 120;
const KILLS: usize = 8;

/// A server with its own process, killed with the test.
struct Server(Child);

impl Server {
    fn start(data: &Path, database: Option<&str>, port: u16) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enid"));
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env("ENID_SMTP_HOST", "127.0.0.1")
            .env("ENID_SMTP_PORT", port.to_string())
            .env("ENID_MAIL_FROM", "Enid <enid@example.org>")
            .env("ENID_MAIL_TLS", "none")
            .env("ENID_BASE_URL", "https://enid.example")
            .env("ENID_LOG", "error")
            .env_remove("DATABASE_URL")
            .stdout(Stdio::null());
        if let Some(url) = database {
            command.env("DATABASE_URL", url);
        }
        Self(command.spawn().unwrap())
    }

    /// SIGKILL: nothing is ended, nothing is said.
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_killed_at_any_moment_lose_no_letter_and_note_each_once() {
    survive(None).await;
    match std::env::var(platform::testing::POSTGRES) {
        Ok(server) => survive(Some(&fresh(&server).await)).await,
        Err(_) => eprintln!("skipped: the PostgreSQL half"),
    }
}

/// The address of a new database.
async fn fresh(server: &str) -> String {
    let admin = Db::open_postgres(&format!("{server}/postgres"), None)
        .await
        .unwrap();
    let name = format!("enid_kills_{}", std::process::id());
    let make = format!("CREATE DATABASE {name}");
    admin.read().execute_unprepared(&make).await.unwrap();
    format!("{server}/{name}")
}

async fn survive(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        listen: String::new(),
        data: folder.path().join("enid-data"),
        objects: None,
        database_url: database.map(str::to_owned),
        database_password_file: None,
        base_url: Some("https://enid.example".into()),
        mail: MailSettings::default(),
        retention: RetentionSettings::default(),
    };
    let app = &start::open(&settings, false).await.unwrap();
    ask(app).await;
    let (catcher, mut steps) = Catcher::open().await;
    let start = || Server::start(&settings.data, database, catcher.port);
    let mut servers = [start(), start()];
    let mut draw = Draw(7);
    for _ in 0..KILLS {
        for _ in 0..5 + draw.below(50) {
            let step = tokio::time::timeout(Duration::from_secs(20), steps.recv()).await;
            step.expect("letters leave until the kills are done")
                .unwrap();
        }
        let victim = usize::try_from(draw.below(2)).unwrap();
        servers[victim].kill();
        servers[victim] = start();
    }
    for server in &mut servers {
        server.kill();
    }
    // What the dead had claimed comes free after a minute; here at once.
    end_leases(app).await;
    let _last = start();
    let drained = async {
        while number(app, &format!("{OPEN} AND kind = 'sign-in.letter'")).await > 0 {
            // After the last letter nothing more is told, but it is not noted yet.
            let _ = tokio::time::timeout(Duration::from_millis(100), steps.recv()).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), drained)
        .await
        .expect("the letters that are left leave");
    check(app, &catcher).await;
}

/// Asks for letters to one account.
async fn ask(app: &App) {
    let tx = app.db.write().await.unwrap();
    let new = NewAccount {
        name: "Dr Pat Example",
        email: "pat@example.org",
    };
    let account = access::create(&tx, app, new).await.unwrap();
    for number in 1..=LETTERS {
        let job = NewJob {
            kind: "sign-in.letter",
            key: format!("kills:{number}"),
            payload: json!({ "account": account, "next": "/", "asked_at": app.now().0 }),
            run_at: app.now(),
        };
        jobs::enqueue(&tx, app, job).await.unwrap();
    }
    tx.commit(app, Event::installation("test", "kills"))
        .await
        .unwrap();
}

async fn check(app: &App, catcher: &Catcher) {
    let letters = usize::try_from(LETTERS).unwrap();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for message in catcher.taken() {
        *by_id.entry(message_id(&message).to_owned()).or_default() += 1;
    }
    assert_eq!(by_id.len(), letters, "letters are missing");
    let again: usize = by_id.values().map(|count| count - 1).sum();
    assert!(again <= KILLS + 2, "{again} came again after {KILLS} kills");
    let noted = "SELECT count(*) AS n FROM audit_events WHERE action = 'sign-in.letter'";
    assert_eq!(number(app, noted).await, LETTERS);
    let distinct =
        "SELECT count(DISTINCT subject) AS n FROM audit_events WHERE action = 'sign-in.letter'";
    assert_eq!(number(app, distinct).await, LETTERS);
    let record = platform::audit::verify(app.db.read()).await.unwrap();
    assert_eq!(record.breaks, Vec::<String>::new());
}
