//! The appendix to read.

use super::super::codebook;
use super::super::output::strings;
use super::{Appendix, History, Told};
use formats::report::{Block, Cell, Report, ReportRow, ReportTable};
use jiff::civil::Date;

/// What is said of names, definitions and reasons.
const WHOSE_WORDS: &str = "Names, definitions, stories and reasons are the analysts' own words; read them for anything that a participant said before this leaves the team.";

/// The appendix as a report.
pub(in crate::outputs) fn report(appendix: &Appendix) -> Report {
    let mut blocks = Vec::new();
    blocks.extend(
        appendix
            .missing()
            .into_iter()
            .map(|text| Block::Note(text.to_owned())),
    );
    if !appendix.phases.is_empty() {
        blocks.push(Block::Heading("Phases".to_owned()));
        blocks.push(Block::Table(phases(appendix)));
    }
    if !appendix.acts.is_empty() {
        blocks.push(Block::Heading("What was decided and why".to_owned()));
        let (with, all) = appendix.reasons();
        if all > 0 {
            blocks.push(Block::Paragraph(format!(
                "Of {all} decisions about the structure (merges, splits, retirements, removals, renamed and dropped themes), {with} have a reason."
            )));
        }
        blocks.push(Block::Table(acts(appendix)));
        blocks.push(Block::Note(
            "What was coded is not listed one by one.".to_owned(),
        ));
    }
    for (day, rows) in appendix
        .codebooks
        .iter()
        .filter(|(_, rows)| !rows.is_empty())
    {
        let day = in_words(*day);
        blocks.push(Block::Heading(format!("The codebook on {day}")));
        blocks.push(Block::Table(codebook::table(
            rows,
            format!("Codes on {day}"),
            codebook::in_words,
        )));
    }
    for theme in &appendix.themes {
        blocks.extend(history(theme));
    }
    if let Some(quotes) = appendix.quotes.as_ref().filter(|quotes| !quotes.is_empty()) {
        blocks.push(Block::Heading("Quotes".to_owned()));
        let row = |quote: &super::Quoted| {
            ReportRow::Cells(vec![
                Cell::row_head(quote.place.clone()),
                Cell::quotes(vec![format!("“{}”", quote.words)]),
                Cell::text(quote.questions.clone()),
            ])
        };
        blocks.push(Block::Table(ReportTable {
            caption: "Quotes and where they stand".to_owned(),
            header: strings(&["Theme", "Quote", "Research questions"]),
            widths: vec![4, 9, 6],
            rows: quotes.iter().map(row).collect(),
            landscape: false,
        }));
    }
    blocks.push(Block::Note(WHOSE_WORDS.to_owned()));
    Report {
        title: "Audit appendix".to_owned(),
        lead: Some(lead(appendix)),
        blocks,
        footer: String::new(),
    }
}

fn lead(appendix: &Appendix) -> String {
    let acts = match appendix.acts.len() {
        1 => "One change".to_owned(),
        count => format!("{count} changes"),
    };
    let words = match appendix.quotes {
        None => "It holds no quotes of participants.",
        Some(_) => "It holds the quotes that are ready to be printed.",
    };
    format!("{acts} in the trail of this analysis. {words}")
}

fn in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

fn short(day: Date) -> Cell {
    Cell::text(day.strftime("%-d %b %Y").to_string())
}

fn phases(appendix: &Appendix) -> ReportTable {
    let rows = appendix.phases.iter().map(|one| {
        let until = one.until.map_or_else(|| Cell::text("open"), short);
        ReportRow::Cells(vec![
            Cell::row_head(one.phase.clone()),
            Cell::text(one.who.clone()),
            short(one.from),
            until,
            Cell::text(one.how),
        ])
    });
    ReportTable {
        caption: "Phases as the analysts stated them".to_owned(),
        header: strings(&["Phase", "Analyst", "From", "Until", "Which time"]),
        widths: vec![7, 4, 3, 3, 3],
        rows: rows.collect(),
        landscape: false,
    }
}

fn acts(appendix: &Appendix) -> ReportTable {
    let rows = appendix.acts.iter().map(|act| {
        let mut what = vec![act.what.clone()];
        if act.is_taken_back {
            what.push("Taken back later.".to_owned());
        }
        ReportRow::Cells(vec![
            short(act.day),
            Cell::text(act.who.clone()),
            Cell::text(act.phase.clone()),
            Cell {
                text: what,
                ..Cell::default()
            },
            Cell {
                text: act.whys.clone(),
                ..Cell::default()
            },
        ])
    });
    ReportTable {
        caption: "Changes, the oldest first".to_owned(),
        header: strings(&["Day", "Analyst", "Phase", "What", "Why"]),
        widths: vec![3, 3, 4, 9, 7],
        rows: rows.collect(),
        landscape: false,
    }
}

fn history(theme: &History) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(theme.path.clone()),
        Block::Note(format!("Now: {}.", theme.status)),
    ];
    let said = [&theme.concept, &theme.story];
    let said = said.into_iter().filter(|text| !text.is_empty());
    blocks.extend(said.map(|text| Block::Paragraph(text.clone())));
    let row = |told: &Told| {
        ReportRow::Cells(vec![
            short(told.day),
            Cell::text(told.who.clone()),
            Cell::text(told.what.clone()),
            Cell::text(told.why.clone()),
        ])
    };
    blocks.push(Block::Table(ReportTable {
        caption: format!("What became of {}", theme.path),
        header: strings(&["Day", "Analyst", "What", "Why"]),
        widths: vec![3, 3, 10, 8],
        rows: theme.events.iter().map(row).collect(),
        landscape: false,
    }));
    blocks
}
