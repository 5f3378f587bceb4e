//! Word files in another program: LibreOffice lays them out, and what it prints is read again.

use std::path::Path;
use std::process::Command;

use super::*;

/// What LibreOffice and the reader of PDF make of a Word file: how many pages, and the words; none where they are not here.
fn printed(folder: &Path, name: &str, bytes: &[u8]) -> Option<(usize, String)> {
    let run = |program: &str, words: &[&str]| {
        let ran = Command::new(program)
            .args(words)
            .current_dir(folder)
            .output();
        let ran = match ran {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
            ran => ran.unwrap(),
        };
        assert!(ran.status.success(), "{program} {words:?}: {ran:?}");
        Some(String::from_utf8_lossy(&ran.stdout).into_owned())
    };
    std::fs::write(folder.join(format!("{name}.docx")), bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let file = format!("{name}.docx");
    let words = [profile.as_str(), "--headless", "--convert-to", "pdf", &file];
    run("soffice", &words)?;
    let pdf = format!("{name}.pdf");
    let about = run("pdfinfo", &[&pdf])?;
    let pages = about.lines().find_map(|line| line.strip_prefix("Pages:"));
    let text = run("pdftotext", &["-layout", &pdf, "-"])?;
    Some((pages.unwrap().trim().parse().unwrap(), text))
}

#[tokio::test]
async fn another_program_opens_every_word_file_and_prints_what_stands_in_it() {
    let world = towns().await.remove(0);
    let folder = tempfile::tempdir().unwrap();
    for (output, words) in [
        (
            "codebook",
            vec!["Codebook", "To ask before going", "Page 1 of 1"],
        ),
        (
            "extracts",
            vec![
                "K2, members",
                "somebody rang at ten to one",
                "note-1, field note",
            ],
        ),
        (
            "audit-appendix",
            vec!["What was decided and why", "Waiting is work."],
        ),
        ("map", vec!["Thematic map", "“Waiting” has “The board”"]),
        ("account", vec!["There is no extract yet."]),
        ("interview-guides", vec!["No guide was written yet."]),
        ("table2", vec!["I went by the side door"]),
    ] {
        let bytes = exported(&world, &["--output", output], &format!("{output}.docx")).await;
        let Some((pages, text)) = printed(folder.path(), output, &bytes.unwrap()) else {
            println!("skipped: soffice, pdfinfo or pdftotext is not installed");
            return;
        };
        assert!((1..=3).contains(&pages), "{output} has {pages} pages");
        let text: Vec<&str> = text.split_whitespace().collect();
        let text = text.join(" ");
        for words in words {
            assert!(text.contains(words), "{output} lacks {words}: {text}");
        }
        assert!(text.contains("as of "), "{output}: {text}");
    }
}
