//! All files of all releases laid side by side (study P3, P14).

use std::collections::BTreeSet;
use std::io::Cursor;

use formats::manuscript;
use formats::refi_qda::model::Project;
use formats::refi_qda::{Limits, read_whole};

use super::*;

/// What a file says, whatever its format.
fn words(name: &str, bytes: &[u8]) -> String {
    let ending = name.rsplit_once('.').unwrap().1;
    match ending {
        "docx" | "pdf" => {
            let read = manuscript::read(name, bytes).unwrap();
            let blocks = read.blocks.into_iter().map(|block| block.text);
            blocks.collect::<Vec<_>>().join("\n")
        }
        "qdpx" => format!("{:?}", project(bytes)),
        // The packed formats hold the cells of the CSV beside them; their names of parts stand as they are.
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn project(bytes: &[u8]) -> Project {
    read_whole(Cursor::new(bytes), &Limits::default())
        .unwrap()
        .project
}

#[tokio::test]
async fn p3_p14_no_file_of_any_release_has_a_name_an_order_a_time_or_an_identifier_of_the_study_or_of_another()
 {
    let everything = format!(
        "{COARSE}&map=yes&guides=yes&project=yes&matrix=yes&codebook=yes&checklists=yes&methods=yes&pdf=yes"
    );
    for (world, lead) in towns().await {
        everybody_agrees(&world).await;
        let form = "seen=0&stands=answered&words=We+met+them+at+the+door.&place=";
        let answered = act(&world, &lead, "/checklists/coreq/30", form).await;
        assert_eq!(answered.status, 303, "{}", answered.body);
        for _ in 0..2 {
            released(&world, &lead, &everything).await;
        }
        let files = kept(&world).await;
        let names: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(files.len(), names.len() * 2, "{names:?}");
        for name in [
            "project.qdpx",
            "thematic-map.svg",
            "thematic-map.pdf",
            "participants.pdf",
            "table2.pdf",
            "question-theme-matrix.csv",
            "codebook.docx",
            "codebook.html",
            "codebook.csv",
            "codebook.pdf",
            "checklist-coreq.docx",
            "checklist-coreq.html",
            "methods.docx",
            "methods.html",
        ] {
            assert!(names.contains(name), "{name}: {names:?}");
        }
        assert!(!names.contains("methods.pdf"), "{names:?}");
        let mut canaries: Vec<String> = [
            // Handles of participants, documents, analysts and who wrote; names; the day of an interview and its clock.
            "K1",
            "K2",
            "K4",
            "note-1",
            "PR1",
            "coder-1",
            "Canary",
            "CANARY",
            "Dr research lead",
            "9 March",
            "2031-03-09",
            "51 minutes",
            "62 min",
            "/tmp",
            "enid-data",
            "I left late",
        ]
        .map(str::to_owned)
        .into();
        canaries.push(world.scopes[2].id.to_string());
        for handle in ["K1", "K2"] {
            canaries.push(crate::consent::participant(&world, handle).await);
        }
        let of = |wanted: &str| -> Vec<String> {
            let files = files.iter().filter(|(name, _)| name == wanted);
            files.map(|(name, bytes)| words(name, bytes)).collect()
        };
        // Labels of people are of one table of one release.
        let labels = |table: &str| -> Vec<String> {
            let rows = table.lines().skip(1);
            rows.map(|row| row.split(',').nth(1).unwrap().to_owned())
                .collect()
        };
        let tables = of("participants.csv");
        let (one, other) = (labels(&tables[0]), labels(&tables[1]));
        assert_eq!((one.len(), other.len()), (3, 3));
        assert!(
            one.iter().all(|label| !other.contains(label)),
            "{one:?} {other:?}"
        );
        for (name, bytes) in &files {
            let mut words = words(name, bytes);
            if name.starts_with("participants") {
                // A label is drawn, and any two letters can stand in it.
                for label in one.iter().chain(&other) {
                    words = words.replace(label.as_str(), "");
                }
            }
            for canary in &canaries {
                // Two letters stand in what is packed by chance.
                let is_packed = [".xlsx", ".png"]
                    .iter()
                    .any(|ending| name.ends_with(ending));
                assert!(
                    is_packed || !words.contains(canary.as_str()),
                    "{canary} in {name}: {words}"
                );
            }
        }
        for (name, bytes) in files
            .iter()
            .filter(|(name, _)| !name.starts_with("participants"))
        {
            let words = words(name, bytes);
            for label in one.iter().chain(&other) {
                let is_packed = name.ends_with("xlsx");
                assert!(
                    is_packed || !words.contains(label.as_str()),
                    "{label} in {name}"
                );
            }
        }
        // Identifiers of projects are of one release.
        let projects = files.iter().filter(|(name, _)| name == "project.qdpx");
        let guids: Vec<BTreeSet<Uuid>> = projects
            .map(|(_, bytes)| {
                let project = project(bytes);
                let sources = project.sources.iter().map(|source| source.about().guid);
                sources
                    .chain(project.users.iter().map(|user| user.guid))
                    .collect()
            })
            .collect();
        assert_eq!(guids[0].len(), guids[1].len());
        assert!(guids[0].is_disjoint(&guids[1]));
        assert!(!guids[0].is_empty());
    }
}

#[tokio::test]
async fn a_text_is_in_a_project_only_where_its_speaker_lets_it_be_kept_for_others() {
    for (world, lead) in towns().await {
        let end = prepared(&world, &lead).await;
        choose(&world, &lead, (&end, "project=yes")).await;
        let page = get(&world, &lead, &end).await;
        assert!(
            page.contains("Nobody has agreed here that their text is kept"),
            "{page}"
        );
        everybody_agrees(&world).await;
        let person: Uuid = crate::consent::participant(&world, "K1")
            .await
            .parse()
            .unwrap();
        let (app, study) = (&world.installation.app, world.scopes[2].id);
        world.installation.clock.advance(1);
        let tx = app.db.write().await.unwrap();
        let uses = [Use::Record, Use::Analyse, Use::Quote];
        consent::sign(&tx, app, study, (person, Uuid::from_u128(77)), &uses)
            .await
            .unwrap();
        let signed = platform::audit::Event::installation("test", "consent");
        tx.commit(app, signed).await.unwrap();
        let page = get(&world, &lead, &end).await;
        assert!(page.contains("One text is in it"), "{page}");
        assert_eq!(approve(&world, &lead, &end).await.status, 303);
        let files = kept(&world).await;
        let text = words(&files[0].0, &files[0].1);
        assert!(text.contains("I went by the side door"), "{text}");
        assert!(!text.contains("the rota that says no"), "{text}");
    }
}
