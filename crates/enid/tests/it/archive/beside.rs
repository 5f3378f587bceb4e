//! What another Enid wrote of the same form and this one does not know comes along, and is written again (Q26).

use analysis::archive::EXTRAS;
use formats::study_archive::{Beside, Part};
use platform::audit::Event;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::json;
use study::consent::Scope as Withdrawing;
use study::participants;

use super::*;

/// The archive as a program might write it that knows more: a field of a row, of the manifest, of the study and of an entry, and
/// entries of its own.
fn with_more(archive: &Archive) -> Archive {
    let mut parts = archive.parts.clone();
    let codes = parts
        .iter_mut()
        .find(|part| part.name == "state/codes.jsonl")
        .unwrap();
    let text = std::str::from_utf8(&codes.bytes).unwrap();
    let text = text.replacen("{\"colour\"", "{\"aside\":{\"a\":[1,\"🚪\"]},\"colour\"", 1);
    codes.bytes = text.into_bytes();
    for (name, bytes) in [("maps/a.bin", &b"\0\xff"[..]), ("state/zebras.jsonl", b"")] {
        parts.push(Part {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        });
    }
    let manifest = &archive.manifest;
    let named = (
        manifest.study.clone(),
        manifest.schema,
        manifest.program.as_str(),
    );
    let mut more = Archive::of(named, manifest.left_out.clone(), parts);
    let beside = |name: &str| Beside::from([(name.to_owned(), json!({"b": [true, "x"]}))]);
    more.manifest.beside = beside("colours");
    more.manifest.study.beside = beside("language");
    more.manifest.files[3].beside = beside("media_type");
    more
}

async fn kept(app: &App) -> i64 {
    let db = app.db.read();
    let sql = format!("SELECT COUNT(*) AS counted FROM {EXTRAS}");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "counted").unwrap()
}

#[tokio::test]
async fn q26_what_is_not_known_is_kept_and_written_back_to_the_last_byte() {
    let plain = unpacked(&archived().await.1);
    let more = with_more(&plain);
    let first = written(&more);
    for into in empty().await {
        let checked = check(&first, &Limits::default()).unwrap();
        assert_eq!(checked.unknown(), 6);
        let here = brought(&into.app, &first).await.unwrap();
        assert_eq!(kept(&into.app).await, 6, "{}", into.on);
        let second = taken(&into.app, &here.study).await;
        assert_eq!(unpacked(&second), more, "{}", into.on);
        assert!(first == second, "other bytes on {}", into.on);
    }
}

#[tokio::test]
async fn p6_what_is_not_known_goes_with_the_first_whose_words_are_taken_out() {
    let plain = unpacked(&archived().await.1);
    let first = written(&with_more(&plain));
    for into in empty().await {
        let app = &into.app;
        let here = brought(app, &first).await.unwrap().study;
        let people = participants::all(app.db.read(), here.id).await.unwrap();
        let event = Event::installation("test", "withdrawn");
        let whole = (Withdrawing::Whole, true);
        analysis::withdrawal::apply(app, here.id, people[0].id, whole, event)
            .await
            .unwrap();
        assert_eq!(kept(app).await, 0, "{}", into.on);
        let names = unpacked(&taken(app, &here).await).parts;
        assert!(names.iter().all(|part| part.name != "maps/a.bin"));
    }
}
