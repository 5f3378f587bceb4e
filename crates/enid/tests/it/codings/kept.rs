//! What a node keeps of codings between two changes is what it would read anew.

use super::follow::turns;
use super::*;

/// What is coded and where turns stand, as of what is kept, and read anew.
async fn kept_and_anew(world: &World) -> [String; 2] {
    let kept = format!("{:?}", material(world).await.documents);
    world.installation.app.db.memory().clear();
    [kept, format!("{:?}", material(world).await.documents)]
}

async fn alter(pair: &Pair, id: Uuid, what: &str) {
    let seen = newest(pair, id).await;
    let form = format!("id={id}&seen={seen}&{what}");
    let (status, told) = send(&pair.world, &pair.one.0, "alter", &form).await;
    assert_eq!(status, 200, "{told}");
}

#[tokio::test]
async fn what_is_kept_of_codings_after_each_change_is_what_is_read_anew() {
    for pair in pairs().await {
        let world = &pair.world;
        let [leaving, asking] = pair.codes;
        let same = async |what: &str| {
            let [kept, anew] = kept_and_anew(world).await;
            assert_eq!(kept, anew, "{what}, on {}", world.installation.on);
            // Kept again, so that the next change finds it.
            material(world).await
        };
        same("nothing").await;
        let first = coded(&pair, &pair.one, 1, leaving, ROTA).await;
        same("the first coding of a document").await;
        let second = coded(&pair, &pair.one, 2, leaving, (14, 19)).await;
        coded(&pair, &pair.two, 3, leaving, ROTA).await;
        assert_eq!(same("three").await.under(leaving).len(), 3);
        alter(&pair, second, "what=edges&start=20&end=47").await;
        assert_eq!(same("two that are one").await.under(leaving).len(), 2);
        alter(&pair, first, "what=remove").await;
        assert_eq!(same("one of them goes").await.under(leaving).len(), 2);
        alter(&pair, second, &format!("what=code&code={asking}")).await;
        let all = same("another code").await;
        assert_eq!([leaving, asking].map(|code| all.under(code).len()), [1, 1]);
        turns(world, &["", "It's the rota that says no."]).await;
        same("another text").await;
    }
}

#[tokio::test]
async fn a_passage_is_held_against_the_text_as_it_is_now_also_where_nobody_has_opened_it() {
    for pair in pairs().await {
        let world = &pair.world;
        let [leaving, asking] = pair.codes;
        coded(&pair, &pair.one, 1, leaving, ROTA).await;
        turns(world, &["", "The rota."]).await;
        for (start, end, status) in [(5, 11_u32, 422), (5, 10, 200), (20, 47, 422)] {
            let id = Uuid::from_u128(u128::from(end));
            let form = format!("id={id}&code={asking}&start={start}&end={end}&revision=1");
            let (told, words) = send(world, &pair.one.0, "add", &form).await;
            assert_eq!(told, status, "{words}");
        }
        assert_told(world).await;
    }
}
