//! In which part of an article a passage stands.

use formats::manuscript::{Block, Kind};
use study::columns::fold_spaces;

use super::Passage;

/// A part of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Before the first heading that is known: title, authors.
    Front,
    /// The abstract.
    Abstract,
    /// Introduction and background.
    Introduction,
    /// Methods.
    Methods,
    /// Results or findings.
    Results,
    /// Discussion, conclusions, limitations.
    Discussion,
    /// Funding, ethics, thanks.
    Declarations,
    /// The list of references: nothing in it is a claim or a quotation.
    References,
    /// Appendices.
    Appendix,
}

/// Words by which a heading opens a part, in lower case.
const OPENINGS: [(&str, Part); 27] = [
    ("abstract", Part::Abstract),
    ("summary", Part::Abstract),
    ("introduction", Part::Introduction),
    ("background", Part::Introduction),
    ("literature cited", Part::References),
    ("literature", Part::Introduction),
    ("aim", Part::Introduction),
    ("objective", Part::Introduction),
    ("method", Part::Methods),
    ("materials and methods", Part::Methods),
    ("design", Part::Methods),
    ("data collection", Part::Methods),
    ("data analysis", Part::Methods),
    ("results", Part::Results),
    ("findings", Part::Results),
    ("discussion", Part::Discussion),
    ("conclusion", Part::Discussion),
    ("limitations", Part::Discussion),
    ("strengths and limitations", Part::Discussion),
    ("acknowledg", Part::Declarations),
    ("funding", Part::Declarations),
    ("declarations", Part::Declarations),
    ("ethics", Part::Declarations),
    ("references", Part::References),
    ("bibliography", Part::References),
    ("appendi", Part::Appendix),
    ("supplement", Part::Appendix),
];

/// The blocks with their sections.
pub(super) fn passages(blocks: &[Block]) -> Vec<Passage> {
    let mut heading: Option<String> = None;
    let mut part = Part::Front;
    let passages = blocks.iter().map(|block| {
        let text = fold_spaces(&block.text);
        if block.kind == Kind::Heading {
            let found = opened(&text);
            // A structured abstract has its own small headings, the first of which is no end of it.
            part = found.unwrap_or(part);
            heading = Some(text.clone());
        } else if part == Part::Front && text.to_lowercase().starts_with("abstract") {
            part = Part::Abstract;
        }
        Passage {
            kind: block.kind,
            number: block.number,
            text,
            heading: heading.clone(),
            part,
        }
    });
    passages.collect()
}

fn opened(heading: &str) -> Option<Part> {
    let bare = heading.trim_start_matches(|c: char| !c.is_alphabetic());
    let lower = bare.to_lowercase();
    let found = OPENINGS.iter().find(|(word, _)| lower.starts_with(word));
    // `Methods of waiting` is the name of a theme, not of a section.
    let words = lower.split_whitespace().count();
    found
        .filter(|(word, part)| words <= word.split(' ').count() + 2 || *part == Part::Appendix)
        .map(|(_, part)| *part)
}
