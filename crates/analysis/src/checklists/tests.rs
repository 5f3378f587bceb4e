//! Drafts over invented facts.

use formats::report::html;
use jiff::civil::date;
use proptest::prelude::*;
use study::dates::Month;
use study::interviews::{Mode, PlaceKind};
use study::recruitment::Method;
use study::setup::{Design, Reasoning};
use uuid::Uuid;

use super::draft::draft;
use super::facts::{Codes, Facts, Guides, Held, LaidOut, Position, Relation, Team, Themes};
use super::file::Topic;
use super::linked::{Piece, Source};
use super::methods::{document, paragraph};
use super::output::output;
use super::shipped;
use super::shown::Shown;
use crate::outputs::{Gender, Line, OutputFormat, Stamp, Summary};
use crate::trail::Trail;

fn line(cohort: &str, (completed, invited): (usize, usize)) -> Line {
    Line {
        cohort: cohort.to_owned(),
        invited,
        completed,
        months: Month::new(2031, 3).zip(Month::new(2031, 5)),
    }
}

/// A study of which everything is known.
fn full() -> Facts {
    Facts {
        summary: Summary {
            cohorts: vec![line("porters", (8, 12)), line("cooks", (2, 3))],
            study: line("", (10, 15)),
            lengths: Some((25, 65)),
            gender: Gender::NotShown,
        },
        aims: vec![("porters".to_owned(), 9)],
        laid_out: Some(LaidOut {
            ontology: "relativist".to_owned(),
            orientation: "experiential".to_owned(),
            theory: "Ideas of waiting (Rook, 2029).".to_owned(),
            reasoning: Reasoning::Inductive,
            design: Design::Reflexive,
            ethics: "Saltmarsh Board 31/7".to_owned(),
        }),
        questions: (4, 3),
        team: Team {
            members: 4,
            interviewers: 3,
            analysts: 2,
            statements: vec![Position {
                background: "A cook of 12 years.".to_owned(),
                training: "A course of 2 days".to_owned(),
                to_programme: "None.".to_owned(),
                to_participants: String::new(),
            }],
            dual: 1,
        },
        held: Some(Held {
            interviewers: Some(3),
            relation: Relation::Strangers,
            modes: vec![Mode::Video, Mode::InPerson],
            places: vec![PlaceKind::Home, PlaceKind::Work],
            others: Some(false),
            repeated: Some(false),
            recorded: Some(true),
            methods: vec![Method::Email, Method::InPerson],
            has_reasons: true,
            wordings: 2,
        }),
        guides: Guides {
            cohorts: 2,
            used: 3,
        },
        saturation: Some((
            "Saturation is not claimed".to_owned(),
            "Meaning is made, and is never all there.".to_owned(),
        )),
        checked: Some(true),
        notes: (true, true),
        coders: Some(2),
        codes: Codes {
            active: 41,
            top: 7,
            inductive: 30,
            deductive: 4,
            has_map: true,
        },
        themes: Themes {
            names: vec!["Waiting is work".to_owned(), "2 kinds of door".to_owned()],
            subthemes: 5,
            facets: 1,
            undefined: 0,
        },
        quotes: (14, 2),
        version: "0.0",
    }
}

/// A study of which nothing is known.
fn nothing() -> Facts {
    Facts {
        summary: Summary {
            cohorts: Vec::new(),
            study: Line {
                months: None,
                ..line("", (0, 0))
            },
            lengths: None,
            gender: Gender::NotCollected,
        },
        aims: Vec::new(),
        laid_out: None,
        questions: (0, 0),
        team: Team::default(),
        held: Some(Held::default()),
        guides: Guides::default(),
        saturation: None,
        checked: None,
        notes: (false, false),
        coders: Some(0),
        codes: Codes::default(),
        themes: Themes::default(),
        quotes: (0, 0),
        version: "0.0",
    }
}

fn shown(facts: &Facts) -> Shown {
    let trail = (Trail::default(), Uuid::nil());
    Shown::made(shipped()[0].clone(), facts, trail).unwrap()
}

