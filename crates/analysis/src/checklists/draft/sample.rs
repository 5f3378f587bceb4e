//! Who was invited and who was interviewed, as Table 1 counts them; questions and ethics.

use study::recruitment::Method;

use super::super::facts::Facts;
use super::super::linked::{Sentence, Source, between};
use super::{Draft, for_the_lead, lack, lacking, unstopped};
use crate::outputs::Gender;

const PEOPLE: (&str, &str) = ("person", "people");

pub(super) fn questions(facts: &Facts) -> Draft {
    match facts.questions.0 {
        0 => lacking("No research question is entered.", Source::SetUp),
        count => Draft::default().say(
            Sentence::of("The study asked ")
                .count(
                    count,
                    ("research question", "research questions"),
                    Source::SetUp,
                )
                .say("."),
        ),
    }
}

pub(super) fn sampling(facts: &Facts) -> Draft {
    let cohorts = &facts.summary.cohorts;
    if cohorts.is_empty() {
        return nobody();
    }
    let names: Vec<String> = cohorts.iter().map(|one| one.cohort.clone()).collect();
    let of = match names.len() {
        1 => Sentence::of("People of one cohort were invited: "),
        count => Sentence::of("People of ")
            .number(count, Source::Table1)
            .say(" cohorts were invited: "),
    };
    let mut draft = Draft::default().say(of.list(&names, Source::Table1).say("."));
    // The page with the aims is the research lead's.
    let aims = facts.aims.iter().filter(|_| facts.held.is_some());
    for (cohort, aim) in aims {
        draft = draft.offer(
            Sentence::of("For the cohort ")
                .words(cohort, Source::Cohorts)
                .say(" the study aimed at ")
                .count(*aim, ("interview", "interviews"), Source::Cohorts)
                .say("."),
        );
    }
    draft.lack(Sentence::of(
        "By which rule people were chosen within a cohort is kept nowhere: say it in your own words.",
    ))
}

pub(super) fn approach(facts: &Facts) -> Draft {
    let Some(held) = &facts.held else {
        return for_the_lead("How people were approached");
    };
    let ways: Vec<String> = held
        .methods
        .iter()
        .map(|one| way(*one).to_owned())
        .collect();
    match ways.is_empty() {
        true => lacking(
            "How people were approached is not entered.",
            Source::Recruitment,
        ),
        false => Draft::default().say(
            Sentence::of("They were approached ")
                .list(&ways, Source::Recruitment)
                .say("."),
        ),
    }
}

fn way(method: Method) -> &'static str {
    match method {
        Method::Email => "by e-mail",
        Method::Letter => "by letter",
        Method::Telephone => "by telephone",
        Method::InPerson => "in person",
        Method::Other => "in another way",
    }
}

pub(super) fn size(facts: &Facts) -> Draft {
    let summary = &facts.summary;
    if summary.study.completed == 0 {
        return lacking("No interview is known to have been held.", Source::Table1);
    }
    let mut sentence = Sentence::of("Interviews were held with ")
        .number(summary.study.completed, Source::Table1)
        .say(" of ")
        .count(summary.study.invited, PEOPLE, Source::Table1)
        .say(" who were invited");
    if summary.cohorts.len() > 1 {
        for (index, one) in summary.cohorts.iter().enumerate() {
            sentence = sentence
                .say(if index == 0 {
                    ": "
                } else {
                    between(index, summary.cohorts.len())
                })
                .number(one.completed, Source::Table1)
                .say(" of ")
                .number(one.invited, Source::Table1)
                .say(" in the cohort ")
                .words(&one.cohort, Source::Table1);
        }
    }
    Draft::default().say(sentence.say("."))
}

pub(super) fn without_interview(facts: &Facts) -> Draft {
    let study = &facts.summary.study;
    if study.invited == 0 {
        return nobody();
    }
    let said = match study.not_interviewed() {
        0 => Sentence::of("Everybody who was invited ")
            .words("was interviewed", Source::Table1)
            .say("."),
        count => Sentence::of("Of those invited, ")
            .number(count, Source::Table1)
            .say(" gave no interview."),
    };
    let draft = Draft::default().say(said);
    if study.not_interviewed() == 0 {
        return draft;
    }
    let draft = match &facts.held {
        Some(held) if held.has_reasons => draft.offer(lack(
            "The log has reasons that people gave.",
            Source::Recruitment,
        )),
        _ => draft,
    };
    draft.lack(Sentence::of(
        "How many declined, and why, is told in no figure here, since so few are meant: say what may be said in your own words.",
    ))
}

pub(super) fn described(facts: &Facts) -> Draft {
    if facts.summary.study.completed == 0 {
        return nobody();
    }
    match &facts.summary.gender {
        Gender::NotCollected => lacking(
            "Table 1 has no gender, and nothing else of a person is kept here.",
            Source::Table1,
        ),
        Gender::NotShown => Draft::default().say(
            Sentence::of("Gender was ")
                .words("collected and is not shown", Source::Table1)
                .say("."),
        ),
        Gender::Totals(totals) => {
            let mut sentence = Sentence::of("Gender of those interviewed: ");
            for (index, (gender, count)) in totals.iter().enumerate() {
                if index > 0 {
                    sentence = sentence.say(", ");
                }
                let count = usize::try_from(*count).unwrap_or(usize::MAX);
                sentence = sentence
                    .words(gender, Source::Table1)
                    .say(" ")
                    .number(count, Source::Table1);
            }
            Draft::default().say(sentence.say("."))
        }
    }
}

pub(super) fn ethics(facts: &Facts) -> Draft {
    let ethics = facts.laid_out.as_ref().map(|one| unstopped(&one.ethics));
    match ethics.filter(|ethics| !ethics.is_empty()) {
        None => lacking("No ethics reference is entered.", Source::SetUp),
        Some(ethics) => Draft::default().say(
            Sentence::of("Ethics reference: ")
                .words(ethics, Source::SetUp)
                .say("."),
        ),
    }
}

fn nobody() -> Draft {
    lacking(
        "Nobody is known to have been invited or interviewed.",
        Source::Table1,
    )
}
