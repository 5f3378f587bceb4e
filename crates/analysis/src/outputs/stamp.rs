//! Of which study a file is, and as of which day.

use super::digest::Digest;
use super::marking;
use formats::report::{Block, Report, ReportRow};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::{App, Result};
use std::fmt;
use study::dates::today;

/// What a file of a stored study says at its foot: the name of the study, and the day. No account, no place and no time of
/// day (study P14).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    study: String,
    day: Date,
}

impl Stamp {
    /// The study of the request as it is today.
    pub(crate) fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        Ok(Self::new(&viewer.scope()?.name, today(app)))
    }

    /// A study as it was at the end of a day.
    pub(crate) fn new(study: &str, day: Date) -> Self {
        Self {
            study: study.to_owned(),
            day,
        }
    }

    /// The same study as of another day; as of the same without one.
    pub(crate) fn on(self, day: Option<Date>) -> Self {
        Self {
            day: day.unwrap_or(self.day),
            ..self
        }
    }

    /// What stands at the foot of a file that leaves the study: of the day its month alone (study P14).
    pub(crate) fn of_release(&self, number: i64) -> String {
        let (version, month) = (env!("CARGO_PKG_VERSION"), self.day.strftime("%B %Y"));
        format!("{}, release {number}, {month}. Enid {version}", self.study)
    }

    /// The day.
    pub(crate) fn day(&self) -> Date {
        self.day
    }

    /// A report with its foot, whose fingerprint covers all that the report says; the day is not in it, so that what has not
    /// changed is known again.
    pub(crate) fn sealed(&self, purpose: &str, report: Report) -> Report {
        let mut digest = Digest::new(purpose);
        digest.add(&report.title);
        digest.add(report.lead.as_deref().unwrap_or_default());
        for block in &report.blocks {
            add(&mut digest, block);
        }
        self.marked(&digest, report)
    }

    /// A report with its foot, whose fingerprint is over these texts.
    pub(crate) fn sealed_over<'a>(
        &self,
        purpose: &str,
        texts: impl IntoIterator<Item = &'a str>,
        report: Report,
    ) -> Report {
        let mut digest = Digest::new(purpose);
        for text in texts {
            digest.add(text);
        }
        self.marked(&digest, report)
    }

    fn marked(&self, digest: &Digest, report: Report) -> Report {
        Report {
            footer: format!("{self}. {}", marking(digest)),
            ..report
        }
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.day.strftime("%-d %B %Y");
        write!(f, "{}, as of {day}", self.study)
    }
}

fn add(digest: &mut Digest, block: &Block) {
    match block {
        Block::Heading(text) | Block::Paragraph(text) | Block::Note(text) => digest.add(text),
        Block::Sourced(words) => words.iter().for_each(|words| digest.add(&words.text)),
        Block::Signature(labels) | Block::Sources(labels) => {
            labels.iter().for_each(|label| digest.add(label))
        }
        Block::Picture(picture) => digest.add(&picture.svg),
        Block::Table(table) => {
            digest.add(&table.caption);
            table.header.iter().for_each(|head| digest.add(head));
            for row in &table.rows {
                match row {
                    ReportRow::Group(name) => digest.add(name),
                    ReportRow::Cells(cells) => {
                        let texts = cells.iter().flat_map(|cell| &cell.text);
                        texts.for_each(|text| digest.add(text));
                    }
                }
            }
        }
    }
}
