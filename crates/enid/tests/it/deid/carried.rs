//! What of a study is sealed travels in a file that the key of its maps alone opens (REFI-QDA notes, Q25).

use std::io::Cursor;

use analysis::archive::{bring_in, check, take};
use enid::routes;
use enid::schema::MIGRATIONS;
use formats::study_archive::{Limits, write};
use platform::App;
use platform::access::{self, NewAccount, NewGrant, Scope, ScopeKind};
use platform::audit::{Event, INSTALLATION};
use platform::testing::installations;

use super::*;
use crate::release::count;
use crate::retention::dump;

const WORDS: &str = "five quiet words on paper";
const PHRASE: &str = "new=five+quiet+words+on+paper&again=five+quiet+words+on+paper";

/// Towns with a contact, a map and a list of names, the passphrase of the maps set.
async fn kept() -> Vec<World> {
    let worlds = crate::consent::worded("rule=always").await;
    for world in &worlds {
        transcript(world).await;
        crate::consent::invited(world, "K1").await;
        accept_all(world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let names = "term=Old+Curlewberry+Lodge&category=place&kind=&participant=";
        let added = act(world, &lead, "/names", names).await;
        assert_eq!(added.status, 303, "{}", added.body);
        assert_eq!(act(world, &lead, "/map-key", PHRASE).await.status, 200);
    }
    worlds
}

/// Elsewhere on each database: nothing but somebody who will lead the study. The towns are built alike, down to the identifiers of
/// their studies, so that none of them is elsewhere for another.
async fn elsewhere() -> Vec<World> {
    let mut list = Vec::new();
    for installation in installations(MIGRATIONS).await {
        let app = &installation.app;
        let tx = app.db.write().await.unwrap();
        let (kind, slug) = (ScopeKind::Installation, INSTALLATION);
        let scope = access::create_scope(&tx, app, kind, slug, slug, None).await;
        let new = NewAccount {
            name: "Dr lead of Elsewhere",
            email: "lead@example.org",
        };
        let lead = access::create(&tx, app, new).await.unwrap();
        tx.commit(app, Event::installation("test", "elsewhere"))
            .await
            .unwrap();
        list.push(World {
            router: routes::router(app.clone()),
            scopes: vec![scope.unwrap()],
            people: vec![(Role::ResearchLead, lead)],
            resident: Uuid::nil(),
            site: Uuid::nil(),
            installation,
        });
    }
    list
}

/// The study of one town elsewhere, from its archive, with its research lead.
async fn brought(from: &World, into: &World) -> Scope {
    let app = &from.installation.app;
    let archive = take(app, &from.scopes[2]).await.unwrap();
    let bytes = write(Cursor::new(Vec::new()), &archive)
        .unwrap()
        .into_inner();
    let checked = check(&bytes, &Limits::default()).unwrap();
    let app = &into.installation.app;
    let here = bring_in(app, &checked, (Some("another"), None)).await;
    let here = here.unwrap().study;
    let tx = app.db.write().await.unwrap();
    let grant = NewGrant {
        account: into.account(Role::ResearchLead),
        role: Role::ResearchLead,
        subject: None,
    };
    access::grant(&tx, app, &here, grant).await.unwrap();
    tx.commit(app, there()).await.unwrap();
    here
}

fn there() -> Event {
    Event::installation("test", "elsewhere")
}

async fn told(app: &App, words: &[&str]) -> Result<String, String> {
    let told = enid::cli::told(app, words).await;
    told.map_err(|error| error.to_string())
}

#[tokio::test]
async fn q25_the_sealed_file_opens_with_the_passphrase_alone_and_brings_contacts_maps_and_names_back()
 {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let right = file("right.txt", &format!("{WORDS}\n"));
    let wrong = file("wrong.txt", "five quiet words on papyrus\n");
    let out = folder.path().join("study.sealed");
    let out = out.to_str().unwrap();
    for (from, into) in kept().await.into_iter().zip(elsewhere().await) {
        let app = &from.installation.app;
        let slug = from.scopes[2].slug.as_str();
        let export = |with: &str| {
            let words = [
                "study",
                "export-sealed",
                slug,
                "--out",
                out,
                "--passphrase-file",
            ];
            [&words[..], &[with]]
                .concat()
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>()
        };
        let run = async |words: Vec<String>| {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            told(app, &words).await
        };
        let said = run(export(&wrong)).await.unwrap_err();
        assert!(said.contains("not the passphrase"), "{said}");
        assert!(!std::path::Path::new(out).exists());
        let said = run(export(&right)).await.unwrap();
        assert!(said.contains("contacts 1, "), "{said}");
        assert!(said.contains("names 1"), "{said}");
        let taken = "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'study.sealed'";
        assert_eq!(count(&from, taken).await, 1);
        let opened = "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'map.open'";
        assert_eq!(count(&from, opened).await, 0);
        let bytes = String::from_utf8_lossy(&std::fs::read(out).unwrap()).into_owned();
        for word in ORIGINALS.iter().chain(&["canary", "Curlewberry"]) {
            assert!(!bytes.contains(word), "{word}");
        }

        // The archive alone brings none of it.
        let here = brought(&from, &into).await;
        let words = ["Quilla Canary", "Curlewberry"];
        assert_eq!(dump::holding(&into, &words).await, Vec::<String>::new());
        let app = &into.installation.app;
        let import = async |with: &str| {
            let words = [
                "study",
                "import-sealed",
                &here.slug,
                out,
                "--passphrase-file",
                with,
            ];
            told(app, &words).await
        };
        let said = import(&wrong).await.unwrap_err();
        assert!(said.contains("not the passphrase"), "{said}");
        let said = import(&right).await.unwrap();
        assert!(said.contains("contacts 1, "), "{said}");
        let held = dump::holding(&into, &words).await;
        assert_eq!(held, ["listed_terms.term", "participant_contacts.contact"]);
        let said = import(&right).await.unwrap_err();
        assert!(said.contains("of its own"), "twice: {said}");

        // The research lead there opens the map with the same passphrase.
        let lead = into.cookie(Role::ResearchLead).await;
        let csrf = into.csrf(&lead).await;
        let form = format!(
            "csrf={csrf}&cause=check&reason=Whether+it+came+along&passphrase=five+quiet+words+on+paper"
        );
        let map = into
            .post("/studies/another/documents/T1/map", Some(&lead), &form)
            .await;
        assert_eq!(map.status, 200, "{}", map.body);
        for word in ORIGINALS {
            assert!(map.body.contains(word), "{word}: {}", map.body);
        }
        std::fs::remove_file(out).unwrap();
    }
}

#[tokio::test]
async fn q25_a_sealed_file_that_was_changed_or_is_of_another_study_is_refused_and_stores_nothing() {
    use platform::keys::Zeroizing;
    use study::transcripts::replacements::{Typed, carried};
    let typed = || Typed {
        passphrase: Zeroizing::new(WORDS.to_owned()),
        ..Typed::default()
    };
    for (from, into) in kept().await.into_iter().zip(elsewhere().await) {
        let app = &from.installation.app;
        let study = from.scopes[2].id;
        let taken = carried::take(app, study, &typed(), (event(&from), event(&from))).await;
        let (bytes, _) = taken.unwrap();
        let here = brought(&from, &into).await;
        let app = &into.installation.app;
        let why = async |study: Uuid, bytes: &[u8]| {
            let brought = carried::bring_in(app, study, (bytes, &typed()), there()).await;
            brought.unwrap_err().to_string()
        };
        let said = why(into.scopes[0].id, &bytes).await;
        assert!(said.contains("of another study"), "{said}");
        let line = bytes.iter().position(|byte| *byte == b'\n').unwrap();
        for at in [line + 1, line + 40, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let said = why(here.id, &changed).await;
            assert!(said.contains("changed or damaged"), "{at}: {said}");
        }
        for bytes in [
            &b"PK\x03\x04"[..],
            b"",
            b"{\"enid_sealed\":1}\n",
            &bytes[..line],
        ] {
            let said = why(here.id, bytes).await;
            assert!(said.contains("no file of what is sealed"), "{said}");
        }
        // Of whoever has withdrawn since nothing comes back.
        let people = study::participants::all(app.db.read(), here.id)
            .await
            .unwrap();
        let first = people
            .iter()
            .find(|one| one.participant.participant == "K1");
        let whole = (study::consent::Scope::Whole, true);
        analysis::withdrawal::apply(app, here.id, first.unwrap().id, whole, there())
            .await
            .unwrap();
        carried::bring_in(app, here.id, (&bytes, &typed()), there())
            .await
            .unwrap();
        let held = dump::holding(&into, &["Quilla", "Lapwing"]).await;
        assert_eq!(held, Vec::<String>::new());
    }
}
