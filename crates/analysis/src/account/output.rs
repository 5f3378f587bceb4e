//! The account as figure panels on paper and on a page (study O9).

use formats::report::{Block, Cell, Report, ReportRow, ReportTable};

use crate::outputs::foot;

/// One extract as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Extract {
    /// When the note was written: month and year.
    pub(super) dated: String,
    /// The words with their edits.
    pub(super) words: String,
    /// The themes it is linked to.
    pub(super) themes: Vec<String>,
}

/// The account as a report: a table for each panel.
pub(super) fn report(title: &str, supported: &str, panels: &[Vec<Extract>]) -> Report {
    let count = panels.len();
    let mut blocks: Vec<Block> = (1..)
        .zip(panels)
        .map(|(number, panel)| {
            let caption = match count {
                1 => title.to_owned(),
                _ => format!("{title}, panel {number} of {count}"),
            };
            Block::Table(table(caption, panel))
        })
        .collect();
    if panels.is_empty() {
        blocks.push(Block::Note("There is no extract yet.".to_owned()));
    }
    blocks.push(Block::Note(
        "Field notes of a participant-researcher, not interviews. … marks what is left out, [brackets] what is put in or put in the place of words."
            .to_owned(),
    ));
    if !supported.is_empty() {
        blocks.push(Block::Note(format!(
            "The writing was supported by {supported}."
        )));
    }
    let shown = panels.iter().flatten();
    let texts: Vec<&str> = shown.map(|extract| extract.words.as_str()).collect();
    Report {
        title: title.to_owned(),
        lead: None,
        blocks,
        footer: foot("account", std::iter::once(title).chain(texts)),
    }
}

fn table(caption: String, panel: &[Extract]) -> ReportTable {
    let row = |extract: &Extract| {
        ReportRow::Cells(vec![
            Cell::row_head(extract.dated.clone()),
            Cell::quotes(vec![format!("“{}”", extract.words)]),
            Cell {
                text: extract.themes.clone(),
                ..Cell::default()
            },
        ])
    };
    ReportTable {
        caption,
        header: ["Field note of", "Extract", "Themes"]
            .map(str::to_owned)
            .into(),
        widths: vec![2, 8, 4],
        rows: panel.iter().map(row).collect(),
        landscape: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_says_what_it_is_made_of_and_tells_no_day_and_no_handle() {
        let extract = |words: &str| Extract {
            dated: "October 2031".to_owned(),
            words: words.to_owned(),
            themes: vec!["Waiting".to_owned()],
        };
        let panels = [vec![extract("I left … late")], vec![extract("I stayed")]];
        let written = formats::report::html(&report("A year", "an ethnographer", &panels));
        for words in [
            "A year, panel 2 of 2",
            "“I left … late”",
            "October 2031",
            "not interviews",
            "supported by an ethnographer",
        ] {
            assert!(written.contains(words), "{words}: {written}");
        }
    }
}
