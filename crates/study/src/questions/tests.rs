use super::*;
use crate::columns::read_table;
use crate::problem::Problem;
use proptest::prelude::*;

fn read(text: &str) -> (Vec<ResearchQuestion>, Vec<Problem>) {
    let table = read_table("research_questions.csv", text.as_bytes()).unwrap();
    parse("research_questions.csv", &table)
}

fn errors(text: &str) -> Vec<String> {
    let (_, problems) = read(text);
    problems
        .iter()
        .map(|p| {
            format!(
                "{} {} {}",
                p.code.unwrap(),
                p.row.unwrap(),
                p.column.clone().unwrap()
            )
        })
        .collect()
}

#[test]
fn questions_are_read_with_folded_spaces() {
    let (questions, problems) = read("question,id\n\"How  is it\n to wait?\",RQ.1\n");
    assert!(problems.is_empty());
    assert_eq!(questions[0].id, "RQ.1");
    assert_eq!(questions[0].wording, "How is it to wait?");
}

#[test]
fn duplicates_of_id_and_of_wording_are_e03() {
    let text = "id,question\nRQ1,Why?\nRQ1,How?\nRQ2,  WHY? \n";
    assert_eq!(errors(text), ["E03 3 id", "E03 4 question"]);
}

#[test]
fn bad_ids_empty_cells_and_columns_are_reported() {
    assert_eq!(errors("id,question\nRQ 1,Why?\n"), ["E07 2 id"]);
    assert_eq!(
        errors("id,question\nRQ1,\n,Why?\n"),
        ["E12 2 question", "E12 3 id"]
    );
    assert_eq!(
        errors("id,wording\nRQ1,Why?\n"),
        ["E02 1 wording", "E01 1 question"]
    );
}

proptest! {
    #[test]
    fn printed_questions_read_back(wordings in prop::collection::btree_set("[=a-z'\"][a-z?,; é]{0,12}", 0..6)) {
        let mut written: Vec<ResearchQuestion> = Vec::new();
        for (index, wording) in wordings.iter().enumerate() {
            let wording = crate::columns::fold_spaces(wording);
            if written.iter().all(|question| question.wording != wording) {
                written.push(ResearchQuestion { row: 0, id: format!("RQ{index}"), wording });
            }
        }
        let (mut read, problems) = read(&to_csv(&written));
        prop_assert!(problems.is_empty(), "{:?}", problems);
        for question in &mut read {
            question.row = 0;
        }
        prop_assert_eq!(read, written);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(table) = read_table("research_questions.csv", &[b"id,question\n", &bytes[..]].concat()) {
            let _ = parse("research_questions.csv", &table);
        }
    }
}