fn csv(facts: &Facts) -> String {
    let stamp = Stamp::new("Saltmarsh", date(2031, 6, 1));
    let (_, bytes) = output(&shown(facts), &stamp)
        .write(OutputFormat::Csv)
        .unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn the_answers_and_the_paragraph_are_the_same_bytes_every_time() {
    assert_eq!(csv(&full()), include_str!("golden/coreq.csv"));
    let report = document(&paragraph(&full()), "/studies/saltmarsh-study");
    assert_eq!(html(&report), include_str!("golden/methods.html"));
}

#[test]
fn what_is_missing_is_said_and_nothing_is_claimed_of_it() {
    let empty = paragraph(&nothing());
    let said: Vec<String> = empty.sentences.iter().map(|one| one.text()).collect();
    assert_eq!(said, ["Material was kept and analysed with Enid 0.0."]);
    for item in &shown(&nothing()).items {
        let is_software = item.item.id == "27";
        assert_eq!(item.says(), is_software, "item {}", item.item.id);
        assert!(!item.draft.missing.is_empty(), "item {}", item.item.id);
    }
}

#[test]
fn whoever_does_not_lead_is_told_nothing_that_the_research_lead_alone_sees() {
    let mut facts = full();
    facts.held = None;
    for topic in [
        Topic::Interviewers,
        Topic::Relationship,
        Topic::Information,
        Topic::Approach,
        Topic::Setting,
        Topic::OthersPresent,
        Topic::Repeats,
        Topic::Recording,
    ] {
        let draft = draft(&[topic], &facts);
        assert_eq!(draft.sentences, [], "{}", topic.word());
        let missing = draft.missing[0].text();
        assert!(missing.contains("when a research lead opens"), "{missing}");
    }
}

#[test]
fn p10_in_a_blind_pass_nothing_is_said_of_who_coded() {
    let mut facts = full();
    facts.coders = None;
    let draft = draft(&[Topic::Coders], &facts);
    assert_eq!(draft.sentences, []);
    assert!(draft.missing[0].text().contains("blind pass"));
}

#[test]
fn an_attribute_of_participants_is_told_without_any_number() {
    let facts = full();
    for topic in [
        Topic::Relationship,
        Topic::Approach,
        Topic::Setting,
        Topic::OthersPresent,
        Topic::Repeats,
        Topic::Recording,
        Topic::Sample,
        Topic::FieldNotes,
        Topic::Transcripts,
    ] {
        let drafted = draft(&[topic], &facts);
        let pieces = drafted.sentences.iter().flat_map(|one| &one.0);
        assert_eq!(pieces.filter(|piece| piece.number.is_some()).count(), 0);
    }
}

/// The numbers that the paragraph must tell of these facts, each with its page, in their order.
fn expected(facts: &Facts) -> Vec<(usize, Source)> {
    let (study, table) = (&facts.summary.study, Source::Table1);
    let mut numbers = Vec::new();
    if facts.questions.0 > 0 {
        numbers.push((facts.questions.0, Source::SetUp));
    }
    if facts.summary.cohorts.len() > 1 {
        numbers.push((facts.summary.cohorts.len(), table));
    }
    if study.completed > 0 {
        numbers.extend([(study.completed, table), (study.invited, table)]);
        if facts.summary.cohorts.len() > 1 {
            let cohorts = facts.summary.cohorts.iter();
            numbers.extend(cohorts.flat_map(|one| [(one.completed, table), (one.invited, table)]));
        }
    }
    if study.invited > study.completed {
        numbers.push((study.invited - study.completed, table));
    }
    let held = facts.held.as_ref();
    let wordings = held.map_or(0, |held| held.wordings);
    numbers.extend((wordings > 0).then_some((wordings, Source::Consent)));
    let interviewers = held.and_then(|held| held.interviewers);
    numbers.extend(interviewers.map(|count| (count, Source::Interviewers)));
    if facts.guides.cohorts > 0 && facts.guides.used > 0 {
        numbers.extend([facts.guides.used, facts.guides.cohorts].map(|one| (one, Source::Guides)));
    }
    if let Some((shortest, longest)) = facts.summary.lengths {
        numbers.extend([shortest, longest].map(|one| (one as usize, table)));
    }
    let coders = facts.coders.filter(|coders| *coders > 0);
    numbers.extend(coders.map(|count| (count, Source::Codes)));
    if facts.codes.active > 0 {
        numbers.extend([facts.codes.active, facts.codes.top].map(|one| (one, Source::Codes)));
    }
    let themes = facts.themes.names.len();
    numbers.extend((themes > 0).then_some((themes, Source::Themes)));
    numbers
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let cohorts = prop::collection::vec((0usize..40, 0usize..40), 0..4);
    let counts = prop::collection::vec(0usize..60, 8);
    let known = prop::collection::vec(any::<bool>(), 5);
    (
        cohorts,
        counts,
        known,
        prop::option::of((1u32..20, 0u32..20)),
    )
        .prop_map(|(cohorts, counts, known, lengths)| {
            let mut facts = full();
            let lines = cohorts.iter().enumerate();
            let lines = lines.map(|(at, (completed, more))| {
                line(&format!("cohort {at}"), (*completed, completed + more))
            });
            facts.summary.cohorts = lines.collect();
            let sum = |of: fn(&Line) -> usize| facts.summary.cohorts.iter().map(of).sum();
            facts.summary.study = line("", (sum(|one| one.completed), sum(|one| one.invited)));
            facts.summary.lengths = lengths.map(|(from, more)| (from * 5, (from + more) * 5));
            facts.questions = (counts[0], counts[1].min(counts[0]));
            facts.guides = Guides {
                cohorts: counts[2],
                used: counts[3],
            };
            facts.codes.active = counts[4];
            facts.codes.top = counts[5].min(counts[4]);
            facts.themes.names = (0..counts[6] % 5).map(|at| format!("Theme {at}")).collect();
            facts.coders = known[0].then_some(counts[7]);
            let held = Held {
                interviewers: known[2].then_some(counts[7] + 1),
                wordings: counts[3] % 4,
                ..full().held.unwrap_or_default()
            };
            facts.held = known[1].then_some(held);
            facts.laid_out = facts.laid_out.filter(|_| known[3]);
            facts.checked = known[4].then_some(known[3]);
            facts
        })
}

proptest! {
    #[test]
    fn a_number_in_the_methods_paragraph_is_the_one_that_the_study_holds_and_leads_to_its_page(
        facts in any_facts(),
    ) {
        let draft = paragraph(&facts);
        let pieces: Vec<&Piece> = draft.sentences.iter().flat_map(|one| &one.0).collect();
        let numbers: Vec<(usize, Source)> = pieces
            .iter()
            .filter_map(|piece| piece.number.zip(piece.source))
            .collect();
        prop_assert_eq!(numbers, expected(&facts));
        for piece in &pieces {
            let has_digit = piece.text.contains(|c: char| c.is_ascii_digit());
            prop_assert!(!has_digit || piece.source.is_some(), "{}", piece.text);
            if let Some(number) = piece.number {
                prop_assert_eq!(&piece.text, &number.to_string());
            }
        }
        for sentence in draft.sentences.iter().chain(&draft.missing) {
            let text = sentence.text();
            prop_assert!(!text.contains("emerge"), "{}", text);
            prop_assert!(!text.starts_with(|c: char| c.is_ascii_digit()), "{}", text);
            prop_assert!(text.ends_with('.'), "{}", text);
        }
        let page = html(&document(&draft, "/studies/s"));
        let targets = Source::ALL.len();
        for at in 1..=targets {
            if page.contains(&format!("href=\"#source-{at}\"")) {
                let target = format!("id=\"source-{at}\"");
                prop_assert!(page.contains(&target), "{}", target);
            }
        }
    }
}
