//! The account as figure panels, on paper, on a page and drawn (study O9).

use formats::picture::png;
use formats::report::{Block, Cell, Report, ReportRow, ReportTable};
use platform::{Error, Result};

use super::drawn::svg;
use crate::thematic_map::unpictured;

/// What is said below the panels.
const WHAT_IT_IS: &str = "Field notes of a participant-researcher, not interviews. … marks what is left out, [brackets] what is put in or put in the place of words.";

/// The account as it leaves the study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(super) title: String,
    /// Who supported the writing; empty where nobody is named.
    pub(super) supported: String,
    /// One or two figure panels; none where there is no extract.
    pub(super) panels: Vec<Vec<Extract>>,
}

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

impl Shown {
    /// How many extracts there are.
    pub(crate) fn extracts(&self) -> usize {
        self.panels.iter().map(Vec::len).sum()
    }

    /// The account as a report: a table for each panel.
    pub(crate) fn report(&self) -> Report {
        let panels = self.panels.iter().zip(self.captions());
        let mut blocks: Vec<Block> = panels
            .map(|(panel, caption)| Block::Table(table(caption, panel)))
            .collect();
        if self.panels.is_empty() {
            blocks.push(Block::Note("There is no extract yet.".to_owned()));
        }
        blocks.extend(self.notes().into_iter().map(Block::Note));
        Report {
            title: self.title.clone(),
            lead: None,
            blocks,
            footer: String::new(),
        }
    }

    /// The panels as a drawing.
    pub(crate) fn svg(&self) -> String {
        svg(self)
    }

    /// The panels as a picture, which is drawn while other requests go on.
    ///
    /// # Errors
    /// `Refused`: this Enid was built without pictures.
    pub(crate) async fn png(&self) -> Result<Vec<u8>> {
        let (svg, title, said) = (self.svg(), self.title.clone(), self.said());
        let draw = move || png(&svg, (&title, &said));
        let bytes = tokio::task::spawn_blocking(draw).await;
        bytes.map_err(Error::internal)?.map_err(unpictured)
    }

    /// What is said above each panel.
    pub(super) fn captions(&self) -> Vec<String> {
        let count = self.panels.len();
        let caption = |number: usize| match count {
            1 => self.title.clone(),
            _ => format!("{}, panel {number} of {count}", self.title),
        };
        (1..=count).map(caption).collect()
    }

    /// What is said below the panels.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = vec![WHAT_IT_IS.to_owned()];
        if !self.supported.is_empty() {
            notes.push(format!("The writing was supported by {}.", self.supported));
        }
        notes
    }

    /// All of it in words, for whoever does not see the drawing.
    pub(super) fn said(&self) -> String {
        let extracts = self.panels.iter().flatten();
        let said = extracts
            .map(|one| format!("{}: “{}” ({})", one.dated, one.words, one.themes.join("; ")));
        let said: Vec<String> = said.chain(self.notes()).collect();
        said.join(" ")
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
        let shown = Shown {
            title: "A year".to_owned(),
            supported: "an ethnographer".to_owned(),
            panels: vec![vec![extract("I left … late")], vec![extract("I <stayed>")]],
        };
        let written = formats::report::html(&shown.report());
        let drawn = shown.svg();
        assert!(drawn.contains("I &lt;stayed&gt;"), "{drawn}");
        for words in [
            "A year, panel 2 of 2",
            "October 2031",
            "Waiting",
            "“I left … late”",
        ] {
            assert!(drawn.contains(words), "{words}: {drawn}");
        }
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
