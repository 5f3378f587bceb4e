//! P10: in a blind pass nothing depends on what others code.

use super::*;

/// Every page on which what others coded could show.
const PAGES: [&str; 20] = [
    DESK,
    "/documents/K1-interview/coding/now",
    "/documents/K1-interview",
    "/codes/list",
    "/codes",
    "/codes/codes.csv",
    "/trail",
    "/trail/trail.jsonl",
    "/blind-passes",
    "/transcripts",
    "/themes",
    "/today",
    "/search?q=under:Leaving",
    "/matrices?kind=code-document&count=codings",
    "/matrices?kind=code-overlap&count=codings",
    "/outputs",
    "/extracts/extracts.csv",
    "/extracts/extracts.html?code=Leaving",
    "/codebook/codebook.csv?counts=yes",
    "/audit-appendix/audit-appendix.jsonl",
];

async fn pages(pair: &Pair, who: &(String, Member)) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for page in PAGES {
        let answer = pair
            .world
            .get(&format!("/studies/saltmarsh-study{page}"), Some(&who.0))
            .await;
        assert_eq!(answer.status, 200, "{page}");
        // The trail numbers its events; that it grew is no layer's business.
        pages.push((page.to_owned(), answer.body));
    }
    pages
}

async fn begin(pair: &Pair, who: &(String, Member)) {
    let form = format!("analyst={}&document=K1-interview", who.1.id);
    let done = crate::consent::act(&pair.world, &who.0, "/blind-passes", &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

async fn close(pair: &Pair, who: &(String, Member), by: &str) -> u16 {
    let page = crate::consent::get(&pair.world, &who.0, "/blind-passes").await;
    let pass = page.split("name=\"pass\" value=\"").nth(1).unwrap();
    let pass = pass.split('"').next().unwrap().to_owned();
    let form = format!("pass={pass}");
    crate::consent::act(&pair.world, by, "/blind-passes/close", &form)
        .await
        .status
}

#[tokio::test]
async fn p10_what_a_blind_analyst_is_served_does_not_depend_on_what_others_code() {
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        coded(&pair, &pair.two, 1, asking, (14, 19)).await;
        begin(&pair, &pair.one).await;
        coded(&pair, &pair.one, 2, leaving, ROTA).await;
        let before = pages(&pair, &pair.one).await;
        coded(&pair, &pair.two, 3, leaving, ROTA).await;
        let other = coded(&pair, &pair.two, 4, asking, (20, 30)).await;
        let form = format!(
            "id={other}&seen={}&what=edges&start=20&end=31",
            newest(&pair, other).await
        );
        assert_eq!(send(&pair.world, &pair.two.0, "alter", &form).await.0, 200);
        for ((page, before), (_, after)) in before.iter().zip(pages(&pair, &pair.one).await) {
            assert_eq!(*before, after, "{page}");
        }
        let mine = pair.one.1.id;
        assert_eq!(seen(&pair, &pair.one).await, [(leaving, mine, 20, 47)]);
        assert!(
            seen(&pair, &pair.two).await.iter().all(|one| one.1 != mine),
            "nor is it shown to others"
        );
        assert_eq!(
            close(&pair, &pair.one, &pair.two.0).await,
            404,
            "nobody else closes it"
        );
        assert_eq!(close(&pair, &pair.one, &pair.one.0).await, 303);
        assert_eq!(seen(&pair, &pair.one).await.len(), 4);
        assert_eq!(seen(&pair, &pair.two).await.len(), 4);
    }
}

#[tokio::test]
async fn p10_a_blind_analyst_learns_from_no_refusal_whether_others_use_a_code() {
    for pair in pairs().await {
        begin(&pair, &pair.one).await;
        let form = format!(
            "id={}&name=Mine&start=14&end=19&revision=0",
            Uuid::from_u128(1)
        );
        assert_eq!(send(&pair.world, &pair.one.0, "add", &form).await.0, 200);
        let mine = code(&pair.world, &pair.one.0, "Mine").await;
        assert_eq!(send(&pair.world, &pair.one.0, "undo", "").await.0, 200);
        let remove = format!("/codes/{mine}/remove");
        let refused = async || {
            let seen = crate::codebook::seen_of(&pair.world, mine).await;
            let form = format!("seen={seen}&why=");
            let removed = crate::consent::act(&pair.world, &pair.one.0, &remove, &form).await;
            let undone = send(&pair.world, &pair.one.0, "undo", "").await;
            (removed.status, removed.body, undone)
        };
        let unused = refused().await;
        coded(&pair, &pair.two, 2, mine, ROTA).await;
        let used = refused().await;
        assert_eq!(unused.0, 422);
        assert_eq!(unused, used);
    }
}

#[tokio::test]
async fn r31_an_analyst_begins_a_pass_for_nobody_else_and_the_lead_for_anybody() {
    for pair in pairs().await {
        let begin = async |who: &str, analyst: &str| {
            let form = format!("analyst={analyst}&document=");
            crate::consent::act(&pair.world, who, "/blind-passes", &form)
                .await
                .status
        };
        assert_eq!(begin(&pair.one.0, &pair.two.1.id.to_string()).await, 409);
        assert_eq!(begin(&pair.one.0, "").await, 409);
        assert_eq!(begin(&pair.two.0, "").await, 303);
        let open =
            crate::release::count(&pair.world, "SELECT COUNT(*) AS n FROM blind_passes").await;
        assert_eq!(open, 2);
    }
}
