//! Promises of the command line, through the built program.

#![allow(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

mod agreement;
mod audit;
mod deidentify;
mod matching;
mod paper;
mod peers;
mod plan;
#[path = "../it/programme_folder.rs"]
mod programme_folder;
mod projects;
mod qdpx;
mod queries;
mod rest;
mod rest_refused;
mod rota;
mod rota_refused;
mod saturation;
mod study_archive;
#[path = "../it/taguette_tables.rs"]
mod taguette_tables;
mod transcript;

use std::process::Command;

use serde_json::Value;

/// A folder of files for one run of the program, gone with the test.
pub struct Folder(tempfile::TempDir);

/// What the program said.
#[derive(Debug)]
pub struct Said {
    /// How it ended.
    pub code: i32,
    /// Its results.
    pub out: String,
    /// What it told beside them.
    pub err: String,
}

impl Folder {
    /// A folder with these files.
    pub fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        Self(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &std::path::Path {
        self.0.path()
    }

    /// Runs the program in the folder; arguments are parted by spaces.
    pub fn enid(&self, arguments: &str) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_enid"))
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .env("NO_COLOR", "1")
            .env_remove("RUST_BACKTRACE")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// The names of the files in the folder.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Said {
    /// The JSON of a run that ended with that code.
    pub fn json(&self, code: i32) -> Value {
        assert_eq!(self.code, code, "{self:?}");
        serde_json::from_str(&self.out).unwrap()
    }

    /// Asserts that it could not run, said nothing of a result, and why in one line.
    pub fn refused(&self, words: &[&str]) {
        assert_eq!(self.code, 2, "{self:?}");
        assert_eq!(self.out, "");
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "{} lacks {word}", self.err);
        }
    }
}
