//! What the rules say of a release, from what a study holds and what was released of it before. Pure.

use platform::words::count_first;
use std::collections::{BTreeMap, BTreeSet};

use measures::disclosure::{
    Cells, Crossed, RELEASE_THRESHOLD, Refusal, Released, TEAM_FLOOR, Told,
};
use study::columns::fold_spaces;
use study::participants::{Participant, Status};
use uuid::Uuid;

use super::choice::Choice;
use super::crossed_part::cross;
use super::people_part::people;
use super::quoted_part::quoted;
use super::report::{Grid, Part, Report, Verdict};
use super::written_part::written;
use crate::folder::StudyFolder;
use crate::printing::Printed;

/// What a study holds, as far as a release can tell of it.
pub(super) struct Facts {
    /// For the tables that are made of it; whoever refuses to be analysed has no attributes in it.
    pub(super) folder: StudyFolder,
    /// Everybody who is counted, but for those who refuse to be analysed.
    pub(super) people: Vec<(Uuid, Participant)>,
    /// How many refuse.
    pub(super) refusing: usize,
    /// What those were asked who signed here, by whom.
    pub(super) signed: BTreeMap<Uuid, String>,
    /// The cohorts that each question was put to; all where it has none.
    pub(super) put_to: BTreeMap<String, Vec<String>>,
    /// The texts whose speakers let them be kept for others.
    pub(super) texts: BTreeSet<Uuid>,
    /// How many other interviews there are.
    pub(super) other_texts: usize,
    /// The quotes that are ready, and what whoever said them says to their being printed.
    pub(super) printed: Vec<Printed>,
    /// How many items of checklists are answered, where these are in the release.
    pub(super) answered: usize,
    /// What was told of people before, the oldest first.
    pub(super) earlier: Vec<Earlier>,
}

/// What an earlier release told of people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Earlier {
    pub(super) number: i64,
    pub(super) told: Told<Uuid>,
    pub(super) cells: Cells<Uuid>,
    pub(super) cohorts: BTreeMap<Uuid, String>,
}

/// What came of it.
pub(super) struct Judged {
    pub(super) report: Report,
    /// What the release tells of people, for the check and to be kept for the next.
    pub(super) told: Earlier,
    /// Cohorts by gender, with what is hidden.
    pub(super) crossed: Option<Released<Crossed>>,
}

impl Judged {
    /// Whether totals of gender are told.
    pub(super) fn tells_gender(&self) -> bool {
        !self.told.told.totals.is_empty()
    }
}

impl Facts {
    pub(super) fn interviewed(&self) -> impl Iterator<Item = &(Uuid, Participant)> {
        self.people
            .iter()
            .filter(|(_, one)| one.status == Status::Completed)
    }

    /// The cohort of each who was interviewed: how many are in each, Table 1 tells.
    pub(super) fn cohorts(&self) -> BTreeMap<Uuid, String> {
        let held = self.interviewed();
        held.map(|(id, one)| (*id, one.cohort.clone())).collect()
    }

    pub(super) fn before(&self) -> Vec<Told<Uuid>> {
        self.earlier.iter().map(|one| one.told.clone()).collect()
    }

    /// Whether what everybody has signed has these words; whoever approves answers for signatures on paper.
    pub(super) fn named(&self, words: &str, part: &mut Part) {
        let words = fold_spaces(words);
        if words.is_empty() {
            return part.refuse("Write down the words of the signed consent that name it. Without them it stays with the team.");
        }
        let texts = self.interviewed().map(|(id, _)| self.signed.get(id));
        let texts: Vec<Option<&String>> = texts.collect();
        let lacks = |text: &&String| !fold_spaces(text).contains(&words);
        let signed_here = texts.iter().flatten().count();
        match texts.iter().flatten().filter(|text| lacks(text)).count() {
            0 if signed_here > 0 => part.says("What everybody signed here has these words."),
            0 => {}
            count => part.refuse(format!(
                "{} signed a wording in which these words do not stand.",
                count_first(count, "participant has", "participants have")
            )),
        }
        match texts.iter().filter(|text| text.is_none()).count() {
            0 => {}
            count => part.ask(format!(
                "{} signed nothing here. Whoever approves answers for it that what they signed on paper has these words.",
                count_first(count, "participant has", "participants have")
            )),
        }
    }
}

/// Holds a choice against the rules.
pub(super) fn judge(facts: &Facts, choice: &Choice) -> Judged {
    let mut told = Earlier::default();
    let mut crossed = None;
    let mut parts = Vec::new();
    if choice.summary {
        parts.push(summary(facts, choice, &mut told));
    }
    if choice.people {
        parts.push(people(facts, choice, &mut told));
    }
    if choice.crossed {
        parts.push(cross(facts, &mut told, &mut crossed));
    }
    if choice.table2 {
        parts.push(table2(facts, choice));
        parts.extend(quoted(&facts.printed));
    }
    if choice.project {
        parts.push(project(facts));
    }
    parts.extend(written(facts, choice, &mut told));
    parts.push(joined(facts));
    Judged {
        report: Report { parts },
        told,
        crossed,
    }
}

pub(super) fn gender(one: &Participant) -> String {
    one.gender
        .clone()
        .unwrap_or_else(|| "not stated".to_owned())
}

