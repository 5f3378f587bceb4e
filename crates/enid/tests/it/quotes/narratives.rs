//! Narratives with live quotes (study R49, R52).

use super::*;

async fn seen(world: &World, cookie: &str, section: &str) -> String {
    let page = get(world, cookie, &format!("/narratives/{section}")).await;
    let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap();
    seen.split('"').next().unwrap().to_owned()
}

async fn write(world: &World, cookie: &str, section: &str, text: &str, why: &str) -> Answer {
    let seen = seen(world, cookie, section).await;
    let form = format!("seen={seen}&text={text}&why={why}");
    act(world, cookie, &format!("/narratives/{section}"), &form).await
}

fn mark(id: Uuid) -> String {
    analysis::narratives::mark(id)
        .replace('{', "%7B")
        .replace('}', "%7D")
        .replace(' ', "+")
}

#[tokio::test]
async fn a_quote_that_a_text_names_is_placed_there_and_one_that_is_moved_leaves_the_text() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let (waiting, holding) = (
            theme(&world, "Waiting").await,
            theme(&world, "Holding").await,
        );
        let (waiting_at, holding_at) = (waiting.to_string(), holding.to_string());
        let quote = saying(&world, "I went by the side door").await.id;
        let text = format!("They+wait.%0A%0A{}", mark(quote));
        let done = write(&world, &cookie, &waiting_at, &text, "").await;
        assert_eq!(
            done.status, 303,
            "it stands under the theme already: {}",
            done.body
        );
        let page = get(&world, &cookie, "/narratives").await;
        assert!(
            page.contains("They wait.") && page.contains("“I went by the side door”"),
            "{page}"
        );
        let elsewhere = write(&world, &cookie, &holding_at, &text, "").await;
        assert_eq!(elsewhere.status, 422, "a second place asks for a reason");
        let done = write(&world, &cookie, &holding_at, &text, "Both").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let table = table2(&world, &cookie).await;
        assert_eq!(
            table.matches("I went by the side door").count(),
            2,
            "{table}"
        );
        let form = format!("from={holding}");
        assert_eq!(
            to(&world, &cookie, quote, "unplace", &form).await.status,
            303
        );
        let page = get(&world, &cookie, &format!("/narratives/{holding_at}")).await;
        assert!(!page.contains("“I went by the side door”"), "{page}");
        assert!(page.contains("quotes that stand elsewhere now"), "{page}");
        let form = format!("quote={quote}&to=other&why=It+fits+nowhere");
        let moved = act(
            &world,
            &cookie,
            &format!("/narratives/{waiting_at}/move"),
            &form,
        )
        .await;
        assert_eq!(moved.status, 303, "{}", moved.body);
        let table = table2(&world, &cookie).await;
        assert!(
            table.contains("Other findings,,,I went by the side door"),
            "{table}"
        );
        let other = get(&world, &cookie, "/narratives/other").await;
        assert!(other.contains("In the text"), "{other}");
        let trail = get(&world, &cookie, "/trail").await;
        assert!(
            trail.contains("moved a quote out of or into the narrative"),
            "{trail}"
        );
        quotes(&world).await;
    }
}

#[tokio::test]
async fn two_who_write_at_once_see_both_texts_and_undo_brings_words_and_places_back() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let holding = theme(&world, "Holding").await.to_string();
        let old = seen(&world, &lead, &holding).await;
        assert_eq!(
            write(&world, &cookie, &holding, "First", "").await.status,
            303
        );
        let form = format!("seen={old}&text=Second&why=");
        let path = format!("/narratives/{holding}");
        let late = act(&world, &lead, &path, &form).await;
        assert_eq!(late.status, 409);
        assert!(
            late.body.contains(">First</p>") && late.body.contains(">Second</textarea>"),
            "{}",
            late.body
        );
        let quote = saying(&world, "I went by the side door").await.id;
        let text = format!("First+{}", mark(quote));
        assert_eq!(
            write(&world, &cookie, &holding, &text, "So").await.status,
            303
        );
        let page = get(&world, &cookie, "/quotes").await;
        let undo = page.split("name=\"act\" value=\"").nth(1).unwrap();
        let undo = undo.split('"').next().unwrap();
        let done = act(&world, &cookie, "/codes/take-back", &format!("act={undo}")).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(
            table2(&world, &cookie).await.matches("side door").count(),
            1
        );
        let page = get(&world, &cookie, &path).await;
        assert!(page.contains(">First</textarea>"), "{page}");
        quotes(&world).await;
    }
}
