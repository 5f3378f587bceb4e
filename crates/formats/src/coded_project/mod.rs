//! Projects of Taguette and QualCoder: the SQLite files in which these programs keep texts, codes and what is coded.
//!
//! A text becomes paragraphs, and each position of the other program becomes one of code points over these paragraphs, joined by
//! LF. Taguette counts bytes of UTF-8 in the text of its HTML, QualCoder code points of its plain text. Both keep beside each
//! coding the words that were coded: what does not show these words is looked for, and left out where it cannot be told.

mod error;
mod names;
mod paragraphs;
mod passages;
mod qualcoder;
mod taguette;

use jiff::Timestamp;

pub use error::Error;

use crate::cost::{Cost, Meter};
use crate::sqlite::{self, Database};

/// Largest file that is read, in bytes.
pub const LIMIT: usize = 256 * 1024 * 1024;
/// Most codes and memos; a coding may be ten times as frequent, and a coder is a hundred times as rare.
const MOST: usize = 100_000;

/// The program that wrote a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Taguette, <https://www.taguette.org>.
    Taguette,
    /// QualCoder, <https://github.com/ccbogel/QualCoder>.
    QualCoder,
}

/// What a project holds, as far as it is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Which program wrote it.
    pub program: Program,
    /// The texts, in the order in which they were added.
    pub texts: Vec<Text>,
    /// The codes; one that stands under another comes after it.
    pub codes: Vec<Code>,
    /// What is coded, text by text.
    pub codings: Vec<Coding>,
    /// Notes that are on something.
    pub memos: Vec<Memo>,
    /// Who coded or wrote: the name that the project has for them, which may be a person's; none where it does not say.
    pub coders: Vec<Option<String>>,
    /// What is not taken.
    pub left: Vec<Left>,
    /// What was understood otherwise than it stands, in sentences.
    pub notes: Vec<String>,
}

/// A text that was coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its name, often that of a file, which may hold a person's name.
    pub name: String,
    /// Its paragraphs; none holds an LF or nothing but white space.
    pub paragraphs: Vec<String>,
}

/// A code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Its name and the names above it, outermost first; unique in the project, spaces folded.
    pub path: Vec<String>,
    /// What it is for; may be empty.
    pub definition: String,
}

/// A code on a stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coding {
    /// Which text, by its place in the list.
    pub text: usize,
    /// Which code.
    pub code: usize,
    /// The first code point, of the paragraphs joined by LF.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// Who coded it.
    pub coder: usize,
    /// When; none where the project does not say.
    pub at: Option<Timestamp>,
}

/// What a note is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// The project.
    Project,
    /// A text, by its place in the list.
    Text(usize),
    /// A stretch of a text: which, and its code points.
    Passage(usize, u32, u32),
    /// A coding, by its place in the list.
    Coding(usize),
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memo {
    /// On what.
    pub on: On,
    /// What it says; not blank.
    pub text: String,
    /// Who wrote it; none where the project does not say.
    pub coder: Option<usize>,
}

/// Something that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// What, with its number.
    pub what: String,
    /// Why.
    pub why: String,
}

/// Reads a project from the bytes of its file: what Taguette exports or keeps, or `data.qda` of a QualCoder project.
///
/// `named` is the name of the project that is meant, where a file of Taguette holds several; `cost` is what the reading may cost.
///
/// # Errors
/// The file cannot be read, costs too much, is of neither program, or holds several projects and none of that name.
pub fn read(bytes: &[u8], named: Option<&str>, cost: &Cost) -> Result<Project, Error> {
    let file = Database::open_with(bytes, LIMIT, Meter::new(cost))?;
    if taguette::is_one(&file) {
        taguette::read(&file, named)
    } else if qualcoder::is_one(&file) {
        qualcoder::read(&file)
    } else {
        Err(Error::Unknown)
    }
}

/// What of a text is held while it is coded, for each of its bytes: its characters with their places, in lists that have grown to twice
/// what they need; as much again where a passage is looked for; and the text itself.
const UNFOLDED: usize = 35;

/// Does something with a text of so many bytes, of which only the text stays.
fn with_text<T>(
    meter: &Meter,
    bytes: usize,
    act: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    meter.check()?;
    let held = meter.held();
    meter.hold(bytes.saturating_mul(UNFOLDED))?;
    let done = act()?;
    meter.let_go(held.saturating_add(bytes as u64));
    Ok(done)
}

/// Whether these bytes may be such a project: whether they are a SQLite file.
pub fn may_be(bytes: &[u8]) -> bool {
    sqlite::is_sqlite(bytes)
}

impl Program {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Taguette => "Taguette",
            Self::QualCoder => "QualCoder",
        }
    }
}

impl Project {
    fn new(program: Program) -> Self {
        Self {
            program,
            texts: Vec::new(),
            codes: Vec::new(),
            codings: Vec::new(),
            memos: Vec::new(),
            coders: Vec::new(),
            left: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The place of a coder in the list, which they enter where they are not in it.
    fn coder(&mut self, name: Option<&str>) -> usize {
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        let mut coders = self.coders.iter();
        let known = coders.position(|known| known.as_deref() == name);
        known.unwrap_or_else(|| {
            self.coders.push(name.map(str::to_owned));
            self.coders.len() - 1
        })
    }

    fn memo(&mut self, on: On, text: &str, coder: Option<usize>) {
        if !text.trim().is_empty() {
            self.memos.push(Memo {
                on,
                text: text.trim().replace("\r\n", "\n"),
                coder,
            });
        }
    }

    /// Refuses what no study comes to.
    fn within_limits(&self) -> Result<(), Error> {
        let most = [
            ("codings", self.codings.len() / 10),
            ("memos", self.memos.len()),
            ("coders", self.coders.len() * 100),
        ];
        match most.into_iter().find(|(_, count)| *count > MOST) {
            Some((what, _)) => Err(Error::TooMany(what)),
            None => Ok(()),
        }
    }

    /// Says what is not taken, if there is any of it.
    fn leave(&mut self, count: usize, (one, many): (&str, &str), why: &str) {
        if count > 0 {
            let what = format!("{count} {}", if count == 1 { one } else { many });
            let why = why.to_owned();
            self.left.push(Left { what, why });
        }
    }
}

#[cfg(test)]
mod tests;
