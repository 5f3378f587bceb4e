//! The research lead's page (R13 to R15).

use platform::access::Role;

use super::{address, agreed, answers, lead_page, matched, studies};
use crate::consent::{act, get, invited, participant};
use crate::world::World;

async fn accept(world: &World) -> u16 {
    let lead = world.cookie(Role::ResearchLead).await;
    let page = get(world, &lead, "/interviewers").await;
    let (_, rest) = page.split_once("name=\"proposal\" value=\"").unwrap();
    let digest = rest.split('"').next().unwrap();
    let form = format!("proposal={digest}");
    act(world, &lead, "/interviewers/proposal", &form)
        .await
        .status
}

#[tokio::test]
async fn r13_the_proposal_from_what_was_said_is_accepted_as_it_was_shown() {
    for (world, crew) in studies(&[2, 2]).await {
        let first = agreed(&world, "M7", &[(&crew[0], "none"), (&crew[1], "knows")]).await;
        agreed(&world, "M8", &[(&crew[0], "none"), (&crew[1], "none")]).await;
        let page = lead_page(&world).await;
        assert!(
            page.contains("0 of 2 participants have an interviewer"),
            "{page}"
        );
        assert!(page.contains("Everybody can have one"), "{page}");
        assert!(page.contains("2 changes are proposed"), "{page}");
        let lead = world.cookie(Role::ResearchLead).await;
        let stale = act(&world, &lead, "/interviewers/proposal", "proposal=0000").await;
        assert_eq!(stale.status, 409, "another proposal than the page showed");
        assert_eq!(accept(&world).await, 303);
        let page = lead_page(&world).await;
        assert!(
            page.contains("2 of 2 participants have an interviewer"),
            "{page}"
        );
        assert!(page.contains("Everybody has an interviewer"), "{page}");
        assert!(!page.contains("Accept the proposal"), "{page}");
        for (one, theirs, other) in [(&crew[0], "M7", "M8"), (&crew[1], "M8", "M7")] {
            let cookie = one.cookie(&world).await;
            let list = super::masked(&get(&world, &cookie, "/my-interviews").await);
            assert!(list.contains(theirs), "{list}");
            assert!(!list.contains(other), "{list}");
            assert!(!list.contains("Quilla"), "no name: {list}");
        }
        // What is said now takes the pair apart, and nothing else.
        answers(&world, &first, &[(&crew[0], "friend"), (&crew[1], "knows")]).await;
        let page = lead_page(&world).await;
        assert!(
            page.contains("1 of 2 participants have an interviewer"),
            "{page}"
        );
        assert!(page.contains("M7 can be seen by no interviewer."), "{page}");
    }
}

#[tokio::test]
async fn r14_what_is_in_the_way_stands_in_plain_words_with_what_would_free_it() {
    for (world, crew) in studies(&[1, 3]).await {
        let only = [(&crew[0], "none"), (&crew[1], "supervises")];
        agreed(&world, "M6", &only).await;
        agreed(&world, "M7", &only).await;
        let page = lead_page(&world).await;
        let sentence = "These 2 participants (M6 and M7) can only be seen by Dr Ada Interviewer, who has room for 1.";
        assert!(page.contains(sentence), "{page}");
        assert!(page.contains("Dr Ada Interviewer takes 1 more."), "{page}");
        assert!(page.contains("1 of 2 can have one"), "{page}");
        // Whoever has not answered can be seen by nobody, and asking is what helps.
        agreed(&world, "M8", &[]).await;
        invited(&world, "M9").await;
        let page = lead_page(&world).await;
        assert!(
            page.contains("One participant has not said yet whom they know"),
            "{page}"
        );
        assert!(page.contains("M8 can be seen by no interviewer."), "{page}");
        let way =
            "M8 and Dr Ben Interviewer turn out not to know each other, which nobody has said yet.";
        assert!(page.contains(way), "{page}");
        assert!(
            page.contains("One more was invited and has not agreed yet."),
            "{page}"
        );
        assert!(!page.contains("Quilla"), "{page}");
    }
}

