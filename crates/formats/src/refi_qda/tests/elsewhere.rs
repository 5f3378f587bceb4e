//! What we write as others see it: the published schemas with a validator of other makers, and a library that reads projects.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::super::model::{Code, Project};
use super::super::{Error, Form, Limits, NoMedia, Settings, read_whole, validate, write_whole};
use super::random::projects;
use super::samples::{sample, shared};

/// A Python that has a module: the one that `./test` made for it, or Debian's.
fn python(module: &str) -> Option<PathBuf> {
    let peers = std::env::var_os("ENID_TEST_PEERS").map(PathBuf::from);
    let named = peers.map(|peers| peers.join(module).join("bin/python"));
    let debian = PathBuf::from("/usr/bin/python3");
    let has = |python: &PathBuf| {
        let mut asked = Command::new(python);
        let asked = asked.args(["-c", &format!("import {module}")]).output();
        asked.is_ok_and(|output| output.status.success())
    };
    let found = named.into_iter().chain([debian]).find(has);
    if found.is_none() {
        println!(
            "skipped: no Python with {module} (./test makes one and names its folder in ENID_TEST_PEERS)"
        );
    }
    found
}

fn ask(python: &Path, script: &str, arguments: &[&Path]) -> String {
    let asked = Command::new(python)
        .args(["-c", script])
        .args(arguments)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&asked.stderr);
    assert!(asked.status.success(), "{said}");
    String::from_utf8(asked.stdout).unwrap()
}

fn some(number: usize) -> Vec<Project> {
    let mut runner = TestRunner::deterministic();
    let one = |_| projects().new_tree(&mut runner).unwrap().current();
    (0..number).map(one).collect()
}

fn xml(project: &Project, form: Form) -> Option<Vec<u8>> {
    let settings = Settings {
        form,
        ..Settings::default()
    };
    match write_whole(Cursor::new(Vec::new()), &settings, project, &mut NoMedia) {
        Ok((output, _)) => Some(output.into_inner()),
        Err(Error::NoCode) => None,
        Err(error) => panic!("{error}"),
    }
}

/// Files by name as the published schemas see them: `valid`, `invalid` with the first breach, or `malformed`.
struct Schemas(PathBuf);

impl Schemas {
    fn find() -> Option<Self> {
        let python = python("lxml")?;
        if !shared().join("refi/Project-mrt2019.xsd").exists() {
            println!("skipped: shared data not found");
            return None;
        }
        Some(Self(python))
    }

    fn judge(&self, files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        const SCRIPT: &str = "
import sys, os
from lxml import etree
schemas = {end: etree.XMLSchema(etree.parse(os.path.join(sys.argv[1], 'refi', name)))
           for end, name in (('qde', 'Project-mrt2019.xsd'), ('qdc', 'Codebook_qdc.xsd'))}
for name in sorted(os.listdir(sys.argv[2])):
    try:
        document = etree.parse(os.path.join(sys.argv[2], name))
    except etree.XMLSyntaxError:
        print(name, 'malformed', sep='\\t')
        continue
    schema = schemas[name[-3:]]
    valid = schema.validate(document)
    print(name, 'valid' if valid else 'invalid ' + str(schema.error_log[0].message), sep='\\t')
";
        let said = ask(&self.0, SCRIPT, &[&shared(), folder.path()]);
        let lines = said.lines().map(|line| line.split_once('\t').unwrap());
        lines
            .map(|(name, verdict)| (name.to_owned(), verdict.to_owned()))
            .collect()
    }
}

#[test]
fn what_we_write_is_valid_by_the_published_schemas() {
    let Some(schemas) = Schemas::find() else {
        return;
    };
    let mut files = BTreeMap::new();
    for (at, project) in some(150).iter().enumerate() {
        for (form, end) in [(Form::Bare, "qde"), (Form::Codebook, "qdc")] {
            files.extend(xml(project, form).map(|xml| (format!("{at}.{end}"), xml)));
        }
    }
    for name in [
        "nvivo-win-12.6_oltas0517.qdpx",
        "nvivo-mac-15_nvivo_project.qdpx",
        "atlasti-8.4-mac_TestProject.qdpx",
        "maxqda-24_with_generated_codes.qde",
        "portableqda_portableQDA_Atlasti.qdc",
    ] {
        let Some(bytes) = sample(name) else { return };
        let reading = read_whole(Cursor::new(bytes), &Limits::default()).unwrap();
        for (form, end) in [(Form::Bare, "qde"), (Form::Codebook, "qdc")] {
            let written = xml(&reading.project, form);
            files.extend(written.map(|xml| (format!("{name}.{end}"), xml)));
        }
    }
    assert!(files.len() > 250, "{}", files.len());
    for (name, verdict) in schemas.judge(&files) {
        assert_eq!(verdict, "valid", "{name}");
    }
}

