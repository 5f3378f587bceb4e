//! Consent and withdrawing through the real router, on both databases (study R5 to R7, P6; trust ACC-8).

use platform::access::Role;
use uuid::Uuid;

use crate::release::{letters, token};
use crate::retention::dump;
use crate::world::{Answer, World, worlds};

pub const BASE: &str = "/studies/saltmarsh-study";
const WORDING: &str =
    "information=We ask about the group.%0A%0AIt takes an hour.&use=record&use=analyse&use=quote";

/// The random id of a participant; none of a study that was not brought in.
pub async fn participant(world: &World, handle: &str) -> String {
    let connection = world.installation.app.db.read();
    let all = study::participants::all(connection, world.scopes[2].id)
        .await
        .unwrap();
    let found = all
        .iter()
        .find(|stored| stored.participant.participant == handle);
    found.map_or_else(|| Uuid::nil().to_string(), |stored| stored.id.to_string())
}

pub async fn act(world: &World, cookie: &str, end: &str, form: &str) -> Answer {
    let csrf = world.csrf(cookie).await;
    let body = format!("csrf={csrf}&{form}");
    world
        .post(
            &format!("{BASE}{end}"),
            Some(cookie),
            body.trim_end_matches('&'),
        )
        .await
}

pub async fn get(world: &World, cookie: &str, end: &str) -> String {
    let answer = world.get(&format!("{BASE}{end}"), Some(cookie)).await;
    assert_eq!(answer.status, 200, "{end}: {}", answer.body);
    answer.body
}

/// A town whose study has a wording with this rule.
pub async fn worded(rule: &str) -> Vec<World> {
    let worlds = worlds().await;
    for world in &worlds {
        crate::study::import(world).await.unwrap();
        let lead = world.cookie(Role::ResearchLead).await;
        let made = act(world, &lead, "/consent/new", &format!("{WORDING}&{rule}")).await;
        assert_eq!(made.status, 303, "{}", made.body);
    }
    worlds
}

/// Invites a participant and opens the link in the letter; gives the cookie.
pub async fn invited(world: &World, handle: &str) -> String {
    let lead = world.cookie(Role::ResearchLead).await;
    let form = format!(
        "participant={handle}&cohort=members&name=Dr Quilla Canary&email={handle}@canary.example"
    );
    let sent = act(world, &lead, "/consent/invite", &form).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    world.run_jobs().await;
    opened(world, handle).await
}

pub async fn opened(world: &World, handle: &str) -> String {
    let letter = letters(world, &format!("{handle}@canary.example"));
    let token = token(letter.last().unwrap());
    let answer = world
        .post("/links/open", None, &format!("token={token}&next="))
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(answer.header("location"), format!("{BASE}/my-choices"));
    let cookie = answer.header("set-cookie");
    cookie.split(';').next().unwrap().to_owned()
}

/// Signs the newest wording with these answers to its three questions.
pub async fn sign(world: &World, cookie: &str, answers: [&str; 3]) -> Answer {
    world.installation.clock.advance(1);
    let page = get(world, cookie, "/my-choices").await;
    let (_, rest) = page.split_once("name=\"version\" value=\"").unwrap();
    let version = rest.split('"').next().unwrap();
    let [record, analyse, quote] = answers;
    let form = format!("version={version}&record={record}&analyse={analyse}&quote={quote}");
    act(world, cookie, "/my-choices", &form).await
}

#[tokio::test]
async fn somebody_invited_reads_agrees_to_each_thing_by_itself_and_changes_it_without_an_account() {
    for world in worded("rule=always").await {
        let lead = world.cookie(Role::ResearchLead).await;
        let me = invited(&world, "M9").await;
        let page = get(&world, &me, "/my-choices").await;
        assert!(page.contains("Read this, then decide"), "{page}");
        assert!(page.contains("It takes an hour."), "{page}");
        let open = sign(&world, &me, ["yes", "", "no"]).await;
        assert_eq!(open.status, 422, "each question needs its answer");
        assert!(open.body.contains("Choose yes or no"), "{}", open.body);
        assert_eq!(sign(&world, &me, ["yes", "yes", "no"]).await.status, 303);
        let page = get(&world, &me, "/my-choices").await;
        assert!(page.contains("Agreed to: recording, analysis"), "{page}");
        assert_eq!(sign(&world, &me, ["no", "yes", "yes"]).await.status, 303);
        let page = get(&world, &me, "/my-choices").await;
        assert!(page.contains("Agreed to: analysis, quotation"), "{page}");
        assert!(
            page.contains("Agreed to: recording, analysis"),
            "what was signed stays"
        );
        let list = get(&world, &lead, "/consent").await;
        assert!(list.contains("1 of 5 participants"), "{list}");
        assert!(list.contains("analysis, quotation"), "{list}");
        assert!(!list.contains("Quilla"), "names stand on no page");
        for end in ["/themes", "/consent", "/participants"] {
            let answer = world.get(&format!("{BASE}{end}"), Some(&me)).await;
            assert_eq!(answer.status, 404, "{end}");
        }
    }
}

