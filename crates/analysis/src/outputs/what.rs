//! What can leave a study.

use super::OutputFormat::{self, Csv, Docx, Html, JsonLines, Pdf, Png, Qdc, Svg, Xlsx};
use super::{Error, extracts};
use std::str::FromStr;

/// Something that is made of a stored study (study section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// O1: Table 1 by cohort.
    Table1Summary,
    /// O2: Table 1 with a row a participant.
    Table1Journal,
    /// O3: themes, quotes and questions.
    Table2,
    /// Questions and themes.
    Matrix,
    /// The themes as Table 2 has them, as a drawing.
    Themes,
    /// O4: the thematic map.
    Map,
    /// O5: the words under codings.
    Extracts,
    /// O6: the codebook.
    Codebook,
    /// O7: decisions, phases, codebooks and themes.
    Appendix,
    /// O8: a checklist of the report, with drafts and answers.
    Checklist,
    /// O9: the account from field notes.
    Account,
    /// O10: the guides that interviews used.
    Guides,
    /// O12: the methods paragraph.
    Methods,
}

impl What {
    /// Everything.
    pub const ALL: [Self; 13] = [
        Self::Table1Summary,
        Self::Table1Journal,
        Self::Table2,
        Self::Matrix,
        Self::Themes,
        Self::Map,
        Self::Extracts,
        Self::Codebook,
        Self::Appendix,
        Self::Checklist,
        Self::Account,
        Self::Guides,
        Self::Methods,
    ];

    /// Its word on the command line, and the name of its files without their ending.
    pub fn word(self) -> &'static str {
        match self {
            Self::Table1Summary => "table1-summary",
            Self::Table1Journal => "table1-journal",
            Self::Table2 => "table2",
            Self::Matrix => "question-theme-matrix",
            Self::Themes => "themes",
            Self::Map => "map",
            Self::Extracts => "extracts",
            Self::Codebook => "codebook",
            Self::Appendix => "audit-appendix",
            Self::Checklist => "checklist",
            Self::Account => "account",
            Self::Guides => "interview-guides",
            Self::Methods => "methods",
        }
    }

    /// The formats in which it is written; the first is the one for most readers.
    pub fn formats(self) -> &'static [OutputFormat] {
        match self {
            Self::Table1Summary | Self::Table1Journal | Self::Table2 | Self::Matrix => {
                &OutputFormat::OF_TABLES
            }
            Self::Themes => &[Svg],
            Self::Map => &[Docx, Pdf, Svg, Png],
            Self::Extracts => &extracts::FORMATS,
            Self::Codebook => &[Docx, Pdf, Html, Csv, Xlsx, Qdc],
            Self::Appendix => &[Docx, Pdf, Html, JsonLines],
            Self::Account => &[Docx, Pdf, Html, Svg, Png],
            Self::Guides => &[Docx, Pdf, Html],
            Self::Checklist => &[Docx, Pdf, Html, Csv],
            Self::Methods => &[Docx, Html],
        }
    }

    /// The line of the policy that says who may have it.
    pub fn action(self) -> &'static str {
        match self {
            Self::Table1Summary | Self::Table2 | Self::Matrix | Self::Themes => "write-up.read",
            Self::Table1Journal => "participant-table.read",
            Self::Map => "themes.read",
            Self::Extracts => "codings.read",
            Self::Codebook => "codes.read",
            Self::Appendix => "trail.read",
            Self::Account => "quotes.read",
            Self::Guides => "setup.read",
            Self::Checklist | Self::Methods => "checklists.read",
        }
    }

    /// Where its files lie among the pages of a study.
    pub(crate) fn place(self) -> &'static str {
        match self {
            Self::Table1Summary | Self::Table2 | Self::Matrix | Self::Themes => "write-up",
            Self::Table1Journal => "participant-table",
            Self::Map => "themes/map",
            Self::Extracts => "extracts",
            Self::Codebook => "codebook",
            Self::Appendix => "audit-appendix",
            Self::Account => "account",
            Self::Guides => "interview-guides",
            Self::Checklist => "checklist",
            Self::Methods => "methods",
        }
    }
}

impl FromStr for What {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut all = Self::ALL.into_iter();
        all.find(|what| what.word() == text)
            .ok_or_else(|| Error::UnknownOutput(text.to_owned()))
    }
}