#[test]
fn our_check_says_what_the_published_schemas_say_of_files_that_were_changed_by_hand() {
    let Some(schemas) = Schemas::find() else {
        return;
    };
    let mut files = BTreeMap::new();
    for (at, project) in some(60).iter().enumerate() {
        for (form, end) in [(Form::Bare, "qde"), (Form::Codebook, "qdc")] {
            let Some(xml) = xml(project, form) else {
                continue;
            };
            let xml = String::from_utf8(xml).unwrap();
            for way in 0..9 {
                let changed = changed(&xml, at * 31 + way * 7, way);
                files.insert(format!("{at}-{way}.{end}"), changed.into_bytes());
            }
        }
    }
    let mut seen = BTreeMap::new();
    for (name, verdict) in schemas.judge(&files) {
        let ours = match validate(Cursor::new(&files[&name]), &Limits::default()) {
            Ok(found) if found.valid() => "valid",
            Ok(_) => "invalid",
            Err(_) => "malformed",
        };
        let theirs = verdict.split(' ').next().unwrap();
        assert_eq!(
            ours,
            theirs,
            "{name}: {verdict}\n{}",
            String::from_utf8_lossy(&files[&name])
        );
        *seen.entry(ours).or_insert(0) += 1;
    }
    let told = |verdict| seen.get(verdict).is_some_and(|number| *number > 50);
    assert!(
        told("valid") && told("invalid") && told("malformed"),
        "{seen:?}"
    );
}

/// A file with one line or one attribute other than it was.
fn changed(xml: &str, seed: usize, way: usize) -> String {
    let mut lines: Vec<String> = xml.lines().map(str::to_owned).collect();
    // The declaration and the root stay.
    let at = 2 + seed % (lines.len() - 2).max(1);
    let (at, last) = (at.min(lines.len() - 1), lines.len() - 2);
    let swap = |line: &str, from: &str, to: &str| line.replacen(from, to, 1);
    match way {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[at].clone()),
        2 => lines.swap(at, last),
        3 => {
            let line = lines.remove(at);
            lines.insert(3.min(lines.len()), line);
        }
        4 => lines
            .iter_mut()
            .for_each(|line| *line = swap(line, "true", "yes")),
        5 => lines
            .iter_mut()
            .for_each(|line| *line = swap(line, "guid=\"e71d0000-", "guid=\"e71d-")),
        6 => lines
            .iter_mut()
            .for_each(|line| *line = swap(line, "Position=\"", "Position=\"1.")),
        7 => lines
            .iter_mut()
            .for_each(|line| *line = swap(line, " name=", " label=")),
        _ => lines
            .iter_mut()
            .for_each(|line| *line = swap(line, "Z\"", "\"")),
    }
    lines.join("\n")
}

#[test]
fn a_library_of_other_makers_reads_what_we_write() {
    let Some(python) = python("pyrefiqda") else {
        return;
    };
    const SCRIPT: &str = "
import sys
from pyrefiqda import RefiProject
project = RefiProject.load(sys.argv[1], sys.argv[2])
def under(codes):
    return sum(1 + under(code.code) for code in codes)
codes = under(project.code_book.codes.code) if project.code_book else 0
texts = project.sources.text_source if project.sources else []
parts = [part for text in texts for part in text.plain_text_selection]
kept = [open(RefiProject.resolve_source_path(text.plain_text_path, sys.argv[2]), encoding='utf-8', newline='').read()
        for text in texts if text.plain_text_path]
print(codes, len(texts), len(parts), sum(len(part.coding) for part in parts), sum(map(len, kept)))
";
    let folder = tempfile::tempdir().unwrap();
    for (at, project) in some(12).iter().enumerate() {
        let bytes = xml(project, Form::Archive).unwrap();
        let file = folder.path().join(format!("{at}.qdpx"));
        std::fs::write(&file, &bytes).unwrap();
        let said = ask(
            &python,
            SCRIPT,
            &[&file, &folder.path().join(at.to_string())],
        );
        let texts = project.sources.iter().filter_map(|source| match source {
            super::super::model::Source::Text(text) => Some(text),
            _ => None,
        });
        let parts = texts.clone().flat_map(|text| &text.selections);
        let kept = texts.clone().filter(|text| !text.inline);
        let kept = kept.filter_map(|text| text.text.as_ref());
        let marks = |content: &str| {
            let marked = content.starts_with(['\u{feff}', '%']) || content.contains('\0');
            content.chars().count() + usize::from(marked && !content.contains('\0'))
        };
        let expected = format!(
            "{} {} {} {} {}",
            Code::count(&project.codes),
            texts.count(),
            parts.clone().count(),
            parts.map(|part| part.codings.len()).sum::<usize>(),
            kept.map(|text| marks(&text.content)).sum::<usize>(),
        );
        assert_eq!(said.trim(), expected);
    }
}
