//! A release leads back to nobody (Q23): canaries in everything that it is not to carry.

use analysis::exchange::Wanted;
use formats::refi_qda::Form;
use platform::access::Role;

use super::made::{doors, guid};
use super::*;
use crate::codebook::ANALYST;
use crate::study_design::member;
use crate::world::worlds;

#[tokio::test]
async fn q23_a_release_has_no_guid_no_time_no_handle_and_no_order_of_the_study() {
    let wanted = Wanted {
        is_release: true,
        ..Wanted::default()
    };
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        member(&world, Role::ResearchLead, ANALYST).await;
        bring(&world, &written(&doors(), "Other 1")).await.unwrap();
        let (team, _) = taken(&world, &Wanted::default()).await;
        let (team, released) = (read(&team), taken(&world, &wanted).await.0);
        // The XML with its texts, and the archive, whose names of files stand in it as they are.
        let bare = Wanted {
            form: Form::Bare,
            ..wanted
        };
        let text = String::from_utf8(taken(&world, &bare).await.0).unwrap();
        let archive = String::from_utf8_lossy(&released);
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
            assert!(!text.contains(canary), "{canary}");
            // Two letters stand in what is packed by chance.
            let is_long = canary.len() > 3;
            assert!(!(is_long && archive.contains(canary)), "{canary}");
        }
        assert!(text.contains("2031-02-01T00:00:00Z") && text.contains("Analyst A"));
        assert!(text.contains("Document 1") && text.contains("Analyst B"));
        let mut guids = vec![guid(10), guid(11), guid(20), guid(40), world.scopes[2].id];
        guids.extend(team.sources.iter().map(|source| source.about().guid));
        guids.extend(team.users.iter().map(|user| user.guid));
        guids.extend(team.sets.iter().map(|set| set.guid));
        for guid in guids {
            let guid = guid.to_string();
            assert!(!text.contains(&guid) && !archive.contains(&guid), "{guid}");
        }
        // Each release has GUIDs of its own, and texts in an order that follows from these alone.
        let again = taken(&world, &wanted).await.0;
        let (one, other) = (read(&released), read(&again));
        let files = |project: &Project| -> Vec<uuid::Uuid> {
            project
                .sources
                .iter()
                .map(|source| source.about().guid)
                .collect()
        };
        assert!(files(&one).iter().all(|guid| !files(&other).contains(guid)));
        assert!(files(&one).is_sorted() && files(&other).is_sorted());
        assert_eq!(files(&one).len(), 3);
    }
}

#[tokio::test]
async fn only_the_research_lead_releases() {
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        member(&world, Role::Researcher, ANALYST).await;
        let cookie = world.cookie(Role::Researcher).await;
        let answer = world
            .get(
                "/studies/saltmarsh-study/exchange/project.qdpx?use=release",
                Some(&cookie),
            )
            .await;
        assert_ne!(answer.status, 200);
        assert!(
            answer.body.contains("Only the research lead releases"),
            "{}",
            answer.body
        );
    }
}