#[tokio::test]
async fn r15_a_pair_against_a_rule_is_refused_in_words_and_with_a_reason_it_stands_and_is_seen_ever_after()
 {
    for (world, crew) in studies(&[1, 2]).await {
        let known = [(&crew[0], "none"), (&crew[1], "works_with")];
        agreed(&world, "M7", &known).await;
        agreed(&world, "M8", &known).await;
        let refused = matched(&world, "M7", &crew[1], "").await;
        assert_eq!(refused.status, 422);
        let says = "M7 cannot be matched so: they work together.";
        assert!(refused.body.contains(says), "{}", refused.body);
        let chosen = format!("<option value=\"{}\" selected>", crew[1].member.id);
        assert!(refused.body.contains(&chosen), "what was chosen stays");
        assert_eq!(matched(&world, "M8", &crew[0], "").await.status, 303);
        let full = matched(&world, "M7", &crew[0], "").await;
        assert_eq!(full.status, 422);
        assert!(full.body.contains("no room left"), "{}", full.body);
        let reason = "Nobody else speaks the language";
        assert_eq!(matched(&world, "M7", &crew[1], reason).await.status, 303);
        let page = lead_page(&world).await;
        assert!(page.contains("One pair against a rule"), "{page}");
        assert!(page.contains(reason), "{page}");
        let lead = world.cookie(Role::ResearchLead).await;
        let id = participant(&world, "M7").await;
        let freed = act(
            &world,
            &lead,
            "/interviewers/free",
            &format!("participant={id}"),
        )
        .await;
        assert_eq!(freed.status, 303, "{}", freed.body);
        let page = lead_page(&world).await;
        assert!(
            page.contains(reason) && page.contains("ended since"),
            "{page}"
        );
        let none = act(&world, &lead, "/interviewers/pair", "reason=x").await;
        assert_eq!(none.status, 422);
        assert!(none.body.contains("Choose a participant."), "{}", none.body);
    }
}

#[tokio::test]
async fn r12_an_interviewer_declines_without_a_reason_and_the_two_are_not_matched_again() {
    for (world, crew) in studies(&[2, 2]).await {
        let none = [(&crew[0], "none"), (&crew[1], "knows")];
        let me = agreed(&world, "M7", &none).await;
        assert_eq!(accept(&world).await, 303);
        let with_reason = crew[0].does(&world, "M7", "decline", "reason=x").await;
        assert!(with_reason >= 400, "there is no field for a reason");
        assert_eq!(crew[0].does(&world, "M7", "decline", "").await, 303);
        answers(&world, &me, &none).await;
        let page = lead_page(&world).await;
        assert!(
            page.contains("0 of 1 participant has an interviewer"),
            "{page}"
        );
        assert!(page.contains("M7 can be seen by no interviewer."), "{page}");
        let refused = matched(&world, "M7", &crew[0], "").await;
        assert!(
            refused.body.contains("they know each other"),
            "{}",
            refused.body
        );
        let list = get(&world, &crew[0].cookie(&world).await, "/my-interviews").await;
        let list = super::masked(&list);
        assert!(!list.contains("M7"), "{list}");
    }
}

#[tokio::test]
async fn matching_csv_goes_out_and_comes_back_and_does_not_change_what_participants_said() {
    for (world, crew) in studies(&[1, 2]).await {
        agreed(&world, "M7", &[(&crew[0], "none"), (&crew[1], "friend")]).await;
        agreed(&world, "M8", &[]).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let bring = async |csv: &str| {
            let path = address("/interviewers/file");
            let file = ("file", "matching.csv", csv.as_bytes());
            world.upload(&path, &lead, &[], &[file]).await
        };
        let out = get(&world, &lead, "/interviewers/matching.csv").await;
        assert!(out.contains("M7,members,R1,none,1,\n"), "{out}");
        assert!(out.contains("M8,members,R2,unknown,2,\n"), "{out}");
        assert_eq!(bring(&out).await.status, 303, "what went out comes in");
        let told = out
            .replace("M8,members,R2,unknown,2,", "M8,members,R2,none,2,yes")
            .replace("M7,members,R1,none,1,", "M7,members,R1,none,1,yes");
        assert_eq!(bring(&told).await.status, 303);
        let page = lead_page(&world).await;
        assert!(
            page.contains("2 of 2 participants have an interviewer"),
            "{page}"
        );
        let again = get(&world, &lead, "/interviewers/matching.csv").await;
        assert_eq!(again.replace("\r\n", "\n"), told.replace("\r\n", "\n"));
        for (from, to, says) in [
            ("friend", "none", "has said friend"),
            ("R2,friend,2", "R2,friend,5", "has room for 2 here"),
            ("M7,members", "M99,members", "nobody who is to be matched"),
            ("members", "managers", "is of the cohort members here"),
            ("R1,", "R77,", "nobody who interviews"),
        ] {
            let refused = bring(&out.replace(from, to)).await;
            assert_eq!(refused.status, 422, "{to}");
            assert!(refused.body.contains(says), "{to}: {}", refused.body);
        }
        let none = world
            .upload(&address("/interviewers/file"), &lead, &[], &[])
            .await;
        assert_eq!(none.status, 422);
    }
}
