//! The facts of a stored study, as far as whoever asks may know them.

use std::collections::{BTreeMap, BTreeSet};

use platform::access::{Role, Viewer};
use platform::{App, Result};
use sea_orm::ConnectionTrait;
use study::documents::{self, AuthorRole, Kind};
use study::interviewers::acquaintance::standing;
use study::interviewers::matching::Acquaintance;
use study::interviews::{Interview, Mode, Others, PlaceKind, State};
use study::participants::Status;
use study::recruitment::{EntryKind, Method};
use study::rights::Analyst;
use study::transcripts::listening::{CheckStatus, status};
use study::transcripts::store as transcripts;
use study::{
    cohorts, consent, guides, interviewers, interviews, participants, recordings, recruitment,
    setup, team,
};
use uuid::Uuid;

use super::facts::{Codes, Facts, Guides, Held, LaidOut, Position, Relation, Team, Themes};
use crate::codes::{Book, CodeStatus};
use crate::codings::material_of;
use crate::folder::{StudyFolder, stored};
use crate::outputs::Summary;
use crate::saturation;
use crate::thematic_map::MAP;
use crate::themes::{self, ThemeStatus};
use crate::trail::{Trail, replay};

impl Facts {
    /// The facts for whoever asks: an analyst, or a research lead.
    ///
    /// # Errors
    /// `Refused` for everybody else.
    pub(super) async fn of(app: &App, viewer: &Viewer, trail: &Trail) -> Result<Self> {
        Analyst::writing(app, viewer).await?;
        let study = viewer.scope()?.id;
        let connection = app.db.read();
        let (folder, _, _) = stored(connection, study).await?;
        let (material, sight) = material_of(app, viewer).await?;
        let coded = material.documents.iter().flat_map(|one| &*one.codings);
        let coders: BTreeSet<Uuid> = coded.map(|coding| coding.member).collect();
        let leads = viewer.acts_as(Role::ResearchLead);
        let setup = setup::current(connection, study).await?;
        let versions = guides::versions(connection, study).await?;
        let with_guide: BTreeSet<&String> = versions.iter().map(|one| &one.cohort).collect();
        let stances = saturation::stances(connection, study).await?;
        let state = replay(&trail.events);
        let book = Book::of(&state, trail)?;
        let has_map = state.keys().any(|(kind, _)| kind == MAP);
        Ok(Self {
            // Whether the signed wording names gender is not known here (trust PRI-4), so that it is never told.
            summary: Summary::of(&folder, false),
            aims: aims(connection, study).await?,
            laid_out: setup.map(laid_out),
            questions: questions(&folder),
            team: team_of(app, study).await?,
            held: match leads {
                true => Some(held(app, study).await?),
                false => None,
            },
            guides: Guides {
                cohorts: with_guide.len(),
                used: versions.iter().filter(|one| one.used).count(),
            },
            saturation: stances
                .into_iter()
                .next()
                .map(|one| (one.stance.in_words().to_owned(), one.grounds)),
            checked: checked(connection, study).await?,
            notes: notes(connection, study).await?,
            coders: (!sight.is_narrowed()).then_some(coders.len()),
            codes: codes(&book, has_map),
            themes: themes_of(&themes::Themes::of(&state, trail)?),
            quotes: (folder.printed_quotes().count(), folder.other.len()),
            version: env!("CARGO_PKG_VERSION"),
        })
    }
}

