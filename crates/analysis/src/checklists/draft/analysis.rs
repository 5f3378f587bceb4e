//! Stance, coding, themes, and what is printed of them.

use study::setup::{Design, Reasoning};

use super::super::facts::Facts;
use super::super::linked::{Sentence, Source};
use super::{Draft, lack, lacking, unstopped};

const QUESTIONS: (&str, &str) = ("research question", "research questions");

pub(super) fn stance(facts: &Facts) -> Draft {
    let Some(one) = &facts.laid_out else {
        return lacking("No stance is set.", Source::SetUp);
    };
    let parts = [
        ("Ontology", &one.ontology),
        ("Orientation", &one.orientation),
        ("Theory", &one.theory),
    ];
    let mut draft = Draft::default();
    for (what, text) in parts {
        draft = match unstopped(text) {
            "" => draft.lack(lack(&format!("{what} is not set."), Source::SetUp)),
            text => draft.say(
                Sentence::of(&format!("{what}: "))
                    .words(text, Source::SetUp)
                    .say("."),
            ),
        };
    }
    draft
}

pub(super) fn design(facts: &Facts) -> Draft {
    let Some(one) = &facts.laid_out else {
        return lacking("No design is set.", Source::SetUp);
    };
    let design = match one.design {
        Design::Reflexive => "reflexive thematic analysis",
        Design::Codebook => "codebook thematic analysis",
        Design::CodingReliability => "coding reliability thematic analysis",
    };
    let reasoning = match one.reasoning {
        Reasoning::Inductive => "inductive",
        Reasoning::Deductive => "deductive",
        Reasoning::Both => "both inductive and deductive",
    };
    Draft::default().say(
        Sentence::of("We used ")
            .words(design, Source::SetUp)
            .say(" and coded in a way that was ")
            .words(reasoning, Source::SetUp)
            .say("."),
    )
}

fn is_reflexive(facts: &Facts) -> bool {
    let set = facts.laid_out.as_ref();
    set.is_some_and(|one| one.design == Design::Reflexive)
}

pub(super) fn saturation(facts: &Facts) -> Draft {
    match &facts.saturation {
        None => lacking("Nothing is stated on saturation yet.", Source::Saturation),
        Some((stance, grounds)) => {
            let stated = Sentence::default().words(stance, Source::Saturation);
            let stated = match unstopped(grounds) {
                "" => stated,
                grounds => stated.say(": ").words(grounds, Source::Saturation),
            };
            Draft::default().say(stated.say("."))
        }
    }
}

pub(super) fn coders(facts: &Facts) -> Draft {
    let entered = Sentence::of("In the team, ")
        .count(
            facts.team.analysts,
            ("member is", "members are"),
            Source::Team,
        )
        .say(" entered as analysing.");
    let draft = match facts.coders {
        None => Draft::default().lack(Sentence::of(
            "A blind pass of yours is open, so that you are not told who coded.",
        )),
        Some(0) => lacking("Nothing is coded yet.", Source::Codes),
        Some(count) => Draft::default().say(
            Sentence::of("The material was coded by ")
                .count(count, ("analyst", "analysts"), Source::Codes)
                .say("."),
        ),
    };
    let draft = draft.offer(entered);
    match facts.coders {
        Some(count) if count > 1 && is_reflexive(facts) => draft.say(
            Sentence::of("They did not aim at agreement, which ")
                .words("reflexive", Source::SetUp)
                .say(" analysis does not seek."),
        ),
        _ => draft,
    }
}

pub(super) fn coding_tree(facts: &Facts) -> Draft {
    let codes = &facts.codes;
    let draft = match codes.active {
        0 => lacking("There is no code in use.", Source::Codes),
        active => Draft::default().say(
            Sentence::of("The codebook has ")
                .count(active, ("code", "codes"), Source::Codes)
                .say(" in use, of which ")
                .number(codes.top, Source::Codes)
                .say(match codes.top {
                    1 => " stands under no other.",
                    _ => " stand under no other.",
                }),
        ),
    };
    match codes.has_map {
        true => draft.say(
            Sentence::of("A ")
                .words("thematic map", Source::Map)
                .say(" shows how themes stand to each other."),
        ),
        false => draft.lack(lack("No thematic map is drawn.", Source::Map)),
    }
}

