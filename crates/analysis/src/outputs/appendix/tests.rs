use super::*;
use crate::outputs::Stamp;
use formats::report::html;

fn day(day: i8) -> Date {
    Date::constant(2031, 3, day)
}

fn act(kind: &str, whys: &[&str]) -> Act {
    Act {
        day: day(4),
        who: "R1".to_owned(),
        phase: "2 Code".to_owned(),
        kind: kind.to_owned(),
        what: "merged “Going” into “Leaving”".to_owned(),
        whys: whys.iter().map(|why| (*why).to_owned()).collect(),
        is_structural: kind == "code.merge",
        is_taken_back: whys.is_empty(),
    }
}

fn appendix() -> Appendix {
    Appendix {
        phases: vec![Stretch {
            who: "R1".to_owned(),
            phase: "2 Code".to_owned(),
            from: day(1),
            until: None,
            how: "first time",
        }],
        acts: vec![
            act("code.merge", &["Both say the same"]),
            act("code.merge", &[]),
            act("code.create", &[]),
        ],
        codebooks: vec![(day(2), Vec::new())],
        themes: vec![History {
            path: "Waiting".to_owned(),
            status: "defined".to_owned(),
            concept: "Waiting is work.".to_owned(),
            story: String::new(),
            events: vec![Told {
                day: day(3),
                who: "the research lead".to_owned(),
                what: "named “Waiting”".to_owned(),
                why: "Members said so".to_owned(),
            }],
        }],
        quotes: None,
    }
}

#[test]
fn an_appendix_tells_decisions_with_reasons_phases_and_what_became_of_themes() {
    let page = html(&report(&appendix()));
    for words in [
        "Of 2 decisions about the structure",
        "1 have a reason",
        "Both say the same",
        "Taken back later.",
        "<td>open</td>",
        "What became of Waiting",
        "Members said so",
        "It holds no quotes of participants.",
        "The codebook has no code on the days that were chosen.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn what_is_missing_is_said_and_nothing_stands_in_the_way() {
    let page = html(&report(&Appendix::default()));
    for words in [
        "Nobody has stated a phase",
        "Nothing was done yet.",
        "There is no theme yet.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn p14_each_line_is_an_object_with_days_alone_and_quotes_only_where_they_are_chosen() {
    let mut appendix = appendix();
    let foot = Stamp::new("The north study", day(5)).to_string();
    let told = |appendix: &Appendix| {
        let lines = lines(appendix, &foot);
        lines
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .collect::<Vec<_>>()
    };
    let before = told(&appendix);
    assert_eq!(before[0]["file"], "The north study, as of 5 March 2031");
    let sections: Vec<&str> = before
        .iter()
        .map(|line| line["section"].as_str().unwrap())
        .collect();
    assert_eq!(
        sections,
        [
            "about",
            "phase",
            "change",
            "change",
            "change",
            "theme",
            "theme-history"
        ]
    );
    assert_eq!(before[2]["day"], "2031-03-04");
    assert_eq!(before[2]["why"][0], "Both say the same");
    appendix.quotes = Some(vec![Quoted {
        place: "Waiting".to_owned(),
        words: "It’s the rota".to_owned(),
        questions: "How is it?\nWho?".to_owned(),
    }]);
    let after = told(&appendix);
    assert_eq!(after[..before.len()], before);
    assert_eq!(after[before.len()]["research_questions"][1], "Who?");
    assert!(html(&report(&appendix)).contains("“It’s the rota”"));
}
