//! Adding, changing, taking back.

use super::*;

#[tokio::test]
async fn r30_codings_overlap_nest_and_coincide_and_the_same_one_sent_again_is_one() {
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        let (one, two) = (pair.one.1.id, pair.two.1.id);
        coded(&pair, &pair.one, 1, leaving, ROTA).await;
        coded(&pair, &pair.one, 1, leaving, ROTA).await;
        coded(&pair, &pair.one, 2, leaving, ROTA).await;
        coded(&pair, &pair.one, 3, asking, ROTA).await;
        coded(&pair, &pair.one, 4, asking, (0, 30)).await;
        coded(&pair, &pair.two, 5, asking, (25, 29)).await;
        let expected = vec![
            (asking, one, 0, 30),
            (leaving, one, 20, 47),
            (asking, one, 20, 47),
            (asking, two, 25, 29),
        ];
        for who in [&pair.one, &pair.two] {
            assert_eq!(seen(&pair, who).await, expected);
        }
        assert_told(&pair.world).await;
    }
}

#[tokio::test]
async fn r41_undo_goes_back_over_codings_and_the_codebook_across_sign_ins_and_redo_goes_on() {
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        let me = pair.one.1.id;
        coded(&pair, &pair.one, 1, leaving, ROTA).await;
        let form = format!(
            "id={}&name=The+rota+speaks&start=14&end=19&revision=0",
            Uuid::from_u128(2)
        );
        let (status, told) = send(&pair.world, &pair.one.0, "add", &form).await;
        assert_eq!(status, 200, "{told}");
        let speaks = code(&pair.world, &pair.one.0, "The rota speaks").await;
        coded(&pair, &pair.two, 3, asking, ROTA).await;
        let all = seen(&pair, &pair.one).await;
        assert_eq!(all.len(), 3);
        let cookie = (
            pair.world.cookie(Role::Researcher).await,
            pair.one.1.clone(),
        );
        for (left, what) in [
            (2, "coded a passage as “The rota speaks”"),
            (2, "added “The rota speaks”"),
            (1, "coded a passage as “Leaving”"),
        ] {
            let (status, told) = send(&pair.world, &cookie.0, "undo", "").await;
            assert_eq!(status, 200, "{told}");
            assert!(told["says"].as_str().unwrap().contains(what), "{told}");
            assert_eq!(told["codings"].as_array().unwrap().len(), left);
            assert_told(&pair.world).await;
        }
        assert_eq!(send(&pair.world, &cookie.0, "undo", "").await.0, 422);
        for _ in 0..3 {
            assert_eq!(send(&pair.world, &cookie.0, "redo", "").await.0, 200);
        }
        assert_eq!(seen(&pair, &pair.one).await, all);
        assert!(all.contains(&(speaks, me, 14, 19)));
        assert_eq!(send(&pair.world, &cookie.0, "redo", "").await.0, 422);
        assert_told(&pair.world).await;
    }
}

#[tokio::test]
async fn r41_two_changes_of_one_coding_are_undone_and_done_again_one_by_one() {
    for pair in pairs().await {
        let id = coded(&pair, &pair.one, 1, pair.codes[0], ROTA).await;
        let mut stretches = vec![ROTA];
        for end in [30, 35] {
            let form = format!(
                "id={id}&seen={}&what=edges&start=20&end={end}",
                newest(&pair, id).await
            );
            assert_eq!(send(&pair.world, &pair.one.0, "alter", &form).await.0, 200);
            stretches.push((20, end));
        }
        for (what, at) in [
            ("undo", 1),
            ("undo", 0),
            ("redo", 1),
            ("redo", 2),
            ("undo", 1),
        ] {
            let (status, told) = send(&pair.world, &pair.one.0, what, "").await;
            assert_eq!(status, 200, "{told}");
            assert_eq!(told["codings"][0]["end"], stretches[at].1, "{what}");
            assert_told(&pair.world).await;
        }
    }
}

#[tokio::test]
async fn r41_a_code_others_have_used_is_not_undone_without_what_rests_on_it() {
    for pair in pairs().await {
        let form = format!(
            "id={}&name=Mine&start=14&end=19&revision=0",
            Uuid::from_u128(1)
        );
        assert_eq!(send(&pair.world, &pair.one.0, "add", &form).await.0, 200);
        let mine = code(&pair.world, &pair.one.0, "Mine").await;
        coded(&pair, &pair.two, 2, mine, ROTA).await;
        assert_eq!(send(&pair.world, &pair.one.0, "undo", "").await.0, 200);
        let (status, told) = send(&pair.world, &pair.one.0, "undo", "").await;
        assert_eq!(status, 409, "{told}");
        assert_eq!(seen(&pair, &pair.two).await.len(), 1);
        assert_told(&pair.world).await;
    }
}

#[tokio::test]
async fn r52_an_edge_moved_in_two_windows_is_refused_with_what_it_is_now_and_nothing_is_lost() {
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        let id = coded(&pair, &pair.one, 1, leaving, ROTA).await;
        let before = newest(&pair, id).await;
        let edges = format!("id={id}&seen={before}&what=edges&start=20&end=24");
        assert_eq!(send(&pair.world, &pair.one.0, "alter", &edges).await.0, 200);
        let other = format!("id={id}&seen={before}&what=code&code={asking}");
        let (status, told) = send(&pair.world, &pair.one.0, "alter", &other).await;
        assert_eq!(status, 409);
        assert_eq!(told["codings"][0]["end"], 24);
        let theirs = format!("id={id}&seen={}&what=remove", newest(&pair, id).await);
        assert_eq!(
            send(&pair.world, &pair.two.0, "alter", &theirs).await.0,
            422
        );
        assert_eq!(
            send(&pair.world, &pair.one.0, "alter", &theirs).await.0,
            200
        );
        assert_eq!(
            send(&pair.world, &pair.one.0, "alter", &theirs).await.0,
            200
        );
        assert!(seen(&pair, &pair.one).await.is_empty());
        assert_told(&pair.world).await;
    }
}

