//! What pages of quotes and of themes show of quotes, and where their buttons lead.

use super::*;

#[tokio::test]
async fn a_theme_shows_apart_what_speaks_against_it_and_who_speaks_alone() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let waiting = theme(&world, "Waiting").await;
        let path = format!("/themes/{waiting}");
        let page = get(&world, &cookie, &path).await;
        assert!(page.contains("No quote is marked as speaking"), "{page}");
        let against = saying(&world, "It’s the rota that says no.").await.id;
        let lone = saying(&world, "I went by the side door").await.id;
        for (quote, marks) in [(against, "stance=against"), (lone, "stance=lone&ready=yes")] {
            let done = to(&world, &cookie, quote, "marks", marks).await;
            assert_eq!(done.status, 303, "{}", done.body);
        }
        let page = get(&world, &cookie, &path).await;
        let (before, apart) = page.split_once("Voices against it, and lone ones").unwrap();
        let (apart, _) = apart.split_once("Whose voices").unwrap();
        let (_, quotes) = before.split_once("<h2>Quotes</h2>").unwrap();
        assert!(!quotes.contains("<blockquote"), "{quotes}");
        let (against, lone) = apart.split_once("<h3>Lone voices</h3>").unwrap();
        for words in ["rota that says no", "Speaks against", "Draft", "The board"] {
            assert!(against.contains(words), "{words}: {against}");
        }
        for words in ["by the side door", "Lone voice", "Side door"] {
            assert!(lone.contains(words), "{words}: {lone}");
        }
        assert!(!lone.contains("Draft"), "{lone}");
        let list = get(&world, &cookie, "/quotes?state=lone").await;
        assert_eq!(list.matches("Lone voice").count(), 1, "{list}");
    }
}

#[tokio::test]
async fn undo_and_redo_that_are_pressed_on_quotes_lead_back_to_quotes() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        make(&world, &cookie, "somebody rang", "stance=").await;
        for button in ["Undo", "Redo"] {
            let page = get(&world, &cookie, "/quotes").await;
            let mut forms = page.split("<form ");
            let form = forms.find(|form| form.contains(&format!("{button}</button>")));
            let form = form.unwrap_or_else(|| panic!("{button}: {page}"));
            assert!(
                form.contains("action=\"/studies/saltmarsh-study/quotes/take-back\""),
                "{form}"
            );
            let asked = form.split("name=\"act\" value=\"").nth(1).unwrap();
            let asked = format!("act={}", asked.split('"').next().unwrap());
            let done = act(&world, &cookie, "/quotes/take-back", &asked).await;
            assert_eq!(done.status, 303, "{}", done.body);
            assert_eq!(done.header("location"), "/studies/saltmarsh-study/quotes");
        }
        saying(&world, "somebody rang").await;
    }
}

#[tokio::test]
async fn a_link_that_marks_what_the_interviewer_says_shows_it_and_says_why_it_is_no_quote() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        for (link, why, shown) in [
            (
                "start=0&end=9",
                "The interviewer says this",
                "<p>And then?</p>",
            ),
            ("start=4&end=8", "The interviewer says this", "<p>then</p>"),
            ("turn=1", "The interviewer says this", "<p>And then?</p>"),
            ("start=11&end=12", "There is no word", "</blockquote>"),
            ("start=900&end=910", "does not stand in this document", ""),
            ("start=28&end=10", "does not stand in this document", ""),
        ] {
            let page = get(&world, &cookie, &format!("/quotes/new?document=K2&{link}")).await;
            assert!(page.contains(why) && page.contains(shown), "{link}: {page}");
        }
        for link in ["start=10&end=28", "start=0&end=28", "turn=2", ""] {
            let page = get(&world, &cookie, &format!("/quotes/new?document=K2&{link}")).await;
            assert!(
                !page.contains("A quote shows words of the people"),
                "{link}: {page}"
            );
        }
    }
}
