//! Projects of REFI-QDA into a stored study and out of it, on both databases (Q13, Q21 to Q23, Q28, Q30).

mod made;
mod out;
mod pages;
mod released;
mod round;
mod samples;
mod taken;

use std::io::Cursor;

use analysis::exchange::{Wanted, export};
use analysis::{ImportError, ImportedRefi, RefiFile, import_refi, trail};
use formats::refi_qda::model::Project;
use formats::refi_qda::{Limits, NoMedia, Report, Settings, read_whole, write_whole};
use platform::access::{Hand, Role, Viewer};

use crate::world::World;

pub const STUDY: &str = "saltmarsh-study";

/// Brings a file into the study.
async fn bring(world: &World, bytes: &[u8]) -> Result<ImportedRefi, ImportError> {
    let file = RefiFile::new("project.qdpx", bytes.to_vec());
    import_refi(
        &world.installation.app,
        &world.scopes[2],
        &file,
        (None, None),
    )
    .await
}

/// Whoever has this role, as far as the study goes.
async fn viewer(world: &World, role: Role) -> Viewer {
    let app = &world.installation.app;
    let account = world.account(role);
    let grants = platform::access::grants_of(app, account).await.unwrap();
    let hand = Hand {
        account: Some((account, "somebody".to_owned())),
        grants,
    };
    let scope = world.scopes[2].clone();
    let relations = enid::policy::POLICY.relations("study.export", scope.kind, vec![role]);
    Viewer::by_hand(hand, scope, relations.unwrap())
}

/// The study as the research lead takes it out.
async fn taken(world: &World, wanted: &Wanted) -> (Vec<u8>, Report) {
    taken_by(world, Role::ResearchLead, wanted).await
}

async fn taken_by(world: &World, role: Role, wanted: &Wanted) -> (Vec<u8>, Report) {
    let viewer = viewer(world, role).await;
    let output = Cursor::new(Vec::new());
    let app = &world.installation.app;
    let (output, report) = export(app, &viewer, wanted, output).await.unwrap();
    (output.into_inner(), report)
}

/// A file as it is read.
fn read(bytes: &[u8]) -> Project {
    let reading = read_whole(Cursor::new(bytes), &Limits::default()).unwrap();
    assert!(reading.report.schema.valid, "{:?}", reading.report.schema);
    reading.project
}

/// A project as another program might write it.
fn written(project: &Project, origin: &str) -> Vec<u8> {
    let settings = Settings {
        origin: origin.to_owned(),
        ..Settings::default()
    };
    let output = Cursor::new(Vec::new());
    let (output, _) = write_whole(output, &settings, project, &mut NoMedia).unwrap();
    output.into_inner()
}

async fn assert_chained(world: &World) {
    let study = world.scopes[2].id;
    let faults = trail::verify(world.installation.app.db.read(), study).await;
    assert_eq!(faults.unwrap(), Vec::<String>::new());
}

async fn told(world: &World, words: &[&str]) -> String {
    enid::cli::told(&world.installation.app, words)
        .await
        .unwrap()
}

/// What a command lists, as JSON.
async fn listed(world: &World, words: &[&str]) -> Vec<serde_json::Value> {
    let told = told(world, &[words, &["--format", "json"]].concat()).await;
    let rows: serde_json::Value = serde_json::from_str(&told).unwrap();
    rows.as_array().unwrap().clone()
}
