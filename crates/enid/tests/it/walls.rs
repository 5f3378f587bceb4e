//! Who may import whom (ARCHITECTURE.md, "Walls"). Read from the manifests and from the source.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Each crate of ours with the crates of ours that it may import.
const WALLS: &[(&str, &[&str])] = &[
    ("planner", &[]),
    ("rest", &[]),
    ("formats", &[]),
    ("measures", &[]),
    ("platform", &[]),
    (
        "programme",
        &["platform", "planner", "rest", "formats", "measures"],
    ),
    ("wellbeing", &["platform", "measures", "formats"]),
    ("study", &["platform", "formats"]),
    ("analysis", &["platform", "study", "formats", "measures"]),
    (
        "enid",
        &[
            "platform",
            "planner",
            "rest",
            "formats",
            "measures",
            "programme",
            "wellbeing",
            "study",
            "analysis",
        ],
    ),
    ("e2e", &["enid", "platform"]),
];

const ENGINES: &[&str] = &["planner", "rest", "formats", "measures"];

/// What an engine may not know: the world outside its arguments.
const OUTSIDE: &[&str] = &[
    "tokio",
    "axum",
    "sea_orm",
    "sqlx",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
];

#[test]
fn no_manifest_imports_across_a_wall() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let ours: Vec<&str> = WALLS.iter().map(|(name, _)| *name).collect();
    for package in &metadata.packages {
        let name = package.name.as_str();
        let allowed = allowed(name);
        for dependency in &package.dependencies {
            let other = dependency.name.as_str();
            if ours.contains(&other) && dependency.kind != DependencyKind::Development {
                assert!(allowed.contains(&other), "{name} may not depend on {other}");
            }
        }
    }
}

