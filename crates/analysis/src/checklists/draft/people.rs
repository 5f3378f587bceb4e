//! Those who hold the study, and how they stand to participants.

use super::super::facts::{Facts, Relation};
use super::super::linked::{Sentence, Source};
use super::{Draft, for_the_lead, lack, lacking, unstopped};

const INTERVIEWERS: (&str, &str) = ("interviewer", "interviewers");

pub(super) fn interviewers(facts: &Facts) -> Draft {
    let entered = Sentence::of("In the team, ")
        .count(
            facts.team.interviewers,
            ("member is", "members are"),
            Source::Team,
        )
        .say(" entered as holding interviews.");
    let draft = match &facts.held {
        None => for_the_lead("Who held the interviews"),
        Some(held) => match held.interviewers {
            Some(count) => Draft::default().say(
                Sentence::of("The interviews were held by ")
                    .count(count, INTERVIEWERS, Source::Interviewers)
                    .say("."),
            ),
            None => lacking(
                "Not every interview names whoever held it.",
                Source::Interviewers,
            ),
        },
    };
    draft.offer(entered)
}

/// How many have written a statement of position.
fn written(facts: &Facts) -> Draft {
    let team = &facts.team;
    let draft = Draft::default().offer(
        Sentence::of("A statement of position was written by ")
            .number(team.statements.len(), Source::Team)
            .say(" of ")
            .count(team.members, ("member", "members"), Source::Team)
            .say(" of the team."),
    );
    match team.members == 0 || team.statements.len() < team.members {
        true => draft.lack(lack(
            "Not every member has written a statement of position.",
            Source::Team,
        )),
        false => draft,
    }
}

pub(super) fn statements(facts: &Facts) -> Draft {
    let statements = facts.team.statements.iter().map(|one| &one.background);
    said(facts, "Background: ", statements)
}

pub(super) fn training(facts: &Facts) -> Draft {
    let statements = facts.team.statements.iter().map(|one| &one.training);
    said(facts, "Training: ", statements)
}

/// What members say of themselves, for a person to write from.
fn said<'a>(facts: &Facts, what: &str, texts: impl Iterator<Item = &'a String>) -> Draft {
    let texts = texts.filter(|text| !text.is_empty());
    let offered = texts.map(|text| {
        Sentence::of(what)
            .words(unstopped(text), Source::Team)
            .say(".")
    });
    offered.fold(written(facts), Draft::offer)
}

pub(super) fn positions(facts: &Facts) -> Draft {
    let mut draft = written(facts);
    for one in &facts.team.statements {
        let parts = [
            ("Background", &one.background),
            ("Relation to the programme", &one.to_programme),
            ("Relation to participants", &one.to_participants),
        ];
        for (what, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
            draft = draft.say(
                Sentence::of(&format!("{what}: "))
                    .words(unstopped(text), Source::Team)
                    .say("."),
            );
        }
    }
    draft
}

pub(super) fn relationship(facts: &Facts) -> Draft {
    let Some(held) = &facts.held else {
        return for_the_lead("How participants and interviewers were matched");
    };
    let asked = |end: &str| {
        Sentence::of("Participants were ")
            .words("asked which interviewers they know", Source::Interviewers)
            .say(end)
    };
    match held.relation {
        Relation::Strangers => Draft::default().say(asked(
            ", and were interviewed by somebody whom they had said they did not know.",
        )),
        Relation::Mixed => Draft::default().say(asked(".")).lack(lack(
            "Not every interview was held by somebody of whom the participant had said that they did not know them: say what was done about it.",
            Source::Interviewers,
        )),
        Relation::Unknown => lacking(
            "It is not known whether interviewers knew whom they interviewed.",
            Source::Interviewers,
        ),
    }
}

pub(super) fn dual_roles(facts: &Facts) -> Draft {
    match facts.team.dual {
        0 => Draft::default().offer(lack("No dual role is declared.", Source::Team)),
        count => Draft::default().offer(
            Sentence::of("Dual roles are declared by ")
                .count(count, ("member", "members"), Source::Team)
                .say(" of the team: say which, and what was done about them."),
        ),
    }
}

pub(super) fn information(facts: &Facts) -> Draft {
    let Some(held) = &facts.held else {
        return for_the_lead("What participants were given to read");
    };
    let confirm =
        "What it says of interviewers is not read by this list: say it in your own words.";
    match held.wordings {
        0 => lacking("No information sheet is kept here.", Source::Consent),
        count => Draft::default()
            .say(
                Sentence::of("The information and consent wording for participants is kept in ")
                    .count(count, ("version", "versions"), Source::Consent)
                    .say("."),
            )
            .lack(lack(confirm, Source::Consent)),
    }
}
