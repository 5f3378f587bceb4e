//! The facts, and the statements.

use super::*;
use crate::consent::{act, get};

#[tokio::test]
async fn the_curve_stands_in_both_orders_and_says_what_is_not_known() {
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        let page = get(&pair.world, &pair.one.0, "/saturation").await;
        assert!(page.contains("No interview is coded yet"), "{page}");
        assert!(
            page.contains("Not coded yet, and in no curve: K1-interview, K2."),
            "{page}"
        );
        // K2 was held in March, K1 on the 9th of it; K2 is coded first.
        code(&pair, &pair.one.1, "K2", (leaving, (12, 30))).await;
        code(&pair, &pair.two.1, "K1-interview", (leaving, ROTA)).await;
        code(&pair, &pair.two.1, "K1-interview", (asking, ROTA)).await;
        let page = get(&pair.world, &pair.one.0, "/saturation").await;
        assert!(page.contains("2 codes in 2 interviews"), "{page}");
        assert!(
            page.contains("the last that no earlier one had came with number 1, K1-interview"),
            "{page}"
        );
        let page = get(&pair.world, &pair.one.0, "/saturation?order=coding").await;
        assert!(
            page.contains("the last that no earlier one had came with number 2, K1-interview"),
            "{page}"
        );
        assert!(page.contains("<h2>members</h2>"), "{page}");
        let main = page.split("<main").nth(1).unwrap();
        for word in [
            "reached",
            "enough interviews",
            "threshold",
            "class=\"reference\"",
        ] {
            assert!(!main.contains(word), "{word}: {main}");
        }
    }
}

#[tokio::test]
async fn voices_and_the_last_change_of_the_structure_are_told() {
    for pair in pairs().await {
        let page = get(&pair.world, &pair.one.0, "/saturation").await;
        assert!(page.contains("2 facets rest on one voice"), "{page}");
        assert!(
            page.contains("No code was merged, retired or removed so far."),
            "{page}"
        );
        let [leaving, asking] = pair.codes;
        let seen = crate::codebook::seen_of(&pair.world, asking).await;
        let form = format!("seen={seen}&why=Nothing+says+so");
        let done = act(
            &pair.world,
            &pair.one.0,
            &format!("/codes/{asking}/retire"),
            &form,
        )
        .await;
        assert_eq!(done.status, 303, "{}", done.body);
        code(&pair, &pair.one.1, "K2", (leaving, (12, 30))).await;
        let page = get(&pair.world, &pair.one.0, "/saturation").await;
        assert!(page.contains("retired “Asking”"), "{page}");
        let after = page.split("First coded after it").nth(1).unwrap();
        assert!(after.contains("K2"), "{page}");
    }
}

#[tokio::test]
async fn a_statement_is_added_to_and_never_overwritten() {
    for pair in pairs().await {
        let state = async |form: &str| act(&pair.world, &pair.one.0, "/saturation", form).await;
        let refused = state("stance=&grounds=Half+written").await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("Choose where you stand."),
            "{}",
            refused.body
        );
        assert!(
            refused.body.contains(">Half written</textarea>"),
            "{}",
            refused.body
        );
        assert_eq!(state("stance=claimed&grounds=").await.status, 422);
        assert_eq!(state("stance=reached&grounds=x").await.status, 422);
        for form in [
            "stance=claimed&grounds=Nothing+new+came.",
            "stance=information_power&grounds=A+narrow+aim.",
        ] {
            assert_eq!(state(form).await.status, 303);
        }
        let app = &pair.world.installation.app;
        let all = analysis::saturation::stances(app.db.read(), pair.world.scopes[2].id)
            .await
            .unwrap();
        let grounds: Vec<&str> = all.iter().map(|one| one.grounds.as_str()).collect();
        assert_eq!(grounds, ["A narrow aim.", "Nothing new came."]);
        assert_eq!(all[0].made_by, Some(pair.one.1.id));
        let page = get(&pair.world, &pair.two.0, "/saturation").await;
        assert!(page.contains("rests on information power"), "{page}");
        let before = page.split("What stood here before").nth(1).unwrap();
        assert!(before.contains("Nothing new came."), "{page}");
    }
}
