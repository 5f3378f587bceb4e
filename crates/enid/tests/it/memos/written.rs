//! Writing memos, finding them, changing them, taking that back.

use platform::access::Role;
use study::team::NewMember;

use super::{all, analyst, on_door, studied, verify, write};
use crate::consent::{act, get, participant};
use crate::study_design::member;

#[tokio::test]
async fn a_memo_on_anything_there_is_stands_in_one_list_that_is_searched_and_taken_away() {
    for world in studied().await {
        let (me, cookie) = analyst(&world, Role::Researcher).await;
        let codes = get(&world, &cookie, "/codes").await;
        let code = codes.split("id=\"code-").nth(1).unwrap();
        let code = code.split('"').next().unwrap();
        let app = &world.installation.app;
        let themes = analysis::themes::all(app.db.read(), world.scopes[2].id).await;
        let theme = themes.unwrap()[0].id;
        let them = participant(&world, "K2").await;
        write(&world, &cookie, "on=study", "One").await;
        write(&world, &cookie, &format!("on=code&id={code}"), "Two").await;
        write(&world, &cookie, &format!("on=theme&id={theme}"), "Three").await;
        write(&world, &cookie, "on=document&document=K2", "Four").await;
        write(
            &world,
            &cookie,
            &format!("on=participant&id={them}"),
            "Five",
        )
        .await;
        let passage = write(&world, &cookie, &on_door(), "Six+%F0%9F%A6%89").await;
        let list = get(&world, &cookie, "/notes").await;
        for holds in [
            "6 notes",
            "the study",
            "code “Leaving”",
            "theme “Waiting”",
            "Theory on K2",
            "participant K2",
            "a passage of K2",
            "Six 🦉",
        ] {
            assert!(list.contains(holds), "{holds}: {list}");
        }
        let shown = get(&world, &cookie, &format!("/memos/{passage}")).await;
        assert!(shown.contains("<p>by the side door</p>"), "{shown}");
        assert!(shown.contains("/documents/K2#turn-2"), "{shown}");
        for (query, count) in [
            ("on=span", "One note"),
            ("kind=method", "Nothing fits"),
            ("q=side", "Nothing fits"),
            ("q=FIVE", "One note"),
            ("q=waiting", "One note"),
            ("until=1999-01-01", "Nothing fits"),
            ("by=lead", "Nothing fits"),
            (&format!("by={}", me.id), "6 notes"),
        ] {
            let list = get(&world, &cookie, &format!("/notes?{query}")).await;
            assert!(list.contains(count), "{query}: {list}");
        }
        let csv = get(&world, &cookie, "/notes/notes.csv?on=span").await;
        assert_eq!(
            csv.lines().next(),
            Some("type,visibility,author,date,subject,text")
        );
        assert_eq!(csv.lines().count(), 2, "{csv}");
        assert!(csv.contains(",a passage of K2,Six 🦉"), "{csv}");
        let page = get(&world, &cookie, "/notes/notes.html").await;
        assert!(page.contains("Theory: code “Leaving”"), "{page}");
        let word = world
            .get("/studies/saltmarsh-study/notes/notes.docx", Some(&cookie))
            .await;
        assert_eq!(word.status, 200);
        verify(&world).await;
    }
}

