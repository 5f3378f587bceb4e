//! The files of a release, made once (study P2, P3, P14). What is made of participants and what is made of quotes share no order and
//! no label.

use std::collections::BTreeMap;

use formats::report::{self, Report, docx, html, pdf};
use measures::disclosure::File;
use platform::access::Viewer;
use platform::{App, Error, Result};

use super::choice::Choice;
use super::hand_out::PROJECT;
use super::judge::{Facts, Judged};
use super::rows::{Seed, columns, printed};
use crate::folder::StudyFolder;
use crate::outputs::{
    self, Output, OutputFormat, TableOptions, crossed_table, people_table, released_codebook,
    released_guides, released_matrix, table1_summary, table2,
};
use crate::printing::is_printed;
use crate::{checklists, exchange, thematic_map};

/// The files in their order; `foot` stands at the foot of each that has one.
pub(super) async fn files(
    app: &App,
    viewer: &Viewer,
    (facts, choice, judged): (&Facts, &Choice, &Judged),
    (seed, foot): (Seed, &str),
) -> Result<Vec<File>> {
    let tables = tables(facts, choice, (judged, &seed)).into_iter();
    let mut tables: Vec<(String, Output)> =
        tables.map(|table| (table.stem.to_owned(), table)).collect();
    if choice.codebook {
        let codebook = released_codebook(app, viewer).await?;
        tables.push((codebook.stem.to_owned(), codebook));
    }
    if choice.checklists {
        let lists = checklists::begun(app, viewer).await?;
        tables.extend(lists.iter().map(checklists::released));
    }
    let tables: Vec<(String, Output)> = tables
        .into_iter()
        .map(|(name, table)| (name, table.released(foot)))
        .collect();
    let with_pdf = choice.pdf;
    let written = tokio::task::spawn_blocking(move || written(&tables, with_pdf)).await;
    let mut files = written.map_err(Error::internal)??;
    let mut documents = Vec::new();
    if choice.map {
        let drawing = thematic_map::drawing(app, viewer, None).await?;
        files.push(file("thematic-map.svg", drawing.svg().into_bytes()));
        documents.push(("thematic-map", drawing.report(), [true, false, with_pdf]));
    }
    if choice.guides {
        let report = released_guides(app.db.read(), viewer.scope()?.id).await?;
        documents.push(("interview-guides", report, [true, true, with_pdf]));
    }
    if choice.methods {
        let report = checklists::released_methods(app, viewer).await?;
        documents.push(("methods", report, [true, true, false]));
    }
    for (name, report, kinds) in documents {
        let report = Report {
            footer: foot.to_owned(),
            ..report
        };
        let written = tokio::task::spawn_blocking(move || document(name, &report, kinds)).await;
        files.extend(written.map_err(Error::internal)??);
    }
    if choice.project {
        let agreed = facts.printed.iter().filter(is_printed);
        let public = exchange::Public {
            texts: facts.texts.clone(),
            quotes: agreed.map(|one| one.quote).collect(),
        };
        let project = exchange::of_texts(app, viewer, &public).await?;
        files.push(file(PROJECT, project));
    }
    Ok(files)
}

fn file(name: &str, bytes: Vec<u8>) -> File {
    File {
        name: name.to_owned(),
        bytes,
    }
}

/// A report as Word, as a page and as PDF, as far as it is written so.
fn document(name: &str, report: &Report, [word, page, print]: [bool; 3]) -> Result<Vec<File>> {
    let mut files = Vec::new();
    if word {
        let bytes = docx(report).map_err(Error::internal)?;
        files.push(file(&format!("{name}.docx"), bytes));
    }
    if page {
        let bytes = html(report).into_bytes();
        files.push(file(&format!("{name}.html"), bytes));
    }
    if print {
        let bytes = pdf(report).map_err(|error| match error {
            report::Error::WithoutPdf => without_pdf(),
            other => Error::internal(other),
        })?;
        files.push(file(&format!("{name}.pdf"), bytes));
    }
    Ok(files)
}

fn without_pdf() -> Error {
    Error::refused(
        "O",
        "This Enid was built without PDF.",
        "Leave PDF out of the release.",
    )
}

/// The tables of a release.
pub(super) fn tables(
    facts: &Facts,
    choice: &Choice,
    (judged, seed): (&Judged, &Seed),
) -> Vec<Output> {
    let mut tables = Vec::new();
    if choice.summary {
        let options = TableOptions {
            consent_names_gender: judged.tells_gender(),
            ..TableOptions::default()
        };
        tables.push(table1_summary(&facts.folder, &options));
    }
    if choice.people {
        let rows = printed(&facts.people, choice, seed);
        tables.push(people_table(&columns(choice), &rows));
    }
    tables.extend(
        judged
            .crossed
            .as_ref()
            .map(|crossed| crossed_table(crossed.get())),
    );
    if choice.matrix {
        tables.push(released_matrix(&facts.folder));
    }
    if choice.table2 {
        let table = table2(&shuffled(&facts.folder, seed));
        tables.push(match choice.questions {
            true => table,
            false => table.without_questions(),
        });
    }
    tables
}

/// The same study with the quotes of each place in an order that follows from nothing but what they say and the seed. Themes keep
/// their order, which is the authors'.
fn shuffled(folder: &StudyFolder, seed: &Seed) -> StudyFolder {
    let mut folder = folder.clone();
    for quotes in [&mut folder.quotes, &mut folder.other] {
        let mut first: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for (place, quote) in quotes.iter().enumerate() {
            let path = quote.path();
            for depth in 1..=path.len() {
                first.entry(path[..depth].to_vec()).or_insert(place);
            }
        }
        quotes.sort_by_cached_key(|quote| {
            let path = quote.path();
            let places = (1..=path.len()).map(|depth| first.get(&path[..depth]).copied());
            (
                places.collect::<Vec<_>>(),
                seed.place("quotes", &quote.text),
            )
        });
    }
    folder
}

fn written(tables: &[(String, Output)], with_pdf: bool) -> Result<Vec<File>> {
    let formats: &[OutputFormat] = match with_pdf {
        true => &OutputFormat::OF_TABLES,
        false => &OutputFormat::DEFAULT,
    };
    let mut files = Vec::new();
    for (name, table) in tables {
        for format in formats {
            let (_, bytes) = table.write(*format).map_err(|error| match error {
                outputs::Error::Document {
                    error: report::Error::WithoutPdf,
                    ..
                } => without_pdf(),
                error => Error::refused(
                    "O",
                    format!("{error}."),
                    "Shorten what is too long, or leave the table out.",
                ),
            })?;
            files.push(file(&format!("{name}.{}", format.ending()), bytes));
        }
    }
    Ok(files)
}
