//! A coherent study has no findings, and one with one defect has that defect and no other error (study T6).

use study::interviewers::matching::Acquaintance;
use study::participants::Status;

use super::super::facts::ChecklistAnswer;
use super::super::findings::{Severity, Status as Ended};
use super::world::{Dice, World, about, minutes, quote};
use super::{status, told};

/// A named defect: the check that must find it, and what makes it.
type Defect = (&'static str, &'static str, fn(&mut World, &mut Dice));

const DEFECTS: [Defect; 47] = [
    ("A01", "the claims count one too many", |world, _| {
        let claims = world.claims();
        claims.participants = claims.participants.map(|count| count + 1);
    }),
    ("A01", "the abstract counts one too many", |world, _| {
        let at = world.paragraph("We interviewed");
        world.text[at] = "We interviewed 19 participants. The themes are told below.".to_owned();
    }),
    ("A02", "a cohort is one too many", |world, dice| {
        let at = dice.below(2);
        world.claims().cohorts[at].1 += 1;
    }),
    ("A02", "a cohort is unknown", |world, _| {
        world.claims().cohorts.push(("visitors".to_owned(), 2));
    }),
    ("A03", "the period begins too late", |world, _| {
        let first = world.people()[0].date.expect("K1 was interviewed").month();
        let period = world.claims().period.as_mut().expect("a period is claimed");
        let later = jiff::civil::date(2031, 9, 1);
        assert!(first.to_string().as_str() < "2031-09");
        period.start = Some((later, "2031-09".to_owned()));
        period.end = None;
    }),
    ("A04", "a question has no quote", |world, _| {
        let questions = world.facts.questions.as_mut().expect("there are questions");
        let mut another = questions[0].clone();
        another.id = "RQ9".to_owned();
        another.wording = "What of the rest?".to_owned();
        questions.push(another);
    }),
    ("A05", "a facet has no quote", |world, _| {
        let themes = world.facts.themes.as_mut().expect("there are themes");
        let path = [themes[0].path[0].as_str(), "Nights", "Cover at night"].map(str::to_owned);
        themes.push(about(&path));
    }),
    ("A06", "a quote names an unknown question", |world, dice| {
        let quotes = world.quotes();
        let at = dice.below(quotes.len());
        quotes[at].questions.push("RQ99".to_owned());
    }),
    ("A06", "a quote names no question", |world, dice| {
        let quotes = world.quotes();
        let at = dice.below(quotes.len());
        quotes[at].questions.clear();
    }),
    (
        "A07",
        "the second half of a quote is one too",
        |world, _| {
            let mut half = world.quotes()[0].clone();
            let words: Vec<&str> = half.text.split(' ').collect();
            half.text = words[words.len() / 2 - 1..].join(" ");
            half.row = 90;
            world.quotes().push(half);
        },
    ),
    ("A08", "a passage stands under two themes", |world, _| {
        let mut again = world.quotes()[0].clone();
        let other = world.facts.themes.as_ref().expect("there are themes");
        let other = other
            .iter()
            .rfind(|one| one.path.len() == 1)
            .expect("two themes");
        again.theme = other.path[0].clone();
        again.subtheme = None;
        again.row = 90;
        world.quotes().push(again);
    }),
    ("A09", "a printed word is another", |world, dice| {
        let printed = world.printed();
        let at = *dice.pick(&printed);
        let text = world.text[at].clone();
        let space = text.match_indices(' ').nth(2).expect("eight words").0;
        world.text[at] = format!("{} never{}", &text[..space], &text[space..]);
    }),
    ("A09", "a printed letter is another", |world, dice| {
        let printed = world.printed();
        let at = *dice.pick(&printed);
        let letters: Vec<char> = world.text[at].chars().collect();
        let inner: Vec<usize> = (3..letters.len() - 3)
            .filter(|at| letters[*at].is_ascii_lowercase())
            .collect();
        let which = *dice.pick(&inner);
        let mut changed = letters;
        changed[which] = if changed[which] == 'q' { 'z' } else { 'q' };
        world.text[at] = changed.into_iter().collect();
    }),
    ("A09", "words are left out without a mark", |world, _| {
        let at = world.printed()[0];
        let words: Vec<&str> = world.text[at].split(' ').collect();
        world.text[at] = [&words[..2], &words[4..]].concat().join(" ");
    }),
    ("A09", "a quotation is made up", |world, _| {
        let at = world.paragraph("# Discussion");
        world.text.insert(
            at,
            "Somebody said “nothing whatever of this kind happened in Tuesday’s workshop”."
                .to_owned(),
        );
    }),
    ("A09", "a selected quote is altered", |world, dice| {
        let quotes = world.quotes();
        let at = dice.below(quotes.len());
        let text = quotes[at].text.clone();
        let space = text.match_indices(' ').nth(3).expect("eight words").0;
        quotes[at].text = format!("{} hardly{}", &text[..space], &text[space..]);
    }),
    ("A09", "a quote is somebody else’s", |world, _| {
        let quotes = world.quotes();
        let (first, second) = (quotes[0].participant.clone(), quotes[1].participant.clone());
        assert_ne!(first, second);
        quotes[0].participant.clone_from(&second);
        quotes[0].document = second;
    }),
    ("A10", "one participant gives most quotes", |world, _| {
        let own: Vec<String> = world
            .unquoted
            .iter()
            .filter(|(_, who)| who == "K1")
            .map(|(words, _)| words.clone())
            .collect();
        let path = world.quotes()[0].path();
        let count = world.quotes().len() / 2 + 3;
        for (words, row) in own.iter().take(count).zip(80..) {
            let quote = quote(row, &path, words, "RQ1", "K1");
            world.quotes().push(quote);
        }
    }),
    ("A11", "a cohort is not quoted", |world, _| {
        let gone = world.people()[0].cohort.clone();
        let people = world.people().clone();
        let own = |who: &Option<String>| {
            people
                .iter()
                .any(|one| Some(&one.participant) == who.as_ref() && one.cohort == gone)
        };
        world.quotes().retain(|quote| !own(&quote.participant));
    }),
    (
        "A12",
        "one row is the only one of its gender",
        |world, dice| {
            let at = dice.below(4);
            world.people()[at].gender = Some("man".to_owned());
        },
    ),
    ("A13", "a label is an id of the study", |world, dice| {
        let printed = world.printed();
        let at = *dice.pick(&printed);
        world.text[at].push_str(" (K3)");
    }),
    ("A13", "a label fits one row", |world, _| {
        let cohort = world.people()[0].cohort.clone();
        world.people()[0].gender = Some("woman".to_owned());
        for at in 1..4 {
            world.people()[at].gender = Some("man".to_owned());
        }
        let at = world.printed()[0];
        world.text[at].push_str(&format!(" ({cohort}, woman, year 2)"));
    }),
    (
        "A14",
        "a consent is later than the interview",
        |world, _| {
            let consents = world.facts.consents.as_mut().expect("there are consents");
            consents[0].signed = jiff::civil::date(2031, 6, 1);
        },
    ),
    (
        "A14",
        "a quoted participant has not agreed to be quoted",
        |world, _| {
            let consents = world.facts.consents.as_mut().expect("there are consents");
            consents[0].covers_quoting = false;
        },
    ),
    ("A15", "an interviewer knew the participant", |world, _| {
        world.facts.held.as_mut().expect("pairs are known")[0].relation = Acquaintance::WorksWith;
    }),
    (
        "A15",
        "nobody said whether they knew each other",
        |world, _| {
            world.facts.held.as_mut().expect("pairs are known")[0].relation = Acquaintance::Unknown;
        },
    ),
    ("A16", "a transcript was not checked", |world, _| {
        world.facts.accuracy.as_mut().expect("checks are known")[0].listened = 0;
    }),
    ("A17", "the range is printed too short", |world, _| {
        let at = world.paragraph("The interviews lasted");
        world.text[at] = "The interviews lasted between 10 and 21 minutes.".to_owned();
    }),
    ("A17", "the longest is claimed too long", |world, _| {
        world.claims().lengths.longest = Some((minutes(190), "190 minutes".to_owned()));
    }),
    ("A17", "a percentage is wrong", |world, _| {
        let at = world.paragraph("What was said here");
        world.text[at].push_str(" It was told by three of eight wards (50 %).");
    }),
    ("A18", "themes are said to have emerged", |world, _| {
        let at = world.paragraph("What was said here");
        world.text[at].push_str(" The themes emerged from the talks.");
    }),
    ("A19", "an item is open", |world, _| {
        world
            .facts
            .checklist
            .as_mut()
            .expect("there is a checklist")[0]
            .answer = ChecklistAnswer::Open;
    }),
    ("A19", "an item points to nothing", |world, _| {
        world
            .facts
            .checklist
            .as_mut()
            .expect("there is a checklist")[0]
            .location = Some("Epilogue".to_owned());
    }),
    ("A20", "a quote is of somebody who withdrew", |world, _| {
        let path = world.quotes()[0].path();
        let quote = quote(91, &path, &world.withdrawn_words.clone(), "RQ1", "W1");
        world.quotes().push(quote);
    }),
    ("A20", "somebody who withdrew is printed", |world, _| {
        let at = world.paragraph("# Discussion");
        let words = format!("“{}”", world.withdrawn_words);
        world.text.insert(at, words);
    }),
    (
        "A21",
        "a theme has another name in the claims",
        |world, _| {
            let name = &mut world.claims().theme_names[0];
            *name = format!("{name}s");
        },
    ),
    ("A21", "the text counts one theme too many", |world, _| {
        let at = world.paragraph("What was said here");
        world.text[at].push_str(" We developed nine themes.");
    }),
    ("A22", "an announced quotation is missing", |world, _| {
        let at = world.paragraph("# Discussion");
        world
            .text
            .insert(at, "There was more, and as one of them put it:".to_owned());
    }),
    ("A23", "a selected quote is not printed", |world, _| {
        let at = world.printed()[0];
        world.text.drain(at - 1..=at);
    }),
    (
        "A24",
        "saturation is claimed against the stance",
        |world, _| {
            let at = world.paragraph("What was said here");
            world.text[at].push_str(" Saturation was reached after the last interview.");
        },
    ),
    ("A25", "an interview names no guide", |world, _| {
        world
            .facts
            .guides
            .as_mut()
            .expect("guides are known")
            .used
            .clear();
    }),
    ("A26", "a sealed name is printed", |world, _| {
        let at = world.paragraph("What was said here");
        world.text[at].push_str(" It was at Quillhaven.");
    }),
    ("A26", "a part of a sealed name is printed", |world, _| {
        let sealed = world.facts.sealed.as_mut().expect("there is a list");
        sealed[0].text = "Ada Quillhaven".to_owned();
        sealed[0].category = study::transcripts::deidentify::Category::Person;
        let at = world.paragraph("What was said here");
        world.text[at].push_str(" It was as Quillhaven had it.");
    }),
    ("A27", "a question was put to a small cohort", |world, _| {
        let cohort = world.people()[0].cohort.clone();
        world.facts.question_cohorts = Some([("RQ1".to_owned(), [cohort].into())].into());
    }),
    ("A28", "a dual role is not declared", |world, _| {
        let at = world.paragraph("All transcripts");
        world.text[at] = "All transcripts were checked against the recording.".to_owned();
    }),
    ("A29", "a figure is cited that is not there", |world, _| {
        let at = world.paragraph("What was said here");
        world.text[at].push_str(" See Figure 7.");
    }),
    ("A31", "the interviewer is quoted", |world, _| {
        let at = world.paragraph("# Discussion");
        let words = format!("“{}”", world.asked);
        world.text.insert(at, words);
    }),
];