#[tokio::test]
async fn whoever_wrote_a_memo_changes_and_removes_it_and_undo_brings_it_back() {
    for world in studied().await {
        let (_, cookie) = analyst(&world, Role::Researcher).await;
        let (_, lead) = analyst(&world, Role::ResearchLead).await;
        let id = write(&world, &cookie, "on=study", "One").await;
        let seen = all(&world).await[0].seen;
        let change = format!("/memos/{id}/change");
        let form = |text: &str| format!("seen={seen}&kind=method&text={text}");
        let other = act(&world, &lead, &change, &form("Theirs")).await;
        assert!(
            other.body.contains("changed by whoever wrote it"),
            "{}",
            other.body
        );
        let page = get(&world, &lead, &format!("/memos/{id}")).await;
        assert!(!page.contains("/change\""), "{page}");
        let done = act(&world, &cookie, &change, &form("Two")).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let late = act(&world, &cookie, &change, &form("Three")).await;
        assert_eq!(late.status, 422, "{}", late.body);
        assert!(late.body.contains("to “Two”"), "{}", late.body);
        assert_eq!(all(&world).await[0].text, "Two");
        let removed = act(&world, &cookie, &format!("/memos/{id}/remove"), "").await;
        assert_eq!(removed.status, 303, "{}", removed.body);
        assert!(all(&world).await.is_empty());
        let codes = get(&world, &cookie, "/codes").await;
        assert!(
            codes.contains("You removed a memo (method) on the study"),
            "{codes}"
        );
        let undo = codes.split("name=\"act\" value=\"").nth(1).unwrap();
        let undo = undo.split('"').next().unwrap();
        let back = act(&world, &cookie, "/codes/take-back", &format!("act={undo}")).await;
        assert_eq!(back.status, 303, "{}", back.body);
        assert_eq!(all(&world).await[0].text, "Two");
        let trail = get(&world, &cookie, "/trail").await;
        assert!(
            trail.contains("took back: removed a memo (method) on the study"),
            "{trail}"
        );
        verify(&world).await;
    }
}

#[tokio::test]
async fn a_memo_on_what_is_not_there_is_refused_and_a_form_keeps_what_was_written() {
    for world in studied().await {
        let (_, cookie) = analyst(&world, Role::Researcher).await;
        let none = uuid::Uuid::nil();
        for on in [
            "on=span&document=K2&start=17&end=4000".to_owned(),
            "on=span&document=K2&start=17&end=17".to_owned(),
            "on=span&document=K2&start=x&end=17".to_owned(),
            "on=span&document=K9&start=1&end=2".to_owned(),
            "on=document&document=K9".to_owned(),
            "on=anything".to_owned(),
            "on=code".to_owned(),
            format!("on=code&id={none}"),
            format!("on=coding&id={none}"),
            format!("on=theme&id={none}"),
            format!("on=participant&id={none}"),
        ] {
            let path = format!("/studies/saltmarsh-study/memos/new?{on}");
            let page = world.get(&path, Some(&cookie)).await;
            assert_eq!(page.status, 404, "{on}");
            let form = format!("{on}&kind=theory&text=So");
            let answer = act(&world, &cookie, "/memos", &form).await;
            assert_eq!(answer.status, 404, "{on}");
        }
        let answer = act(
            &world,
            &cookie,
            "/memos",
            "on=study&kind=odd&text=Kept+words",
        )
        .await;
        assert_eq!(answer.status, 422);
        assert!(
            answer.body.contains(">Kept words</textarea>"),
            "{}",
            answer.body
        );
        assert!(answer.body.contains("Choose what kind"), "{}", answer.body);
        assert!(all(&world).await.is_empty());
    }
}

#[tokio::test]
async fn who_does_not_analyse_reads_memos_and_writes_none_and_states_no_phase() {
    for world in studied().await {
        let (_, lead) = analyst(&world, Role::ResearchLead).await;
        let id = write(&world, &lead, "on=study", "One").await;
        let new = NewMember {
            interviews: true,
            ..NewMember::default()
        };
        member(&world, Role::Researcher, new).await;
        let cookie = world.cookie(Role::Researcher).await;
        let list = get(&world, &cookie, "/notes").await;
        assert!(list.contains("One note"), "{list}");
        for (path, form) in [
            ("/memos".to_owned(), "on=study&kind=theory&text=So"),
            (format!("/memos/{id}/change"), "kind=theory&text=So"),
            (format!("/memos/{id}/remove"), ""),
            ("/phases".to_owned(), "phase=code&does=enter"),
        ] {
            let answer = act(&world, &cookie, &path, form).await;
            assert!(
                answer.body.contains("not entered as an analyst"),
                "{path}: {}",
                answer.body
            );
        }
        assert_eq!(all(&world).await[0].text, "One");
        // An interviewer learns nothing of somebody who is not theirs (P13).
        let them = participant(&world, "K2").await;
        write(&world, &lead, &format!("on=participant&id={them}"), "Two").await;
        let list = get(&world, &cookie, "/notes").await;
        assert!(list.contains("One note"), "{list}");
    }
}
