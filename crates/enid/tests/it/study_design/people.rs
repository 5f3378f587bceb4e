//! The team and those who were invited.

use platform::access::Role;
use study::team::{DualRole, NewMember};
use study::{recruitment, team};

use super::{member, studied};
use crate::consent::{act, get, invited, sign, worded};
use crate::retention::dump;

#[tokio::test]
async fn a_member_is_known_by_the_grant_and_no_table_of_a_study_holds_the_account() {
    for world in studied().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let researcher = world.cookie(Role::Researcher).await;
        let early = world
            .get(
                "/studies/saltmarsh-study/team/my-statement",
                Some(&researcher),
            )
            .await;
        assert_eq!(early.status, 409);
        assert!(
            early.body.contains("not entered in the team"),
            "{}",
            early.body
        );
        let account = world.account(Role::Researcher);
        let form = format!("account={account}&interviews=yes&room=4");
        let added = act(&world, &lead, "/team/add", &form).await;
        assert_eq!(added.status, 303, "{}", added.body);
        let again = act(&world, &lead, "/team/add", &form).await;
        assert_eq!(again.status, 422, "one account is one member");
        let list = get(&world, &lead, "/team").await;
        assert!(
            list.contains("R1") && list.contains("Dr researcher of Saltmarsh"),
            "{list}"
        );
        get(&world, &researcher, "/team/my-statement").await;
        let form = "background=A nurse before.&to_programme=None.";
        let stated = act(&world, &researcher, "/team/my-statement", form).await;
        assert_eq!(stated.status, 303, "{}", stated.body);
        let form = "background=A nurse once.";
        act(&world, &researcher, "/team/my-statement", form).await;
        let page = get(&world, &researcher, "/team/my-statement").await;
        assert!(
            page.contains("A nurse before.") && page.contains("Version 2"),
            "{page}"
        );
        let naming = dump::naming(&world, account).await;
        for table in study::retention::TABLES {
            assert!(
                !naming.iter().any(|one| one == table),
                "{table} names an account"
            );
        }
        let found = dump::holding(&world, &["researcher of Saltmarsh"]).await;
        assert_eq!(found, ["accounts.name"]);
    }
}

#[tokio::test]
async fn dual_roles_are_declared_by_oneself_and_listed_until_they_hold_no_more() {
    for world in studied().await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let member = member(&world, Role::Researcher, NewMember::default()).await;
        let researcher = world.cookie(Role::Researcher).await;
        let form = "role=resident&explanation-resident=Interviews elsewhere.&support-resident=";
        let said = act(&world, &researcher, "/team/my-roles", form).await;
        assert_eq!(said.status, 303, "{}", said.body);
        let lead = world.cookie(Role::ResearchLead).await;
        let list = get(&world, &lead, "/team").await;
        assert!(list.contains("interviewer who is a resident"), "{list}");
        assert!(list.contains("Interviews elsewhere."), "{list}");
        let held = team::dual_roles(app.db.read(), study).await.unwrap();
        assert_eq!((held.len(), held[0].member), (1, member.id));
        world.installation.clock.advance(1);
        act(&world, &researcher, "/team/my-roles", "role=organiser").await;
        let held = team::dual_roles(app.db.read(), study).await.unwrap();
        assert_eq!((held.len(), held[0].role), (1, DualRole::Organiser));
        let rows = dump::rows(&world).await;
        assert_eq!(rows["dual_roles"].len(), 3, "nothing is overwritten");
        let odd = act(
            &world,
            &researcher,
            "/team/my-roles",
            "role=organiser&name=x",
        )
        .await;
        assert_eq!(odd.status, 403);
    }
}

#[tokio::test]
async fn the_counts_of_recruitment_come_from_what_people_did_and_from_the_log() {
    for world in worded("rule=always").await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let no = invited(&world, "M8").await;
        sign(&world, &no, ["no", "no", "no"]).await;
        let yes = invited(&world, "M9").await;
        sign(&world, &yes, ["yes", "yes", "no"]).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let today = study::dates::today(app);
        let form = format!("kind=approach&cohort=members&method=email&people=12&on={today}");
        let entered = act(&world, &lead, "/recruitment/enter", &form).await;
        assert_eq!(entered.status, 303, "{}", entered.body);
        let form = format!(
            "kind=decline&cohort=members&method=telephone&people=1&on={today}&participant=M8&reason=CANARY no time"
        );
        act(&world, &lead, "/recruitment/enter", &form).await;
        let counts = recruitment::counts(app.db.read(), study).await.unwrap();
        let members = counts.iter().find(|one| one.cohort == "members").unwrap();
        // K1 and K2 were interviewed, M9 agreed, M8 said no, which is known twice.
        let found = (
            members.invited,
            members.declined,
            members.agreed,
            members.completed,
        );
        assert_eq!(found, (12, 1, 3, 2));
        assert_eq!(members.reasons, ["CANARY no time"]);
        let page = get(&world, &lead, "/recruitment").await;
        assert!(page.contains("e-mail (12)"), "{page}");
        assert!(
            !page.contains(">M8") && !page.contains("M8 "),
            "counts name nobody"
        );
        for bad in [
            "kind=approach&cohort=strangers&method=email&people=1",
            "kind=approach&cohort=members&method=email&people=0",
            "kind=approach&cohort=members&method=pigeon&people=1",
            "kind=decline&cohort=members&method=email&people=2&participant=M8",
            "kind=decline&cohort=members&method=email&people=1&participant=Nobody",
        ] {
            let form = format!("{bad}&on={today}");
            let answer = act(&world, &lead, "/recruitment/enter", &form).await;
            assert_eq!(answer.status, 422, "{bad}");
        }
        act(&world, &no, "/my-choices/withdraw", "scope=whole").await;
        let found = dump::holding(&world, &["CANARY no time"]).await;
        assert!(
            found.is_empty(),
            "what somebody said goes with them: {found:?}"
        );
    }
}
