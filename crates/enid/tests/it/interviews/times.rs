//! At which times of a usual week people can (R13).

use platform::access::Role;
use study::interviewers::times;
use uuid::Uuid;

use super::what_follows::bring_in;
use super::{Crew, address, agreed, lead_page, masked, matched, studies};
use crate::consent::{act, get, participant};
use crate::retention::dump;
use crate::world::World;

/// Answers of each interviewer, and says when one can.
async fn says(world: &World, me: &str, relations: &[(&Crew, &str)], times: &[&str]) -> u16 {
    let mut fields: Vec<String> = relations
        .iter()
        .map(|(crew, word)| format!("i-{}={word}", crew.member.id))
        .collect();
    fields.extend(times.iter().map(|one| format!("times={one}")));
    act(world, me, "/my-interviewers", &fields.join("&"))
        .await
        .status
}

/// Says of an interviewer's own week when they can.
async fn can(world: &World, crew: &Crew, form: &str) -> u16 {
    let cookie = crew.cookie(world).await;
    act(world, &cookie, "/my-interviews/times", form)
        .await
        .status
}

async fn who_said(world: &World) -> Vec<Uuid> {
    let db = world.installation.app.db.read();
    let all = times::all(db, world.scopes[2].id).await.unwrap();
    all.into_keys().collect()
}

#[tokio::test]
async fn r13_two_without_a_common_time_are_proposed_to_each_other_once_one_of_them_adds_a_time() {
    for (world, crew) in studies(&[2]).await {
        let none = [(&crew[0], "none")];
        let me = agreed(&world, "M7", &none).await;
        assert!(lead_page(&world).await.contains("Everybody can have one"));
        assert_eq!(says(&world, &me, &none, &["mon-morning"]).await, 303);
        assert!(lead_page(&world).await.contains("Everybody can have one"));
        let own = get(&world, &crew[0].cookie(&world).await, "/my-interviews").await;
        assert!(own.contains("You can interview at any time"), "{own}");
        assert_eq!(can(&world, &crew[0], "times=tue-evening").await, 303);
        let own = get(&world, &crew[0].cookie(&world).await, "/my-interviews").await;
        assert!(
            own.contains("You can interview on Tuesday evenings"),
            "{own}"
        );
        let page = lead_page(&world).await;
        for words in [
            "M7 can be seen by no interviewer.",
            "M7 and Dr Ada Interviewer find a time at which both can: ask M7, who can on Monday mornings, or Dr Ada Interviewer, who can on Tuesday evenings, for more times.",
            "<b>M7</b> can on Monday mornings.",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Accept the proposal"), "{page}");
        let refused = matched(&world, "M7", &crew[0], "").await;
        assert_eq!(refused.status, 422);
        let words = "M7 cannot be matched so: there is no time at which both can.";
        assert!(refused.body.contains(words), "{}", refused.body);
        assert_eq!(
            says(&world, &me, &none, &["mon-morning", "tue-evening"]).await,
            303
        );
        let page = lead_page(&world).await;
        assert!(page.contains("One pair is proposed"), "{page}");
        assert_eq!(matched(&world, "M7", &crew[0], "").await.status, 303);
        let theirs = crew[0].page(&world, "M7").await;
        assert!(
            theirs.contains("on Monday mornings and on Tuesday evenings"),
            "{theirs}"
        );
        // The research lead says it for the interviewer; a pair without an appointment follows.
        let lead = world.cookie(Role::ResearchLead).await;
        let end = format!("/interviewers/{}/times", crew[0].member.id);
        let page = get(&world, &lead, &end).await;
        assert!(page.contains("value=\"tue-evening\" checked"), "{page}");
        let set = act(&world, &lead, &end, "times=sat-morning&times=sat-evening").await;
        assert_eq!(set.status, 303, "{}", set.body);
        let page = lead_page(&world).await;
        assert!(page.contains("on Saturday mornings and evenings"), "{page}");
        assert!(page.contains("M7 can be seen by no interviewer."), "{page}");
        assert!(
            page.contains("nobody<span class=\"under\">in the place of"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn times_are_kept_with_the_answers_stay_on_the_page_after_a_fault_and_are_nobody_elses() {
    for (world, crew) in studies(&[2, 2]).await {
        let both = [(&crew[0], "none"), (&crew[1], "none")];
        let me = agreed(&world, "M7", &both).await;
        let half = format!("i-{}=none&times=sun-evening", crew[0].member.id);
        let open = act(&world, &me, "/my-interviewers", &half).await;
        assert_eq!(open.status, 422);
        let kept = "value=\"sun-evening\" checked";
        assert!(open.body.contains(kept), "{}", open.body);
        assert!(who_said(&world).await.is_empty(), "nothing was kept");
        for strange in ["mon-night", "", "monday"] {
            assert_eq!(says(&world, &me, &both, &[strange]).await, 403, "{strange}");
            let form = format!("times={strange}");
            assert_eq!(can(&world, &crew[0], &form).await, 403, "{strange}");
        }
        let before = masked(&get(&world, &crew[1].cookie(&world).await, "/my-interviews").await);
        assert_eq!(says(&world, &me, &both, &["sun-evening"]).await, 303);
        assert_eq!(can(&world, &crew[0], "times=sun-evening").await, 303);
        let after = masked(&get(&world, &crew[1].cookie(&world).await, "/my-interviews").await);
        assert_eq!(before, after, "an interviewer sees their own week alone");
        let page = get(&world, &me, "/my-interviewers").await;
        assert!(page.contains(kept), "{page}");
        let end = address(&format!("/interviewers/{}/times", crew[0].member.id));
        let cookie = crew[0].cookie(&world).await;
        assert_eq!(world.get(&end, Some(&cookie)).await.status, 404);
        // No box ticked takes back what was said.
        assert_eq!(says(&world, &me, &both, &[]).await, 303);
        assert_eq!(who_said(&world).await, [crew[0].member.id]);
    }
}

#[tokio::test]
async fn p6_times_go_with_a_withdrawal_which_says_so_and_with_a_folder_without_the_person() {
    for (world, crew) in studies(&[2]).await {
        let none = [(&crew[0], "none")];
        assert_eq!(can(&world, &crew[0], "times=fri-morning").await, 303);
        for handle in ["M7", "M8", "M9"] {
            let me = agreed(&world, handle, &none).await;
            assert_eq!(says(&world, &me, &none, &["fri-morning"]).await, 303);
            if handle != "M9" {
                continue;
            }
            let preview = get(&world, &me, "/my-choices/withdraw").await;
            let goes = "what the person said of the times of a usual week";
            assert!(preview.contains(goes), "{preview}");
            let done = act(&world, &me, "/my-choices/withdraw", "scope=whole").await;
            assert_eq!(done.status, 200, "{}", done.body);
            let id = participant(&world, "M9").await.parse().unwrap();
            let tables = dump::naming(&world, id).await;
            assert!(!tables.contains(&"usual_times".to_owned()), "{tables:?}");
        }
        let stays: Uuid = participant(&world, "M7").await.parse().unwrap();
        bring_in(&world, "M7,members,,,,agreed\n").await;
        let mut left = vec![stays, crew[0].member.id];
        left.sort_unstable();
        assert_eq!(who_said(&world).await, left, "M8 is in no folder any more");
    }
}