fn summary(facts: &Facts, choice: &Choice, told: &mut Earlier) -> Part {
    let mut part = Part::new("Table 1 by cohort");
    part.says("How many of each cohort were invited and interviewed, the months, and the range of lengths rounded outward to five minutes are facts of the design, which may be told.");
    told.cohorts = facts.cohorts();
    if choice.gender_words.trim().is_empty() {
        part.says(
            "Gender is not told: no words of the consent are named that let its totals be told.",
        );
        return part;
    }
    facts.named(&choice.gender_words, &mut part);
    if part.verdict == Verdict::Refused {
        return part;
    }
    let totals: BTreeMap<Uuid, String> = facts
        .interviewed()
        .map(|(id, one)| (*id, gender(one)))
        .collect();
    part.grid = Some(totals_grid(&totals));
    let now = Told {
        totals: totals.clone(),
        ..Told::default()
    };
    let refusals = now.refusals(&facts.before());
    if refusals.contains(&Refusal::FewInTotals) {
        part.says("Gender is printed as “collected, not shown”: fewer than five are in a cell or in none but one.");
        return part;
    }
    let since = refusals.iter().find_map(|refusal| match refusal {
        Refusal::FewSince(place) => facts.earlier.get(*place).map(|one| one.number),
        _ => None,
    });
    match since {
        Some(number) => part.says(format!(
            "Gender is printed as “collected, not shown”: fewer than five came in or went since release {number}, and the difference of both totals would tell theirs."
        )),
        None => {
            part.says("The totals of gender are told: five and more are in each, and five and more beside each.");
            told.told.totals = totals;
        }
    }
    part
}

/// The totals with what stands beside each, where neither is about too few.
fn totals_grid(totals: &BTreeMap<Uuid, String>) -> Grid {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for cell in totals.values() {
        *counts.entry(cell).or_default() += 1;
    }
    let floor = TEAM_FLOOR as usize;
    let large = |count: usize| match count < floor {
        true => "fewer than five".to_owned(),
        false => count.to_string(),
    };
    let row = |(cell, count): (&&str, &usize)| {
        vec![
            (*cell).to_owned(),
            large(*count),
            large(totals.len() - count),
        ]
    };
    Grid {
        caption: "Gender of those interviewed, with its complements".to_owned(),
        header: ["Gender", "People", "All others"].map(str::to_owned).into(),
        rows: counts.iter().map(row).collect(),
    }
}

fn table2(facts: &Facts, choice: &Choice) -> Part {
    let mut part = Part::new("Table 2");
    let quotes = facts.folder.printed_quotes().count();
    if quotes == 0 {
        part.refuse("There is no quote that is ready to be printed.");
        return part;
    }
    part.says("No quote has a label, a document or anything about its speaker. The quotes of one place stand in random order. Only words are in it whose speakers let them be quoted.");
    if !choice.questions {
        part.says("Research questions are left out, so that no quote tells of which cohort its speaker is.");
        return part;
    }
    if let Some(few) = few_were_asked(facts) {
        part.refuse(format!(
            "{few}: a quote beside it tells who may have said it. Leave the research questions out, or put the quote to other questions."
        ));
    }
    part
}

/// The questions with a quote that were put to fewer than ten who were interviewed, in words; none where there is none (A27).
pub(super) fn few_were_asked(facts: &Facts) -> Option<String> {
    let mut small: Vec<&str> = Vec::new();
    for quote in facts.folder.printed_quotes() {
        for question in &quote.questions {
            let asked = facts
                .put_to
                .get(question)
                .filter(|cohorts| !cohorts.is_empty());
            let Some(cohorts) = asked else { continue };
            let count = facts
                .interviewed()
                .filter(|(_, one)| cohorts.contains(&one.cohort));
            if count.count() < RELEASE_THRESHOLD as usize && !small.contains(&question.as_str()) {
                small.push(question);
            }
        }
    }
    small.sort_unstable();
    let named = match small.as_slice() {
        [] => return None,
        [one] => format!("{one} was"),
        several => format!("{} were", several.join(", ")),
    };
    Some(format!(
        "{named} put to cohorts of fewer than ten who were interviewed"
    ))
}

fn project(facts: &Facts) -> Part {
    let mut part = Part::new("A project for other programs");
    match facts.texts.len() {
        0 => part.refuse("Nobody has agreed here that their text is kept for other researchers, so that there is no text for a project. Leave it out."),
        count => {
            part.says(format!(
                "{} in it, of whoever agreed that it is kept for other researchers; {} left out, and so are field notes and memos.",
                count_first(count, "text is", "texts are"),
                match facts.other_texts {
                    0 => "none is".to_owned(),
                    1 => "one is".to_owned(),
                    count => format!("{count} are"),
                }
            ));
            part.says("A quote is marked as one only where whoever said it lets these very words be printed.");
            part.says("Every identifier is fresh, texts stand in random order, times are told by the month, analysts by letters.");
        }
    }
    part
}

/// What holds for all files and all releases together.
fn joined(facts: &Facts) -> Part {
    let mut part = Part::new("All files and all releases together");
    part.says("Table 1 and the quotes share no label, order, time, name of a file or identifier. No file says who made it, when or where.");
    part.says(match facts.earlier.as_slice() {
        [] => "Nothing was released of this study before.".to_owned(),
        [one] => format!("It was held against release {}.", one.number),
        several => format!(
            "It was held against all {} releases before it.",
            several.len()
        ),
    });
    if facts.refusing > 0 {
        part.says(format!(
            "Nothing is told of {} here to be analysed, but that they were invited and interviewed.",
            count_first(facts.refusing, "participant who refused", "participants who refused").to_lowercase()
        ));
    }
    part
}
