//! Licences of everything that is built in; `deny.toml` holds the same list for those who have cargo-deny.

use cargo_metadata::MetadataCommand;

const ACCEPTED: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "CDLA-Permissive-2.0",
    "MPL-2.0",
    "0BSD",
    "CC0-1.0",
    "BSL-1.0",
    "Apache-2.0 WITH LLVM-exception",
    "MIT-0",
];

#[test]
fn every_dependency_has_an_accepted_licence_and_comes_from_a_registry() {
    let metadata = MetadataCommand::new().exec().unwrap();
    let mut wrong = Vec::new();
    for package in &metadata.packages {
        let ours = package.source.is_none();
        let registry = package
            .source
            .as_ref()
            .is_some_and(|source| source.repr.starts_with("registry+"));
        if !ours && !registry {
            wrong.push(format!("{} is not from a registry", package.name));
        }
        let licence = package
            .license
            .as_deref()
            .unwrap_or_default()
            .replace('/', " OR ");
        let accepted = |choice: &str| {
            choice
                .split(" AND ")
                .all(|one| ACCEPTED.contains(&one.trim_matches(['(', ')', ' '])))
        };
        let grouped = licence
            .split(") AND ")
            .all(|group| group.split(" OR ").any(accepted));
        if !grouped {
            wrong.push(format!("{}: {licence:?}", package.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_same_list_stands_in_deny_toml() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deny.toml");
    let text = std::fs::read_to_string(path).unwrap();
    for licence in ACCEPTED {
        assert!(
            text.contains(&format!("\"{licence}\"")),
            "{licence} is not in deny.toml"
        );
    }
}
