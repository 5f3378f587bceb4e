//! What leaves a stored study, through the real router and on the command line, on both databases (study section 4, P6, P10, P14).

mod elsewhere;
mod files;
mod seen;
mod tables;

use platform::access::Role;

use crate::consent::{act, get};
use crate::queries::coded;
use crate::world::{Answer, World};

const STUDY: &str = "saltmarsh-study";

/// The towns with the small study, in which two analysts have coded.
async fn towns() -> Vec<World> {
    let worlds = crate::queries::studied().await;
    for world in &worlds {
        coded(world).await;
    }
    worlds
}

/// A file that the pages hand out.
async fn file(world: &World, cookie: &str, end: &str) -> Answer {
    let answer = world
        .get(&format!("/studies/{STUDY}/{end}"), Some(cookie))
        .await;
    assert_eq!(answer.status, 200, "{end}: {}", answer.body);
    answer
}

/// What a command writes into a file of this name.
async fn exported(world: &World, rest: &[&str], name: &str) -> Result<Vec<u8>, String> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join(name);
    let mut words = vec!["study", "export", STUDY, "--out", out.to_str().unwrap()];
    words.extend(rest);
    let told = enid::cli::told(&world.installation.app, &words).await;
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    match told {
        Ok(path) => {
            assert_eq!((path.as_str(), left), (out.to_str().unwrap(), 1));
            Ok(std::fs::read(&out).unwrap())
        }
        Err(error) => {
            assert_eq!(left, 0, "nothing is left of what failed");
            Err(format!("{error:#}"))
        }
    }
}

/// The cells of one column of a file.
fn column(csv: &str, name: &str) -> Vec<String> {
    let table = formats::table::read_csv(csv.as_bytes(), formats::table::Limits::STUDY).unwrap();
    let at = table.header.iter().position(|head| head == name).unwrap();
    table.rows.iter().map(|row| row.cells[at].clone()).collect()
}