#[test]
fn a_coherent_study_has_no_findings_and_every_check_is_run() {
    for seed in 0..100 {
        let audit = World::of(seed).audit();
        assert_eq!(told(&audit), [""; 0], "seed {seed}");
        for check in &audit.checks {
            assert_eq!(
                check.status,
                Ended::Clear,
                "{} {:?}, seed {seed}",
                check.id,
                check.reason
            );
        }
    }
}

#[test]
fn one_defect_is_found_and_no_other_error() {
    for seed in 0..1_000 {
        let mut dice = Dice::of(seed + 5_000);
        let (id, name, make) = DEFECTS[usize::try_from(seed).expect("small") % DEFECTS.len()];
        let mut world = World::of(seed);
        make(&mut world, &mut dice);
        let audit = world.audit();
        let which = format!("{id}, {name}, seed {seed}: {:#?}", told(&audit));
        assert_eq!(status(&audit, id), Ended::Found, "{which}");
        let others = audit.findings.iter().filter(|one| one.check != id);
        assert_eq!(
            others.filter(|one| one.severity == Severity::Error).count(),
            0,
            "{which}"
        );
    }
}

#[test]
fn a_row_that_contradicts_itself_is_found() {
    for seed in 0..50 {
        let mut world = World::of(seed);
        let absent = world
            .people()
            .iter()
            .position(|one| one.status == Status::DidNotParticipate);
        let Some(absent) = absent else { continue };
        world.people()[absent].length = Some(minutes(41));
        let audit = world.audit();
        assert_eq!(audit.findings.len(), 1, "{:#?}", told(&audit));
        assert_eq!(audit.findings[0].check, "A30");
    }
}

#[test]
fn equal_input_gives_equal_findings() {
    for seed in 0..20 {
        let mut world = World::of(seed);
        world.claims().participants = Some(40);
        world
            .text
            .push("“Made up by nobody at all here”".to_owned());
        assert_eq!(world.audit(), world.audit());
    }
}
