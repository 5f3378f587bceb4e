//! What is in a file for the team: what whoever exports may see, valid by the published schema, and nothing else (Q20, Q22, P10, P11).

use std::process::Command;

use analysis::exchange::Wanted;
use formats::refi_qda::{Form, Profile};
use platform::access::Role;

use super::made::{doors, guid};
use super::samples::shared;
use super::*;
use crate::codebook::ANALYST;
use crate::consent::{act, get};
use crate::study_design::member;
use crate::world::worlds;

/// The study as bare XML.
async fn xml(world: &World, role: Role) -> String {
    let wanted = Wanted {
        form: Form::Bare,
        ..Wanted::default()
    };
    String::from_utf8(taken_by(world, role, &wanted).await.0).unwrap()
}

/// What the published schema says of an XML; none where schema or validator are absent.
fn verdict(xml: &str) -> Option<String> {
    let schema = shared().join("refi/Project-mrt2019.xsd");
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "/usr/bin/python3".into());
    let script = "import sys\nfrom lxml import etree\nschema = etree.XMLSchema(etree.parse(sys.argv[1]))\n\
                  print('valid' if schema.validate(etree.parse(sys.argv[2])) else schema.error_log[0].message)";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project.qde");
    std::fs::write(&path, xml).unwrap();
    let asked = Command::new(python)
        .args(["-c", script])
        .arg(schema)
        .arg(path)
        .output();
    match asked {
        Ok(asked) if asked.status.success() => {
            Some(String::from_utf8(asked.stdout).unwrap().trim().to_owned())
        }
        _ => {
            println!("skipped: shared data or a Python with lxml not found");
            None
        }
    }
}

#[tokio::test]
async fn a_study_with_everything_in_it_is_a_project_by_the_published_schema() {
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        member(&world, Role::ResearchLead, ANALYST).await;
        bring(&world, &written(&doors(), "Other 1")).await.unwrap();
        for profile in [Profile::Standard, Profile::Nvivo] {
            let wanted = Wanted {
                profile,
                ..Wanted::default()
            };
            let (_, report) = taken(&world, &wanted).await;
            assert!(report.findings.iter().any(|one| one.rule == "Q20"));
        }
        let xml = xml(&world, Role::ResearchLead).await;
        if let Some(verdict) = verdict(&xml) {
            assert_eq!(verdict, "valid");
        }
        let (bytes, _) = taken(&world, &Wanted::default()).await;
        let project = read(&bytes);
        let top: Vec<&str> = project
            .codes
            .iter()
            .map(|code| code.name.as_str())
            .collect();
        assert_eq!(top, ["Leaving", "Doors", "Themes (Enid)", "Quotes (Enid)"]);
        let themes = &project.codes[2].children;
        let names: Vec<&str> = themes.iter().map(|code| code.name.as_str()).collect();
        assert_eq!(names, ["Waiting", "Holding"]);
        assert!(themes.iter().all(|code| !code.codable));
        let notes = |text: &str| {
            let says = |note: &&formats::refi_qda::model::TextDocument| {
                let content = note.text.as_ref().map(|text| text.content.as_str());
                content.is_some_and(|content| content.contains(text))
            };
            project.notes.iter().filter(says).count()
        };
        assert_eq!(notes("It is not about queues."), 1, "the story of a theme");
        assert_eq!(notes("How is it to wait?"), 1, "a question");
        assert_eq!(notes("Stands under: Waiting > The board"), 2, "quotes");
        let sets: Vec<&str> = project.sets.iter().map(|set| set.name.as_str()).collect();
        assert!(
            sets.contains(&"Research questions (Enid)") && sets.contains(&"Waiting > The board")
        );
        // Taken in again, themes and quotes are offered and are no codes.
        let told = bring(&world, &bytes).await.unwrap();
        assert_eq!(
            (told.documents, told.codes, told.codings),
            (0, 0, 0),
            "{}",
            told.to_text()
        );
        let offered = |what: &str| told.offered.iter().filter(|one| one.what == what).count();
        assert!(offered("theme") >= 3 && offered("question") == 3 && offered("quote") >= 3);
    }
}

#[tokio::test]
async fn p10_p11_neither_a_blind_layer_nor_a_private_word_nor_anybody_withdrawn_is_in_a_file() {
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        let one = member(&world, Role::Researcher, ANALYST).await;
        let two = member(&world, Role::ResearchLead, ANALYST).await;
        let (first, second) = (
            world.cookie(Role::Researcher).await,
            world.cookie(Role::ResearchLead).await,
        );
        let form = "dated=2026-01-01&visibility=private&text=CANARY+of+a+journal";
        let written = act(&world, &second, "/journal", form).await;
        assert_eq!(written.status, 303, "{}", written.body);
        let codes = get(&world, &second, "/codes/list").await;
        let codes: serde_json::Value = serde_json::from_str(&codes).unwrap();
        let code = codes[0]["id"].as_str().unwrap();
        let desk = get(&world, &second, "/documents/K1-interview/coding/now").await;
        let desk: serde_json::Value = serde_json::from_str(&desk).unwrap();
        let revision = desk["revision"].as_i64().unwrap_or(0);
        let form = format!("analyst={}&document=K1-interview", one.id);
        let begun = act(&world, &first, "/blind-passes", &form).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        for (cookie, id, (start, end)) in [(&first, 71, (14, 19)), (&second, 72, (20, 47))] {
            let form = format!(
                "id={}&code={code}&start={start}&end={end}&revision={revision}",
                guid(id)
            );
            let done = act(&world, cookie, "/documents/K1-interview/coding/add", &form).await;
            assert_eq!(done.status, 200, "{}", done.body);
        }
        for (role, own, other) in [
            (Role::Researcher, one.id, two.id),
            (Role::ResearchLead, two.id, one.id),
        ] {
            let xml = xml(&world, role).await;
            assert!(xml.contains(&format!("creatingUser=\"{own}\"")), "{role}");
            assert!(
                !xml.contains(&format!("creatingUser=\"{other}\"")),
                "{role}"
            );
            assert!(!xml.contains("CANARY") && !xml.contains("Quilla"), "{role}");
            assert!(!xml.contains("K3"), "{role}");
        }
    }
}
