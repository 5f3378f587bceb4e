//! What analysts do to quotes.

use super::*;

#[tokio::test]
async fn a_quote_is_the_words_of_its_document_with_its_edits_and_stands_where_it_was_placed() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let holding = theme(&world, "Holding").await;
        let form = format!("theme={holding}&question=RQ3&stance=lone");
        let made = make(&world, &cookie, "i WENT by … rang [at night]", &form).await;
        assert_eq!(made.status, 303, "{}", made.body);
        let quote = saying(&world, "I went by … rang [at night]").await;
        assert_eq!(quote.words.turn, Some(2));
        assert_eq!(quote.words.pieces.len(), 4);
        let table = table2(&world, &cookie).await;
        assert!(
            table.contains("Holding,,,I went by … rang [at night],What is left?"),
            "{table}"
        );
        let page = get(&world, &cookie, &format!("/quotes/{}", quote.id)).await;
        for words in [
            "documents/K2#turn-2",
            "Lone voice",
            "Holding",
            "made a quote and placed it",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let done = to(&world, &cookie, quote.id, "marks", "question=RQ3&stance=").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let table = table2(&world, &cookie).await;
        assert!(
            !table.contains("rang [at night]"),
            "a draft is in no table: {table}"
        );
        for (query, is_there) in [
            (format!("theme={holding}"), true),
            ("theme=other".to_owned(), false),
            ("question=RQ3&state=draft".to_owned(), true),
            ("question=RQ2".to_owned(), false),
            ("participant=K1".to_owned(), false),
            ("state=unfound".to_owned(), false),
        ] {
            let list = get(&world, &cookie, &format!("/quotes?{query}")).await;
            assert_eq!(list.contains("rang [at night]"), is_there, "{query}");
        }
        let matrix = get(&world, &cookie, "/questions").await;
        assert!(
            matrix.contains(&format!("quotes?theme={holding}&#38;question=RQ3")),
            "{matrix}"
        );
    }
}

#[tokio::test]
async fn words_that_were_not_said_are_refused_with_those_that_differ_and_what_was_written_stays() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let before = quotes(&world).await.len();
        let made = make(&world, &cookie, "I went by the front door", "theme=").await;
        assert_eq!(made.status, 422);
        for words in [
            "This is not what was said in K2: 2 words differ.",
            "<del><span class=\"unseen\">not said: </span>front</del>",
            ">I went by the front door</textarea>",
        ] {
            assert!(made.body.contains(words), "{words}: {}", made.body);
        }
        let asked = make(&world, &cookie, "And then?", "theme=").await;
        assert_eq!(asked.status, 422, "what the interviewer says is no quote");
        assert_eq!(quotes(&world).await.len(), before);
        let quote = saying(&world, "I went by the side door").await;
        let done = to(
            &world,
            &cookie,
            quote.id,
            "words",
            "turn=2&words=I+ran+away",
        )
        .await;
        assert_eq!(done.status, 422, "{}", done.body);
        let done = to(
            &world,
            &cookie,
            quote.id,
            "words",
            "turn=2&words=I+went+by+[a]+side+door",
        )
        .await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(saying(&world, "I went by [a] side door").await.id, quote.id);
    }
}

#[tokio::test]
async fn a_passage_that_a_link_marks_is_quoted_as_it_was_marked() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        // The first turn and its LF are ten code points.
        let link = "/quotes/new?document=K2&start=10&end=28";
        let page = get(&world, &cookie, link).await;
        assert!(page.contains(">I went by the side</textarea>"), "{page}");
        let form = "document=K2&start=10&end=28&words=I+went+by+the+side&stance=";
        assert_eq!(act(&world, &cookie, "/quotes", form).await.status, 303);
        let quote = saying(&world, "I went by the side").await;
        assert_eq!(
            quote.words.pieces,
            [analysis::quotes::Piece::Said { start: 10, end: 28 }]
        );
        let choose = get(&world, &cookie, "/quotes/new").await;
        assert!(choose.contains("quotes/new?document=note-1"), "{choose}");
    }
}

