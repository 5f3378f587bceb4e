//! Files of other programs into a study and out again, with the counts that were taken from them by hand (Q28).

use std::path::{Path, PathBuf};

use analysis::check_refi;
use analysis::exchange::Wanted;
use formats::refi_qda::Form;

use super::*;
use crate::world::worlds;

pub fn shared() -> PathBuf {
    match std::env::var_os("ENID_SHARED_DATA") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    }
}

/// Name; documents, codes, codings that are stored; codings and selections of the file that are not; those to be looked at.
const SAMPLES: [(&str, usize, usize, usize, u64, usize); 7] = [
    ("nvivo-win-12.6_oltas0517.qdpx", 2, 152, 303, 0, 0),
    ("nvivo-mac-15_nvivo_project.qdpx", 2, 262, 0, 0, 0),
    (
        "atlasti-8.4-mac_TestProject.qdpx",
        ATLAS.0,
        14,
        ATLAS.1,
        ATLAS.2,
        ATLAS.3,
    ),
    ("atlasti-23-win_target-atlas-project.qdpx", 0, 3, 0, 0, 0),
    ("maxqda-24_with_generated_codes.qde", 10, 343, 0, 0, 0),
    ("portableqda_REFI-QDA-1-5.qdc", 0, 6, 0, 0, 0),
    ("portableqda_portableQDA_Atlasti.qdc", 0, 5, 0, 0, 0),
];

/// Six texts, the text of two PDF, three transcripts; the file holds no text of any, so that nothing can be
/// anchored. Of sixteen codings some are on stretches of PDF, picture and film.
const ATLAS: (usize, usize, u64, usize) = (11, 9, 7, 9);

#[tokio::test]
async fn files_of_other_programs_are_stored_with_every_coding_or_with_the_reason_why_not() {
    for (name, documents, codes, codings, left, review) in SAMPLES {
        let Ok(bytes) = std::fs::read(shared().join("refi").join(name)) else {
            println!("skipped: shared data not found");
            return;
        };
        let dry = check_refi(&RefiFile::new(name, bytes.clone())).unwrap();
        for world in worlds().await {
            let told = bring(&world, &bytes).await.unwrap();
            let counts = (told.documents, told.codes, told.codings);
            assert_eq!(
                counts,
                (documents, codes, codings),
                "{name}: {}",
                told.to_text()
            );
            let count = told.report.count("Coding");
            assert_eq!(count.dropped, left, "{name}: {}", told.to_text());
            assert_eq!(
                count.read,
                count.written + count.dropped,
                "{name}: {}",
                told.to_text()
            );
            assert_eq!(told.review.len(), review, "{name}");
            // A dry run says the same before anything is stored.
            assert_eq!((dry.documents, dry.codes, dry.codings), counts, "{name}");
            assert_eq!(dry.review, told.review, "{name}");
            let wanted = Wanted {
                form: if told.codebook {
                    Form::Codebook
                } else {
                    Form::Archive
                },
                ..Wanted::default()
            };
            let (out, _) = taken(&world, &wanted).await;
            let out = read(&out);
            assert_eq!(
                formats::refi_qda::model::Code::count(&out.codes),
                codes,
                "{name}"
            );
            let again = bring(&world, &bytes).await.unwrap();
            let counts = (again.documents, again.codes, again.codings, again.memos);
            assert_eq!(counts, (0, 0, 0, 0), "{name} again: {}", again.to_text());
            assert_chained(&world).await;
        }
    }
}
