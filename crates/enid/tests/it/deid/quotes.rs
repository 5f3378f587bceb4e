//! Quotes follow their text, or wait for a person.

use platform::access::Role;
use sea_orm::{ConnectionTrait as _, Statement};

use super::*;
use crate::release::count;
use crate::retention::dump;
use crate::sessions::{literal, run};

/// Lets the first two quotes of the study be from T1, with these words.
async fn quoted(world: &World, words: [&str; 2]) {
    let document = literal(world, transcript(world).await.document);
    for (position, words) in (1..).zip(words) {
        let sql = format!(
            "UPDATE quote_words SET text = '{words}', turn = NULL, pieces = '[]', document = {document} WHERE id IN \
             (SELECT quotes.words FROM quotes JOIN quote_places ON quote_places.quote = quotes.id \
              WHERE quote_places.position = {position})"
        );
        run(world, &sql).await;
    }
}

/// The turn and the words of a quote.
async fn quote(world: &World, position: i64) -> (Option<i64>, String) {
    let connection = world.installation.app.db.read();
    let sql = format!(
        "SELECT turn, text FROM quote_words JOIN quotes ON quotes.words = quote_words.id \
         JOIN quote_places ON quote_places.quote = quotes.id WHERE quote_places.position = {position}"
    );
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    (
        row.try_get("", "turn").unwrap(),
        row.try_get("", "text").unwrap(),
    )
}

#[tokio::test]
async fn r28_a_quote_moves_with_its_words_and_waits_where_they_changed() {
    for world in transcribed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        quoted(&world, ["the rota says no, always", "it was late that day"]).await;
        accept_all(&world).await;
        assert!(make(&world).await.header("location").ends_with("made=true"));
        assert_eq!(quote(&world, 1).await.0, Some(4));
        assert_eq!(
            quote(&world, 2).await,
            (Some(6), "it was late that day".to_owned())
        );
        correct(&world, 5, "Ring me on 07700 900123, it was early that day.").await;
        let made = make(&world).await;
        assert!(
            made.header("location").ends_with("quotes=1"),
            "{}",
            made.header("location")
        );
        assert_eq!(quote(&world, 1).await.0, Some(4));
        assert_eq!(
            quote(&world, 2).await.1,
            "it was late that day",
            "it never changes unseen"
        );
        let page = get(&world, &lead, "/waiting-quotes").await;
        assert!(
            page.contains("it was late that day") && page.contains("it was early"),
            "{page}"
        );
        let form = format!("quote={}&what=follow", value(&page, "quote"));
        let done = act(&world, &lead, "/waiting-quotes", &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(
            quote(&world, 2).await,
            (Some(6), "it was early that day".to_owned())
        );

        correct(&world, 3, "").await;
        accept_lost(&world).await;
        make(&world).await;
        let page = get(&world, &lead, "/waiting-quotes").await;
        assert!(page.contains("Nothing of these words is left"), "{page}");
        let id = value(&page, "quote");
        let follow = act(
            &world,
            &lead,
            "/waiting-quotes",
            &format!("quote={id}&what=follow"),
        )
        .await;
        assert_eq!(follow.status, 409);
        act(
            &world,
            &lead,
            "/waiting-quotes",
            &format!("quote={id}&what=keep"),
        )
        .await;
        assert_eq!(
            quote(&world, 1).await,
            (None, "the rota says no, always".to_owned())
        );
        assert_eq!(
            count(&world, "SELECT COUNT(*) AS n FROM waiting_quotes").await,
            0
        );
    }
}

/// Lets go of everything that is lost.
async fn accept_lost(world: &World) {
    let lead = world.cookie(Role::ResearchLead).await;
    let page = get(world, &lead, "/documents/T1/de-identify").await;
    for part in page.split("gone from the text since").skip(1) {
        let form = format!("id={}", value(part, "id"));
        act(world, &lead, "/documents/T1/de-identify/undo", &form).await;
    }
}

#[tokio::test]
async fn p9_a_quote_with_an_original_shows_it_no_more_and_is_listed_for_a_person() {
    for world in transcribed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        quoted(
            &world,
            ["I work at Lapwing Hospital, and", "it was late that day"],
        )
        .await;
        accept_all(&world).await;
        assert!(make(&world).await.header("location").ends_with("quotes=1"));
        assert_eq!(quote(&world, 1).await.1, "I work at [hospital A], and");
        let kept = dump::holding(&world, &["Lapwing"]).await;
        assert!(
            kept.iter()
                .all(|column| !column.starts_with("quote") && !column.starts_with("waiting")),
            "{kept:?}"
        );
        let page = get(&world, &lead, "/waiting-quotes").await;
        assert!(page.contains("the old words are kept nowhere"), "{page}");
        let id = value(&page, "quote");
        let keep = act(
            &world,
            &lead,
            "/waiting-quotes",
            &format!("quote={id}&what=keep"),
        )
        .await;
        assert_eq!(keep.status, 409, "there is nothing to go back to");
        act(
            &world,
            &lead,
            "/waiting-quotes",
            &format!("quote={id}&what=follow"),
        )
        .await;
        assert_eq!(
            quote(&world, 1).await,
            (Some(2), "I work at [hospital A], and".to_owned())
        );

        // One word more is replaced later; the codings of the text beside it keep theirs.
        let add = "words=it+was+late&category=event";
        act(&world, &lead, "/documents/T1/de-identify/add", add).await;
        make(&world).await;
        assert_eq!(quote(&world, 1).await.0, Some(2));
        assert_eq!(quote(&world, 2).await.1, "[event A] that day");
        crate::study::import(&world).await.unwrap();
        assert_eq!(
            count(&world, "SELECT COUNT(*) AS n FROM waiting_quotes").await,
            0
        );
    }
}