#[test]
fn no_line_of_source_reaches_across_a_wall() {
    let mut breaches = Vec::new();
    for (name, file, line) in lines() {
        let allowed = allowed(&name);
        for (other, _) in WALLS {
            let reaches = mentions(&line, other);
            if reaches && *other != name && !allowed.contains(other) {
                breaches.push(format!(
                    "{}: {name} reaches {other}: {line}",
                    file.display()
                ));
            }
        }
        if ENGINES.contains(&name.as_str()) && !is_test(&file) {
            for outside in OUTSIDE {
                if mentions(&line, outside) {
                    breaches.push(format!(
                        "{}: an engine reaches {outside}: {line}",
                        file.display()
                    ));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn the_analysis_never_reaches_the_keys() {
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    for (name, file, line) in lines() {
        if name == "analysis" {
            let code = files.entry(file).or_default();
            code.push_str(&line);
            code.push(' ');
        }
    }
    assert!(!files.is_empty(), "the analysis was not found");
    for (file, code) in files {
        assert!(!reaches_keys(&code), "{} reaches the keys", file.display());
    }
}

/// Where the public's form of a study may be made: its own slice, and where a release is made (trust PRI-2).
const OF_THE_PUBLIC: &[(&str, &[&str])] = &[
    (
        "of_texts",
        &[
            "analysis/src/exchange/export.rs",
            "analysis/src/exchange/mod.rs",
            "analysis/src/output_release/make.rs",
        ],
    ),
    (
        "release_set",
        &[
            "measures/src/disclosure/mod.rs",
            "measures/src/disclosure/set.rs",
            "analysis/src/output_release/act.rs",
        ],
    ),
];

#[test]
fn pri2_a_project_for_the_public_is_made_for_a_release_and_nowhere_else() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (name, places) in OF_THE_PUBLIC {
        let named = lines().into_iter().filter(|(_, file, line)| {
            let words = |c: char| !c.is_alphanumeric() && c != '_';
            !is_test(file) && line.split(words).any(|word| word == *name)
        });
        let files: BTreeSet<String> = named
            .map(|(_, file, _)| {
                let file = file.strip_prefix(&crates).unwrap();
                file.to_string_lossy().into_owned()
            })
            .collect();
        let allowed: BTreeSet<String> = places.iter().map(|one| (*one).to_owned()).collect();
        assert_eq!(files, allowed, "{name}");
    }
}

#[test]
fn r6_no_table_of_answers_or_research_refers_to_an_account_or_to_anybody_of_a_programme() {
    let research = enid::schema::classes()
        .into_iter()
        .find(|class| class.name == "research")
        .unwrap();
    let own: Vec<&str> = research.tables().chain(["scopes"]).collect();
    let mut seen = 0;
    for step in enid::schema::MIGRATIONS {
        for statement in step.sql.split(";\n") {
            let Some(table) = after(statement, "CREATE TABLE ") else {
                continue;
            };
            if !own.contains(&table) || table == "scopes" {
                continue;
            }
            seen += 1;
            for column in statement.split("REFERENCES ").skip(1) {
                let other = column.split(' ').next().unwrap();
                assert!(own.contains(&other), "{table} refers to {other}");
            }
        }
    }
    assert_eq!(seen + 1, own.len(), "not every table was seen");
    // No other table refers to one of them either, so that no join leads from a person to an answer.
    for step in enid::schema::MIGRATIONS {
        for statement in step.sql.split(";\n") {
            let table = after(statement, "CREATE TABLE ").unwrap_or_default();
            for column in statement.split("REFERENCES ").skip(1) {
                let other = column.split(' ').next().unwrap();
                let inward = own.contains(&other) && other != "scopes";
                assert!(!inward || own.contains(&table), "{table} refers to {other}");
            }
        }
    }
}

/// The word that follows a phrase at the beginning of a statement.
fn after<'a>(statement: &'a str, phrase: &str) -> Option<&'a str> {
    let rest = statement.trim_start().strip_prefix(phrase)?;
    rest.split(' ').next()
}

#[test]
fn every_crate_of_the_workspace_has_its_wall() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    for package in &metadata.packages {
        allowed(package.name.as_str());
    }
}

#[test]
fn a_breach_would_be_seen() {
    assert!(mentions("use tokio::sync::Mutex;", "tokio"));
    assert!(mentions(
        "    let x = programme::people::all();",
        "programme"
    ));
    assert!(!mentions("let the_programme = 1;", "programme"));
    assert!(!mentions("self.rest.verdict()", "rest"));
    for line in [
        "use platform::keys;",
        "use platform::keys as _;",
        "use platform::{App, keys::Sealed};",
        "use platform::{ App, keys, Result };",
        "let key = platform::keys::create_person(tx, app);",
    ] {
        assert!(reaches_keys(line), "{line}");
    }
    assert!(!reaches_keys("use platform::App; let all = known.keys();"));
}

/// Whether a statement that names the platform also names its keys.
fn reaches_keys(code: &str) -> bool {
    code.split(';').any(|statement| {
        statement.split_once("platform::").is_some_and(|(_, path)| {
            path.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.')
                .any(|word| word == "keys")
        })
    })
}

/// A path that begins with the crate or module: `name::` with nothing of a longer name or path before it.
fn mentions(line: &str, name: &str) -> bool {
    let path = if name.contains("::") || name.chars().any(char::is_uppercase) {
        name.to_owned()
    } else {
        format!("{name}::")
    };
    line.match_indices(&path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '.'))
    })
}

fn allowed(name: &str) -> &'static [&'static str] {
    WALLS.iter().find(|(wall, _)| *wall == name).map_or_else(
        || panic!("{name} has no line in WALLS"),
        |(_, allowed)| *allowed,
    )
}

fn is_test(file: &Path) -> bool {
    file.components().any(|part| {
        let part = part.as_os_str().to_string_lossy();
        part == "tests" || part == "tests.rs" || part == "benches"
    })
}

/// Each line of code of each crate with its file; comments are left out.
fn lines() -> Vec<(String, PathBuf, String)> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut open: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for entry in std::fs::read_dir(crates).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        open.insert(name, vec![entry.path().join("src")]);
    }
    let mut lines = Vec::new();
    for (name, mut folders) in open {
        while let Some(folder) = folders.pop() {
            let Ok(entries) = std::fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let code = text
                        .lines()
                        .map(str::trim)
                        .filter(|line| !line.starts_with("//"));
                    lines.extend(code.map(|line| (name.clone(), path.clone(), line.to_owned())));
                }
            }
        }
    }
    assert!(lines.len() > 1000, "the source was not found");
    lines
}
