//! A22: a sentence that announces a quotation is followed by one.

use formats::manuscript::Kind;

use super::{NO_MANUSCRIPT, Outcome, finding, not_run};
use crate::reporting_audit::context::{Context, cut};
use crate::reporting_audit::findings::{Place, Severity};
use crate::reporting_audit::numbers::tokens;
use crate::reporting_audit::prose::{Part, Passage, Prose, sentences};

const A22: (&str, Severity) = ("A22", Severity::Warning);
const SAYING: [&str; 28] = [
    "said",
    "says",
    "put",
    "puts",
    "explained",
    "explains",
    "described",
    "describes",
    "told",
    "recalled",
    "recalls",
    "commented",
    "remarked",
    "reflected",
    "reflects",
    "noted",
    "stated",
    "added",
    "observed",
    "shared",
    "words",
    "expressed",
    "summarised",
    "summarized",
    "phrased",
    "wrote",
    "quote",
    "quotation",
];

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let Some(prose) = &context.prose else {
        return not_run(NO_MANUSCRIPT);
    };
    let mut findings = Vec::new();
    for (index, passage) in prose.body() {
        if passage.part == Part::References
            || !matches!(passage.kind, Kind::Paragraph | Kind::Indented)
        {
            continue;
        }
        let Some(announcing) = announcing(&passage.text) else {
            continue;
        };
        let next = prose.passages.get(index + 1);
        if next.is_some_and(|next| is_quotation(prose, index + 1, next)) {
            continue;
        }
        let follows = match next {
            None => "the end of the manuscript".to_owned(),
            Some(next) if next.kind == Kind::Heading => {
                format!("the heading “{}”", cut(&next.text))
            }
            Some(next) => format!("“{}”", first_words(&next.text)),
        };
        let message = format!("A quotation is announced, and {follows} follows.");
        let settle = "Print the quotation, or take the announcement out.";
        let mut found = finding(
            A22,
            format!("paragraph {}", passage.number),
            message,
            settle,
        )
        .at(prose.place(index, cut(announcing)));
        found.places.push(match next {
            Some(next) => prose.place(index + 1, first_words(&next.text)),
            None => Place::whole("manuscript", "the end"),
        });
        findings.push(found);
    }
    Outcome::Ran(findings)
}

/// The last sentence of a paragraph that ends with a colon and tells that somebody said something.
fn announcing(text: &str) -> Option<&str> {
    let text = text.trim_end();
    if !text.ends_with(':') {
        return None;
    }
    let last = sentences(text).last()?;
    let sentence = &text[last];
    let says = tokens(sentence)
        .iter()
        .any(|token| SAYING.contains(&token.word.as_str()));
    says.then_some(sentence)
}

/// A block quotation, a paragraph that begins with a quotation mark, or words that somebody said.
fn is_quotation(prose: &Prose, index: usize, passage: &Passage) -> bool {
    let marked = passage
        .text
        .starts_with(['“', '”', '„', '«', '"', '‘', '\'', '…', '[']);
    let found = prose
        .quotations
        .iter()
        .any(|one| one.passage == index && one.whole.start == 0);
    marked
        || found
        || matches!(
            passage.kind,
            Kind::Quotation | Kind::Indented | Kind::Cell | Kind::Box
        )
}

fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(8).collect();
    words.join(" ")
}
