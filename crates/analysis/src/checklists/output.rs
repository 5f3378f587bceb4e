//! A list with its answers, in any format (study O8).

use formats::report::{Block, Cell, Report, ReportRow, ReportTable};
use formats::table::{Sheet, SheetCell};

use super::file::Checklist;
use super::linked::{Sentence, Source};
use super::shown::{Shown, ShownItem};
use super::state::Stands;
use crate::outputs::{Output, Stamp, strings, text_cell};

/// The list as a table.
pub(crate) fn output(shown: &Shown, stamp: &Stamp) -> Output {
    let list = &shown.list;
    let mut rows = Vec::new();
    let mut section = "";
    for one in &shown.items {
        if one.item.section != section {
            section = &one.item.section;
            rows.push(ReportRow::Group(section.to_owned()));
        }
        rows.push(row(one));
    }
    let open = shown.items.len() - shown.answered();
    let answered = format!(
        "{} of {} items are answered",
        shown.answered(),
        shown.items.len()
    );
    let lead = match (open, shown.drafted()) {
        (0, _) => format!("{answered}."),
        (_, 0) => format!("{answered}; the others say what is missing."),
        (_, drafted) => format!(
            "{answered}, and {drafted} of the others are drafted from data. What is missing is said."
        ),
    };
    let report = Report {
        title: format!("{}: {}", list.name, list.title),
        lead: Some(lead),
        blocks: blocks(list, rows),
        footer: String::new(),
    };
    let header = [
        "item", "section", "asks", "state", "drafted", "from", "words", "where", "missing",
    ];
    Output {
        stem: "checklist",
        report: stamp.sealed("checklist", report),
        sheet: Sheet {
            name: "checklist".to_owned(),
            header: strings(&header),
            rows: shown.items.iter().map(in_sheet).collect(),
        },
    }
}

/// The list for a set that is released, under the name of its files: answers, and of what is open only that.
pub(crate) fn released(shown: &Shown) -> (String, Output) {
    let list = &shown.list;
    let answer = |one: &ShownItem| -> Vec<String> {
        let answer = &one.answer;
        let state = match answer.stands {
            None => vec!["Open.".to_owned()],
            Some(Stands::NotApplicable) => vec!["Does not apply.".to_owned()],
            Some(Stands::Answered) => Vec::new(),
        };
        let drafted = answer.stands.is_some() && one.has_draft();
        let draft = drafted.then(|| texts(&one.draft.sentences));
        let words = [answer.words.clone()].into_iter();
        let words = words.filter(|words| !words.is_empty() && answer.stands.is_some());
        state.into_iter().chain(draft).chain(words).collect()
    };
    let mut rows = Vec::new();
    for section in shown
        .items
        .chunk_by(|one, next| one.item.section == next.item.section)
    {
        rows.push(ReportRow::Group(section[0].item.section.clone()));
        rows.extend(section.iter().map(|one| {
            ReportRow::Cells(vec![
                Cell::row_head(one.item.id.clone()),
                Cell::text(one.item.text.clone()),
                Cell {
                    text: answer(one),
                    ..Cell::default()
                },
                Cell::text(one.answer.place.clone()),
            ])
        }));
    }
    let in_sheet = |one: &ShownItem| {
        let (item, answer) = (&one.item, answer(one).join(" "));
        [
            &item.id,
            &item.section,
            &item.text,
            &answer,
            &one.answer.place,
        ]
        .map(text_cell)
    };
    let report = Report {
        title: format!("{}: {}", list.name, list.title),
        lead: None,
        blocks: blocks(list, rows),
        footer: String::new(),
    };
    let output = Output {
        stem: "checklist",
        report,
        sheet: Sheet {
            name: "checklist".to_owned(),
            header: strings(&["item", "section", "asks", "answer", "where"]),
            rows: shown.items.iter().map(|one| in_sheet(one).into()).collect(),
        },
    };
    (format!("checklist-{}", list.id), output)
}

/// The table of a list, and where the list is from.
fn blocks(list: &Checklist, rows: Vec<ReportRow>) -> Vec<Block> {
    vec![
        Block::Table(ReportTable {
            caption: format!("{} of the study", list.name),
            header: strings(&["No", "Item", "Answer", "Where"]),
            widths: vec![1, 4, 9, 3],
            rows,
            landscape: true,
        }),
        Block::Note(format!(
            "The list: {} Items are in our own words.",
            list.source
        )),
    ]
}

fn row(one: &ShownItem) -> ReportRow {
    let mut answer = vec![format!("{}.", one.state())];
    if one.has_draft() {
        answer.push(texts(&one.draft.sentences));
        answer.push(format!("From: {}.", from(one).join(", ")));
    }
    if !one.answer.words.is_empty() {
        answer.push(one.answer.words.clone());
    }
    if one.answer.stands.is_none() && !one.draft.missing.is_empty() {
        answer.push(format!("Missing: {}", texts(&one.draft.missing)));
    }
    ReportRow::Cells(vec![
        Cell::row_head(one.item.id.clone()),
        Cell::text(one.item.text.clone()),
        Cell {
            text: answer,
            ..Cell::default()
        },
        Cell::text(one.answer.place.clone()),
    ])
}

fn in_sheet(one: &ShownItem) -> Vec<SheetCell> {
    let (drafted, from) = match one.has_draft() {
        true => (texts(&one.draft.sentences), from(one).join("; ")),
        false => (String::new(), String::new()),
    };
    [
        one.item.id.clone(),
        one.item.section.clone(),
        one.item.text.clone(),
        one.state().to_owned(),
        drafted,
        from,
        one.answer.words.clone(),
        one.answer.place.clone(),
        texts(&one.draft.missing),
    ]
    .map(text_cell)
    .into()
}

/// Sentences one after another.
pub(super) fn texts(sentences: &[Sentence]) -> String {
    let texts: Vec<String> = sentences.iter().map(Sentence::text).collect();
    texts.join(" ")
}

/// The names of the pages from which the draft comes.
fn from(one: &ShownItem) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    let sources = one.draft.sentences.iter().flat_map(Sentence::sources);
    for name in sources.map(Source::name) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
