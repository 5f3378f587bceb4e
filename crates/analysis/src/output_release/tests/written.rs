//! What the team wrote and counted, in a release (study O6, O8, O12, P5).

use super::*;

fn with(choice: Choice) -> Judged {
    judge(&facts(), &choice)
}

#[test]
fn what_the_team_wrote_is_for_whoever_approves_to_read_and_accept() {
    let judged = with(Choice {
        codebook: true,
        methods: true,
        checklists: true,
        ..Choice::default()
    });
    for (title, verdict, words) in [
        ("Codebook", Verdict::Accept, "can repeat what somebody said"),
        ("Methods paragraph", Verdict::Accept, "has read it"),
        (
            "Checklists of the report",
            Verdict::Refused,
            "No item of a checklist is answered yet",
        ),
    ] {
        let (found, says) = part(&judged, title);
        assert_eq!(found, verdict, "{title}");
        assert!(says.contains(words), "{words}: {says}");
    }
    let facts = Facts {
        answered: 2,
        ..facts()
    };
    let checklists = Choice {
        checklists: true,
        ..Choice::default()
    };
    let (verdict, says) = part(&judge(&facts, &checklists), "Checklists of the report");
    assert_eq!(verdict, Verdict::Accept);
    assert!(says.contains("2 items are answered"), "{says}");
}

#[test]
fn p5_what_tells_how_many_of_a_cohort_there_are_is_kept_for_the_check_of_later_releases() {
    let none = Choice {
        summary: false,
        ..Choice::default()
    };
    assert!(with(none.clone()).told.cohorts.is_empty());
    for choice in [
        Choice {
            methods: true,
            ..none.clone()
        },
        Choice {
            checklists: true,
            ..none
        },
    ] {
        assert_eq!(with(choice).told.cohorts.len(), 15);
    }
}

#[test]
fn p4_a27_the_matrix_tells_no_cohort_and_is_refused_where_a_question_was_put_to_few() {
    let title = "Research questions and themes";
    let choice = Choice {
        matrix: true,
        questions: false,
        ..Choice::default()
    };
    assert_eq!(part(&with(choice.clone()), title).0, Verdict::Clear);
    let written = files(&facts(), &choice, 1);
    let table = String::from_utf8_lossy(&written["question-theme-matrix.csv"]).into_owned();
    for words in ["How is the night?", "Waiting", "Holding"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    for cohort in ["keepers", "pilots", "cohort"] {
        assert!(!table.contains(cohort), "{cohort}: {table}");
    }
    let mut facts = facts();
    facts
        .put_to
        .insert("RQ2".to_owned(), vec!["pilots".to_owned()]);
    let (verdict, says) = part(&judge(&facts, &choice), title);
    assert_eq!(verdict, Verdict::Refused);
    assert!(
        says.contains("RQ2 was put to cohorts of fewer than ten"),
        "{says}"
    );
}

#[test]
fn what_an_earlier_enid_prepared_is_still_the_same_choice() {
    let earlier = "{\"summary\":true,\"gender_words\":\"\",\"people\":false,\"people_words\":\"\",\"cohort\":\"each\",\
        \"gender\":\"stated\",\"time\":\"month\",\"length\":\"given\",\"crossed\":false,\"table2\":true,\"questions\":true,\
        \"map\":false,\"guides\":false,\"project\":false}";
    let read: Choice = serde_json::from_str(earlier).unwrap();
    assert_eq!(read, Choice::default());
}

#[test]
fn each_part_that_is_chosen_is_named_and_none_is_nothing() {
    let none = Choice {
        summary: false,
        table2: false,
        ..Choice::default()
    };
    assert!(none.is_empty());
    // A format alone is no file.
    let pdf = Choice { pdf: true, ..none };
    assert!(pdf.is_empty());
    let codebook = Choice {
        codebook: true,
        ..pdf
    };
    assert_eq!(codebook.in_words(), ["Codebook"]);
}
