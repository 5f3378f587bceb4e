//! Each thing that can be done to a theme, and what is refused.

use platform::access::Role;

use super::{begin, paths, theme, themes, to};
use crate::codebook::{analyst, code, seen_of, studied, trail_of};
use crate::consent::{act, get};

#[tokio::test]
async fn a_theme_comes_from_a_code_is_named_written_defined_and_moved() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let asking = code(&world, "Leaving > Asking").await;
        let form = "why=Four+people+say+it";
        let done = act(&world, &cookie, &format!("/codes/{asking}/promote"), form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let made = theme(&world, "Asking").await;
        let page = get(&world, &cookie, &format!("/themes/{made}")).await;
        assert!(page.contains("Leaving &#62; Asking"), "{page}");
        assert!(page.contains("A name to think about"), "{page}");
        let form = "name=Asking+costs+more+than+going&why=It+says+something+now";
        let done = to(&world, &cookie, made, "rename", form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let early = to(&world, &cookie, made, "status", "status=defined").await;
        assert_eq!(early.status, 422, "{}", early.body);
        assert!(early.body.contains("central organising concept"));
        let form = "concept=The+question+is+the+work&story=It+is+about+asking.&is_not=It+is+not+about+rotas.\
                    &matters=It+answers+how+one+waits.&boundaries=Waiting+is+elsewhere.&question=RQ1&question=RQ9";
        let done = to(&world, &cookie, made, "write", form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let done = to(&world, &cookie, made, "status", "status=defined").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = get(&world, &cookie, &format!("/themes/{made}")).await;
        for words in [
            "The question is the work",
            "It is not about rotas.",
            "Waiting is elsewhere.",
            "RQ1: How is it to wait?",
            "Defined",
            "made the code “Asking” a candidate theme",
            "renamed the theme “Asking” to “Asking costs more than going”",
            "wrote the concept, the story, what it is not, why it matters, the boundaries and the questions",
            "It says something now",
            "R1",
        ] {
            assert!(page.contains(words), "the page lacks {words}: {page}");
        }
        assert!(
            !page.contains("RQ9"),
            "a question that is not there is left out"
        );
        assert!(!page.contains("A name to think about"), "{page}");
        let emptied = to(&world, &cookie, made, "write", "concept=&story=So").await;
        assert_eq!(emptied.status, 422, "{}", emptied.body);
        let holding = theme(&world, "Holding").await;
        let form = format!("slot={holding}:");
        let done = to(&world, &cookie, made, "move", &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(
            paths(&world).await,
            [
                "Waiting: defined",
                "Waiting > The board: candidate",
                "Waiting > The board > Side door: candidate",
                "Holding: candidate",
                "Holding > Asking costs more than going: defined"
            ]
        );
        let form = format!("parent=&before={holding}");
        assert_eq!(to(&world, &cookie, made, "move", &form).await.status, 303);
        assert_eq!(
            paths(&world).await[3],
            "Asking costs more than going: defined"
        );
        let done = act(
            &world,
            &cookie,
            &format!("/themes/{made}/codes"),
            &format!("code={asking}&out=yes"),
        )
        .await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(themes(&world).await.theme(made).unwrap().codes.is_empty());
        let board = get(&world, &cookie, "/themes/board").await;
        assert!(board.contains("3 themes, 1 subtheme, 1 facet"), "{board}");
        assert!(
            board.contains("took “Asking” out of"),
            "undo says what it takes back: {board}"
        );
    }
}

#[tokio::test]
async fn advice_about_a_name_is_answered_or_silent_with_a_reason_until_the_name_is_another() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let barriers = begin(&world, &cookie, "", "Barriers+to+waiting").await;
        let page = format!("/themes/{barriers}");
        let advice = "What is said about it?";
        assert!(get(&world, &cookie, &page).await.contains(advice));
        let empty = to(&world, &cookie, barriers, "name", "what=keep&words=+").await;
        assert_eq!(empty.status, 422, "{}", empty.body);
        let form = "what=answer&words=That+nobody+names+them";
        assert_eq!(
            to(&world, &cookie, barriers, "name", form).await.status,
            303
        );
        let read = get(&world, &cookie, &page).await;
        assert!(
            read.contains(advice) && read.contains("That nobody names them"),
            "{read}"
        );
        let form = "what=keep&words=The+funder+calls+them+so";
        assert_eq!(
            to(&world, &cookie, barriers, "name", form).await.status,
            303
        );
        let read = get(&world, &cookie, &page).await;
        assert!(!read.contains(advice), "{read}");
        assert!(read.contains("The funder calls them so"), "{read}");
        assert!(
            read.contains("kept the name “Barriers to waiting”"),
            "{read}"
        );
        let form = "name=Benefits+of+waiting";
        assert_eq!(
            to(&world, &cookie, barriers, "rename", form).await.status,
            303
        );
        let read = get(&world, &cookie, &page).await;
        assert!(
            read.contains(advice),
            "a new name is looked at anew: {read}"
        );
    }
}

