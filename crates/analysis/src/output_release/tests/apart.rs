//! What no file tells with any other (study P2 to P4, A27).

use super::*;

#[test]
fn p2_swapping_the_rows_of_two_people_leaves_every_other_file_as_it_is() {
    let mut swapped = participants();
    let (one, other) = (swapped[0].clone(), swapped[6].clone());
    swapped[0] = other.replace("P07", "P01");
    swapped[6] = one.replace("P01", "P07");
    let before = files(&facts(), &coarse(), 7);
    let after = files(&facts_of(&swapped, QUOTES), &coarse(), 7);
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &before {
        let is_table_1 = name.starts_with("participants");
        assert!(is_table_1 || after[name] == *bytes, "{name}");
    }
    assert_ne!(before["participants.csv"], after["participants.csv"]);
}

#[test]
fn p2_swapping_the_quotes_of_two_people_leaves_table_1_as_it_is() {
    let swapped = QUOTES
        .replace("P01", "PXX")
        .replace("P02", "P01")
        .replace("PXX", "P02");
    assert_eq!(
        files(&facts(), &coarse(), 7),
        files(&facts_of(&participants(), &swapped), &coarse(), 7)
    );
}

#[test]
fn p3_no_label_and_no_order_of_a_table_is_that_of_the_study_of_another_table_or_of_another_release()
{
    let (first, second) = (files(&facts(), &coarse(), 1), files(&facts(), &coarse(), 2));
    let labels = |files: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        csv(files, "participants.csv")
            .into_iter()
            .map(|row| row[1].clone())
            .collect()
    };
    let (one, other) = (labels(&first), labels(&second));
    assert_eq!(one.len(), 16);
    assert!(
        one.iter().all(|label| !other.contains(label)),
        "{one:?} {other:?}"
    );
    for files in [&first, &second] {
        let table2 = String::from_utf8_lossy(&files["table2.csv"]).into_owned();
        for label in one.iter().chain(&other) {
            assert!(!table2.contains(label.as_str()), "{label}: {table2}");
        }
        for bytes in files.values() {
            let text = String::from_utf8_lossy(bytes);
            for number in 1..=16 {
                let (id, label) = (Uuid::from_u128(number).to_string(), format!("P{number:02}"));
                assert!(
                    !text.contains(&id) && !text.contains(&format!("{label},")),
                    "{label}"
                );
            }
        }
    }
    let quotes = |files: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        csv(files, "table2.csv")
            .into_iter()
            .map(|row| row[3].clone())
            .collect()
    };
    let order: BTreeSet<Vec<String>> = (0..8)
        .map(|seed| quotes(&files(&facts(), &coarse(), seed)))
        .collect();
    assert!(order.len() > 1, "{order:?}");
    assert!(
        order
            .iter()
            .all(|quotes| quotes[..3].iter().all(|quote| quote.contains("count")))
    );
}

#[test]
fn p4_a_quote_has_nothing_of_its_speaker_beside_it() {
    let files = files(&facts(), &coarse(), 1);
    for row in csv(&files, "table2.csv") {
        let row = row.join(" ");
        for attribute in ["keepers", "pilots", "woman", "man", "2031", "P01"] {
            assert!(!row.contains(attribute), "{attribute}: {row}");
        }
    }
}

#[test]
fn a27_a_question_that_was_put_to_few_is_refused_beside_a_quote_until_it_is_left_out() {
    let mut facts = facts();
    facts
        .put_to
        .insert("RQ2".to_owned(), vec!["pilots".to_owned()]);
    let (verdict, says) = part(&judge(&facts, &Choice::default()), "Table 2");
    assert_eq!(verdict, Verdict::Refused);
    assert!(
        says.contains("RQ2 was put to cohorts of fewer than ten"),
        "{says}"
    );
    let without = Choice {
        questions: false,
        ..Choice::default()
    };
    assert_eq!(part(&judge(&facts, &without), "Table 2").0, Verdict::Clear);
    let files = files(&facts, &without, 1);
    let table = String::from_utf8_lossy(&files["table2.csv"]).into_owned();
    assert!(
        !table.contains("keys?") && table.contains("keys were"),
        "{table}"
    );
}