#[tokio::test]
async fn a_second_place_asks_for_a_reason_and_the_other_findings_are_a_place_like_any() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let quote = saying(&world, "I went by the side door").await.id;
        let holding = theme(&world, "Holding").await;
        let without = to(
            &world,
            &cookie,
            quote,
            "place",
            &format!("theme={holding}&why=+"),
        )
        .await;
        assert_eq!(without.status, 422);
        assert!(
            without
                .body
                .contains("Say in a line why it belongs here too"),
            "{}",
            without.body
        );
        let form = format!("theme={holding}&why=It+speaks+of+both");
        assert_eq!(to(&world, &cookie, quote, "place", &form).await.status, 303);
        let table = table2(&world, &cookie).await;
        assert_eq!(
            table.matches("I went by the side door").count(),
            2,
            "{table}"
        );
        let page = get(&world, &cookie, &format!("/quotes/{quote}")).await;
        assert!(
            page.contains("A quote in 2 places") && page.contains("It speaks of both"),
            "{page}"
        );
        let form = format!("from={holding}&theme=other");
        assert_eq!(to(&world, &cookie, quote, "move", &form).await.status, 303);
        let table = table2(&world, &cookie).await;
        assert!(
            table.contains("Other findings,,,I went by the side door"),
            "{table}"
        );
        let door = theme(&world, "Waiting > The board > Side door").await;
        let form = format!("from={door}");
        assert_eq!(
            to(&world, &cookie, quote, "unplace", &form).await.status,
            303
        );
        let matrix = get(&world, &cookie, "/write-up/question-theme-matrix.csv").await;
        assert!(
            matrix.starts_with("id,question,Waiting,Holding,Other findings"),
            "{matrix}"
        );
        assert_eq!(quotes(&world).await.len(), 3);
    }
}

#[tokio::test]
async fn two_who_change_one_quote_lose_nothing() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let quote = saying(&world, "I went by the side door").await.id;
        let page = get(&world, &lead, &format!("/quotes/{quote}")).await;
        let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap();
        let seen = seen.split('"').next().unwrap();
        let form = "question=RQ1&question=RQ3&ready=yes&stance=";
        assert_eq!(to(&world, &cookie, quote, "marks", form).await.status, 303);
        let path = format!("/quotes/{quote}/marks");
        let form = format!("seen={seen}&question=RQ1&ready=yes&stance=against");
        assert_eq!(
            act(&world, &lead, &path, &form).await.status,
            303,
            "other fields join"
        );
        let state = saying(&world, "I went by the side door").await.state;
        assert_eq!((state.questions.len(), state.stance.word()), (2, "against"));
        let form = format!("seen={seen}&question=RQ2&ready=yes&stance=");
        let same = act(&world, &lead, &path, &form).await;
        assert_eq!(same.status, 409, "{}", same.body);
        let holding = theme(&world, "Holding").await;
        let moved = format!("theme={holding}&why=So");
        assert_eq!(
            to(&world, &cookie, quote, "place", &moved).await.status,
            303
        );
        let form = format!("seen={seen}&why=");
        let gone = act(&world, &lead, &format!("/quotes/{quote}/remove"), &form).await;
        assert_eq!(
            gone.status, 409,
            "a quote that was placed meanwhile is not removed unseen"
        );
    }
}

#[tokio::test]
async fn undo_and_redo_go_over_quotes_and_the_order_of_a_theme() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let holding = theme(&world, "Holding").await;
        let first = table2(&world, &cookie).await;
        let form = format!("theme={holding}&stance=");
        assert_eq!(
            make(&world, &cookie, "by the side door", &form)
                .await
                .status,
            303
        );
        let made = table2(&world, &cookie).await;
        let quote = saying(&world, "by the side door").await.id;
        let form = format!("from={holding}&way=up");
        let up = act(&world, &cookie, &format!("/quotes/{quote}/order"), &form).await;
        assert_eq!(up.status, 303, "{}", up.body);
        let ordered = table2(&world, &cookie).await;
        assert_ne!(ordered, made);
        let again = act(&world, &cookie, &format!("/quotes/{quote}/order"), &form).await;
        assert_eq!(again.status, 422, "{}", again.body);
        for (button, is_now) in [("Undo", &made), ("Undo", &first), ("Redo", &made)] {
            let page = get(&world, &cookie, "/quotes").await;
            let form = page
                .split("<form ")
                .find(|form| form.contains(&format!("{button}</button>")))
                .unwrap();
            let undone = form.split("name=\"act\" value=\"").nth(1).unwrap();
            let undone = undone.split('"').next().unwrap();
            let done = act(
                &world,
                &cookie,
                "/codes/take-back",
                &format!("act={undone}"),
            )
            .await;
            assert_eq!(done.status, 303, "{}", done.body);
            assert_eq!(table2(&world, &cookie).await, *is_now, "{button}");
            quotes(&world).await;
        }
        let trail = get(&world, &cookie, "/trail").await;
        assert!(
            trail.contains("took back: made a quote and placed it"),
            "{trail}"
        );
    }
}
