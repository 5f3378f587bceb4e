//! Names are ciphertext in the database (trust 1.1).

use std::path::{Path, PathBuf};

use platform::access::{self, Role};

use crate::world::worlds;

#[tokio::test]
async fn a_thief_of_the_database_file_reads_no_name_and_no_address() {
    let folder = tempfile::tempdir().unwrap();
    let settings = enid::settings::Settings {
        listen: "127.0.0.1:1".into(),
        data: folder.path().join("enid-data"),
        objects: None,
        database_url: None,
        database_password_file: None,
        base_url: None,
        mail: enid::settings::MailSettings::default(),
        retention: enid::settings::RetentionSettings::default(),
    };
    let app = enid::start::open(&settings, false).await.unwrap();
    let tx = app.db.write().await.unwrap();
    let new = access::NewAccount {
        name: "Dr Wilhelmina Canary",
        email: "canary@example.org",
    };
    let account = access::create(&tx, &app, new).await.unwrap();
    tx.commit(
        &app,
        platform::audit::Event::installation("test", account.to_string()),
    )
    .await
    .unwrap();
    app.db.close().await.unwrap();
    for file in files_below(&settings.data) {
        let bytes = std::fs::read(file).unwrap();
        for canary in [b"Canary".as_slice(), b"canary@"] {
            let found = bytes.windows(canary.len()).any(|window| window == canary);
            assert!(!found, "a canary lies open");
        }
    }
    assert!(!settings.key_file().starts_with(&settings.data));
    std::fs::remove_file(settings.key_file()).unwrap();
    let error = enid::start::open(&settings, false).await.err().unwrap();
    assert!(error.to_string().contains("only it can open"), "{error}");
    assert!(
        !settings.key_file().exists(),
        "a lost key is never replaced silently"
    );
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(files_below(&path)),
            false => files.push(path),
        }
    }
    files
}

#[tokio::test]
async fn names_open_for_the_program_on_both_databases() {
    for world in worlds().await {
        let name = access::name_of(&world.installation.app, world.account(Role::Auditor))
            .await
            .unwrap();
        assert_eq!(name, "Dr auditor of Saltmarsh");
    }
}

#[tokio::test]
async fn roles_that_stand_apart_cannot_meet_in_one_account() {
    for world in worlds().await {
        let app = &world.installation.app;
        for (holder, new, scope) in [
            (Role::Administrator, Role::Researcher, 2),
            (Role::ResearchLead, Role::Administrator, 0),
            (Role::Organiser, Role::Researcher, 2),
            (Role::Researcher, Role::Facilitator, 1),
        ] {
            let tx = app.db.write().await.unwrap();
            let grant = access::NewGrant {
                account: world.account(holder),
                role: new,
                subject: None,
            };
            let refused = access::grant(&tx, app, &world.scopes[scope], grant).await;
            assert!(refused.is_err(), "{holder} became {new}");
        }
    }
}