#[tokio::test]
async fn a_worn_link_sends_a_fresh_one_to_the_participant() {
    for world in worded("rule=always").await {
        invited(&world, "M9").await;
        let worn = token(&letters(&world, "M9@canary.example")[0]);
        world
            .post("/links/fresh", None, &format!("token={worn}"))
            .await;
        world.run_jobs().await;
        assert_eq!(letters(&world, "M9@canary.example").len(), 2);
        opened(&world, "M9").await;
    }
}

#[tokio::test]
async fn only_whom_a_new_wording_concerns_is_asked_again() {
    for world in worded("rule=always").await {
        let first = invited(&world, "M8").await;
        let second = invited(&world, "M9").await;
        sign(&world, &first, ["yes", "yes", "yes"]).await;
        sign(&world, &second, ["yes", "yes", "no"]).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let form = format!("{WORDING}&rule=always&affects=quote");
        act(&world, &lead, "/consent/new", &form).await;
        let page = get(&world, &first, "/my-choices").await;
        assert!(page.contains("please decide again"), "{page}");
        let page = get(&world, &second, "/my-choices").await;
        assert!(page.contains("What you agreed to"), "{page}");
        let list = get(&world, &lead, "/consent").await;
        assert!(list.contains("1 of 6 participants"), "{list}");
    }
}

/// What leaves a study, as files.
async fn outputs(world: &World) -> Vec<String> {
    let lead = world.cookie(Role::ResearchLead).await;
    let mut all = Vec::new();
    for file in [
        "/write-up/table1-summary.csv",
        "/write-up/table2.csv",
        "/write-up/question-theme-matrix.csv",
        "/write-up/themes.svg",
        "/participant-table/table1-journal.csv",
        "/extracts/extracts.csv",
        "/codebook/codebook.csv?counts=yes",
        "/interview-guides/interview-guides.html",
        "/account/account.html",
    ] {
        all.push(get(world, &lead, file).await);
    }
    all
}

#[tokio::test]
async fn p6_after_withdrawing_the_outputs_are_those_of_a_study_in_which_the_person_never_was() {
    let with = worded("rule=always").await;
    let without = worlds().await;
    for (world, other) in with.iter().zip(&without) {
        let mut files = crate::study::files();
        let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
        let participants = text("participants.csv")
            .lines()
            .filter(|line| !line.starts_with("K2,"))
            .fold(String::new(), |all, line| all + line + "\n");
        let quotes = text("quotes.csv")
            .lines()
            .filter(|line| !line.contains(",K2,K2"))
            .fold(String::new(), |all, line| all + line + "\n");
        files.insert("participants.csv".into(), participants.into_bytes());
        files.insert("quotes.csv".into(), quotes.into_bytes());
        files.remove("transcripts/K2.txt");
        let source = analysis::Source {
            files,
            ..analysis::Source::default()
        };
        analysis::import(&other.installation.app, &other.scopes[2], source)
            .await
            .unwrap();

        let me = invited(world, "K2").await;
        sign(world, &me, ["yes", "yes", "yes"]).await;
        let preview = get(world, &me, "/my-choices/withdraw").await;
        for goes in [
            "1 transcript",
            "4 turns of talk",
            "2 quotations",
            "name and address",
        ] {
            assert!(
                preview.contains(goes),
                "the preview lacks {goes}: {preview}"
            );
        }
        let before = outputs(world).await;
        let done = act(world, &me, "/my-choices/withdraw", "scope=whole").await;
        assert_eq!(done.status, 200, "{}", done.body);
        assert!(done.body.contains("You have withdrawn"), "{}", done.body);
        let after = outputs(world).await;
        assert_ne!(before, after);
        // A theme keeps its place without its quotes; everything that is counted or quoted is as if nobody had come.
        let expected = outputs(other).await;
        for at in [0, 1, 2, 4] {
            assert_eq!(after[at], expected[at], "output {at}");
        }
        let words = ["Quilla", "canary.example", "side door", "rang at ten"];
        let found = dump::holding(world, &words).await;
        assert!(found.is_empty(), "{found:?}");
        let page = world.get(&format!("{BASE}/my-choices"), Some(&me)).await;
        assert_eq!(page.status, 303, "the link opens nothing any more");

        crate::study::import(world).await.unwrap();
        assert_eq!(
            outputs(world).await[1],
            expected[1],
            "no file brings it back"
        );
    }
}

