//! Table 2 (study O3): theme; subtheme – facet; quote; research questions in full wording.
//!
//! No label, participant or document stands here (study P3).

use super::output::{Draft, Output, rows_by_name, strings, text_cell};
use crate::folder::StudyFolder;
use crate::quotes::Quote;
use crate::themes::outline;
use formats::report::{Cell, ReportTable};
use formats::table::SheetCell;

/// One quote with its place and the questions it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table2Row {
    /// The theme.
    pub theme: String,
    /// The subtheme.
    pub subtheme: Option<String>,
    /// The facet.
    pub facet: Option<String>,
    /// The words, without quotation marks.
    pub quote: String,
    /// The full wordings of the questions.
    pub questions: Vec<String>,
}

/// The rows by theme, subtheme and facet, each in the order in which the file names it first, quotes
/// that stand directly under a theme or subtheme before those below it, and the other findings last.
/// Quotes of one place keep the order of the file.
pub fn table2_rows(folder: &StudyFolder) -> Vec<Table2Row> {
    let mut quotes: Vec<&Quote> = folder.printed_quotes().collect();
    let themes = outline(quotes.iter().copied());
    quotes.sort_by_key(|quote| {
        let theme = themes.iter().position(|theme| theme.name == quote.theme);
        let subthemes = theme.map(|index| &themes[index].subthemes[..]);
        let subtheme = quote.subtheme.as_ref().and_then(|name| {
            let mut subthemes = subthemes?.iter();
            subthemes.position(|subtheme| subtheme.name == *name)
        });
        let facet = quote.facet.as_ref().and_then(|name| {
            let mut facets = subthemes?.get(subtheme?)?.facets.iter();
            facets.position(|facet| facet == name)
        });
        (theme, subtheme, facet)
    });
    quotes
        .into_iter()
        .map(|quote| Table2Row {
            theme: quote.theme.clone(),
            subtheme: quote.subtheme.clone(),
            facet: quote.facet.clone(),
            quote: quote.text.clone(),
            questions: wordings(folder, quote),
        })
        .collect()
}

impl Table2Row {
    /// Subtheme and facet in one cell, as the printed table has them.
    pub fn below_theme(&self) -> String {
        match (&self.subtheme, &self.facet) {
            (Some(subtheme), Some(facet)) => format!("{subtheme} – {facet}"),
            (Some(subtheme), None) => subtheme.clone(),
            (None, _) => String::new(),
        }
    }
}

fn wordings(folder: &StudyFolder, quote: &Quote) -> Vec<String> {
    let known = |id: &String| folder.questions.iter().find(|question| question.id == *id);
    quote
        .questions
        .iter()
        .filter_map(known)
        .map(|question| question.wording.clone())
        .collect()
}

/// Table 2, for every format.
pub fn table2(folder: &StudyFolder) -> Output {
    let quotes = table2_rows(folder);
    let empty = quotes.is_empty();
    Draft {
        stem: "table2",
        title: "Table 2",
        lead: None,
        table: ReportTable {
            caption: "Themes, quotes and research questions".to_owned(),
            header: strings(&["Theme", "Subtheme – facet", "Quote", "Research questions"]),
            widths: vec![3, 4, 9, 6],
            rows: rows_by_name(quotes.iter().map(Table2Row::shown).collect()),
            landscape: true,
        },
        notes: empty
            .then(|| "There are no quotes yet.".to_owned())
            .into_iter()
            .collect(),
        sheet_header: strings(&["theme", "subtheme", "facet", "quote", "research_questions"]),
        sheet_rows: quotes.iter().map(Table2Row::in_sheet).collect(),
    }
    .marked()
}

/// The words of a quote as they are printed, without quotation marks.
pub(crate) fn printed_words(quote: &str) -> String {
    let lines = quote.lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

impl Table2Row {
    fn shown(&self) -> ([String; 2], Vec<Cell>) {
        let quote = format!("“{}”", printed_words(&self.quote));
        let questions = Cell {
            text: self.questions.clone(),
            ..Cell::default()
        };
        (
            [self.theme.clone(), self.below_theme()],
            vec![Cell::quotes(vec![quote]), questions],
        )
    }

    fn in_sheet(&self) -> Vec<SheetCell> {
        vec![
            text_cell(&self.theme),
            text_cell(self.subtheme.as_deref().unwrap_or_default()),
            text_cell(self.facet.as_deref().unwrap_or_default()),
            text_cell(&self.quote),
            text_cell(self.questions.join(" ; ")),
        ]
    }
}
