//! The outputs of one invented study of 13 participants.

use super::*;
use crate::folder::{ReadOptions, StudyFolder, read};
use formats::report::{Block, ReportRow};
use formats::table::{Limits, read_csv, read_xlsx};

mod table_1;
mod tables;
mod themes;

const QUESTIONS: &str = "id,question\n\
    RQ1,How do keepers of the lighthouse live with waiting?\n\
    RQ2,\"What carries them; what does not?\"\n\
    RQ3,What would they tell a new keeper?\n";

const QUOTES: &str = "theme,subtheme,facet,quote,research_questions,participant\n\
    Keeping the lamp,Hands that know,Night work,“You oil it before you think of oiling it.”,RQ1,L01\n\
    Nobody sails alone,,,\"I wrote letters.\n\nNobody answered, and I wrote again.\",RQ1;RQ2,L02\n\
    Keeping the lamp,Hands that know,,“My hands were awake before me.”,RQ2,L03\n\
    Keeping the lamp,The fog,Night work,“In fog you hear <everything> & nothing.”,,L01\n\
    Keeping the lamp,Hands that know,Night work,=The stairs count themselves.,RQ1,H01\n";

fn participants() -> Vec<String> {
    let mut rows: Vec<String> = (1..=8)
        .map(|n| {
            format!(
                "L0{n},keepers,woman,{n}/3/2031,{} minutes {n} seconds,",
                40 + 2 * n
            )
        })
        .collect();
    rows.push("H01,harbour office,man,2031-04,1 h 5 min,".to_owned());
    rows.push("H02,harbour office,man,3 May 2031,PT33M,".to_owned());
    rows.push("N01,not offered,man,2031-05-04,0:38:10,".to_owned());
    rows.push("N02,not offered,,Did not participate,,".to_owned());
    rows.push("N03,not offered,woman,,,agreed".to_owned());
    rows
}

fn folder_of(participants: &[String], quotes: &str) -> StudyFolder {
    folder_with(participants, QUESTIONS, quotes)
}

/// A study of these rows of `participants.csv`, with the other two files.
pub(crate) fn folder_with(participants: &[String], questions: &str, quotes: &str) -> StudyFolder {
    let header = "participant,cohort,gender,interview_date,interview_length,status";
    let participants = format!("{header}\n{}\n", participants.join("\n"));
    let files = [
        ("participants.csv", participants.as_str()),
        ("research_questions.csv", questions),
        ("quotes.csv", quotes),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    read(files.into(), &ReadOptions::default()).unwrap()
}

fn study() -> StudyFolder {
    folder_of(&participants(), QUOTES)
}

fn all_files(folder: &StudyFolder) -> Vec<(String, Vec<u8>)> {
    tables(folder, &OutputFormat::DEFAULT, &TableOptions::default()).unwrap()
}

fn file(folder: &StudyFolder, name: &str) -> Vec<u8> {
    let mut files = all_files(folder).into_iter();
    files.find(|(file, _)| file == name).unwrap().1
}

fn csv(folder: &StudyFolder, name: &str) -> Vec<Vec<String>> {
    let table = read_csv(&file(folder, name), Limits::STUDY).unwrap();
    let rows = table.rows.into_iter().map(|row| row.cells);
    [table.header].into_iter().chain(rows).collect()
}

fn notes(output: &Output) -> String {
    let notes = output.report.blocks.iter().filter_map(|block| match block {
        Block::Note(text) => Some(text.as_str()),
        _ => None,
    });
    notes.collect::<Vec<_>>().join(" ")
}