#[tokio::test]
async fn quotes_of_a_merged_theme_count_where_it_went_and_of_a_dropped_one_nowhere_until_it_is_undone()
 {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let before = get(&world, &cookie, "/write-up/table2.csv").await;
        assert!(before.contains("Holding,"), "{before}");
        let holding = theme(&world, "Holding").await;
        let waiting = theme(&world, "Waiting").await;
        let form = format!("into={waiting}&why=They+are+one");
        let done = to(&world, &cookie, holding, "merge", &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let merged = get(&world, &cookie, "/write-up/table2.csv").await;
        assert!(!merged.contains("Holding,"), "{merged}");
        assert!(merged.contains("Somebody rang at ten to one"), "{merged}");
        let page = get(&world, &cookie, &format!("/themes/{waiting}")).await;
        assert!(page.contains("Somebody rang at ten to one"), "{page}");
        assert!(paths(&world).await.contains(&"Holding: dropped".to_owned()));
        undo(&world, &cookie).await;
        assert_eq!(get(&world, &cookie, "/write-up/table2.csv").await, before);
        assert!(
            paths(&world)
                .await
                .contains(&"Holding: candidate".to_owned())
        );
        let dropped = to(&world, &cookie, holding, "drop", "why=Too+thin").await;
        assert_eq!(dropped.status, 303, "{}", dropped.body);
        let without = get(&world, &cookie, "/write-up/table2.csv").await;
        assert!(!without.contains("Holding"), "{without}");
        let matrix = get(&world, &cookie, "/questions").await;
        assert!(matrix.contains("stands under what was dropped"), "{matrix}");
        let kind = "/matrices?kind=theme-participant&count=documents";
        let asked = get(&world, &cookie, kind).await;
        assert!(!asked.contains("Holding"), "{asked}");
        let trail = get(&world, &cookie, "/trail").await;
        for words in [
            "dropped the theme “Holding”",
            "Too thin",
            "took back: merged the theme",
        ] {
            assert!(trail.contains(words), "the trail lacks {words}: {trail}");
        }
        let again = to(&world, &cookie, holding, "restore", "").await;
        assert_eq!(again.status, 303, "{}", again.body);
        assert_eq!(get(&world, &cookie, "/write-up/table2.csv").await, before);
        assert!(
            paths(&world)
                .await
                .contains(&"Holding: candidate".to_owned())
        );
    }
}

