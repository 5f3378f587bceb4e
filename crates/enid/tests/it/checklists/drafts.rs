//! What is drafted of a stored study, for whom.

use std::collections::BTreeSet;

use super::*;

/// The words of a methods paragraph, as a page or a file has them.
fn paragraph(page: &str) -> String {
    let begins = page
        .find("The study asked")
        .or_else(|| page.find("People of"));
    let rest = &page[begins.unwrap()..];
    let rest = rest.split("</p>").next().unwrap();
    let mut words = String::new();
    for part in rest.split('<') {
        words.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_numbers_of_the_paragraph_are_those_of_table_1_and_the_file_says_what_the_page_does() {
    for town in towns().await {
        let table = get(&town.world, &town.lead, "/write-up/table1-summary.csv").await;
        let last = table.trim_end().lines().last().unwrap();
        let cells: Vec<&str> = last.split(',').collect();
        let page = get(&town.world, &town.lead, "/methods").await;
        let file = get(&town.world, &town.lead, "/methods/methods.html").await;
        let words = paragraph(&page);
        assert_eq!(words, paragraph(&file));
        let [_, invited, completed, not_interviewed, ..] = cells[..] else {
            panic!("{last}")
        };
        for said in [
            format!("Interviews were held with {completed} of {invited} people who were invited"),
            format!("Of those invited, {not_interviewed} gave no interview."),
        ] {
            assert!(words.contains(&said), "{said}: {words}");
        }
        assert!(file.contains("<a href=\"#source-1\">"), "{file}");
        assert!(file.contains("<li id=\"source-1\">"), "{file}");
        assert!(file.contains("What is missing"), "{file}");
        assert_eq!(
            file,
            get(&town.world, &town.lead, "/methods/methods.html").await
        );
        let outputs = get(&town.world, &town.lead, "/outputs").await;
        assert!(outputs.contains("/methods/methods.docx") && outputs.contains("/checklists"));
    }
}

#[tokio::test]
async fn every_link_of_a_draft_opens_a_page_for_whoever_is_shown_it() {
    for town in towns().await {
        for cookie in [&town.lead, &town.cookie] {
            let mut links = BTreeSet::new();
            for page in [
                "/checklists/coreq",
                "/checklists/srqr",
                "/methods",
                "/checklists/coreq/5",
                "/checklists/coreq/10",
            ] {
                let page = get(&town.world, cookie, page).await;
                let main = page.split("<main").nth(1).unwrap();
                let found = main.split("href=\"").skip(1);
                links.extend(found.map(|rest| rest.split('"').next().unwrap().to_owned()));
            }
            assert!(links.len() > 30, "{links:?}");
            for link in links.iter().filter(|link| !link.starts_with('#')) {
                let answer = town.world.get(link, Some(cookie)).await;
                assert_eq!(answer.status, 200, "{link}");
            }
        }
    }
}

#[tokio::test]
async fn an_analyst_is_told_nothing_of_what_the_research_lead_alone_sees() {
    for town in towns().await {
        let csv = town.page("/checklist/checklist.csv").await;
        for item in ["6", "7", "11", "14", "15", "18", "19"] {
            assert_eq!(cell(&csv, item, "drafted"), "", "item {item}");
            let missing = cell(&csv, item, "missing");
            assert!(missing.contains("when a research lead opens"), "{missing}");
        }
        let lead = get(&town.world, &town.lead, "/checklist/checklist.csv").await;
        assert!(!lead.contains("when a research lead opens"), "{lead}");
        let bystander = study::team::NewMember {
            interviews: true,
            ..Default::default()
        };
        let app = &town.world.installation.app;
        let tx = app.db.write().await.unwrap();
        let mut only_interviews = town.analyst.clone();
        only_interviews.analyses = false;
        only_interviews.interviews = bystander.interviews;
        study::team::change(&tx, town.world.scopes[2].id, &only_interviews)
            .await
            .unwrap();
        tx.commit(app, audit_event()).await.unwrap();
        for end in [
            "checklists",
            "checklists/coreq",
            "methods",
            "checklist/checklist.csv",
        ] {
            let path = format!("/studies/{STUDY}/{end}");
            let refused = town.world.get(&path, Some(&town.cookie)).await;
            assert_eq!(refused.status, 409, "{end}");
        }
    }
}

fn audit_event() -> platform::audit::Event {
    platform::audit::Event::installation("test", "member")
}

#[tokio::test]
async fn p10_in_a_blind_pass_neither_list_nor_paragraph_depends_on_what_others_code() {
    for world in crate::queries::studied().await {
        let (first, _) = crate::queries::coded(&world).await;
        let cookie = world.cookie(Role::Researcher).await;
        let open = get(&world, &cookie, "/checklist/checklist.csv").await;
        assert!(
            cell(&open, "24", "drafted").contains("coded by 2 analysts"),
            "{open}"
        );
        let form = format!("analyst={}&document=", first.id);
        let begun = act(&world, &cookie, "/blind-passes", &form).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        for end in ["/checklist/checklist.csv", "/checklists/coreq", "/methods"] {
            let blind = get(&world, &cookie, end).await;
            assert!(!blind.contains("coded by"), "{end}: {blind}");
            assert!(
                blind.contains("A blind pass of yours is open"),
                "{end}: {blind}"
            );
        }
    }
}

#[tokio::test]
async fn p6_somebody_who_withdrew_is_counted_in_no_draft() {
    for world in crate::consent::worded("rule=always").await {
        let lead = world.cookie(Role::ResearchLead).await;
        let before = get(&world, &lead, "/checklist/checklist.csv").await;
        let me = crate::consent::invited(&world, "K2").await;
        crate::consent::sign(&world, &me, ["yes", "yes", "yes"]).await;
        let form = "seen=0&stands=answered&words=One+said:+I+went+by+the+side+door.&place=";
        let answered = act(&world, &lead, "/checklists/coreq/30", form).await;
        assert_eq!(answered.status, 303, "{}", answered.body);
        let done = act(&world, &me, "/my-choices/withdraw", "scope=whole").await;
        assert_eq!(done.status, 200, "{}", done.body);
        let after = get(&world, &lead, "/checklist/checklist.csv").await;
        let table = get(&world, &lead, "/write-up/table1-summary.csv").await;
        let last = table.trim_end().lines().last().unwrap();
        let cells: Vec<&str> = last.split(',').collect();
        let said = format!("Interviews were held with {} of {} ", cells[2], cells[1]);
        let drafted = cell(&after, "12", "drafted");
        assert!(drafted.starts_with(&said), "{said}: {drafted}");
        assert_ne!(drafted, cell(&before, "12", "drafted"));
        assert!(!after.contains("side door"), "{after}");
    }
}
