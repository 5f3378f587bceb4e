//! A18: wording at odds with the method.

use study::setup::Design;

use super::{NO_MANUSCRIPT, Outcome, finding, not_run};
use crate::reporting_audit::context::{Context, cut};
use crate::reporting_audit::findings::{Finding, Place, Severity};
use crate::reporting_audit::numbers::{Token, tokens};
use crate::reporting_audit::prose::{Part, Prose};

const A18: (&str, Severity) = ("A18", Severity::Notice);

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let Some(prose) = &context.prose else {
        return not_run(NO_MANUSCRIPT);
    };
    let reflexive = match context.facts.design {
        Some(design) => design == Design::Reflexive,
        None => says_reflexive(prose),
    };
    let stance = context.facts.saturation.is_some();
    let mut findings: Vec<Finding> = Vec::new();
    for (passage, sentence) in prose.told() {
        if prose.passages[passage].part == Part::Front {
            continue;
        }
        for (subject, message, settle) in at_odds(&sentence, reflexive, stance) {
            findings.push(
                finding(A18, subject, message, settle).at(prose.place(passage, cut(&sentence))),
            );
        }
    }
    for finding in &mut findings {
        finding.places.push(Place::whole(
            "design",
            match (context.facts.design, reflexive) {
                (Some(design), _) => design.to_string(),
                (None, true) => "reflexive, as the manuscript says".to_owned(),
                (None, false) => "not told".to_owned(),
            },
        ));
    }
    Outcome::Ran(findings)
}

fn says_reflexive(prose: &Prose) -> bool {
    let mut body = prose.body();
    body.any(|(_, passage)| {
        let lower = passage.text.to_lowercase();
        lower.contains("reflexive thematic") || lower.contains("reflexive analysis")
    })
}

type AtOdds = (&'static str, String, &'static str);

fn at_odds(sentence: &str, reflexive: bool, stance: bool) -> Vec<AtOdds> {
    let tokens = tokens(sentence);
    let words: Vec<&str> = tokens.iter().map(|token| token.word.as_str()).collect();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    let found = [
        "theme",
        "themes",
        "subthemes",
        "findings",
        "categories",
        "patterns",
        "codes",
    ];
    let mut odd: Vec<AtOdds> = Vec::new();
    if let Some(word) = words
        .iter()
        .find(|word| ["emerged", "emerging", "emergent", "emerges", "emerge"].contains(word))
        && near(&tokens, &found, word)
    {
        let message = format!("“{word}” is said of what was found, as if nobody had made it.");
        odd.push((
            "emerged",
            message,
            "Say that you developed, generated or constructed it.",
        ));
    }
    if has(&["discovered", "uncovered"])
        && near(
            &tokens,
            &found,
            if has(&["discovered"]) {
                "discovered"
            } else {
                "uncovered"
            },
        )
    {
        let message =
            "What was found is said to have been discovered, as if it had lain there.".to_owned();
        odd.push((
            "discovered",
            message,
            "Say that you developed, generated or constructed it.",
        ));
    }
    let negated = has(&[
        "not", "no", "never", "neither", "nor", "rather", "without", "instead",
    ]);
    let agreement = [
        "inter-rater",
        "interrater",
        "inter-coder",
        "intercoder",
        "kappa",
    ];
    if reflexive && has(&agreement) && !negated {
        let message =
            "Agreement between coders is named in a reflexive design, which does not seek it."
                .to_owned();
        odd.push((
            "inter-rater",
            message,
            "Leave it out, or say which design it belongs to.",
        ));
    }
    if !stance && has(&["saturation"]) && has(&["reached", "achieved", "attained"]) && !negated {
        let message =
            "Saturation is said to have been reached, and the team has recorded no stance on it."
                .to_owned();
        odd.push((
            "saturation",
            message,
            "Record a stance with its grounds, and say on what it rests.",
        ));
    }
    odd
}

/// Whether one of the words stands within six words of this one.
fn near(tokens: &[Token], wanted: &[&str], word: &str) -> bool {
    let Some(at) = tokens.iter().position(|token| token.word == word) else {
        return false;
    };
    let near = &tokens[at.saturating_sub(6)..(at + 7).min(tokens.len())];
    near.iter()
        .any(|token| wanted.contains(&token.word.as_str()))
}
