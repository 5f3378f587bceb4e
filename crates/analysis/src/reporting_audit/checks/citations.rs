//! A29: tables, figures and appendices that are cited exist, and all are cited, in order.

use formats::manuscript::Kind;

use super::{NO_MANUSCRIPT, Outcome, counted, finding, not_run};
use crate::reporting_audit::context::{Context, cut};
use crate::reporting_audit::findings::{Finding, Place, Severity};
use crate::reporting_audit::prose::{Part, Passage, Prose};

const A29: (&str, Severity) = ("A29", Severity::Notice);

/// A kind of thing that is cited by its number or letter.
struct Cited {
    one: &'static str,
    many: &'static str,
    /// Words before the number, in lower case.
    words: &'static [&'static str],
}

const CITED: [Cited; 3] = [
    Cited {
        one: "Table",
        many: "tables",
        words: &["table", "tables"],
    },
    Cited {
        one: "Figure",
        many: "figures",
        words: &["figure", "figures", "fig.", "figs.", "fig", "figs"],
    },
    Cited {
        one: "Appendix",
        many: "appendices",
        words: &["appendix", "appendices"],
    },
];

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let Some(prose) = &context.prose else {
        return not_run(NO_MANUSCRIPT);
    };
    let mut findings = Vec::new();
    for kind in &CITED {
        let there = there(prose, kind);
        let cited = cited(prose, kind);
        findings.extend(missing(kind, prose, &there, &cited));
        findings.extend(uncited(kind, prose, &there, &cited));
        findings.extend(disordered(kind, prose, &cited));
    }
    Outcome::Ran(findings)
}

/// The labels of what is there, with its passage.
fn there(prose: &Prose, kind: &Cited) -> Vec<(String, usize)> {
    let captions = prose
        .passages
        .iter()
        .enumerate()
        .filter(|(_, one)| is_caption(one, kind));
    let mut there: Vec<(String, usize)> = Vec::new();
    for (index, passage) in captions {
        let first = labels(&passage.text, kind)
            .into_iter()
            .find(|(at, _)| *at == 0);
        if let Some((_, label)) = first
            && !there.iter().any(|(known, _)| *known == label)
        {
            there.push((label, index));
        }
    }
    there
}

fn is_caption(passage: &Passage, kind: &Cited) -> bool {
    match kind.one {
        "Appendix" => passage.kind == Kind::Heading,
        _ => passage.kind == Kind::Caption,
    }
}

/// What the text cites, in its order, with the passage.
fn cited(prose: &Prose, kind: &Cited) -> Vec<(String, usize)> {
    let passages = prose
        .passages
        .iter()
        .enumerate()
        .filter(|(_, one)| one.part != Part::References && !matches!(one.kind, Kind::Heading));
    let cited = passages.flat_map(|(index, passage)| {
        let own = is_caption(passage, kind);
        let found = labels(&passage.text, kind).into_iter();
        found
            .filter(move |(at, _)| !(own && *at == 0))
            .map(move |(_, label)| (label, index))
    });
    cited.collect()
}

/// Words that lead from one label to the next.
const JOINS: [&str; 3] = ["and", "to", "&"];

/// The numbers and letters behind the word, with the byte where the word begins: `Tables 1, 2 and 3`, `Figures 1–3`,
/// `Appendix B`. Those of a supplement are not counted: they are in other files.
fn labels(text: &str, kind: &Cited) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    // Where the word begins whose labels may follow, and whether it is a plural.
    let mut open: Option<(usize, bool)> = None;
    let mut before = String::new();
    let mut at = 0;
    for word in text.split(' ') {
        let (start, rest) = (at, &text[at + word.len()..]);
        at += word.len() + 1;
        let bare = word.trim_start_matches(['(', '[', '“']);
        let lower = bare.to_lowercase();
        if kind.words.contains(&lower.as_str()) {
            let elsewhere = before.starts_with("suppl") || before.starts_with("online");
            let plural = lower.trim_end_matches('.').ends_with('s') || kind.one == "Appendix";
            open = (!elsewhere).then_some((start, plural));
        } else if let Some((begins, plural)) = open.filter(|_| !JOINS.contains(&lower.as_str())) {
            let labels = parts(bare, kind);
            let joined = JOINS
                .iter()
                .any(|join| rest.starts_with(&format!(" {join} ")));
            let goes_on = plural && (word.ends_with(',') || (joined && !ends(word)));
            open = open.filter(|_| goes_on && !labels.is_empty());
            found.extend(labels.into_iter().map(|label| (begins, label)));
        }
        before = lower;
    }
    found
}

