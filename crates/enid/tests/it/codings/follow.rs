//! Codings follow their text, a folder, and a withdrawal.

use super::*;

pub(super) async fn turns(world: &World, texts: &[&str]) {
    let app = &world.installation.app;
    let (study, document) = (world.scopes[2].id, interview(world).await);
    let old = documents::turns(app.db.read(), document).await.unwrap();
    let mut new = old.clone();
    new.truncate(texts.len());
    for (turn, text) in new.iter_mut().zip(texts) {
        turn.text = (*text).to_owned();
    }
    let tx = app.db.write().await.unwrap();
    documents::replace_turns(&tx, document, &new).await.unwrap();
    codings::follow(&tx, app, (study, document), (&old, &new))
        .await
        .unwrap();
    tx.commit(app, platform::audit::Event::installation("test", "text"))
        .await
        .unwrap();
}

async fn waits(pair: &Pair) -> Vec<String> {
    let body = crate::consent::get(&pair.world, &pair.one.0, &format!("{DESK}/now")).await;
    let told = json(&body);
    let all = told["codings"].as_array().unwrap().iter();
    all.map(|one| {
        format!(
            "{} {}-{}",
            one["waits"].as_str().unwrap(),
            one["start"],
            one["end"]
        )
    })
    .collect()
}

#[tokio::test]
async fn r28_a_coding_moves_with_its_words_and_waits_where_they_changed_or_went() {
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        coded(&pair, &pair.one, 1, leaving, ROTA).await;
        coded(&pair, &pair.one, 2, asking, (0, 13)).await;
        assert_eq!(material(&pair.world).await.documents[0].codings.len(), 2);
        turns(
            &pair.world,
            &["", "Well, then. It's the rota that says no."],
        )
        .await;
        assert_eq!(waits(&pair).await, ["lost 0-0", "no 13-40"]);
        let material = material(&pair.world).await;
        assert_eq!(
            material.documents[0].codings.len(),
            1,
            "what is lost counts nowhere"
        );
        assert_eq!(
            material.documents[0].turns[1].start, 1,
            "turns are read again"
        );
        turns(
            &pair.world,
            &["", "Well, then. It's the rota which says no."],
        )
        .await;
        assert_eq!(waits(&pair).await, ["lost 0-0", "changed 13-41"]);
        let id = Uuid::from_u128(1);
        let form = format!("id={id}&seen={}&what=confirm", newest(&pair, id).await);
        assert_eq!(send(&pair.world, &pair.one.0, "alter", &form).await.0, 200);
        assert_eq!(waits(&pair).await, ["lost 0-0", "no 13-41"]);
        assert_told(&pair.world).await;
    }
}

#[tokio::test]
async fn r41_undo_takes_a_coding_back_after_its_text_has_moved() {
    for pair in pairs().await {
        coded(&pair, &pair.one, 1, pair.codes[0], ROTA).await;
        turns(
            &pair.world,
            &["Why, then?", "Well. It's the rota that says no."],
        )
        .await;
        let (status, told) = send(&pair.world, &pair.one.0, "undo", "").await;
        assert_eq!(status, 200, "{told}");
        assert!(seen(&pair, &pair.one).await.is_empty());
        assert_told(&pair.world).await;
    }
}

#[tokio::test]
async fn a_folder_brought_in_again_keeps_what_is_coded_in_it() {
    for pair in pairs().await {
        coded(&pair, &pair.one, 1, pair.codes[0], ROTA).await;
        let before = seen(&pair, &pair.one).await;
        crate::study::import(&pair.world).await.unwrap();
        assert_eq!(seen(&pair, &pair.one).await, before);
        assert_told(&pair.world).await;
    }
}

#[tokio::test]
async fn r7_codings_go_with_the_transcript_of_who_withdraws_and_no_undo_brings_them_back() {
    for pair in pairs().await {
        coded(&pair, &pair.one, 1, pair.codes[0], ROTA).await;
        let app = &pair.world.installation.app;
        let study = pair.world.scopes[2].id;
        let participant = crate::consent::participant(&pair.world, "K1")
            .await
            .parse()
            .unwrap();
        let scope = study::consent::Scope::Whole;
        let preview = analysis::withdrawal::preview(app, study, participant, scope)
            .await
            .unwrap();
        assert_eq!(preview.codings, 1);
        let event = platform::audit::Event::installation("test", "withdrawal");
        analysis::withdrawal::apply(app, study, participant, (scope, true), event)
            .await
            .unwrap();
        let left = crate::release::count(&pair.world, "SELECT COUNT(*) AS n FROM codings").await;
        assert_eq!(left, 0);
        assert_told(&pair.world).await;
        let trail = trail::own(app.db.read(), study, Some(pair.one.1.id))
            .await
            .unwrap();
        let acts = trail::Acts::of(&trail.events);
        let last = acts.undoes(Some(pair.one.1.id)).unwrap();
        let tx = app.db.write().await.unwrap();
        let back =
            analysis::acts::take_back(&tx, app, study, Some(pair.one.1.id), (last, true)).await;
        assert!(matches!(back.unwrap(), Err(trail::Blocked::Final(_))));
    }
}