/// Presses undo on the board.
pub(super) async fn undo(world: &crate::world::World, cookie: &str) {
    let page = get(world, cookie, "/themes/board").await;
    let form = page.split("name=\"act\" value=\"").nth(1).unwrap();
    let form = format!("act={}", form.split('"').next().unwrap());
    let done = act(world, cookie, "/themes/board/take-back", &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn what_holds_not_together_is_refused_in_words_and_leaves_no_event() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let waiting = theme(&world, "Waiting").await;
        let board = theme(&world, "Waiting > The board").await;
        let door = theme(&world, "Waiting > The board > Side door").await;
        let long = trail_of(&world).await.events.len();
        for (form, words) in [
            ("name=+".to_owned(), "Give the theme a name"),
            ("name=Waiting".to_owned(), "in this place already"),
            (format!("name=X&parent={door}"), "below a facet"),
        ] {
            let answer = act(&world, &cookie, "/themes", &form).await;
            assert_eq!(answer.status, 422, "{form}: {}", answer.body);
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
        }
        for (id, what, form, words) in [
            (waiting, "move", format!("slot={board}:"), "under itself"),
            (door, "move", format!("parent={door}"), "under itself"),
            (waiting, "merge", format!("into={board}"), "stands under it"),
            (waiting, "merge", "into=".to_owned(), "Choose the theme"),
            (waiting, "restore", String::new(), "It was not dropped"),
            (waiting, "rename", "name=Holding".to_owned(), "already"),
        ] {
            let answer = to(&world, &cookie, id, what, &form).await;
            assert_eq!(answer.status, 422, "{what} {form}: {}", answer.body);
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
        }
        let none = format!("/themes/{waiting}/codes");
        let answer = act(&world, &cookie, &none, "code=").await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert_eq!(trail_of(&world).await.events.len(), long);
    }
}

#[tokio::test]
async fn a_change_of_a_theme_meanwhile_is_joined_by_field_or_both_versions_are_shown() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let holding = theme(&world, "Holding").await;
        let old = seen_of(&world, holding).await;
        let write = format!("/themes/{holding}/write");
        let theirs = format!("seen={old}&concept=Somebody+holds&story=");
        assert_eq!(act(&world, &lead, &write, &theirs).await.status, 303);
        let mine = format!("seen={old}&concept=&story=It+is+about+holding.");
        let done = act(&world, &cookie, &write, &mine).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = get(&world, &cookie, &format!("/themes/{holding}")).await;
        for words in ["Somebody holds", "It is about holding."] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let mine = format!("seen={old}&concept=Nobody+holds&story=");
        let answer = act(&world, &cookie, &write, &mine).await;
        assert_eq!(answer.status, 409, "{}", answer.body);
        for words in ["Somebody holds", "Nobody holds</textarea>"] {
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
        }
        let dropped = to(&world, &lead, holding, "drop", "").await;
        assert_eq!(dropped.status, 303);
        let form = format!("seen={old}&status=reviewed");
        let late = format!("/themes/{holding}/status");
        let answer = act(&world, &cookie, &late, &form).await;
        assert_eq!(answer.status, 409, "{}", answer.body);
        let form = format!("seen={old}&name=Holding+still");
        let rename = format!("/themes/{holding}/rename");
        assert_eq!(act(&world, &cookie, &rename, &form).await.status, 303);
        let form = format!("seen={old}&name=Holding+on");
        assert_eq!(act(&world, &lead, &rename, &form).await.status, 409);
    }
}

#[tokio::test]
async fn a_theme_under_which_quotes_stand_is_not_undone_away() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        begin(&world, &cookie, "", "Leaving+by+night").await;
        undo(&world, &cookie).await;
        assert_eq!(paths(&world).await.len(), 4);
        let made = begin(&world, &cookie, "", "Leaving+by+night").await;
        let mut files = crate::study::files();
        let quotes = String::from_utf8(files["quotes.csv"].clone()).unwrap();
        let quotes = quotes.replace("Holding,", "Leaving by night,");
        files.insert("quotes.csv".to_owned(), quotes.into_bytes());
        let source = analysis::Source {
            files,
            ..analysis::Source::default()
        };
        let app = &world.installation.app;
        analysis::import(app, &world.scopes[2], source)
            .await
            .unwrap();
        assert_eq!(theme(&world, "Leaving by night").await, made);
        let page = get(&world, &cookie, "/themes/board").await;
        let form = page.split("name=\"act\" value=\"").nth(1).unwrap();
        let form = format!("act={}", form.split('"').next().unwrap());
        let done = act(&world, &cookie, "/themes/board/take-back", &form).await;
        assert_eq!(done.status, 409, "{}", done.body);
        assert_eq!(theme(&world, "Leaving by night").await, made);
    }
}
