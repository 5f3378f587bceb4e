//! What a file offers and somebody takes: themes, groups, research questions and quotes (Q21, Q28, Q30).

use analysis::Takes;
use formats::refi_qda::model::Set;
use platform::access::Role;

use super::made::{doors, guid};
use super::*;
use crate::queries::{coded, studied};
use crate::world::worlds;

async fn bring_with(
    world: &World,
    bytes: &[u8],
    takes: Takes,
) -> Result<ImportedRefi, ImportError> {
    let file = RefiFile {
        takes,
        ..RefiFile::new("project.qdpx", bytes.to_vec())
    };
    let app = &world.installation.app;
    import_refi(app, &world.scopes[2], &file, (None, None)).await
}

/// A study with themes, quotes with edits under several of them, and questions.
async fn whole(world: &World) {
    coded(world).await;
    let doing: &[&[&str]] = &[
        &["themes", "contribute", STUDY, "Waiting", "Leaving"],
        &[
            "memos",
            "add",
            STUDY,
            "--kind",
            "theory",
            "--theme",
            "Waiting",
            "--text",
            "On a theme.",
        ],
    ];
    for words in doing {
        told(world, words).await;
    }
}

fn numbers(told: &ImportedRefi, what: &str) -> Vec<usize> {
    let offered = told.offered.iter().filter(|one| one.what == what);
    offered.map(|one| one.number).collect()
}

#[tokio::test]
async fn q30_with_themes_quotes_and_questions_taken_an_empty_study_writes_the_same_bytes_again() {
    let (here, there, third) = (studied().await, worlds().await, worlds().await);
    for ((one, two), other) in here.iter().zip(&there).zip(&third) {
        whole(one).await;
        let (origin, _) = taken(one, &Wanted::default()).await;
        let told = bring_with(two, &origin, Takes::All).await.unwrap();
        assert!(
            told.themes >= 3 && told.questions == 3 && told.quotes >= 3,
            "{}",
            told.to_text()
        );
        let (first, _) = taken(two, &Wanted::default()).await;
        // Members with an account there are coders without one here; all else is the same.
        let unnamed = |bytes: &[u8]| {
            let mut project = read(bytes);
            project.users.iter_mut().for_each(|user| user.name = None);
            project
        };
        assert_eq!(unnamed(&origin), unnamed(&first), "{}", two.installation.on);
        bring_with(other, &first, Takes::All).await.unwrap();
        let (second, _) = taken(other, &Wanted::default()).await;
        assert!(first == second, "other bytes on {}", one.installation.on);
        assert_chained(other).await;
        // Taken again, nothing is doubled.
        let told = bring_with(other, &first, Takes::All).await.unwrap();
        assert_eq!((told.themes, told.questions, told.quotes), (0, 0, 0));
        let (third, _) = taken(other, &Wanted::default()).await;
        assert!(first == third, "doubled on {}", one.installation.on);
        let memos = listed(other, &["memos", "list", STUDY]).await;
        let on_theme = |row: &serde_json::Value| {
            row["text"] == "On a theme." && row["subject"].as_str().unwrap().contains("Waiting")
        };
        assert_eq!(
            memos.iter().filter(|row| on_theme(row)).count(),
            1,
            "{memos:?}"
        );
    }
}

#[tokio::test]
async fn what_is_not_taken_stays_away_and_a_subtheme_brings_what_it_stands_under() {
    let (here, there) = (studied().await, worlds().await);
    for (one, other) in here.iter().zip(&there) {
        whole(one).await;
        let (first, _) = taken(one, &Wanted::default()).await;
        let told = bring_with(other, &first, Takes::Nothing).await.unwrap();
        assert_eq!((told.themes, told.questions, told.quotes), (0, 0, 0));
        assert!(listed(other, &["themes", "list", STUDY]).await.is_empty());
        let mut offered = told.offered.iter();
        let board = offered
            .find(|one| one.name == "Waiting > The board")
            .unwrap();
        assert_eq!(board.makes, "a subtheme of “Waiting”");
        let takes = board.number.to_string().parse().unwrap();
        let told = bring_with(other, &first, takes).await.unwrap();
        assert_eq!((told.themes, told.questions, told.quotes), (2, 0, 0));
        let themes = listed(other, &["themes", "list", STUDY]).await;
        assert_eq!(themes.len(), 2, "{themes:?}");
        // A quote whose other themes are not here stands under the one that is, and answers nothing that is not asked.
        let quotes = numbers(&told, "quote");
        let takes = format!("{}-{}", quotes[0], quotes[quotes.len() - 1]);
        let told = bring_with(other, &first, takes.parse().unwrap())
            .await
            .unwrap();
        assert_eq!(told.quotes, quotes.len());
        let quotes = listed(other, &["quotes", "list", STUDY]).await;
        assert_eq!(quotes.len(), told.quotes, "{quotes:?}");
        let takes: Takes = "9999".parse().unwrap();
        assert!(bring_with(other, &first, takes).await.is_err());
        assert_chained(other).await;
    }
}

#[tokio::test]
async fn a_group_of_codes_becomes_a_candidate_theme_and_what_is_a_list_of_attributes_nothing() {
    for world in worlds().await {
        let mut project = doors();
        let codes = vec![guid(11), guid(12)];
        for (number, name) in [(901, "Ways out"), (902, "gender: man")] {
            project.sets.push(Set {
                guid: guid(number),
                name: name.to_owned(),
                codes: codes.clone(),
                ..Set::default()
            });
        }
        let told = bring_with(&world, &written(&project, "Other 1"), Takes::All).await;
        let told = told.unwrap();
        let makes: Vec<&str> = told.offered.iter().map(|one| one.makes.as_str()).collect();
        assert_eq!(makes, ["a candidate theme with 2 codes", ""]);
        assert_eq!(told.themes, 1);
        let themes = listed(&world, &["themes", "list", STUDY]).await;
        assert!(themes[0].to_string().contains("Ways out"), "{themes:?}");
    }
}

#[tokio::test]
async fn offers_are_ticked_on_the_page_one_by_one() {
    use sha2::{Digest as _, Sha256};
    const IMPORT: &str = "/studies/saltmarsh-study/import/project";
    let (here, there) = (studied().await, worlds().await);
    for (one, other) in here.iter().zip(&there) {
        whole(one).await;
        let (file, _) = taken(one, &Wanted::default()).await;
        let cookie = other.cookie(Role::Researcher).await;
        let send = async |fields: &[(&str, &str)]| {
            let files = [("file", "one.qdpx", file.as_slice())];
            other.upload(IMPORT, &cookie, fields, &files).await
        };
        let shown = send(&[("step", "check")]).await;
        for words in [
            "name=\"take\" value=\"all\"",
            "a subtheme of “Waiting”",
            "the research question RQ1",
        ] {
            assert!(shown.body.contains(words), "{words}: {}", shown.body);
        }
        let hash = Sha256::digest(&file);
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let wrong = send(&[("step", "import"), ("seen", &hash), ("take", "x")]).await;
        assert_eq!(wrong.status, 422);
        let done = send(&[
            ("step", "import"),
            ("seen", &hash),
            ("take", "1"),
            ("take", "2"),
        ])
        .await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(listed(other, &["themes", "list", STUDY]).await.len(), 2);
    }
}
