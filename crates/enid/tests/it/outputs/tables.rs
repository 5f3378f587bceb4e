//! Tables of a stored study are those of its files.

use analysis::folder::{self, ReadOptions};
use analysis::outputs::{OutputFormat, TableOptions, table2, tables};

use super::*;

#[tokio::test]
async fn table_2_is_what_the_command_line_writes_from_the_same_files() {
    for world in crate::queries::studied().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let folder = folder::read(
            crate::study::files().into_iter().collect(),
            &ReadOptions::default(),
        )
        .unwrap();
        let (_, csv) = table2(&folder).write(OutputFormat::Csv).unwrap();
        let answer = file(&world, &lead, "write-up/table2.csv").await;
        assert_eq!(answer.body.as_bytes(), csv);
        assert_eq!(
            answer.header("content-disposition"),
            "attachment; filename=\"table2.csv\""
        );
        let formats = [OutputFormat::Html, OutputFormat::Csv];
        for (name, bytes) in tables(&folder, &formats, &TableOptions::default()).unwrap() {
            let place = if name.starts_with("table1-journal") {
                "participant-table"
            } else {
                "write-up"
            };
            let answer = file(&world, &lead, &format!("{place}/{name}")).await;
            // A stored study says at the foot which it is, and as of which day.
            let (told, stamp) = without_stamp(&answer.body);
            assert_eq!(told.as_bytes(), bytes, "{name}");
            assert_eq!(
                stamp.contains(", as of "),
                name.ends_with(".html"),
                "{name}"
            );
        }
        for name in ["table2.docx", "table2.xlsx"] {
            let answer = file(&world, &lead, &format!("write-up/{name}")).await;
            assert!(answer.body.starts_with("PK"), "{name}");
        }
    }
}

/// A page without what stands before the name of the program at its foot, and that.
fn without_stamp(page: &str) -> (String, String) {
    let parted = page.split_once("<footer>").and_then(|(before, foot)| {
        let (stamp, rest) = foot.split_once(". Enid ")?;
        Some((format!("{before}<footer>Enid {rest}"), stamp.to_owned()))
    });
    parted.unwrap_or_else(|| (page.to_owned(), String::new()))
}