#[tokio::test]
async fn p7_nothing_is_read_or_quoted_beyond_what_the_newest_signature_covers() {
    for world in worded("rule=always").await {
        let me = invited(&world, "K2").await;
        let researcher = world.cookie(Role::Researcher).await;
        let quoted =
            |page: String| page.contains("side door, and") || page.contains("by the side door");
        for (answers, reads, quotes) in [
            (["yes", "yes", "yes"], true, true),
            (["yes", "yes", "no"], true, false),
            (["yes", "no", "no"], false, false),
            (["yes", "yes", "yes"], true, true),
        ] {
            sign(&world, &me, answers).await;
            let document = format!("{BASE}/documents/K2");
            let opened = world.get(&document, Some(&researcher)).await;
            assert_eq!(opened.status == 200, reads, "{answers:?}");
            let list = get(&world, &researcher, "/transcripts").await;
            assert_eq!(list.contains("documents/K2\""), reads, "{answers:?}");
            let outputs = outputs(&world).await;
            assert_eq!(outputs.into_iter().any(quoted), quotes, "{answers:?}");
        }
    }
}

#[tokio::test]
async fn after_the_freeze_what_was_collected_stays_and_the_page_says_so() {
    for world in worded("rule=until_freeze&freeze_on=2026-11-01").await {
        let me = invited(&world, "K2").await;
        sign(&world, &me, ["yes", "yes", "yes"]).await;
        let preview = get(&world, &me, "/my-choices/withdraw").await;
        assert!(preview.contains("What was collected stays"), "{preview}");
        let before = outputs(&world).await;
        act(&world, &me, "/my-choices/withdraw", "scope=whole").await;
        assert_eq!(before, outputs(&world).await);
        let lead = world.cookie(Role::ResearchLead).await;
        let list = get(&world, &lead, "/consent").await;
        assert!(list.contains("Withdrew"), "{list}");
    }
}

#[tokio::test]
async fn a_letter_of_withdrawal_is_entered_by_the_research_lead_and_only_quotes_can_be_taken_back()
{
    for world in worded("rule=always").await {
        let lead = world.cookie(Role::ResearchLead).await;
        let id = participant(&world, "K2").await;
        let end = format!("/consent/{id}/withdraw");
        let none = act(&world, &lead, &end, "").await;
        assert_eq!(none.status, 422);
        assert_eq!(act(&world, &lead, &end, "scope=quotes").await.status, 303);
        let table = get(&world, &lead, "/write-up/table2.csv").await;
        assert!(!table.contains("side door"), "{table}");
        get(&world, &lead, "/documents/K2").await;
        crate::study::import(&world).await.unwrap();
        let table = get(&world, &lead, "/write-up/table2.csv").await;
        assert!(!table.contains("side door"), "no file brings it back");
        assert_eq!(act(&world, &lead, &end, "scope=whole").await.status, 303);
        let again = act(&world, &lead, &end, "scope=whole").await;
        assert_eq!(again.status, 409);
        let researcher = world.cookie(Role::Researcher).await;
        let answer = world.get(&format!("{BASE}{end}"), Some(&researcher)).await;
        assert_eq!(answer.status, 404);
    }
}

#[tokio::test]
async fn nobody_can_be_asked_before_there_is_a_wording_or_in_the_place_of_an_id() {
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        let lead = world.cookie(Role::ResearchLead).await;
        let good = "participant=M9&cohort=members&name=Dr Example&email=a@example.org";
        assert_eq!(
            act(&world, &lead, "/consent/invite", good).await.status,
            409
        );
        for (form, says) in [
            (
                "use=analyse&rule=always&information=",
                "Write what the study",
            ),
            ("use=record&rule=always&information=x", "Ask for analysis"),
            ("use=analyse&information=x", "Choose what withdrawing does"),
            (
                "use=analyse&rule=until_freeze&freeze_on=soon&information=x",
                "as a date",
            ),
        ] {
            let answer = act(&world, &lead, "/consent/new", form).await;
            assert_eq!(answer.status, 422, "{form}");
            assert!(answer.body.contains(says), "{form}: {}", answer.body);
        }
        for form in [
            "participant=Dr Quilla&cohort=members&name=x&email=a@example.org",
            "participant=M9&cohort=&name=x&email=a@example.org",
            "participant=M9&cohort=members&name=x&email=a@b.org, c@d.org",
            "participant=M9&cohort=members&name=x%0Ay&email=a@example.org",
        ] {
            let answer = act(&world, &lead, "/consent/invite", form).await;
            assert_eq!(answer.status, 422, "{form}");
        }
    }
}