fn ends(word: &str) -> bool {
    word.ends_with(['.', ')', ';', ':', ']'])
}

/// `2`, `1–3`, `2a`, which is a part of 2, and `A` of an appendix.
fn parts(word: &str, kind: &Cited) -> Vec<String> {
    let bare = word.trim_end_matches(['.', ',', ')', ';', ':', ']', '”']);
    if let Some((first, last)) = bare.split_once(['–', '-', '—']) {
        return match (first.parse::<u32>(), last.parse::<u32>()) {
            (Ok(first), Ok(last)) if first < last && last < 100 => {
                (first..=last).map(|number| number.to_string()).collect()
            }
            _ => Vec::new(),
        };
    }
    let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
    let rest = &bare[digits.len()..];
    let letter = rest.len() == 1 && rest.chars().all(|c| c.is_ascii_alphabetic());
    match digits.len() {
        1 | 2 if rest.is_empty() || letter => vec![digits],
        0 if letter && kind.one == "Appendix" && rest.chars().all(|c| c.is_ascii_uppercase()) => {
            vec![rest.to_owned()]
        }
        _ => Vec::new(),
    }
}

fn missing(
    kind: &Cited,
    prose: &Prose,
    there: &[(String, usize)],
    cited: &[(String, usize)],
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (label, passage) in cited {
        let subject = format!("{} {label}", kind.one);
        let known = there.iter().any(|(known, _)| known == label);
        if known || findings.iter().any(|one| one.subject == subject) {
            continue;
        }
        let message = format!(
            "{subject} is cited, and the manuscript holds {}.",
            counted(there.len(), kind.one, kind.many).to_lowercase()
        );
        let settle = "Add it with its caption, or correct the number.";
        let place = prose.place(*passage, cut(&prose.passages[*passage].text));
        let labels: Vec<&str> = there.iter().map(|(label, _)| label.as_str()).collect();
        let found = finding(A29, subject, message, settle).at(place);
        let held = format!("{}: {}", kind.many, labels.join(", "));
        findings.push(match labels.is_empty() {
            true => found,
            false => found.at(Place::whole("manuscript", held)),
        });
    }
    findings
}

fn uncited(
    kind: &Cited,
    prose: &Prose,
    there: &[(String, usize)],
    cited: &[(String, usize)],
) -> Vec<Finding> {
    let uncited = there
        .iter()
        .filter(|(label, _)| !cited.iter().any(|(known, _)| known == label));
    let findings = uncited.map(|(label, passage)| {
        let subject = format!("{} {label}", kind.one);
        let message = format!("{subject} is there and is cited nowhere.");
        let settle = "Cite it where it belongs, or take it out.";
        let place = prose.place(*passage, cut(&prose.passages[*passage].text));
        finding(A29, subject, message, settle).at(place)
    });
    findings.collect()
}

/// The first citations of numbers must rise.
fn disordered(kind: &Cited, prose: &Prose, cited: &[(String, usize)]) -> Option<Finding> {
    let mut highest: Option<(String, usize)> = None;
    let mut seen: Vec<&String> = Vec::new();
    for (label, passage) in cited {
        if seen.contains(&label) {
            continue;
        }
        seen.push(label);
        let rank = |label: &str| (label.len(), label.to_owned());
        if let Some((above, at)) = &highest
            && rank(label) < rank(above)
        {
            let message = format!(
                "{} {label} is first cited behind {} {above}.",
                kind.one, kind.one
            );
            let settle = "Number them in the order in which they are cited.";
            let place = |at: usize| prose.place(at, cut(&prose.passages[at].text));
            let found = finding(A29, format!("order of {}", kind.many), message, settle);
            return Some(found.at(place(*passage)).at(place(*at)));
        }
        highest = Some((label.clone(), *passage));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, kind: usize) -> Vec<String> {
        let labels = labels(text, &CITED[kind]);
        labels.into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn labels_are_read_one_by_one_in_lists_and_in_ranges() {
        assert_eq!(
            read("as Tables 1, 2 and 3 show, 4 nurses (Table 5)", 0),
            ["1", "2", "3", "5"]
        );
        assert_eq!(
            read("In Table 1, 2 nurses and Table 2 and 3 doctors", 0),
            ["1", "2"]
        );
        assert_eq!(read("(Figures 1–3; Fig. 4a)", 1), ["1", "2", "3", "4"]);
        assert_eq!(
            read("Appendices A and B, Appendix C. A nurse", 2),
            ["A", "B", "C"]
        );
        assert_eq!(
            read("see Supplementary Table 9, Table S1 or the table of all", 0),
            [""; 0]
        );
    }
}
