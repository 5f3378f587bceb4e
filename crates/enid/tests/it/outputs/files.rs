//! Every output in every format, and what stands in it.

use analysis::outputs::{OutputFormat, What};
use platform::audit;

use super::*;

/// Where the pages hand a file out.
fn place(what: What) -> &'static str {
    match what {
        What::Table1Summary | What::Table2 | What::Matrix | What::Themes => "write-up",
        What::Table1Journal => "participant-table",
        What::Map => "themes/map",
        What::Account => "account",
        other => other.word(),
    }
}

#[tokio::test]
async fn every_output_is_handed_out_in_each_of_its_formats_as_the_command_writes_it() {
    for world in towns().await {
        let lead = world.cookie(Role::ResearchLead).await;
        for what in What::ALL {
            for format in what.formats() {
                let name = format!("{}.{}", what.word(), format.ending());
                let answer = file(&world, &lead, &format!("{}/{name}", place(what))).await;
                assert_eq!(
                    answer.header("content-disposition"),
                    format!("attachment; filename=\"{name}\"")
                );
                assert_eq!(answer.header("content-type"), format.media_type());
                let begins = match format {
                    OutputFormat::Docx | OutputFormat::Xlsx => "PK",
                    OutputFormat::Pdf => "%PDF-",
                    OutputFormat::Html => "<!DOCTYPE html>",
                    OutputFormat::Qdc => "<?xml",
                    OutputFormat::JsonLines => "{",
                    OutputFormat::Svg => "<svg",
                    OutputFormat::Csv => "",
                    OutputFormat::Png => "\u{fffd}PNG",
                };
                assert!(answer.body.starts_with(begins), "{name}: {}", answer.body);
                let options = ["--output", what.word()];
                let written = exported(&world, &options, &name).await.unwrap();
                let written = String::from_utf8_lossy(&written).into_owned();
                assert!(written == answer.body, "{name}");
            }
        }
        let account = "--output account".split(' ').collect::<Vec<_>>();
        let none = exported(&world, &account, "account.csv").await.unwrap_err();
        assert!(none.contains("account is not written as csv"), "{none}");
        let unknown = exported(&world, &["--output", "everything"], "x.csv").await;
        assert!(unknown.unwrap_err().contains("no such output: everything"));
    }
}

#[tokio::test]
async fn what_is_taken_away_leaves_a_row_of_the_record() {
    for world in towns().await {
        let lead = world.cookie(Role::ResearchLead).await;
        file(&world, &lead, "codebook/codebook.csv").await;
        let app = &world.installation.app;
        let rows = audit::newest(app.db.read(), Some(STUDY), 1).await.unwrap();
        assert_eq!(
            (rows[0].action.as_str(), rows[0].detail.as_str()),
            ("codes.read", "took codebook.csv")
        );
        assert_eq!(rows[0].actor, Some(world.account(Role::ResearchLead)));
    }
}

#[tokio::test]
async fn the_codebook_of_a_day_and_with_counts_says_what_it_is() {
    for world in towns().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let csv = file(&world, &lead, "codebook/codebook.csv?counts=yes")
            .await
            .body;
        assert_eq!(column(&csv, "code"), ["Leaving", "Leaving > Asking"]);
        assert_eq!(column(&csv, "codings"), ["1", "3"]);
        let before = "codebook/codebook.html?at=2020-01-01&counts=yes";
        let page = file(&world, &lead, before).await.body;
        for words in [
            "There is no code yet.",
            "as of 1 January 2020",
            "not of an earlier day",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let wrong = format!("/studies/{STUDY}/codebook/codebook.html?at=yesterday");
        assert_eq!(world.get(&wrong, Some(&lead)).await.status, 409);
        for none in [
            "codebook/codebook.png",
            "codebook/extracts.csv",
            "codebook/codebook",
        ] {
            let none = format!("/studies/{STUDY}/{none}");
            assert_eq!(world.get(&none, Some(&lead)).await.status, 404, "{none}");
        }
    }
}

#[tokio::test]
async fn the_appendix_has_reasons_and_codebooks_of_chosen_days_and_quotes_only_where_chosen() {
    for world in towns().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let asking = crate::codebook::code(&world, "Leaving > Asking").await;
        let seen = crate::codebook::seen_of(&world, asking).await;
        let form = format!("seen={seen}&why=Too+narrow+to+keep");
        let done = act(&world, &lead, &format!("/codes/{asking}/retire"), &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = file(&world, &lead, "audit-appendix/audit-appendix.html")
            .await
            .body;
        for words in [
            "retired “Asking”",
            "Too narrow to keep",
            "Out of use.",
            "Waiting is work.",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let quote = "Somebody rang at ten to one";
        assert!(!page.contains(quote), "{page}");
        let chosen = "audit-appendix/audit-appendix.jsonl?quotes=yes&days=2020-01-01,2020-01-02";
        let lines = file(&world, &lead, chosen).await.body;
        assert!(lines.contains(quote), "{lines}");
        assert!(!lines.contains("\"section\":\"codebook\""), "{lines}");
        for id in [asking.to_string(), "CANARY".to_owned()] {
            assert!(!lines.contains(&id), "{id}: {lines}");
        }
    }
}

#[tokio::test]
async fn the_map_and_the_account_say_in_words_what_they_draw() {
    for world in towns().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let svg = file(&world, &lead, "account/account.svg").await.body;
        assert!(svg.contains("There is no extract yet."), "{svg}");
        let page = get(&world, &lead, "/themes/map").await;
        for link in ["map.svg", "map.png", "map.docx", "map.pdf"] {
            assert!(page.contains(link), "{link}: {page}");
        }
    }
}
