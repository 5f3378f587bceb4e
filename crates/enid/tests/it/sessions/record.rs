//! What a member sees of their own register, and who looked (programme R5).

use platform::access::Role;

use super::{HOUR, Person, at_the_start, number};

#[tokio::test]
async fn r5_every_look_at_a_register_is_kept_and_shown_to_the_member_with_its_purpose() {
    for world in at_the_start().await {
        let member = Person::of(&world, Role::Resident).await;
        let before = member.open("/my-record").await.body;
        assert!(
            before.contains("Nobody has looked at your register."),
            "{before}"
        );
        let facilitator = Person::of(&world, Role::Facilitator).await;
        facilitator.marks(&[]).await;
        facilitator.at("/register").await;
        world.installation.clock.advance(2 * HOUR);
        let facilitator = Person::of(&world, Role::Facilitator).await;
        facilitator.at("/close").await;
        let organiser = Person::of(&world, Role::Organiser).await;
        organiser.at("").await;
        let member = Person::of(&world, Role::Resident).await;
        let page = member.open("/my-record").await.body;
        for line in [
            "Dr facilitator of Saltmarsh, facilitator",
            "Tuesday 1 December, 14:00, to mark the register",
            "Tuesday 1 December, 16:00, to close the session",
            "Dr organiser of Saltmarsh, organiser",
            "Tuesday 1 December, 16:00, to see how the session went",
        ] {
            assert!(page.contains(line), "{line}: {page}");
        }
        assert!(page.contains("You attended 1 of one session"), "{page}");
        // Opening the page itself is kept too, and is not held up to its reader.
        let own = "SELECT COUNT(*) AS n FROM register_views WHERE purpose = 'own'";
        assert_eq!(number(&world, own).await, 1);
    }
}

#[tokio::test]
async fn a_member_sees_their_own_line_and_nobody_elses() {
    for world in at_the_start().await {
        let facilitator = Person::of(&world, Role::Facilitator).await;
        facilitator.marks(&["absent_told"]).await;
        let member = Person::of(&world, Role::Resident).await;
        let page = member.open("/my-record").await.body;
        for number in 2..=7 {
            assert!(!page.contains(&format!("Dr Number {number}")), "{page}");
        }
        assert!(page.contains("Released from a shift") || page.contains("Absent, told"));
    }
}

#[tokio::test]
async fn who_looked_cannot_be_altered() {
    for world in at_the_start().await {
        let facilitator = Person::of(&world, Role::Facilitator).await;
        facilitator.marks(&[]).await;
        facilitator.at("/register").await;
        let tx = world.installation.app.db.write().await.unwrap();
        let gone = sea_orm::ConnectionTrait::execute_unprepared(
            tx.connection(),
            "DELETE FROM register_views",
        );
        assert!(gone.await.is_err(), "on {}", world.installation.on);
    }
}

#[tokio::test]
async fn r5_a_rota_desk_reads_the_same_whoever_came() {
    let all_came = desks_after(&[]).await;
    let some_did_not =
        desks_after(&["absent_untold", "released_but_kept_back", "absent_told"]).await;
    for (one, other) in all_came.iter().zip(&some_did_not) {
        assert!(one[0].contains("Dr Number"), "{}", one[0]);
        for (one, other) in one.iter().zip(other) {
            assert_eq!(one, other);
            for word in ["Taken", "taken", "Tuesday group", "Quay House", "bsent"] {
                assert!(!one.contains(word), "a desk reads \"{word}\": {one}");
            }
        }
    }
}

/// What a desk reads between the end of a session with this register and the way back: its page without the shares of all
/// hospitals, its list, and its letters.
async fn desks_after(marks: &[&str]) -> Vec<Vec<String>> {
    let mut read = Vec::new();
    for world in at_the_start().await {
        world.installation.clock.advance(92 * 60);
        let facilitator = Person::of(&world, Role::Facilitator).await;
        facilitator.marks(marks).await;
        let held = "outcome=held&code=venue&started=14:00&ended=15:30&cases=2&route=no";
        facilitator.does("/close", held).await;
        world.run_jobs().await;
        let desk = Person::of(&world, Role::Coordinator).await;
        let page = desk.open("/requests").await.body.replace(&desk.csrf, "");
        let (rows, _) = page.split_once("Hours given so far, all").unwrap();
        let rows = rows.split_once("<main").unwrap().1.to_owned();
        let list = desk.open("/requests/list.csv").await.body;
        let sent = world.installation.mail.sent();
        let letters = sent.iter().filter(|mail| mail.to == "rota@example.org");
        let letters: Vec<String> = letters.map(|mail| mail.body.clone()).collect();
        read.push(vec![rows, list, letters.join("\n")]);
    }
    read
}

#[test]
fn r5_nothing_that_decides_on_rotas_places_or_release_reads_the_register() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../programme/src");
    let readers = ["sessions", "certificates", "retention"];
    let mut folders = vec![source.clone()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let place = path.strip_prefix(&source).unwrap();
            let slice = place.components().next().unwrap();
            let may = readers.iter().any(|reader| slice.as_os_str() == *reader);
            let is_code = path.extension().is_some_and(|ending| ending == "rs");
            let table = ["table_name = \"attendances\"", "FROM attendances"];
            let reads = table.iter().any(|words| text.contains(words));
            seen += usize::from(is_code && reads);
            assert!(
                !is_code || !reads || may,
                "{} reads the register",
                place.display()
            );
        }
    }
    assert!(seen >= 3, "the readers of the register were not found");
}
