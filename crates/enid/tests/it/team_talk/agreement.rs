//! Figures of agreement exist in the designs that seek it.

use super::*;
use crate::consent::get;

#[tokio::test]
async fn in_reflexive_design_the_page_does_not_exist() {
    for pair in pairs().await {
        let path = "/studies/saltmarsh-study/agreement";
        for who in [&pair.one, &pair.two] {
            let page = pair.world.get(path, Some(&who.0)).await;
            let missing = pair
                .world
                .get("/studies/saltmarsh-study/none", Some(&who.0))
                .await;
            assert_eq!((page.status, &page.body), (404, &missing.body));
            let today = get(&pair.world, &who.0, "/today").await;
            assert!(!today.contains("/agreement"), "{today}");
        }
        designed(&pair.world, Design::CodingReliability).await;
        get(&pair.world, &pair.one.0, "/agreement").await;
        let today = get(&pair.world, &pair.one.0, "/today").await;
        assert!(today.contains("/agreement"), "{today}");
        designed(&pair.world, Design::Reflexive).await;
        assert_eq!(pair.world.get(path, Some(&pair.one.0)).await.status, 404);
    }
}

/// K2 has two turns that are not the interviewer's. Leaving: both on the first, one on the second as well.
#[tokio::test]
async fn figures_stand_with_their_unit_and_what_they_take_for_granted() {
    for pair in pairs().await {
        designed(&pair.world, Design::Codebook).await;
        let page = get(&pair.world, &pair.one.0, "/agreement").await;
        assert!(
            page.contains("No transcript is coded by two analysts yet"),
            "{page}"
        );
        let leaving = pair.codes[0];
        code(&pair, &pair.one.1, "K2", (leaving, (12, 30))).await;
        code(&pair, &pair.two.1, "K2", (leaving, (12, 80))).await;
        let page = get(&pair.world, &pair.one.0, "/agreement").await;
        for words in [
            "Agreement in one transcript that several analysts coded",
            "a turn of a transcript, not of the interviewer; 2 in all",
            "Analysts coded without knowing of each other.",
            "Leaving",
            "50 %",
            "/documents/K2/conversation",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }
}
