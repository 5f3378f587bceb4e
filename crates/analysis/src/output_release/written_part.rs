//! What in a release is made of what the team wrote and counted, and has no row about a participant in it (study O4, O6, O8, O10, O12).

use platform::words::count_first;

use super::choice::Choice;
use super::judge::{Earlier, Facts, few_were_asked};
use super::report::Part;

/// A part for each that is chosen.
pub(super) fn written(facts: &Facts, choice: &Choice, told: &mut Earlier) -> Vec<Part> {
    let mut parts = Vec::new();
    if choice.matrix {
        parts.push(matrix(facts));
    }
    if choice.map {
        let mut part = Part::new("Thematic map");
        part.says("It names themes and how they stand to each other, and no participant.");
        parts.push(part);
    }
    if choice.guides {
        let mut part = Part::new("Interview guides");
        part.says("The versions that were used, each with the month in which it was written.");
        parts.push(part);
    }
    if choice.codebook {
        let mut part = Part::new("Codebook");
        part.says("Codes with their definitions, and the months in which they were added and changed last. No coding is counted.");
        part.ask("A name or a definition can repeat what somebody said. Whoever approves has read them all.");
        parts.push(part);
    }
    if choice.checklists {
        parts.push(checklists(facts));
    }
    if choice.methods {
        let mut part = Part::new("Methods paragraph");
        part.says("It is drafted from what the study holds, without the pages that it comes from. It counts participants only as Table 1 by cohort does, and tells no gender.");
        part.ask("Names, and words of the team, stand in it as they were entered. Whoever approves has read it.");
        parts.push(part);
    }
    if choice.checklists || choice.methods {
        // Both may say how many of each cohort were interviewed; later releases are held against that.
        told.cohorts = facts.cohorts();
    }
    parts
}

fn matrix(facts: &Facts) -> Part {
    let mut part = Part::new("Research questions and themes");
    part.says("It counts quotes and nobody who said them, and tells no cohort.");
    if let Some(few) = few_were_asked(facts) {
        part.refuse(format!(
            "{few}: beside Table 2 how many quotes answer it tells who may have said them. Leave it out, or put the quotes to other questions."
        ));
    }
    part
}

fn checklists(facts: &Facts) -> Part {
    let mut part = Part::new("Checklists of the report");
    match facts.answered {
        0 => part.refuse("No item of a checklist is answered yet. Answer some, or leave them out."),
        count => {
            part.says("Every list with an answer, and of items without one that they are open. What is drafted stands only where somebody has answered; it counts participants only as Table 1 by cohort does, and tells no gender.");
            part.ask(format!(
                "{} answered in words of the team, which can repeat what somebody said. Whoever approves has read them all.",
                count_first(count, "item is", "items are")
            ));
        }
    }
    part
}