#[tokio::test]
async fn a_passage_outside_the_text_a_text_that_changed_and_a_code_out_of_use_are_refused_in_words()
{
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        let seen_by = crate::codebook::seen_of(&pair.world, asking).await;
        let retire = format!("seen={seen_by}&why=");
        let path = format!("/codes/{asking}/retire");
        let done = crate::consent::act(&pair.world, &pair.two.0, &path, &retire).await;
        assert_eq!(done.status, 303);
        for (code, place, revision) in [
            (leaving, (20, 48), 0),
            (leaving, (20, 20), 0),
            (leaving, (u32::MAX - 1, u32::MAX), 0),
            (leaving, ROTA, 1),
            (asking, ROTA, 0),
            (Uuid::from_u128(9), ROTA, 0),
        ] {
            let (start, end) = place;
            let id = Uuid::from_u128(1);
            let form = format!("id={id}&code={code}&start={start}&end={end}&revision={revision}");
            let (status, told) = send(&pair.world, &pair.one.0, "add", &form).await;
            assert_eq!(status, 422, "{told}");
            assert!(told["says"].as_str().unwrap().ends_with('.'), "{told}");
        }
        assert!(seen(&pair, &pair.one).await.is_empty());
    }
}

#[tokio::test]
async fn r32_codings_follow_a_merge_once_where_both_lay_on_one_passage_and_part_again_by_undo() {
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        coded(&pair, &pair.one, 1, leaving, ROTA).await;
        coded(&pair, &pair.one, 2, asking, ROTA).await;
        coded(&pair, &pair.two, 3, asking, (14, 19)).await;
        let count = |material: &Material| -> Vec<Uuid> {
            let codings = material.documents.iter().flat_map(|one| one.codings.iter());
            codings.map(|one| one.code).collect()
        };
        assert_eq!(count(&material(&pair.world).await).len(), 3);
        let seen_by = crate::codebook::seen_of(&pair.world, asking).await;
        let form = format!("seen={seen_by}&into={leaving}&why=One+thing");
        let path = format!("/codes/{asking}/merge");
        let done = crate::consent::act(&pair.world, &pair.two.0, &path, &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let merged = material(&pair.world).await;
        assert_eq!(count(&merged), [leaving, leaving]);
        let (status, told) = send(&pair.world, &pair.two.0, "undo", "").await;
        assert_eq!(status, 200, "{told}");
        assert_eq!(count(&material(&pair.world).await).len(), 3);
        assert_told(&pair.world).await;
    }
}

#[tokio::test]
async fn a_code_under_which_something_is_coded_is_retired_by_a_folder_without_it_and_never_removed()
{
    for pair in pairs().await {
        let [_, asking] = pair.codes;
        coded(&pair, &pair.one, 1, asking, ROTA).await;
        let seen_by = crate::codebook::seen_of(&pair.world, asking).await;
        let path = format!("/codes/{asking}/remove");
        let done = crate::consent::act(
            &pair.world,
            &pair.two.0,
            &path,
            &format!("seen={seen_by}&why="),
        )
        .await;
        assert_eq!(done.status, 422, "{}", done.body);
        let app = &pair.world.installation.app;
        let tx = app.db.write().await.unwrap();
        analysis::codes::bring_in(&tx, app, pair.world.scopes[2].id, None, &[])
            .await
            .unwrap();
        tx.commit(app, platform::audit::Event::installation("test", "codes"))
            .await
            .unwrap();
        let list = json(&crate::consent::get(&pair.world, &pair.two.0, "/codes/list").await);
        assert!(
            list.as_array()
                .unwrap()
                .iter()
                .all(|code| code["retired"] == true),
            "{list}"
        );
        assert_eq!(seen(&pair, &pair.one).await.len(), 1);
        assert_told(&pair.world).await;
    }
}

#[tokio::test]
async fn an_act_is_answered_with_what_became_of_its_coding_and_with_no_other() {
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        coded(&pair, &pair.two, 7, asking, ROTA).await;
        let [first, again] = [1, 2].map(Uuid::from_u128);
        let add = |id: Uuid| format!("id={id}&code={leaving}&start=20&end=47&revision=0");
        for id in [first, first, again] {
            let (status, told) = send(&pair.world, &pair.one.0, "add", &add(id)).await;
            assert_eq!(status, 200, "{told}");
            // What is coded so already stays, and is what the answer is about.
            assert_eq!(told["id"], first.to_string(), "{told}");
            assert_eq!(told["now"]["id"], first.to_string(), "{told}");
            assert_eq!(told["now"]["code"], leaving.to_string());
            assert!(told.get("codings").is_none(), "{told}");
        }
        let seen = newest(&pair, first).await;
        let edges = format!("id={first}&seen={seen}&what=edges&start=20&end=24");
        let (_, told) = send(&pair.world, &pair.one.0, "alter", &edges).await;
        assert_eq!(
            (&told["now"]["start"], &told["now"]["end"]),
            (&20.into(), &24.into())
        );
        let seen = newest(&pair, first).await;
        assert_eq!(told["now"]["seen"], seen, "the next change of it is taken");
        let away = format!("id={first}&seen={seen}&what=remove");
        let (_, told) = send(&pair.world, &pair.one.0, "alter", &away).await;
        assert_eq!(
            (&told["id"], &told["now"]),
            (&first.to_string().into(), &Value::Null)
        );
    }
}
