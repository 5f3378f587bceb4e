//! Facts of a stored study, as far as whoever asks may know them (study R61; `reporting_audit::Facts`).

use std::collections::{BTreeMap, BTreeSet};

use platform::access::{Role, Viewer};
use platform::{App, Result};
use study::dates::InterviewDate;
use study::documents::{self, Document};
use study::participants::{self, Participant};
use study::{questions, setup};
use uuid::Uuid;

use super::{people, reasons};
use crate::folder::stored;
use crate::quotes::Quote;
use crate::reporting_audit::claims::{Claims, Period};
use crate::reporting_audit::facts::{Facts, Limit, SaturationStance};
use crate::saturation::{self, Stance};

/// What no analyst sees: dates, genders and states of participants, what they signed, and who interviewed whom.
const LEADS_ALONE: [(&str, bool); 6] = [
    ("A03", true),
    ("A12", true),
    ("A13", false),
    ("A14", true),
    ("A15", true),
    ("A30", true),
];
const NOT_FOR_ANALYSTS: &str =
    "it reads what the research lead alone sees, and is run when a research lead opens this audit";
const NOT_WHOLLY: &str = "nothing was found by ids and cohorts; a research lead’s audit also looks at what the list of participants says of each person";

/// The facts, without checklist and what was set aside.
pub(super) async fn of(app: &App, viewer: &Viewer) -> Result<Facts> {
    let study = viewer.scope()?.id;
    let connection = app.db.read();
    let leads = viewer.acts_as(Role::ResearchLead);
    let people = participants::all(connection, study).await?;
    let handles: BTreeMap<Uuid, String> = people
        .iter()
        .map(|one| (one.id, one.participant.participant.clone()))
        .collect();
    let setup = setup::current(connection, study).await?;
    let (folder, placed, places) = stored(connection, study).await?;
    // The quotes of a theme that was merged count where it went.
    let themes = places
        .into_iter()
        .filter(|place| place.merged_into.is_none());
    let themes = themes.map(|place| place.about);
    let questions = questions::all(connection, study).await?;
    let documents = texts(app, study, &handles).await?;
    let rows = people.iter().map(|one| one.participant.clone());
    let participants: Vec<Participant> = rows.map(|one| seen(one, leads)).collect();
    let withdrawals = people::withdrawals(app, study, (&handles, leads)).await?;
    let (consents, held) = match leads {
        true => (
            people::consents(app, study, &handles).await?,
            people::held(app, study, &people).await?,
        ),
        false => (None, None),
    };
    Ok(Facts {
        design: setup.as_ref().map(|setup| setup.design),
        claims: setup.as_ref().and_then(period),
        questions: some(questions.into_iter().map(|(_, one)| one).collect()),
        question_cohorts: Some(put_to(app, study).await?),
        quotes: some(numbered(folder.quotes.into_iter().chain(folder.other))),
        themes: some(themes.collect()),
        accuracy: people::accuracy(app, study, &documents).await?,
        roles: people::roles(app, study).await?,
        guides: people::guides(app, study, &people).await?,
        documents: some(documents.into_iter().map(|(_, one)| one).collect()),
        withdrawals: Some(withdrawals),
        participants: some(participants),
        saturation: stance(app, study).await?,
        reasons_for_two_places: reasons::of(app, study, &placed).await?,
        limits: limits(leads),
        consents,
        held,
        ..Facts::default()
    })
}

fn some<T>(all: Vec<T>) -> Option<Vec<T>> {
    (!all.is_empty()).then_some(all)
}

/// Rows of Table 2: quotes go by their number in it, from 1.
fn numbered(quotes: impl Iterator<Item = Quote>) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = quotes.collect();
    quotes.sort_by_key(|quote| (quote.theme == crate::quotes::OTHER, quote.row));
    for (quote, number) in quotes.iter_mut().zip(1..) {
        quote.row = number;
    }
    quotes
}

/// What analysts do not see of a participant is not among what they are told either.
fn seen(mut one: Participant, leads: bool) -> Participant {
    if !leads {
        one.gender = None;
        one.date = None;
    }
    one
}

fn limits(leads: bool) -> Vec<Limit> {
    if leads {
        return Vec::new();
    }
    let limit = |(check, is_whole)| Limit {
        check,
        reason: match is_whole {
            true => NOT_FOR_ANALYSTS,
            false => NOT_WHOLLY,
        },
        is_whole,
    };
    LEADS_ALONE.into_iter().map(limit).collect()
}

/// The stated period, which the set-up of the study holds.
fn period(setup: &setup::Setup) -> Option<Claims> {
    let day = |date: jiff::civil::Date| (date, InterviewDate::Day(date).in_words());
    let period = Period {
        start: setup.period_start.map(day),
        end: setup.period_end.map(day),
    };
    (period.start.is_some() || period.end.is_some()).then(|| Claims {
        period: Some(period),
        ..Claims::default()
    })
}

async fn put_to(app: &App, study: Uuid) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let put = questions::put_to(app.db.read(), study).await?.into_iter();
    Ok(put
        .map(|(question, cohorts)| (question, cohorts.into_iter().collect()))
        .collect())
}

async fn stance(app: &App, study: Uuid) -> Result<Option<SaturationStance>> {
    let stances = saturation::stances(app.db.read(), study).await?;
    Ok(stances.first().map(|stated| match stated.stance {
        Stance::Claimed => SaturationStance::Claimed,
        Stance::NotClaimed => SaturationStance::NotClaimed,
        Stance::InformationPower | Stance::Other => SaturationStance::Other,
    }))
}

/// The texts that analysts read, by document; what is not let be analysed, and what has no text for them yet, is not among
/// them (study P7).
async fn texts(
    app: &App,
    study: Uuid,
    handles: &BTreeMap<Uuid, String>,
) -> Result<Vec<(Uuid, Document)>> {
    let connection = app.db.read();
    let hidden = documents::hidden(connection, study).await?;
    let mut texts = Vec::new();
    for listed in documents::all(connection, study).await? {
        if listed.turns == 0 || hidden.contains(&listed.id) {
            continue;
        }
        let document = Document {
            turns: documents::turns(connection, listed.id).await?,
            handle: listed.handle,
            kind: listed.kind,
            title: listed.title,
            participant: listed
                .participant
                .and_then(|one| handles.get(&one).cloned()),
            author: listed.author,
            dated: listed.dated,
            source_hash: Vec::new(),
        };
        texts.push((listed.id, document));
    }
    Ok(texts)
}
