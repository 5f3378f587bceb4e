//! A database of PostgreSQL for one test. It is dropped with the test: hundreds of them fill a disk.

use std::sync::OnceLock;
use std::sync::mpsc::{self, Sender};

use sea_orm::ConnectionTrait;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::storage::Db;

/// Dropped on the server when the value is dropped.
pub(super) struct OwnDatabase {
    server: String,
    name: String,
}

impl OwnDatabase {
    /// A copy of `template` on the server.
    pub async fn made(server: &str, template: &str) -> Self {
        let admin = Db::open_postgres(&format!("{server}/postgres"), None)
            .await
            .expect("the test server answers");
        let mut random = [0u8; 8];
        getrandom::fill(&mut random).expect("the operating system has random bytes");
        let random: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let name = format!("enid_{random}");
        admin
            .read()
            .execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
            .await
            .expect("the test user may make databases");
        Self {
            server: server.to_owned(),
            name,
        }
    }

    /// A copy of it, on the same server.
    pub async fn copy(&self) -> Self {
        Self::made(&self.server, &self.name).await
    }

    pub fn address(&self) -> String {
        format!("{}/{}", self.server, self.name)
    }

    pub async fn open(&self) -> Db {
        Db::open_postgres(&self.address(), None)
            .await
            .expect("the new database answers")
    }
}

impl Drop for OwnDatabase {
    fn drop(&mut self) {
        let (server, name) = (std::mem::take(&mut self.server), &self.name);
        let drop = format!("DROP DATABASE {name} WITH (FORCE)");
        // Nobody waits for it; where its thread has ended, the database goes with the server.
        let _ = dropping().send((server, drop));
    }
}

/// Takes servers and what to run there, in a thread and a runtime of its own: a test may be over at any moment.
fn dropping() -> &'static Sender<(String, String)> {
    static DROPPING: OnceLock<Sender<(String, String)>> = OnceLock::new();
    DROPPING.get_or_init(|| {
        let (sender, asked) = mpsc::channel::<(String, String)>();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime can be made");
            for (server, statement) in asked {
                if let Err(error) = runtime.block_on(run(&server, statement)) {
                    eprintln!("a database of a test stays until its server ends: {error}");
                }
            }
        });
        sender
    })
}

async fn run(server: &str, statement: String) -> std::result::Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(&format!("{server}/postgres")).await?;
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}
