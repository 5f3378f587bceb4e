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

/// The numbers and letters behind the word, with the byte where the word begins: `Tables 1 and 2`, `Figures 1–3`,
/// `Appendix B`. Those of a supplement are not counted: they are in other files.
fn labels(text: &str, kind: &Cited) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut words = text.split(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    });
    let mut open: Option<usize> = None;
    let mut before = "";
    while let Some((at, word)) = words.next() {
        let bare = word.trim_start_matches(['(', '[', '“']);
        let lower = bare.to_lowercase();
        if kind.words.contains(&lower.as_str()) {
            let elsewhere = before.to_lowercase().starts_with("suppl")
                || before.to_lowercase().starts_with("online");
            open = (!elsewhere).then_some(at);
        } else if let Some(start) = open {
            let (labels, goes_on) = parts(bare);
            let joins = matches!(lower.as_str(), "and" | "to" | "&");
            found.extend(labels.iter().map(|label| (start, label.clone())));
            open = Some(start).filter(|_| joins || (goes_on && !labels.is_empty()));
            if !joins && labels.is_empty() {
                open = None;
            }
            // Behind a first label only `and` and a comma lead on to another.
            if !labels.is_empty() && !goes_on {
                let rest = &text[at + word.len()..];
                let more = rest.starts_with(" and ")
                    || rest.starts_with(" to ")
                    || rest.starts_with(" & ");
                open = Some(start).filter(|_| more && !ends(word));
            }
        }
        before = word;
    }
    found
}

fn ends(word: &str) -> bool {
    word.ends_with(['.', ')', ';', ':', ']'])
}

/// `2`, `2,`, `1–3`, `A`; whether a comma leads on.
fn parts(word: &str) -> (Vec<String>, bool) {
    let bare = word.trim_end_matches(['.', ',', ')', ';', ':', ']', '”']);
    let is_label = |part: &str| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        let rest = &part[digits.len()..];
        let letter = rest.len() <= 1 && rest.chars().all(|c| c.is_ascii_alphabetic());
        match digits.is_empty() {
            true => part.len() == 1 && part.chars().all(|c| c.is_ascii_uppercase()),
            false => digits.len() <= 2 && letter,
        }
    };
    let number = |part: &str| part.parse::<u32>().ok();
    let labels = match bare.split_once(['–', '-', '—']) {
        Some((first, last)) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first < last && last < 100 => {
                (first..=last).map(|number| number.to_string()).collect()
            }
            _ => Vec::new(),
        },
        None if is_label(bare) => {
            // `Figure 2a` is a part of Figure 2.
            let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
            vec![if digits.is_empty() {
                bare.to_owned()
            } else {
                digits
            }]
        }
        None => Vec::new(),
    };
    (labels, word.ends_with(','))
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
        let held = Place::whole(
            "manuscript",
            format!("{}: {}", kind.many, labels.join(", ")),
        );
        findings.push(finding(A29, subject, message, settle).at(place).at(held));
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