async fn aims(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<(String, usize)>> {
    let aims = cohorts::aims(connection, study).await?.into_iter();
    let aims = aims.filter_map(|(cohort, aim)| {
        let target = aim.target.and_then(|target| usize::try_from(target).ok())?;
        Some((cohort, target))
    });
    Ok(aims.collect())
}

fn laid_out(setup: setup::Setup) -> LaidOut {
    LaidOut {
        ontology: setup.ontology,
        orientation: setup.orientation,
        theory: setup.theory,
        reasoning: setup.reasoning,
        design: setup.design,
        ethics: setup.ethics,
    }
}

fn questions(folder: &StudyFolder) -> (usize, usize) {
    let answered: BTreeSet<&String> = folder
        .printed_quotes()
        .flat_map(|quote| &quote.questions)
        .collect();
    let of = folder.questions.iter();
    let with_quotes = of.filter(|question| answered.contains(&question.id));
    (folder.questions.len(), with_quotes.count())
}

async fn team_of(app: &App, study: Uuid) -> Result<Team> {
    let connection = app.db.read();
    let members = team::all(connection, study).await?;
    let mut positions = team::positionalities(connection, study).await?;
    let newest = members.iter().filter_map(|member| {
        let newest = positions.remove(&member.id)?.into_iter().next()?;
        Some(Position {
            background: newest.background,
            training: newest.training,
            to_programme: newest.to_programme,
            to_participants: newest.to_participants,
        })
    });
    let statements = newest.collect();
    let dual = team::dual_roles(connection, study).await?.into_iter();
    let dual: BTreeSet<Uuid> = dual.map(|one| one.member).collect();
    Ok(Team {
        members: members.len(),
        interviewers: members.iter().filter(|one| one.interviews).count(),
        analysts: members.iter().filter(|one| one.analyses).count(),
        statements,
        dual: dual.len(),
    })
}

/// What was held of participants who are counted: those who were interviewed and have not withdrawn.
async fn held(app: &App, study: Uuid) -> Result<Held> {
    let connection = app.db.read();
    let people = participants::all(connection, study).await?.into_iter();
    let people = people.filter(|one| one.participant.status == Status::Completed);
    let people: BTreeSet<Uuid> = people.map(|one| one.id).collect();
    let all = interviews::all(connection, study).await?;
    let of = all
        .iter()
        .filter(|one| one.state == State::Completed && people.contains(&one.participant));
    let of: Vec<&Interview> = of.collect();
    let entered: BTreeSet<Uuid> = of.iter().map(|one| one.participant).collect();
    let is_whole = !people.is_empty() && entered == people;
    let sessions = of.iter().filter_map(|one| one.held);
    let sessions: Vec<_> = sessions.collect();
    let is_told = is_whole && sessions.len() == of.len();
    let asked_of = |place: PlaceKind| sessions.iter().any(|one| one.place == place);
    let by: BTreeSet<Uuid> = of.iter().map(|one| one.interviewer).collect();
    let log = recruitment::entries(connection, study).await?;
    let approached = |way: &Method| {
        let mut log = log.iter();
        log.any(|entry| entry.kind == EntryKind::Approach && entry.method == *way)
    };
    Ok(Held {
        interviewers: is_whole.then_some(by.len()),
        relation: relation(connection, study, (&of, is_whole)).await?,
        modes: match is_whole {
            true => Mode::ALL
                .iter()
                .copied()
                .filter(|mode| of.iter().any(|one| one.mode == *mode))
                .collect(),
            false => Vec::new(),
        },
        places: match is_told && !asked_of(PlaceKind::Unknown) {
            true => PlaceKind::ALL
                .iter()
                .copied()
                .filter(|place| asked_of(*place))
                .collect(),
            false => Vec::new(),
        },
        others: is_told.then(|| sessions.iter().any(|one| one.others != Others::Nobody)),
        repeated: is_whole.then(|| of.iter().any(|one| one.repeat_of.is_some())),
        recorded: recorded(app, study, &people).await?,
        methods: Method::ALL.into_iter().filter(approached).collect(),
        has_reasons: log.iter().any(|entry| !entry.reason.is_empty()),
        wordings: consent::versions(connection, study).await?.len(),
    })
}

async fn relation(
    connection: &impl ConnectionTrait,
    study: Uuid,
    (of, is_whole): (&[&Interview], bool),
) -> Result<Relation> {
    let declared = standing(&interviewers::declared(connection, study).await?);
    let known: Vec<Option<Acquaintance>> = of
        .iter()
        .map(|one| declared.get(&(one.participant, one.interviewer)).copied())
        .collect();
    if known.iter().all(Option::is_none) {
        return Ok(Relation::Unknown);
    }
    let matches = interviewers::matches(connection, study).await?;
    let is_ordered = |one: &&&Interview| {
        let pair = (one.participant, one.interviewer);
        let mut matches = matches.iter();
        matches
            .any(|made| (made.participant, made.interviewer) == pair && made.overridden.is_some())
    };
    let strangers = known.iter().all(|one| *one == Some(Acquaintance::None));
    Ok(
        match is_whole && strangers && of.iter().find(is_ordered).is_none() {
            true => Relation::Strangers,
            false => Relation::Mixed,
        },
    )
}

/// Whether everybody who is counted was recorded, or only some; none where nobody was.
async fn recorded(app: &App, study: Uuid, people: &BTreeSet<Uuid>) -> Result<Option<bool>> {
    let all = recordings::all(app, study).await?.into_iter();
    let of: BTreeSet<Uuid> = all
        .map(|one| one.participant)
        .filter(|one| people.contains(one))
        .collect();
    Ok((!of.is_empty()).then_some(of == *people))
}

/// Whether every transcript that may be analysed was checked; none where none was brought in to be checked here.
async fn checked(connection: &impl ConnectionTrait, study: Uuid) -> Result<Option<bool>> {
    let hidden = documents::hidden(connection, study).await?;
    let stored: BTreeMap<Uuid, transcripts::Stored> = transcripts::all(connection, study).await?;
    let mut all = None;
    for one in documents::all(connection, study).await? {
        if one.kind != Kind::Transcript || one.turns == 0 || hidden.contains(&one.id) {
            continue;
        }
        let is_checked = match stored.get(&one.id) {
            None => false,
            Some(stored) => {
                let heard = transcripts::listened(connection, one.id).await?;
                let length = stored.length_ms.and_then(|ms| u64::try_from(ms).ok());
                status(&heard, length.unwrap_or(0), false) == CheckStatus::Checked
            }
        };
        all = Some(all.unwrap_or(true) && is_checked);
    }
    Ok(all.filter(|_| !stored.is_empty()))
}

async fn notes(connection: &impl ConnectionTrait, study: Uuid) -> Result<(bool, bool)> {
    let hidden = documents::hidden(connection, study).await?;
    let all = documents::all(connection, study).await?.into_iter();
    let notes = all.filter(|one| one.kind == Kind::FieldNote && !hidden.contains(&one.id));
    let roles: Vec<AuthorRole> = notes.filter_map(|one| Some(one.author?.role)).collect();
    Ok((
        roles.contains(&AuthorRole::Interviewer),
        roles.contains(&AuthorRole::ParticipantResearcher),
    ))
}

fn codes(book: &Book, has_map: bool) -> Codes {
    let active = book.codes().values();
    let active = active.filter(|code| code.status == CodeStatus::Active);
    let mut codes = Codes {
        has_map,
        ..Codes::default()
    };
    for code in active {
        codes.active += 1;
        codes.top += usize::from(code.parent.is_none());
        codes.inductive += usize::from(code.origin == "inductive");
        codes.deductive += usize::from(code.origin == "deductive");
    }
    codes
}

fn themes_of(all: &themes::Themes) -> Themes {
    let mut themes = Themes::default();
    for (depth, id) in all.walk() {
        let Some(theme) = all.theme(id) else {
            continue;
        };
        if theme.status == ThemeStatus::Dropped {
            continue;
        }
        match depth {
            0 => {
                themes.names.push(all.name(id).to_owned());
                themes.undefined += usize::from(theme.status != ThemeStatus::Defined);
            }
            1 => themes.subthemes += 1,
            _ => themes.facets += 1,
        }
    }
    themes
}
