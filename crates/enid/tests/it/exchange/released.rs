//! A release leads back to nobody (Q23): canaries in everything that it is not to carry. It comes out of an approved release and from
//! nowhere else (trust PRI-2).

use analysis::exchange::Wanted;
use platform::access::Role;
use platform::audit;
use sea_orm::ConnectionTrait as _;

use super::made::{doors, guid};
use super::*;
use crate::codebook::ANALYST;
use crate::output_release::{everybody_agrees, kept, released};
use crate::study_design::member;
use crate::world::worlds;

/// A town with a study of three texts whose speakers let them be kept, and the cookie of its research lead.
async fn towns() -> Vec<(World, String)> {
    let mut towns = Vec::new();
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        member(&world, Role::ResearchLead, ANALYST).await;
        bring(&world, &written(&doors(), "Other 1")).await.unwrap();
        everybody_agrees(&world).await;
        // What was brought in has nobody who speaks in it.
        let app = &world.installation.app;
        let tx = app.db.write().await.unwrap();
        let sql = "UPDATE documents SET participant = (SELECT participant FROM documents WHERE handle = 'K2') WHERE handle = 'D1'";
        tx.connection().execute_unprepared(sql).await.unwrap();
        let spoken = audit::Event::installation("test", "spoken");
        tx.commit(app, spoken).await.unwrap();
        let lead = world.cookie(Role::ResearchLead).await;
        towns.push((world, lead));
    }
    towns
}

/// The one file of each release that has a project alone.
async fn projects(world: &World) -> Vec<Vec<u8>> {
    let kept = kept(world).await.into_iter();
    kept.map(|(_, bytes)| bytes).collect()
}

#[tokio::test]
async fn q23_a_release_has_no_guid_no_time_no_handle_and_no_order_of_the_study() {
    for (world, lead) in towns().await {
        let team = read(&taken(&world, &Wanted::default()).await.0);
        for _ in 0..2 {
            released(&world, &lead, "project=yes").await;
        }
        let [one, other]: [Vec<u8>; 2] = projects(&world).await.try_into().unwrap();
        // What is read of it with its texts, and the archive, whose names of files stand in it as they are.
        let archive = String::from_utf8_lossy(&one).into_owned();
        let (one, other) = (read(&one), read(&other));
        let text = format!("{one:?}");
        for canary in [
            // Handles of analysts, participants and documents; the study; who wrote; what was noted.
            "coder-1",
            "coder-2",
            "R1",
            "K1",
            "K2",
            "note-1",
            "PR1",
            "Saltmarsh",
            "saltmarsh",
            "Canary",
            "It opens there",
            "I left late",
            "D1",
            // Times, but for their month.
            "2031-02-27",
            "23:06",
        ] {
            assert!(!text.contains(canary), "{canary}: {text}");
            // Two letters stand in what is packed by chance.
            let is_long = canary.len() > 3;
            assert!(!(is_long && archive.contains(canary)), "{canary}");
        }
        for words in [
            "2031-02-01T00:00:00Z",
            "Analyst A",
            "Analyst B",
            "Document 1",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        let mut guids = vec![guid(10), guid(11), guid(20), guid(40), world.scopes[2].id];
        guids.extend(team.sources.iter().map(|source| source.about().guid));
        guids.extend(team.users.iter().map(|user| user.guid));
        guids.extend(team.sets.iter().map(|set| set.guid));
        for guid in guids {
            let guid = guid.to_string();
            assert!(!text.contains(&guid) && !archive.contains(&guid), "{guid}");
        }
        // Each release has GUIDs of its own, and texts in an order that follows from these alone.
        let files = |project: &Project| -> Vec<uuid::Uuid> {
            let sources = project.sources.iter();
            sources.map(|source| source.about().guid).collect()
        };
        assert!(files(&one).iter().all(|guid| !files(&other).contains(guid)));
        assert!(files(&one).is_sorted() && files(&other).is_sorted());
        assert_eq!(files(&one).len(), 3);
    }
}

#[tokio::test]
async fn pri2_no_page_makes_a_project_for_the_public_and_the_page_leads_to_releases() {
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        member(&world, Role::ResearchLead, ANALYST).await;
        member(&world, Role::Researcher, ANALYST).await;
        let base = "/studies/saltmarsh-study";
        for (role, leads) in [(Role::ResearchLead, true), (Role::Researcher, false)] {
            let cookie = world.cookie(role).await;
            for end in ["?look=yes&use=release", "/project.qdpx?use=release"] {
                let path = format!("{base}/exchange{end}");
                let answer = world.get(&path, Some(&cookie)).await;
                assert_ne!(answer.status, 200, "{end}");
                let says = answer
                    .body
                    .contains("what leaves the team is approved first");
                assert!(says, "{}", answer.body);
            }
            let page = world.get(&format!("{base}/exchange"), Some(&cookie)).await;
            assert!(page.body.contains("this page makes no file for the public"));
            let way = format!("href=\"{base}/releases\"");
            assert_eq!(page.body.contains(&way), leads, "{}", page.body);
        }
    }
}

#[tokio::test]
async fn pri2_the_command_hands_out_the_project_of_an_approved_release_byte_for_byte_or_says_how_to_get_one()
 {
    for (world, lead) in towns().await {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public.qdpx");
        let taken = async |more: &[&str]| {
            let path = out.to_str().unwrap();
            let words = [&["study", "export", STUDY, "--out", path], more].concat();
            enid::cli::told(&world.installation.app, &words).await
        };
        let none = taken(&["--release"]).await.unwrap_err().to_string();
        for words in ["No release of this study", "Prepare a release"] {
            assert!(none.contains(words), "{words}: {none}");
        }
        assert!(!out.exists());
        for form in ["project=yes", "project=yes&summary=yes", "summary=yes"] {
            released(&world, &lead, form).await;
        }
        let all = kept(&world).await.into_iter();
        let projects = all.filter(|(name, _)| name == "project.qdpx");
        let projects: Vec<Vec<u8>> = projects.map(|(_, bytes)| bytes).collect();
        assert_eq!(projects.len(), 2);
        for (asked, number) in [("--release", 2), ("--release=1", 1), ("--release=2", 2)] {
            let told = taken(&[asked]).await.unwrap();
            assert!(
                told.contains(&format!("release {number}, SHA-256 ")),
                "{told}"
            );
            let written = std::fs::read(&out).unwrap();
            assert!(written == projects[number - 1], "{asked}");
            let connection = world.installation.app.db.read();
            let row = &audit::newest(connection, Some(STUDY), 1).await.unwrap()[0];
            let detail = format!("took project.qdpx of release {number}");
            assert_eq!(
                (row.action.as_str(), &row.detail),
                ("releases.read", &detail)
            );
        }
        for asked in ["--release=3", "--release=9"] {
            let none = taken(&[asked]).await.unwrap_err().to_string();
            assert!(none.contains("has no project in it"), "{none}");
        }
        for more in ["--dry-run", "--profile=nvivo", "--format=qdc"] {
            let told = taken(&["--release", more]).await.unwrap_err().to_string();
            assert!(told.contains("as it was approved"), "{told}");
        }
        let coder = member(&world, Role::Researcher, ANALYST).await;
        let told = taken(&["--release", "--as", &coder.handle]).await;
        let told = told.unwrap_err().to_string();
        assert!(told.contains("may not do this here"), "{told}");
    }
}
