//! The files of a release, made once (study P2, P3, P14). What is made of participants and what is made of quotes share no order and
//! no label.

use std::collections::BTreeMap;

use formats::report::{Report, docx, html};
use measures::disclosure::File;
use platform::access::Viewer;
use platform::{App, Error, Result};

use super::choice::Choice;
use super::hand_out::PROJECT;
use super::judge::{Facts, Judged};
use super::rows::{Seed, columns, printed};
use crate::exchange;
use crate::folder::StudyFolder;
use crate::outputs::{
    Output, OutputFormat, TableOptions, crossed_table, people_table, released_guides,
    table1_summary, table2,
};
use crate::printing::is_printed;
use crate::thematic_map;

/// The files in their order; `foot` stands at the foot of each that has one.
pub(super) async fn files(
    app: &App,
    viewer: &Viewer,
    (facts, choice, judged): (&Facts, &Choice, &Judged),
    (seed, foot): (Seed, &str),
) -> Result<Vec<File>> {
    let tables: Vec<Output> = tables(facts, choice, (judged, &seed))
        .into_iter()
        .map(|table| table.released(foot))
        .collect();
    let written = tokio::task::spawn_blocking(move || written(&tables)).await;
    let mut files = written.map_err(Error::internal)??;
    if choice.map {
        let drawing = thematic_map::drawing(app, viewer, None).await?;
        let report = Report {
            footer: foot.to_owned(),
            ..drawing.report()
        };
        files.push(file("thematic-map.docx", as_docx(report).await?));
        files.push(file("thematic-map.svg", drawing.svg().into_bytes()));
    }
    if choice.guides {
        let report = released_guides(app.db.read(), viewer.scope()?.id).await?;
        let report = Report {
            footer: foot.to_owned(),
            ..report
        };
        files.push(file("interview-guides.html", html(&report).into_bytes()));
        files.push(file("interview-guides.docx", as_docx(report).await?));
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

async fn as_docx(report: Report) -> Result<Vec<u8>> {
    let written = tokio::task::spawn_blocking(move || docx(&report)).await;
    written.map_err(Error::internal)?.map_err(Error::internal)
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

fn written(tables: &[Output]) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for table in tables {
        for format in OutputFormat::DEFAULT {
            let (name, bytes) = table.write(format).map_err(|error| {
                Error::refused(
                    "O",
                    format!("{error}."),
                    "Shorten the quote, or leave the table out.",
                )
            })?;
            files.push(File { name, bytes });
        }
    }
    Ok(files)
}
