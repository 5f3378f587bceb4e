//! A release after others, and figures about few (study P3, P5; trust P9).

use super::*;

/// What was released of the study as it is now.
fn released(facts: &Facts, choice: &Choice, number: i64) -> Earlier {
    Earlier {
        number,
        ..judge(facts, choice).told
    }
}

#[test]
fn p3_a_later_release_is_held_against_all_before_it() {
    let mut facts = facts();
    facts.earlier.push(released(&facts, &coarse(), 1));
    assert_eq!(
        judge(&facts, &coarse()).report.refused(),
        0,
        "the same again"
    );
    let other = Choice {
        gender: GenderLevel::Left,
        time: TimeLevel::Quarter,
        ..coarse()
    };
    let (verdict, says) = part(&judge(&facts, &other), PEOPLE);
    assert_eq!(verdict, Verdict::Refused);
    assert!(
        says.contains("With the tables that were released before"),
        "{says}"
    );
    facts.earlier.clear();
    assert_ne!(part(&judge(&facts, &other), PEOPLE).0, Verdict::Refused);
}

#[test]
fn pri6_totals_of_gender_are_not_told_again_once_one_person_came_in() {
    let mut facts = facts();
    let gender = |facts: &Facts| judge(facts, &coarse()).tells_gender();
    assert!(gender(&facts));
    facts.earlier.push(released(&facts, &coarse(), 1));
    assert!(gender(&facts), "the same again");
    facts.people[15].1 = Participant {
        status: study::participants::Status::Completed,
        ..facts.people[15].1.clone()
    };
    let judged = judge(&facts, &coarse());
    assert!(!judged.tells_gender());
    let (_, says) = part(&judged, "Table 1 by cohort");
    assert!(says.contains("since release 1"), "{says}");
    let printed = files(
        &facts,
        &Choice {
            people: false,
            ..coarse()
        },
        1,
    );
    let table = String::from_utf8_lossy(&printed["table1-summary.csv"]).into_owned();
    assert!(table.contains("collected, not shown"), "{table}");
}

#[test]
fn p5_p9_figures_about_few_are_hidden_with_their_complements_or_the_table_is_refused() {
    let crossed = Choice {
        crossed: true,
        ..Choice::default()
    };
    let few = judge(&facts(), &crossed);
    assert_eq!(
        part(&few, "Participants by cohort and gender").0,
        Verdict::Refused
    );
    let row = |number: u32| {
        let (cohort, gender) = match number % 60 {
            0..=17 => ("keepers", "woman"),
            18..=33 => ("keepers", "man"),
            34..=38 => ("pilots", "man"),
            _ => ("pilots", "woman"),
        };
        format!("Q{number},{cohort},{gender},2031-03,40 minutes,")
    };
    let many: Vec<String> = (0..60).map(row).collect();
    let quotes =
        "theme,subtheme,facet,quote,research_questions,participant\nWaiting,,,Yes,RQ1,Q1\n";
    let facts = facts_of(&many, quotes);
    let judged = judge(&facts, &crossed);
    let grid = judged
        .report
        .parts
        .iter()
        .find_map(|part| part.grid.clone())
        .unwrap();
    assert_eq!(
        grid.rows,
        [
            [
                "keepers",
                "not shown: complement",
                "not shown: complement",
                "34"
            ],
            [
                "pilots",
                "not shown: fewer than ten",
                "not shown: complement",
                "26"
            ],
            ["All", "21", "39", "60"],
        ]
        .map(|row| row.map(str::to_owned).to_vec())
    );
    let files = files(&facts, &crossed, 1);
    let table = String::from_utf8_lossy(&files["cohorts-by-gender.csv"]).into_owned();
    assert_eq!(table.matches("not shown").count(), 4, "{table}");
}

#[test]
fn somebody_who_withdrew_is_held_against_as_nobody_in_particular() {
    let mut facts = facts();
    let mut before = released(&facts, &coarse(), 1);
    let row = before.told.rows.remove(&Uuid::from_u128(1)).unwrap();
    before.told.rows.insert(Uuid::from_u128(999), row);
    facts.earlier.push(before);
    facts.people.remove(0);
    let told = judge(&facts, &coarse()).told.told;
    let refused = told.refusals(&facts.before());
    assert_eq!(
        refused[0],
        Refusal::AloneWithEarlier(vec![Uuid::from_u128(999)])
    );
}