pub(super) fn origin(facts: &Facts) -> Draft {
    let codes = &facts.codes;
    let draft = match (codes.inductive, codes.deductive) {
        (0, 0) => lacking("No code says from where it comes.", Source::Codes),
        (inductive, deductive) => Draft::default().offer(
            Sentence::of("Of the codes in use, ")
                .number(inductive, Source::Codes)
                .say(" are marked as inductive and ")
                .number(deductive, Source::Codes)
                .say(" as deductive."),
        ),
    };
    draft.offer(
        Sentence::of("How each theme came to be, with reasons, stands in the ")
            .words("trail", Source::Trail)
            .say("."),
    )
}

pub(super) fn software(facts: &Facts) -> Draft {
    Draft::default()
        .say(
            Sentence::of("Material was kept and analysed with ")
                .words(&format!("Enid {}", facts.version), Source::Outputs)
                .say("."),
        )
        .lack(Sentence::of(
            "Which other programs were used is kept nowhere: name them.",
        ))
}

pub(super) fn reflections() -> Draft {
    Draft::default().lack(lack(
        "Whether participants commented on findings is kept nowhere, unless a memo tells it: say so, or why they were not asked.",
        Source::Trail,
    ))
}

pub(super) fn quotations(facts: &Facts) -> Draft {
    match facts.quotes.0 {
        0 => lacking("No quote is ready to be printed.", Source::Table2),
        count => Draft::default()
            .say(
                Sentence::of("Table 2 prints ")
                    .count(count, ("quotation", "quotations"), Source::Table2)
                    .say("."),
            )
            .say(
                Sentence::of("Quotations carry ")
                    .words("no label", Source::Table2)
                    .say(" of whoever said them, since what is told of a few people would lead back to them."),
            ),
    }
}

pub(super) fn fit(facts: &Facts) -> Draft {
    let (all, answered) = facts.questions;
    let audit = Sentence::of("A manuscript is held against the study by the ")
        .words("reporting audit", Source::Audit)
        .say(".");
    match all {
        0 => lacking("No research question is entered.", Source::SetUp),
        all => Draft::default().say(
            Sentence::of("Table 2 has quotations for ")
                .number(answered, Source::Matrix)
                .say(" of ")
                .count(all, QUESTIONS, Source::Matrix)
                .say("."),
        ),
    }
    .offer(audit)
}

pub(super) fn themes(facts: &Facts) -> Draft {
    let themes = &facts.themes;
    let draft = match themes.names.len() {
        0 => return lacking("There is no theme yet.", Source::Themes),
        count => Draft::default().say(
            Sentence::of("The analysis developed ")
                .count(count, ("theme", "themes"), Source::Themes)
                .say(": ")
                .list(&quoted(&themes.names), Source::Themes)
                .say("."),
        ),
    };
    match themes.undefined {
        0 => draft,
        _ => draft.lack(lack(
            "Not every theme is defined, with its concept and its story.",
            Source::Themes,
        )),
    }
}

fn quoted(names: &[String]) -> Vec<String> {
    names.iter().map(|name| format!("“{name}”")).collect()
}

pub(super) fn minor_themes(facts: &Facts) -> Draft {
    let themes = &facts.themes;
    let mut draft = Draft::default();
    match (themes.subthemes, themes.facets) {
        (0, _) => {
            draft = draft.lack(lack("There is no subtheme.", Source::Themes));
        }
        (subthemes, facets) => {
            let said = Sentence::of("The themes have ").count(
                subthemes,
                ("subtheme", "subthemes"),
                Source::Themes,
            );
            let said = match facets {
                0 => said,
                facets => said
                    .say(" and ")
                    .count(facets, ("facet", "facets"), Source::Themes),
            };
            draft = draft.say(said.say("."));
        }
    }
    match facts.quotes.1 {
        0 => draft.lack(lack(
            "No quotation stands among findings outside the themes.",
            Source::Table2,
        )),
        count => draft.say(
            Sentence::of("Findings outside the themes are told with ")
                .count(count, ("quotation", "quotations"), Source::Table2)
                .say("."),
        ),
    }
}
