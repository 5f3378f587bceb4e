//! Setting findings aside (study R64).

use platform::access::Role;
use platform::audit;

use super::*;

/// The altered quotation of [`ALTERED`] in a longer text.
const LONGER: &str = "# Abstract\n\nWe interviewed two participants.\n\n# Findings\n\nThere is more to say first.\n\nAnd more.\n\n\
    Waiting was told of by many. One said: “I went by the back door, and somebody rang at ten to one.”\n";

#[tokio::test]
async fn a_finding_that_a_named_person_set_aside_stays_listed_over_uploads_until_it_is_taken_up_again()
 {
    for desk in desks().await {
        desk.brings_in(ALTERED).await;
        let page = desk.page().await;
        let finding = fingerprint(card(&page, "A09")).to_owned();
        let form = format!("finding={finding}&reason=Printed+so+at+her+wish");
        let done = desk.does("set-aside", &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(done.header("location").contains("/reporting-audit#f"));
        for text in [ALTERED, LONGER] {
            assert_eq!(desk.brings_in(text).await.status, 303);
            let page = desk.page().await;
            let one = card(&page, "A09");
            assert!(
                one.contains("Set aside by Dr researcher of Saltmarsh: Printed so at her wish"),
                "{one}"
            );
            assert!(page.contains("No errors"), "{page}");
            assert!(page.contains("1 set aside"), "{page}");
        }
        // Another word is another finding.
        desk.brings_in(&ALTERED.replace("back door", "front door"))
            .await;
        assert!(!card(&desk.page().await, "A09").contains("Set aside by"));
        desk.brings_in(LONGER).await;
        let lead = desk.world.cookie(Role::ResearchLead).await;
        let audit = desk.json(&lead).await;
        assert_eq!(told(&audit, "A09").len(), 1);
        let (up, form) = (format!("{HERE}/take-up"), format!("finding={finding}"));
        let up = crate::consent::act(&desk.world, &lead, &up, &form).await;
        assert_eq!(up.status, 303);
        let page = desk.page().await;
        assert!(!card(&page, "A09").contains("Set aside by"), "{page}");
        assert!(page.contains("One error to settle"), "{page}");
        let app = &desk.world.installation.app;
        let rows = audit::newest(app.db.read(), Some("saltmarsh-study"), 50)
            .await
            .unwrap();
        let told: Vec<(String, String)> = rows
            .into_iter()
            .filter(|row| row.action == "reporting-audit.write" && row.subject == "A09")
            .map(|row| (row.subject, row.detail))
            .collect();
        let told: Vec<&str> = told.iter().map(|(_, detail)| detail.as_str()).collect();
        assert_eq!(
            told,
            ["taken up again", "set aside"],
            "no word of the reason is in the record"
        );
    }
}

#[tokio::test]
async fn nothing_is_set_aside_without_a_reason_or_once_it_is_gone_and_what_was_written_stays() {
    for desk in desks().await {
        desk.brings_in(ALTERED).await;
        let finding = fingerprint(card(&desk.page().await, "A09")).to_owned();
        let refused = desk
            .does("set-aside", &format!("finding={finding}&reason=+"))
            .await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("Write why"), "{}", refused.body);
        let long = "x".repeat(601);
        let refused = desk
            .does("set-aside", &format!("finding={finding}&reason={long}"))
            .await;
        assert_eq!(refused.status, 422);
        assert!(
            card(&refused.body, "A09").contains(&long),
            "{}",
            refused.body
        );
        assert!(card(&refused.body, "A09").contains("<details open>"));
        desk.brings_in(MENDED).await;
        let gone = desk
            .does("set-aside", &format!("finding={finding}&reason=So"))
            .await;
        assert_eq!(gone.status, 422);
        assert!(gone.body.contains("is not there any more"), "{}", gone.body);
        let study = desk.world.scopes[2].id;
        let app = &desk.world.installation.app;
        let all = analysis::manuscript_audit::all(app.db.read(), study)
            .await
            .unwrap();
        assert_eq!(all, []);
    }
}
