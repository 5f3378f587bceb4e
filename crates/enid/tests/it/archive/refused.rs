//! What is not brought in, and that nothing of it stays.

use std::time::Duration;

use analysis::archive::SCHEMA;
use formats::cost::Cost;
use formats::study_archive::Part;

use super::*;

/// The archive with other parts, as somebody would write it who knows how.
fn again(archive: &Archive, parts: Vec<Part>) -> Vec<u8> {
    let manifest = &archive.manifest;
    let named = (
        manifest.study.clone(),
        manifest.schema,
        manifest.program.as_str(),
    );
    written(&Archive::of(named, manifest.left_out.clone(), parts))
}

/// The parts with one of them changed.
fn changed(archive: &Archive, name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts = archive.parts.clone();
    let part = parts.iter_mut().find(|part| part.name == name).unwrap();
    let text = std::str::from_utf8(&part.bytes).unwrap();
    let after = change(text);
    assert_ne!(text, after, "{name} was not changed");
    part.bytes = after.into_bytes();
    again(archive, parts)
}

async fn why(app: &App, bytes: &[u8]) -> String {
    let error = brought(app, bytes).await.unwrap_err();
    assert_eq!(access::scopes(app).await.unwrap().len(), 0, "{error}");
    error.to_string()
}

#[tokio::test]
async fn a_study_that_is_here_already_is_refused_and_stays_as_it_is() {
    for world in coded().await {
        let (app, study) = (&world.installation.app, &world.scopes[2]);
        let first = taken(app, study).await;
        let error = brought(app, &first).await.unwrap_err().to_string();
        assert!(
            error.contains("here already, as \"saltmarsh-study\""),
            "{error}"
        );
        assert!(first == taken(app, study).await);
    }
}

#[tokio::test]
async fn a_short_name_that_is_taken_is_refused_with_what_to_do() {
    let (world, first) = archived().await;
    let study = &world.scopes[2];
    for into in empty().await {
        let tx = into.app.db.write().await.unwrap();
        let kind = platform::access::ScopeKind::Study;
        access::create_scope(&tx, &into.app, kind, &study.slug, "Other", None)
            .await
            .unwrap();
        let event = platform::audit::Event::installation("test", "scope");
        tx.commit(&into.app, event).await.unwrap();
        let error = brought(&into.app, &first).await.unwrap_err().to_string();
        assert!(error.contains("is taken"), "{error}");
        assert_eq!(access::scopes(&into.app).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn what_was_changed_by_somebody_who_can_count_is_found_and_nothing_is_stored() {
    let archive = unpacked(&archived().await.1);
    for into in empty().await {
        let app = &into.app;
        let phase = changed(&archive, "events.jsonl", |text| {
            text.replacen("\"kind\":\"import\"", "\"kind\":\"imqort\"", 1)
        });
        let said = why(app, &phase).await;
        assert!(
            said.contains("trail in the archive does not hold: event"),
            "{said}"
        );
        let words = changed(&archive, "state/trail_texts.jsonl", |text| {
            text.replacen("\"text\":\"", "\"text\":\"X", 1)
        });
        let said = why(app, &words).await;
        assert!(said.contains("words of event"), "{said}");
        let short = changed(&archive, "events.jsonl", |text| {
            let last = text.trim_end().rfind('\n').unwrap();
            text[..=last].to_owned()
        });
        let said = why(app, &short).await;
        assert!(said.contains("the trail ends at event"), "{said}");
        let stray = changed(&archive, "state/turns.jsonl", |text| {
            text.replacen(
                "{\"document\":\"",
                "{\"document\":\"00000000-0000-0000-0000-00000000000",
                1,
            )
        });
        let said = why(app, &stray).await;
        assert!(said.contains("state/turns.jsonl: line 1"), "{said}");
        let orphan = changed(&archive, "state/turns.jsonl", |text| {
            let (first, rest) = text.split_once('\n').unwrap();
            let id = &first["{\"document\":\"".len()..][..36];
            format!(
                "{}\n{rest}",
                first.replace(id, "00000000-0000-0000-0000-000000000001")
            )
        });
        let said = why(app, &orphan).await;
        assert!(
            said.contains("belongs to one that the archive does not hold"),
            "{said}"
        );
        let state = changed(&archive, "state/themes.jsonl", |text| {
            text.replacen("\"status\":\"", "\"status\":\"un", 1)
        });
        let said = why(app, &state).await;
        assert!(said.contains("A row of themes has no place here"), "{said}");
        let layer = archive
            .parts
            .iter()
            .find(|part| part.name.starts_with("layers/"));
        let text = changed(&archive, &layer.unwrap().name, |text| format!("{text}!"));
        let said = why(app, &text).await;
        assert!(
            said.contains("it is not the text that the rows have"),
            "{said}"
        );
        let mut fewer = archive.parts.clone();
        fewer.pop();
        let said = why(app, &again(&archive, fewer)).await;
        assert!(said.contains("it is missing"), "{said}");
        let mut more = archive.parts.clone();
        more.push(Part {
            name: "layers/00000000-0000-0000-0000-000000000001.txt".to_owned(),
            bytes: b"words".to_vec(),
        });
        let said = why(app, &again(&archive, more)).await;
        assert!(said.contains("it is the text of no document"), "{said}");
        for (cost, named) in [
            (
                Cost {
                    time: Duration::ZERO,
                    ..Cost::default()
                },
                "takes longer than",
            ),
            (
                Cost {
                    memory: 10_000,
                    ..Cost::default()
                },
                "MiB of memory",
            ),
        ] {
            let limits = Limits {
                cost,
                ..Limits::default()
            };
            let said = check(&written(&archive), &limits).unwrap_err().to_string();
            assert!(said.contains(named), "{said}");
        }
        // And as it was it is taken.
        brought(app, &written(&archive)).await.unwrap();
    }
}

#[tokio::test]
async fn an_archive_of_another_version_is_refused_with_the_program_that_takes_it() {
    let archive = unpacked(&archived().await.1);
    let into = empty().await.remove(0);
    for (schema, said) in [
        (
            SCHEMA + 1,
            "in a newer form (2; this Enid has 1). Bring it in with that Enid",
        ),
        (
            SCHEMA - 1,
            "in an older form (0; this Enid has 1). Bring it in with that Enid, let this one migrate",
        ),
    ] {
        let named = (archive.manifest.study.clone(), schema, "Enid 7.7");
        let other = Archive::of(named, Vec::new(), archive.parts.clone());
        let error = why(&into.app, &written(&other)).await;
        assert!(error.contains("Enid 7.7 wrote this archive"), "{error}");
        assert!(error.contains(said), "{error}");
    }
}

#[tokio::test]
async fn no_part_of_any_bytes_stops_the_program() {
    let archive = unpacked(&archived().await.1);
    let into = empty().await.remove(0);
    for (at, part) in archive.parts.iter().enumerate() {
        for bytes in [
            b"\xff\xfe".to_vec(),
            b"[]\n".to_vec(),
            b"{}\n".to_vec(),
            b"\n\n".to_vec(),
        ] {
            let mut parts = archive.parts.clone();
            parts[at].bytes = bytes;
            let said = why(&into.app, &again(&archive, parts)).await;
            assert!(said.contains(&part.name), "{said}");
        }
    }
}
