//! The programme half through the real router, on both databases.

use platform::access::Role;

use crate::programme_folder;
use crate::world::{Answer, World, worlds};

const BASE: &str = "/programmes/saltmarsh";

#[tokio::test]
async fn a_plan_says_who_has_no_place_and_why() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let plan = world.get(&format!("{BASE}/plan"), Some(&organiser)).await;
        assert_eq!(plan.status, 200);
        assert!(
            plan.body
                .contains("6 of 7 doctors have a place in one group"),
            "{}",
            plan.body
        );
        assert!(plan.body.contains("One doctor has no place"));
        // A tie is explained to nobody as more than "not possible" (programme Y5).
        assert!(plan.body.contains("not possible"));
        assert!(!plan.body.contains("supervises"));
    }
}

#[tokio::test]
async fn a_folder_with_two_mistakes_lists_both_and_stores_nothing() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let mut files = programme_folder::files();
        let text = String::from_utf8(files["residents.csv"].clone()).unwrap();
        let text = text.replace("r2@example.org,ST3,1.00", "no-address,ST3,1.00");
        let text = text.replace(
            "Dr Number 3,r3@example.org,ST3,1.00",
            "Dr Number 3,r3@example.org,ST3,2.00",
        );
        files.insert(
            "residents.csv".into(),
            text.replace("Dr Number 1", "Dr Changed").into_bytes(),
        );
        let answer = upload(&world, &organiser, &files).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("2 things to mend"), "{}", answer.body);
        assert!(answer.body.contains("residents.csv, row 3"));
        assert!(answer.body.contains("residents.csv, row 4"));
        let people = world.get(&format!("{BASE}/people"), Some(&organiser)).await;
        assert!(!people.body.contains("Dr Changed"));
        let mended = upload(&world, &organiser, &programme_folder::files()).await;
        assert_eq!(mended.status, 303);
    }
}

#[tokio::test]
async fn a_second_import_keeps_the_plan_and_knows_the_same_people() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let mut files = programme_folder::files();
        let text = String::from_utf8(files["residents.csv"].clone()).unwrap();
        files.insert(
            "residents.csv".into(),
            text.replace("Dr Number 1", "Dr Renamed").into_bytes(),
        );
        assert_eq!(upload(&world, &organiser, &files).await.status, 303);
        let path = format!("{BASE}/people/{}", world.resident);
        let person = world.get(&path, Some(&organiser)).await;
        assert!(person.body.contains("Dr Renamed"));
        assert!(person.body.contains("Tuesday group"), "{}", person.body);
    }
}

#[tokio::test]
async fn a_coordinator_sees_no_group_and_a_facilitator_no_reason() {
    for world in worlds().await {
        crate::release::send(&world).await;
        let coordinator = world.cookie(Role::Coordinator).await;
        let requests = world
            .get(&format!("{BASE}/requests"), Some(&coordinator))
            .await;
        assert_eq!(requests.status, 200);
        assert!(requests.body.contains("Dr Number 1"));
        for secret in ["group", "Quay House", "Dr Ada"] {
            let main = requests.body.split("<main").nth(1).unwrap();
            let main = main.replace("rowgroup", "");
            assert!(!main.contains(secret), "a coordinator reads \"{secret}\"");
        }
        let facilitator = world.cookie(Role::Facilitator).await;
        let groups = world
            .get(&format!("{BASE}/groups"), Some(&facilitator))
            .await;
        assert!(groups.body.contains("Dr Number 1"));
        assert!(!groups.body.contains("Dr Number 7"));
    }
}

#[tokio::test]
async fn every_import_answers_any_bytes_in_words_and_stores_nothing() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let large = vec![b'a'; 21 * 1024 * 1024];
        let bad: [&[u8]; 7] = [
            b"",
            b"\xff\xfe\x00rubbish",
            b"resident_ref\n\"unclosed",
            b"a,b,c\n1,2\n",
            b"PK\x03\x04not really a workbook",
            b"resident_ref,full_name,email,grade,wte\nR1,=1+1,r@example.org,ST3\n",
            &large,
        ];
        for bytes in bad {
            let mut files = programme_folder::files();
            files.insert("residents.csv".into(), bytes.to_vec());
            let answer = upload(&world, &organiser, &files).await;
            let start = String::from_utf8_lossy(&bytes[..bytes.len().min(20)]).into_owned();
            assert_eq!(answer.status, 422, "{start}");
            assert!(answer.body.contains("to mend"), "{start}");
        }
        let people = world.get(&format!("{BASE}/people"), Some(&organiser)).await;
        assert!(people.body.contains("Dr Number 1"));
    }
}

/// Sends a folder as the import form does.
pub async fn upload(
    world: &World,
    cookie: &str,
    files: &std::collections::BTreeMap<String, Vec<u8>>,
) -> Answer {
    let files: Vec<_> = files
        .iter()
        .map(|(name, bytes)| ("files", name.as_str(), bytes.as_slice()))
        .collect();
    let path = format!("{BASE}/import");
    world
        .upload(&path, cookie, &[("what", "import")], &files)
        .await
}
