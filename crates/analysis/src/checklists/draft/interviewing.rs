//! How interviews were held and kept.

use study::interviews::{Mode, PlaceKind};

use super::super::facts::Facts;
use super::super::linked::{Sentence, Source};
use super::{Draft, for_the_lead, lack, lacking};

pub(super) fn setting(facts: &Facts) -> Draft {
    let Some(held) = &facts.held else {
        return for_the_lead("Where and how interviews were held");
    };
    let modes: Vec<String> = held.modes.iter().map(|one| mode(*one).to_owned()).collect();
    let places: Vec<String> = held
        .places
        .iter()
        .filter_map(|one| place(*one).map(str::to_owned))
        .collect();
    let draft = match modes.is_empty() {
        true => lacking(
            "Not every interview says how it was held.",
            Source::Participants,
        ),
        false => Draft::default().say(
            Sentence::of("Interviews were held ")
                .list(&modes, Source::Participants)
                .say("."),
        ),
    };
    match places.is_empty() {
        true => draft.lack(lack(
            "Not every interview says where the participant was.",
            Source::Participants,
        )),
        false => draft.say(
            Sentence::of("Participants were ")
                .list(&places, Source::Participants)
                .say("."),
        ),
    }
}

fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Video => "by video call",
        Mode::Phone => "by telephone",
        Mode::InPerson => "in person",
    }
}

fn place(place: PlaceKind) -> Option<&'static str> {
    match place {
        PlaceKind::Home => Some("at home"),
        PlaceKind::Work => Some("at work"),
        PlaceKind::Study => Some("in a room of the study"),
        PlaceKind::Elsewhere => Some("in other places"),
        PlaceKind::Unknown => None,
    }
}

pub(super) fn others(facts: &Facts) -> Draft {
    match facts.held.as_ref().map(|held| held.others) {
        None => for_the_lead("Whether anybody else was there"),
        Some(None) => lacking(
            "Not every interview says whether anybody else was there.",
            Source::Participants,
        ),
        Some(Some(false)) => Draft::default().say(
            Sentence::of("Nobody but participant and interviewer ")
                .words("was present", Source::Participants)
                .say("."),
        ),
        Some(Some(true)) => Draft::default()
            .say(
                Sentence::of("At some interviews ")
                    .words("somebody else was present", Source::Participants)
                    .say("."),
            )
            .lack(lack(
                "Say who, as far as it points to nobody.",
                Source::Participants,
            )),
    }
}

pub(super) fn period(facts: &Facts) -> Draft {
    let Some((from, to)) = facts.summary.study.months else {
        return lacking("No interview has its month.", Source::Table1);
    };
    let sentence = match from == to {
        true => Sentence::of("Interviews were held in ").words(&from.in_words(), Source::Table1),
        false => Sentence::of("Interviews were held from ")
            .words(&from.in_words(), Source::Table1)
            .say(" to ")
            .words(&to.in_words(), Source::Table1),
    };
    Draft::default().say(sentence.say("."))
}

pub(super) fn guides(facts: &Facts) -> Draft {
    let guides = &facts.guides;
    let piloted = || {
        Sentence::of(
            "Whether a guide was tried out first is kept nowhere: say it in your own words.",
        )
    };
    match (guides.cohorts, guides.used) {
        (0, _) => lacking("No interview guide is kept here.", Source::Guides),
        (_, 0) => lacking(
            "No interview names the version of the guide that it used.",
            Source::Guides,
        )
        .lack(piloted()),
        (_, used) => Draft::default()
            .say(
                Sentence::of("Interviews used ")
                    .count(used, ("version", "versions"), Source::Guides)
                    .say(" of the interview guide; guides are kept for ")
                    .count(guides.cohorts, ("cohort", "cohorts"), Source::Guides)
                    .say("."),
            )
            .lack(piloted()),
    }
}

pub(super) fn repeats(facts: &Facts) -> Draft {
    match facts.held.as_ref().map(|held| held.repeated) {
        None => for_the_lead("Whether anybody was interviewed again"),
        Some(None) => lacking("No interview was entered here.", Source::Participants),
        Some(Some(false)) => Draft::default().say(
            Sentence::of("No interview ")
                .words("was repeated", Source::Participants)
                .say("."),
        ),
        Some(Some(true)) => Draft::default().say(
            Sentence::of("Some participants ")
                .words("were interviewed again", Source::Participants)
                .say("."),
        ),
    }
}

pub(super) fn recording(facts: &Facts) -> Draft {
    let all = match facts.held.as_ref().map(|held| held.recorded) {
        None => return for_the_lead("Whether interviews were recorded"),
        Some(None) => return lacking("No recording is known here.", Source::Recordings),
        Some(Some(all)) => all,
    };
    let sentence = match all {
        true => Sentence::of("All interviews were "),
        false => Sentence::of("Interviews were, with the participant’s agreement, "),
    };
    let draft = Draft::default().say(sentence.words("recorded", Source::Recordings).say("."));
    match all {
        true => draft,
        false => draft.lack(lack(
            "Not every interview has a recording: say what was done instead.",
            Source::Recordings,
        )),
    }
}

pub(super) fn field_notes(facts: &Facts) -> Draft {
    let (interviewers, researcher) = facts.notes;
    let mut draft = Draft::default();
    if interviewers {
        draft = draft.say(
            Sentence::of("Interviewers ")
                .words("wrote field notes", Source::FieldNotes)
                .say(" about interviews."),
        );
    } else {
        draft = draft.lack(lack(
            "No field note by an interviewer is kept here; if none was written, say so.",
            Source::FieldNotes,
        ));
    }
    match researcher {
        true => draft.say(
            Sentence::of("A participant-researcher kept ")
                .words("field notes", Source::FieldNotes)
                .say(", which are no interviews and are not counted as such."),
        ),
        false => draft,
    }
}

pub(super) fn lengths(facts: &Facts) -> Draft {
    match facts.summary.lengths {
        None => lacking("No interview has its length.", Source::Table1),
        Some((shortest, longest)) => {
            let minutes = |minutes: u32| usize::try_from(minutes).unwrap_or(usize::MAX);
            Draft::default().say(
                Sentence::of("Interviews lasted ")
                    .number(minutes(shortest), Source::Table1)
                    .say(" to ")
                    .number(minutes(longest), Source::Table1)
                    .say(" minutes (rounded outward to five minutes)."),
            )
        }
    }
}

pub(super) fn returned() -> Draft {
    Draft::default().lack(Sentence::of(
        "Whether participants were given their transcripts is kept nowhere: say yes or no.",
    ))
}

pub(super) fn transcripts(facts: &Facts) -> Draft {
    match facts.checked {
        None => lacking(
            "It is not known whether transcripts were checked against recordings.",
            Source::Transcripts,
        ),
        Some(true) => Draft::default().say(
            Sentence::of("Transcripts were ")
                .words("checked against the recordings", Source::Transcripts)
                .say("."),
        ),
        Some(false) => lacking(
            "Not every transcript was checked against its recording.",
            Source::Transcripts,
        ),
    }
}
