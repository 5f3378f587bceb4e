//! What other programs of analysis read of what the built program writes, by their own code.

use std::path::PathBuf;
use std::process::Command;

use super::study_archive::with_study;

const CODES: &[u8] =
    b"code,parent,definition\nDoors,,\"Whatever opens, or does not\"\nShut,Doors,\nRain,,=Water\n";

/// How both of them read a codebook that somebody brings in.
const READ: &str = "
import json, sys
from taguette.import_codebook import list_tags
with open(sys.argv[1], 'rb') as file:
    print(json.dumps([tag['path'] for tag in list_tags(file)]))
";

/// The Python of a peer that `./test` made.
fn python(peer: &str) -> Option<PathBuf> {
    let peers = std::env::var_os("ENID_TEST_PEERS").map(PathBuf::from);
    let found = peers.map(|peers| peers.join(peer).join("bin/python"));
    let found = found.filter(|python| python.exists());
    if found.is_none() {
        println!(
            "skipped: {peer} is not here (./test brings it and names its folder in ENID_TEST_PEERS)"
        );
    }
    found
}

#[test]
fn taguette_and_libreqda_read_every_code_of_a_codebook() {
    let folder = with_study(&[("codes.csv", CODES)]);
    let said = folder.enid("study import files --study north --name North --data data");
    assert_eq!(said.code, 0, "{said:?}");
    let said = folder
        .enid("study export north --output codebook --format csv --out codebook.csv --data data");
    assert_eq!(said.code, 0, "{said:?}");
    for peer in ["taguette", "libreqda"] {
        let Some(python) = python(peer) else {
            continue;
        };
        let read = Command::new(python)
            .args(["-c", READ])
            .arg(folder.path().join("codebook.csv"))
            .output()
            .unwrap();
        let wrong = String::from_utf8_lossy(&read.stderr);
        let names: Vec<String> =
            serde_json::from_slice(&read.stdout).unwrap_or_else(|_| panic!("{peer}: {wrong}"));
        assert_eq!(names, ["Doors", "Shut", "Rain"], "{peer}");
    }
}
