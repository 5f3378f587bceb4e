//! The account from field notes (study R57).

use super::*;

async fn seen(world: &World, cookie: &str) -> String {
    let page = get(world, cookie, "/account").await;
    let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap();
    seen.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_account_is_extracts_of_field_notes_and_goes_along_with_what_becomes_of_them() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let waiting = theme(&world, "Waiting").await;
        let form =
            format!("document=note-1&turn=1&words=I+left+[then]&ready=yes&stance=&theme={waiting}");
        let refused = act(&world, &cookie, "/quotes", &form).await;
        assert_eq!(refused.status, 303, "{}", refused.body);
        let quote = saying(&world, "I left [then]").await.id;
        let interview = saying(&world, "I went by the side door").await.id;
        let first = seen(&world, &cookie).await;
        let add = |seen: &str, id| format!("seen={seen}&what=add&extract={id}");
        let other = act(&world, &cookie, "/account", &add(&first, interview)).await;
        assert_eq!(other.status, 404, "an interview is no part of it");
        let added = act(&world, &cookie, "/account", &add(&first, quote)).await;
        assert_eq!(added.status, 303, "{}", added.body);
        let late = act(
            &world,
            &cookie,
            "/account/title",
            &format!("seen={first}&title=X"),
        )
        .await;
        assert_eq!(late.status, 409, "somebody changed it meanwhile");
        let now = seen(&world, &cookie).await;
        let form = format!("seen={now}&title=A+year+of+notes");
        assert_eq!(
            act(&world, &cookie, "/account/title", &form).await.status,
            303
        );
        let page = get(&world, &cookie, "/account").await;
        for words in [
            "one extract",
            "I left [then]",
            "Field note",
            "A year of notes",
            "Waiting",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let file = get(&world, &cookie, "/account/account.html").await;
        assert!(
            file.contains("I left [then]") && file.contains("March 2031"),
            "{file}"
        );
        assert!(!file.contains("note-1") && !file.contains("PR1"), "{file}");
        let trail = get(&world, &cookie, "/trail").await;
        assert!(
            trail.contains("named the account from field notes"),
            "{trail}"
        );
        assert_eq!(
            to(&world, &cookie, quote, "remove", "why=").await.status,
            303
        );
        let page = get(&world, &cookie, "/account").await;
        assert!(page.contains("has no extract yet"), "{page}");
        quotes(&world).await;
    }
}
